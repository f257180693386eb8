"""A project in a file of SQLite."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from dragoman.store import layout
from dragoman.store.database import Database, FullText, StoreError

_WAIT = 30.0  # seconds for another process to finish writing
_CACHE = -64_000  # KiB of pages held in memory
_MAGIC = b"SQLite format 3\x00"


_CONDITION = "a.article IN (SELECT rowid FROM words WHERE words MATCH ?)"
_FOUND = (
    "SELECT a.given_id, a.published, a.source, a.title, snippet(words, 0, '[', ']', ' … ', 20) "
    "FROM words JOIN articles a ON a.article = words.rowid WHERE words MATCH ? ORDER BY rank, a.article"
)


class Sqlite(sqlite3.Connection):
    """See `dragoman.store.database.Database`."""

    where = ""
    errors: tuple[type[Exception], ...] = (sqlite3.Error, sqlite3.Warning)

    def insert(self, sql: str, values: Sequence[Any], key: str) -> int | None:
        """Insert one row; its number, None where it was there already."""
        cursor = self.execute(sql, values)
        return int(cursor.lastrowid or 0) if cursor.rowcount else None

    def stream(self, sql: str, values: Sequence[Any], size: int) -> Iterator[list[Any]]:
        """The rows, ``size`` at a time."""
        cursor = self.execute(sql, values)
        while rows := cursor.fetchmany(size):
            yield rows

    def begin(self) -> None:
        """Begin a transaction that writes, alone."""
        self.execute("BEGIN IMMEDIATE")

    def reading(self) -> Database:
        """Another connection to the same file, that changes nothing."""
        return connect(self.where, read_only=True)

    def question(self, sql: str, values: Sequence[Any]) -> tuple[list[str], Iterator[Any]]:
        """The columns' names and the rows of a query that can change nothing."""
        with closing(connect(self.where, read_only=True)) as reading:
            try:
                names = [column[0] for column in reading.execute(sql, values).description or ()]
            except self.errors as error:
                raise StoreError(f"SQL that cannot be read so ({error}): it may only read") from None

        def rows() -> Iterator[Any]:
            with closing(self.reading()) as reading:
                try:
                    yield from reading.execute(sql, values)
                except self.errors as error:
                    raise StoreError(f"SQL that cannot be read so ({error})") from None

        return names, rows()

    def listed(self, numbers: Sequence[int]) -> tuple[str, list[Any]]:
        """A query that gives these numbers, and its values."""
        return "SELECT value FROM json_each(?)", [f"[{','.join(map(str, numbers))}]"]

    def text(self, value: str) -> str:
        """The words without lone surrogates, which become U+FFFD, one for one."""
        if value.isascii():
            return value
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)

    def words(self, text: str) -> FullText:
        """What to look for: words that must all be there, or what FTS5 understands."""
        plain = " ".join('"' + word.replace('"', '""') + '"' for word in text.split())
        for query in (text, plain):
            try:
                self.execute("SELECT rowid FROM words WHERE words MATCH ? LIMIT 1", (query,)).fetchone()
            except sqlite3.OperationalError:
                continue
            return FullText(_CONDITION, _FOUND, [query])
        raise StoreError(f"{text!r} cannot be searched for: give plain words")


def connect(path: str | os.PathLike[str], *, make: bool = True, read_only: bool = False) -> Sqlite:
    """A connection to the project in a file; see `dragoman.store.database.connect`."""
    where = Path(path)
    if not where.exists() and (read_only or not make):
        raise StoreError(f"{where}: no such project: make one with dragoman add {where} PATH...")
    if where.is_dir():
        raise StoreError(f"{where}: a folder, not a project: give the name of a file, such as news.db")
    if where.is_file() and where.stat().st_size:
        with where.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise StoreError(f"{where}: not a project but another file: give another name")
    try:
        address = f"{where.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
        connection = sqlite3.connect(
            address, uri=True, timeout=_WAIT, isolation_level=None, factory=Sqlite,
            check_same_thread=not read_only,  # one that reads may be closed from elsewhere
        )  # fmt: skip
    except sqlite3.Error as error:
        raise StoreError(f"{where}: cannot be opened ({error}): check the folder") from None
    connection.where = str(where)
    try:
        _prepare(connection, where, read_only=read_only)
    except sqlite3.Error as error:
        connection.close()
        raise StoreError(
            f"{where}: cannot be used ({error}): check the file, its folder and the disk"
        ) from None
    except StoreError:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, where: Path, *, read_only: bool) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = {_CACHE}")
    connection.execute("PRAGMA temp_store = MEMORY")
    _check(connection, where)
    if read_only:
        connection.execute("PRAGMA query_only = ON")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version < layout.VERSION:
            raise StoreError(f"{where}: an older project: bring it up to date with dragoman add {where}")
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    migrate(connection, where)


def _check(connection: sqlite3.Connection, where: Path) -> None:
    ours = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    any_table = connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    if ours != layout.APPLICATION and (ours or version or any_table):
        raise StoreError(f"{where}: a database of another program: give another name")
    if version > layout.VERSION:
        raise StoreError(f"{where}: made by a newer dragoman: pip install --upgrade dragoman")


def migrate(connection: sqlite3.Connection, where: Path) -> None:
    """Bring the file up to date, all of it or, if it is cut off, none of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        _check(connection, where)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        for step in layout.MIGRATIONS[version:]:
            for statement in layout.statements(step, "sqlite"):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {layout.APPLICATION}")
        connection.execute(f"PRAGMA user_version = {layout.VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
