"""``dragoman code --workers`` and ``--on``, and ``dragoman collect``: the same coding by many processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from dragoman.commands.output import database, opened
from dragoman.commands.storing import merge as join
from dragoman.commands.storing import said, told
from dragoman.commands.watching import log_json, watching

if TYPE_CHECKING:
    from dragoman.reading import Note, Reader, Reject
    from dragoman.records import Coding
    from dragoman.scale.running import Total
    from dragoman.store.pool import Pool
    from dragoman.store.stopping import Stop


def code_pooled(reader: Reader, *, pool: Pool, stop: Stop) -> Iterator[Coding | Reject | Note]:
    """Code what is read in several processes; codings and problems come in the order of reading.

    An article that breaks down, ends or hangs its process becomes a Reject in its place. When ``stop`` is
    asked, what was begun is finished and given, then KeyboardInterrupt raised.
    """
    from dragoman.reading import Note, Reject
    from dragoman.records import Article, Coding
    from dragoman.store import StoreError
    from dragoman.store.pool import Failure

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

    try:
        for (number, where, article), outcome in pool.code(articles(), stop=stop):
            while problems and problems[0][0] <= number:
                yield problems.pop(0)[1]
            if isinstance(outcome, Failure):
                yield Reject(where[0], where[1], outcome.code, outcome.message)
            else:
                yield Coding.from_dict({**outcome, "article": article.to_dict()})
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    stop.check()
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
    preset: str,
    retry: bool,
    log_json: bool,
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
    if on.startswith("dask") and workers:
        raise click.UsageError("a Dask cluster has workers of its own: leave --workers out")
    work = Work(output, knowledge=knowledge, timeout=timeout, preset=preset)
    stopped = "interrupted: shards that are done stay; the same command does what is missing"
    with watching("code", as_json=log_json, stopped=stopped) as watch:

        def tell(total: Total) -> None:
            watch.tell(total.part, coded=total.coded, rejected=total.rejected + total.unread)

        try:
            where = engine(on, workers=workers)
            watch.start(paths=list(paths), on=on, folder=output, preset=preset, workers=workers)
            total = run(
                paths,
                work,
                where,
                retry=retry,
                reading=reading,
                tell=tell,
                complain=watch.complain,
                stop=watch.stop,
            )
        except (EngineError, FolderError, StoreError) as error:
            raise click.ClickException(str(error)) from error
        tell(total)
        for lost in total.lost:
            watch.say(lost)
        line = f"{total.coded:,} coded in {total.shards:,} shards"
        if aside := total.rejected + total.unread:
            line += f", {aside:,} set aside (in {output}/rejects)"
        watch.done(line, shards=total.shards, lost=total.lost)
    return int(bool(total.lost or aside))


@click.command()
@database
@click.argument("folder", metavar="FOLDER")
@click.option(
    "--merge/--no-merge",
    default=True,
    show_default=True,
    help="Join what is new to the happenings there are.",
)
@log_json
def collect(database: str, folder: str, merge: bool, log_json: bool) -> None:
    """Put what `dragoman code --on` wrote into a project, each article once.

    FOLDER is the one that -o named. Run it again at any time.
    """
    from dragoman.scale.folders import FolderError

    stopped = "interrupted: what was stored until then stays; the same command goes on"
    with (
        watching("collect", as_json=log_json, stopped=stopped) as watch,
        opened(database, read_only=False) as news,
    ):
        watch.start(project=database, folder=folder)
        try:
            counts = news.collect(folder, merge=False, **told(watch))
        except FolderError as error:
            raise click.ClickException(str(error)) from error
        if merge:
            join(watch, news)
        said(watch, counts, "stored")


COMMANDS = {"collect": collect}
