"""Collecting: what the centre answers, and whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from learnport.errors import PluginError
from learnport.model import (
    BatchState,
    Deposit,
    Verdict,
)
from learnport.plugins import MemoryCoursePlans
from tests.unit.systems_desk import (
    AFTER,
    answering,
    at_work,
    sealed,
    with_receipt,
)
from tests.unit.systems_world import (
    BATCH,
    CORRECTION,
    PLAN,
    World,
    codes,
)


def test_what_was_not_sent_has_no_answer(tmp_path: Path) -> None:
    assert codes(sealed(tmp_path, 1).collect()) == ["LP1601"]


def test_the_answer_may_take_its_time(tmp_path: Path) -> None:
    world = answering(lambda deposit: attrs.evolve(deposit, receipt=None))
    desk = sealed(tmp_path, 1, world=world)
    desk.send()
    waiting = desk.collect()
    assert (waiting.done, waiting.findings) == (False, ())
    assert desk.state() is BatchState.RECEIVED
    assert desk.states(1) == ["submitted"]


def test_collecting_twice_is_harmless(tmp_path: Path) -> None:
    desk = sealed(tmp_path, 1)
    desk.send()
    assert desk.collect().done
    held = desk.world.logs()
    again = desk.collect()
    assert (again.done, again.findings) == (False, ())
    assert desk.world.logs() == held


def test_a_centre_that_never_received_the_package_is_told_apart(tmp_path: Path) -> None:
    seen: list[Deposit] = []

    def change(deposit: Deposit) -> Deposit | None:
        seen.append(deposit)
        return deposit if len(seen) == 1 else None

    desk = sealed(tmp_path, 1, world=answering(change))
    desk.send()
    assert codes(desk.collect()) == ["LP2007"]
    assert desk.states(1) == ["submitted"]


@pytest.mark.parametrize(
    "change",
    [
        lambda deposit: attrs.evolve(deposit, digest="0" * 64),
        lambda deposit: attrs.evolve(deposit, batch=CORRECTION),
    ],
    ids=["digest", "batch"],
)
def test_an_answer_about_another_package_blames_the_plugin(
    tmp_path: Path, change: Callable[[Deposit], Deposit]
) -> None:
    desk = sealed(tmp_path, 1, world=answering(change))
    with pytest.raises(PluginError, match="plugin loopback: answered about another package"):
        desk.send()
    assert desk.state() is BatchState.SENT


@pytest.mark.parametrize(
    "change",
    [
        lambda deposit: attrs.evolve(deposit, digest="0" * 64),
        lambda deposit: attrs.evolve(deposit, batch=CORRECTION),
        with_receipt(digest="0" * 64),
        with_receipt(batch=CORRECTION),
    ],
    ids=["digest", "batch", "digest of the receipt", "batch of the receipt"],
)
def test_a_receipt_for_another_package_blames_the_plugin(
    tmp_path: Path, change: Callable[[Deposit], Deposit]
) -> None:
    answers: list[Callable[[Deposit], Deposit]] = [lambda deposit: deposit, change]
    desk = sealed(tmp_path, 1, world=answering(lambda deposit: answers.pop(0)(deposit)))
    assert desk.send().done
    with pytest.raises(PluginError, match="answered about another package"):
        desk.collect()
    assert desk.state() is BatchState.RECEIVED
    assert desk.states(1) == ["submitted"]


def test_a_batch_that_is_rejected_as_a_whole_rejects_every_selection(tmp_path: Path) -> None:
    """The line was so slow that the package began to arrive when the window had closed."""
    desk = sealed(tmp_path, 1, 2)
    desk.world.now = AFTER
    desk.send()
    collected = desk.collect()
    assert [event.command.action for event in collected.events] == ["batch.reject"]
    assert desk.state() is BatchState.REJECTED
    assert desk.states(1, 2) == ["rejected", "rejected"]
    receipt = desk.world.school.batch(BATCH).receipt
    assert receipt is not None
    assert (codes(receipt.findings), receipt.records) == (["LP1503"], ())


def test_a_record_that_is_rejected_concerns_its_student_only(tmp_path: Path) -> None:
    world = World(centre_plans=MemoryCoursePlans([attrs.evolve(PLAN, entries=())]))
    student = world.open(1)
    world.complete(student, "p1")
    world.chosen(student, [], ["p1"])
    desk = at_work(tmp_path, 2, world=world)
    assert desk.submit() is BatchState.ACCEPTED
    assert desk.states(1, 2) == ["received", "rejected"]
    receipt = world.school.batch(BATCH).receipt
    assert receipt is not None
    assert [(each.item, each.verdict, codes(each.findings)) for each in receipt.records] == [
        ("p1", Verdict.ACCEPTED, []),
        ("o2", Verdict.REJECTED, ["LP1204"]),
        ("p2", Verdict.ACCEPTED, []),
    ]
