"""Two at once: one wins, the other is told to look again."""

from __future__ import annotations

import threading

import pytest

from learnport.errors import Conflict
from learnport.model import Actor, OutcomeState, Student
from learnport.workflow import Action, OutcomeStep, PortfolioCommand, RecordStudent, StreamKey
from tests.unit.systems_faults import HookedRecords
from tests.unit.systems_scenes import S1, S2, awaiting
from tests.unit.systems_world import CLERK, PUPIL, TEACHER, UPLOADING, World, codes, copied

CERTIFY = OutcomeStep(Action.CERTIFY, "o1")


def two_platforms(student: Student, command: PortfolioCommand, by: Actor) -> World:
    """A platform over one store with another that gives a command in between, once."""
    held = copied(awaiting().records)
    quick = World(records=held, blobs=awaiting().blobs)
    pending = [command]

    def interrupt(call: str) -> None:
        if call == "before commit" and pending:
            quick.do(student, pending.pop(), by)

    return World(records=HookedRecords(held, interrupt), blobs=awaiting().blobs)


def test_of_two_platforms_over_one_store_the_quicker_wins() -> None:
    slow = two_platforms(S1, OutcomeStep(Action.WITHDRAW, "o1"), PUPIL)
    with pytest.raises(Conflict) as conflict:
        slow.do(S1, CERTIFY, TEACHER)
    assert str(conflict.value) == "portfolio/ZZ0001/s1 is at version 6, not 5: load it and retry"
    outcome = slow.portfolio().outcome("o1")
    assert outcome is not None
    assert (outcome.state, outcome.certified_at) == (OutcomeState.DRAFT, None)
    context = slow.context(TEACHER, UPLOADING)
    assert codes(slow.school.perform(S1.ref, CERTIFY, context)) == ["LP1601"]


def test_somebody_elses_portfolio_is_no_conflict() -> None:
    slow = two_platforms(S2, RecordStudent(S2), CLERK)
    slow.do(S1, CERTIFY, TEACHER)
    assert len(slow.log(StreamKey.portfolio(S2.ref))) == 3


def test_of_two_threads_that_ask_at_once_one_wins() -> None:
    both = threading.Barrier(2)

    def together(call: str) -> None:
        if call == "before commit":
            both.wait(timeout=10)

    records = HookedRecords(copied(awaiting().records), together)
    world = World(records=records, blobs=awaiting().blobs)
    ends: list[str] = []

    def certify() -> None:
        try:
            world.do(S1, CERTIFY, TEACHER)
        except Conflict:
            ends.append("conflict")
        else:
            ends.append("done")

    threads = [threading.Thread(target=certify) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["conflict", "done"]
    log = world.log(StreamKey.portfolio(S1.ref))
    assert [event.command for event in log].count(CERTIFY) == 1
