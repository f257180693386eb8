"""``dragoman add``, ``recode``, ``diff``, ``runs`` and ``rejects``: what goes into a project, and how."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import click

from dragoman.commands.output import answer_options, database, give, opened
from dragoman.commands.reading import day, reading_options

if TYPE_CHECKING:
    from dragoman.reading import Note, Reject
    from dragoman.store import Counts

_INTERRUPTED = 130
_work = (
    click.option("--knowledge", metavar="FOLDER", type=click.Path(), help="Tables of your own."),
    click.option(
        "--preset",
        type=click.Choice(["strict", "balanced", "recall"]),
        help="How much to give: what is surest, the usual, or doubtful things too.",
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
def add(database: str, paths: tuple[str, ...], **options: Any) -> None:
    """Read articles, code those that are new, and store them.

    PATH is a file, a folder, an archive, an address (http://, https://) or - for standard input. Run it again
    at any time: it does what is new, and goes on where it was cut off.
    """
    with opened(database, read_only=False) as project, _progress() as (tell, complain):
        counts = project.add(paths, **options, tell=tell, complain=complain)
    _said(counts, "coded")


@click.command()
@database
@_work_options
def recode(database: str, **options: Any) -> None:
    """Code again what an older version, model or table read. The old codings are kept (see diff)."""
    with opened(database, read_only=False) as project, _progress() as (tell, complain):
        counts = project.recode(**options, tell=tell, complain=complain)
    _said(counts, "coded again")


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


@contextmanager
def _progress() -> Iterator[tuple[Callable[[Counts, float | None], None], Callable[[Reject | Note], None]]]:
    """What tells how far the work is, and what was wrong; Ctrl-C ends the command with a word."""
    bar: Any = None
    if sys.stderr.isatty():
        bar = click.progressbar(length=1000, label="coding", file=sys.stderr, show_pos=False)
    done = 0

    def tell(counts: Counts, part: float | None) -> None:
        nonlocal done
        if bar is not None and part is not None:
            bar.label = f"{counts.coded:,} coded"
            bar.update(max(0, int(part * 1000) - done))
            done = max(done, int(part * 1000))

    def complain(problem: Reject | Note) -> None:
        if bar is not None:
            click.echo("\r\x1b[2K", err=True, nl=False)
        with suppress(OSError):
            click.echo(str(problem).encode("utf-8", "replace").decode(), err=True)

    try:
        if bar is None:
            yield tell, complain
        else:
            with bar:
                yield tell, complain
    except KeyboardInterrupt:
        click.echo("\ninterrupted: what was coded until then is stored; the same command goes on", err=True)
        sys.exit(_INTERRUPTED)


def _said(counts: Counts, what: str) -> None:
    """Say what was done; the exit status is 1 where anything was set aside."""
    said = f"{counts.coded:,} {what}"
    if counts.known:
        said += f", {counts.known:,} there already"
    if counts.rejected:
        said += f", {counts.rejected:,} set aside (dragoman rejects lists them)"
    click.echo(said, err=True)
    sys.exit(1 if counts.rejected else 0)


COMMANDS = {"add": add, "recode": recode, "diff": diff, "runs": runs, "rejects": rejects}
