"""LP20xx: what a student hands in, judged the same way at the school and at the centre."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from learnport.model import (
    Attachment,
    BatchKey,
    CoursePlan,
    Finding,
    ItemKind,
    Student,
    StudentSubmission,
    SubmittedOutcome,
    Taking,
    TakingKind,
)
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import (
    ELSEWHERE,
    OutcomeCase,
    PerformanceCase,
)
from learnport.rules._choice_cases import (
    Plans,
    SubmissionCase,
)
from learnport.rules._file_cases import AttachmentCase
from learnport.rules._files import ATTACHMENT_RULES
from learnport.rules._outcomes import OUTCOME_CONTENT
from learnport.rules._people import items_own
from learnport.rules._performances import PERFORMANCE_RULES
from learnport.rules._rule import Breach, Judge, bind, check, rule
from learnport.rules._selection import CHOICE_RULES
from learnport.rules._takings import TAKINGS
from learnport.rules._words import grade_named, term_named

__all__ = [
    "OUTCOME_RULES",
    "SUBMISSIONS",
    "SUBMISSION_RULES",
    "VALIDATOR_VERSION",
    "check_submission",
    "plan_for",
]

VALIDATOR_VERSION: Final = "learnport-rules-2"
"""Names the rules a receipt was judged by; changes whenever a verdict may."""


@rule(
    "LP2001",
    says="學校只提交本校學生的資料。",
    zh="這位學生屬於學校 {school}，不能由學校 {limit} 提交。",
    en="The student belongs to school {school}; school {limit} cannot submit them.",
    remedy_zh="請將這位學生移出本次提交；轉學生請先辦理學籍異動。",
    remedy_en="Take the student out of this submission; a transfer is entered first.",
    source=src.ROLES,
)
def student_of_school(case: SubmissionCase, _: Law) -> Iterator[Breach]:
    """A school submits its own students."""
    school = case.submission.student.ref.school
    if school != case.batch.school:
        yield Breach("/student", school=school, limit=case.batch.school)


@rule(
    "LP2013",
    says="一個批次只含一個學年度的資料。",
    zh="這份資料是{year}的，不能列入{limit}的提交批次。",
    en="This is a submission of {year}; the batch is of {limit}.",
    remedy_zh="請改列入{year}的提交批次。",
    remedy_en="Submit it in a batch of {year}.",
    source=src.RECORDS,
)
def year_of_batch(case: SubmissionCase, _: Law) -> Iterator[Breach]:
    """A batch carries one school year."""
    year = case.submission.year
    if str(year) != case.batch.term:
        yield Breach("/year", year=year, limit=term_named(case.batch.term))


@rule(
    "LP2014",
    says="每個梯次只提交該梯次的年級。",
    zh="{grade}學生不能列入「{round}」的提交；這個梯次提交：{limit}。",
    en='Students of grade {grade} cannot go into the round "{round}"; it is for grades: {limit}.',
    remedy_zh="請將這位學生改列入所屬年級的梯次。",
    remedy_en="Submit the student in the round of the student's grade.",
    source=src.RECORDS,
)
def grade_of_round(case: SubmissionCase, _: Law) -> Iterator[Breach]:
    """A round carries the grades it is for."""
    grade, turn = case.submission.student.grade, case.batch.round
    if grade not in turn.grades:
        limit = tuple(grade_named(each) for each in sorted(turn.grades))
        yield Breach("/student/grade", grade=grade_named(grade), round=turn, limit=limit)


@rule(
    "LP2002",
    says="課程代碼依核定的課程計畫核對。",
    zh="沒有 {limit}入學適用的課程計畫，無法核對課程代碼。",
    en="There is no plan for those who entered in {limit}, so course codes cannot be checked.",
    remedy_zh="請先自課程計畫平臺下載 {limit}入學適用的課程計畫。",
    remedy_en="Fetch the plan for {limit} from the course plan platform first.",
    source=src.PLAN,
)
def plan_known(case: SubmissionCase, _: Law) -> Iterator[Breach]:
    """Course codes are checked against an approved plan."""
    student = case.submission.student
    for index, each in enumerate(case.submission.outcomes):
        year = _plan_year(each.taking, student)
        if each.taking.kind not in ELSEWHERE and case.plans(year) is None:
            yield Breach(f"/outcomes/{index}/taking/code", limit=term_named(str(year)))


def _plan_year(taking: Taking, student: Student) -> int:
    """The entry year whose plan a taking falls under.

    Whoever repeats a year sits in a later class and takes that class's courses.
    """
    if taking.kind is TakingKind.REPEAT:
        return int(taking.code.entry_year)
    return student.entry_year


def plan_for(taking: Taking, student: Student, plans: Plans) -> CoursePlan | None:
    """The plan a student's taking falls under; None when it is not known."""
    return plans(_plan_year(taking, student))


OUTCOME_RULES: Final = (*OUTCOME_CONTENT, *TAKINGS)
"""What a course outcome must satisfy; for an `OutcomeCase`."""

SUBMISSION_RULES: Final = (
    student_of_school, year_of_batch, grade_of_round, plan_known, items_own, *CHOICE_RULES,
)  # fmt: skip
"""What a submission must satisfy as a whole; for a `SubmissionCase`."""

SUBMISSIONS: Final = (student_of_school, plan_known, year_of_batch, grade_of_round)
"""The chapter LP20 of the catalogue; what is put to a case is `SUBMISSION_RULES`."""


def check_submission(
    submission: StudentSubmission, plans: Plans, law: Law, *, batch: BatchKey
) -> tuple[Finding, ...]:
    """Judge all that one student hands in: the one validator of the school and of the centre.

    Args:
        submission: what is handed in.
        plans: the plans of the school that submits.
        law: of the day that counts.
        batch: the batch that carries it.

    Returns:
        All findings, those about the whole first. Places are JSON pointers into the
        submission, such as `/outcomes/0/description` or `/performances/2/attachments/0`.
    """
    findings = [*check(SUBMISSION_RULES, SubmissionCase(submission, plans, batch), law)]
    judge_outcome, judge_performance = bind(OUTCOME_RULES, law), bind(PERFORMANCE_RULES, law)
    judge_file = bind(ATTACHMENT_RULES, law)
    for index, each in enumerate(submission.outcomes):
        at = f"/outcomes/{index}"
        case = _outcome_case(each, submission.student, plans)
        findings += judge_outcome(case, at)
        findings += _check_files(each.outcome.attachments, ItemKind.OUTCOME, judge_file, at)
    for index, performance in enumerate(submission.performances):
        at = f"/performances/{index}"
        findings += judge_performance(
            PerformanceCase(performance, submission.student.entered, law.on), at
        )
        findings += _check_files(performance.attachments, ItemKind.PERFORMANCE, judge_file, at)
    return tuple(findings)


def _outcome_case(each: SubmittedOutcome, student: Student, plans: Plans) -> OutcomeCase:
    taking = each.taking if each.taking.id == each.outcome.taking else None
    return OutcomeCase(each.outcome, taking, plan_for(each.taking, student, plans))


def _check_files(
    attachments: Iterable[Attachment], kind: ItemKind, judge: Judge[AttachmentCase], at: str
) -> Iterator[Finding]:
    for index, attachment in enumerate(attachments):
        yield from judge(AttachmentCase(attachment, kind), f"{at}/attachments/{index}")
