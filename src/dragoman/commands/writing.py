"""Codings written as they are made: to standard output or a file, as lines, tables or a page."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from dragoman.commands.output import nobody_reads
from dragoman.commands.watching import INTERRUPTED, Watch

if TYPE_CHECKING:
    from dragoman.reading import Note, Reader, Reject
    from dragoman.records import Coding

_WIDEST = 110  #: characters of a table


def written(
    stream: BinaryIO,
    items: Iterator[Coding | Reject | Note],
    reader: Reader,
    watch: Watch,
    *,
    form: str,
    output: str | None,
) -> int:
    """Write what is coded, and tell what could not be; the exit status."""
    from dragoman.reading import Reject
    from dragoman.records import Coding

    total = reader.total() if watch.wants_part else None
    codings: list[Coding] = []  # kept only for a page, which cannot be begun before all is known
    count = rejected = 0
    try:
        interrupted = False
        try:
            for item in items:
                if isinstance(item, Coding):
                    count += 1
                    if form == "html":
                        codings.append(item)
                    else:
                        _write(stream, item, form=form, first=count == 1)
                else:
                    rejected += isinstance(item, Reject)
                    watch.complain(item)
                watch.tell(reader.done / total if total else None, coded=count, rejected=rejected)
        except KeyboardInterrupt:
            interrupted = True
        watch.clear()
        if form == "html":
            from dragoman.display import html

            stream.write(html.page(codings).encode())
        stream.flush()
    except BrokenPipeError:
        return nobody_reads()
    except OSError as error:
        raise click.ClickException(
            f"{output or 'standard output'} could not be written ({said(error)}): make room, or use -o FILE"
        ) from error
    finally:
        if output:
            with suppress(OSError):
                stream.close()
    if interrupted:
        articles = "1 article" if count == 1 else f"{count:,} articles"
        watch.interrupted(f"interrupted after {articles}: what was coded until then is written")
        return INTERRUPTED
    watch.done()
    return int(bool(rejected))


def _write(stream: BinaryIO, coding: Coding, *, form: str, first: bool) -> None:
    if form == "jsonl":
        stream.write(f"{coding.to_json()}\n".encode())
    else:
        stream.write(_as_table(coding, on_terminal=stream.isatty(), first=first))
    # What is coded is out, whatever comes after it.
    stream.flush()


def _as_table(coding: Coding, *, on_terminal: bool, first: bool) -> bytes:
    import shutil

    from dragoman.display import table, terminal

    encoding = (sys.stdout.encoding or "utf-8") if on_terminal else "utf-8"
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    text = table.table(coding, width=width, colour=terminal.wants_colour(on_terminal=on_terminal))
    return terminal.encodable(text if first else f"\n\n{text}", encoding).encode(encoding)


def standard_output() -> BinaryIO:
    """Standard output for bytes."""
    return sys.stdout.buffer


def opened(output: str, paths: tuple[str, ...] | list[str]) -> BinaryIO:
    """The file to write to. UsageError where it cannot be, or is one of ``paths``, which are read."""
    for path in paths:
        with suppress(OSError, ValueError):
            if os.path.samefile(path, output):
                raise click.UsageError(
                    f"{output} is read from and cannot be written to as well: choose another -o."
                )
    try:
        return Path(output).open("wb")
    except OSError as error:
        raise click.UsageError(
            f"{output} cannot be written to ({said(error)}): choose another -o."
        ) from error


def identity(stream: BinaryIO) -> tuple[int, int] | None:
    """Device and inode of a regular file, so that it is not read while it is written."""
    with suppress(OSError, ValueError):
        status = os.fstat(stream.fileno())
        if stat.S_ISREG(status.st_mode):
            return status.st_dev, status.st_ino
    return None


def complain(line: str) -> None:
    """A line on standard error."""
    with suppress(OSError):  # nobody listens: go on
        click.echo(line.encode("utf-8", "replace").decode(), err=True)


def said(error: BaseException) -> str:
    """Class and message of an exception on one line, not too long."""
    from dragoman.reading import printable

    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    reason = printable(reason[:200]).strip()
    return f"{type(error).__name__}: {reason}" if reason else type(error).__name__
