"""A project in a schema of a PostgreSQL database (13 or newer), over psycopg."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from dragoman.store import layout
from dragoman.store.database import Database, FullText, Rows, StoreError
from dragoman.store.tsquery import full_text

if TYPE_CHECKING:
    import psycopg

SCHEMA = "dragoman"  #: where a project is kept unless its address says ``?schema=``
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_MARK = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|\?|%")
_WAIT = 10  # seconds for the server to answer
_OLDEST = 130000


class Postgres:
    """See `dragoman.store.database.Database`."""

    def __init__(self, connection: psycopg.Connection[Any], address: str, schema: str) -> None:
        import psycopg

        self.errors: tuple[type[Exception], ...] = (psycopg.Error,)
        self.where = shown(address)
        self._connection = connection
        self._address = address
        self._schema = schema
        self._names = count(1)

    @property
    def in_transaction(self) -> bool:
        """Whether one was begun."""
        from psycopg.pq import TransactionStatus

        return self._connection.info.transaction_status != TransactionStatus.IDLE

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Rows:
        """Run one statement."""
        return self._connection.execute(translated(sql), self._sound(values))

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Rows:
        """Run one statement with each of the rows."""
        cursor = self._connection.cursor()
        if all_rows := [self._sound(row) for row in rows]:
            cursor.executemany(translated(sql), all_rows)
        return cursor

    def insert(self, sql: str, values: Sequence[Any], key: str) -> int | None:
        """Insert one row; its number, None where it was there already."""
        row = self.execute(f"{sql} RETURNING {key}", values).fetchone()
        return None if row is None else int(row[0])

    def stream(self, sql: str, values: Sequence[Any], size: int) -> Iterator[list[Any]]:
        """The rows, ``size`` at a time; the server keeps the rest."""
        cursor = self._connection.cursor(name=f"stream{next(self._names)}", withhold=True)
        try:
            cursor.execute(translated(sql), self._sound(values))
            while rows := cursor.fetchmany(size):
                yield rows
        finally:
            with suppress(*self.errors):
                cursor.close()

    def begin(self) -> None:
        """Begin a transaction that writes, alone in this project."""
        self._connection.execute("BEGIN")
        self.execute("SELECT pg_advisory_xact_lock(hashtext(?))", (f"dragoman {self._schema}",))

    def reading(self) -> Database:
        """Another connection to the same project, that changes nothing."""
        return connect(self._address, read_only=True)

    def question(self, sql: str, values: Sequence[Any]) -> tuple[list[str], Iterator[Any]]:
        """The columns' names and the rows of a query that can change nothing."""
        given = self._sound(values)
        reading, cursor = self._asked(sql, given)
        names = [column.name for column in cursor.description or ()]
        cursor.close()
        reading.close()

        def rows() -> Iterator[Any]:
            reading, cursor = self._asked(sql, given)
            try:
                for row in cursor:
                    yield tuple(map(_plain, row))
            except self.errors as error:
                raise StoreError(f"SQL that cannot be read so ({_said(error)})") from None
            finally:
                with suppress(*self.errors):
                    cursor.close()
                reading.close()

        return names, rows()

    def _asked(self, sql: str, values: Sequence[Any]) -> tuple[Postgres, Any]:
        """The query, run: as a cursor of the server where it can be one, so that rows come one by one."""
        import psycopg

        reading = connect(self._address, read_only=True)
        connection = reading._connection
        try:
            connection.execute("BEGIN READ ONLY")
            named = connection.cursor(name="question")
            try:
                return reading, named.execute(translated(sql), values)
            except psycopg.Error as error:
                named.close()
                if not isinstance(error, psycopg.errors.SyntaxError):
                    raise
                # EXPLAIN and the like cannot be one.
                connection.execute("ROLLBACK")
            connection.execute("BEGIN READ ONLY")
            return reading, connection.execute(translated(sql), values, prepare=True)
        except self.errors as error:
            reading.close()
            raise StoreError(f"SQL that cannot be read so ({_said(error)}): it may only read") from None

    def listed(self, numbers: Sequence[int]) -> tuple[str, list[Any]]:
        """A query that gives these numbers, and its values."""
        return "SELECT unnest(?::bigint[])", [list(numbers)]

    def text(self, value: str) -> str:
        """The words without NUL and lone surrogates, which become U+FFFD, one for one."""
        if value.isascii() and "\0" not in value:
            return value
        return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in value)

    def words(self, text: str) -> FullText:
        """What to look for: words that must all be there, or what FTS5 understands."""
        return full_text(self.text(text))

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _sound(self, values: Sequence[Any]) -> list[Any]:
        return [self.text(value) if isinstance(value, str) else value for value in values]


def connect(address: str, *, make: bool = True, read_only: bool = False) -> Postgres:
    """A connection to the project at that address; see `dragoman.store.database.connect`."""
    try:
        import psycopg
    except ImportError:
        raise StoreError("a project in PostgreSQL needs psycopg: pip install 'dragoman[postgres]'") from None
    schema, server = _schema(address)
    try:
        connection = psycopg.connect(server, autocommit=True, client_encoding="utf8", connect_timeout=_WAIT)
    except psycopg.Error as error:
        raise StoreError(
            f"{shown(address)}: cannot be reached ({_said(error)}): check the address and the server"
        ) from None
    out = Postgres(connection, address, schema)
    try:
        _prepare(out, connection, make=make, read_only=read_only)
    except psycopg.Error as error:
        connection.close()
        raise StoreError(f"{out.where}: cannot be used ({_said(error)}): check the server") from None
    except StoreError:
        connection.close()
        raise
    return out


def _prepare(out: Postgres, connection: psycopg.Connection[Any], *, make: bool, read_only: bool) -> None:
    schema = out._schema
    if connection.info.server_version < _OLDEST:
        raise StoreError(f"{out.where}: a server older than PostgreSQL 13: bring it up to date")
    (encoding,) = connection.execute("SHOW server_encoding").fetchone() or ("",)
    if encoding != "UTF8":
        raise StoreError(
            f"{out.where}: a database in {encoding}: make one with createdb -E UTF8 -T template0"
        )
    connection.execute(f'SET search_path TO "{schema}", pg_catalog')
    version = _version(out, schema)
    if read_only or not make:
        if version == 0:
            raise StoreError(f"{out.where}: no such project: make one with dragoman add {out.where} PATH...")
        if version < layout.VERSION:
            raise StoreError(
                f"{out.where}: an older project: bring it up to date with dragoman add {out.where}"
            )
    if read_only:
        connection.execute("SET default_transaction_read_only = on")
    elif version < layout.VERSION:
        migrate(out, schema)


def _version(out: Postgres, schema: str) -> int:
    """The layout of the project there, 0 where there is none. Raises StoreError."""
    if out.execute("SELECT to_regclass(?)", (f'"{schema}".layout',)).fetchone()[0] is None:
        others = "SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace(?) LIMIT 1"
        if out.execute(others, (f'"{schema}"',)).fetchone():
            raise StoreError(
                f"{out.where}: the schema {schema} is another program's: add ?schema=NAME to the address"
            )
        return 0
    version = int(out.execute("SELECT version FROM layout").fetchone()[0])
    if version > layout.VERSION:
        raise StoreError(f"{out.where}: made by a newer dragoman: pip install --upgrade dragoman")
    return version


def migrate(out: Postgres, schema: str) -> None:
    """Bring the project up to date, all of it or, if it is cut off, none of it."""
    out.begin()
    try:
        version = _version(out, schema)
        if version == 0:
            out.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
            out.execute("CREATE TABLE layout (version integer NOT NULL)")
            out.execute("INSERT INTO layout VALUES (0)")
        for step in layout.MIGRATIONS[version:]:
            for statement in layout.statements(step, "postgres"):
                out.execute(statement)
        out.execute("UPDATE layout SET version = ?", (layout.VERSION,))
        out.execute("COMMIT")
    except BaseException:
        if out.in_transaction:
            out.execute("ROLLBACK")
        raise


@lru_cache(maxsize=512)
def translated(sql: str) -> Any:
    """SQL as psycopg takes it: ``%s`` for question marks, other percent signs doubled."""

    def one(found: re.Match[str]) -> str:
        return "%s" if found[0] == "?" else found[0].replace("%", "%%")

    return _MARK.sub(one, sql)


def _schema(address: str) -> tuple[str, str]:
    """The schema that an address names, and the address as libpq takes it."""
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    schema = next((value for name, value in pairs if name == "schema"), SCHEMA)
    if not _NAME.fullmatch(schema):
        raise StoreError(f"{schema!r} is no name for a schema: small letters, digits and _")
    rest = urlencode([pair for pair in pairs if pair[0] != "schema"])
    return schema, urlunsplit(parts._replace(query=rest))


def shown(address: str) -> str:
    """An address without its password."""
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0] != "password"], safe="/")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}{at}{host}", query=query))


def _said(error: Exception) -> str:
    """What the server says, on one line."""
    return " ".join(str(error).split())


def _plain(value: Any) -> Any:
    """A value as SQLite would give it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
