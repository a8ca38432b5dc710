"""Who has not yet done what, and until when."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import attrs
import pytest

from learnport.errors import CallerError
from learnport.model import (
    Deadline,
    Extension,
    SchoolSettings,
    Semester,
    SubmissionRound,
    Unlock,
    Window,
    WindowKind,
)
from learnport.plugins import DirectoryBlobs
from learnport.systems import Outstanding
from learnport.systems._waiting import _investigated
from learnport.workflow import (
    Action,
    DisputeReceipt,
    ExtendWindow,
    ExtensionStep,
    OutcomeStep,
    PerformanceStep,
    RecordAdvising,
    RecordStudent,
    RecordTaking,
    ReturnOutcome,
    SelectionStep,
    UnlockItem,
    UploadPerformance,
)
from tests.unit.systems_desk import Desk
from tests.unit.systems_stages import S1, confirmed, drafted, fork
from tests.unit.systems_world import (
    ADVISOR,
    ANSWERING,
    CALENDAR,
    CLERK,
    OTHER_TEACHER,
    PUPIL,
    TEACHER,
    UPLOADING,
    YEAR,
    World,
    advising,
    at,
    codes,
    owner,
    performance,
    pupil,
    taking,
)

A = Action
TICK = dt.timedelta(microseconds=1)
UPLOADED_BY, CERTIFIED_BY = at("2025-02-15T00:00"), at("2025-02-21T00:00")
SHOWN_BY, CHOSEN_BY, ANSWERED_BY = (
    at("2025-08-15T00:00"), at("2025-08-27T17:00"), at("2025-09-22T17:00"),
)  # fmt: skip

Told = tuple[str, str | None, str | None, dt.datetime | None]


def told(world: World, action: Action, term: str, when: dt.datetime = UPLOADING) -> list[Told]:
    """Whose portfolio, who has to act, on what, until when."""
    context = world.context(CLERK, when)
    found = list(world.school.who_has_not(action, term, context))
    assert all((each.action, each.term) == (action, term) for each in found)
    return [
        (each.student.key, each.who.key if each.who else None, each.item, each.due)
        for each in found
    ]


def of_grade(world: World, number: int, grade: int, **changes: Any) -> None:
    student = attrs.evolve(pupil(number), grade=grade, **changes)
    world.do(pupil(number), RecordStudent(student), CLERK)


# Each action.


def test_whoever_takes_a_course_and_has_uploaded_nothing_for_the_semester() -> None:
    world = World()
    for number in (1, 2, 3):
        world.open(number)
    world.do(pupil(4), RecordStudent(pupil(4)), CLERK)
    world.draft(pupil(1), "o1")
    world.draft(pupil(2), "o2")
    discard = OutcomeStep(A.DISCARD_OUTCOME, "o2")
    world.do(pupil(2), discard, owner(pupil(2)))
    assert told(world, A.UPLOAD_OUTCOME, "113-1") == [
        ("s2", "s2", None, UPLOADED_BY),
        ("s3", "s3", None, UPLOADED_BY),
    ]
    assert told(world, A.UPLOAD_OUTCOME, "113-2") == []


def test_an_outcome_of_another_semester_is_no_excuse() -> None:
    world = World()
    world.open(1)
    world.draft(pupil(1), "o1")
    spring = RecordTaking(taking(S1, id="k2", semester=Semester(113, 2)))
    world.do(S1, spring, CLERK)
    assert told(world, A.UPLOAD_OUTCOME, "113-1") == []
    assert told(world, A.UPLOAD_OUTCOME, "113-2") == [("s1", "s1", None, None)]


def test_whoever_has_shown_no_performance_in_the_year() -> None:
    world = World()
    for number in (1, 2):
        world.open(number)
    world.complete(pupil(1), "p1")
    assert told(world, A.UPLOAD_PERFORMANCE, "113") == [("s2", "s2", None, SHOWN_BY)]
    assert told(world, A.UPLOAD_PERFORMANCE, "114") == []


def test_drafts_and_what_was_returned_wait_for_the_student() -> None:
    world = World()
    for number in (1, 2, 3, 4):
        world.open(number)
        world.draft(pupil(number), f"o{number}")
    for number in (2, 3):
        world.do(pupil(number), OutcomeStep(A.REQUEST, f"o{number}"), owner(pupil(number)))
    world.do(pupil(3), ReturnOutcome("o3", "wrong_file"), TEACHER)
    world.do(pupil(4), OutcomeStep(A.DISCARD_OUTCOME, "o4"), owner(pupil(4)))
    assert told(world, A.REQUEST, "113-1") == [
        ("s1", "s1", "o1", CERTIFIED_BY),
        ("s3", "s3", "o3", CERTIFIED_BY),
    ]
    assert told(world, A.REQUEST, "113-2") == []


def test_what_awaits_certification_waits_for_the_teacher_of_the_course() -> None:
    world = World()
    for number in (1, 2, 3):
        world.open(number)
        world.draft(pupil(number), f"o{number}")
        world.do(pupil(number), OutcomeStep(A.REQUEST, f"o{number}"), owner(pupil(number)))
    world.do(pupil(2), RecordTaking(taking(pupil(2), teacher=OTHER_TEACHER.person)), CLERK)
    world.do(pupil(3), RecordTaking(taking(pupil(3), teacher=None)), CLERK)
    expected: list[Told] = [
        ("s1", "t1", "o1", CERTIFIED_BY),
        ("s2", "t2", "o2", CERTIFIED_BY),
        ("s3", None, "o3", CERTIFIED_BY),
    ]
    assert told(world, A.CERTIFY, "113-1") == expected
    assert told(world, A.CERTIFY, "113-2") == []
    world.do(pupil(1), OutcomeStep(A.CERTIFY, "o1"), TEACHER)
    assert told(world, A.CERTIFY, "113-1") == expected[1:]


def test_what_is_not_complete_when_selecting_closes_is_left_behind() -> None:
    world = fork(drafted)
    assert told(world, A.COMPLETE, "113") == [("s1", "s1", "p1", CHOSEN_BY)]
    assert told(world, A.COMPLETE, "112") == []
    world.do(S1, UploadPerformance(performance(S1, "p2")), PUPIL)
    assert [item for _, _, item, _ in told(world, A.COMPLETE, "113")] == ["p1", "p2"]
    world.do(S1, PerformanceStep(A.COMPLETE, "p1"), PUPIL)
    assert [item for _, _, item, _ in told(world, A.COMPLETE, "113")] == ["p2"]


def test_whoever_has_not_confirmed_chosen_or_not() -> None:
    world = fork(confirmed)
    assert told(world, A.CONFIRM, "113") == [("s2", "s2", None, CHOSEN_BY)]


def test_whoever_enters_next_year_is_not_asked_for_this_one() -> None:
    world = fork(confirmed)
    of_grade(world, 3, 1, entry_year=114)
    of_grade(world, 4, 2, entry_year=112)
    for number in (3, 4):
        world.do(pupil(number), RecordTaking(taking(pupil(number))), CLERK)
    assert [key for key, *_ in told(world, A.CONFIRM, "113")] == ["s2", "s4"]


def test_whoever_takes_no_course_in_a_year_is_expected_to_do_nothing_in_it() -> None:
    """Graduates are in the books for ever; nobody reminds them."""
    world = fork(confirmed)
    for year in ("112", "114", "120"):
        assert told(world, A.CONFIRM, year) == []
        assert told(world, A.UPLOAD_PERFORMANCE, year) == []
    next_year = taking(S1, id="k-later", semester=Semester(114, 1))
    world.do(S1, RecordTaking(next_year), CLERK)
    assert [key for key, *_ in told(world, A.CONFIRM, "114")] == ["s1"]


def submitted(tmp_path: Path, *numbers: int, settings: SchoolSettings | None = None) -> Desk:
    world = World(settings=settings) if settings else World()
    world.ready(*numbers)
    desk = Desk(world, tmp_path)
    desk.submit()
    return desk.later()


def test_a_receipt_that_nobody_has_answered_waits_for_the_student(tmp_path: Path) -> None:
    world = submitted(tmp_path, 1, 2).world
    world.open(3)
    world.do(S1, SelectionStep(A.ACKNOWLEDGE, YEAR), PUPIL, ANSWERING)
    assert told(world, A.ACKNOWLEDGE, "113", ANSWERING) == [("s2", "s2", None, ANSWERED_BY)]


@pytest.mark.parametrize(
    ("limits", "due"),
    [
        ({}, "2025-09-19T12:00"),
        ({"receipt.investigation.max_days": 1}, "2025-09-17T12:00"),
        ({"receipt.investigation.max_days": 9}, "2025-09-19T12:00"),
    ],
)
def test_staff_have_three_days_to_look_into_a_dispute_or_fewer(
    tmp_path: Path, limits: dict[str, int], due: str
) -> None:
    settings = SchoolSettings(CALENDAR, limits=limits)
    world = submitted(tmp_path, 1, 2, settings=settings).world
    world.do(S1, DisputeReceipt(YEAR, "少了一件"), PUPIL, ANSWERING)
    assert told(world, A.RESOLVE, "113", ANSWERING) == [("s1", None, None, at(due))]
    world.do(S1, SelectionStep(A.RESOLVE, YEAR), CLERK, ANSWERING, "查證屬實")
    assert told(world, A.RESOLVE, "113", ANSWERING) == []


def test_a_dispute_whose_instant_nobody_noted_has_no_term(tmp_path: Path) -> None:
    world = submitted(tmp_path, 1).world
    law = world.school.law(world.context(CLERK, ANSWERING))
    assert _investigated(world.portfolio().selection(YEAR), law) is None


DUTIES = "outcome.upload performance.upload outcome.request outcome.certify performance.complete"
DUTIES += " selection.confirm selection.acknowledge selection.resolve"


@pytest.mark.parametrize("action", sorted({*Action} - {*DUTIES.split()}))
def test_nobody_is_expected_to_do_anything_else_least_of_all_about_advising(
    action: Action,
) -> None:
    world = fork(drafted)
    world.do(S1, RecordAdvising(advising(S1)), ADVISOR)
    for term in ("113", "113-1"):
        with pytest.raises(CallerError, match="nobody is expected"):
            world.school.who_has_not(action, term, world.context(CLERK, UPLOADING))


def test_no_list_shows_an_advising_record() -> None:
    world = fork(drafted)
    before = {each: told(world, Action(each), term_of(each)) for each in DUTIES.split()}
    world.do(S1, RecordAdvising(advising(S1)), ADVISOR)
    assert {each: told(world, Action(each), term_of(each)) for each in before} == before


def term_of(action: str) -> str:
    by_semester = "outcome.upload", "outcome.request", "outcome.certify"
    return "113-1" if action in by_semester else "113"


@pytest.mark.parametrize("action", DUTIES.split())
@pytest.mark.parametrize("term", ["113-3", "13", "", "113 ", "一一三"])
def test_a_term_of_another_form_is_a_mistake_of_the_program_at_once(action: str, term: str) -> None:
    world = World()
    other = "113" if term_of(action) == "113-1" else "113-1"
    for wrong in (term, other):
        with pytest.raises(CallerError, match=f"{action} in {wrong}"):
            world.school.who_has_not(Action(action), wrong, world.context(CLERK, UPLOADING))


def test_an_empty_school_has_nothing_left_to_do() -> None:
    for action in DUTIES.split():
        assert told(World(), Action(action), term_of(action)) == []


# Until when.


def window(kind: WindowKind, term: str, closes: str, **whose: Any) -> Deadline:
    return Deadline(kind, term, Window(at("2024-09-01T00:00"), at(closes)), **whose)


def test_a_window_of_the_grade_comes_before_the_one_for_all() -> None:
    own = window(WindowKind.UPLOAD_OUTCOMES, "113-1", "2025-02-10T00:00", grade=3)
    world = World(settings=SchoolSettings((*CALENDAR, own)))
    for number in (1, 2):
        world.open(number)
    of_grade(world, 2, 3)
    assert told(world, A.UPLOAD_OUTCOME, "113-1") == [
        ("s1", "s1", None, UPLOADED_BY),
        ("s2", "s2", None, at("2025-02-10T00:00")),
    ]


def test_a_window_of_the_round_comes_before_the_one_for_all(tmp_path: Path) -> None:
    own = window(
        WindowKind.CONFIRM_RECEIPT, "113", "2025-09-30T00:00", round=SubmissionRound.ORDINARY
    )
    other = window(
        WindowKind.CONFIRM_RECEIPT, "113", "2025-12-31T00:00", round=SubmissionRound.FIRST
    )
    desk = submitted(tmp_path, 1, settings=SchoolSettings((*CALENDAR, own, other)))
    late = at("2025-09-30T00:00")
    assert told(desk.world, A.ACKNOWLEDGE, "113", ANSWERING) == [("s1", "s1", None, late)]
    acknowledge = SelectionStep(A.ACKNOWLEDGE, YEAR)
    context = desk.world.context(PUPIL, late)
    assert codes(desk.world.school.explain(S1.ref, acknowledge, context)) == ["LP1503"]
    desk.world.do(S1, acknowledge, PUPIL, late - TICK)


def test_a_window_set_for_rounds_alone_is_extended_for_the_round_that_carried_the_student(
    tmp_path: Path,
) -> None:
    own = window(
        WindowKind.CONFIRM_RECEIPT, "113", "2025-09-30T00:00", round=SubmissionRound.ORDINARY
    )
    others = (each for each in CALENDAR if each.kind is not WindowKind.CONFIRM_RECEIPT)
    world = submitted(tmp_path, 1, settings=SchoolSettings((*others, own))).world
    world.open(2)
    more = ExtendWindow(Extension("e1", WindowKind.CONFIRM_RECEIPT, "113", at("2025-10-03T00:00")))
    found = world.school.explain(pupil(2).ref, more, world.context(CLERK, ANSWERING, "住院"))
    assert codes(found) == ["LP2222"]
    less = attrs.evolve(more, extension=attrs.evolve(more.extension, until=own.window.closes))
    found = world.school.explain(S1.ref, less, world.context(CLERK, ANSWERING, "住院"))
    assert codes(found) == ["LP2223"]
    world.do(S1, more, CLERK, ANSWERING, "住院")
    assert told(world, A.ACKNOWLEDGE, "113", ANSWERING) == [
        ("s1", "s1", None, at("2025-10-03T00:00"))
    ]


def test_an_extension_moves_the_due_date_of_its_student_and_of_no_one_else() -> None:
    world = World()
    for number in (1, 2):
        world.open(number)
    later = at("2025-02-20T00:00")
    more = Extension("e1", WindowKind.UPLOAD_OUTCOMES, "113-1", later)
    world.do(S1, ExtendWindow(more), CLERK, reason="住院")
    assert told(world, A.UPLOAD_OUTCOME, "113-1") == [
        ("s1", "s1", None, later),
        ("s2", "s2", None, UPLOADED_BY),
    ]
    world.do(S1, ExtensionStep(A.REVOKE_EXTENSION, "e1"), CLERK, reason="誤植")
    assert [due for *_, due in told(world, A.UPLOAD_OUTCOME, "113-1")] == [UPLOADED_BY] * 2


def test_an_unlocked_item_is_due_when_it_is_closed_again() -> None:
    world = fork(drafted)
    world.draft(S1, "o2")
    later = at("2025-03-01T00:00")
    world.do(S1, UnlockItem(Unlock("u1", "o1", later)), CLERK, reason="檔案有誤")
    assert told(world, A.REQUEST, "113-1") == [
        ("s1", "s1", "o1", later),
        ("s1", "s1", "o2", CERTIFIED_BY),
    ]


@pytest.mark.parametrize("action", ["outcome.request", "selection.confirm"])
def test_at_the_due_instant_it_is_too_late_and_just_before_it_is_not(action: str) -> None:
    world = fork(drafted)
    step = (
        OutcomeStep(A.REQUEST, "o1") if action == "outcome.request"
        else SelectionStep(A.CONFIRM, YEAR)
    )  # fmt: skip
    due = next(due for key, *_, due in told(world, Action(action), term_of(action)) if key == "s1")
    assert due is not None
    explained = world.school.explain(S1.ref, step, world.context(PUPIL, due))
    assert codes(explained) == ["LP1503"]
    world.do(S1, step, PUPIL, due - TICK)


def test_without_a_calendar_nothing_is_ever_due() -> None:
    world = fork(drafted, settings=SchoolSettings())
    assert told(world, A.REQUEST, "113-1") == [("s1", "s1", "o1", None)]


def test_it_is_the_same_from_a_store_on_disk(tmp_path: Path) -> None:
    disk = World(blobs=DirectoryBlobs(tmp_path / "blobs"))
    memory = World()
    for world in (disk, memory):
        world.open(1)
        world.draft(S1, "o1")
    assert told(disk, A.REQUEST, "113-1") == told(memory, A.REQUEST, "113-1") != []


def test_what_is_outstanding_is_a_value() -> None:
    world = fork(drafted)
    (found,) = world.school.who_has_not(A.REQUEST, "113-1", world.context(CLERK, UPLOADING))
    assert found == Outstanding(A.REQUEST, S1.ref, S1.ref, "113-1", "o1", at("2025-02-21T00:00"))
