"""The tables come and go by migrations, and are the ones the store works with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from learnport_sqlalchemy import SqlRecords
from learnport_sqlalchemy.__main__ import main
from learnport_sqlalchemy._migrate import configuration
from learnport_sqlalchemy._tables import METADATA
from logs import key_of, next_commit, together, write

OURS = {"learnport_events", "learnport_revision", "learnport_snapshots"}


@pytest.mark.usefixtures("records")
def test_the_migrations_make_the_tables_that_the_code_expects(engine: Engine) -> None:
    with engine.connect() as connection:
        options = {"version_table": "learnport_revision", "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


def test_migrating_again_changes_nothing(records: SqlRecords) -> None:
    commit = write(records, next_commit(key_of(), None))
    records.migrate()
    assert records.load(key_of()) == commit.snapshot


def test_two_may_migrate_at_the_same_time(url: str) -> None:
    stores = [SqlRecords(url) for _ in range(2)]
    assert together([store.migrate for store in stores]) == [None, None]
    for store in stores:
        assert store.learnport_records() is store
        store.close()


def test_a_migration_that_fails_leaves_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    records = SqlRecords(url)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("alembic.op.create_table", fail_after_first := FailsSecond())
        with pytest.raises(ZeroDivisionError):
            records.migrate()
    assert fail_after_first.calls == 2
    with records._engines.reading.connect() as connection:
        assert inspect(connection).get_table_names() == []
    records.migrate()
    records.close()


class FailsSecond:
    """`op.create_table`, but the second call fails."""

    def __init__(self) -> None:
        from alembic import op

        self.calls = 0
        self._create = op.create_table

    def __call__(self, *arguments: object, **options: object) -> None:
        self.calls += 1
        if self.calls == 2:
            raise ZeroDivisionError
        self._create(*arguments, **options)  # type: ignore[arg-type]


def test_the_tables_can_be_taken_away_and_made_again(records: SqlRecords, engine: Engine) -> None:
    write(records, next_commit(key_of(), None, events=2))
    with records._engines.writing.begin() as connection:
        command.downgrade(configuration(connection), "base")
    assert set(inspect(engine).get_table_names()) == {"learnport_revision"}
    records.migrate()
    assert records.load(key_of()) is None
    write(records, next_commit(key_of(), None))


def test_the_tables_of_others_are_left_alone(url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('theirs')"))
    records = SqlRecords(url)
    records.migrate()
    assert set(inspect(engine).get_table_names()) == OURS | {"alembic_version"}
    with engine.connect() as connection:
        assert connection.execute(text("SELECT * FROM alembic_version")).scalar() == "theirs"
    records.close()


def test_the_command_migrates(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([url]) == 0
    assert capsys.readouterr().out == "the tables are up to date\n"
    records = SqlRecords(url)
    assert records.learnport_records() is records
    records.close()


def test_the_command_says_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no url"]) == 2
    assert "not the URL of a database" in capsys.readouterr().err


def test_the_command_runs_as_a_module(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "learnport_sqlalchemy", f"sqlite:///{tmp_path / 'a.db'}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "the tables are up to date\n"
