"""Articles coded by several processes of our own, given back in their order.

An article that ends its process is tried once more in a fresh one, then set aside; one that takes longer
than the limit is set aside at once. Either costs only itself.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, cast

from dragoman.records import Article
from dragoman.store import worker
from dragoman.store.database import StoreError
from dragoman.store.stopping import Stop

CODER = "dragoman.coding:Coder"
PRESET = "balanced"
TIMEOUT = 120.0  #: seconds for one article
WORKER_BYTES = 400 * 2**20  #: memory that one process may need
_READY = 300.0  # seconds for a process to start: a cold disk, a busy machine
_AHEAD = 8  # articles read ahead for each process
_TRIES = 2
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from dragoman.store.worker import main; main()"
)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article got no coding: ``code`` is ``failed``, ``crashed`` or ``timeout``."""

    code: str
    message: str


@dataclass(slots=True)
class _Task:
    key: Any
    article: Article
    tries: int = 0
    outcome: dict[str, Any] | Failure | None = None


class _Worker:
    """One process, and a thread that waits for what it sends."""

    def __init__(self, pool: Pool) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.task: _Task | None = None
        self.ready = False
        self.until = time.monotonic() + _READY
        self._thread = threading.Thread(target=self._listen, args=(pool.answers,), daemon=True)
        self._thread.start()
        hello = {"coder": pool.coder, "knowledge": pool.knowledge, "timeout": pool.timeout}
        self.send({**hello, "preset": pool.preset})

    def _listen(self, answers: Answers) -> None:
        message: dict[str, Any] | None = {}
        while message is not None:
            try:
                message = worker.receive(cast(BinaryIO, self.process.stdout))
            except (OSError, ValueError):
                message = None
            answers.put((self, message))

    def send(self, message: dict[str, Any]) -> None:
        with suppress(OSError):  # it ended: the thread that listens says so
            worker.send(cast(BinaryIO, self.process.stdin), message)

    def close(self, *, kill: bool) -> int:
        """End the process; its exit status."""
        if kill:
            self.process.kill()
        with suppress(OSError):
            cast(BinaryIO, self.process.stdin).close()
        try:
            status = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self._thread.join(timeout=5)
        cast(BinaryIO, self.process.stdout).close()
        return status


class PoolClosed(StoreError):
    """The pool was closed by another thread while it coded."""


#: What a process said, None where it ended. Nobody says anything when the pool is only to look about.
Answers = queue.SimpleQueue[tuple[_Worker | None, dict[str, Any] | None]]


class Pool:
    """Processes that code.

    Args:
        workers: how many; None for one a core, fewer where memory is short (`how_many`).
        timeout: seconds that one article may take.
        coder: ``module:name`` of what makes the coder in each process.
        knowledge: folder of the user's own tables, or None.
        preset: how much the coder gives; "balanced" is its own default.
        stay: processes stay from one `code` to the next, until `close`.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        timeout: float = TIMEOUT,
        coder: str = CODER,
        knowledge: str | None = None,
        preset: str = PRESET,
        stay: bool = False,
    ) -> None:
        self.timeout = timeout
        self.preset = preset
        self.stay = stay
        self.coder = coder
        self.knowledge = knowledge
        self.answers: Answers = queue.SimpleQueue()
        self._most = workers or how_many()
        self._workers: list[_Worker] = []
        self._closed = False
        self._ahead = _AHEAD * self._most

    def code(
        self, articles: Iterable[tuple[Any, Article]], *, stop: Stop | None = None
    ) -> Iterator[tuple[Any, dict[str, Any] | Failure]]:
        """For each (key, article), in their order, the key and the record, or why there is none.

        The record is that of `dragoman.records.Coding` without its article. Processes are started as they
        are needed and ended when all is done, or the iterator is closed. Raises StoreError where no
        process can be started. When ``stop`` is asked, no more is read or begun; what was begun is finished,
        and given.
        """
        stop = stop or Stop()
        with stop.watched(lambda: self.answers.put((None, None))):
            yield from self._code(iter(articles), stop)

    def _code(
        self, source: Iterator[tuple[Any, Article]], stop: Stop
    ) -> Iterator[tuple[Any, dict[str, Any] | Failure]]:
        waiting: deque[_Task] = deque()  # in their order, until they are given back
        todo: deque[_Task] = deque()
        more = True
        try:
            while True:
                while waiting and waiting[0].outcome is not None:
                    done = waiting.popleft()
                    yield done.key, cast("dict[str, Any] | Failure", done.outcome)
                while self._listen(todo, wait=False):
                    pass
                if self._closed:
                    raise PoolClosed("coding was ended from without: run again")
                if stop.asked:
                    more = False
                    waiting = deque(task for task in waiting if task.tries)
                    todo = deque(task for task in todo if task.tries)
                self._assign(todo)
                if more and len(waiting) < self._ahead:
                    found = stop.next(source)
                    more = found is not None
                    if found is not None:
                        waiting.append(_Task(*found))
                        todo.append(waiting[-1])
                elif not waiting:
                    return
                elif waiting[0].outcome is None:
                    self._listen(todo, wait=True)
        finally:
            self._end(idle=not self.stay)

    def close(self) -> None:
        """End all processes; a thread that has some at work gets PoolClosed."""
        self._closed = True
        self._end(idle=True)
        self.answers.put((None, None))

    def _end(self, *, idle: bool) -> None:
        """End the processes at work, and those that wait for more where ``idle``."""
        for each in list(self._workers):
            busy = each.task is not None or not each.ready
            if busy or idle:
                self._workers.remove(each)
                each.close(kill=busy)

    def _assign(self, todo: deque[_Task]) -> None:
        """Give what is to be done to processes that are free, and start more where there is work for them."""
        for each in self._workers:
            if todo and each.ready and each.task is None:
                self._give(each, todo.popleft())
        starting = sum(not each.ready for each in self._workers)
        for _ in range(min(len(todo) - starting, self._most - len(self._workers))):
            self._workers.append(_Worker(self))

    def _give(self, to: _Worker, task: _Task) -> None:
        task.tries += 1
        to.task = task
        to.until = time.monotonic() + self.timeout
        to.send(asdict(task.article))

    def _listen(self, todo: deque[_Task], *, wait: bool) -> bool:
        """Hear the next answer, or see to the next limit that is passed; False where there was neither."""
        now = time.monotonic()
        busy = [each for each in self._workers if each.task is not None or not each.ready]
        late = min((each.until for each in busy), default=now + 1) - now
        try:
            who, message = self.answers.get(timeout=max(late, 0.0)) if wait else self.answers.get_nowait()
        except queue.Empty:
            if wait:
                self._stop_late()
            return False
        if who is None or who not in self._workers:
            return True  # what a process that was ended said last
        if message is None:
            self._ended(who, todo)
        elif "ready" in message:
            who.ready = True
        elif "broken" in message:
            raise StoreError(f"the coder cannot be loaded ({message['broken']}): install dragoman again")
        elif who.task is not None:
            task, who.task = who.task, None
            if "record" in message:
                task.outcome = message["record"]
            else:
                said = f"coding broke down ({message['failed']}): report it, with the article if you may"
                task.outcome = Failure("failed", said)
        return True

    def _stop_late(self) -> None:
        now = time.monotonic()
        for each in list(self._workers):
            if each.until > now or (each.ready and each.task is None):
                continue
            self._workers.remove(each)
            each.close(kill=True)
            if each.task is None:
                raise StoreError(f"the coder does not start within {_READY:.0f} seconds: try again")
            said = f"coding took more than {self.timeout:g} seconds: split it, or allow more with --timeout"
            each.task.outcome = Failure("timeout", said)

    def _ended(self, who: _Worker, todo: deque[_Task]) -> None:
        """A process ended by itself."""
        self._workers.remove(who)
        status = who.close(kill=True)
        if not who.ready:
            raise StoreError(f"the coder's process ends at its start (status {status}): check its memory")
        task = who.task
        if task is None:
            return
        if task.tries < _TRIES:
            todo.appendleft(task)
            return
        how = f"signal {-status}" if status < 0 else f"status {status}"
        said = f"coding ended its process {_TRIES} times ({how}): report it, with the article if you may"
        task.outcome = Failure("crashed", said)


def how_many() -> int:
    """As many processes as there are cores to run on, and memory for."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    free = _free_memory()
    return max(1, cores if free is None else min(cores, free // WORKER_BYTES))


def _free_memory() -> int | None:
    """Bytes that processes may still take, where the system tells."""
    found = []
    with suppress(OSError, ValueError, IndexError):
        with open("/proc/meminfo", encoding="ascii") as lines:
            found += [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable")]
        with open("/sys/fs/cgroup/memory.max", encoding="ascii") as most:
            limit = int(most.read())
        with open("/sys/fs/cgroup/memory.current", encoding="ascii") as now:
            found.append(limit - int(now.read()))
    return min(found) if found else None
