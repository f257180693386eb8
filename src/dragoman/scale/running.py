"""A whole run: read, stage, code on an engine."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dragoman.reading import Note, Reader, Reject, read
from dragoman.reading.articles import stable_id
from dragoman.reading.languages import refusal
from dragoman.reading.seen import Seen
from dragoman.scale.engines import Engine, Lost
from dragoman.scale.folders import Folder, open_folder
from dragoman.scale.shards import CODINGS, REJECTS, SIZE, Item, cut, lines, stage
from dragoman.scale.step import Work
from dragoman.store.adding import current_versions
from dragoman.store.pool import Pool
from dragoman.store.stopping import Stop

_TOGETHER = 10_000  # rejects in one file: what is kept in memory has a limit, however many there are


@dataclass(slots=True)
class Total:
    """What a run did, as far as it is known; counts are articles but for ``shards`` and ``lost``."""

    coded: int = 0
    rejected: int = 0
    shards: int = 0
    lost: list[str] = field(default_factory=list)
    unread: int = 0  #: files and articles that could not be read, or are not in English
    part: float | None = None  #: of the input that is done, about; None where that cannot be known


def run(
    paths: Iterable[str | os.PathLike[str]],
    work: Work,
    engine: Engine,
    *,
    size: int = SIZE,
    retry: bool = False,
    reading: Mapping[str, Any] | None = None,
    tell: Callable[[Total], None] = lambda _total: None,
    complain: Callable[[Reject | Note], None] = lambda _problem: None,
    stop: Stop | None = None,
) -> Total:
    """Code what is at the paths into the shards of ``work.folder`` that are not there yet.

    Args:
        paths: what is read, as by `dragoman.reading.read`.
        engine: who codes.
        size: articles in a shard, about.
        retry: do the shards again in which an article could not be coded.
        reading: options of `dragoman.reading.read`.
        tell: called after each shard.
        complain: called with what could not be read.
        stop: when it is asked, shards in the works are finished, then KeyboardInterrupt is raised.

    Raises FolderError, EngineError, StoreError: see their modules. What is done stays done.
    """
    stop = stop or Stop()
    listed = [os.fspath(path) for path in paths]
    folder = open_folder(work.folder)
    versions = current_versions(Pool(workers=1, coder=work.coder, knowledge=work.knowledge))
    total = Total()
    reader = read(listed, **(reading or {}))
    kept = _Unread(folder, listed)
    source = _Source(reader, total, complain, kept)
    cuts = cut(source, coder=" ".join(versions.to_dict().values()), size=size, preset=work.preset)
    again = frozenset(n.removesuffix(".jsonl") for n in folder.names(REJECTS)) if retry else frozenset()
    bytes_there = reader.total()
    given = 0  # shards

    def staged() -> Iterator[str]:
        nonlocal given
        for name in stage(cuts, folder, again=again):
            given += 1
            yield name

    for finished, done in enumerate(engine.run(staged(), work, stop=stop), 1):
        if isinstance(done, Lost):
            total.lost.append(str(done))
        else:
            total.shards += 1
            total.coded += done.coded
            total.rejected += done.rejected
        if bytes_there:
            total.part = min(reader.done / bytes_there, 1.0) * finished / given
        tell(total)
    stop.check()
    kept.close()
    return total


class _Source(Iterator[Item]):
    """The articles that are read and in English, each once; the rest is told and kept apart."""

    def __init__(
        self, reader: Reader, total: Total, complain: Callable[[Reject | Note], None], kept: _Unread
    ) -> None:
        self._reader = reader
        self._total = total
        self._complain = complain
        self._kept = kept
        self._seen = Seen()

    def __next__(self) -> Item:
        for item in self._reader:
            if isinstance(item, Note):
                if item.code not in ("duplicate", "language"):
                    self._complain(item)
                continue
            if isinstance(item, Reject):
                self._reject(item)
                continue
            file, line = self._reader.where
            key = stable_id(item.title, item.body, item.source, item.published)
            if not self._seen.add(key):
                continue
            if why := refusal(item.language, item.text):
                self._reject(Reject(file, line, "language", why), key, item.title[:200])
                continue
            return Item(key, item, self._reader.details, file, line)
        raise StopIteration

    def _reject(self, reject: Reject, article: str = "", title: str = "") -> None:
        self._total.unread += 1
        self._complain(reject)
        self._kept.add(
            {
                "file": reject.file,
                "line": reject.line,
                "code": reject.code,
                "message": reject.message,
                "article": article,
                "title": title,
            }
        )


class _Unread:
    """What could not be read, written in files of `_TOGETHER`, in place of what another run on the same paths
    wrote."""

    def __init__(self, folder: Folder, paths: list[str]) -> None:
        named = hashlib.sha256("\n".join(paths).encode("utf-8", "surrogateescape")).hexdigest()[:32]
        self._folder = folder
        self._stem = f"read-{named}-"
        self._rows: list[dict[str, Any]] = []
        self._files = 0

    def add(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        if len(self._rows) >= _TOGETHER:
            self._write()

    def _write(self) -> None:
        self._files += 1
        self._folder.write(REJECTS, self._name(self._files), lines(self._rows))
        self._rows.clear()

    def _name(self, number: int) -> str:
        return f"{self._stem}{number:06}.jsonl"

    def close(self) -> None:
        """Write what is left, and take away what is of an older run."""
        if self._rows:
            self._write()
        last = self._name(self._files)
        for name in self._folder.names(REJECTS):
            if name.startswith(self._stem) and name > last:
                self._folder.remove(REJECTS, name)


def done_shards(folder: Folder) -> list[str]:
    """The shards that are done, by name."""
    return sorted(name.removesuffix(".jsonl.gz") for name in folder.names(CODINGS))
