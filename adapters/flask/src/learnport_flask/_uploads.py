"""Files on their way in: told beforehand what is taken, told afterwards what was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, cast

import attrs
from flask import g, request

from learnport.model import (
    Attachment,
    FileGroup,
    Finding,
    ItemKind,
    Portfolio,
    SchoolYear,
    Semester,
    Taking,
    WindowKind,
)
from learnport.rules import TIMING_RULES, TimingCase, check
from learnport_flask._offers import refused
from learnport_flask._site import context, site

__all__ = [
    "FileLimit",
    "Report",
    "TakingChoice",
    "attach",
    "file_limits",
    "most_characters",
    "stopped",
    "taking_choices",
]


@attrs.frozen
class FileLimit:
    """What the law takes of one group of files."""

    group: FileGroup
    media_types: tuple[str, ...]
    max_bytes: int


@attrs.frozen
class Report:
    """What the rules said about one file, or about the form as a whole.

    Attributes:
        name: of the file; empty for the form.
        findings: everything that was said.
    """

    name: str
    findings: tuple[Finding, ...]


@attrs.frozen
class TakingChoice:
    """The takings of one semester, and whether outcomes of it can be uploaded now."""

    semester: Semester
    findings: tuple[Finding, ...]
    takings: tuple[Taking, ...]

    @property
    def open(self) -> bool:
        return not refused(self.findings)


def file_limits() -> tuple[FileLimit, ...]:
    """What the law takes as a course outcome today."""
    law = site().school.law(context())
    return tuple(
        FileLimit(
            group,
            law[f"outcome.{group}.media_types"].members,
            law[f"outcome.{group}.max_bytes"].number,
        )
        for group in FileGroup
    )


def most_characters() -> int:
    """The longest description the law takes today."""
    return site().school.law(context())["outcome.description.max_characters"].number


def taking_choices(portfolio: Portfolio, year: SchoolYear) -> tuple[TakingChoice, ...]:
    """What a student takes in a school year, newest semester first."""
    law, settings = site().school.law(context()), site().school.settings
    choices = []
    for semester in reversed(year.semesters):
        case = TimingCase.of_student(
            WindowKind.UPLOAD_OUTCOMES, str(semester), g.at, settings, portfolio
        )
        takings = tuple(each for each in portfolio.takings if each.semester == semester)
        choices.append(TakingChoice(semester, check(TIMING_RULES, case, law), takings))
    return tuple(choice for choice in choices if choice.takings)


def attach() -> tuple[tuple[Attachment, ...], tuple[Report, ...]]:
    """Bring the files of the request into the store: those that passed, and what was said."""
    results = [
        site().school.attach(
            ItemKind.OUTCOME, file.filename, cast("BinaryIO", file.stream), context()
        )
        for file in request.files.getlist("file")
        if file.filename
    ]
    passed = tuple(each.attachment for each in results if each.attachment is not None)
    said = tuple(Report(each.facts.name, each.findings) for each in results if each.findings)
    return passed, said


def stopped(reports: Iterable[Report]) -> bool:
    """Whether one of them stands in the way."""
    return any(refused(report.findings) for report in reports)
