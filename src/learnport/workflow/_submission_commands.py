"""Commands on what a school sends: batches at the school, deposits at the centre."""

from __future__ import annotations

from typing import ClassVar, TypeAlias

import attrs
from attrs import validators as v

from learnport.model import BatchKey, Receipt, Verdict
from learnport.workflow._actions import Action

__all__ = [
    "AnswerBatch",
    "BatchCommand",
    "BatchStep",
    "DepositCommand",
    "JudgeDeposit",
    "PlanBatch",
    "PrecheckBatch",
    "ReceiveDeposit",
    "SealBatch",
    "SupersedeDeposit",
]

A = Action


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


BatchCommand: TypeAlias = PlanBatch | PrecheckBatch | SealBatch | AnswerBatch | BatchStep
DepositCommand: TypeAlias = ReceiveDeposit | JudgeDeposit | SupersedeDeposit
