"""Packages as any vendor might build them, whole and otherwise."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import attrs

from learnport.formats import PayloadFile, submission_line, write_package
from learnport.model import (
    Attachment,
    BatchKey,
    OutcomeState,
    PerformanceState,
    Receipt,
    StudentSubmission,
    SubmittedOutcome,
)
from learnport.systems import Decision
from learnport.workflow import StreamKey
from tests.unit.systems_world import (
    ANSWERING,
    BATCH,
    CENTRE,
    SUBMITTING,
    TEACHER,
    UPLOADING,
    YEAR,
    World,
    course_outcome,
    document,
    performance,
    pupil,
    taking,
)

CERTIFIED: Final[Mapping[str, Any]] = {
    "state": OutcomeState.SUBMITTED,
    "certifier": TEACHER.person,
    "certified_at": UPLOADING,
}


@attrs.frozen
class Package:
    """A package and the digest it is announced with."""

    content: bytes
    digest: str
    key: BatchKey

    def stream(self) -> io.BytesIO:
        return io.BytesIO(self.content)

    def rewritten(self, change: Callable[[str, bytes], bytes]) -> Package:
        """The same with other contents of its entries; the announced digest stays."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(self.stream()) as old, zipfile.ZipFile(buffer, "w") as new:
            for name in old.namelist():
                new.writestr(name, change(name, old.read(name)))
        return attrs.evolve(self, content=buffer.getvalue())


def content_of(item: str) -> bytes:
    """The bytes of an item's one file."""
    return f"file of {item}".encode()


def submitted(number: int, key: str, **changes: Any) -> SubmittedOutcome:
    """A certified outcome with one file, and its taking."""
    student = pupil(number)
    outcome = course_outcome(student, key, document(content_of(key)), **CERTIFIED)
    return SubmittedOutcome(attrs.evolve(outcome, **changes), taking(student))


def handed_in(number: int = 1, **changes: Any) -> StudentSubmission:
    """One outcome `o…` and one performance `p…` of a student, as they should be."""
    student = pupil(number)
    shown = performance(
        student, f"p{number}", document(content_of(f"p{number}")),
        state=PerformanceState.SUBMITTED,
    )  # fmt: skip
    made = StudentSubmission(student, YEAR, (submitted(number, f"o{number}"),), (shown,))
    return attrs.evolve(made, **changes)


def build(
    folder: Path,
    submissions: Iterable[StudentSubmission],
    key: BatchKey = BATCH,
    *,
    label: str | None = None,
    lines: bytes | None = None,
    without: Iterable[Attachment] = (),
) -> Package:
    """Write a package.

    Args:
        folder: where it lies for a moment.
        submissions: what it holds.
        key: the batch it is announced as.
        label: the batch it says it is, when that is another.
        lines: other content of its records; nothing when empty.
        without: files it lacks.
    """
    submissions = tuple(submissions)
    records = b"".join(map(submission_line, submissions)) if lines is None else lines
    payload = {"records.jsonl": records} if records else {}
    lacking = {each.sha256 for each in without}
    for item in (each.id for one in submissions for each in _items(one)):
        digest = hashlib.sha256(content_of(item)).hexdigest()
        if digest not in lacking:
            payload[f"files/{digest}.pdf"] = content_of(item)
    files = [PayloadFile(path, partial(io.BytesIO, data)) for path, data in payload.items()]
    info = {"External-Identifier": label or str(key)}
    receipt = write_package(folder / "package.zip", files, info, name="package")
    return Package(receipt.path.read_bytes(), receipt.digest, key)


def _items(submission: StudentSubmission) -> Iterable[Any]:
    return (*(each.outcome for each in submission.outcomes), *submission.performances)


def receive(world: World, package: Package, when: dt.datetime = SUBMITTING) -> Decision:
    context = world.context(CENTRE, when)
    return world.central.receive(package.stream(), package.key, package.digest, context)


def judge(world: World, package: Package, when: dt.datetime = SUBMITTING) -> Decision:
    return world.central.judge(package.key, package.digest, world.context(CENTRE, when))


def answer(
    world: World,
    package: Package,
    when: dt.datetime = SUBMITTING,
    judged: dt.datetime = ANSWERING,
) -> Receipt:
    """The centre takes a package in and judges it later."""
    assert receive(world, package, when).done
    judge(world, package, judged)
    deposit = world.central.answer(package.key, package.digest)
    assert deposit is not None
    assert deposit.receipt is not None
    return deposit.receipt


def log(world: World, package: Package) -> list[str]:
    key = StreamKey.deposit(package.key, package.digest)
    return [event.command.action.value for event in world.centre_records.events(key)]
