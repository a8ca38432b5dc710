"""Logs of students who do not exist."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import attrs

from learnport.formats import event_digest
from learnport.model import TAIPEI, Actor, PersonRef, Role, Student
from learnport.plugins import RecordStore, Snapshot
from learnport.workflow import FIRST, Event, RecordStudent, StreamKey, evolve

_T = TypeVar("_T")
NOON = dt.datetime(2025, 3, 3, 12, 0, 0, 250_000, TAIPEI)
STAFF = Actor(PersonRef("ZZ0001", "staff"), frozenset({Role.STAFF}))


@attrs.frozen
class Commit:
    """What a writer hands to a store; the fields are the arguments of `commit`."""

    key: StreamKey
    expected: int
    events: tuple[Event, ...]
    snapshot: Snapshot


def key_of(student: str = "s-1") -> StreamKey:
    return StreamKey.portfolio(PersonRef("ZZ0001", student))


def next_commit(
    key: StreamKey, held: Snapshot | None, events: int = 1, reason: str = "更正座號"
) -> Commit:
    """What follows after a snapshot: staff record the student again."""
    state, version, digest = (held.state, held.version, held.digest) if held else (None, 0, FIRST)
    person = PersonRef(key.school, key.key)
    made = []
    for sequence in range(version + 1, version + events + 1):
        born = dt.date(2008, 2, 29)
        student = Student(person, "ZZ00000001", born, "測試生", 112, 2, "二年甲班", sequence)
        event = Event(key, sequence, NOON, STAFF, RecordStudent(student), reason, digest)
        state, digest = evolve(state, event), event_digest(event)
        made.append(event)
    assert state is not None
    return Commit(key, version, tuple(made), Snapshot(version + events, state, digest))


def write(store: RecordStore, commit: Commit) -> Commit:
    store.commit(commit.key, commit.expected, commit.events, commit.snapshot)
    return commit


def together(calls: Sequence[Callable[[], _T]]) -> list[_T | Exception]:
    """Make calls at the same moment; what each gave or raised, in order."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], _T]) -> _T | Exception:
        start.wait(timeout=60)
        try:
            return call()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))
