"""CSV, TSV and Parquet: one article a row, columns by their usual names or as the user maps them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dragoman.reading import decoding
from dragoman.reading.articles import FIELDS, Unusable
from dragoman.reading.needs import needed

#: What columns are called in the tables that news comes in, likeliest first; compared without case.
USUAL = {
    "id": ("id", "article_id", "doc_id", "guid"),
    "published": (
        "published",
        "published_at",
        "publish_date",
        "date_publish",
        "pubdate",
        "date_published",
        "date",
    ),
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "maintext", "article_text", "full_text", "story", "article"),
    "url": ("url", "link", "uri"),
    "source": ("source", "outlet", "publisher", "publication", "source_domain", "domain"),
    "language": ("language", "lang"),
    "byline": ("byline", "author", "authors"),
}
_DELIMITERS = ",;\t|"
_FIELD_LIMIT = decoding.MAX_LINE_BYTES
_BATCH = 256  # rows of a Parquet file held at a time
_MOST_BROKEN = 100  # rows in a row that cannot be read, before the file is given up

Row = tuple[int, "dict[str, Any] | Unusable"]


def mapped(names: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """For each field that the table has, its column. Raises Unusable where one that is asked for is not
    there.

    ``columns`` are the user's; other fields are found by their usual names.
    """
    out: dict[str, str] = {}
    lower = {name.strip().lower(): name for name in reversed(names)}
    for name in FIELDS:
        if name in columns:
            column = columns[name]
            if column not in names and column.strip().lower() not in lower:
                raise Unusable("column", f"no column {column!r} for {name}: {_there(names)}")
            out[name] = column if column in names else lower[column.strip().lower()]
        else:
            usual = next((lower[known] for known in USUAL[name] if known in lower), None)
            if usual is not None and usual not in columns.values():
                out[name] = usual
    if "text" not in out:
        raise Unusable("column", f"no column of text: say which with --column text=NAME; {_there(names)}")
    return out


def _there(names: Sequence[str]) -> str:
    shown = ", ".join(name[:40] for name in names[:12])
    return f"the columns are {shown}{' …' if len(names) > 12 else ''}"


def delimited(
    stream: io.BufferedReader, *, columns: Mapping[str, str], delimiter: str | None = None
) -> Iterator[Row]:
    """(line, fields) of each row of a table with a head line; line (from 1) is where the row begins.

    Without ``delimiter`` it is the one of comma, semicolon, tab and bar that the head line has most of. Rows
    that cannot be read come as Unusable. Raises Undecodable, and Unusable where the table as a whole cannot
    be used.
    """
    bad: list[Row] = []

    def lines() -> Iterator[str]:
        for number, line, _ in decoding.lines(stream):
            if isinstance(line, decoding.Undecodable):
                bad.append((number, Unusable(line.code, str(line))))
                yield "\n"
            else:
                yield f"{line}\n"

    source = lines()
    head = next((line for line in source if line.strip()), None)
    if head is None:
        raise Unusable("empty", "nothing in it: give a table with a line of column names")
    chosen = delimiter or max(_DELIMITERS, key=head.count)
    csv.field_size_limit(_FIELD_LIMIT)
    rows = csv.reader(source, delimiter=chosen, strict=False)
    names = next(csv.reader([head], delimiter=chosen))
    fields = mapped(names, columns)
    at = {name: names.index(column) for name, column in fields.items()}
    any_row, broken = False, 0
    while broken < _MOST_BROKEN:
        number = rows.line_num + 2
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            broken += 1
            yield number, Unusable("row", f"no row of the table ({error}): check its quotation marks")
            continue
        any_row = True
        yield from bad
        if bad:
            bad.clear()
            continue
        if not any(cell.strip() for cell in row):
            continue
        broken = 0
        if len(row) <= at["text"]:
            yield number, Unusable("row", f"{len(row)} cells where the head has {len(names)}: check the row")
            continue
        yield number, {name: row[index] or None for name, index in at.items() if index < len(row)}
    if not any_row:
        raise Unusable("empty", "no rows under the column names: give a table with articles")


def parquet(stream: io.BufferedReader, *, columns: Mapping[str, str]) -> Iterator[Row]:
    """(row from 1, fields) of each row of a Parquet file, which must be seekable.

    Raises Unusable where it is none, or the library is not installed.
    """
    needed("pyarrow", what="reading Parquet", extra="parquet")
    module = needed("pyarrow.parquet", what="reading Parquet", extra="parquet")
    try:
        table = module.ParquetFile(stream)
        fields = mapped(table.schema_arrow.names, columns)
        number = 0
        for batch in table.iter_batches(batch_size=_BATCH, columns=sorted(set(fields.values()))):
            for row in batch.to_pylist():
                number += 1
                yield number, {name: _cell(row[column]) for name, column in fields.items()}
    except Unusable:
        raise
    except Exception as error:  # pyarrow's own errors, of many classes, some without a number OSErrors
        if isinstance(error, OSError) and error.errno:
            raise
        said = " ".join(str(error).split())[:120]
        raise Unusable(
            "parquet", f"no Parquet that can be read ({said}): write it again, or as CSV"
        ) from None


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return (
            value.isoformat(sep=" ", timespec="seconds")
            if value.time().isoformat() != "00:00:00"
            else value.date().isoformat()
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    return value
