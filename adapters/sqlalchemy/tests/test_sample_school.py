"""A whole school year, as the sample school plays it, comes back from the tables."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learnport.plugins import MemoryRecords, Snapshot
from learnport.sample import run_ring, sample_school
from learnport.workflow import Event, StreamKey, StreamKind, replay
from learnport_sqlalchemy import SqlRecords
from logs import Commit, write


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> list[Commit]:
    """Every commit of school and centre, in order."""
    made: list[Commit] = []
    original = MemoryRecords.commit

    def commit(
        self: MemoryRecords,
        key: StreamKey,
        expected: int,
        events: Sequence[Event],
        snapshot: Snapshot,
    ) -> None:
        original(self, key, expected, events, snapshot)
        made.append(Commit(key, expected, tuple(events), snapshot))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(MemoryRecords, "commit", commit)
        run_ring(sample_school(students=2), tmp_path_factory.mktemp("year"), lambda *_: None)
    return made


def logs_of(year: list[Commit]) -> dict[StreamKey, list[Commit]]:
    logs: dict[StreamKey, list[Commit]] = {}
    for commit in year:
        logs.setdefault(commit.key, []).append(commit)
    return logs


def test_the_year_comes_back_event_by_event(year: list[Commit], records: SqlRecords) -> None:
    for commit in year:
        write(records, commit)
        assert records.load(commit.key) == commit.snapshot
    logs = logs_of(year)
    assert {key.kind for key in logs} == set(StreamKind)
    assert len(year) > 100
    for key, commits in logs.items():
        events = [event for commit in commits for event in commit.events]
        assert list(records.events(key)) == events
        assert replay(records.events(key)) == commits[-1].snapshot.state
    school = next(iter(logs)).school
    for kind in StreamKind:
        assert list(records.keys(kind, school)) == sorted(key for key in logs if key.kind is kind)


@given(data=st.data())
@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)
def test_however_the_year_is_cut_into_commits_the_log_is_the_same(
    year: list[Commit], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    records = SqlRecords(f"sqlite:///{tmp_path_factory.mktemp('cut') / 'records.db'}")
    records.migrate()
    commits = data.draw(st.sampled_from(list(logs_of(year).values())))
    cuts = data.draw(st.sets(st.sampled_from(commits[:-1]))) if commits[1:] else set()
    waiting: list[Event] = []
    for commit in commits:
        waiting += commit.events
        if commit in cuts or commit is commits[-1]:
            expected = waiting[0].sequence - 1
            write(records, Commit(commit.key, expected, tuple(waiting), commit.snapshot))
            waiting = []
    events = [event for commit in commits for event in commit.events]
    assert list(records.events(commits[0].key)) == events
    assert records.load(commits[0].key) == commits[-1].snapshot
    records.close()
