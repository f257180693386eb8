"""Opening a project: a file of SQLite or a schema of PostgreSQL, behind one face.

Questions are written once, in SQL that both read the same; where they differ, a `Database` has a method for
it (dialect by dialect in `sqlite` and `postgres`). Values stand for question marks in either.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

#: What begins the name of a project that is kept in PostgreSQL.
_SERVER = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)


class StoreError(Exception):
    """The project cannot be opened, written to or asked so; ``str()`` says why and what to do."""


class Rows(Protocol):
    """What a query gives."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    def fetchone(self) -> Any:
        """The next row, None at the end."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Database(Protocol):
    """A connection to a project. Transactions are begun and ended by hand; elsewhere each statement counts
    at once.
    """

    #: The project as it is shown: a path, or an address without its password.
    where: str
    #: What the driver raises.
    errors: tuple[type[Exception], ...]

    @property
    def in_transaction(self) -> bool:
        """Whether one was begun."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Rows:
        """Run one statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Rows:
        """Run one statement with each of the rows."""

    def insert(self, sql: str, values: Sequence[Any], key: str) -> int | None:
        """Insert one row; the number it got in its column ``key``, None where it was there already."""

    def stream(self, sql: str, values: Sequence[Any], size: int) -> Iterator[list[Any]]:
        """The rows, ``size`` at a time, never all in memory."""

    def begin(self) -> None:
        """Begin a transaction that writes, alone: others that want to write wait."""

    def reading(self) -> Database:
        """Another connection to the same project, through which nothing can be changed."""

    def question(self, sql: str, values: Sequence[Any]) -> tuple[list[str], Iterator[Any]]:
        """A question of the user's own, in SQL: the columns' names, and the rows. Raises StoreError."""

    def text(self, value: str) -> str:
        """The words with what this database cannot hold replaced, character by character."""

    def words(self, text: str) -> FullText:
        """What to look for in articles. Raises StoreError where it cannot be looked for."""

    def listed(self, numbers: Sequence[int]) -> tuple[str, list[Any]]:
        """A query that gives these numbers, however many, and its values."""

    def close(self) -> None:
        """Let go of it."""


@dataclass(frozen=True, slots=True)
class FullText:
    """Words to look for in articles, as one database looks for them.

    ``condition`` is one on articles called ``a``; ``found`` a query of (given_id, published, source, title,
    the words around), best first. ``values`` are those of either.
    """

    condition: str
    found: str
    values: list[Any]

    def among(self, query: str) -> str:
        """``found``, of those articles only whose numbers a query gives; its values come after these."""
        head, order, tail = self.found.rpartition(" ORDER BY ")
        return f"{head} AND a.article IN ({query}){order}{tail}"


def is_address(path: str | os.PathLike[str]) -> bool:
    """Whether a project's name is the address of a PostgreSQL server."""
    return isinstance(path, str) and _SERVER.match(path) is not None


def connect(path: str | os.PathLike[str], *, make: bool = True, read_only: bool = False) -> Database:
    """A connection to the project in a file, or at ``postgresql://user@host/database?schema=name``.

    ``make`` makes the project where there is none. With ``read_only`` nothing can be written through it.
    Raises StoreError.
    """
    if is_address(path):
        from dragoman.store import postgres

        return postgres.connect(str(path), make=make, read_only=read_only)
    from dragoman.store import sqlite

    return sqlite.connect(path, make=make, read_only=read_only)
