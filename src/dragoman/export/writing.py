"""Files that are there whole or not at all, and tables written into them row by row."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from dragoman.export.columns import Column
from dragoman.export.told import joined, one_line

_QUOTED = re.compile('["\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|^\\s|\\s$')
_UNSOUND = re.compile("[\x00\ud800-\udfff]")
# What a spreadsheet would take for a formula gets an apostrophe before it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BATCH = 10_000  # rows of a Parquet file held at a time
#: Kinds of files that a table can be written as, with their endings.
SUFFIXES = {"csv": ".csv", "tsv": ".tsv", "jsonl": ".jsonl", "parquet": ".parquet"}


class ExportError(Exception):
    """What is asked for cannot be written or read; ``str()`` says why and what to do."""


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes its name only when all is written. Raises ExportError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
    except OSError as error:
        raise ExportError(
            f"{path}: cannot be written ({error.strerror or error}): check the folder and the disk"
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()


class Sink(Protocol):
    """Takes rows, one at a time."""

    def write(self, row: Mapping[str, Any]) -> None:
        """One row, by column name."""

    def end(self) -> None:
        """There are no more."""


class Delimited:
    """CSV, TSV, or a layout of the field without quotation marks (``plain``)."""

    def __init__(
        self,
        stream: BinaryIO,
        columns: Sequence[Column],
        *,
        delimiter: str = ",",
        header: bool = True,
        plain: bool = False,
        missing: str = "",
    ) -> None:
        self._stream = stream
        self._columns = columns
        self._delimiter = delimiter
        self._plain = plain
        self._missing = missing
        if header:
            self._line([column.name for column in columns])

    def _line(self, cells: Iterable[str]) -> None:
        self._stream.write((self._delimiter.join(cells) + "\n").encode("utf-8"))

    def write(self, row: Mapping[str, Any]) -> None:
        """One row."""
        self._line([self._cell(row[column.name], column) for column in self._columns])

    def _cell(self, value: Any, column: Column) -> str:
        if isinstance(value, list):
            value = joined(value)
        if value is None or value == "":
            return self._missing
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return repr(value)
        text = str(value)
        if self._plain:
            return one_line(text)
        if text.startswith(FORMULA) and column.type in ("text", "list"):
            text = f"'{text}"
        text = _UNSOUND.sub("\ufffd", text)
        if self._delimiter in text or _QUOTED.search(text):
            return '"' + text.replace('"', '""') + '"'
        return text

    def end(self) -> None:
        """Nothing is left to do."""


class Lines:
    """One JSON object a line; lists stay lists."""

    def __init__(self, stream: BinaryIO, columns: Sequence[Column]) -> None:
        self._stream = stream
        self._names = [column.name for column in columns]

    def write(self, row: Mapping[str, Any]) -> None:
        """One row."""
        self._stream.write(json_line({name: row[name] for name in self._names}))

    def end(self) -> None:
        """Nothing is left to do."""


class Parquet:
    """Parquet, some thousand rows at a time."""

    def __init__(self, stream: BinaryIO, columns: Sequence[Column]) -> None:
        self._arrow = library("pyarrow", "parquet")
        self._columns = columns
        schema = self._arrow.schema([(column.name, self._type(column)) for column in columns])
        self._writer = library("pyarrow.parquet", "parquet").ParquetWriter(stream, schema, compression="zstd")
        self._schema = schema
        self._rows: list[dict[str, Any]] = []

    def _type(self, column: Column) -> Any:
        arrow = self._arrow
        kinds = {
            "integer": arrow.int64(), "number": arrow.float64(), "boolean": arrow.bool_(),
            "date": arrow.date32(), "list": arrow.list_(arrow.string()),
        }  # fmt: skip
        return kinds.get(column.type, arrow.string())

    def write(self, row: Mapping[str, Any]) -> None:
        """One row."""
        self._rows.append({column.name: self._value(row[column.name], column) for column in self._columns})
        if len(self._rows) >= _BATCH:
            self._flush()

    def _value(self, value: Any, column: Column) -> Any:
        if column.type == "date" and value is not None:
            from datetime import date

            return date.fromisoformat(value)
        if column.type == "number" and value is not None:
            return float(value)
        if isinstance(value, str):
            return _UNSOUND.sub("\ufffd", value)
        return [_UNSOUND.sub("\ufffd", part) for part in value] if isinstance(value, list) else value

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []

    def end(self) -> None:
        """Write what waits and the file's end."""
        self._flush()
        self._writer.close()


def table_sink(stream: BinaryIO, kind: str, columns: Sequence[Column]) -> Sink:
    """What writes a table of ours as csv, tsv, jsonl or parquet."""
    if kind == "parquet":
        return Parquet(stream, columns)
    if kind == "jsonl":
        return Lines(stream, columns)
    return Delimited(stream, columns, delimiter="\t" if kind == "tsv" else ",")


_LINE_END = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def json_text(value: Any, *, indent: int | None = None) -> str:
    """JSON that is one line to every reader, and that UTF-8 can hold."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return _LINE_END.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def json_line(value: Any) -> bytes:
    """The same as a line."""
    return f"{json_text(value)}\n".encode()


def library(name: str, extra: str) -> Any:
    """A library that comes with an extra. Raises ExportError, with the command that installs it."""
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        top = name.partition(".")[0]
        raise ExportError(f"this format needs {top}: pip install 'dragoman[{extra}]'") from None
