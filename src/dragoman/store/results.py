"""Rows that a question gives: read as they are needed, written as CSV or JSON lines, shown in notebooks."""

from __future__ import annotations

import csv
import html
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from dragoman.store.database import StoreError

Row = dict[str, Any]
_SHOWN = 20
_JOINT = "; "
# What a spreadsheet would take for a formula gets an apostrophe before it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Table:
    """The answer to a question. Each iteration asks anew and gives its rows as dicts, one at a time.

    ``columns`` maps each column's name to its type: ``str``, ``int``, ``float`` or ``list`` (of strings).
    """

    def __init__(self, columns: Mapping[str, type], rows: Callable[[], Iterator[Row]]) -> None:
        self.columns = dict(columns)
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        return self._rows()

    def first(self) -> Row | None:
        """The first row, None where there is none."""
        return next(iter(self), None)

    def to_list(self) -> list[Row]:
        """All rows."""
        return list(self)

    def jsonl(self) -> Iterator[str]:
        """Each row as a line of JSON without its end; lists stay lists."""
        for row in self:
            yield json.dumps(row, ensure_ascii=False)

    def csv(self, *, delimiter: str = ",") -> Iterator[str]:
        """Lines with their ends: column names, then rows. Lists are joined with "; ".

        A cell of text that a spreadsheet would take for a formula gets an apostrophe before it.
        """
        line = io.StringIO()
        writer = csv.writer(line, delimiter=delimiter, lineterminator="\n")
        writer.writerow(self.columns)
        yield line.getvalue()
        for row in self:
            line.seek(0)
            line.truncate()
            writer.writerow([_cell(row[name]) for name in self.columns])
            yield line.getvalue()

    def to_csv(self, path: str | os.PathLike[str], *, delimiter: str = ",") -> None:
        """Write a file of CSV (UTF-8); TSV with ``delimiter="\\t"``."""
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            file.writelines(self.csv(delimiter=delimiter))

    def to_jsonl(self, path: str | os.PathLike[str]) -> None:
        """Write a file of JSON lines (UTF-8)."""
        with Path(path).open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in self.jsonl())

    def to_pandas(self) -> Any:
        """A pandas DataFrame; whole numbers that may be missing are ``Int64``, lists are joined with "; "."""
        pandas = _library("pandas", "pandas")
        rows = self.to_list()
        data = {}
        for name, kind in self.columns.items():
            values = [_joined(row[name]) for row in rows]
            dtype = {int: "Int64", float: "float64"}.get(kind, "string")
            data[name] = (
                pandas.array(values, dtype=dtype) if kind is not float else pandas.Series(values, dtype=dtype)
            )
        return pandas.DataFrame(data)

    def to_arrow(self) -> Any:
        """A pyarrow Table; lists are lists of strings."""
        arrow = _library("pyarrow", "parquet")
        kinds = {int: arrow.int64(), float: arrow.float64(), list: arrow.list_(arrow.string())}
        fields = [(name, kinds.get(kind, arrow.string())) for name, kind in self.columns.items()]
        return arrow.Table.from_pylist(self.to_list(), schema=arrow.schema(fields))

    def _repr_html_(self) -> str:
        """The first rows for a notebook."""
        rows = list(islice(iter(self), _SHOWN + 1))
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_text(row[name]))}</td>" for name in self.columns) + "</tr>"
            for row in rows[:_SHOWN]
        )
        more = "<p>…</p>" if len(rows) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _library(name: str, extra: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise StoreError(f"this needs {name}: pip install 'dragoman[{extra}]'") from None


def _joined(value: Any) -> Any:
    return _JOINT.join(value) if isinstance(value, list) else value


def _text(value: Any) -> str:
    return "" if value is None else str(_joined(value))


def _cell(value: Any) -> Any:
    value = _joined(value)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
