"""A RecordStore in SQLite or PostgreSQL."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import attrs
from sqlalchemy import URL, Connection, Engine, Row, Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from learnport.errors import Conflict, PluginError, SettingsError
from learnport.formats import dumps, event_digest, loads
from learnport.model import Application, Deposit, Portfolio, SubmissionBatch
from learnport.plugins import Snapshot, check_commit, hookimpl
from learnport.workflow import Event, State, StreamKey, StreamKind
from learnport_sqlalchemy import _migrate
from learnport_sqlalchemy._engines import open_engine, open_engines, reserve
from learnport_sqlalchemy._failures import blamed
from learnport_sqlalchemy._tables import events, of_log, snapshots

__all__ = ["SqlRecords"]

_STATES: Final[Mapping[StreamKind, type[State]]] = MappingProxyType({
    StreamKind.PORTFOLIO: Portfolio,
    StreamKind.BATCH: SubmissionBatch,
    StreamKind.DEPOSIT: Deposit,
    StreamKind.APPLICATION: Application,
})  # fmt: skip


class SqlRecords:
    """A RecordStore in SQLite or PostgreSQL (資料庫紀錄儲存).

    SQLite runs in WAL mode with `synchronous = FULL`: one writer at a time, readers never wait.
    In PostgreSQL only writers of the same log wait for each other. Either acknowledges a commit
    when it is on disk.

    Whatever the database fails with is a PluginError that says what it means, and what was
    acknowledged before is still there.

    Args:
        database: URL such as `sqlite:///records.db` or `postgresql://host/name`, or an engine
            of yours; of that, the isolation level and SQLite's pragmas are set on the
            connections used here.
        patience: seconds to wait for another writer.
        page: rows read at once while listing keys or events.

    Raises:
        SettingsError: the database is neither SQLite nor PostgreSQL, or its driver is missing.
    """

    plugin_name: Final = "sql-records"

    def __init__(
        self, database: str | URL | Engine, *, patience: float = 30.0, page: int = 500
    ) -> None:
        self._ours = not isinstance(database, Engine)
        self._engine = database if isinstance(database, Engine) else open_engine(database)
        self._engines = open_engines(self._engine, patience)
        self._page = page

    @hookimpl
    def learnport_records(self) -> SqlRecords:
        with blamed(self.plugin_name), self._engines.reading.connect() as connection:
            found, needed = _migrate.found(connection), _migrate.needed(connection)
        if found != needed:
            raise SettingsError(
                detail=f"the tables are at revision {found}, not {needed}: call migrate()"
            )
        return self

    def migrate(self) -> None:
        """Make the tables, or bring older ones up to date; all or nothing.

        Raises:
            PluginError: the database refused.
        """
        reserve(self._engine.url)
        with blamed(self.plugin_name), self._engines.writing.begin() as connection:
            _migrate.upgrade(connection)

    def close(self) -> None:
        """Close idle connections; an engine that was given is left alone."""
        if self._ours:
            self._engine.dispose()

    def load(self, key: StreamKey) -> Snapshot | None:
        columns = snapshots.c
        chosen = select(columns.version, columns.digest, columns.body)
        for row in self._rows(chosen.where(of_log(snapshots, key))):
            return Snapshot(row.version, loads(row.body.encode(), _STATES[key.kind]), row.digest)
        return None

    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        new = tuple(events)
        with blamed(self.plugin_name):
            try:
                with self._engines.writing.begin() as connection:
                    held = _held(connection, key, snapshot)
                    check_commit(key, expected, new, snapshot, held)
                    _write(connection, key, new, snapshot)
            except IntegrityError:  # the primary key knows only one event of this number
                held = self.load(key)
                actual = held.version if held else 0
                raise Conflict(key=str(key), expected=expected, actual=actual) from None

    def events(self, key: StreamKey) -> Iterator[Event]:
        columns = events.c
        chosen = select(columns.sequence, columns.digest, columns.body)
        for row in self._paged(chosen.where(of_log(events, key)), columns.sequence, 0):
            body = row.body.encode()
            if hashlib.sha256(body).hexdigest() != row.digest:
                detail = f"event {row.sequence} of a {key.kind} is not what was committed"
                raise PluginError(plugin=self.plugin_name, detail=detail)
            yield loads(body, Event)

    def keys(self, kind: StreamKind, school: str) -> Iterator[StreamKey]:
        columns = snapshots.c
        chosen = select(columns.key).where(columns.kind == kind.value, columns.school == school)
        for row in self._paged(chosen, columns.key, ""):
            yield StreamKey(kind, school, row.key)

    def _paged(self, chosen: Select[Any], by: Any, start: object) -> Iterator[Row[Any]]:
        """Rows in ascending order; no connection is kept while the caller is busy with them."""
        ordered = chosen.order_by(by).limit(self._page)
        while rows := self._rows(ordered.where(by > start)):
            yield from rows
            start = rows[-1]._mapping[by]

    def _rows(self, chosen: Select[Any]) -> Sequence[Row[Any]]:
        with blamed(self.plugin_name), self._engines.reading.connect() as connection:
            return connection.execute(chosen).all()


def _held(connection: Connection, key: StreamKey, new: Snapshot) -> Snapshot | None:
    """Where the log stands; its state is not read, because a commit is judged without it."""
    columns = snapshots.c
    chosen = select(columns.version, columns.digest).where(of_log(snapshots, key))
    row = connection.execute(chosen).one_or_none()
    return attrs.evolve(new, version=row.version, digest=row.digest) if row else None


def _write(
    connection: Connection, key: StreamKey, new: Sequence[Event], snapshot: Snapshot
) -> None:
    place = {"kind": key.kind.value, "school": key.school, "key": key.key}
    state = {
        "version": snapshot.version,
        "digest": snapshot.digest,
        "body": dumps(snapshot.state).decode(),
    }
    if new[0].sequence == 1:
        connection.execute(insert(snapshots), place | state)
    else:
        connection.execute(update(snapshots).where(of_log(snapshots, key)), state)
    connection.execute(insert(events), [place | _columns(event) for event in new])


def _columns(event: Event) -> dict[str, object]:
    return {
        "sequence": event.sequence,
        "at": event.at.astimezone(dt.UTC),
        "digest": event_digest(event),
        "previous": event.previous,
        "body": dumps(event).decode(),
    }
