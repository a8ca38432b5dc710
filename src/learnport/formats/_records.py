"""Records as canonical JSON: events, submissions, receipts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from learnport.formats._canonical_values import dumps, loads
from learnport.model import (
    Difference,
    DifferenceKind,
    Performance,
    Receipt,
    ReceiptRecord,
    StudentSubmission,
    SubmittedOutcome,
    Verdict,
)
from learnport.workflow import Event

__all__ = [
    "compare",
    "event_digest",
    "receipt_records",
    "submission_line",
    "submission_of_line",
    "write_receipt",
]


def event_digest(event: Event) -> str:
    """SHA-256 of an event's canonical form, 64 hex digits; the next event carries it."""
    return hashlib.sha256(dumps(event)).hexdigest()


def submission_line(submission: StudentSubmission) -> bytes:
    """One student's submission as one line of canonical JSON."""
    return dumps(submission) + b"\n"


def submission_of_line(line: bytes) -> StudentSubmission:
    """Read such a line.

    Raises:
        DataError: with every problem's place; never with the data itself.
    """
    return loads(line, StudentSubmission)


def write_receipt(receipt: Receipt) -> bytes:
    """A receipt as canonical JSON."""
    return dumps(receipt) + b"\n"


def receipt_records(submission: StudentSubmission) -> Iterator[ReceiptRecord]:
    """What a receipt says when every item was accepted: outcomes first, then performances."""
    items: tuple[SubmittedOutcome | Performance, ...] = (
        *submission.outcomes,
        *submission.performances,
    )
    for item in items:
        digest = hashlib.sha256(dumps(item)).hexdigest()
        key = item.outcome.id if isinstance(item, SubmittedOutcome) else item.id
        yield ReceiptRecord(submission.student.ref, key, digest, Verdict.ACCEPTED)


def compare(sent: Iterable[ReceiptRecord], held: Iterable[ReceiptRecord]) -> tuple[Difference, ...]:
    """What the centre holds against what was sent, item by item (收訖比對).

    Verdicts do not matter here: a rejected item was received all the same.
    """
    theirs = {(record.student, record.item): record.digest for record in held}
    differences = []
    for record in sent:
        digest = theirs.pop((record.student, record.item), None)
        if digest is None:
            differences.append(Difference(DifferenceKind.MISSING, record.student, record.item))
        elif digest != record.digest:
            differences.append(Difference(DifferenceKind.DIFFERENT, record.student, record.item))
    extra = (Difference(DifferenceKind.EXTRA, student, item) for student, item in theirs)
    return (*differences, *extra)
