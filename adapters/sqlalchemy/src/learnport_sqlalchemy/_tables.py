"""The tables: events, and the snapshot each log folds into.

Both hold canonical JSON, to the byte, in the database's own JSON type: the digest of an event
is the digest of its body. PostgreSQL's `jsonb` would not do, it rewrites what it is given.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    Cast,
    Column,
    ColumnElement,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    and_,
    cast,
)
from sqlalchemy.types import UserDefinedType

from learnport.workflow import StreamKey

__all__ = ["METADATA", "events", "of_log", "snapshots"]

METADATA: Final = MetaData()

# Ascending means by code point, as in Python and SQLite, whatever the database's language.
_Key: Final = String().with_variant(String(collation="C"), "postgresql")
_Digest: Final = String(64)


class _CanonicalJson(UserDefinedType[str]):
    """JSON that goes in and comes out as text, unparsed."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "JSON"

    def column_expression(self, column: ColumnElement[str]) -> Cast[str]:
        return cast(column, Text)


def _log_columns() -> tuple[Column[str], ...]:
    """What names a log, as in a StreamKey."""
    return tuple(Column(name, _Key, primary_key=True) for name in ("kind", "school", "key"))


snapshots: Final = Table(
    "learnport_snapshots",
    METADATA,
    *_log_columns(),
    Column("version", Integer, nullable=False),
    Column("digest", _Digest, nullable=False, comment="of the last event folded in"),
    Column("body", _CanonicalJson, nullable=False),
)
events: Final = Table(
    "learnport_events",
    METADATA,
    *_log_columns(),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False, comment="UTC"),
    Column("digest", _Digest, nullable=False, comment="SHA-256 of the body"),
    Column("previous", _Digest, nullable=False),
    Column("body", _CanonicalJson, nullable=False),
    ForeignKeyConstraint(
        ["kind", "school", "key"],
        ["learnport_snapshots.kind", "learnport_snapshots.school", "learnport_snapshots.key"],
    ),
)


def of_log(table: Table, key: StreamKey) -> ColumnElement[bool]:
    """The rows of one log."""
    columns = table.c
    names = {columns.kind: key.kind.value, columns.school: key.school, columns.key: key.key}
    return and_(*(column == name for column, name in names.items()))
