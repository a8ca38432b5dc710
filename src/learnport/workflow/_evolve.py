"""Folding: a state and an event give the next state, and nothing else has a say.

`evolve` asks the tables only. A command the table refuses raises and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol, TypeVar

import attrs

from learnport.errors import NotFound
from learnport.model import (
    CourseOutcome,
    Deposit,
    Performance,
    Portfolio,
    SubmissionBatch,
    YearlySelection,
)
from learnport.workflow._actions import Action
from learnport.workflow._commands import (
    AnswerBatch,
    BatchStep,
    CorrectSelection,
    DisputeReceipt,
    EditOutcome,
    EditPerformance,
    JudgeDeposit,
    OutcomeStep,
    PerformanceStep,
    PlanBatch,
    PrecheckBatch,
    Reattach,
    ReceiveDeposit,
    RecordAdvising,
    RecordCourse,
    RecordOfficerPost,
    RecordStudent,
    RecordTaking,
    ReturnOutcome,
    SealBatch,
    Select,
    SelectionStep,
    SubmitSelection,
    SupersedeDeposit,
    UploadOutcome,
    UploadPerformance,
)
from learnport.workflow._events import Event, State
from learnport.workflow._tables import (
    BATCH,
    DEPOSIT,
    OUTCOME,
    PERFORMANCE,
    SELECTION,
    Lifecycle,
)

__all__ = ["evolve", "replay"]


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T")
K = TypeVar("K", bound=_Identified)


def _put(items: tuple[T, ...], new: T, same: Callable[[T], bool]) -> tuple[T, ...]:
    """Replace the item that is the same, or append."""
    if any(same(item) for item in items):
        return tuple(new if same(item) else item for item in items)
    return (*items, new)


def _put_by_id(items: tuple[K, ...], new: K) -> tuple[K, ...]:
    return _put(items, new, lambda item: item.id == new.id)


# Recording.


def _record_student(portfolio: Portfolio | None, command: RecordStudent, event: Event) -> Portfolio:
    if portfolio is None:
        return Portfolio(command.student)
    return attrs.evolve(portfolio, student=command.student)


def _record_taking(portfolio: Portfolio, command: RecordTaking, event: Event) -> Portfolio:
    return attrs.evolve(portfolio, takings=_put_by_id(portfolio.takings, command.taking))


def _record_course(portfolio: Portfolio, command: RecordCourse, event: Event) -> Portfolio:
    new = command.record
    records = _put(portfolio.course_records, new, lambda item: item.taking == new.taking)
    return attrs.evolve(portfolio, course_records=records)


def _record_post(portfolio: Portfolio, command: RecordOfficerPost, event: Event) -> Portfolio:
    return attrs.evolve(portfolio, officer_posts=_put_by_id(portfolio.officer_posts, command.post))


def _record_advising(portfolio: Portfolio, command: RecordAdvising, event: Event) -> Portfolio:
    return attrs.evolve(portfolio, advising=_put_by_id(portfolio.advising, command.record))


# Outcomes and performances.


def _born(existing: Any, lifecycle: Lifecycle[Any], action: Action) -> None:
    """What exists is not born again: no state of these tables accepts the birth action."""
    if existing is not None:
        lifecycle.next(existing.state, action)


_UNCERTIFIED: Final[dict[str, Any]] = {
    "certifier": None,
    "certified_at": None,
    "return_reason": None,
}


def _upload_outcome(portfolio: Portfolio, command: UploadOutcome, event: Event) -> Portfolio:
    _born(portfolio.outcome(command.item), OUTCOME, command.action)
    outcome = attrs.evolve(
        command.outcome, state=OUTCOME.initial, uploaded_at=event.at, **_UNCERTIFIED
    )
    return attrs.evolve(portfolio, outcomes=(*portfolio.outcomes, outcome))


def _outcome(portfolio: Portfolio, item: str, action: Action, **changes: Any) -> Portfolio:
    outcome = portfolio.outcome(item)
    if outcome is None:
        raise NotFound(what="course outcome", key=item)
    moved: CourseOutcome = attrs.evolve(
        outcome, state=OUTCOME.next(outcome.state, action), **changes
    )
    return attrs.evolve(portfolio, outcomes=_put_by_id(portfolio.outcomes, moved))


def _edit_outcome(portfolio: Portfolio, command: EditOutcome, event: Event) -> Portfolio:
    return _outcome(
        portfolio, command.item, command.action,
        description=command.description, attachments=command.attachments, **_UNCERTIFIED,
    )  # fmt: skip


def _reattach(portfolio: Portfolio, command: Reattach, event: Event) -> Portfolio:
    return _outcome(portfolio, command.item, command.action)


def _return_outcome(portfolio: Portfolio, command: ReturnOutcome, event: Event) -> Portfolio:
    return _outcome(
        portfolio, command.item, command.action,
        certifier=event.actor.person, return_reason=command.reason,
    )  # fmt: skip


def _outcome_step(portfolio: Portfolio, command: OutcomeStep, event: Event) -> Portfolio:
    stamps: dict[Action, dict[str, Any]] = {
        Action.CERTIFY: {"certifier": event.actor.person, "certified_at": event.at},
        Action.REVOKE: _UNCERTIFIED,
        Action.DISCARD_OUTCOME: _UNCERTIFIED,
    }
    return _outcome(portfolio, command.item, command.action, **stamps.get(command.action, {}))


def _upload_performance(
    portfolio: Portfolio, command: UploadPerformance, event: Event
) -> Portfolio:
    _born(portfolio.performance(command.item), PERFORMANCE, command.action)
    performance = attrs.evolve(command.performance, state=PERFORMANCE.initial, uploaded_at=event.at)
    return attrs.evolve(portfolio, performances=(*portfolio.performances, performance))


def _performance(portfolio: Portfolio, item: str, action: Action, **changes: Any) -> Portfolio:
    performance = portfolio.performance(item)
    if performance is None:
        raise NotFound(what="performance", key=item)
    moved: Performance = attrs.evolve(
        performance, state=PERFORMANCE.next(performance.state, action), **changes
    )
    return attrs.evolve(portfolio, performances=_put_by_id(portfolio.performances, moved))


def _edit_performance(portfolio: Portfolio, command: EditPerformance, event: Event) -> Portfolio:
    return _performance(
        portfolio, command.item, command.action,
        details=command.details, description=command.description,
        attachments=command.attachments, link=command.link,
    )  # fmt: skip


def _performance_step(portfolio: Portfolio, command: PerformanceStep, event: Event) -> Portfolio:
    return _performance(portfolio, command.item, command.action)


# Selections.


def _selection(portfolio: Portfolio, command: Any, **changes: Any) -> Portfolio:
    selection = portfolio.selection(command.year)
    moved: YearlySelection = attrs.evolve(
        selection, state=SELECTION.next(selection.state, command.action), **changes
    )
    selections = _put(portfolio.selections, moved, lambda each: each.year == moved.year)
    return attrs.evolve(portfolio, selections=selections)


def _pick(portfolio: Portfolio, command: Select | CorrectSelection, event: Event) -> Portfolio:
    picks = {"outcomes": command.outcomes, "performances": command.performances}
    return _selection(portfolio, command, **picks)


def _submit_selection(portfolio: Portfolio, command: SubmitSelection, event: Event) -> Portfolio:
    return _selection(portfolio, command, batch=str(command.batch), dispute="")


def _dispute(portfolio: Portfolio, command: DisputeReceipt, event: Event) -> Portfolio:
    return _selection(portfolio, command, dispute=command.text)


def _selection_step(portfolio: Portfolio, command: SelectionStep, event: Event) -> Portfolio:
    return _selection(portfolio, command)


# Batches and deposits.


def _plan_batch(batch: SubmissionBatch | None, command: PlanBatch, event: Event) -> SubmissionBatch:
    _born(batch, BATCH, command.action)
    return SubmissionBatch(command.key)


def _batch(batch: SubmissionBatch, command: Any, **changes: Any) -> SubmissionBatch:
    return attrs.evolve(batch, state=BATCH.next(batch.state, command.action), **changes)


def _precheck(batch: SubmissionBatch, command: PrecheckBatch, event: Event) -> SubmissionBatch:
    return _batch(batch, command, students=command.students, left_out=command.left_out)


def _seal(batch: SubmissionBatch, command: SealBatch, event: Event) -> SubmissionBatch:
    return _batch(batch, command, digest=command.digest)


def _answer_batch(batch: SubmissionBatch, command: AnswerBatch, event: Event) -> SubmissionBatch:
    return _batch(batch, command, receipt=command.receipt)


def _batch_step(batch: SubmissionBatch, command: BatchStep, event: Event) -> SubmissionBatch:
    return _batch(batch, command)


def _deposit(deposit: Deposit, command: Any, **changes: Any) -> Deposit:
    return attrs.evolve(deposit, state=DEPOSIT.next(deposit.state, command.action), **changes)


def _receive(deposit: Deposit | None, command: ReceiveDeposit, event: Event) -> Deposit:
    _born(deposit, DEPOSIT, command.action)
    return Deposit(command.batch, command.digest, command.package, received_at=event.at)


def _judge(deposit: Deposit, command: JudgeDeposit, event: Event) -> Deposit:
    return _deposit(deposit, command, receipt=command.receipt)


def _supersede(deposit: Deposit, command: SupersedeDeposit, event: Event) -> Deposit:
    return _deposit(deposit, command, superseded_by=str(command.by))


_FOLDS: Final[dict[type[Any], Callable[[Any, Any, Event], State]]] = {
    RecordStudent: _record_student,
    RecordTaking: _record_taking,
    RecordCourse: _record_course,
    RecordOfficerPost: _record_post,
    RecordAdvising: _record_advising,
    UploadOutcome: _upload_outcome,
    EditOutcome: _edit_outcome,
    Reattach: _reattach,
    ReturnOutcome: _return_outcome,
    OutcomeStep: _outcome_step,
    UploadPerformance: _upload_performance,
    EditPerformance: _edit_performance,
    PerformanceStep: _performance_step,
    Select: _pick,
    CorrectSelection: _pick,
    SubmitSelection: _submit_selection,
    DisputeReceipt: _dispute,
    SelectionStep: _selection_step,
    PlanBatch: _plan_batch,
    PrecheckBatch: _precheck,
    SealBatch: _seal,
    AnswerBatch: _answer_batch,
    BatchStep: _batch_step,
    ReceiveDeposit: _receive,
    JudgeDeposit: _judge,
    SupersedeDeposit: _supersede,
}

_BIRTHS: Final = (RecordStudent, PlanBatch, ReceiveDeposit)


def evolve(state: State | None, event: Event) -> State:
    """The state after one event.

    Raises:
        TransitionRefused: the table does not accept the event's command.
        NotFound: the record or the item it acts on does not exist.
    """
    command = event.command
    if state is None and not isinstance(command, _BIRTHS):
        raise NotFound(what=event.stream.kind.value, key=event.stream.key)
    return _FOLDS[type(command)](state, command, event)


def replay(events: Iterable[Event]) -> State | None:
    """Fold a whole log; None when it is empty."""
    state: State | None = None
    for event in events:
        state = evolve(state, event)
    return state
