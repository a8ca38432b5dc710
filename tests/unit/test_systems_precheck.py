"""Pre-check: whoever does not pass is left out, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from learnport.errors import CallerError, NotFound
from learnport.formats import verify_package
from learnport.model import (
    BatchKey,
    OutcomeState,
)
from learnport.workflow import (
    Action,
    EditOutcome,
    OutcomeStep,
    RecordStudent,
    RecordTaking,
    SelectionStep,
)
from tests.unit.systems_desk import (
    Desk,
    at_work,
    revoke,
)
from tests.unit.systems_world import (
    BATCH,
    CENTRE,
    CLERK,
    PLAN,
    SELECTING,
    STRANGERS,
    SUBMITTING,
    TEACHER,
    TRANSPORT,
    UPLOADING,
    YEAR,
    World,
    codes,
    document,
    owner,
    pupil,
    taking,
)


def test_the_pre_check_leaves_out_whom_it_refuses_and_the_rest_goes_on(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1, 2, 3)
    revoke(desk.world, pupil(2), "o2")
    checked = desk.precheck()
    batch = desk.world.school.batch(BATCH)
    assert (batch.students, batch.left_out) == (("s1", "s3"), ("s2",))
    assert [(each.student, codes(each.findings)) for each in checked.students] == [
        (pupil(2).ref, ["LP1405"])
    ]
    assert desk.seal().decision.done
    assert desk.send().done
    assert desk.collect().done
    assert desk.states(1, 2, 3) == ["received", "confirmed", "received"]
    (kept,) = desk.world.portfolio(2).outcomes
    assert kept.state is OutcomeState.DRAFT


def without_plan(world: World) -> None:
    world.plans.sync(attrs.evolve(PLAN, entries=()))


def with_two_documents(world: World) -> None:
    """Nothing at the school forbids it, but the roster has room for one."""
    student = pupil(2)
    reopen = SelectionStep(Action.REOPEN, YEAR)
    world.do(student, reopen, CLERK, reason="更換檔案")
    files = world.file(b"one"), world.file(b"two")
    world.do(student, EditOutcome("o2", "兩份文件", files), owner(student))
    ask, certify = (OutcomeStep(each, "o2") for each in (Action.REQUEST, Action.CERTIFY))
    world.do(student, ask, owner(student))
    world.do(student, certify, TEACHER)
    world.chosen(student, ["o2"], ["p2"])


def with_a_lost_file(world: World) -> None:
    world.blobs.delete(document(b"s2 p2").sha256)


def with_other_credits(world: World) -> None:
    world.do(pupil(2), RecordTaking(taking(pupil(2), credits="n")), CLERK)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (with_a_lost_file, [("LP1113", "/performances/0/attachments/0")]),
        (with_two_documents, [("LP3114", "學期課程學習成果!I2")]),
        (with_other_credits, [("LP3104", "學期課程學習成果!G2")]),
    ],
    ids=["a file was lost", "the roster has no room", "the roster takes only numbers"],
)
def test_one_student_does_not_hold_up_the_school(
    tmp_path: Path, change: Callable[[World], None], expected: list[tuple[str, str]]
) -> None:
    desk = at_work(tmp_path, 1, 2, 3)
    change(desk.world)
    (report,) = desk.precheck().students
    assert report.student == pupil(2).ref
    assert [(each.code, each.at) for each in report.findings] == expected
    assert desk.world.school.batch(BATCH).left_out == ("s2",)
    sealed = desk.seal()
    assert sealed.package is not None
    assert verify_package(sealed.package) == ()


def test_the_pre_check_sees_that_a_code_left_the_plan(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1)
    without_plan(desk.world)
    (report,) = desk.precheck().students
    assert codes(report.findings) == ["LP1204"]
    assert desk.world.school.batch(BATCH).students == ()


def test_advice_is_reported_but_leaves_nobody_out(tmp_path: Path) -> None:
    world = World()
    student = world.open(1)
    world.draft(student, "o1", description="")
    mine = world.context(owner(student), UPLOADING)
    assert world.school.request_certification(student.ref, "o1", mine).done
    assert world.school.certify(student.ref, "o1", world.context(TEACHER, UPLOADING)).done
    world.chosen(student, ["o1"], [])
    (report,) = Desk(world, tmp_path).precheck().students
    assert [each.code for each in report.findings] == ["LP1002"]
    assert world.school.batch(BATCH).students == ("s1",)


def test_only_confirmed_selections_of_the_rounds_grades_are_candidates(tmp_path: Path) -> None:
    world = World()
    for number in (1, 2):
        world.ready(number)
    world.complete(world.open(3), "p3")
    context = world.context(owner(pupil(3)), SELECTING)
    assert world.school.select(pupil(3).ref, YEAR, [], ["p3"], context).done
    world.do(pupil(2), RecordStudent(attrs.evolve(pupil(2), grade=3)), CLERK)
    desk = Desk(world, tmp_path)
    desk.precheck()
    assert world.school.batch(BATCH).students == ("s1",)
    assert world.school.batch(BATCH).left_out == ()
    first = BatchKey.parse("ZZ0001.yearly.113.first.1")
    desk.precheck(first)
    assert world.school.batch(first).students == ("s2",)


def test_the_pre_check_may_be_run_again_until_the_batch_is_sealed(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1)
    assert desk.precheck().decision.done
    desk.world.ready(2)
    assert desk.precheck().decision.done
    assert desk.world.school.batch(BATCH).students == ("s1", "s2")
    desk.seal()
    again = desk.precheck().decision
    assert (again.done, codes(again)) == (False, ["LP1601"])


def test_only_staff_of_the_school_submit(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1)
    desk.submit()
    school, held = desk.world.school, desk.world.logs()
    for who in (*STRANGERS.values(), owner(pupil(1)), TEACHER, CENTRE):
        context = desk.world.context(who, SUBMITTING)
        decisions = [
            school.precheck(BATCH, context).decision,
            school.seal(BATCH, context, tmp_path).decision,
            school.send(BATCH, context, tmp_path / f"{BATCH}.zip", TRANSPORT),
            school.collect(BATCH, context, TRANSPORT),
        ]
        assert [codes(each) for each in decisions] == [["LP1701"]] * 4
    assert desk.world.logs() == held


@pytest.mark.parametrize(
    "key", ["ZZ0002.yearly.113.ordinary.1", "ZZ0001.semester.113-1.ordinary.1"]
)
def test_a_batch_of_another_school_or_kind_is_a_mistake_of_the_program(
    tmp_path: Path, key: str
) -> None:
    desk = at_work(tmp_path, 1)
    with pytest.raises(CallerError, match="is not a yearly batch of school ZZ0001"):
        desk.precheck(BatchKey.parse(key))


def test_a_batch_that_was_never_planned_is_not_found(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1)
    for step in (desk.seal, desk.send, desk.collect, desk.state):
        with pytest.raises(NotFound, match=f"submission batch {BATCH} does not exist"):
            step()
