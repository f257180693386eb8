"""Codings as lines of JSON: what `dragoman code --format jsonl` writes, read back one at a time."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from dragoman.export.writing import ExportError
from dragoman.records import Coding


def read_codings(
    path: str | os.PathLike[str], *, complain: Callable[[str], None] | None = None
) -> Iterator[Coding]:
    """The codings in a file of records, .gz or not.

    A line that is none is told to ``complain`` as ``file:line: what is wrong: what to do`` and left out;
    without ``complain`` it raises ExportError.
    """
    where = Path(path)
    try:
        with gzip.open(where, "rb") if where.suffix == ".gz" else where.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if not line.strip():
                    continue
                try:
                    yield Coding.from_dict(json.loads(line))
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                    said = f"{where}:{number}: no record ({type(error).__name__}: {error}): " + (
                        "give what dragoman code --format jsonl writes"
                    )
                    if complain is None:
                        raise ExportError(said) from None
                    complain(said)
    except (OSError, EOFError) as error:
        raise ExportError(f"{where}: cannot be read ({error}): check the file") from None
