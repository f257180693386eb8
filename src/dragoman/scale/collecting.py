"""Shards of codings put into a project, each article once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dragoman.reading import Reject
from dragoman.scale.folders import open_folder
from dragoman.scale.running import done_shards
from dragoman.scale.shards import CODINGS, REJECTS, Item, unpacked
from dragoman.store.writing import Counts, Writer

if TYPE_CHECKING:
    from dragoman.store.database import Database


def collect(
    connection: Database,
    path: str,
    *,
    tell: Callable[[Counts, float | None], None] = lambda _counts, _part: None,
) -> Counts:
    """Store what the shards in a folder hold and the project does not; what was done.

    It can be cut off and run again: an article is told by its stable id, and stored once.
    """
    folder = open_folder(path)
    names = done_shards(folder)
    writer = Writer(connection, kind="add", settings={"shards": path})
    try:
        try:
            for at, name in enumerate(names, 1):
                for row in unpacked(folder.read(CODINGS, f"{name}.jsonl.gz")):
                    _keep(writer, connection, row)
                tell(writer.counts, at / len(names))
            for name in sorted(folder.names(REJECTS)):
                for row in _rows(folder.read(REJECTS, name)):
                    reject = Reject(row["file"], row["line"], row["code"], row["message"])
                    writer.reject(reject, key=row["article"], title=row["title"])
        finally:
            writer.commit()
        writer.end()
    finally:
        writer.abandon()
    return writer.counts


def _keep(writer: Writer, connection: Database, row: dict[str, Any]) -> None:
    item = Item.from_dict(row)
    if connection.execute("SELECT 1 FROM articles WHERE id = ?", (item.key,)).fetchone() is not None:
        writer.known()
        return
    writer.store(item.article, item.key, item.details, (item.file, item.line), row["record"])


def _rows(data: bytes) -> list[dict[str, Any]]:
    import json

    return [json.loads(line) for line in data.splitlines()]
