"""What the machine, or the making of it, once found wrong: each as one short story.

The desk insists on what holds for every step, and its auditor reads the logs along.
"""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from learnport.model import PersonRef
from learnport.workflow import (
    Action,
    OutcomeStep,
    PortfolioCommand,
    RecordAdvising,
    RecordOfficerPost,
    RecordStudent,
    RecordTaking,
    Select,
    SelectionStep,
)
from tests.stateful import cast
from tests.stateful import world as w
from tests.stateful.desk import Desk
from tests.stateful.pasts import FIRST, SECOND, YEAR, must, told

THIRD = cast.batch_key(number=3)
IN_SELECTING = cast.instant("2025-08-21T08:00")
IN_SUBMITTING = cast.instant("2025-09-06T08:00")
IN_CORRECTING = cast.instant("2025-09-16T08:00")


def desk_after(chapters: int, folder: Path) -> Desk:
    desk = Desk(w.World(folder))
    desk.remember(told(YEAR[:chapters]))
    return desk


@pytest.mark.parametrize(
    "command",
    [
        RecordStudent(cast.pupil(cast.S2)),
        RecordTaking(cast.taking(cast.S2, "k1")),
        RecordOfficerPost(cast.post_of(cast.S2)),
        RecordAdvising(cast.talk_with(cast.S2)),
    ],
    ids=lambda command: type(command).__name__,
)
def test_what_is_anothers_is_not_recorded_in_a_students_portfolio(
    command: PortfolioCommand, tmp_path: Path
) -> None:
    desk = desk_after(1, tmp_path)
    actor = cast.ADVISOR if isinstance(command, RecordAdvising) else cast.STAFF
    decision = desk.ask(cast.S1, command, actor)
    assert decision is not None
    assert [each.code for each in decision.findings] == ["LP1702"]


def test_a_platform_keeps_no_portfolio_of_another_school(tmp_path: Path) -> None:
    desk = Desk(w.World(tmp_path))
    stranger = attrs.evolve(cast.STAFF, person=cast.ref("staff", cast.OTHER_SCHOOL))
    command = RecordStudent(cast.pupil(cast.NAMESAKE))
    assert desk.ask(cast.NAMESAKE, command, stranger) is None
    assert w.streams(desk.world.records) == []


@pytest.mark.parametrize("who", [cast.S1, cast.S2], ids=str)
def test_who_chooses_again_while_the_package_is_written_is_not_marked_as_packed(
    who: PersonRef, tmp_path: Path
) -> None:
    desk = desk_after(2, tmp_path)
    world = desk.world
    world.now = IN_SUBMITTING

    def choose_again() -> None:
        reopen = world.context(cast.STAFF, "學生來電。")
        must(world.school.perform(who, SelectionStep(Action.REOPEN, cast.YEAR), reopen))
        me = world.context(cast.PUPILS[who], at=IN_SELECTING)
        for command in (
            Select(cast.YEAR, (), (f"{who.key}-p1",)),
            SelectionStep(Action.CONFIRM, cast.YEAR),
        ):
            must(world.school.perform(who, command, me))

    must(desk.precheck(FIRST, cast.STAFF))
    world.blobs.meanwhile = choose_again
    assert desk.seal(FIRST, cast.STAFF) is None, "a conflict"
    assert world.school.portfolio(who).selection(cast.YEAR).state == "confirmed"
    must(desk.precheck(FIRST, cast.STAFF))
    must(desk.seal(FIRST, cast.STAFF))
    package = desk.auditor.packages[FIRST]
    assert package.picks(who.key) == ((), (f"{who.key}-p1",))


def test_a_correction_also_supersedes_what_stood_before_a_rejected_one(tmp_path: Path) -> None:
    desk = desk_after(5, tmp_path)
    desk.world.now = IN_CORRECTING
    must(desk.precheck(THIRD, cast.STAFF))
    must(desk.seal(THIRD, cast.STAFF))
    must(desk.send(THIRD, cast.STAFF))
    must(desk.collect(THIRD, cast.STAFF))
    states = {each.batch: str(each.state) for each in desk.world.central.deposits("ZZ0001")}
    assert states == {FIRST: "superseded", SECOND: "superseded", THIRD: "accepted"}
    assert [str(desk.world.school.batch(key).state) for key in (FIRST, SECOND, THIRD)] == [
        "superseded", "superseded", "accepted",
    ]  # fmt: skip


@pytest.mark.parametrize("half_commits", range(4))
def test_the_centre_that_lost_its_power_supersedes_when_the_package_comes_again(
    half_commits: int, tmp_path: Path
) -> None:
    desk = desk_after(4, tmp_path)
    desk.world.now = IN_CORRECTING
    must(desk.precheck(SECOND, cast.STAFF))
    must(desk.seal(SECOND, cast.STAFF))
    desk.world.central_records.fails_at = half_commits
    assert desk.send(SECOND, cast.STAFF) is None
    must(desk.send(SECOND, cast.STAFF))
    must(desk.collect(SECOND, cast.STAFF))
    states = {each.batch: str(each.state) for each in desk.world.central.deposits("ZZ0001")}
    assert states == {FIRST: "superseded", SECOND: "accepted"}


def test_who_was_marked_before_a_power_cut_and_is_then_left_out_still_gets_an_answer(
    tmp_path: Path,
) -> None:
    desk = desk_after(2, tmp_path)
    world, school = desk.world, desk.world.school
    world.now = IN_SUBMITTING
    must(desk.precheck(FIRST, cast.STAFF))
    world.records.fails_at = 1  # the first student is marked, the second is not
    assert desk.seal(FIRST, cast.STAFF) is None
    assert school.portfolio(cast.S1).selection(cast.YEAR).state == "submitted"
    world.plans.sync(cast.plan(113, without="02"))  # of which he submits an outcome
    must(desk.precheck(FIRST, cast.STAFF))
    assert school.batch(FIRST).left_out == ("s1",)
    must(desk.seal(FIRST, cast.STAFF))
    must(desk.send(FIRST, cast.STAFF))
    must(desk.collect(FIRST, cast.STAFF))
    assert school.portfolio(cast.S1).selection(cast.YEAR).state == "rejected"
    assert school.portfolio(cast.S2).selection(cast.YEAR).state == "received"


def test_what_was_damaged_on_its_way_can_be_sent_again(tmp_path: Path) -> None:
    desk = desk_after(2, tmp_path)
    desk.world.now = IN_SUBMITTING
    must(desk.precheck(FIRST, cast.STAFF))
    must(desk.seal(FIRST, cast.STAFF))
    desk.world.line.weather = "garbled"
    assert desk.send(FIRST, cast.STAFF) is None
    assert list(desk.world.central.deposits("ZZ0001")) == []
    must(desk.send(FIRST, cast.STAFF))
    must(desk.collect(FIRST, cast.STAFF))
    assert desk.world.school.batch(FIRST).state == "accepted"


def test_a_stand_in_begins_and_ends_at_midnight_in_taiwan(tmp_path: Path) -> None:
    desk = desk_after(1, tmp_path)
    stand_in, revoke = cast.TEACHERS[2], OutcomeStep(Action.REVOKE, "s1-o0")
    outside = ("2024-11-03T23:59:59.999999", "2024-11-09T00:00", "2024-11-09T07:00")
    for moment in outside:
        decision = desk.ask(cast.S1, revoke, stand_in, "代理。", cast.instant(moment))
        assert decision is not None
        assert [each.code for each in decision.findings] == ["LP1701"], moment
    inside = (("2024-11-04T00:00", "s1-o0"), ("2024-11-08T23:59:59.999999", "s1-o1"))
    for moment, item in inside:
        revoke = OutcomeStep(Action.REVOKE, item)
        must(desk.ask(cast.S1, revoke, stand_in, "代理。", cast.instant(moment)))
