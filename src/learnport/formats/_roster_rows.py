"""What a student hands in, as rows of the yearly rosters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import attrs

from learnport.errors import NotFound
from learnport.formats._roster_check import Row, SheetRow
from learnport.formats._roster_layout import Layout
from learnport.model import (
    Attachment,
    Certificate,
    Competition,
    FileGroup,
    FlexibleLearning,
    GroupActivity,
    OfficerDeed,
    OtherPerformance,
    Performance,
    PerformanceDetails,
    PreparatoryCourse,
    Semester,
    ServiceLearning,
    Student,
    StudentSubmission,
    SubmittedOutcome,
    Taking,
    TakingKind,
    Work,
    WorkplaceLearning,
)

__all__ = ["submission_rows"]

FileNames = Callable[[Attachment], str]
"""Name of a file inside the package, such as `files/<sha256>.pdf`."""

_PERFORMANCE_SHEETS: Final[Mapping[type[PerformanceDetails], str]] = {
    OfficerDeed: "officer_deeds",
    Competition: "competitions",
    Certificate: "certificates",
    ServiceLearning: "service_learning",
    FlexibleLearning: "flexible_learning",
    GroupActivity: "group_activities",
    WorkplaceLearning: "workplace_learning",
    Work: "works",
    PreparatoryCourse: "preparatory_courses",
    OtherPerformance: "other_performances",
}

# What a sheet says of a taking beside the course itself.
_TAKING: Final[Mapping[TakingKind, tuple[str, ...]]] = {
    TakingKind.REGULAR: ("half",),
    TakingKind.MAKEUP: ("original_year", "original_half", "half", "mode"),
    TakingKind.RETAKE: ("original_year", "original_half", "half", "mode"),
    TakingKind.REPEAT: ("half",),
    TakingKind.TRANSFER: ("other_school", "original_year", "original_half"),
    TakingKind.VISITING: ("other_school", "year", "half"),
}


def submission_rows(
    layout: Layout, submission: StudentSubmission, files: FileNames
) -> Iterator[SheetRow]:
    """The rows one student adds to a yearly roster, in the student's order.

    Outcomes of takings in continuing education go to that division's workbook alone, all
    others to the ordinary one: a school with both divisions writes both.

    Args:
        layout: the workbook; its `roster` decides what is taken from the submission.
        submission: what the student hands in.
        files: gives the name of an attachment inside the package.

    Raises:
        NotFound: the roster holds nothing of a submission.
    """
    if layout.roster not in _ROSTERS:
        raise NotFound(what="a way from submissions to the roster", key=layout.roster)
    return _ROSTERS[layout.roster](submission, files)


def _ordinary_outcomes(submission: StudentSubmission, files: FileNames) -> Iterator[SheetRow]:
    return _outcomes(submission, files, continuing=False)


def _continuing_outcomes(submission: StudentSubmission, files: FileNames) -> Iterator[SheetRow]:
    return _outcomes(submission, files, continuing=True)


def _outcomes(
    submission: StudentSubmission, files: FileNames, *, continuing: bool
) -> Iterator[SheetRow]:
    for each in submission.outcomes:
        if each.taking.continuing is continuing:
            yield each.taking.kind.value, _outcome(submission.student, each, files)


def _performances(submission: StudentSubmission, files: FileNames) -> Iterator[SheetRow]:
    for each in submission.performances:
        sheet = _PERFORMANCE_SHEETS[type(each.details)]
        yield sheet, _performance(submission.student, each, files)


_ROSTERS: Final[Mapping[str, Callable[[StudentSubmission, FileNames], Iterator[SheetRow]]]] = {
    "course_outcomes": _ordinary_outcomes,
    "course_outcomes_continuing": _continuing_outcomes,
    "performances": _performances,
}


def _outcome(student: Student, submitted: SubmittedOutcome, files: FileNames) -> Row:
    taking, outcome = submitted.taking, submitted.outcome
    circumstances = _circumstances(taking)
    return {
        **_person(student),
        **{key: circumstances[key] for key in _TAKING[taking.kind]},
        "course_code": taking.code,
        "subject": taking.subject,
        "grade": taking.grade,
        "credits": _credits(taking.credits),
        "description": outcome.description,
        **_links(outcome.attachments, files),
    }


def _performance(student: Student, performance: Performance, files: FileNames) -> Row:
    return {
        **_person(student),
        **_details(performance.details),
        "description": performance.description,
        **_links(performance.attachments, files),
        "link": performance.link,
    }


def _person(student: Student) -> Row:
    return {"national_id": student.national_id, "birth_date": student.birth_date}


def _circumstances(taking: Taking) -> Row:
    original = taking.original
    return {
        "year": taking.semester.year,
        "half": taking.semester.half,
        "original_year": None if original is None else original.year,
        "original_half": None if original is None else original.half,
        "mode": taking.mode,
        "other_school": taking.other_school,
    }


def _details(details: PerformanceDetails) -> Row:
    """Fields and columns bear the same names; only a semester takes two columns."""
    row = attrs.asdict(details, recurse=False)
    semester = row.pop("semester", None)
    if isinstance(semester, Semester):
        row |= {"year": semester.year, "half": semester.half}
    return row


def _credits(text: str) -> int | str:
    """Plan codes that are no plain number stay as they are, so that the cell refuses them."""
    return int(text) if text.isascii() and text.isdigit() else text


def _links(attachments: tuple[Attachment, ...], files: FileNames) -> Row:
    """All names of each group: the cell has room for one and says so when there are more."""
    return {
        key: tuple(files(each) for each in attachments if each.group is group)
        for key, group in (("document", FileGroup.DOCUMENT), ("media", FileGroup.MEDIA))
    }
