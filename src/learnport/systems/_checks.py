"""Which rules a command must satisfy: one row per action.

An action without a row is not for `perform`: it happens only inside the batch use cases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from learnport.model import (
    TAIPEI,
    AdvisingRecord,
    Attachment,
    CourseOutcome,
    CoursePlan,
    Finding,
    ItemKind,
    OfficerPost,
    Performance,
    PersonRef,
    Portfolio,
    SchoolSettings,
    SelectionState,
    Taking,
    WindowKind,
)
from learnport.parameters import Law
from learnport.plugins import Host
from learnport.rules import (
    ADVISING_RULES,
    ATTACHMENT_RULES,
    COURSE_RECORD_RULES,
    EXTENSION_RULES,
    FILE_QUOTA_RULES,
    ITEM_LOCKED,
    NO_CERTIFIER,
    NOT_THE_STUDENTS,
    OFFICER_POST_RULES,
    OUTCOME_ADVICE_RULES,
    OUTCOME_RULES,
    PERFORMANCE_RULES,
    PERMISSION_DENIED,
    QUOTA_RULES,
    REASON_MISSING,
    REATTACHED_OTHER_FILE,
    RETURN_RULES,
    SELECTION_RULES,
    TIMING_RULES,
    AdvisingCase,
    AttachmentCase,
    CourseRecordCase,
    ExtensionCase,
    OfficerPostCase,
    OutcomeCase,
    PerformanceCase,
    QuotaCase,
    ReturnCase,
    Rule,
    SelectionCase,
    TimingCase,
    check,
    plan_for,
)
from learnport.systems._bytes import not_held
from learnport.systems._decision import named
from learnport.workflow import Action, Context

__all__ = ["CHECKS", "Situation", "judge", "on_day"]


@attrs.frozen
class Situation:
    """Everything a check may look at.

    Attributes:
        student: whose portfolio it is.
        command: what is asked.
        context: who asks, and when.
        before: the portfolio as it is.
        after: the portfolio as the command would leave it.
        settings: the school's own.
        law: of the day.
        host: the services.
    """

    student: PersonRef
    command: Any
    context: Context
    before: Portfolio | None
    after: Portfolio
    settings: SchoolSettings
    law: Law
    host: Host

    @property
    def outcome(self) -> CourseOutcome:
        found = self.after.outcome(self.command.item)
        assert found is not None, "the table has just moved it"
        return found

    @property
    def performance(self) -> Performance:
        found = self.after.performance(self.command.item)
        assert found is not None, "the table has just moved it"
        return found

    @property
    def item(self) -> CourseOutcome | Performance:
        """The outcome or performance acted on, as the command would leave it."""
        return self.after.outcome(self.command.item) or self.performance

    def plans(self, entry_year: int) -> CoursePlan | None:
        """The approved plan of the student's school for an entry year."""
        return self.host.course_plans.plan(self.student.school, entry_year)

    def judge(self, rules: Iterable[Rule[Any]], case: object, at: str = "") -> tuple[Finding, ...]:
        """Put the rules of a group, and those that plugins add, to a case."""
        return judge(self.host, rules, case, self.law, at)


Check = Callable[[Situation], Iterator[Finding]]


def judge(
    host: Host, rules: Iterable[Rule[Any]], case: object, law: Law, at: str = ""
) -> tuple[Finding, ...]:
    """Put rules to a case, and after them the plugins' rules about the same kind of case."""
    added = (each for each in host.rules if each.about is type(case))
    return check((*rules, *added), case, law, at)


def _window(kind: WindowKind, term: Callable[[Situation], str]) -> Check:
    def within(now: Situation) -> Iterator[Finding]:
        item = getattr(now.command, "item", None)
        case = TimingCase.of_student(kind, term(now), now.context.at, now.settings, now.after, item)
        yield from now.judge(TIMING_RULES, case)

    return within


def _semester(now: Situation) -> str:
    return str(now.outcome.semester)


def _performance_year(now: Situation) -> str:
    return str(now.performance.year)


def _selection_year(now: Situation) -> str:
    return str(now.command.year)


def _outcome(rules: Iterable[Rule[Any]]) -> Check:
    rules = tuple(rules)

    def content(now: Situation) -> Iterator[Finding]:
        taking = now.after.taking(now.outcome.taking)
        plan = plan_for(taking, now.after.student, now.plans) if taking else None
        yield from now.judge(rules, OutcomeCase(now.outcome, taking, plan))
        yield from _files(now.outcome.attachments, ItemKind.OUTCOME, now)
        yield from _owned(now.outcome, now)

    return content


def _performance_content(now: Situation) -> Iterator[Finding]:
    case = PerformanceCase(now.performance, now.after.student.entered, on_day(now.context))
    yield from now.judge(PERFORMANCE_RULES, case)
    yield from _files(now.performance.attachments, ItemKind.PERFORMANCE, now)
    yield from _owned(now.performance, now)


def _basic_data(now: Situation) -> Iterator[Finding]:
    ref = now.command.student.ref
    if ref != now.student:
        yield NOT_THE_STUDENTS.finding("/student", item=ref.key)


def _taking_content(now: Situation) -> Iterator[Finding]:
    yield from _owned(now.command.taking, now)


def _advising_content(now: Situation) -> Iterator[Finding]:
    record = now.command.record
    yield from now.judge(ADVISING_RULES, AdvisingCase(record))
    yield from _files(record.attachments, ItemKind.ADVISING, now)
    yield from _owned(record, now)
    former = now.before and now.before.advising_record(record.id)
    if {record.advisor, former.advisor if former else record.advisor} != {now.context.actor.person}:
        yield PERMISSION_DENIED.finding("/advisor", action=named(now.command.action))


def _course_record_content(now: Situation) -> Iterator[Finding]:
    record = now.command.record
    case = CourseRecordCase(record, now.after.taking(record.taking))
    yield from now.judge(COURSE_RECORD_RULES, case)


def _officer_post_content(now: Situation) -> Iterator[Finding]:
    post, entered = now.command.post, now.after.student.entered
    case = OfficerPostCase(post, entered, on_day(now.context))
    yield from now.judge(OFFICER_POST_RULES, case)
    yield from _owned(now.command.post, now)


def _files(
    attachments: tuple[Attachment, ...], kind: ItemKind, now: Situation
) -> Iterator[Finding]:
    """Bytes first: no event may mention a file that the store does not hold."""
    for index, attachment in enumerate(attachments):
        at = f"/attachments/{index}"
        yield from now.judge(ATTACHMENT_RULES, AttachmentCase(attachment, kind), at)
        yield from not_held(now.host.blobs, attachment, at)


def _owned(
    item: CourseOutcome | Performance | Taking | OfficerPost | AdvisingRecord, now: Situation
) -> Iterator[Finding]:
    if item.student != now.student:
        yield NOT_THE_STUDENTS.finding("/student", item=item.id)


def _quota(rules: Iterable[Rule[Any]]) -> Check:
    def within(now: Situation) -> Iterator[Finding]:
        yield from now.judge(rules, QuotaCase(now.item, now.after, now.settings))

    return within


def _advising_own(now: Situation) -> Iterator[Finding]:
    """An advisor corrects and strikes the own records only."""
    record = now.after.advising_record(now.command.item)
    assert record is not None, "the table has just moved it"
    if record.advisor != now.context.actor.person:
        yield PERMISSION_DENIED.finding("/advisor", action=named(now.command.action))


def _extension_content(now: Situation) -> Iterator[Finding]:
    command = now.command
    new = command.extension if command.action is Action.EXTEND else command.unlock
    case = ExtensionCase(new, now.context.at, now.after, now.settings)
    yield from now.judge(EXTENSION_RULES, case)


def _selection_content(now: Situation) -> Iterator[Finding]:
    case = SelectionCase(now.after.selection(now.command.year), now.after)
    yield from now.judge(SELECTION_RULES, case)


def _same_bytes(now: Situation) -> Iterator[Finding]:
    attachment = now.command.attachment
    if attachment.sha256 not in {each.sha256 for each in now.item.attachments}:
        yield REATTACHED_OTHER_FILE.finding("/attachment")
    yield from not_held(now.host.blobs, attachment, "/attachment")


def _not_locked(now: Situation) -> Iterator[Finding]:
    """What a confirmed selection holds stays as it is until staff reopen the selection."""
    assert now.before is not None, "the table has just moved an item of it"
    locking = (SelectionState.CONFIRMED, SelectionState.CORRECTED)
    for selection in now.before.selections:
        picked = (*selection.outcomes, *selection.performances)
        if selection.state in locking and now.command.item in picked:
            yield ITEM_LOCKED.finding("/state", item=now.command.item, year=selection.year)


def _unlocked(now: Situation) -> Iterator[Finding]:
    """Or until they unlock the item, which may then be changed, but not discarded."""
    assert now.before is not None, "the table has just moved an item of it"
    until = now.before.unlocked(now.command.item)
    if until is None or now.context.at >= until:
        yield from _not_locked(now)


def _reason_given(now: Situation) -> Iterator[Finding]:
    if not now.context.reason.strip():
        yield REASON_MISSING.finding("/reason", action=named(now.command.action))


def _acknowledging(now: Situation) -> Iterator[Finding]:
    """The window is for the first answer; what the school has resolved waits for no window."""
    assert now.before is not None, "the table has just moved a selection of it"
    if now.before.selection(now.command.year).state is SelectionState.RECEIVED:
        yield from _ANSWERING(now)


def _certifier_named(now: Situation) -> Iterator[Finding]:
    taking = now.after.taking(now.outcome.taking)
    if taking is not None and taking.teacher is None:
        yield NO_CERTIFIER.finding("/taking/teacher")


def _return_reason(now: Situation) -> Iterator[Finding]:
    case = ReturnCase(now.command.reason, now.command.note)
    yield from now.judge(RETURN_RULES, case)


_UPLOADING_OUTCOMES = _window(WindowKind.UPLOAD_OUTCOMES, _semester)
_CERTIFYING = _window(WindowKind.CERTIFY, _semester)
_UPLOADING_PERFORMANCES = _window(WindowKind.UPLOAD_PERFORMANCES, _performance_year)
_SELECTING = _window(WindowKind.SELECT, _selection_year)
_ANSWERING = _window(WindowKind.CONFIRM_RECEIPT, _selection_year)

_OUTCOME = _outcome(OUTCOME_RULES)
_WRITING = _outcome((*OUTCOME_RULES, *OUTCOME_ADVICE_RULES))
_PER_ITEM = _quota(FILE_QUOTA_RULES)
_PER_ITEM_AND_TERM = _quota(QUOTA_RULES)

CHECKS: Final[Mapping[Action, tuple[Check, ...]]] = MappingProxyType({
    Action.RECORD_STUDENT: (_basic_data,),
    Action.RECORD_TAKING: (_taking_content,),
    Action.RECORD_COURSE: (_course_record_content,),
    Action.RECORD_OFFICER_POST: (_officer_post_content,),
    Action.RECORD_ADVISING: (_advising_content,),
    Action.STRIKE_ADVISING: (_reason_given, _advising_own),
    Action.UPLOAD_OUTCOME: (_UPLOADING_OUTCOMES, _WRITING, _PER_ITEM_AND_TERM),
    Action.EDIT_OUTCOME: (_UPLOADING_OUTCOMES, _WRITING, _PER_ITEM, _unlocked),
    Action.DISCARD_OUTCOME: (_not_locked,),
    Action.REQUEST: (_CERTIFYING, _OUTCOME, _certifier_named),
    Action.WITHDRAW: (),
    Action.CERTIFY: (_CERTIFYING,),
    Action.RETURN: (_CERTIFYING, _return_reason),
    Action.REVOKE: (_reason_given,),
    Action.REATTACH: (_same_bytes,),
    Action.UPLOAD_PERFORMANCE: (
        _UPLOADING_PERFORMANCES, _performance_content, _PER_ITEM_AND_TERM,
    ),
    Action.EDIT_PERFORMANCE: (
        _UPLOADING_PERFORMANCES, _performance_content, _PER_ITEM, _unlocked,
    ),
    Action.COMPLETE: (_performance_content,),
    Action.DISCARD_PERFORMANCE: (_not_locked,),
    Action.REATTACH_PERFORMANCE: (_same_bytes,),
    Action.SELECT: (_SELECTING, _selection_content),
    Action.CONFIRM: (_SELECTING, _selection_content),
    Action.REOPEN: (_reason_given,),
    Action.ACKNOWLEDGE: (_acknowledging,),
    Action.DISPUTE: (_ANSWERING,),
    Action.RESOLVE: (_reason_given,),
    Action.CORRECT: (_reason_given, _selection_content),
    Action.EXTEND: (_reason_given, _extension_content),
    Action.UNLOCK: (_reason_given, _extension_content),
    Action.REVOKE_EXTENSION: (_reason_given,),
})  # fmt: skip
"""What must hold before an action; adding an action means adding a row."""


def on_day(context: Context) -> dt.date:
    """The day in Taiwan on which a command was given."""
    return context.at.astimezone(TAIPEI).date()
