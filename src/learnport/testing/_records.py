"""What every store for events and records must hold to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import attrs

from learnport.errors import CallerError, Conflict
from learnport.model import PersonRef
from learnport.plugins import RecordStore
from learnport.testing._logs import (
    LOGS,
    PORTFOLIO_LOG,
    STUDENT,
    Commit,
    commit_of,
    commits,
    portfolio_log,
    rival,
)
from learnport.testing._suite import raises, together
from learnport.workflow import Event, StreamKey, StreamKind, replay

__all__ = ["RecordStoreContract"]

_KEY = StreamKey.portfolio(STUDENT)
_FIRST, _SECOND, _THIRD = commits(PORTFOLIO_LOG[:6], size=2)
_STALE = (0, 1, 3, 99)


class _PoisonedEvents(Sequence[Event]):
    """Events of which only the first can be read."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events

    def __len__(self) -> int:
        return len(self._events)

    def __getitem__(self, index: int | slice) -> Event:  # type: ignore[override]
        if index != 0:
            raise RuntimeError("poisoned")
        return self._events[0]

    def __iter__(self) -> Iterator[Event]:
        return (self[index] for index in range(len(self)))


def _write(store: RecordStore, commit: Commit) -> None:
    store.commit(commit.key, commit.expected, commit.events, commit.snapshot)


def _assert_holds(store: RecordStore, *written: Commit) -> None:
    """Exactly these commits of one log, and the last one's snapshot."""
    key = written[0].key
    assert store.load(key) == written[-1].snapshot
    assert list(store.events(key)) == [event for commit in written for event in commit.events]


def _assert_empty(store: RecordStore, key: StreamKey) -> None:
    assert store.load(key) is None
    assert list(store.events(key)) == []
    assert list(store.keys(key.kind, key.school)) == []


class RecordStoreContract:
    """The promises of a RecordStore, one test each (紀錄儲存契約).

    Subclass it in a test module and give it a pytest fixture `records` that yields an empty
    store, or hand both to `run_contract`.
    """

    def test_an_empty_log_has_nothing(self, records: RecordStore) -> None:
        _assert_empty(records, _KEY)

    def test_the_snapshot_comes_back_as_it_was(self, records: RecordStore) -> None:
        _write(records, _FIRST)
        assert records.load(_KEY) == _FIRST.snapshot

    def test_the_newest_snapshot_counts(self, records: RecordStore) -> None:
        for commit in (_FIRST, _SECOND, _THIRD):
            _write(records, commit)
            assert records.load(_KEY) == commit.snapshot

    def test_events_come_back_in_order(self, records: RecordStore) -> None:
        for commit in (_FIRST, _SECOND, _THIRD):
            _write(records, commit)
        assert list(records.events(_KEY)) == list(PORTFOLIO_LOG[:6])

    def test_a_log_may_be_written_at_once(self, records: RecordStore) -> None:
        for log in LOGS:
            [whole] = commits(log, size=len(log))
            _write(records, whole)
            _assert_holds(records, whole)

    def test_every_kind_of_command_survives(self, records: RecordStore) -> None:
        for log in LOGS:
            for commit in commits(log):
                _write(records, commit)
            assert list(records.events(log[0].stream)) == list(log)

    def test_replaying_the_log_gives_the_snapshot(self, records: RecordStore) -> None:
        for log in LOGS:
            for commit in commits(log):
                _write(records, commit)
                held = records.load(commit.key)
                assert held is not None
                assert held.state == replay(records.events(commit.key))

    def test_a_stale_version_is_refused_and_leaves_nothing(self, records: RecordStore) -> None:
        _write(records, _FIRST)
        for expected in _STALE:
            stale = attrs.evolve(_SECOND, expected=expected)
            with raises(Conflict):
                _write(records, stale)
            _assert_holds(records, _FIRST)

    def test_the_same_commit_counts_once(self, records: RecordStore) -> None:
        _write(records, _FIRST)
        with raises(Conflict):
            _write(records, _FIRST)
        _assert_holds(records, _FIRST)

    def test_a_log_cannot_begin_in_the_middle(self, records: RecordStore) -> None:
        with raises(Conflict):
            _write(records, _SECOND)
        _assert_empty(records, _KEY)

    def test_a_conflict_says_both_versions(self, records: RecordStore) -> None:
        _write(records, _FIRST)
        with raises(Conflict) as caught:
            _write(records, _THIRD)
        assert [(conflict.expected, conflict.actual) for conflict in caught] == [(4, 2)]

    def test_after_a_conflict_the_writer_can_go_on(self, records: RecordStore) -> None:
        _write(records, _FIRST)
        with raises(Conflict):
            _write(records, _THIRD)
        _write(records, _SECOND)
        _write(records, _THIRD)
        _assert_holds(records, _FIRST, _SECOND, _THIRD)

    def test_a_commit_that_breaks_off_leaves_nothing(self, records: RecordStore) -> None:
        with raises(RuntimeError):
            _write(records, attrs.evolve(_FIRST, events=_PoisonedEvents(_FIRST.events)))
        _assert_empty(records, _KEY)
        _write(records, _FIRST)
        with raises(RuntimeError):
            _write(records, attrs.evolve(_SECOND, events=_PoisonedEvents(_SECOND.events)))
        _assert_holds(records, _FIRST)

    def test_what_breaks_the_chain_is_refused_and_leaves_nothing(
        self, records: RecordStore
    ) -> None:
        _write(records, _FIRST)
        one, two = _SECOND.events
        for events in (
            [],
            [two],
            [two, one],
            [one, one],
            [one],
            [one, attrs.evolve(two, previous="0" * 64)],
            [attrs.evolve(one, previous="0" * 64), two],
            [attrs.evolve(one, reason="tampered"), two],
            [one, attrs.evolve(two, sequence=5)],
            [one, attrs.evolve(two, stream=attrs.evolve(_KEY, key="s-2"))],
        ):
            with raises(CallerError):
                _write(records, attrs.evolve(_SECOND, events=events))
            _assert_holds(records, _FIRST)

    def test_a_snapshot_of_something_else_is_refused(self, records: RecordStore) -> None:
        for snapshot in (
            attrs.evolve(_FIRST.snapshot, version=1),
            attrs.evolve(_FIRST.snapshot, digest="0" * 64),
            _SECOND.snapshot,
        ):
            with raises(CallerError):
                _write(records, attrs.evolve(_FIRST, snapshot=snapshot))
            _assert_empty(records, _KEY)

    def test_students_of_different_schools_with_one_key_are_kept_apart(
        self, records: RecordStore
    ) -> None:
        [other] = commits(portfolio_log(PersonRef("ZZ0002", STUDENT.key)), size=99)
        _write(records, _FIRST)
        _write(records, other)
        _assert_holds(records, _FIRST)
        _assert_holds(records, other)

    def test_logs_of_different_kinds_with_one_key_are_kept_apart(
        self, records: RecordStore
    ) -> None:
        batch, deposit = (commits(log, size=99)[0] for log in LOGS[1:3])
        _write(records, batch)
        _write(records, deposit)
        twin = attrs.evolve(deposit.key, kind=StreamKind.BATCH)
        assert records.load(twin) is None
        assert list(records.events(twin)) == []
        _assert_holds(records, deposit)

    def test_keys_are_of_one_kind_and_school_and_ascending(self, records: RecordStore) -> None:
        students = [PersonRef("ZZ0001", key) for key in ("s-2", "s-10", "S-3", "s-1")]
        strangers = [PersonRef("ZZ0002", "s-1"), PersonRef("ZZ000A", "s-4")]
        for student in (*students, *strangers):
            _write(records, commits(portfolio_log(student)[:1])[0])
        for log in LOGS[1:]:
            _write(records, commits(log)[0])
        found = list(records.keys(StreamKind.PORTFOLIO, "ZZ0001"))
        assert [key.key for key in found] == ["S-3", "s-1", "s-10", "s-2"]
        assert {(key.kind, key.school) for key in found} == {(StreamKind.PORTFOLIO, "ZZ0001")}
        assert list(records.keys(StreamKind.BATCH, "ZZ0001")) == [LOGS[1][0].stream]
        assert list(records.keys(StreamKind.BATCH, "ZZ0002")) == []

    def test_a_log_is_listed_once_however_long_it_is(self, records: RecordStore) -> None:
        for commit in (_FIRST, _SECOND, _THIRD):
            _write(records, commit)
        assert list(records.keys(StreamKind.PORTFOLIO, "ZZ0001")) == [_KEY]

    def test_a_reader_is_not_disturbed_by_a_writer(self, records: RecordStore) -> None:
        _write(records, _FIRST)
        reading = records.events(_KEY)
        seen = [next(reading)]
        _write(records, _SECOND)
        seen += reading
        assert seen in (list(PORTFOLIO_LOG[:2]), list(PORTFOLIO_LOG[:4]))

    def test_of_many_writers_of_one_version_one_wins(self, records: RecordStore) -> None:
        for number in range(5):
            events = portfolio_log(PersonRef("ZZ0001", f"s-{number}"))
            first = commit_of(events, 0, 2)
            _write(records, first)
            rivals = [rival(commit_of(events, 2, 3), f"第 {each} 位") for each in range(8)]
            answers = together([partial(_write, records, each) for each in rivals])
            winners = [each for each, answer in zip(rivals, answers, strict=True) if not answer]
            assert [type(answer) for answer in answers if answer] == [Conflict] * 7
            _assert_holds(records, first, *winners)

    def test_writers_of_different_logs_do_not_disturb_each_other(
        self, records: RecordStore
    ) -> None:
        students = [PersonRef("ZZ0001", f"s-{number}") for number in range(8)]
        whole = [commits(portfolio_log(student)[:6], size=6)[0] for student in students]
        answers = together([partial(_write, records, commit) for commit in whole])
        assert answers == [None] * 8
        for commit in whole:
            _assert_holds(records, commit)
        assert len(list(records.keys(StreamKind.PORTFOLIO, "ZZ0001"))) == 8
