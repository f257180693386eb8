"""Where shards are coded: in threads of this process, on Dask, on Ray.

Each engine takes names of shards as they are staged, keeps a few in flight for each place to work, and gives
what came of them in the order in which they end. A shard whose worker is lost is given out again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, Protocol

from dragoman.scale import step
from dragoman.scale.folders import FolderError
from dragoman.scale.step import Done, Work, code_shard
from dragoman.store.pool import how_many
from dragoman.store.stopping import Stop

TRIES = 4  #: times that a shard is given out before it is left for another run
AHEAD = 3  #: shards in flight for each place to work
_WAIT = 120.0  # seconds until a cluster must have somebody who works


class EngineError(Exception):
    """An engine that cannot be reached or used; the text says what to do."""


class Engine(Protocol):
    """Something that codes shards."""

    def run(self, names: Iterable[str], work: Work, *, stop: Stop | None = None) -> Iterator[Done | Lost]:
        """Code the shards of those names. ``stop``: see `Local`; without it Ctrl-C ends the waiting, and
        what is in the works on a cluster is finished there."""


class Lost(Exception):
    """A shard that was given out `TRIES` times without coming back."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"shard {name} was lost {TRIES} times ({why}): run again, it is the only one missing"
        )
        self.name = name


def engine(where: str, *, workers: int | None = None) -> Engine:
    """The engine called ``local``, ``dask://HOST:PORT``, ``ray://HOST:PORT`` or, started here, ``ray``.

    Raises EngineError for any other.
    """
    kind, _, address = where.partition("://")
    if where == "local":
        return Local(workers=workers)
    if kind == "dask" and address:
        return Dask(address)
    if kind == "ray" and (address or where == "ray"):
        return Ray(address or None, workers=workers)
    raise EngineError(f"there is no engine {where}: give local, dask://HOST:PORT, ray or ray://HOST:PORT")


class Local:
    """Threads of this process, each with a process of its own that codes.

    When ``stop`` is asked, the shards that are in the works are finished, and no other is begun.
    """

    def __init__(self, *, workers: int | None = None) -> None:
        self.workers = workers or how_many()

    def run(self, names: Iterable[str], work: Work, *, stop: Stop | None = None) -> Iterator[Done | Lost]:
        """Code the shards of those names."""
        wish = stop or Stop()
        flying: set[Future[Done | None]] = set()
        threads = ThreadPoolExecutor(self.workers, thread_name_prefix="shard")
        source = iter(names)

        def code(name: str) -> Done | None:
            return None if wish.asked else code_shard(name, work)

        def landed() -> Iterator[Done]:
            nonlocal flying
            done, flying = wait(flying, return_when=FIRST_COMPLETED)
            yield from filter(None, (future.result() for future in done))

        try:
            with wish.watched():
                while (name := wish.next(source)) is not None:
                    flying.add(threads.submit(code, name))
                    if len(flying) >= AHEAD * self.workers:
                        yield from landed()
                while flying:
                    yield from landed()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            step.close_all()
            threads.shutdown(wait=True)


class Dask:
    """A Dask cluster; ``address`` is its scheduler's."""

    def __init__(self, address: str) -> None:
        self.address = address

    def run(self, names: Iterable[str], work: Work, *, stop: Stop | None = None) -> Iterator[Done | Lost]:
        """Code the shards of those names."""
        try:
            import distributed as library
        except ImportError:
            raise EngineError("Dask is not installed: pip install 'dragoman[dask]'") from None
        try:
            distributed: Any = library
            client = distributed.Client(f"tcp://{self.address}", timeout=30, set_as_default=False)
        except (OSError, ValueError) as error:
            raise EngineError(
                f"no Dask scheduler answers at {self.address} ({error}): start one, or give its address"
            ) from error
        with client:
            places = self._places(client)
            tries: dict[str, int] = {}
            names_of: dict[Any, str] = {}
            flying = distributed.as_completed(loop=client.loop)
            count = 0

            def give(name: str) -> None:
                tries[name] = tries.get(name, 0) + 1
                future = client.submit(
                    code_shard, name, work, key=f"dragoman-{name}-{tries[name]}", pure=False
                )
                names_of[future.key] = name
                flying.add(future)

            def take() -> Iterator[Done | Lost]:
                future = next(flying)
                name = names_of.pop(future.key)
                error = future.exception() if future.status != "finished" else None
                if future.status == "finished":
                    yield future.result()
                elif isinstance(error, FolderError):
                    raise error
                elif tries[name] < TRIES:
                    give(name)
                    yield from take()
                else:
                    yield Lost(name, f"{type(error).__name__}: {error}")

            for name in names:
                give(name)
                count += 1
                if count >= AHEAD * places:
                    yield from take()
                    count -= 1
            for _ in range(count):
                yield from take()

    @staticmethod
    def _places(client: Any) -> int:
        """How many shards can be coded at once, as soon as there is anybody to do it."""
        until = time.monotonic() + _WAIT
        while not (found := sum(client.nthreads().values())):
            if time.monotonic() > until:
                raise EngineError(f"the Dask cluster has no worker after {_WAIT:.0f} seconds: start some")
            time.sleep(0.2)
        return int(found)


class Ray:
    """Ray Data: a cluster at ``address``, or one that is started here."""

    def __init__(self, address: str | None = None, *, workers: int | None = None) -> None:
        self.address = address
        self.workers = workers

    def run(self, names: Iterable[str], work: Work, *, stop: Stop | None = None) -> Iterator[Done | Lost]:
        """Code the shards of those names, which are all staged before the first is coded."""
        try:
            import ray as library
            import ray.data as data
        except ImportError:
            raise EngineError("Ray is not installed: pip install 'dragoman[ray]'") from None
        ray: Any = library
        listed = list(names)
        if not listed:
            return
        started = not ray.is_initialized()
        if started:
            try:
                ray.init(
                    address=f"ray://{self.address}" if self.address else None,
                    num_cpus=None if self.address else self.workers or how_many(),
                    include_dashboard=False,
                    log_to_driver=False,
                    configure_logging=False,
                )
            except (OSError, ConnectionError, ValueError) as error:
                raise EngineError(f"Ray cannot be reached at {self.address} ({error}): see to it") from error
        try:
            data.DataContext.get_current().enable_progress_bars = False
            places = self.workers or max(int(ray.cluster_resources().get("CPU", 1)), 1)
            rows = data.from_items([{"name": name} for name in listed], override_num_blocks=len(listed))
            coded = rows.map_batches(
                _RayStep,
                fn_constructor_args=(work,),
                batch_size=1,
                concurrency=min(places, len(listed)),
                num_cpus=1,
                max_restarts=TRIES,
                max_task_retries=TRIES,
            )
            missing = set(listed)
            try:
                for row in coded.iter_rows():
                    missing.discard(row["name"])
                    yield Done(row["name"], int(row["coded"]), int(row["rejected"]))
            except ray.exceptions.RayError as error:
                for name in sorted(missing):
                    yield Lost(name, f"{type(error).__name__}: {error}".splitlines()[0])
        finally:
            if started:
                ray.shutdown()


class _RayStep:
    """An actor of Ray Data: its process that codes stays from shard to shard."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[Any]]:
        done = [code_shard(str(name), self._work) for name in batch["name"]]
        return {key: [getattr(d, key) for d in done] for key in ("name", "coded", "rejected")}
