"""LP20xx: what a student hands in, judged the same way at the school and at the centre."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from learnport.model import (
    Attachment,
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
    AttachmentCase,
    OutcomeCase,
    PerformanceCase,
    Plans,
    SubmissionCase,
)
from learnport.rules._files import ATTACHMENT_RULES
from learnport.rules._outcomes import OUTCOME_CONTENT
from learnport.rules._people import items_own
from learnport.rules._performances import PERFORMANCE_RULES
from learnport.rules._rule import Breach, check, rule
from learnport.rules._selection import CHOICE_RULES
from learnport.rules._takings import TAKINGS
from learnport.rules._words import term_named

__all__ = [
    "OUTCOME_RULES",
    "SUBMISSION",
    "SUBMISSION_RULES",
    "VALIDATOR_VERSION",
    "check_submission",
    "plan_for",
]

VALIDATOR_VERSION: Final = "learnport-rules-1"
"""Names the rules a receipt was judged by; changes whenever a verdict may."""


@rule(
    "LP2001",
    zh="這位學生屬於學校 {school}，不能由學校 {limit} 提交。",
    en="The student belongs to school {school}; school {limit} cannot submit them.",
    remedy_zh="請將這位學生移出本次提交；轉學生請先辦理學籍異動。",
    remedy_en="Take the student out of this submission; a transfer is entered first.",
    source=src.ROLES,
)
def student_of_school(case: SubmissionCase, _: Law) -> Iterator[Breach]:
    """A school submits its own students."""
    school = case.submission.student.ref.school
    if school != case.school:
        yield Breach("/student", school=school, limit=case.school)


@rule(
    "LP2002",
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

SUBMISSION_RULES: Final = (student_of_school, plan_known, items_own, *CHOICE_RULES)
"""What a submission must satisfy as a whole; for a `SubmissionCase`."""

SUBMISSION: Final = (student_of_school, plan_known)


def check_submission(
    submission: StudentSubmission, plans: Plans, law: Law, *, school: str
) -> tuple[Finding, ...]:
    """Judge all that one student hands in: the one validator of the school and of the centre.

    Args:
        submission: what is handed in.
        plans: the plans of the school that submits.
        law: of the day that counts.
        school: code of the school that submits.

    Returns:
        All findings, those about the whole first. Places are JSON pointers into the
        submission, such as `/outcomes/0/description` or `/performances/2/attachments/0`.
    """
    findings = [*check(SUBMISSION_RULES, SubmissionCase(submission, plans, school), law)]
    for index, each in enumerate(submission.outcomes):
        at = f"/outcomes/{index}"
        case = _outcome_case(each, submission.student, plans)
        findings += check(OUTCOME_RULES, case, law, at)
        findings += _check_files(each.outcome.attachments, ItemKind.OUTCOME, law, at)
    for index, performance in enumerate(submission.performances):
        at = f"/performances/{index}"
        findings += check(PERFORMANCE_RULES, PerformanceCase(performance), law, at)
        findings += _check_files(performance.attachments, ItemKind.PERFORMANCE, law, at)
    return tuple(findings)


def _outcome_case(each: SubmittedOutcome, student: Student, plans: Plans) -> OutcomeCase:
    taking = each.taking if each.taking.id == each.outcome.taking else None
    return OutcomeCase(each.outcome, taking, plan_for(each.taking, student, plans))


def _check_files(
    attachments: Iterable[Attachment], kind: ItemKind, law: Law, at: str
) -> Iterator[Finding]:
    for index, attachment in enumerate(attachments):
        case = AttachmentCase(attachment, kind)
        yield from check(ATTACHMENT_RULES, case, law, f"{at}/attachments/{index}")
