"""Answers on the command line: to read, or for a program; errors of the store as errors of the command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

if TYPE_CHECKING:
    from dragoman.store import Project, Table

BROKEN_PIPE = 141  #: exit status where nobody reads what is written
_SHOWN = 50  #: rows of a table to read
_WIDEST = 60  # characters of one cell of it

database = click.argument("database", metavar="NEWS.DB", type=click.Path())


def answer_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of an answer: ``form``, ``output`` and ``limit``."""
    options = (
        click.option(
            "--format",
            "form",
            type=click.Choice(["table", "csv", "tsv", "jsonl"]),
            default="table",
            show_default=True,
            help="A table to read, or all columns for a program.",
        ),
        click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to this file."),
        click.option("--limit", type=click.IntRange(min=0), help="Give so many rows at most."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def opened(path: str, *, read_only: bool = True) -> Iterator[Project]:
    """The project; what is wrong with it or with what is asked of it ends the command with a word."""
    from dragoman.store import StoreError, open_project

    try:
        with open_project(path, read_only=read_only) as project:
            yield project
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("sqlite3", "psycopg"):
            raise
        said = " ".join(str(error).split())
        what = f"the project cannot be used ({said}): check its disk or server"
        raise click.ClickException(what) from error


def give(table: Table, *, form: str, output: str | None, limit: int | None, shown: tuple[str, ...]) -> None:
    """Write an answer to a file or standard output; ``shown`` are the columns of a table to read."""
    lines = _lines(table, form, limit, shown)
    try:
        if output is None:
            _write(sys.stdout.buffer, lines)
        else:
            with Path(output).open("wb") as file:
                _write(file, lines)
    except BrokenPipeError:
        sys.exit(nobody_reads())
    except OSError as error:
        where = output or "standard output"
        raise click.ClickException(
            f"{where} could not be written ({error.strerror or error}): make room, or use -o FILE"
        ) from error


def _write(stream: BinaryIO, lines: Iterator[str]) -> None:
    for line in lines:
        stream.write(line.encode("utf-8", "replace"))
    stream.flush()


def _lines(table: Table, form: str, limit: int | None, shown: tuple[str, ...]) -> Iterator[str]:
    if form == "jsonl":
        for line in table.jsonl():
            yield f"{line}\n"
    elif form in ("csv", "tsv"):
        yield from table.csv(delimiter="\t" if form == "tsv" else ",")
    else:
        yield from _to_read(table, limit, shown or tuple(table.columns))


def _to_read(table: Table, limit: int | None, shown: tuple[str, ...]) -> Iterator[str]:
    from itertools import islice

    most = _SHOWN if limit is None else limit
    rows = list(islice(iter(table), most + 1))
    cells = [[_cell(row[name]) for name in shown] for row in rows[:most]]
    wide = [max([len(name), *(len(row[at]) for row in cells)]) for at, name in enumerate(shown)]
    for row in [list(shown), *cells] if cells else []:
        yield "  ".join(cell.ljust(wide[at]) for at, cell in enumerate(row)).rstrip() + "\n"
    if not rows:
        click.echo("nothing found", err=True)
    elif len(rows) > most and limit is None:
        click.echo(f"the first {most} are shown: --limit N shows more, --format csv has all", err=True)


def _cell(value: Any) -> str:
    from dragoman.reading import printable

    if isinstance(value, list):
        value = "; ".join(value)
    text = "" if value is None else printable(" ".join(str(value).split()))
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def nobody_reads() -> int:
    """Let what is left to be written go nowhere; the exit status."""
    # Python flushes standard output once more when it ends: let that go nowhere, quietly.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE
