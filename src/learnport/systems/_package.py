"""What a yearly package holds, and writing one.

Inside: `records.jsonl`, one student a line, which the centre judges; `rosters/`, the same as
workbooks for people; `files/`, named by digest, because names may be personal.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

import attrs

from learnport.formats import (
    Cover,
    Layout,
    PackageReader,
    PayloadFile,
    check_rows,
    find_layout,
    submission_line,
    submission_rows,
    write_package,
    write_roster,
)
from learnport.model import Attachment, BatchKey, Finding, StudentSubmission
from learnport.plugins import Host
from learnport.systems._decision import refused

__all__ = [
    "BATCH_FIELD",
    "RECORDS",
    "Made",
    "attachments_of",
    "file_path",
    "package_path",
    "roster_findings",
    "rosters_beside",
    "write_yearly_package",
]

RECORDS: Final = "records.jsonl"
ROSTERS: Final = "rosters"
BATCH_FIELD: Final = "External-Identifier"
"""The bag-info field that names the batch."""

_ROSTERS: Final = ("course_outcomes", "course_outcomes_continuing", "performances")
_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,4}")

Submissions = Callable[[], Iterator[StudentSubmission]]
"""Gives the students' submissions, anew at each call, always in the same order."""


@attrs.frozen
class Made:
    """What came of writing a package.

    Attributes:
        package: where it lies; None when the rosters could not be written.
        digest: its root digest; empty likewise.
        rosters: the workbooks beside it.
        findings: what the roster layouts say of the records.
    """

    package: Path | None
    digest: str
    rosters: tuple[Path, ...]
    findings: tuple[Finding, ...]


def file_path(attachment: Attachment) -> str:
    """Where an attachment lies inside the package."""
    suffix = PurePath(attachment.name).suffix.lower()
    return f"files/{attachment.sha256}{suffix if _SUFFIX.fullmatch(suffix) else ''}"


def package_path(folder: Path, key: BatchKey) -> Path:
    """Where the package of a batch lies."""
    return folder / f"{key}.zip"


def rosters_beside(package: Path) -> tuple[Path, ...]:
    """The workbooks beside a package: those it holds."""
    packed = (PurePath(file.path) for file in PackageReader(package).payload())
    return tuple(package.parent / each.name for each in packed if each.parent.name == ROSTERS)


def roster_findings(host: Host, key: BatchKey, submission: StudentSubmission) -> Iterator[Finding]:
    """What the roster layouts say of one student: who does not fit must not hold up the school."""
    for layout in _layouts(host, key):
        yield from check_rows(layout, submission_rows(layout, submission, file_path))


def _layouts(host: Host, key: BatchKey) -> Iterator[Layout]:
    return (find_layout(host.layouts, roster, int(key.term)) for roster in _ROSTERS)


def write_yearly_package(
    host: Host, key: BatchKey, submissions: Submissions, created: dt.datetime, folder: Path
) -> Made:
    """Write rosters and package into a folder; the package appears whole or not at all.

    Raises:
        BlobMismatch: the store no longer holds a file as it was; nothing is left behind.
        NotFound: the store no longer holds a file at all; likewise.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rosters, findings = _write_rosters(host, key, submissions, created, folder)
    if refused(findings):
        return Made(None, "", (), findings)
    with TemporaryDirectory(dir=folder, prefix=".records-") as scratch:
        records = Path(scratch) / RECORDS
        with records.open("wb") as lines:
            lines.writelines(map(submission_line, submissions()))
        target = package_path(folder, key)
        info = {"Source-Organization": key.school, BATCH_FIELD: str(key)}
        payload = _payload(host, records, rosters, submissions)
        receipt = write_package(target, payload, info, name=str(key))
    return Made(target, receipt.digest, rosters, findings)


def _write_rosters(
    host: Host, key: BatchKey, submissions: Submissions, created: dt.datetime, folder: Path
) -> tuple[tuple[Path, ...], tuple[Finding, ...]]:
    year = int(key.term)
    paths: list[Path] = []
    findings: list[Finding] = []
    for layout in _layouts(host, key):
        rows = (row for each in submissions() for row in submission_rows(layout, each, file_path))
        first = next(rows, None)
        if first is None:  # no continuing education here, or nothing of this kind chosen
            continue
        cover = Cover(school_code=key.school, year=year, roster_code=layout.roster_code(key.round))
        path = folder / f"{key}.{layout.workbook.zh}.xlsx"
        with path.open("wb") as target:
            findings += write_roster(layout, cover, chain([first], rows), target, created=created)
        paths.append(path)
    return tuple(paths), tuple(findings)


def _payload(
    host: Host, records: Path, rosters: Iterable[Path], submissions: Submissions
) -> Iterator[PayloadFile]:
    yield PayloadFile(RECORDS, partial(_reading, records))
    for roster in rosters:
        yield PayloadFile(f"{ROSTERS}/{roster.name}", partial(_reading, roster))
    seen = set()
    for submission in submissions():
        for _, attachment in attachments_of(submission):
            path = file_path(attachment)
            if path not in seen:
                seen.add(path)
                opened = partial(host.blobs.open, attachment.sha256)
                yield PayloadFile(path, opened, attachment.size, attachment.sha256)


def _reading(path: Path) -> BinaryIO:
    return path.open("rb")


def attachments_of(submission: StudentSubmission) -> Iterator[tuple[str, Attachment]]:
    """Every file a student hands in, each with its JSON pointer."""
    for index, submitted in enumerate(submission.outcomes):
        for number, attachment in enumerate(submitted.outcome.attachments):
            yield f"/outcomes/{index}/outcome/attachments/{number}", attachment
    for index, performance in enumerate(submission.performances):
        for number, attachment in enumerate(performance.attachments):
            yield f"/performances/{index}/attachments/{number}", attachment
