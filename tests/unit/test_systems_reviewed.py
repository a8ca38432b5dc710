"""Ways around the law that were found by reading, and are closed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

from learnport.model import (
    CourseRecord,
    Deadline,
    SchoolSettings,
    Unlock,
    Window,
    WindowKind,
)
from learnport.workflow import (
    Action,
    DisputeReceipt,
    EditOutcome,
    PerformanceStep,
    RecordCourse,
    RecordStudent,
    SelectionStep,
    UnlockItem,
    UploadOutcome,
    UploadPerformance,
)
from tests.unit.systems_desk import Desk
from tests.unit.systems_stages import S1, confirmed, drafted, fork, opened
from tests.unit.systems_world import (
    ANSWERING,
    CALENDAR,
    CLERK,
    OTHER_TEACHER,
    PUPIL,
    TEACHER,
    UPLOADING,
    YEAR,
    World,
    at,
    codes,
    course_outcome,
    performance,
)

A = Action


def test_an_outcome_named_like_a_taking_gives_nobody_a_say_in_its_grades() -> None:
    world = fork(opened)
    disguised = course_outcome(S1, "k-s1", world.file(b"%PDF disguise"))
    context = world.context(PUPIL, UPLOADING)
    assert codes(world.school.perform(S1.ref, UploadOutcome(disguised), context)) == ["LP1611"]
    grades = RecordCourse(CourseRecord("k-s1", passed=True))
    for who, expected in ((TEACHER, []), (OTHER_TEACHER, ["LP1701"])):
        asked = world.context(who, UPLOADING)
        assert codes(world.school.explain(S1.ref, grades, asked)) == expected


def test_a_performance_cannot_hide_behind_the_identifier_of_an_outcome() -> None:
    settings = attrs.evolve(SchoolSettings(CALENDAR), performances_per_year=1)
    world = fork(drafted, settings=settings)
    context = world.context(PUPIL, UPLOADING)
    hidden = UploadPerformance(performance(S1, "o1"))
    assert codes(world.school.perform(S1.ref, hidden, context)) == ["LP1611"]


def test_who_is_promoted_keeps_last_years_windows() -> None:
    """In August the school enters the next grade; last year's terms go on under the old one."""
    early = Deadline(
        WindowKind.SELECT, "113", Window(at("2025-04-01T00:00"), at("2025-05-01T00:00")), grade=2
    )
    world = fork(confirmed, settings=SchoolSettings((*CALENDAR, early)))
    promoted = attrs.evolve(S1, grade=2)
    assert S1.grade == 1
    august = at("2025-08-02T08:00")
    moved = world.school.perform(S1.ref, RecordStudent(promoted), world.context(CLERK, august))
    assert moved.done
    reopen = world.context(CLERK, at("2025-08-25T08:00"), "家長來電")
    world.school.perform(S1.ref, SelectionStep(A.REOPEN, YEAR), reopen)
    selecting = world.context(PUPIL, at("2025-08-26T08:00"))
    assert codes(world.school.perform(S1.ref, SelectionStep(A.CONFIRM, YEAR), selecting)) == []


def test_who_is_promoted_to_grade_12_still_goes_out_with_last_years_round(tmp_path: Path) -> None:
    world = fork(confirmed)
    august = world.context(CLERK, at("2025-08-02T08:00"))
    world.school.perform(S1.ref, RecordStudent(attrs.evolve(S1, grade=3)), august)
    checked = Desk(world, tmp_path).precheck()
    assert checked.decision.state is not None
    assert checked.decision.state.students == (S1.ref.key,)  # type: ignore[union-attr]


def test_what_the_school_resolved_is_acknowledged_after_the_window_too(tmp_path: Path) -> None:
    world = World()
    world.ready(1)
    desk = Desk(world, tmp_path)
    desk.submit()
    world = desk.later().world
    world.do(S1, DisputeReceipt(YEAR, "少一件"), PUPIL, ANSWERING)
    late = ANSWERING + dt.timedelta(days=60)
    clerk = world.context(CLERK, late, "已查明")
    assert codes(world.school.perform(S1.ref, SelectionStep(A.RESOLVE, YEAR), clerk)) == []
    waiting = list(world.school.who_has_not(A.ACKNOWLEDGE, "113", clerk))
    assert [(each.who, each.due) for each in waiting] == [(S1.ref, None)]
    answer = world.context(PUPIL, late + dt.timedelta(days=1))
    assert codes(world.school.perform(S1.ref, SelectionStep(A.ACKNOWLEDGE, YEAR), answer)) == []


def test_an_unlocked_item_may_be_changed_and_not_discarded() -> None:
    world = fork(confirmed)
    when = UPLOADING
    until = when + dt.timedelta(days=2)
    (shown,) = world.portfolio().selection(YEAR).performances
    for number, item in enumerate(("o1", shown)):
        unlock = UnlockItem(Unlock(f"u-{number}", item, until))
        clerk = world.context(CLERK, when, "放錯檔")
        assert codes(world.school.perform(S1.ref, unlock, clerk)) == []
    context = world.context(PUPIL, when)
    discard = PerformanceStep(A.DISCARD_PERFORMANCE, shown)
    assert codes(world.school.explain(S1.ref, discard, context)) == ["LP1606"]
    outcome = world.portfolio().outcome("o1")
    assert outcome is not None
    edit = EditOutcome("o1", "換一個檔案", outcome.attachments)
    assert "LP1606" not in codes(world.school.explain(S1.ref, edit, context))
    assert "LP1606" in codes(world.school.explain(S1.ref, edit, world.context(PUPIL, until)))
