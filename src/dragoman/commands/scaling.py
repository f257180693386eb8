"""``dragoman code --workers`` and ``--on``, and ``dragoman collect``: the same coding by many processes."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import click

from dragoman.commands.output import database, opened

if TYPE_CHECKING:
    from dragoman.reading import Note, Reader, Reject
    from dragoman.records import Coding
    from dragoman.scale.running import Total

_INTERRUPTED = 130


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Within, a request to terminate is what Ctrl-C is: what is finished is kept, and the command ends."""

    def stop(_signal: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread: whoever called us sees to signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def code_pooled(
    reader: Reader, *, workers: int, timeout: float, knowledge: str | None
) -> Iterator[Coding | Reject | Note]:
    """Code what is read in several processes; codings and problems come in the order of reading.

    An article that breaks down, ends or hangs its process becomes a Reject in its place.
    """
    from dragoman.reading import Note, Reject
    from dragoman.records import Article, Coding
    from dragoman.store.pool import Failure, Pool

    problems: list[tuple[int, Reject | Note]] = []  # and before which article they were met
    count = 0

    def articles() -> Iterator[tuple[tuple[int, tuple[str, int | None], Article], Article]]:
        nonlocal count
        for item in reader:
            if isinstance(item, Reject | Note):
                problems.append((count, item))
            else:
                yield (count, reader.where, item), item
                count += 1

    for (number, where, article), outcome in Pool(workers=workers, timeout=timeout, knowledge=knowledge).code(
        articles()
    ):
        while problems and problems[0][0] <= number:
            yield problems.pop(0)[1]
        if isinstance(outcome, Failure):
            yield Reject(where[0], where[1], outcome.code, outcome.message)
        else:
            yield Coding.from_dict({**outcome, "article": article.to_dict()})
    for _, problem in problems:
        yield problem


def code_on(
    paths: tuple[str, ...],
    *,
    on: str,
    output: str | None,
    workers: int | None,
    timeout: float,
    knowledge: str | None,
    reading: Mapping[str, Any],
) -> int:
    """Code into a folder of shards on an engine; the exit status."""
    from dragoman.scale.engines import EngineError, engine
    from dragoman.scale.folders import FolderError
    from dragoman.scale.running import run
    from dragoman.scale.step import Work
    from dragoman.store import StoreError

    if output is None:
        raise click.UsageError("--on writes shards: say where with -o FOLDER (or an address, s3://...)")
    work = Work(output, knowledge=knowledge, timeout=timeout)
    try:
        with stopping_on_signals():
            total = run(
                paths, work, engine(on, workers=workers), reading=reading, tell=_Rate(), complain=_complain
            )
    except KeyboardInterrupt:
        _say("interrupted: shards that are done stay; the same command does what is missing")
        return _INTERRUPTED
    except (EngineError, FolderError, StoreError) as error:
        raise click.ClickException(str(error)) from error
    for lost in total.lost:
        _say(lost)
    said = f"{total.coded:,} coded in {total.shards:,} shards"
    if aside := total.rejected + total.unread:
        said += f", {aside:,} set aside (in {output}/rejects)"
    _say(said)
    return int(bool(total.lost or aside))


@click.command()
@database
@click.argument("folder", metavar="FOLDER")
def collect(database: str, folder: str) -> None:
    """Put what `dragoman code --on` wrote into a project, each article once.

    FOLDER is the one that -o named. Run it again at any time.
    """
    from dragoman.scale.folders import FolderError

    try:
        with opened(database, read_only=False) as project, stopping_on_signals():
            counts = project.collect(folder)
    except KeyboardInterrupt:
        _say("interrupted: what was stored until then stays; the same command goes on")
        sys.exit(_INTERRUPTED)
    except FolderError as error:
        raise click.ClickException(str(error)) from error
    said = f"{counts.coded:,} stored"
    if counts.known:
        said += f", {counts.known:,} there already"
    if counts.rejected:
        said += f", {counts.rejected:,} set aside (dragoman rejects lists them)"
    _say(said)


class _Rate:
    """Tells how far a run is, at most every ten seconds."""

    def __init__(self) -> None:
        self._began = self._last = time.monotonic()

    def __call__(self, total: Total) -> None:
        now = time.monotonic()
        if now - self._last >= 10:
            self._last = now
            _say(f"{total.coded:,} coded, {total.coded / (now - self._began):.1f} a second")


def _complain(problem: Reject | Note) -> None:
    _say(str(problem))


def _say(line: str) -> None:
    with suppress(OSError):
        click.echo(line.encode("utf-8", "replace").decode(), err=True)


COMMANDS = {"collect": collect}
