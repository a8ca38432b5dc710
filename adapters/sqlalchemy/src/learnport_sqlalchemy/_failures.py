"""What a database says when it fails, in the words of learnport."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError, TimeoutError

from learnport.errors import PluginError

__all__ = ["blamed"]

_LOST: Final = (
    "the connection was lost: load the record before trying again, "
    "because a commit that was under way may have been made"
)
_LOCKED: Final = "somebody else kept the record locked: nothing was written, try again"
_FULL: Final = "the disk is full: nothing was written"
_BUSY: Final = "no connection became free in time: nothing was written, try again"
_CHANGED: Final = "the tables are missing or of another revision: call migrate()"

_REASONS: Final = (
    ("SQLITE_BUSY", _LOCKED),
    ("SQLITE_LOCKED", _LOCKED),
    ("SQLITE_FULL", _FULL),
    ("08", _LOST),        # connection exceptions
    ("53100", _FULL),     # disk full
    ("53300", _BUSY),     # too many connections
    ("55P03", _LOCKED),   # lock not available
    ("57P", _LOST),       # the server is going down
    ("42P01", _CHANGED),  # undefined table
    ("42703", _CHANGED),  # undefined column
)  # fmt: skip
"""By SQLite's name of an error or PostgreSQL's SQLSTATE, or what it begins with."""


@contextmanager
def blamed(plugin: str) -> Iterator[None]:
    """Raise what the database raises as a PluginError.

    The original stays behind: it quotes statements and values, which may be personal.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise PluginError(plugin=plugin, detail=_reason(error)) from None


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return _BUSY
    origin = getattr(error, "orig", error)
    code = getattr(origin, "sqlstate", None) or getattr(origin, "sqlite_errorname", None) or ""
    for known, reason in _REASONS:
        if code.startswith(known):
            return reason
    if isinstance(error, DBAPIError) and _is_gone(error, code):
        return _LOST
    if "no such table" in str(origin):  # SQLite has no code of its own for it
        return _CHANGED
    return f"the database refused: {code or type(error).__name__}"


def _is_gone(error: DBAPIError, code: str) -> bool:
    """A server that cannot be reached has no code to give."""
    return error.connection_invalidated or (isinstance(error, OperationalError) and not code)
