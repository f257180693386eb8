"""``dragoman add``, ``recode``, ``diff``, ``runs`` and ``rejects``: what goes into a project, and how."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from dragoman.commands.output import answer_options, database, give, opened
from dragoman.commands.reading import day, reading_options
from dragoman.commands.watching import Watch, log_json, watching

if TYPE_CHECKING:
    from dragoman.store import Counts, Project

STOPPED = "interrupted: what was coded until then is stored; the same command goes on"
_work = (
    click.option("--knowledge", metavar="FOLDER", type=click.Path(), help="Tables of your own."),
    click.option(
        "--preset",
        type=click.Choice(["strict", "balanced", "recall", "fast"]),
        help="How much to give: what is surest, the usual, doubtful things too, or the usual in less time, a "
        "little less well.",
    ),
    click.option("--workers", type=click.IntRange(min=1), help="Processes that code; one a core by default."),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0.1),
        default=120.0,
        show_default=True,
        help="Seconds that one article may take.",
    ),
    click.option(
        "--merge/--no-merge",
        default=True,
        show_default=True,
        help="Join what is new to the happenings there are.",
    ),
    log_json,
)


def _work_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_work):
        command = option(command)
    return command


@click.command()
@database
@click.argument("paths", metavar="PATH...", nargs=-1, type=click.Path())
@click.option(
    "--published",
    metavar="DATE",
    callback=day,
    help="When articles without a date of their own were published.",
)
@reading_options
@_work_options
@click.option("--retry", is_flag=True, help="Try again what was set aside before.")
def add(database: str, paths: tuple[str, ...], log_json: bool, **options: Any) -> None:
    """Read articles, code those that are new, and store them.

    PATH is a file, a folder, an archive, an address (http://, https://) or - for standard input. Run it again
    at any time: it does what is new, and goes on where it was cut off.
    """
    with (
        watching("add", as_json=log_json, stopped=STOPPED) as watch,
        opened(database, read_only=False) as news,
    ):
        watch.start(project=database, paths=list(paths), preset=options["preset"], workers=options["workers"])
        counts = news.add(paths, **{**options, "merge": False}, **told(watch))
        if options["merge"]:
            merge(watch, news)
        status = said(watch, counts, "coded")
    sys.exit(status)


@click.command()
@database
@_work_options
def recode(database: str, log_json: bool, **options: Any) -> None:
    """Code again what an older version, model or table read. The old codings are kept (see diff)."""
    stopped = STOPPED.replace("coded", "coded again")
    with (
        watching("recode", as_json=log_json, stopped=stopped) as watch,
        opened(database, read_only=False) as news,
    ):
        watch.start(project=database, preset=options["preset"], workers=options["workers"])
        counts = news.recode(**{**options, "merge": False}, **told(watch))
        if options["merge"]:
            merge(watch, news)
        status = said(watch, counts, "coded again")
    sys.exit(status)


@click.command()
@database
@click.argument("before", metavar="RUN", type=int)
@click.argument("after", metavar="RUN", type=int)
@click.option(
    "--examples", type=click.IntRange(min=0), default=3, show_default=True, help="Examples of each."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="How to tell.",
)
def diff(database: str, before: int, after: int, examples: int, form: str) -> None:
    """Say what was read otherwise after one run than after another (dragoman runs lists them)."""
    import json

    from dragoman.reading import printable

    with opened(database) as project:
        found = project.diff(before, after, examples=examples)
    if form == "jsonl":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False))
        return
    click.echo(f"{found.changed:,} of {found.articles:,} articles are read otherwise")
    for (of, name), count in found.sorted():
        click.echo(f"\n{of} {name}: {count:,}")
        for article, words, was, now in found.examples[of, name]:
            click.echo(printable(f"  {article}: {words}"))
            click.echo(printable(f"    {was or '(nothing)'} -> {now or '(nothing)'}"))


@click.command()
@database
@answer_options
def runs(database: str, form: str, output: str | None, limit: int | None) -> None:
    """List what was done when, and with which coder."""
    with opened(database) as project:
        give(project.runs(), form=form, output=output, limit=limit, shown=())


@click.command()
@database
@answer_options
def rejects(database: str, form: str, output: str | None, limit: int | None) -> None:
    """List what could not be read or coded, and why."""
    with opened(database) as project:
        shown = ("run", "file", "line", "code", "message")
        give(project.rejects(limit=limit), form=form, output=output, limit=limit, shown=shown)


def told(watch: Watch) -> dict[str, Any]:
    """What `Project.add` and its like are given to tell of their work, and to be ended by."""

    def tell(counts: Counts, part: float | None) -> None:
        watch.tell(part, **counts.to_dict())

    return {"tell": tell, "complain": watch.complain, "stop": watch.stop}


def merge(watch: Watch, news: Project) -> None:
    """Join what is new to the happenings and stories there are."""
    watch.merging()
    news.merge()


def said(watch: Watch, counts: Counts, what: str) -> int:
    """Say what was done; the exit status, which is 1 where anything was set aside."""
    line = f"{counts.coded:,} {what}"
    if counts.known:
        line += f", {counts.known:,} there already"
    if counts.rejected:
        line += f", {counts.rejected:,} set aside (dragoman rejects lists them)"
    watch.tell(1.0, **counts.to_dict())
    watch.done(line)
    return int(bool(counts.rejected))


COMMANDS = {"add": add, "recode": recode, "diff": diff, "runs": runs, "rejects": rejects}
