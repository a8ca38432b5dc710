"""LP24xx: visits to other schools, and the rows of a student roster beside each other.

Rows are told by their position, never by an identity number.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterator
from typing import Final

from learnport.model import Enrolment, Severity
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import (
    RosterCase,
    VisitCase,
)
from learnport.rules._columns import TEST_SCHOOL
from learnport.rules._rule import Breach, rule

__all__ = ["ROSTER_RULES", "VISIT_RULES"]


@rule(
    "LP2415",
    says="借讀結束日期不得早於開始日期。",
    zh="借讀的結束日期（{ends}）早於開始日期（{begins}）。",
    en="The last day of the visit ({ends}) is before the first ({begins}).",
    remedy_zh="請更正申請開始日期或結束日期。",
    remedy_en="Correct the first or the last day.",
    source=src.STUDENT_ROSTER,
)
def visit_in_order(case: VisitCase, _: Law) -> Iterator[Breach]:
    """A visit does not end before it begins."""
    if case.visit.ends < case.visit.begins:
        yield Breach("/ends", ends=case.visit.ends, begins=case.visit.begins)


@rule(
    "LP2416",
    says="借讀學校須為他校。",
    zh="借讀學校代碼 {school} 就是學生的所屬學校。",
    en="The school visited, {school}, is the student's own.",
    remedy_zh="請更正借讀學校代碼；在本校就讀者不列入借讀資料。",
    remedy_en="Correct the code of the school visited; a student of the school does not visit it.",
    source=src.STUDENT_ROSTER,
)
def visit_elsewhere(case: VisitCase, _: Law) -> Iterator[Breach]:
    """A visit leads to another school."""
    if case.visit.host == case.visit.student.school:
        yield Breach("/host", school=case.visit.host)


@rule("LP2417", **TEST_SCHOOL, source=src.DIRTY_DATA)
def visit_at_a_real_school(case: VisitCase, law: Law) -> Iterator[Breach]:
    """A visit leads from a real school to a real one, not to one for tests."""
    tests = law["school.test_codes"]
    for at, school in (("/student/school", case.visit.student.school), ("/host", case.visit.host)):
        if school in tests.members:
            yield Breach(at, school=school, source=tests.source)


@rule(
    "LP2418",
    says="同一學期同一學校的身分證號不得重複。",
    zh="第 {position} 筆與第 {first} 筆是同一學期、同一學校、同一身分證號。",
    en="Rows {position} and {first} have one identity number at one school in one semester.",
    remedy_zh="請刪除重複的一筆；若為不同學生，請更正身分證號。",
    remedy_en="Remove one of the two; if they are two students, correct the identity number.",
    source=src.DIRTY_DATA,
)
def once_at_a_school(case: RosterCase, _: Law) -> Iterator[Breach]:
    """A student stands once in the roster of a school and semester."""
    seen: dict[Hashable, int] = {}
    for position, each in enumerate(case.enrolments, 1):
        first = seen.setdefault((each.national_id, each.semester, each.student.school), position)
        if first != position:
            yield Breach(f"/enrolments/{position - 1}", position=position, first=first)


@rule(
    "LP2419",
    severity=Severity.ALERT,
    says="同一學期同一身分證號宜只在一所學校。",
    zh="第 {position} 筆與第 {first} 筆是同一學期、同一身分證號，但學校不同。",
    en="Rows {position} and {first} have one identity number in one semester at two schools.",
    remedy_zh="請兩校確認學籍；若學生在學期中轉學，可不必更改。",
    remedy_en="Let both schools check the enrolment; if the student moved during the semester,"
    " leave it.",
    source=src.DIRTY_DATA,
)
def at_one_school(case: RosterCase, _: Law) -> Iterator[Breach]:
    """A student is at one school in a semester; an alert, since students move."""
    seen: dict[Hashable, dict[str, int]] = {}
    for position, each in enumerate(case.enrolments, 1):
        schools = seen.setdefault((each.national_id, each.semester), {})
        if schools and each.student.school not in schools:
            first = next(iter(schools.values()))
            yield Breach(f"/enrolments/{position - 1}", position=position, first=first)
        schools.setdefault(each.student.school, position)


@rule(
    "LP2420",
    severity=Severity.ALERT,
    says="同一實驗班的名稱寫法宜一致。",
    zh="第 {position} 筆與第 {first} 筆的實驗班名稱只有寫法不同。",
    en="The experimental classes of rows {position} and {first} differ in spelling only.",
    remedy_zh="請將同一班的名稱寫成一致。",
    remedy_en="Write the name of one class in one way.",
    source=src.DIRTY_DATA,
)
def one_spelling(case: RosterCase, _: Law) -> Iterator[Breach]:
    """An experimental class is spelt in one way at a school; an alert: the class is clear."""
    seen: dict[Hashable, tuple[int, str]] = {}
    for position, each in enumerate(case.enrolments, 1):
        if not each.experimental_class:
            continue
        key = (each.student.school, _folded(each))
        first, spelling = seen.setdefault(key, (position, each.experimental_class))
        if spelling != each.experimental_class:
            yield Breach(
                f"/enrolments/{position - 1}/experimental_class", position=position, first=first
            )


def _folded(enrolment: Enrolment) -> str:
    """The name of the class without what only spelling decides: width, case and spaces."""
    unified = unicodedata.normalize("NFKC", enrolment.experimental_class)
    return "".join(unified.split()).casefold()


VISIT_RULES: Final = (visit_in_order, visit_elsewhere, visit_at_a_real_school)
"""What a visit must satisfy; for a `VisitCase`."""

ROSTER_RULES: Final = (once_at_a_school, at_one_school, one_spelling)
"""What the rows of a roster must satisfy together; for a `RosterCase`."""
