"""What goes to the central database, and what comes back."""

from __future__ import annotations

import datetime as dt
import enum

import attrs
from attrs import validators as v

from learnport.model._calendar import SchoolYear, Semester
from learnport.model._courses import Taking
from learnport.model._findings import Finding
from learnport.model._people import PersonRef, Student
from learnport.model._portfolio import CourseOutcome, Performance
from learnport.model._validators import (
    is_a,
    is_digest,
    is_instant,
    is_school_code,
    is_tuple,
    is_whole,
)
from learnport.model._windows import SubmissionRound

__all__ = [
    "BatchKey",
    "BatchKind",
    "BatchState",
    "Deposit",
    "DepositState",
    "Difference",
    "DifferenceKind",
    "Receipt",
    "ReceiptRecord",
    "StudentSubmission",
    "SubmissionBatch",
    "SubmittedOutcome",
    "Verdict",
]


class BatchKind(enum.StrEnum):
    """What a batch carries (提交類別)."""

    SEMESTER = "semester"
    """每學期: 基本資料 and 修課紀錄."""
    YEARLY = "yearly"
    """每學年: 課程學習成果 and 多元表現."""


class BatchState(enum.StrEnum):
    """Where a submission batch stands (提交批次狀態)."""

    PLANNED = "planned"
    """已規劃."""
    PRECHECKED = "prechecked"
    """已預檢."""
    SEALED = "sealed"
    """已封裝: the package exists and its digest is known."""
    SENT = "sent"
    """已送出."""
    RECEIVED = "received"
    """已收件."""
    ACCEPTED = "accepted"
    """已收訖; single records may still be rejected."""
    REJECTED = "rejected"
    """整批退件."""
    SUPERSEDED = "superseded"
    """已由更正批次取代: no longer the last word; records that no later batch replaces stand."""


@attrs.frozen(order=True)
class BatchKey:
    """Names a batch: school × kind × year × round, batch number (批次).

    Attributes:
        school: school code.
        kind: semester or yearly data.
        term: `113` for yearly, `113-1` for semester data.
        round: ordinary, or a round of grade 12.
        number: 1 for the first, higher for corrections.
    """

    school: str = attrs.field(validator=is_school_code)
    kind: BatchKind = attrs.field(validator=is_a(BatchKind))
    term: str = attrs.field()
    round: SubmissionRound = attrs.field(validator=is_a(SubmissionRound))
    number: int = attrs.field(validator=is_whole(1))

    @term.validator
    def _term_of_its_kind(self, _: object, value: str) -> None:
        read = SchoolYear.parse if self.kind is BatchKind.YEARLY else Semester.parse
        read(value)

    def __str__(self) -> str:
        return f"{self.school}.{self.kind}.{self.term}.{self.round}.{self.number}"

    @property
    def previous(self) -> BatchKey | None:
        """The batch a correction supersedes; None for a first batch.

        A superseded batch is no longer the last word; its records that no later batch replaces
        stand as they came.
        """
        return attrs.evolve(self, number=self.number - 1) if self.number > 1 else None

    @classmethod
    def parse(cls, text: str) -> BatchKey:
        """Read the wire form.

        >>> BatchKey.parse("ZZ0001.yearly.113.ordinary.1").number
        1
        """
        parts = text.split(".")
        if len(parts) == 5:
            school, kind, term, turn, number = parts
            key = cls(school, BatchKind(kind), term, SubmissionRound(turn), int(number))
            if str(key) == text:
                return key
        raise ValueError("expected a batch such as ZZ0001.yearly.113.ordinary.1")


@attrs.frozen
class SubmittedOutcome:
    """A course outcome together with the taking it belongs to."""

    outcome: CourseOutcome
    taking: Taking


@attrs.frozen
class StudentSubmission:
    """What one student hands in for one school year (學生提交資料).

    There is no room for advising records here: they cannot be submitted.

    Attributes:
        student: basic data.
        year: the school year.
        outcomes: the selected ones, with their takings.
        performances: the selected ones.
    """

    student: Student
    year: SchoolYear
    outcomes: tuple[SubmittedOutcome, ...] = attrs.field(default=(), validator=is_tuple)
    performances: tuple[Performance, ...] = attrs.field(default=(), validator=is_tuple)


class Verdict(enum.StrEnum):
    """The centre's answer to a batch or a record."""

    ACCEPTED = "accepted"
    """收訖."""
    REJECTED = "rejected"
    """退件."""


@attrs.frozen
class ReceiptRecord:
    """What the centre holds of one item (收訖明細項目).

    Attributes:
        student: whose.
        item: id of the outcome or performance.
        digest: digest of the item's canonical form, 64 hex digits.
        verdict: accepted or rejected.
        findings: why it was rejected, or what was noticed.
    """

    student: PersonRef
    item: str
    digest: str = attrs.field(validator=is_digest)
    verdict: Verdict
    findings: tuple[Finding, ...] = attrs.field(default=(), validator=is_tuple)


@attrs.frozen
class Receipt:
    """What the centre received of one batch (收訖明細).

    Attributes:
        batch: the batch.
        digest: root digest of the package.
        received_at: instant at which the centre began to receive it.
        validator: version of the rules that judged it.
        verdict: of the batch as a whole.
        findings: about the package as a whole.
        records: one per item.
    """

    batch: BatchKey
    digest: str = attrs.field(validator=is_digest)
    received_at: dt.datetime = attrs.field(validator=is_instant)
    validator: str
    verdict: Verdict
    findings: tuple[Finding, ...] = attrs.field(default=(), validator=is_tuple)
    records: tuple[ReceiptRecord, ...] = attrs.field(default=(), validator=is_tuple)

    def of(self, student: PersonRef) -> tuple[ReceiptRecord, ...]:
        """The part one student sees."""
        return tuple(record for record in self.records if record.student == student)


@attrs.frozen
class SubmissionBatch:
    """One submission of a school (提交批次).

    Attributes:
        key: its name.
        state: place in the batch's life cycle.
        digest: root digest of the sealed package; None before sealing.
        students: opaque keys of the students it carries, in order.
        left_out: opaque keys of students whose records the pre-check refused.
        receipt: the centre's answer; None before it came.
    """

    key: BatchKey
    state: BatchState = BatchState.PLANNED
    digest: str | None = attrs.field(default=None, validator=v.optional(is_digest))
    students: tuple[str, ...] = attrs.field(default=(), validator=is_tuple)
    left_out: tuple[str, ...] = attrs.field(default=(), validator=is_tuple)
    receipt: Receipt | None = None


class DepositState(enum.StrEnum):
    """Where a package stands at the centre (中央收件狀態)."""

    RECEIVED = "received"
    """已收件, not judged yet."""
    ACCEPTED = "accepted"
    """已收訖."""
    REJECTED = "rejected"
    """整批退件."""
    SUPERSEDED = "superseded"
    """已由更正批次取代: no longer the last word; records that no later batch replaces stand."""


@attrs.frozen
class Deposit:
    """A package as the central database holds it, and its answer to the school (中央收件).

    Attributes:
        batch: the batch it carries.
        digest: root digest of the package; sending the same digest again changes nothing.
        package: SHA-256 of the package file as stored.
        received_at: instant at which the centre began to receive it.
        state: place in the deposit's life cycle: *received* is the first answer.
        receipt: the *accepted or rejected* answer; None while it is being judged.
        superseded_by: wire form of the batch that corrected it, so that this one is no longer
            the last word; records that no later batch replaces stand as they came.
    """

    batch: BatchKey
    digest: str = attrs.field(validator=is_digest)
    package: str = attrs.field(validator=is_digest)
    received_at: dt.datetime = attrs.field(validator=is_instant)
    state: DepositState = DepositState.RECEIVED
    receipt: Receipt | None = None
    superseded_by: str | None = None


class DifferenceKind(enum.StrEnum):
    """How what the centre holds differs from what was sent."""

    MISSING = "missing"
    """缺少: sent, not held."""
    EXTRA = "extra"
    """多出: held, not sent."""
    DIFFERENT = "different"
    """不同: held with other content."""


@attrs.frozen
class Difference:
    """One difference between what was sent and what the centre holds (差異)."""

    kind: DifferenceKind
    student: PersonRef
    item: str
