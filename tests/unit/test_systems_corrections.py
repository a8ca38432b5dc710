"""Corrections supersede; comparing says what the centre holds."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from learnport.errors import CallerError, NotFound
from learnport.model import (
    BatchKey,
    BatchState,
    Deposit,
)
from learnport.workflow import (
    Action,
    CorrectSelection,
    DisputeReceipt,
    OutcomeStep,
    RecordTaking,
    SelectionStep,
    StreamKey,
)
from tests.unit.systems_desk import (
    Desk,
    answering,
    at_work,
    revoke,
    sealed,
    with_receipt,
)
from tests.unit.systems_world import (
    ANSWERING,
    BATCH,
    CLERK,
    CORRECTION,
    TEACHER,
    YEAR,
    World,
    at,
    codes,
    copied,
    owner,
    pupil,
    taking,
)


@pytest.mark.parametrize("steps", range(4))
def test_a_correction_waits_until_what_it_corrects_was_answered(tmp_path: Path, steps: int) -> None:
    desk = at_work(tmp_path, 1)
    for step in (desk.precheck, desk.seal, desk.send)[:steps]:
        step()
    assert codes(desk.precheck(CORRECTION).decision) == ["LP2005"]
    with pytest.raises(NotFound):
        desk.state(CORRECTION)


def test_a_correction_is_sent_in_its_own_window(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1)
    desk.submit()
    desk.precheck(CORRECTION)
    desk.seal(CORRECTION)
    assert codes(desk.send(CORRECTION)) == ["LP1502"]
    assert desk.later().send(CORRECTION).done


def correct(desk: Desk, number: int, key: BatchKey) -> BatchState:
    """The student disputes, staff drop the outcome, and a correction goes out."""
    student, world = pupil(number), desk.world
    if desk.states(number) == ["received"]:
        world.do(student, DisputeReceipt(YEAR, "多了一件"), owner(student), ANSWERING)
        step = SelectionStep(Action.RESOLVE, YEAR)
        world.do(student, step, CLERK, ANSWERING, "查證屬實")
    fewer = CorrectSelection(YEAR, (), (f"p{number}",))
    world.do(student, fewer, CLERK, ANSWERING, "依學生說明")
    return desk.later().submit(key)


def test_a_correction_supersedes_and_carries_the_corrected_only(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1, 2)
    desk.submit()
    assert correct(desk, 1, CORRECTION) is BatchState.ACCEPTED
    batch = desk.world.school.batch(CORRECTION)
    assert batch.students == ("s1",)
    assert batch.receipt is not None
    assert [each.item for each in batch.receipt.records] == ["p1"]
    assert desk.state() is BatchState.SUPERSEDED
    assert desk.states(1, 2) == ["received", "received"]
    chain = {
        str(each.batch): (each.state.value, each.superseded_by)
        for each in desk.world.central.deposits("ZZ0001")
    }
    assert chain == {
        "ZZ0001.yearly.113.ordinary.1": ("superseded", "ZZ0001.yearly.113.ordinary.2"),
        "ZZ0001.yearly.113.ordinary.2": ("accepted", None),
    }


def test_a_correction_that_is_rejected_leaves_what_it_corrects_standing(tmp_path: Path) -> None:
    """And the next one that is accepted supersedes both."""
    desk = at_work(tmp_path, 1, 2)
    desk.submit()
    world, third = desk.world, attrs.evolve(BATCH, number=3)
    too_late = at("2025-10-06T17:00")
    student = pupil(1)
    world.do(student, DisputeReceipt(YEAR, "多了一件"), owner(student), ANSWERING)
    world.do(student, SelectionStep(Action.RESOLVE, YEAR), CLERK, ANSWERING, "查證")
    fewer = CorrectSelection(YEAR, (), ("p1",))
    world.do(student, fewer, CLERK, ANSWERING, "更正")
    later = desk.later()
    later.precheck(CORRECTION)
    later.seal(CORRECTION)
    world.now = too_late
    later.send(CORRECTION)
    later.collect(CORRECTION)
    assert [later.state(), later.state(CORRECTION)] == ["accepted", "rejected"]
    assert later.states(1, 2) == ["rejected", "received"]

    assert correct(desk, 1, third) is BatchState.ACCEPTED
    assert [later.state(each) for each in (BATCH, CORRECTION, third)] == [
        "superseded", "superseded", "accepted",
    ]  # fmt: skip
    chain = {each.batch.number: each.superseded_by for each in world.central.deposits("ZZ0001")}
    assert chain == {1: str(third), 2: str(third), 3: None}


def test_whoever_was_left_out_joins_the_correction(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1, 2)
    revoke(desk.world, pupil(2), "o2")
    desk.submit()
    ask, certify = (OutcomeStep(each, "o2") for each in (Action.REQUEST, Action.CERTIFY))
    desk.world.do(pupil(2), ask, owner(pupil(2)))
    desk.world.do(pupil(2), certify, TEACHER)
    assert desk.later().submit(CORRECTION) is BatchState.ACCEPTED
    assert desk.world.school.batch(CORRECTION).students == ("s2",)
    assert desk.states(1, 2) == ["received", "received"]


def test_what_the_centre_holds_is_what_was_sent(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1, 2)
    desk.submit()
    assert desk.world.school.compare(BATCH) == ()


def test_what_is_recorded_afterwards_makes_no_difference(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1, 2)
    desk.submit()
    correct(desk, 1, CORRECTION)
    desk.world.do(pupil(2), RecordTaking(taking(pupil(2), credits="3")), CLERK)
    assert desk.world.school.compare(BATCH) == ()
    assert desk.world.school.compare(CORRECTION) == ()


def test_a_difference_shows_missing_extra_and_different(tmp_path: Path) -> None:
    def change(deposit: Deposit) -> Deposit:
        if deposit.receipt is None:
            return deposit
        first, second, *rest = deposit.receipt.records
        records = (
            attrs.evolve(first, digest="0" * 64),
            attrs.evolve(second, item="p9"),
            *rest,
        )
        return with_receipt(records=records)(deposit)

    desk = at_work(tmp_path, 1, world=answering(change))
    desk.submit()
    found = desk.world.school.compare(BATCH)
    assert [(each.kind.value, each.student.key, each.item) for each in found] == [
        ("different", "s1", "o1"),
        ("missing", "s1", "p1"),
        ("extra", "s1", "p9"),
    ]


def test_before_there_is_a_receipt_nothing_can_be_compared(tmp_path: Path) -> None:
    desk = sealed(tmp_path, 1)
    with pytest.raises(CallerError, match="has no receipt yet: collect it first"):
        desk.world.school.compare(BATCH)


def test_the_log_of_a_batch_tells_its_life(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1)
    desk.submit()
    actions = [event.command.action for event in desk.world.log(StreamKey.batch(BATCH))]
    assert actions == [
        "batch.plan", "batch.precheck", "batch.seal", "batch.send", "batch.receive",
        "batch.accept",
    ]  # fmt: skip


def test_after_an_older_backup_came_back_what_it_holds_is_compared(tmp_path: Path) -> None:
    """The portfolio does not know that it was submitted; its items are the same."""
    desk = at_work(tmp_path, 1)
    backup = copied(desk.world.records)
    desk.submit()
    key = StreamKey.batch(BATCH)
    snapshot = desk.world.records.load(key)
    assert snapshot is not None
    backup.commit(key, 0, desk.world.log(key), snapshot)
    assert World(records=backup).school.compare(BATCH) == ()
