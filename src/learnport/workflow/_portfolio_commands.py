"""Commands on a portfolio: recording, items, the yearly selection, more time."""

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
    Extension,
    OfficerPost,
    Performance,
    PerformanceDetails,
    SchoolYear,
    Student,
    Taking,
    Unlock,
    normalise,
)
from learnport.workflow._actions import Action

__all__ = [
    "AdvisingStep",
    "CorrectSelection",
    "DisputeReceipt",
    "EditOutcome",
    "EditPerformance",
    "ExtendWindow",
    "ExtensionCommand",
    "ExtensionStep",
    "OutcomeCommand",
    "OutcomeStep",
    "PerformanceCommand",
    "PerformanceStep",
    "PortfolioCommand",
    "Reattach",
    "ReattachPerformance",
    "RecordAdvising",
    "RecordCommand",
    "RecordCourse",
    "RecordOfficerPost",
    "RecordStudent",
    "RecordTaking",
    "ReturnOutcome",
    "Select",
    "SelectionCommand",
    "SelectionStep",
    "SubmitSelection",
    "UnlockItem",
    "UploadOutcome",
    "UploadPerformance",
]

A = Action


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


@attrs.frozen
class AdvisingStep:
    """A bare step: strike."""

    action: Action = attrs.field(validator=v.in_((A.STRIKE_ADVISING,)))
    item: str


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
class ReattachPerformance:
    """Give back a lost file of a performance with the identical digest."""

    action: ClassVar = Action.REATTACH_PERFORMANCE
    item: str
    attachment: Attachment


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


# More time for one student.


@attrs.frozen
class ExtendWindow:
    """Extend a window for one student; the reason comes with the context."""

    action: ClassVar = Action.EXTEND
    extension: Extension


@attrs.frozen
class UnlockItem:
    """Let one item be changed for a while; the reason comes with the context."""

    action: ClassVar = Action.UNLOCK
    unlock: Unlock

    @property
    def item(self) -> str:
        return self.unlock.item


@attrs.frozen
class ExtensionStep:
    """A bare step: revoke."""

    action: Action = attrs.field(validator=v.in_((A.REVOKE_EXTENSION,)))
    extension: str


RecordCommand: TypeAlias = (
    RecordStudent | RecordTaking | RecordCourse | RecordOfficerPost | RecordAdvising | AdvisingStep
)
OutcomeCommand: TypeAlias = UploadOutcome | EditOutcome | Reattach | ReturnOutcome | OutcomeStep
PerformanceCommand: TypeAlias = (
    UploadPerformance | EditPerformance | ReattachPerformance | PerformanceStep
)
SelectionCommand: TypeAlias = (
    Select | CorrectSelection | SubmitSelection | DisputeReceipt | SelectionStep
)
ExtensionCommand: TypeAlias = ExtendWindow | UnlockItem | ExtensionStep
PortfolioCommand: TypeAlias = (
    RecordCommand | OutcomeCommand | PerformanceCommand | SelectionCommand | ExtensionCommand
)
