"""What goes wrong is said in words, names nobody, and loses nothing."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine, event, text

from conftest import NewUrl
from learnport.errors import PluginError, SettingsError
from learnport_sqlalchemy import SqlRecords
from logs import key_of, next_commit, write


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'records.db'}"


def test_a_record_that_stays_locked_is_refused_in_time(url: str) -> None:
    records = SqlRecords(url, patience=0.2)
    records.migrate()
    first = write(records, next_commit(key_of(), None))
    other = SqlRecords(url)
    with other._engines.writing.begin() as connection:
        connection.execute(text("UPDATE learnport_snapshots SET version = version"))
        with pytest.raises(PluginError, match="locked: nothing was written, try again"):
            write(records, next_commit(key_of(), first.snapshot))
        assert records.load(key_of()) == first.snapshot
    write(records, next_commit(key_of(), first.snapshot))
    for each in (records, other):
        each.close()


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody who made the file and has locked it, before it was switched to WAL mode."""
    connection = sqlite3.connect(tmp_path / "records.db", check_same_thread=False)
    connection.execute("CREATE TABLE theirs (x)")
    connection.execute("BEGIN EXCLUSIVE")
    yield connection
    connection.close()


@pytest.mark.usefixtures("stranger")
@pytest.mark.parametrize("patience", [0.0, 0.1])
def test_an_sqlite_file_that_stays_locked_cannot_be_opened(sqlite: str, patience: float) -> None:
    records = SqlRecords(sqlite, patience=patience)
    with pytest.raises(PluginError, match="locked: nothing was written"):
        records.migrate()
    records.close()


def test_who_opens_an_sqlite_file_waits_for_others(
    stranger: sqlite3.Connection, sqlite: str
) -> None:
    release = threading.Timer(0.3, stranger.commit)
    release.start()
    records = SqlRecords(sqlite)
    records.migrate()
    release.join()
    assert records.learnport_records() is records
    records.close()


def test_a_full_disk_loses_nothing(sqlite: str) -> None:
    engine = create_engine(sqlite)
    records = SqlRecords(engine)
    records.migrate()
    first = write(records, next_commit(key_of(), None))
    limit = "PRAGMA max_page_count = 20"
    with engine.connect() as connection:
        connection.exec_driver_sql(limit)
    event.listen(engine, "connect", lambda connection, _: connection.execute(limit))
    long = next_commit(key_of(), first.snapshot, reason="很長" * 50_000)
    with pytest.raises(PluginError, match="the disk is full: nothing was written"):
        write(records, long)
    assert records.load(key_of()) == first.snapshot
    assert tuple(records.events(key_of())) == first.events
    write(records, next_commit(key_of(), first.snapshot))
    engine.dispose()


def kill_others(url: str) -> None:
    """End every other session of this database, as a restart of the server would."""
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ))  # fmt: skip
    engine.dispose()


def test_an_idle_connection_that_was_lost_is_replaced(postgresql: NewUrl) -> None:
    url = postgresql()
    records = SqlRecords(url)
    records.migrate()
    first = write(records, next_commit(key_of(), None))
    kill_others(url)
    assert records.load(key_of()) == first.snapshot
    kill_others(url)
    write(records, next_commit(key_of(), first.snapshot))
    records.close()


@pytest.mark.parametrize("statement", ["SELECT", "UPDATE", "INSERT"])
def test_a_connection_lost_in_a_commit_leaves_nothing(postgresql: NewUrl, statement: str) -> None:
    url = postgresql()
    records = SqlRecords(url)
    records.migrate()
    first = write(records, next_commit(key_of(), None))

    def kill(_1: Any, _2: Any, query: str, *_: Any) -> None:
        if query.startswith(statement):
            kill_others(url)

    writing = records._engines.writing
    event.listen(writing, "before_cursor_execute", kill)
    with pytest.raises(PluginError, match="the connection was lost: load the record"):
        write(records, next_commit(key_of(), first.snapshot))
    event.remove(writing, "before_cursor_execute", kill)
    assert records.load(key_of()) == first.snapshot
    assert tuple(records.events(key_of())) == first.events
    write(records, next_commit(key_of(), first.snapshot))
    records.close()


def test_an_answer_lost_after_a_commit_leaves_the_commit_whole(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = SqlRecords(url)
    records.migrate()
    dialect = records._engines.writing.dialect
    commit: Callable[[Any], None] = dialect.do_commit

    def commit_and_lose(connection: Any) -> None:
        commit(connection)
        raise psycopg.OperationalError if "psycopg" in dialect.driver else sqlite3.OperationalError

    with monkeypatch.context() as patched:
        patched.setattr(dialect, "do_commit", commit_and_lose)
        lost = next_commit(key_of(), None, events=2)
        with pytest.raises(PluginError, match="a commit that was under way may have been made"):
            write(records, lost)
    assert records.load(key_of()) == lost.snapshot
    assert tuple(records.events(key_of())) == lost.events
    records.close()


def test_a_server_that_is_not_there_is_said_to_be_lost(tmp_path: Path) -> None:
    records = SqlRecords(f"postgresql://nobody:secret@/school?host={tmp_path}")
    with pytest.raises(PluginError, match="the connection was lost") as caught:
        records.load(key_of())
    assert caught.value.plugin == "sql-records"
    records.close()


def test_a_pool_that_stays_empty_is_refused_in_time(sqlite: str) -> None:
    engine = create_engine(sqlite, pool_size=1, max_overflow=0, pool_timeout=0.1)
    records = SqlRecords(engine)
    records.migrate()
    with (
        engine.connect(),
        pytest.raises(PluginError, match="no connection became free in time"),
    ):
        records.load(key_of())
    engine.dispose()


def test_without_its_tables_it_says_what_to_do(url: str) -> None:
    records = SqlRecords(url)
    with pytest.raises(PluginError, match=r"tables are missing .* call migrate"):
        write(records, next_commit(key_of(), None))
    with pytest.raises(SettingsError, match="at revision None, not 0001: call migrate"):
        records.learnport_records()
    records.close()


def test_a_damaged_file_is_refused(tmp_path: Path, sqlite: str) -> None:
    (tmp_path / "records.db").write_bytes(b"this is no database" * 500)
    records = SqlRecords(sqlite)
    with pytest.raises(PluginError, match="the database refused: SQLITE_NOTADB"):
        records.load(key_of())
    records.close()


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    records = SqlRecords(f"sqlite:///{tmp_path / 'nowhere' / 'records.db'}")
    with pytest.raises(PluginError, match="the database refused: SQLITE_CANTOPEN"):
        records.migrate()
    records.close()


def test_no_error_repeats_what_was_written(url: str) -> None:
    engine = create_engine(url)
    records = SqlRecords(engine)
    with pytest.raises(PluginError) as caught:
        write(records, next_commit(key_of(), None, reason="測試生的私事"))
    assert caught.value.__suppress_context__
    assert "測試生" not in f"{caught.value} {vars(caught.value)}"
    engine.dispose()


def test_an_sqlite_database_in_memory_is_refused() -> None:
    records = SqlRecords("sqlite://")
    with pytest.raises(SettingsError, match="SQLite needs a file"):
        records.migrate()
    records.close()


@pytest.mark.parametrize("url", ["", "no url", "nosuch://host", "://secret"])
def test_what_is_no_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingsError, match="not the URL of a database") as caught:
        SqlRecords(url)
    assert "secret" not in str(caught.value)


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(SettingsError, match=r"needs the driver psycopg; .*\[postgresql\]"):
        SqlRecords("postgresql+psycopg://host/school")


def test_another_kind_of_database_is_refused(sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = create_engine(sqlite)
    monkeypatch.setattr(engine.dialect, "name", "mssql")
    with pytest.raises(SettingsError, match="mssql is not supported; use sqlite or postgresql"):
        SqlRecords(engine)


@pytest.mark.parametrize("name", ["fsync", "synchronous_commit"])
def test_a_postgresql_that_does_not_sync_is_refused(postgresql: NewUrl, name: str) -> None:
    engine = create_engine(postgresql())

    @event.listens_for(engine, "connect")
    def answer_off(connection: psycopg.Connection, _: object) -> None:
        connection.cursor_factory = type("Off", (psycopg.Cursor,), {
            "execute": lambda self, query, *rest, **options: psycopg.Cursor.execute(
                self, "SELECT 'off'" if query == f"SHOW {name}" else query, *rest, **options
            ),
        })  # fmt: skip

    with pytest.raises(SettingsError, match=f"loses what it acknowledges: {name} is off"):
        SqlRecords(engine).load(key_of())
    engine.dispose()


def test_a_postgresql_that_acknowledges_too_early_is_refused(postgresql: NewUrl) -> None:
    engine = create_engine(postgresql(), connect_args={"options": "-c synchronous_commit=off"})
    with pytest.raises(SettingsError, match="synchronous_commit is off"):
        SqlRecords(engine).migrate()
    engine.dispose()
