"""A school year that does not exist, for the demonstration: some have just begun, some are done."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import attrs
from flask import Flask

from learnport.model import (
    TAIPEI,
    Actor,
    BatchKey,
    BatchKind,
    Deadline,
    ItemKind,
    SchoolSettings,
    Student,
    SubmissionRound,
    Taking,
    Text,
    Window,
    WindowKind,
)
from learnport.plugins import (
    DirectoryBlobs,
    Host,
    LoopbackTransport,
    MemoryCoursePlans,
    MemoryIdentity,
    MemoryRecords,
)
from learnport.sample import SampleSchool, Stage, sample_school
from learnport.systems import CentralDatabase, CentralEndpoint, Decision, SchoolPlatform
from learnport.workflow import Action, OutcomeStep, RecordStudent, RecordTaking, ReturnOutcome
from learnport_flask._app import create_app
from learnport_flask._settings import AppSettings, DemoPerson

__all__ = ["Demo", "build_demo"]

_TRANSPORT: Final = "loopback"
_START: Final = dt.datetime(2025, 9, 25, 10, tzinfo=TAIPEI)
_EVERYTHING_CLOSES: Final = dt.datetime(2025, 11, 1, tzinfo=TAIPEI)

# How far a teacher got with the outcomes of those who are still at work.
_FATES: Final = ("certified", "awaiting", "returned", "draft")


@attrs.frozen
class Demo:
    """The sample school in the middle of things, and its application.

    Attributes:
        app: the application.
        stage: school, centre and clock.
        people: who can be picked at the login.
    """

    app: Flask
    stage: Stage
    people: tuple[DemoPerson, ...]


def build_demo(out: Path, students: int = 12) -> Demo:
    """Play most of a year, and stop where there is something to do for everybody.

    The school's windows are all kept open, so that every step can be tried at once.

    Args:
        out: an empty folder for files and packages.
        students: at least 3; the first and the last third are still at work.
    """
    sample = sample_school(students=students)
    people = tuple(_people(sample))
    stage = _stage(sample, out, {each.credential: who for each, who in people})
    _record(stage)
    third = max(1, students // 3)
    early = sample.students[1 : 1 + max(2, third)]
    for student in sample.students:
        fates = itertools.cycle(_FATES[:1] if student in early else _FATES)
        _upload(stage, student, fates)
    _submit(stage, early)
    _stop_here(stage)
    shown = tuple(each for each, _ in people)
    settings = AppSettings(people=shown, secure_cookies=False, clock=_running(stage.now))
    return Demo(create_app(stage.school, stage.central, settings), stage, shown)


def _people(sample: SampleSchool) -> Iterator[tuple[DemoPerson, Actor]]:
    """Whoever has something to do, with what they can try."""
    beginner, submitted, rejected = sample.students[0], sample.students[2], sample.students[1]
    for student, hint in (
        (beginner, Text("還在準備：上傳、送認證、勾選", "Still at work: upload, ask, select")),
        (submitted, Text("已提交：核對收訖明細", "Submitted: check the receipt")),
        (rejected, Text("有一件被退件：看看原因", "One item was rejected: see why")),
    ):
        yield _person(sample.actor(student), Text(student.name, student.name), hint)
    seen: set[str] = set()
    for draft in sample.outcomes(beginner):
        teacher = sample.teacher(draft.taking)
        if teacher.person.key not in seen:
            seen.add(teacher.person.key)
            subject = draft.taking.subject
            name = Text(f"{subject}老師", f"Teacher of {subject}")
            hint = Text("認證學生的課程學習成果", "Certify what students ask for")
            yield _person(teacher, name, hint)
    staff = Text("註冊組承辦人員", "Registrar")
    yield _person(sample.staff, staff, Text("查看各班進度與期程", "See progress and windows"))
    centre = Text("中央資料庫人員", "Operator of the central database")
    yield _person(sample.centre, centre, Text("查看收件與檢核結果", "See packages and findings"))


def _person(actor: Actor, name: Text, hint: Text) -> tuple[DemoPerson, Actor]:
    return DemoPerson(actor.person.key, name, hint), actor


def _stage(sample: SampleSchool, out: Path, credentials: dict[str, Actor]) -> Stage:
    settings = SchoolSettings(tuple(_open(each) for each in sample.settings.deadlines))
    centre_host = Host([
        MemoryRecords(), DirectoryBlobs(out / "centre"), MemoryIdentity(credentials),
        MemoryCoursePlans(sample.plans),
    ])  # fmt: skip
    central = CentralDatabase(centre_host, settings)
    plans = MemoryCoursePlans(sample.stale_plans)
    endpoint = CentralEndpoint(central, lambda: stage.context(sample.centre))
    school_host = Host([
        MemoryRecords(), DirectoryBlobs(out / "school"), MemoryIdentity(credentials), plans,
        LoopbackTransport(endpoint, _TRANSPORT),
    ])  # fmt: skip
    school = SchoolPlatform(school_host, sample.school, settings)
    stage = Stage(sample, school, central, plans, out, _START, lambda *_: None)
    return stage


def _open(deadline: Deadline) -> Deadline:
    window = deadline.window
    return attrs.evolve(deadline, window=Window(window.opens, _EVERYTHING_CLOSES))


def _record(stage: Stage) -> None:
    """Basic data and takings; one course still has the code from before its plan was amended."""
    sample = stage.sample
    amended = {entry.code for plan in sample.plans for entry in plan.entries}
    stale = (entry.code for plan in sample.stale_plans for entry in plan.entries)
    old = next(code for code in stale if code not in amended)
    stage.now = dt.datetime.combine(sample.year.opens, dt.time(8), TAIPEI)
    for student in sample.students:
        _must(stage.school.perform(student.ref, RecordStudent(student), stage.of_staff()))
        for taking in sample.takings(student):
            known = attrs.evolve(taking, code=old) if taking == sample.recoded else taking
            _must(stage.school.perform(student.ref, RecordTaking(known), stage.of_staff()))


def _upload(stage: Stage, student: Student, fates: Iterator[str]) -> None:
    school, ref = stage.school, student.ref
    for draft in stage.sample.outcomes(student):
        stage.enter(WindowKind.UPLOAD_OUTCOMES, draft.taking.semester)
        files = stage.attach(student, ItemKind.OUTCOME, draft.files)
        done = _must(
            school.upload_outcome(
                ref, draft.taking.id, draft.taking.semester, draft.description, files,
                stage.of(student),
            )
        )  # fmt: skip
        _bring(stage, student, draft.taking, done.item, next(fates))
    stage.hurry(WindowKind.UPLOAD_PERFORMANCES, stage.sample.year)  # when all of it has happened
    for own in stage.sample.performances(student):
        files = stage.attach(student, ItemKind.PERFORMANCE, own.files)
        done = _must(
            school.upload_performance(
                ref, stage.sample.year, own.details, own.description, files, stage.of(student)
            )
        )
        _must(school.complete(ref, done.item, stage.of(student)))


def _bring(stage: Stage, student: Student, taking: Taking, item: str, fate: str) -> None:
    """Bring an outcome as far as its fate says."""
    teacher = stage.context(stage.sample.teacher(taking))
    if fate != "draft":
        ask = OutcomeStep(Action.REQUEST, item)
        _must(stage.school.perform(student.ref, ask, stage.of(student)))
    if fate == "certified":
        _must(stage.school.certify(student.ref, item, teacher))
    if fate == "returned":
        back = ReturnOutcome(item, "wrong_file")
        _must(stage.school.perform(student.ref, back, teacher))


def _submit(stage: Stage, students: tuple[Student, ...]) -> None:
    """Select, confirm, submit and collect for those who are done."""
    school, year = stage.school, stage.sample.year
    stage.enter(WindowKind.SELECT, year)
    for student in students:
        portfolio = school.portfolio(student.ref)
        picks = [each.id for each in portfolio.outcomes]
        others = [each.id for each in portfolio.performances]
        _must(school.select(student.ref, year, picks, others, stage.of(student)))
        _must(school.confirm_selection(student.ref, year, stage.of(student)))
    stage.enter(WindowKind.SUBMIT, year)
    key = BatchKey(school.school.code, BatchKind.YEARLY, str(year), SubmissionRound.ORDINARY, 1)
    _must(school.precheck(key, stage.of_staff()).decision)
    sealed = school.seal(key, stage.of_staff(), stage.out / "packages")
    _must(sealed.decision)
    assert sealed.package is not None, "what was sealed has a package"
    _must(school.send(key, stage.of_staff(), sealed.package, _TRANSPORT))
    _must(school.collect(key, stage.of_staff(), _TRANSPORT))


def _stop_here(stage: Stage) -> None:
    stage.now = _START


def _running(start: dt.datetime) -> Callable[[], dt.datetime]:
    """A clock that starts at an instant and goes on from there."""
    begun = time.monotonic()
    return lambda: start + dt.timedelta(seconds=time.monotonic() - begun)


def _must(decision: Decision) -> Decision:
    """Insist that a step of the demonstration was done."""
    codes = [each.code for each in decision.findings if each.severity.refuses]
    assert decision.done, f"the demonstration was refused: {codes}"
    return decision
