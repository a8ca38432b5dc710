"""Engines that keep what they acknowledge: one to read with, one to write with.

Both share the pool of the engine they are made from and leave its own settings alone.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import attrs
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import ArgumentError

from learnport.errors import SettingsError

__all__ = ["Engines", "open_engine", "open_engines", "reserve"]

_PREPARED: Final = "learnport"
"""Marks a connection of the pool that has been looked at."""
_PAUSE: Final = 10
"""Milliseconds between two tries."""


@attrs.frozen
class Engines:
    """Two views of one pool.

    Attributes:
        reading: each statement is a transaction of its own.
        writing: `begin()` waits for its turn, and `commit` returns when it is on disk.
    """

    reading: Engine
    writing: Engine


@attrs.frozen
class _Dialect:
    """What differs between the databases.

    Attributes:
        isolation: of a writing transaction.
        begin: what it starts with, given the patience in milliseconds.
        prepare: makes a new connection durable or refuses it, given the same.
    """

    isolation: str
    begin: str
    prepare: Callable[[Connection, int], None]


def _prepare_sqlite(connection: Connection, patience: int) -> None:
    with contextlib.closing(connection.connection.cursor()) as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {patience}")
        if _write_ahead(cursor, patience) != "wal":
            raise SettingsError(detail="SQLite needs a file it can write ahead of (WAL mode)")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")


def _write_ahead(cursor: DBAPICursor, patience: int) -> str:
    """Switch to WAL mode; SQLite waits for nobody while it does that, so we do."""
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return str(cursor.fetchall()[0][0])
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or patience <= 0:
                raise
        time.sleep(_PAUSE / 1000)
        patience -= _PAUSE


def _prepare_postgresql(connection: Connection, _patience: int) -> None:
    with contextlib.closing(connection.connection.cursor()) as cursor:
        for name in ("fsync", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            if cursor.fetchall() == [("off",)]:
                raise SettingsError(detail=f"PostgreSQL loses what it acknowledges: {name} is off")


_DIALECTS: Final[Mapping[str, _Dialect]] = MappingProxyType({
    # The driver is told to keep out of transactions, or it would begin them too late: a
    # transaction that reads before it writes must be alone from its first statement on.
    "sqlite": _Dialect("AUTOCOMMIT", "BEGIN IMMEDIATE", _prepare_sqlite),
    "postgresql": _Dialect(
        "READ COMMITTED", "SET LOCAL lock_timeout = {patience}", _prepare_postgresql
    ),
})  # fmt: skip


def open_engine(url: str | URL) -> Engine:
    """An engine of our own; it connects when it is first used.

    Raises:
        SettingsError: no engine can be made of the URL, which is not repeated: it may hold a
            password.
    """
    try:
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    except ArgumentError:
        raise SettingsError(detail="not the URL of a database that SQLAlchemy knows") from None
    except ImportError as error:
        raise SettingsError(
            detail=f"the database needs the driver {error.name}; for PostgreSQL: "
            "python -m pip install 'learnport-sqlalchemy[postgresql]'"
        ) from None


def open_engines(engine: Engine, patience: float) -> Engines:
    """Both views of an engine's pool.

    Args:
        engine: of a database in `_DIALECTS`.
        patience: seconds to wait for another writer.

    Raises:
        SettingsError: of another database.
    """
    dialect = _DIALECTS.get(engine.dialect.name)
    if dialect is None:
        known = " or ".join(_DIALECTS)
        raise SettingsError(detail=f"{engine.dialect.name} is not supported; use {known}")
    milliseconds = round(patience * 1000)
    first = dialect.begin.format(patience=milliseconds)

    def prepare(connection: Connection) -> None:
        if _PREPARED in connection.info:
            return
        try:
            dialect.prepare(connection, milliseconds)
        except Exception:
            connection.invalidate()  # nobody else would close it
            raise
        connection.info[_PREPARED] = True

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(first)

    reading = engine.execution_options(isolation_level="AUTOCOMMIT")
    writing = engine.execution_options(isolation_level=dialect.isolation)
    for each in (reading, writing):
        event.listen(each, "engine_connect", prepare)
    event.listen(writing, "begin", begin)
    return Engines(reading, writing)


def reserve(url: URL) -> None:
    """Make the file of an SQLite database, for its owner's eyes only, before SQLite makes it."""
    if url.get_backend_name() == "sqlite" and url.database:
        with contextlib.suppress(OSError):  # SQLite will say what is wrong
            Path(url.database).touch(mode=0o600)
