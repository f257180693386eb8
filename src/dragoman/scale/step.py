"""The step that every engine runs: one shard of articles to one shard of codings and one of rejects."""

from __future__ import annotations

import atexit
import threading
from dataclasses import dataclass
from typing import Any

from dragoman.scale.folders import open_folder
from dragoman.scale.shards import ARTICLES, CODINGS, REJECTS, Item, lines, packed, unpacked
from dragoman.store.pool import CODER, PRESET, TIMEOUT, Failure, Pool


@dataclass(frozen=True, slots=True)
class Work:
    """What a step must know besides the shard's name; it travels to other machines."""

    folder: str
    coder: str = CODER
    knowledge: str | None = None
    timeout: float = TIMEOUT
    preset: str = PRESET


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a shard."""

    name: str
    coded: int
    rejected: int


class _Pools:
    """A process that codes for each thread. It stays from shard to shard, since loading the model takes as
    long as several articles; an article that ends or hangs it costs only itself (`Pool`)."""

    def __init__(self) -> None:
        self._mine = threading.local()
        self._all: list[Pool] = []
        self._lock = threading.Lock()
        atexit.register(self.close_all)

    def get(self, work: Work) -> Pool:
        """The pool of this thread for this work."""
        found: tuple[Work, Pool] | None = getattr(self._mine, "found", None)
        if found is not None and found[0] == work and found[1] in self._all:
            return found[1]
        pool = Pool(
            workers=1,
            timeout=work.timeout,
            coder=work.coder,
            knowledge=work.knowledge,
            preset=work.preset,
            stay=True,
        )
        with self._lock:
            if found is not None and found[1] in self._all:
                self._all.remove(found[1])
                found[1].close()
            self._all.append(pool)
        self._mine.found = (work, pool)
        return pool

    def close_all(self) -> None:
        """End every process; a thread that codes on gets a new one."""
        with self._lock:
            pools, self._all = self._all, []
        for pool in pools:
            pool.close()


_pools = _Pools()
close_all = _pools.close_all


def code_shard(name: str, work: Work) -> Done:
    """Code the shard of that name, unless it is done.

    Raises FolderError where it cannot be read or written, StoreError where no process can be started.
    """
    folder = open_folder(work.folder)
    items = [Item.from_dict(row) for row in unpacked(folder.read(ARTICLES, f"{name}.jsonl.gz"))]
    codings: list[dict[str, Any]] = []
    rejects: list[dict[str, Any]] = []
    for item, outcome in _pools.get(work).code((item, item.article) for item in items):
        if isinstance(outcome, Failure):
            rejects.append(
                {
                    "file": item.file,
                    "line": item.line,
                    "code": outcome.code,
                    "message": outcome.message,
                    "article": item.key,
                    "title": item.article.title[:200],
                }
            )
        else:
            codings.append({**item.to_dict(), "record": outcome})
    # The rejects first: where the codings are, the shard is done.
    if rejects:
        folder.write(REJECTS, f"{name}.jsonl", lines(rejects))
    else:
        folder.remove(REJECTS, f"{name}.jsonl")
    folder.write(CODINGS, f"{name}.jsonl.gz", packed(codings))
    return Done(name, len(codings), len(rejects))
