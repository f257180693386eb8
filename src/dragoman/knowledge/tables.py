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
VERSION = "2026.11"  #: the state of the shipped tables

#: The tables and their columns, in the order of the shipped files.
COLUMNS: dict[str, tuple[str, ...]] = {
    "countries.csv": (
        *("iso3", "iso2", "name", "aliases", "demonyms", "capitals", "seats", "cow", "gw", "source"),
    ),
    "places.csv": ("name", "kind", "iso3", "aliases", "demonyms", "source"),
    "organisations.csv": ("name", "aliases", "kind", "country", "sector", "source"),
    "people.csv": ("name", "aliases", "country", "title", "sector", "from", "to", "wikidata", "source"),
    "offices.csv": ("name", "aliases", "country", "title", "sector", "from", "to", "wikidata", "source"),
    "roles.csv": ("word", "plural", "kind", "sector", "source"),
}
#: Columns that a table of the user's must have; the others may be left out.
NEEDED: dict[str, tuple[str, ...]] = {
    "countries.csv": ("iso3", "name"),
    "places.csv": ("name", "iso3"),
    "organisations.csv": ("name",),
    "people.csv": ("name", "country"),
    "offices.csv": ("name", "country"),
    "roles.csv": ("word", "sector"),
}

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


def rows(
    name: str, columns: Sequence[str], *, folder: Path = DATA, optional: Sequence[str] = ()
) -> Iterator[tuple[int, list[str]]]:
    """The rows of table ``name``, each as (line number, cells in the order of ``columns``).

    Lines that start with ``#`` are remarks. Of ``columns``, those in ``optional`` may be left out of
    the table; their cells are then empty.

    Raises:
        KnowledgeError: the file is missing, is not UTF-8, lacks a column, or a row has the wrong
            number of cells.
    """
    path = folder / name
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header = next(reader, [])
            if header:
                header[0] = header[0].removeprefix("\ufeff")  # as spreadsheets write it
            missing = [column for column in columns if column not in header and column not in optional]
            if missing:
                raise KnowledgeError(
                    f"{path}, line 1: no column {', '.join(missing)}; the first line must name "
                    f"the columns {', '.join(columns)}"
                )
            where = [header.index(column) if column in header else -1 for column in columns]
            straight = where == list(range(len(header)))
            for row in reader:
                if not row or row[0].startswith("#"):
                    continue
                if len(row) != len(header):
                    raise KnowledgeError(
                        f"{path}, line {reader.line_num}: {len(row)} cells where the first line has "
                        f"{len(header)}; put cells with a comma in double quotes"
                    )
                yield reader.line_num, row if straight else [row[i] if i >= 0 else "" for i in where]
    except OSError as error:
        cure = "reinstall dragoman" if folder == DATA else "check the path"
        raise KnowledgeError(f"{path}: cannot be read ({error.strerror}); {cure}") from None
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: not UTF-8 (byte {error.start}); save the table as UTF-8") from None
    except csv.Error as error:
        raise KnowledgeError(f"{path}: not CSV ({error}); check the double quotes") from None
