"""What must not pass, tried on purpose: each case is refused with its own code."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping
from random import Random
from types import MappingProxyType
from typing import Final

import attrs

from learnport.model import (
    Attachment,
    Finding,
    Student,
    Taking,
    Text,
    WindowKind,
)
from learnport.sample._files_wicked import wicked_files
from learnport.sample._people import old_code
from learnport.sample._report import Refusal
from learnport.sample._stage import Stage, must
from learnport.sample._words import description_of_length
from learnport.systems import Decision
from learnport.workflow import RecordTaking

__all__ = ["refusals"]

# The code with which each wicked file has to be refused.
_FILE_CODES: Final[Mapping[str, str]] = MappingProxyType({
    "png-named-pdf": "LP1105",
    "docx-named-pdf": "LP1105",
    "pdf-named-jpg": "LP1105",
    "mp4-named-mp3": "LP1105",
    "docx": "LP1104",
    "gif": "LP1104",
    "no-extension": "LP1105",
    "encrypted-pdf": "LP1108",
    "encrypted-pdf-empty-password": "LP1108",
    "html-after-pdf-header": "LP1109",
    "empty": "LP1101",
    "truncated-pdf": "LP1109",
    "truncated-jpg": "LP1109",
    "truncated-mp4": "LP1109",
    "pdf-one-byte-over": "LP1102",
    "jpg-one-byte-over": "LP1102",
    "mp4-one-byte-over": "LP1102",
    "media-for-advising": "LP1104",
})  # fmt: skip


@attrs.frozen
class _Case:
    """Something that must be refused.

    Attributes:
        title: what is tried.
        code: the code that must say so.
        attempt: tries it, and gives what learnport said.
    """

    title: Text
    code: str
    attempt: Callable[[Stage], tuple[Finding, ...]]


def refusals(stage: Stage) -> Iterator[Refusal]:
    """Try everything wicked, by the first of two students whose outcomes are certified.

    What it takes to get there stays behind: the stage is of no use for anything else.
    """
    yield from _files(stage)
    for case in _CASES:
        yield Refusal(case.title, case.code, case.attempt(stage))


def _files(stage: Stage) -> Iterator[Refusal]:
    student, year = stage.sample.students[0], stage.sample.year
    stage.enter(WindowKind.UPLOAD_PERFORMANCES, year)
    law = stage.school.law(stage.of(student))
    files = wicked_files(
        stage.sample.seed,
        document_max=law["outcome.document.max_bytes"].number,
        media_max=law["outcome.media.max_bytes"].number,
    )
    for file in files:
        if not file.passes:
            tried = stage.school.attach(
                file.item_kind, file.name, io.BytesIO(file.content), stage.of(student)
            )
            yield Refusal(file.why, _FILE_CODES[file.key], tried.findings)


def _upload(
    stage: Stage, student: Student, taking: Taking, description: str = "課堂作業。"
) -> Decision:
    return stage.school.upload_outcome(
        student.ref, taking.id, taking.semester, description, _a_file(stage, student),
        stage.of(student),
    )  # fmt: skip


def _a_file(stage: Stage, student: Student) -> tuple[Attachment, ...]:
    """A file the student has uploaded before; the store holds it already."""
    return stage.school.portfolio(student.ref).outcomes[0].attachments


def _last_taking(stage: Stage, student: Student) -> Taking:
    second = stage.sample.year.semesters[1]
    return next(each for each in stage.sample.takings(student) if each.semester == second)


def _too_long(stage: Stage) -> tuple[Finding, ...]:
    student = stage.sample.students[0]
    taking = _last_taking(stage, student)
    stage.enter(WindowKind.UPLOAD_OUTCOMES, taking.semester)
    limit = stage.school.law(stage.of(student))["outcome.description.max_characters"].number
    words = description_of_length(Random(stage.sample.seed), limit + 1)
    return _upload(stage, student, taking, words).findings


def _too_late(stage: Stage) -> tuple[Finding, ...]:
    student = stage.sample.students[0]
    taking = _last_taking(stage, student)
    stage.now = stage.window(WindowKind.UPLOAD_OUTCOMES, taking.semester).closes
    return _upload(stage, student, taking).findings


def _too_early(stage: Stage) -> tuple[Finding, ...]:
    student = stage.sample.students[0]
    taking = _last_taking(stage, student)
    opens = stage.window(WindowKind.UPLOAD_OUTCOMES, taking.semester).opens
    stage.now = opens - dt.timedelta(microseconds=1)
    return _upload(stage, student, taking).findings


def _wrong_code(stage: Stage) -> tuple[Finding, ...]:
    """A taking recorded under a code that stands in no plan."""
    student = stage.sample.students[0]
    taking = _last_taking(stage, student)
    code = attrs.evolve(old_code(taking.code), subject="92")
    wrong = attrs.evolve(taking, id=f"{taking.id}.wrong", code=code)
    stage.enter(WindowKind.UPLOAD_OUTCOMES, taking.semester)
    must(stage.school.perform(student.ref, RecordTaking(wrong), stage.of_staff()))
    return _upload(stage, student, wrong).findings


def _strangers_taking(stage: Stage) -> tuple[Finding, ...]:
    student, stranger = stage.sample.students[:2]
    taking = _last_taking(stage, stranger)
    stage.enter(WindowKind.UPLOAD_OUTCOMES, taking.semester)
    return _upload(stage, student, taking).findings


def _strangers_portfolio(stage: Stage) -> tuple[Finding, ...]:
    student, stranger = stage.sample.students[:2]
    item = stage.school.portfolio(stranger.ref).outcomes[0].id
    return stage.school.request_certification(stranger.ref, item, stage.of(student)).findings


def _other_teacher(stage: Stage) -> tuple[Finding, ...]:
    """A teacher certifies an outcome of a course somebody else teaches."""
    student = stage.sample.students[0]
    item = _waiting(stage, student)
    other = attrs.evolve(stage.sample.staff, roles=stage.sample.teacher(
        _last_taking(stage, student)).roles)  # fmt: skip
    return stage.school.certify(student.ref, item, stage.context(other)).findings


def _waiting(stage: Stage, student: Student) -> str:
    """An outcome that waits for its teacher, for ever."""
    taking = _last_taking(stage, student)
    stage.enter(WindowKind.UPLOAD_OUTCOMES, taking.semester)
    item = must(_upload(stage, student, taking)).item
    must(stage.school.request_certification(student.ref, item, stage.of(student)))
    return item


def _select(stage: Stage, student: Student, outcomes: list[str]) -> tuple[Finding, ...]:
    year = stage.sample.year
    stage.enter(WindowKind.SELECT, year)
    return stage.school.select(student.ref, year, outcomes, (), stage.of(student)).findings


def _uncertified(stage: Stage) -> tuple[Finding, ...]:
    student = stage.sample.students[0]
    return _select(stage, student, [_waiting(stage, student)])


def _one_too_many(stage: Stage) -> tuple[Finding, ...]:
    student = stage.sample.students[0]
    limit = stage.school.law(stage.of(student))["selection.outcomes.max_count"].number
    portfolio = stage.school.portfolio(student.ref)
    items = [each.id for each in portfolio.outcomes if each.certified_at is not None]
    while len(items) <= limit:
        item = _waiting(stage, student)
        teacher = stage.sample.teacher(_last_taking(stage, student))
        must(stage.school.certify(student.ref, item, stage.context(teacher)))
        items.append(item)
    return _select(stage, student, items)


def _strangers_item(stage: Stage) -> tuple[Finding, ...]:
    student, stranger = stage.sample.students[:2]
    return _select(stage, student, [stage.school.portfolio(stranger.ref).outcomes[0].id])


_CASES: Final = (
    _Case(Text("簡述 101 字", "A description of 101 characters"), "LP1003", _too_long),
    _Case(Text("截止後才上傳", "An upload after the deadline"), "LP1503", _too_late),
    _Case(Text("開放前就上傳", "An upload before the window opens"), "LP1502", _too_early),
    _Case(
        Text("課程代碼不在課程計畫中", "A course code that is in no plan"), "LP1204", _wrong_code
    ),
    _Case(Text("別人的修課", "A stranger's taking"), "LP1201", _strangers_taking),
    _Case(Text("動別人的成果", "A hand on a stranger's portfolio"), "LP1701", _strangers_portfolio),
    _Case(Text("非任課教師認證", "Certification by another teacher"), "LP1701", _other_teacher),
    _Case(Text("勾選未認證的成果", "Selecting what is not certified"), "LP1405", _uncertified),
    _Case(Text("勾選第 7 件成果", "Selecting a seventh outcome"), "LP1401", _one_too_many),
    _Case(Text("勾選別人的成果", "Selecting a stranger's outcome"), "LP1403", _strangers_item),
)
