"""Two at once: one wins, the other is told to look again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from learnport.errors import Conflict
from learnport.model import Actor, Deposit, DepositState, OutcomeState, Student
from learnport.workflow import (
    Action,
    OutcomeStep,
    PortfolioCommand,
    RecordStudent,
    RecordTaking,
    StreamKey,
)
from tests.unit.systems_faults import HookedRecords
from tests.unit.systems_packages import build, handed_in, judge, log, receive
from tests.unit.systems_stages import S1, S2, awaiting
from tests.unit.systems_world import (
    ANSWERING,
    CLERK,
    OTHER_TEACHER,
    PUPIL,
    SUBMITTING,
    TEACHER,
    UPLOADING,
    World,
    codes,
    copied,
    owner,
    pupil,
    taking,
)

CERTIFY = OutcomeStep(Action.CERTIFY, "o1")


def two_platforms(*steps: tuple[Student, PortfolioCommand, Actor]) -> World:
    """A platform over one store with another that is quicker, once for each step."""
    held = copied(awaiting().records)
    quick = World(records=held, blobs=awaiting().blobs)
    pending = list(steps)

    def interrupt(call: str) -> None:
        if call == "before commit" and pending:
            quick.do(*pending.pop(0))

    return World(records=HookedRecords(held, interrupt), blobs=awaiting().blobs)


def test_of_two_platforms_over_one_store_the_quicker_wins() -> None:
    slow = two_platforms((S1, OutcomeStep(Action.WITHDRAW, "o1"), PUPIL))
    with pytest.raises(Conflict) as conflict:
        slow.do(S1, CERTIFY, TEACHER)
    assert str(conflict.value) == "portfolio/ZZ0001/s1 is at version 6, not 5: load it and retry"
    outcome = slow.portfolio().outcome("o1")
    assert outcome is not None
    assert (outcome.state, outcome.certified_at) == (OutcomeState.DRAFT, None)
    context = slow.context(TEACHER, UPLOADING)
    assert codes(slow.school.perform(S1.ref, CERTIFY, context)) == ["LP1601"]


def test_somebody_elses_portfolio_is_no_conflict() -> None:
    slow = two_platforms((S2, RecordStudent(S2), CLERK))
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


# Certifying many at once.


def test_many_are_certified_each_for_itself_in_the_order_given() -> None:
    world = World()
    for number in (1, 2, 3):
        student = world.open(number)
        world.draft(student, f"o{number}")
        if number != 2:
            world.do(student, OutcomeStep(Action.REQUEST, f"o{number}"), owner(student))
    world.do(pupil(3), RecordTaking(taking(pupil(3), teacher=OTHER_TEACHER.person)), CLERK)
    asked = [(pupil(number).ref, f"o{number}") for number in (3, 2, 1)]
    asked += [(S1.ref, "nothing"), (S1.ref, "o1")]
    context = world.context(TEACHER, UPLOADING)
    done = list(world.school.certify_all(asked, context))
    assert [(student, item) for student, item, _ in done] == asked
    assert [codes(decision) for *_, decision in done] == [
        ["LP1701"], ["LP1601"], [], ["LP1701"], ["LP1601"],
    ]  # fmt: skip
    states = [world.portfolio(number).outcomes[0].state for number in (1, 2, 3)]
    assert states == ["certified", "draft", "awaiting"]


def test_whoever_was_quicker_is_looked_at_and_it_is_certified_after_all() -> None:
    world = two_platforms((S1, RecordStudent(S1), CLERK))
    ((_, _, decision),) = world.school.certify_all(
        [(S1.ref, "o1")], world.context(TEACHER, UPLOADING)
    )
    assert decision.done
    assert [event.command.action for event in world.log(StreamKey.portfolio(S1.ref))][-2:] == [
        "record.student", "outcome.certify",
    ]  # fmt: skip


def test_what_was_withdrawn_meanwhile_is_refused_and_not_certified() -> None:
    world = two_platforms((S1, OutcomeStep(Action.WITHDRAW, "o1"), PUPIL))
    ((_, _, decision),) = world.school.certify_all(
        [(S1.ref, "o1")], world.context(TEACHER, UPLOADING)
    )
    assert (decision.done, codes(decision)) == (False, ["LP1601"])


def test_whoever_is_overtaken_twice_is_told_so() -> None:
    world = two_platforms((S1, RecordStudent(S1), CLERK), (S1, RecordStudent(S1), CLERK))
    with pytest.raises(Conflict):
        list(world.school.certify_all([(S1.ref, "o1")], world.context(TEACHER, UPLOADING)))


# The centre.


def overtaken(quick: World, by: Callable[[], object]) -> World:
    """A centre over the store of another one that is quicker, once."""
    pending = [by]

    def interrupt(call: str) -> None:
        if call == "before commit" and pending:
            pending.pop()()

    records = HookedRecords(quick.centre_records, interrupt)
    return World(centre_records=records, centre_blobs=quick.centre_blobs)


def test_the_same_package_that_comes_in_twice_at_once_is_one_deposit(tmp_path: Path) -> None:
    quick, package = World(), build(tmp_path, [handed_in()])
    slow = overtaken(quick, lambda: receive(quick, package))
    decision = receive(slow, package, ANSWERING)
    assert (decision.done, decision.findings) == (False, ())
    assert isinstance(decision.state, Deposit)
    assert decision.state.received_at == SUBMITTING
    assert log(slow, package) == ["deposit.receive"]


def test_a_package_that_is_judged_twice_at_once_has_one_answer(tmp_path: Path) -> None:
    quick, package = World(), build(tmp_path, [handed_in()])
    receive(quick, package)
    slow = overtaken(quick, lambda: judge(quick, package))
    decision = judge(slow, package, ANSWERING)
    assert (decision.done, decision.findings) == (False, ())
    assert isinstance(decision.state, Deposit)
    assert decision.state.state is DepositState.ACCEPTED
    assert log(slow, package) == ["deposit.receive", "deposit.accept"]
