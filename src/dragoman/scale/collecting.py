"""Shards of codings put into a project, each article once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from dragoman.reading import Note, Reject
from dragoman.scale.folders import Folder, open_folder
from dragoman.scale.running import done_shards
from dragoman.scale.shards import CODINGS, REJECTS, Item, preset_of, unpacked
from dragoman.store.adding import tell_of_presets
from dragoman.store.pool import PRESET
from dragoman.store.stopping import Stop
from dragoman.store.writing import Counts, Writer

if TYPE_CHECKING:
    from dragoman.store.database import Database


def collect(
    connection: Database,
    path: str,
    *,
    tell: Callable[[Counts, float | None], None] = lambda _counts, _part: None,
    complain: Callable[[Reject | Note], None] = lambda _problem: None,
    stop: Stop | None = None,
) -> Counts:
    """Store what the shards in a folder hold and the project does not; what was done.

    It can be cut off and run again: an article is told by its stable id, and stored once. What was coded with
    another preset is a run of its own. When ``stop`` is asked, what was stored is made sure of, and
    KeyboardInterrupt raised.
    """
    stop = stop or Stop()
    folder = open_folder(path)
    names = done_shards(folder)
    total = Counts()
    at = 0
    with stop.watched():
        for preset, group in [(p, list(g)) for p, g in groupby(names, preset_of)] or [(PRESET, [])]:
            tell_of_presets(connection, preset, complain)
            writer = Writer(connection, kind="add", settings={"shards": path, "preset": preset})
            try:
                try:
                    if at == 0:
                        _rejects(writer, connection, folder, stop)
                    for name in group:
                        at += 1
                        for row in unpacked(folder.read(CODINGS, f"{name}.jsonl.gz")):
                            stop.check()
                            _keep(writer, connection, row)
                        tell(total + writer.counts, at / len(names))
                finally:
                    writer.commit()
                writer.end()
            finally:
                writer.abandon()
            total += writer.counts
    return total


def _keep(writer: Writer, connection: Database, row: dict[str, Any]) -> None:
    item = Item.from_dict(row)
    if _stored(connection, item.key):
        writer.known()
        return
    writer.store(item.article, item.key, item.details, (item.file, item.line), row["record"])


def _rejects(writer: Writer, connection: Database, folder: Folder, stop: Stop) -> None:
    """What was set aside, but for articles that are stored: another coder could read those."""
    for row in _rows(folder):
        stop.check()
        if not row["article"] or not _stored(connection, row["article"]):
            reject = Reject(row["file"], row["line"], row["code"], row["message"])
            writer.reject(reject, key=row["article"], title=row["title"])


def _stored(connection: Database, key: str) -> bool:
    return connection.execute("SELECT 1 FROM articles WHERE id = ?", (key,)).fetchone() is not None


def _rows(folder: Folder) -> Iterator[dict[str, Any]]:
    for name in sorted(folder.names(REJECTS)):
        for line in folder.read(REJECTS, name).splitlines():
            yield json.loads(line)
