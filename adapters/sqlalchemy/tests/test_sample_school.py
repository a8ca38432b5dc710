"""A whole school year, as the sample school plays it, comes back from the tables."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnport.plugins import MemoryRecords, Snapshot
from learnport.sample import run_ring, sample_school
from learnport.workflow import Event, StreamKey, StreamKind, replay
from learnport_sqlalchemy import SqlRecords
from logs import Commit, write

Logs = dict[StreamKey, list[Commit]]
"""What was committed to each log, in order."""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Logs:
    """All that school and centre commit; of two stores with one log, the longer one."""
    stores: dict[MemoryRecords, Logs] = {}
    original = MemoryRecords.commit

    def commit(
        self: MemoryRecords,
        key: StreamKey,
        expected: int,
        events: Sequence[Event],
        snapshot: Snapshot,
    ) -> None:
        original(self, key, expected, events, snapshot)
        made = Commit(key, expected, tuple(events), snapshot)
        stores.setdefault(self, {}).setdefault(key, []).append(made)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(MemoryRecords, "commit", commit)
        run_ring(sample_school(students=2), tmp_path_factory.mktemp("year"), lambda *_: None)
    logs: Logs = {}
    for store in stores.values():
        for key, commits in store.items():
            logs[key] = max(commits, logs.get(key, []), key=len)
    return logs


def test_the_year_comes_back_event_by_event(year: Logs, records: SqlRecords) -> None:
    kinds = set(StreamKind) - {StreamKind.APPLICATION}  # admission has no year of its own yet
    assert {key.kind for key in year} == kinds
    assert sum(map(len, year.values())) > 100
    for key, commits in year.items():
        for commit in commits:
            write(records, commit)
            assert records.load(key) == commit.snapshot
        assert list(records.events(key)) == [event for each in commits for event in each.events]
        assert replay(records.events(key)) == commits[-1].snapshot.state
    school = next(iter(year)).school
    for kind in StreamKind:
        assert list(records.keys(kind, school)) == sorted(key for key in year if key.kind is kind)


@given(data=st.data())
@settings(max_examples=10)
def test_however_the_year_is_cut_into_commits_the_log_is_the_same(
    year: Logs, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(list(year)))
    commits = year[key]
    ends = {*data.draw(st.sets(st.integers(0, len(commits) - 1))), len(commits) - 1}
    records = SqlRecords(f"sqlite:///{tmp_path_factory.mktemp('cut') / 'records.db'}")
    records.migrate()
    waiting: list[Event] = []
    for number, commit in enumerate(commits):
        waiting += commit.events
        if number in ends:
            write(records, Commit(key, waiting[0].sequence - 1, tuple(waiting), commit.snapshot))
            waiting = []
    assert list(records.events(key)) == [event for each in commits for event in each.events]
    assert records.load(key) == commits[-1].snapshot
    records.close()
