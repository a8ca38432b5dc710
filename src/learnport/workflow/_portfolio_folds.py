"""What each command does to a portfolio."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeVar

import attrs

from learnport.errors import IdentifierTaken, NotFound
from learnport.model import (
    TAIPEI,
    AdvisingRecord,
    CourseOutcome,
    Extension,
    Performance,
    Portfolio,
    SchoolYear,
    Unlock,
    YearGrade,
    YearlySelection,
)
from learnport.workflow._actions import Action
from learnport.workflow._events import Event, Fold
from learnport.workflow._portfolio_commands import (
    AdvisingStep,
    CorrectSelection,
    DisputeReceipt,
    EditOutcome,
    EditPerformance,
    ExtendWindow,
    ExtensionStep,
    OutcomeStep,
    PerformanceStep,
    Reattach,
    ReattachPerformance,
    RecordAdvising,
    RecordCourse,
    RecordOfficerPost,
    RecordStudent,
    RecordTaking,
    ReturnOutcome,
    Select,
    SelectionStep,
    SubmitSelection,
    UnlockItem,
    UploadOutcome,
    UploadPerformance,
)
from learnport.workflow._tables import (
    ADVISING,
    EXTENSION,
    OUTCOME,
    PERFORMANCE,
    SELECTION,
    UNLOCKING,
    Lifecycle,
)

__all__ = ["PORTFOLIO_FOLDS"]


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


def _free(portfolio: Portfolio, key: str, own: Iterable[_Identified]) -> None:
    """An identifier names one record of a portfolio, whatever its kind."""
    if key in portfolio.identifiers() and all(key != each.id for each in own):
        raise IdentifierTaken(key=key)


# Recording.


def _record_student(portfolio: Portfolio | None, command: RecordStudent, event: Event) -> Portfolio:
    portfolio = portfolio or Portfolio(command.student)
    now = YearGrade(SchoolYear.of(event.at.astimezone(TAIPEI).date()), command.student.grade)
    grades = _put(portfolio.grades, now, lambda each: each.year == now.year)
    return attrs.evolve(portfolio, student=command.student, grades=tuple(sorted(grades)))


def _record_taking(portfolio: Portfolio, command: RecordTaking, _: Event) -> Portfolio:
    _free(portfolio, command.taking.id, portfolio.takings)
    return attrs.evolve(portfolio, takings=_put_by_id(portfolio.takings, command.taking))


def _record_course(portfolio: Portfolio, command: RecordCourse, _: Event) -> Portfolio:
    new = command.record
    records = _put(portfolio.course_records, new, lambda item: item.taking == new.taking)
    return attrs.evolve(portfolio, course_records=records)


def _record_post(portfolio: Portfolio, command: RecordOfficerPost, _: Event) -> Portfolio:
    _free(portfolio, command.post.id, portfolio.officer_posts)
    return attrs.evolve(portfolio, officer_posts=_put_by_id(portfolio.officer_posts, command.post))


def _record_advising(portfolio: Portfolio, command: RecordAdvising, _: Event) -> Portfolio:
    state = ADVISING.born(portfolio.advising_record(command.record.id))
    _free(portfolio, command.record.id, portfolio.advising)
    record = attrs.evolve(command.record, state=state)
    return attrs.evolve(portfolio, advising=_put_by_id(portfolio.advising, record))


def _advising_step(portfolio: Portfolio, command: AdvisingStep, _: Event) -> Portfolio:
    record = portfolio.advising_record(command.item)
    if record is None:
        raise NotFound(what="advising record", key=command.item)
    moved: AdvisingRecord = attrs.evolve(record, state=ADVISING.next(record.state, command.action))
    return attrs.evolve(portfolio, advising=_put_by_id(portfolio.advising, moved))


# Outcomes and performances.


_UNCERTIFIED: Final[dict[str, Any]] = {
    "certifier": None,
    "certified_at": None,
    "return_reason": None,
    "return_note": "",
}


def _upload_outcome(portfolio: Portfolio, command: UploadOutcome, event: Event) -> Portfolio:
    state = OUTCOME.born(portfolio.outcome(command.item))
    _free(portfolio, command.item, portfolio.outcomes)
    outcome = attrs.evolve(
        command.outcome, state=state, uploaded_at=event.at, requested_at=None, **_UNCERTIFIED
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


def _edit_outcome(portfolio: Portfolio, command: EditOutcome, _: Event) -> Portfolio:
    return _outcome(
        portfolio, command.item, command.action,
        description=command.description, attachments=command.attachments, **_UNCERTIFIED,
    )  # fmt: skip


def _reattach(portfolio: Portfolio, command: Reattach, _: Event) -> Portfolio:
    return _outcome(portfolio, command.item, command.action)


def _return_outcome(portfolio: Portfolio, command: ReturnOutcome, event: Event) -> Portfolio:
    return _outcome(
        portfolio, command.item, command.action,
        certifier=event.actor.person,
        return_reason=command.reason, return_note=command.note,
    )  # fmt: skip


def _outcome_step(portfolio: Portfolio, command: OutcomeStep, event: Event) -> Portfolio:
    stamps: dict[Action, dict[str, Any]] = {
        Action.REQUEST: {"requested_at": event.at},
        Action.CERTIFY: {"certifier": event.actor.person, "certified_at": event.at},
        Action.REVOKE: _UNCERTIFIED,
        Action.DISCARD_OUTCOME: _UNCERTIFIED,
    }
    return _outcome(portfolio, command.item, command.action, **stamps.get(command.action, {}))


def _upload_performance(
    portfolio: Portfolio, command: UploadPerformance, event: Event
) -> Portfolio:
    state = PERFORMANCE.born(portfolio.performance(command.item))
    _free(portfolio, command.item, portfolio.performances)
    performance = attrs.evolve(command.performance, state=state, uploaded_at=event.at)
    return attrs.evolve(portfolio, performances=(*portfolio.performances, performance))


def _performance(portfolio: Portfolio, item: str, action: Action, **changes: Any) -> Portfolio:
    performance = portfolio.performance(item)
    if performance is None:
        raise NotFound(what="performance", key=item)
    moved: Performance = attrs.evolve(
        performance, state=PERFORMANCE.next(performance.state, action), **changes
    )
    return attrs.evolve(portfolio, performances=_put_by_id(portfolio.performances, moved))


def _edit_performance(portfolio: Portfolio, command: EditPerformance, _: Event) -> Portfolio:
    return _performance(
        portfolio, command.item, command.action,
        details=command.details, description=command.description,
        attachments=command.attachments, link=command.link,
    )  # fmt: skip


def _reattach_performance(
    portfolio: Portfolio, command: ReattachPerformance, _: Event
) -> Portfolio:
    return _performance(portfolio, command.item, command.action)


def _performance_step(portfolio: Portfolio, command: PerformanceStep, _: Event) -> Portfolio:
    return _performance(portfolio, command.item, command.action)


# Selections.


def _selection(portfolio: Portfolio, command: Any, **changes: Any) -> Portfolio:
    selection = portfolio.selection(command.year)
    moved: YearlySelection = attrs.evolve(
        selection, state=SELECTION.next(selection.state, command.action), **changes
    )
    selections = _put(portfolio.selections, moved, lambda each: each.year == moved.year)
    return attrs.evolve(portfolio, selections=selections)


def _pick(portfolio: Portfolio, command: Select | CorrectSelection, _: Event) -> Portfolio:
    picks = {"outcomes": command.outcomes, "performances": command.performances}
    return _selection(portfolio, command, **picks)


def _submit_selection(portfolio: Portfolio, command: SubmitSelection, _: Event) -> Portfolio:
    return _selection(portfolio, command, batch=str(command.batch), dispute="", disputed_at=None)


def _dispute(portfolio: Portfolio, command: DisputeReceipt, event: Event) -> Portfolio:
    return _selection(portfolio, command, dispute=command.text, disputed_at=event.at)


def _selection_step(portfolio: Portfolio, command: SelectionStep, _: Event) -> Portfolio:
    return _selection(portfolio, command)


# More time for one student.


def _extend(portfolio: Portfolio, command: ExtendWindow, _: Event) -> Portfolio:
    return _grant(portfolio, EXTENSION, command.extension)


def _unlock(portfolio: Portfolio, command: UnlockItem, _: Event) -> Portfolio:
    if not (portfolio.outcome(command.item) or portfolio.performance(command.item)):
        raise NotFound(what="item", key=command.item)
    return _grant(portfolio, UNLOCKING, command.unlock)


def _grant(portfolio: Portfolio, lifecycle: Lifecycle[Any], new: Extension | Unlock) -> Portfolio:
    granted = attrs.evolve(new, state=lifecycle.born(portfolio.extension(new.id)))
    _free(portfolio, new.id, portfolio.extensions)
    return attrs.evolve(portfolio, extensions=(*portfolio.extensions, granted))


def _extension_step(portfolio: Portfolio, command: ExtensionStep, _: Event) -> Portfolio:
    extension = portfolio.extension(command.extension)
    if extension is None:
        raise NotFound(what="extension", key=command.extension)
    moved = attrs.evolve(extension, state=EXTENSION.next(extension.state, command.action))
    return attrs.evolve(portfolio, extensions=_put_by_id(portfolio.extensions, moved))


PORTFOLIO_FOLDS: Final[Mapping[type[Any], Fold]] = MappingProxyType({
    RecordStudent: _record_student,
    RecordTaking: _record_taking,
    RecordCourse: _record_course,
    RecordOfficerPost: _record_post,
    RecordAdvising: _record_advising,
    AdvisingStep: _advising_step,
    UploadOutcome: _upload_outcome,
    EditOutcome: _edit_outcome,
    Reattach: _reattach,
    ReturnOutcome: _return_outcome,
    OutcomeStep: _outcome_step,
    UploadPerformance: _upload_performance,
    EditPerformance: _edit_performance,
    ReattachPerformance: _reattach_performance,
    PerformanceStep: _performance_step,
    Select: _pick,
    CorrectSelection: _pick,
    SubmitSelection: _submit_selection,
    DisputeReceipt: _dispute,
    SelectionStep: _selection_step,
    ExtendWindow: _extend,
    UnlockItem: _unlock,
    ExtensionStep: _extension_step,
})  # fmt: skip
