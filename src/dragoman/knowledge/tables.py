"""Reading the tables: plain CSV, one header line, ``|`` between the items of a list.

The files lie in ``knowledge/data`` and are meant to be read by people. A table that is broken
raises :class:`KnowledgeError`, which names the file, the line and what is wrong with it.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

DATA = Path(__file__).parent / "data"

_PLAIN = str.maketrans(
    {
        "\u2019": "'",
        "\u2018": "'",
        "\u02bc": "'",
        "`": "'",
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u00a0": " ",
    }
)
# Letters that Unicode does not take apart into a base and a mark.
_BASE = str.maketrans(
    {
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "Œ": "Oe",
        "ə": "e",
        "Ə": "E",
    }
)


class KnowledgeError(ValueError):
    """A knowledge table cannot be read: which file, which line, and what to do."""


def fold(text: str) -> str:
    """``text`` with plain apostrophes and hyphens, without accents, and with single spaces.

    Case is kept, since "Polish" and "polish" are not the same word.

    >>> fold("Élysée  Palace’s")
    "Elysee Palace's"
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_PLAIN).translate(_BASE))
        if not text.isascii():
            text = "".join(c for c in text if not unicodedata.combining(c))
    elif "`" in text:
        text = text.replace("`", "'")
    return " ".join(text.split())


def items(cell: str) -> tuple[str, ...]:
    """The items of a list cell, in order, without empty ones."""
    if "|" not in cell:
        return (cell,) if cell else ()
    return tuple([part for part in cell.split("|") if part])


def rows(name: str, columns: Sequence[str], *, folder: Path = DATA) -> Iterator[tuple[int, list[str]]]:
    """The rows of table ``name``, each as (line number, cells in the order of ``columns``).

    Lines that start with ``#`` are remarks.

    Raises:
        KnowledgeError: the file is missing, is not UTF-8, lacks a column, or a row has the wrong
            number of cells.
    """
    path = folder / name
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header = next(reader, [])
            missing = [column for column in columns if column not in header]
            if missing:
                raise KnowledgeError(
                    f"{path}, line 1: no column {', '.join(missing)}; the first line must name "
                    f"the columns {', '.join(columns)}"
                )
            where = [header.index(column) for column in columns]
            straight = where == list(range(len(header)))
            for row in reader:
                if not row or row[0].startswith("#"):
                    continue
                if len(row) != len(header):
                    raise KnowledgeError(
                        f"{path}, line {reader.line_num}: {len(row)} cells where the first line has "
                        f"{len(header)}; put cells with a comma in double quotes"
                    )
                yield reader.line_num, row if straight else [row[i] for i in where]
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read ({error.strerror}); reinstall dragoman") from None
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: not UTF-8 (byte {error.start}); save the table as UTF-8") from None
    except csv.Error as error:
        raise KnowledgeError(f"{path}: not CSV ({error}); check the double quotes") from None
