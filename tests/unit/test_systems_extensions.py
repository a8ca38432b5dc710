"""More time for one student: for this one, in this window, until the last microsecond."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest

from learnport.model import (
    Actor,
    Deadline,
    Extension,
    ExtensionState,
    OutcomeState,
    SchoolSettings,
    Unlock,
    Window,
    WindowKind,
)
from learnport.workflow import (
    Action,
    EditOutcome,
    EditPerformance,
    ExtendWindow,
    ExtensionStep,
    OutcomeStep,
    PortfolioCommand,
    Select,
    SelectionStep,
    StreamKey,
    UnlockItem,
    UploadOutcome,
    UploadPerformance,
)
from tests.unit.systems_desk import Desk, at_work
from tests.unit.systems_stages import (
    S1,
    S2,
    awaiting,
    drafted,
    fork,
    opened,
)
from tests.unit.systems_world import (
    BATCH,
    CALENDAR,
    CLERK,
    PUPIL,
    SELECTING,
    SUBMITTING,
    TEACHER,
    YEAR,
    World,
    at,
    codes,
    course_outcome,
    owner,
    performance,
)

TICK = dt.timedelta(microseconds=1)
CLOSES, LONGER = at("2025-02-15T00:00"), at("2025-02-20T12:00")
A = Action


def asks(
    world: World, command: PortfolioCommand, when: dt.datetime, by: Actor = PUPIL
) -> list[str]:
    return codes(world.school.explain(S1.ref, command, world.context(by, when)))


def upload(world: World, key: str = "o1") -> UploadOutcome:
    return UploadOutcome(course_outcome(S1, key, world.file(f"s1 {key}".encode())))


def extend(world: World, key: str = "e1", until: dt.datetime = LONGER) -> None:
    more = Extension(key, WindowKind.UPLOAD_OUTCOMES, "113-1", until)
    world.do(S1, ExtendWindow(more), CLERK, CLOSES, "住院")


def withdraw(world: World, key: str = "e1") -> None:
    world.do(S1, ExtensionStep(A.REVOKE_EXTENSION, key), CLERK, CLOSES, "誤植")


def test_an_upload_is_refused_after_closing_and_taken_until_the_extension_ends() -> None:
    world = fork(opened)
    assert asks(world, upload(world), CLOSES - TICK) == []
    assert asks(world, upload(world), CLOSES) == ["LP1503"]
    extend(world)
    assert asks(world, upload(world), LONGER) == ["LP1503"]
    assert asks(world, upload(world), LONGER - TICK) == []
    world.do(S1, upload(world), PUPIL, LONGER - TICK)


def test_the_refusal_names_the_end_of_the_extension() -> None:
    world = fork(opened)
    extend(world)
    (finding,) = world.school.explain(S1.ref, upload(world), world.context(PUPIL, LONGER))
    assert "已於 114 年 2 月 20 日 12:00 截止" in finding.message.zh
    assert dict(finding.values)["closes"] == "2025-02-20T12:00:00+08:00"


def test_an_extension_opens_nothing_earlier() -> None:
    world = fork(opened)
    extend(world)
    assert asks(world, upload(world), at("2024-08-31T23:59:59.999999")) == ["LP1502"]


def test_it_is_for_this_student_and_this_window_only() -> None:
    world = fork(opened)
    extend(world)
    theirs = UploadOutcome(course_outcome(S2, "o2", world.file(b"s2 o2")))
    context = world.context(owner(S2), CLOSES)
    assert codes(world.school.explain(S2.ref, theirs, context)) == ["LP1503"]
    world.do(S1, upload(world), PUPIL, CLOSES)
    late = LONGER - TICK
    assert asks(world, EditOutcome("o1", "改", (world.file(b"s1 o1"),)), late) == []
    assert asks(world, OutcomeStep(A.REQUEST, "o1"), at("2025-02-21T00:00")) == ["LP1503"]
    assert asks(world, UploadPerformance(performance(S1, "p1")), at("2025-08-15T00:00")) == [
        "LP1503"
    ]


def test_a_revoked_extension_gives_no_time_and_the_one_before_it_counts_again() -> None:
    world = fork(opened)
    extend(world)
    extend(world, "e2", at("2025-02-25T00:00"))
    assert asks(world, upload(world), LONGER) == []
    withdraw(world, "e2")
    assert asks(world, upload(world), LONGER) == ["LP1503"]
    assert asks(world, upload(world), LONGER - TICK) == []
    withdraw(world)
    assert asks(world, upload(world), CLOSES) == ["LP1503"]
    assert asks(world, upload(world), CLOSES - TICK) == []


def test_a_shorter_extension_takes_nothing_away() -> None:
    world = fork(opened)
    extend(world)
    extend(world, "e2", CLOSES + TICK)
    assert asks(world, upload(world), LONGER - TICK) == []


def test_the_teacher_certifies_in_the_time_given_to_the_student() -> None:
    world = fork(awaiting)
    closes, longer = at("2025-02-21T00:00"), at("2025-02-24T00:00")
    certify = OutcomeStep(A.CERTIFY, "o1")
    assert asks(world, certify, closes, TEACHER) == ["LP1503"]
    more = Extension("e1", WindowKind.CERTIFY, "113-1", longer)
    world.do(S1, ExtendWindow(more), CLERK, closes, "教師請假")
    assert asks(world, certify, longer, TEACHER) == ["LP1503"]
    world.do(S1, certify, TEACHER, longer - TICK)


def test_a_yearly_window_is_extended_too() -> None:
    world = fork(drafted)
    closes, longer = at("2025-08-27T17:00"), at("2025-08-29T17:00")
    select = Select(YEAR, (), ())
    assert asks(world, select, closes) == ["LP1503"]
    more = Extension("e1", WindowKind.SELECT, "113", longer)
    world.do(S1, ExtendWindow(more), CLERK, closes, "住院")
    assert asks(world, select, longer) == ["LP1503"]
    world.do(S1, select, PUPIL, longer - TICK)


def test_a_window_of_the_students_own_grade_is_what_is_extended() -> None:
    """Closing earlier for grade 1, so that an extension short of the window for all is one."""
    early = at("2025-02-01T00:00")
    own = Deadline(WindowKind.UPLOAD_OUTCOMES, "113-1", Window(at("2024-09-01T00:00"), early), 1)
    world = fork(opened, settings=SchoolSettings((*CALENDAR, own)))
    assert asks(world, upload(world), early) == ["LP1503"]
    more = Extension("e1", WindowKind.UPLOAD_OUTCOMES, "113-1", at("2025-02-05T00:00"))
    world.do(S1, ExtendWindow(more), CLERK, early, "住院")
    assert asks(world, upload(world), at("2025-02-05T00:00")) == ["LP1503"]
    assert asks(world, upload(world), at("2025-02-05T00:00") - TICK) == []


def test_granting_and_revoking_are_events_with_a_reason_and_an_actor() -> None:
    world = fork(opened)
    extend(world)
    withdraw(world)
    granted, revoked = world.log(StreamKey.portfolio(S1.ref))[-2:]
    assert [each.command.action for each in (granted, revoked)] == [
        "extension.extend",
        "extension.revoke",
    ]
    assert [(each.reason, each.actor, each.at) for each in (granted, revoked)] == [
        ("住院", CLERK, CLOSES),
        ("誤植", CLERK, CLOSES),
    ]
    assert world.portfolio().extensions == (
        Extension("e1", WindowKind.UPLOAD_OUTCOMES, "113-1", LONGER, ExtensionState.REVOKED),
    )


# Unlocking.


OPEN_UNTIL = at("2025-08-29T17:00")
UNLOCKING = at("2025-08-28T09:00")


def two_confirmed(tmp_path: Path) -> Desk:
    """`s1` has confirmed two outcomes and a performance, `s2` one of each."""
    world = World()
    world.ready(2)
    world.open(1)
    for key in ("o1", "o2"):
        world.certified(S1, key)
    world.complete(S1, "p1")
    world.chosen(S1, ["o1", "o2"], ["p1"])
    return Desk(world, tmp_path)


def unlock(world: World, item: str = "o1", key: str = "u1") -> None:
    world.do(S1, UnlockItem(Unlock(key, item, OPEN_UNTIL)), CLERK, UNLOCKING, "檔案有誤")


def edit(world: World, key: str = "o1") -> EditOutcome:
    return EditOutcome(key, "換了檔案", (world.file(f"s1 {key} 新".encode()),))


def test_one_item_of_a_confirmed_selection_is_unlocked_and_only_this_one(tmp_path: Path) -> None:
    world = two_confirmed(tmp_path).world
    assert asks(world, edit(world), UNLOCKING) == ["LP1503", "LP1606"]
    unlock(world)
    assert asks(world, edit(world), UNLOCKING) == []
    assert asks(world, edit(world, "o2"), UNLOCKING) == ["LP1503", "LP1606"]
    shown = world.portfolio().performance("p1")
    assert shown is not None
    again = EditPerformance("p1", shown.details, "改", shown.attachments)
    assert asks(world, again, UNLOCKING) == ["LP1503", "LP1606"]
    assert asks(world, Select(YEAR, (), ()), UNLOCKING) == ["LP1601"]


def test_it_is_closed_again_at_the_end_and_when_it_is_revoked(tmp_path: Path) -> None:
    world = two_confirmed(tmp_path).world
    unlock(world)
    assert asks(world, edit(world), OPEN_UNTIL - TICK) == []
    assert asks(world, edit(world), OPEN_UNTIL) == ["LP1503", "LP1606"]
    revoke = ExtensionStep(A.REVOKE_EXTENSION, "u1")
    world.do(S1, revoke, CLERK, UNLOCKING, "誤植")
    assert asks(world, edit(world), UNLOCKING) == ["LP1503", "LP1606"]


def test_a_performance_is_unlocked_like_an_outcome(tmp_path: Path) -> None:
    world = two_confirmed(tmp_path).world
    shown = world.portfolio().performance("p1")
    assert shown is not None
    again = EditPerformance("p1", shown.details, "改", shown.attachments)
    assert asks(world, again, UNLOCKING) == ["LP1503", "LP1606"]
    unlock(world, "p1")
    assert asks(world, again, UNLOCKING) == []
    assert asks(world, edit(world), UNLOCKING) == ["LP1503", "LP1606"]
    world.do(S1, again, PUPIL, UNLOCKING)


def test_what_was_edited_is_left_out_until_it_is_certified_again(tmp_path: Path) -> None:
    desk = two_confirmed(tmp_path)
    world = desk.world
    unlock(world)
    world.do(S1, edit(world), PUPIL, UNLOCKING)
    edited = world.portfolio().outcome("o1")
    assert edited is not None
    assert (edited.state, edited.certifier) == (OutcomeState.DRAFT, None)
    assert world.portfolio().selection(YEAR).state == "confirmed"

    (report,) = desk.precheck().students
    assert (report.student, codes(report.findings)) == (S1.ref, ["LP1405"])
    assert world.school.batch(BATCH).left_out == ("s1",)

    world.do(S1, OutcomeStep(A.REQUEST, "o1"), PUPIL, OPEN_UNTIL - TICK)
    assert codes(desk.precheck().students[0].findings) == ["LP1405"]
    certify = OutcomeStep(A.CERTIFY, "o1")
    assert asks(world, certify, OPEN_UNTIL, TEACHER) == ["LP1503"]
    world.do(S1, certify, TEACHER, OPEN_UNTIL - TICK)
    assert desk.precheck().students == ()
    assert world.school.batch(BATCH).students == ("s1", "s2")
    assert desk.seal().decision.done


def test_unlocking_is_an_event_with_a_reason(tmp_path: Path) -> None:
    world = two_confirmed(tmp_path).world
    unlock(world)
    last = world.log(StreamKey.portfolio(S1.ref))[-1]
    assert (last.command, last.reason) == (UnlockItem(Unlock("u1", "o1", OPEN_UNTIL)), "檔案有誤")


@pytest.mark.parametrize("reason", ["", " ", "\n"])
def test_without_a_reason_nothing_is_granted(tmp_path: Path, reason: str) -> None:
    world = two_confirmed(tmp_path).world
    more = Extension("e1", WindowKind.SELECT, "113", at("2025-09-01T00:00"))
    for command in (ExtendWindow(more), UnlockItem(Unlock("u1", "o1", OPEN_UNTIL))):
        context = world.context(CLERK, UNLOCKING, reason)
        decision = world.school.perform(S1.ref, command, context)
        assert (decision.done, codes(decision)) == (False, ["LP1605"])
    assert world.portfolio().extensions == ()


def test_what_was_submitted_stays_closed_though_it_was_unlocked_before(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1)
    until = at("2025-12-31T00:00")
    desk.world.do(S1, UnlockItem(Unlock("u1", "o1", until)), CLERK, SELECTING, "檔案有誤")
    desk.submit()
    assert asks(desk.world, edit(desk.world), SUBMITTING) == ["LP1601"]


def test_an_unlock_gives_no_leave_to_change_the_selection_itself(tmp_path: Path) -> None:
    world = two_confirmed(tmp_path).world
    unlock(world)
    for step in (SelectionStep(A.CONFIRM, YEAR), Select(YEAR, ("o2",), ())):
        assert asks(world, step, SELECTING) == ["LP1601"]


def test_where_no_window_is_set_an_unlock_opens_none() -> None:
    others = tuple(each for each in CALENDAR if each.kind is not WindowKind.UPLOAD_OUTCOMES)
    world = fork(drafted, settings=attrs.evolve(SchoolSettings(CALENDAR), deadlines=others))
    world.do(S1, UnlockItem(Unlock("u1", "o1", OPEN_UNTIL)), CLERK, UNLOCKING, "檔案有誤")
    assert asks(world, edit(world), UNLOCKING) == ["LP1501"]
