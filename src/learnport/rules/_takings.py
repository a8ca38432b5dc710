"""LP12xx: the taking a course outcome belongs to, its course code, and the approved plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import CourseCode, Severity, TakingKind, normalise
from learnport.parameters import Law, Value
from learnport.rules import _sources as src
from learnport.rules._cases import (
    ELSEWHERE,
    OutcomeCase,
)
from learnport.rules._rule import Breach, rule
from learnport.rules._words import term_named

__all__ = ["TAKINGS", "no_credit"]

_TAKEN_BEFORE: Final = frozenset({TakingKind.MAKEUP, TakingKind.RETAKE, TakingKind.TRANSFER})


@rule(
    "LP1201",
    says="課程學習成果屬於學生的一筆修課資料。",
    severity=Severity.STOP,
    zh="查無這件成果所屬的修課資料（{taking}）。",
    en="There is no course taking {taking} for this outcome.",
    remedy_zh="請確認選對科目；若科目正確，請學校先在校務行政系統登錄修課資料。",
    remedy_en="Check that the right course was chosen; if it was, ask the school to record the"
    " taking first.",
    source=src.RECORDS,
)
def taking_known(case: OutcomeCase, _: Law) -> Iterator[Breach]:
    """An outcome belongs to a taking of its student."""
    if case.taking is None:
        yield Breach("/taking", taking=case.outcome.taking)


@rule(
    "LP1202",
    says="課程學習成果所屬的修課資料是學生本人的。",
    zh="這件成果所屬的修課資料（{taking}）是另一位學生的。",
    en="The course taking {taking} of this outcome is another student's.",
    remedy_zh="請改選學生本人修習的科目。",
    remedy_en="Choose a course the student takes.",
    source=src.CERTIFICATION,
)
def taking_own(case: OutcomeCase, _: Law) -> Iterator[Breach]:
    """The taking of an outcome is the student's own."""
    taking = case.taking
    if taking is not None and taking.student != case.outcome.student:
        yield Breach("/taking", taking=taking.id)


@rule(
    "LP1203",
    says="課程學習成果在修課當學期上傳。",
    zh="成果上傳於 {semester}，課程修習於 {limit}；課程學習成果須在修課當學期上傳。",
    en="The outcome was uploaded in {semester}, the course taken in {limit}; an outcome is"
    " uploaded in the semester of its course.",
    remedy_zh="請改選 {semester}修習的科目；若為系統或學校因素延誤，請洽學校承辦人員。",
    remedy_en="Choose a course taken in {semester}; ask the school's staff if the delay was not"
    " the student's.",
    source=src.RECORDS,
)
def semester_of_taking(case: OutcomeCase, _: Law) -> Iterator[Breach]:
    """An outcome is uploaded in the semester its course was taken.

    What a transfer student brings along was uploaded at the former school, so nothing is said
    of its semester here.
    """
    taking, semester = case.taking, case.outcome.semester
    if taking is None or taking.kind is TakingKind.TRANSFER:
        return
    if taking.semester != semester:
        yield Breach("/semester", semester=semester, limit=taking.semester)


@rule(
    "LP1204",
    says="課程代碼列於該校該入學年度核定的課程計畫中。",
    zh="課程代碼 {code}（{subject}）不在 {limit}入學適用的課程計畫中。",
    en="The course code {code} ({subject}) is not in the plan for those who entered in {limit}.",
    remedy_zh="請對照課程計畫平臺更正課程代碼，或先同步最新的課程計畫。",
    remedy_en="Correct the code against the course plan platform, or fetch the newest plan.",
    source=src.PLAN,
)
def code_in_plan(case: OutcomeCase, _: Law) -> Iterator[Breach]:
    """A course code stands in the approved plan of its school and entry year."""
    taking, plan = case.taking, case.judged_by
    if taking is None or plan is None or case.entry is not None:
        return
    code = taking.code
    # A code of another school or year has its own finding.
    if (code.school, int(code.entry_year)) == (plan.school, plan.entry_year):
        limit = term_named(str(plan.entry_year))
        yield Breach("/taking/code", code=str(code), subject=taking.subject, limit=limit)


@rule(
    "LP1205",
    says="課程代碼的學校代碼是修課學校的代碼。",
    zh="課程代碼 {code} 的學校代碼是 {school}，應為 {limit}。",
    en="The course code {code} names school {school}; it should be {limit}.",
    remedy_zh="請更正課程代碼；若為轉學或借讀，請更正修課類別與原修課或借讀學校代碼。",
    remedy_en="Correct the code; for a transfer or a visit correct the kind of taking and the"
    " other school's code.",
    source=src.PLAN,
)
def code_of_school(case: OutcomeCase, _: Law) -> Iterator[Breach]:
    """A course code names the school where the course was taken."""
    taking = case.taking
    school = _school_taken_at(case)
    if taking is not None and school is not None and taking.code.school != school:
        yield Breach("/taking/code", code=str(taking.code), school=taking.code.school, limit=school)


def _school_taken_at(case: OutcomeCase) -> str | None:
    if case.taking is not None and case.taking.kind in ELSEWHERE:
        return case.taking.other_school
    return case.plan.school if case.plan is not None else None


@rule(
    "LP1206",
    says="課程代碼的入學年度是所適用課程計畫的入學年度。",
    zh="課程代碼 {code} 適用於 {year}入學的學生，應為 {limit}。",
    en="The course code {code} is for those who entered in {year}; it should be {limit}.",
    remedy_zh="請改用學生入學年度適用的課程代碼。",
    remedy_en="Use the code that applies to the student's entry year.",
    source=src.PLAN,
)
def code_of_entry_year(case: OutcomeCase, _: Law) -> Iterator[Breach]:
    """A course code is of the entry year whose plan applies."""
    taking, plan = case.taking, case.judged_by
    if taking is None or plan is None:
        return
    code = taking.code
    if int(code.entry_year) != plan.entry_year:
        year, limit = term_named(code.entry_year), term_named(str(plan.entry_year))
        yield Breach("/taking/code", code=str(code), year=year, limit=limit)


@rule(
    "LP1207",
    says="科目名稱與課程計畫中該課程代碼的名稱相同。",
    severity=Severity.ALERT,
    zh="科目名稱「{subject}」與課程計畫的「{limit}」不同（課程代碼 {code}）。",
    en='The subject is named "{subject}", in the plan "{limit}" (course code {code}).',
    remedy_zh="請確認課程代碼無誤；若只是名稱寫法不同，可不必更改。",
    remedy_en="Make sure the code is right; if only the wording differs, leave it.",
    source=src.PLAN,
)
def subject_as_planned(case: OutcomeCase, _: Law) -> Iterator[Breach]:
    """A subject bears the name the plan gives its code."""
    taking, entry = case.taking, case.entry
    if taking is None or entry is None:
        return
    if taking.subject != entry.name and normalise(taking.subject) != normalise(entry.name):
        code = str(taking.code)
        yield Breach("/taking/subject", subject=taking.subject, limit=entry.name, code=code)


def no_credit(code: CourseCode, law: Law) -> Value | None:
    """The parameter that a code breaks when its course gives no credit; None when it is fine."""
    if code.category not in law["course.no_credit.categories"].members:
        return None
    attribute = law["course.no_credit.required_attribute"]
    return attribute if code.attribute != attribute.value else None


@rule(
    "LP1208",
    says="不授予學分的課程不列課程學習成果。",
    zh="課程代碼 {code} 的課程類別為 {category}、科目屬性為 {attribute}，不授予學分，"
    "不能列入課程學習成果（科目屬性須為 {limit}）。",
    en="The course code {code} has category {category} and attribute {attribute}: it gives no"
    " credit and cannot carry an outcome (the attribute would have to be {limit}).",
    remedy_zh="彈性學習時間或團體活動時間的成果請改列多元表現；若代碼有誤，請更正課程代碼。",
    remedy_en="Enter results of flexible learning or group activity time as performances; if the"
    " code is wrong, correct it.",
    source=src.OUTCOME_ROSTER,
)
def carries_outcomes(case: OutcomeCase, law: Law) -> Iterator[Breach]:
    """A course without credit carries no outcome."""
    taking = case.taking
    if taking is not None and (broken := no_credit(taking.code, law)) is not None:
        yield Breach(
            "/taking/code",
            code=str(taking.code),
            category=taking.code.category,
            attribute=taking.code.attribute,
            limit=str(broken.value),
            source=broken.source,
        )


@rule(
    "LP1209",
    says="補修、重修或轉學轉科的修課資料註明原來的學年度學期。",
    zh="修課類別為「{kind}」，但沒有應修課或原修課學年度學期。",
    en='The taking is "{kind}", but the semester it stands for is missing.',
    remedy_zh="請學校在修課資料補上應修課或原修課學年度學期。",
    remedy_en="Ask the school to record the original semester of the taking.",
    source=src.OUTCOME_ROSTER,
)
def original_semester(case: OutcomeCase, _: Law) -> Iterator[Breach]:
    """A makeup, retaken or transferred course names its original semester."""
    taking = case.taking
    if taking is not None and taking.kind in _TAKEN_BEFORE and taking.original is None:
        yield Breach("/taking/original", kind=taking.kind)


@rule(
    "LP1210",
    says="轉學轉科或借讀的修課資料註明修課學校。",
    zh="修課類別為「{kind}」，但沒有原修課或借讀學校代碼。",
    en='The taking is "{kind}", but the other school\'s code is missing.',
    remedy_zh="請學校在修課資料補上原修課或借讀學校代碼；校內轉科請填本校代碼。",
    remedy_en="Ask the school to record the other school's code; for a change of department within"
    " the school, its own code.",
    source=src.OUTCOME_ROSTER,
)
def other_school(case: OutcomeCase, _: Law) -> Iterator[Breach]:
    """A transferred or visited course names the school where it was taken."""
    taking = case.taking
    if taking is not None and taking.kind in ELSEWHERE and taking.other_school is None:
        yield Breach("/taking/other_school", kind=taking.kind)


TAKINGS: Final = (
    taking_known,
    taking_own,
    semester_of_taking,
    code_in_plan,
    code_of_school,
    code_of_entry_year,
    subject_as_planned,
    carries_outcomes,
    original_semester,
    other_school,
)
