"""What can be done in a law case: how it is written down, and who judges it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from learnport.errors import DataError
from learnport.formats import compare, digest, write_roster
from learnport.model import (
    AdvisingRecord,
    CourseOutcome,
    CourseRecord,
    Enrolment,
    Extension,
    Finding,
    OfficerPost,
    Performance,
    ReceiptRecord,
    Student,
    StudentSubmission,
    SubmittedOutcome,
    Taking,
    Unlock,
    Verdict,
    Visit,
)
from learnport.rules import (
    ADMISSION_RULES,
    APPLICATION_COPY_RULES,
    COURSE_RECORD_RULES,
    FILE_RULES,
    PROGRAM_RULES,
    PROGRAM_TIMING_RULES,
    ROSTER_RULES,
    STUDENT_RULES,
    VISIT_RULES,
    ApplicationCase,
    ApplicationCopyCase,
    CourseRecordCase,
    FileCase,
    ProgramCase,
    ProgramTimingCase,
    RosterCase,
    Rule,
    StudentCase,
    VisitCase,
    check,
    check_submission,
    receipt_finding,
)
from learnport.sample._law_handed_in import (
    Arriving,
    Chosen,
    Compared,
    Copied,
    Graded,
    HandedIn,
    Item,
    Nothing,
    OfYear,
    Roster,
    Rows,
)
from learnport.sample._law_packages import Package
from learnport.sample._law_situation import Situation
from learnport.sample._law_words import ME
from learnport.systems import SchoolPlatform
from learnport.workflow import (
    Action,
    AdvisingStep,
    Context,
    CorrectSelection,
    DisputeReceipt,
    EditOutcome,
    EditPerformance,
    ExtendWindow,
    ExtensionStep,
    OutcomeStep,
    PerformanceStep,
    PortfolioCommand,
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
    UnlockItem,
    UploadOutcome,
    UploadPerformance,
)

__all__ = ["WAYS", "Asked", "Way"]

_ALL: Final = ("(全部)",)


@attrs.frozen
class Asked:
    """Somebody asks for something in a situation."""

    situation: Situation
    platform: SchoolPlatform
    context: Context

    def check(self, rules: Iterable[Rule[Any]], case: object) -> tuple[Finding, ...]:
        """Put rules, and those that plugins add, to a case under the law of the day."""
        added = (each for each in self.platform.host.rules if each.about is type(case))
        return check((*rules, *added), case, self.platform.law(self.context))


@attrs.frozen
class Way:
    """How something asked for is read and judged.

    Attributes:
        reads: what is handed in is one of these.
        judge: gives the findings.
    """

    reads: Any
    judge: Callable[[Asked, Any], tuple[Finding, ...]]


# Who judges.


def _command(
    make: Callable[[Any], PortfolioCommand],
) -> Callable[[Asked, Any], tuple[Finding, ...]]:
    def judge(asked: Asked, handed_in: Any) -> tuple[Finding, ...]:
        return asked.platform.explain(ME, make(handed_in), asked.context)

    return judge


def _step(kind: Any, action: Action) -> Way:
    """A bare step on an item."""
    return Way(Item, _command(lambda handed_in: kind(action, handed_in.item)))


def _turn(action: Action) -> Way:
    """A bare step of a selection."""
    return Way(OfYear, _command(lambda handed_in: SelectionStep(action, handed_in.year)))


def _choosing(kind: type[Select] | type[CorrectSelection]) -> Way:
    def judge(asked: Asked, picked: Any) -> tuple[Finding, ...]:
        now = asked.situation
        outcomes, performances = (
            tuple(each.id for each in there) if names == _ALL else names
            for names, there in (
                (picked.outcomes, now.outcome), (picked.performances, now.performance),
            )
        )  # fmt: skip
        command = kind(picked.year, outcomes, performances)
        return asked.platform.explain(ME, command, asked.context)

    return Way(kind, judge)


def _looking(action: Action, reads: type) -> Way:
    def judge(asked: Asked, handed_in: Any) -> tuple[Finding, ...]:
        item = getattr(handed_in, "item", None)
        return asked.platform.may_view(action, ME, asked.context, item)

    return Way(reads, judge)


def _file(asked: Asked, file: Arriving) -> tuple[Finding, ...]:
    return asked.check(FILE_RULES, FileCase(file.facts(), file.kind))


def _submission(asked: Asked, handed_in: HandedIn) -> tuple[Finding, ...]:
    now = asked.situation
    takings = {each.id: each for each in now.taking}
    if any(each.taking not in takings for each in now.outcome):
        raise DataError(detail="what is submitted belongs to a taking of the situation")
    outcomes = tuple(SubmittedOutcome(each, takings[each.taking]) for each in now.outcome)
    submission = StudentSubmission(now.student, handed_in.year, outcomes, now.performance)
    plans = {each.entry_year: each for each in now.plan}
    law = asked.platform.law(asked.context)
    return check_submission(submission, plans.get, law, batch=handed_in.batch)


def _receipt(_: Asked, both: Compared) -> tuple[Finding, ...]:
    sent, held = (
        [ReceiptRecord(ME, each.item, digest(each.content), Verdict.ACCEPTED) for each in items]
        for items in (both.sent, both.held)
    )
    found = compare(sent, held)
    return tuple(map(receipt_finding, found))


def _settings(asked: Asked, _: Nothing) -> tuple[Finding, ...]:
    return asked.platform.check_settings(asked.context)


def _enrolment(asked: Asked, enrolment: Enrolment) -> tuple[Finding, ...]:
    return asked.check(STUDENT_RULES, StudentCase(enrolment))


def _grades(asked: Asked, graded: Graded) -> tuple[Finding, ...]:
    taking = asked.situation.portfolio.taking(graded.record.taking)
    case = CourseRecordCase(graded.record, taking, graded.enrolment)
    return asked.check(COURSE_RECORD_RULES, case)


def _visit(asked: Asked, visit: Visit) -> tuple[Finding, ...]:
    return asked.check(VISIT_RULES, VisitCase(visit))


def _rows(asked: Asked, handed_in: Rows) -> tuple[Finding, ...]:
    return asked.check(ROSTER_RULES, RosterCase(handed_in.rows))


def _roster(asked: Asked, roster: Roster) -> tuple[Finding, ...]:
    layouts = asked.platform.host.layouts
    if (layout := layouts.get(roster.layout)) is None:
        raise DataError(detail=f"a roster has one of the layouts {', '.join(layouts)}")
    rows = ((each.sheet, each.cells()) for each in roster.rows)
    return write_roster(layout, roster.cover, rows, io.BytesIO(), created=asked.context.at)


def _package(_: Asked, package: Package) -> tuple[Finding, ...]:
    return package.verify()


def _choice(asked: Asked, chosen: Chosen) -> tuple[Finding, ...]:
    now = asked.situation
    timing = ProgramTimingCase(now.program, asked.context.at)
    case = ApplicationCase(
        chosen.application(),
        now.program,
        (*now.held_outcomes, *now.held_performances),
        now.held_semesters,
    )
    return (
        *asked.check(PROGRAM_TIMING_RULES, timing),
        *asked.check(ADMISSION_RULES, case),
    )


def _copy(asked: Asked, copied: Copied) -> tuple[Finding, ...]:
    case = ApplicationCopyCase(copied.application(), asked.situation.program)
    return asked.check(APPLICATION_COPY_RULES, case)


def _program(asked: Asked, _: Nothing) -> tuple[Finding, ...]:
    return asked.check(PROGRAM_RULES, ProgramCase(asked.situation.program))


def _itself(value: Any) -> Any:
    return value


A = Action

WAYS: Final[Mapping[str, Way]] = MappingProxyType({
    A.RECORD_STUDENT: Way(Student, _command(RecordStudent)),
    A.RECORD_TAKING: Way(Taking, _command(RecordTaking)),
    A.RECORD_COURSE: Way(CourseRecord, _command(RecordCourse)),
    A.RECORD_OFFICER_POST: Way(OfficerPost, _command(RecordOfficerPost)),
    A.RECORD_ADVISING: Way(AdvisingRecord, _command(RecordAdvising)),
    A.STRIKE_ADVISING: _step(AdvisingStep, A.STRIKE_ADVISING),
    A.UPLOAD_OUTCOME: Way(CourseOutcome, _command(UploadOutcome)),
    A.EDIT_OUTCOME: Way(EditOutcome, _command(_itself)),
    A.DISCARD_OUTCOME: _step(OutcomeStep, A.DISCARD_OUTCOME),
    A.REQUEST: _step(OutcomeStep, A.REQUEST),
    A.WITHDRAW: _step(OutcomeStep, A.WITHDRAW),
    A.CERTIFY: _step(OutcomeStep, A.CERTIFY),
    A.RETURN: Way(ReturnOutcome, _command(_itself)),
    A.REVOKE: _step(OutcomeStep, A.REVOKE),
    A.REATTACH: Way(Reattach, _command(_itself)),
    A.UPLOAD_PERFORMANCE: Way(Performance, _command(UploadPerformance)),
    A.EDIT_PERFORMANCE: Way(EditPerformance, _command(_itself)),
    A.COMPLETE: _step(PerformanceStep, A.COMPLETE),
    A.DISCARD_PERFORMANCE: _step(PerformanceStep, A.DISCARD_PERFORMANCE),
    A.REATTACH_PERFORMANCE: Way(ReattachPerformance, _command(_itself)),
    A.SELECT: _choosing(Select),
    A.CONFIRM: _turn(A.CONFIRM),
    A.REOPEN: _turn(A.REOPEN),
    A.ACKNOWLEDGE: _turn(A.ACKNOWLEDGE),
    A.DISPUTE: Way(DisputeReceipt, _command(_itself)),
    A.RESOLVE: _turn(A.RESOLVE),
    A.CORRECT: _choosing(CorrectSelection),
    A.EXTEND: Way(Extension, _command(ExtendWindow)),
    A.UNLOCK: Way(Unlock, _command(UnlockItem)),
    A.REVOKE_EXTENSION: _step(ExtensionStep, A.REVOKE_EXTENSION),
    A.VIEW_PORTFOLIO: _looking(A.VIEW_PORTFOLIO, Nothing),
    A.VIEW_OUTCOME: _looking(A.VIEW_OUTCOME, Item),
    A.VIEW_ADVISING: _looking(A.VIEW_ADVISING, Nothing),
    A.VIEW_PROGRESS: _looking(A.VIEW_PROGRESS, Nothing),
    A.CHOOSE: Way(Chosen, _choice),
    "application.copy": Way(Copied, _copy),
    "package.verify": Way(Package, _package),
    "program.check": Way(Nothing, _program),
    "file.upload": Way(Arriving, _file),
    "submission.check": Way(HandedIn, _submission),
    "receipt.compare": Way(Compared, _receipt),
    "roster.write": Way(Roster, _roster),
    "settings.check": Way(Nothing, _settings),
    "enrolment.check": Way(Enrolment, _enrolment),
    "grades.check": Way(Graded, _grades),
    "visit.check": Way(Visit, _visit),
    "roster.check": Way(Rows, _rows),
})  # fmt: skip
"""Every action a case can be about."""
