"""Commands: what somebody wants done, as values.

An event is a command that was accepted, so a command carries all that the record needs. A
step is bare: an action that needs more than its name has a command of its own.
"""

from __future__ import annotations

from typing import ClassVar, TypeAlias

import attrs
from attrs import validators as v

from learnport.model import (
    AdvisingRecord,
    Attachment,
    BatchKey,
    CourseOutcome,
    CourseRecord,
    OfficerPost,
    Performance,
    PerformanceDetails,
    Receipt,
    SchoolYear,
    Student,
    Taking,
    Verdict,
    normalise,
)
from learnport.workflow._actions import Action

A = Action

__all__ = [
    "AnswerBatch",
    "BatchCommand",
    "BatchStep",
    "Command",
    "CorrectSelection",
    "DepositCommand",
    "DisputeReceipt",
    "EditOutcome",
    "EditPerformance",
    "JudgeDeposit",
    "OutcomeCommand",
    "OutcomeStep",
    "PerformanceCommand",
    "PerformanceStep",
    "PlanBatch",
    "PortfolioCommand",
    "PrecheckBatch",
    "Reattach",
    "ReceiveDeposit",
    "RecordAdvising",
    "RecordCommand",
    "RecordCourse",
    "RecordOfficerPost",
    "RecordStudent",
    "RecordTaking",
    "ReturnOutcome",
    "SealBatch",
    "Select",
    "SelectionCommand",
    "SelectionStep",
    "SubmitSelection",
    "SupersedeDeposit",
    "UploadOutcome",
    "UploadPerformance",
]


# Recording (登錄): replaces the record of the same identity.


@attrs.frozen
class RecordStudent:
    """Record basic data; the first time it opens the portfolio."""

    action: ClassVar = Action.RECORD_STUDENT
    student: Student


@attrs.frozen
class RecordTaking:
    """Record that the student takes a course."""

    action: ClassVar = Action.RECORD_TAKING
    taking: Taking


@attrs.frozen
class RecordCourse:
    """Record the grades of a taking."""

    action: ClassVar = Action.RECORD_COURSE
    record: CourseRecord


@attrs.frozen
class RecordOfficerPost:
    """Record a school, class or club officer post."""

    action: ClassVar = Action.RECORD_OFFICER_POST
    post: OfficerPost


@attrs.frozen
class RecordAdvising:
    """Record advising."""

    action: ClassVar = Action.RECORD_ADVISING
    record: AdvisingRecord


# Course outcomes.


@attrs.frozen
class UploadOutcome:
    """Bring an outcome into being; its files are already proved to be in the store."""

    action: ClassVar = Action.UPLOAD_OUTCOME
    outcome: CourseOutcome

    @property
    def item(self) -> str:
        return self.outcome.id


@attrs.frozen
class EditOutcome:
    """Give an outcome other content; what was certified must then be certified again."""

    action: ClassVar = Action.EDIT_OUTCOME
    item: str
    description: str = attrs.field(converter=normalise)
    attachments: tuple[Attachment, ...]


@attrs.frozen
class Reattach:
    """Give back a lost file with the identical digest; the certification stays."""

    action: ClassVar = Action.REATTACH
    item: str
    attachment: Attachment


@attrs.frozen
class ReturnOutcome:
    """Refuse to certify, with a reason from the closed list."""

    action: ClassVar = Action.RETURN
    item: str
    reason: str
    note: str = ""


@attrs.frozen
class OutcomeStep:
    """A bare step: request, withdraw, certify, revoke, submit, discard."""

    action: Action = attrs.field(
        validator=v.in_(
            (A.REQUEST, A.WITHDRAW, A.CERTIFY, A.REVOKE, A.SUBMIT_OUTCOME, A.DISCARD_OUTCOME)
        )
    )
    item: str


# Performances.


@attrs.frozen
class UploadPerformance:
    """Bring a performance into being."""

    action: ClassVar = Action.UPLOAD_PERFORMANCE
    performance: Performance

    @property
    def item(self) -> str:
        return self.performance.id


@attrs.frozen
class EditPerformance:
    """Give a performance other content."""

    action: ClassVar = Action.EDIT_PERFORMANCE
    item: str
    details: PerformanceDetails
    description: str = attrs.field(converter=normalise)
    attachments: tuple[Attachment, ...]
    link: str = ""


@attrs.frozen
class PerformanceStep:
    """A bare step: complete, submit, discard."""

    action: Action = attrs.field(
        validator=v.in_((A.COMPLETE, A.SUBMIT_PERFORMANCE, A.DISCARD_PERFORMANCE))
    )
    item: str


# The yearly selection.


@attrs.frozen
class Select:
    """Tick what goes to the central database; replaces what was ticked before."""

    action: ClassVar = Action.SELECT
    year: SchoolYear
    outcomes: tuple[str, ...]
    performances: tuple[str, ...]


@attrs.frozen
class CorrectSelection:
    """Correct what was submitted; it goes out again in a correction batch."""

    action: ClassVar = Action.CORRECT
    year: SchoolYear
    outcomes: tuple[str, ...]
    performances: tuple[str, ...]


@attrs.frozen
class SubmitSelection:
    """Mark the selection as carried by a batch."""

    action: ClassVar = Action.SUBMIT
    year: SchoolYear
    batch: BatchKey


@attrs.frozen
class DisputeReceipt:
    """Say what is wrong with the receipt."""

    action: ClassVar = Action.DISPUTE
    year: SchoolYear
    text: str


@attrs.frozen
class SelectionStep:
    """A bare step: confirm, reopen, receive, reject, acknowledge, resolve."""

    action: Action = attrs.field(
        validator=v.in_((A.CONFIRM, A.REOPEN, A.RECEIVE, A.REJECT, A.ACKNOWLEDGE, A.RESOLVE))
    )
    year: SchoolYear


# Submission batches at the school.


@attrs.frozen
class PlanBatch:
    """Bring a batch into being."""

    action: ClassVar = Action.PLAN_BATCH
    key: BatchKey


@attrs.frozen
class PrecheckBatch:
    """Note who passed the pre-check and who is left out."""

    action: ClassVar = Action.PRECHECK
    students: tuple[str, ...]
    left_out: tuple[str, ...]


@attrs.frozen
class SealBatch:
    """Note the root digest of the finished package."""

    action: ClassVar = Action.SEAL
    digest: str


@attrs.frozen
class AnswerBatch:
    """Note the centre's answer; its receipt says whether the batch is accepted or rejected."""

    receipt: Receipt

    @property
    def action(self) -> Action:
        accepted = self.receipt.verdict is Verdict.ACCEPTED
        return Action.ACCEPT_BATCH if accepted else Action.REJECT_BATCH


@attrs.frozen
class BatchStep:
    """A bare step: send, receive, supersede."""

    action: Action = attrs.field(validator=v.in_((A.SEND, A.RECEIVE_BATCH, A.SUPERSEDE_BATCH)))


# Deposits at the centre.


@attrs.frozen
class ReceiveDeposit:
    """Take a package in."""

    action: ClassVar = Action.RECEIVE_DEPOSIT
    batch: BatchKey
    digest: str
    package: str


@attrs.frozen
class JudgeDeposit:
    """Answer a deposit; the receipt says whether it is accepted or rejected."""

    receipt: Receipt

    @property
    def action(self) -> Action:
        accepted = self.receipt.verdict is Verdict.ACCEPTED
        return Action.ACCEPT_DEPOSIT if accepted else Action.REJECT_DEPOSIT


@attrs.frozen
class SupersedeDeposit:
    """Note which batch corrected this one."""

    action: ClassVar = Action.SUPERSEDE_DEPOSIT
    by: BatchKey


RecordCommand: TypeAlias = (
    RecordStudent | RecordTaking | RecordCourse | RecordOfficerPost | RecordAdvising
)
OutcomeCommand: TypeAlias = UploadOutcome | EditOutcome | Reattach | ReturnOutcome | OutcomeStep
PerformanceCommand: TypeAlias = UploadPerformance | EditPerformance | PerformanceStep
SelectionCommand: TypeAlias = (
    Select | CorrectSelection | SubmitSelection | DisputeReceipt | SelectionStep
)
PortfolioCommand: TypeAlias = RecordCommand | OutcomeCommand | PerformanceCommand | SelectionCommand
BatchCommand: TypeAlias = PlanBatch | PrecheckBatch | SealBatch | AnswerBatch | BatchStep
DepositCommand: TypeAlias = ReceiveDeposit | JudgeDeposit | SupersedeDeposit
Command: TypeAlias = PortfolioCommand | BatchCommand | DepositCommand
