"""Opening a project's file: made if it is new, brought up to date if it is old, refused if it is none."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from dragoman.store import layout

_WAIT = 30.0  # seconds for another process to finish writing
_CACHE = -64_000  # KiB of pages held in memory
_MAGIC = b"SQLite format 3\x00"


class StoreError(Exception):
    """The project cannot be opened, written to or asked so; ``str()`` says why and what to do."""


def connect(
    path: str | os.PathLike[str], *, make: bool = True, read_only: bool = False
) -> sqlite3.Connection:
    """A connection to the project. Its transactions are begun and ended by hand.

    ``make`` makes the file where there is none. With ``read_only`` nothing can be written through it.
    Raises StoreError.
    """
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
        connection = sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None)
    except sqlite3.Error as error:
        raise StoreError(f"{where}: cannot be opened ({error}): check the folder") from None
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
            for statement in _statements(step):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {layout.APPLICATION}")
        connection.execute(f"PRAGMA user_version = {layout.VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> list[str]:
    """The statements of a script; ``executescript`` would end the transaction."""
    out, waiting = [], ""
    for line in script.splitlines(keepends=True):
        waiting += line
        if waiting.strip() and sqlite3.complete_statement(waiting):
            out.append(waiting)
            waiting = ""
    return out
