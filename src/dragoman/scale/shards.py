"""Articles cut into shards, the same ones wherever and however often the same articles are read."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from dragoman.reading import Details
from dragoman.records import Article
from dragoman.scale.folders import Folder
from dragoman.store.pool import PRESET

SIZE = 128  #: articles in a shard, about
MOST_CHARACTERS = 4_000_000  #: of text in a shard, but for one long article
ARTICLES, CODINGS, REJECTS = "articles", "codings", "rejects"


@dataclass(frozen=True, slots=True)
class Item:
    """An article on its way: its stable id, what is known of it, and where it was read."""

    key: str
    article: Article
    details: Details
    file: str
    line: int | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "key": self.key,
            "article": asdict(self.article),
            "details": asdict(self.details),
            "file": self.file,
            "line": self.line,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Item:
        """From what `to_dict` gave."""
        return cls(
            data["key"], Article(**data["article"]), Details(**data["details"]), data["file"], data["line"]
        )


@dataclass(frozen=True, slots=True)
class Shard:
    """Articles that are coded together."""

    name: str
    items: tuple[Item, ...]


def cut(items: Iterable[Item], *, coder: str, size: int = SIZE, preset: str = PRESET) -> Iterator[Shard]:
    """Shards of about ``size`` articles, in the order of reading.

    Where one ends is told by the articles' own ids, not by counting: an article that comes in anew changes
    the shard that it falls into and no other. No article may come twice. ``coder`` is what the coder and its
    tables are called; it is part of each shard's name, and so is a ``preset`` that is not the usual one.
    """
    held: list[Item] = []
    characters = 0
    for item in items:
        length = len(item.article.text)
        if held and characters + length > MOST_CHARACTERS:
            yield _shard(held, coder, preset)
            held, characters = [], 0
        held.append(item)
        characters += length
        if len(held) >= 2 * size or (_number(item.key) % size == 0 and len(held) >= size // 2):
            yield _shard(held, coder, preset)
            held, characters = [], 0
    if held:
        yield _shard(held, coder, preset)


def _number(key: str) -> int:
    """A number that is as good as drawn, the same for the same key."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big")


def _shard(items: list[Item], coder: str, preset: str) -> Shard:
    named = hashlib.sha256("\n".join([coder, *(item.key for item in items)]).encode())
    name = named.hexdigest()[:32]
    return Shard(name if preset == PRESET else f"{preset}-{name}", tuple(items))


def preset_of(name: str) -> str:
    """The preset that the shard of that name is coded with."""
    preset, sign, _ = name.partition("-")
    return preset if sign else PRESET


def stage(shards: Iterable[Shard], folder: Folder, *, again: frozenset[str] = frozenset()) -> Iterator[str]:
    """Write the shards that are not done yet; the name of each once it is there.

    Those in ``again`` are done anew.
    """
    written = folder.names(ARTICLES)
    done = folder.names(CODINGS)
    for shard in shards:
        file = f"{shard.name}.jsonl.gz"
        if file in done:
            if shard.name not in again:
                continue
            folder.remove(CODINGS, file)
        if file not in written:
            folder.write(ARTICLES, file, packed(item.to_dict() for item in shard.items))
        yield shard.name


def packed(rows: Iterable[dict[str, Any]]) -> bytes:
    """JSON Lines, packed; the same rows give the same bytes."""
    return gzip.compress(lines(rows), 6, mtime=0)


def lines(rows: Iterable[dict[str, Any]]) -> bytes:
    """JSON Lines."""
    return b"".join(
        json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for row in rows
    )


def unpacked(data: bytes) -> list[dict[str, Any]]:
    """The rows of `packed`."""
    return [json.loads(line) for line in gzip.decompress(data).splitlines()]
