"""What the store promises beyond the contract."""

from __future__ import annotations

import hashlib
import itertools
import stat
import sys
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import QueuePool

from conftest import NewUrl
from learnport.errors import Conflict, PluginError
from learnport.formats import dumps, event_digest
from learnport.plugins import Host, MemoryBlobs, MemoryCoursePlans, MemoryIdentity
from learnport.workflow import StreamKind, replay
from learnport_sqlalchemy import SqlRecords
from logs import key_of, next_commit, together, write

NUMBERS = itertools.count(1)


def test_a_host_takes_it_as_its_store(records: SqlRecords) -> None:
    host = Host([records, MemoryBlobs(), MemoryIdentity({}), MemoryCoursePlans()])
    assert host.records is records


def test_another_start_finds_everything(records: SqlRecords, url: str) -> None:
    commit = write(records, next_commit(key_of(), None, events=3))
    records.close()
    again = SqlRecords(url)
    assert again.learnport_records() is again
    assert again.load(key_of()) == commit.snapshot
    assert list(again.events(key_of())) == list(commit.events)
    again.close()


def test_an_engine_of_the_vendor_is_used_and_left_open(url: str) -> None:
    engine = create_engine(url)
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    records = SqlRecords(engine)
    records.migrate()
    write(records, next_commit(key_of(), None))
    held = pool.checkedin()
    records.close()
    assert pool.checkedin() == held > 0
    engine.dispose()


def test_the_vendors_own_transactions_stay_as_they_were(url: str) -> None:
    engine = create_engine(url, pool_size=1, max_overflow=0)
    records = SqlRecords(engine)
    records.migrate()
    write(records, next_commit(key_of(), None))
    with engine.connect() as connection:
        connection.execute(text("DELETE FROM learnport_events"))
        connection.rollback()
    assert len(list(records.events(key_of()))) == 1
    engine.dispose()


def test_the_body_of_an_event_is_its_canonical_text(records: SqlRecords, engine: Engine) -> None:
    [one] = write(records, next_commit(key_of(), None)).events
    with engine.connect() as connection:
        query = "SELECT CAST(body AS TEXT), digest, previous, sequence FROM learnport_events"
        body, digest, previous, sequence = connection.execute(text(query)).one()
    assert body.encode() == dumps(one)
    assert digest == hashlib.sha256(body.encode()).hexdigest() == event_digest(one)
    assert (previous, sequence) == ("0" * 64, 1)


def test_the_instant_of_an_event_stands_in_utc(records: SqlRecords, engine: Engine) -> None:
    write(records, next_commit(key_of(), None))
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET TIME ZONE 'UTC'"))
        at = connection.execute(text("SELECT CAST(at AS TEXT) FROM learnport_events")).scalar_one()
    assert at.startswith("2025-03-03 04:00:00.25")


def test_the_database_itself_can_look_into_a_body(records: SqlRecords, engine: Engine) -> None:
    write(records, next_commit(key_of(), None, events=2))
    with engine.connect() as connection:
        query = "SELECT body -> 'command' -> 'student' ->> 'seat' FROM learnport_events ORDER BY 1"
        assert [str(seat) for seat in connection.execute(text(query)).scalars()] == ["1", "2"]


@given(reason=st.text(st.characters(exclude_categories=["Cs"])))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_as_it_was(records: SqlRecords, reason: str) -> None:
    key = key_of(f"s-{next(NUMBERS)}")
    commit = write(records, next_commit(key, None, events=2, reason=reason))
    assert tuple(records.events(key)) == commit.events


def test_a_text_with_a_null_character_comes_back_as_it_was(records: SqlRecords) -> None:
    commit = write(records, next_commit(key_of(), None, reason="前\0後 \\u0000 𠮷"))
    assert tuple(records.events(key_of())) == commit.events


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
def test_a_log_is_whole_whatever_the_size_of_a_page(url: str, length: int) -> None:
    records = SqlRecords(url, page=2)
    records.migrate()
    commit = write(records, next_commit(key_of(), None, events=length))
    for number in range(2, length + 1):
        write(records, next_commit(key_of(f"s-{number}"), None))
    assert tuple(records.events(key_of())) == commit.events
    students = [f"s-{number}" for number in range(1, length + 1)]
    assert [key.key for key in records.keys(StreamKind.PORTFOLIO, "ZZ0001")] == students
    records.close()


def test_no_connection_is_held_while_a_log_is_read(url: str) -> None:
    engine = create_engine(url, pool_size=1, max_overflow=0, pool_timeout=0.1)
    records = SqlRecords(engine, page=1)
    records.migrate()
    first = write(records, next_commit(key_of(), None, events=2))
    reading = records.events(key_of())
    next(reading)
    second = write(records, next_commit(key_of(), first.snapshot))
    assert list(reading) == [first.events[1], second.events[0]]
    engine.dispose()


def test_a_changed_body_is_not_given_out(records: SqlRecords, engine: Engine) -> None:
    write(records, next_commit(key_of(), None, events=3))
    with engine.begin() as connection:
        body = "replace(CAST(body AS TEXT), '更正座號', '更正學號')"
        cast = f"CAST({body} AS JSON)" if engine.dialect.name == "postgresql" else body
        query = f"UPDATE learnport_events SET body = {cast} WHERE sequence = 2"
        assert connection.execute(text(query)).rowcount == 1
    reading = records.events(key_of())
    assert next(reading).sequence == 1
    with pytest.raises(PluginError, match="event 2 of a portfolio is not what was committed"):
        next(reading)


def test_postgresql_sorts_keys_as_python_does(postgresql: NewUrl) -> None:
    engine = create_engine(postgresql())
    SqlRecords(engine).migrate()
    with engine.connect() as connection:
        query = (
            "SELECT DISTINCT collation_name FROM information_schema.columns WHERE column_name"
            " IN ('kind', 'school', 'key') AND table_name LIKE 'learnport%'"
        )
        assert connection.execute(text(query)).scalars().all() == ["C"]
    engine.dispose()


def test_an_event_without_a_record_cannot_exist(records: SqlRecords, engine: Engine) -> None:
    write(records, next_commit(key_of(), None))
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA foreign_keys = ON"))
        with pytest.raises(IntegrityError):
            connection.execute(text("DELETE FROM learnport_snapshots"))


def test_when_the_last_write_fails_the_first_is_undone(records: SqlRecords) -> None:
    first = write(records, next_commit(key_of(), None))

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    writing = records._engines.writing
    event.listen(writing, "commit", fail)
    with pytest.raises(ZeroDivisionError):
        write(records, next_commit(key_of(), first.snapshot))
    event.remove(writing, "commit", fail)
    assert records.load(key_of()) == first.snapshot
    assert tuple(records.events(key_of())) == first.events


def test_of_eight_who_begin_a_log_one_wins(records: SqlRecords) -> None:
    for number in range(10):
        key = key_of(f"s-{number}")
        rivals = [next_commit(key, None, events=each + 1) for each in range(8)]
        answers = together([partial(write, records, each) for each in rivals])
        [winner] = [each for each in answers if not isinstance(each, Exception)]
        losers = [each for each in answers if isinstance(each, Exception)]
        assert [type(each) for each in losers] == [Conflict] * 7
        assert {vars(each)["actual"] for each in losers} == {winner.snapshot.version}
        assert records.load(key) == winner.snapshot
        assert replay(records.events(key)) == winner.snapshot.state


def test_sqlite_writes_ahead_and_syncs_every_commit(tmp_path: Path) -> None:
    records = SqlRecords(f"sqlite:///{tmp_path / 'records.db'}")
    records.migrate()
    with records._engines.writing.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    full = 2
    assert found == {
        "journal_mode": "wal", "synchronous": full, "foreign_keys": 1, "busy_timeout": 30_000,
    }  # fmt: skip
    records.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_a_new_sqlite_file_is_for_its_owner_only(tmp_path: Path) -> None:
    records = SqlRecords(f"sqlite:///{tmp_path / 'records.db'}")
    records.migrate()
    write(records, next_commit(key_of(), None))
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    records.close()
