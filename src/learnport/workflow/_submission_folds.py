"""What each command does to a batch at the school and to a deposit at the centre."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from learnport.model import Deposit, SubmissionBatch
from learnport.workflow._events import Event, Fold
from learnport.workflow._submission_commands import (
    AnswerBatch,
    BatchStep,
    JudgeDeposit,
    PlanBatch,
    PrecheckBatch,
    ReceiveDeposit,
    SealBatch,
    SupersedeDeposit,
)
from learnport.workflow._tables import BATCH, DEPOSIT

__all__ = ["SUBMISSION_FOLDS"]


def _plan_batch(batch: SubmissionBatch | None, command: PlanBatch, _: Event) -> SubmissionBatch:
    return SubmissionBatch(command.key, state=BATCH.born(batch))


def _batch(batch: SubmissionBatch, command: Any, **changes: Any) -> SubmissionBatch:
    return attrs.evolve(batch, state=BATCH.next(batch.state, command.action), **changes)


def _precheck(batch: SubmissionBatch, command: PrecheckBatch, _: Event) -> SubmissionBatch:
    return _batch(batch, command, students=command.students, left_out=command.left_out)


def _seal(batch: SubmissionBatch, command: SealBatch, _: Event) -> SubmissionBatch:
    return _batch(batch, command, digest=command.digest)


def _answer_batch(batch: SubmissionBatch, command: AnswerBatch, _: Event) -> SubmissionBatch:
    return _batch(batch, command, receipt=command.receipt)


def _batch_step(batch: SubmissionBatch, command: BatchStep, _: Event) -> SubmissionBatch:
    return _batch(batch, command)


def _deposit(deposit: Deposit, command: Any, **changes: Any) -> Deposit:
    return attrs.evolve(deposit, state=DEPOSIT.next(deposit.state, command.action), **changes)


def _receive(deposit: Deposit | None, command: ReceiveDeposit, event: Event) -> Deposit:
    return Deposit(
        command.batch, command.digest, command.package,
        received_at=event.at, state=DEPOSIT.born(deposit),
    )  # fmt: skip


def _judge(deposit: Deposit, command: JudgeDeposit, _: Event) -> Deposit:
    return _deposit(deposit, command, receipt=command.receipt)


def _supersede(deposit: Deposit, command: SupersedeDeposit, _: Event) -> Deposit:
    return _deposit(deposit, command, superseded_by=str(command.by))


SUBMISSION_FOLDS: Final[Mapping[type[Any], Fold]] = MappingProxyType({
    PlanBatch: _plan_batch,
    PrecheckBatch: _precheck,
    SealBatch: _seal,
    AnswerBatch: _answer_batch,
    BatchStep: _batch_step,
    ReceiveDeposit: _receive,
    JudgeDeposit: _judge,
    SupersedeDeposit: _supersede,
})  # fmt: skip
