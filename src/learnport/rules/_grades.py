"""LP18xx: the grades of takings.

What cannot be true in a new record is refused. What national exports hold by the thousand,
because schools use a value in more than one way, is shown and passes: history must load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from operator import attrgetter
from typing import Final

from learnport.model import CourseRecord, Semester, Severity, Taking, TakingKind
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import CourseRecordCase
from learnport.rules._columns import (
    CONTROL_CHARACTER,
    PLACEHOLDER,
    column,
    placeholders,
    with_control_characters,
)
from learnport.rules._grade_codes import GRADE_CODES, ungraded
from learnport.rules._rule import Breach, rule
from learnport.rules._takings import no_credit
from learnport.rules._words import Field, Named

__all__ = ["COURSE_RECORD_RULES"]

_SCORE: Final = column("score", "學業成績", "score")
_ANNUAL: Final = column("annual_score", "學年學業成績", "annual score")
_MAKEUP: Final = column("makeup_score", "補考成績", "make-up score")
_SECOND: Final = column("second_makeup_score", "第二次補考成績", "second make-up score")
_AGAIN: Final = column("again_score", "再次修習成績", "score of the course taken again")

_SCORES: Final = (_SCORE, _ANNUAL, _MAKEUP, _SECOND, _AGAIN)
_scores: Final = attrgetter(*(each.code for each in _SCORES))
_marks: Final = attrgetter(
    "passed", "annual_passed", "makeup_passed", "second_makeup_passed", "again_passed"
)

_REMARK: Final = (column("remark", "質性文字描述", "remark"),)

_ENFORCED: Final = Semester(109, 1)
"""From here on exports hold no more than stray grades of courses without credit."""

_WITH_MAKEUP: Final = frozenset({TakingKind.REGULAR, TakingKind.MAKEUP, TakingKind.REPEAT})


def _repeated(taking: Taking) -> bool:
    return taking.kind is TakingKind.REPEAT


def _transferred(taking: Taking) -> bool:
    return taking.kind is TakingKind.TRANSFER


def _of_a_continuing_year(taking: Taking) -> bool:
    return taking.continuing and taking.kind is TakingKind.REGULAR


def _examined(taking: Taking) -> bool:
    return taking.kind in _WITH_MAKEUP


def _counted(taking: Taking) -> bool:
    return taking.kind is not TakingKind.RETAKE


# Which takings have a sheet with this column.
_SHEETS: Final[tuple[tuple[Named, Callable[[Taking], bool]], ...]] = (
    (_MAKEUP, _examined),
    (column("makeup_passed", "補考及格", "make-up passed"), _examined),
    (_ANNUAL, _of_a_continuing_year),
    (column("annual_passed", "學年及格", "year passed"), _of_a_continuing_year),
    (_SECOND, _of_a_continuing_year),
    (column("second_makeup_passed", "第二次及格", "second make-up passed"), _of_a_continuing_year),
    (_AGAIN, _repeated),
    (column("again_passed", "再次修習成績及格", "passed when taken again"), _repeated),
    (column("repeat_note", "重讀註記", "note of a repeated year"), _repeated),
    (column("transfer_status", "身分別", "status"), _transferred),
    (column("counted", "是否採計學分", "counted for credit"), _counted),
)

_on_some_sheet: Final = attrgetter(*(each.code for each, _ in _SHEETS))

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


def _results(record: CourseRecord) -> Iterator[tuple[Named, Decimal | None, bool | None]]:
    """Each score, its value, and whether it was enough."""
    return zip(_SCORES, _scores(record), _marks(record), strict=True)


@rule(
    "LP1803",
    severity=Severity.STOP,
    says="成績須屬於學生的一筆修課資料。",
    zh="查無這筆成績所屬的修課資料（{taking}）。",
    en="There is no course taking {taking} for these grades.",
    remedy_zh="請先登錄修課資料，再登錄成績。",
    remedy_en="Record the taking first, then the grades.",
    source=src.RECORDS,
)
def grades_of_taking(case: CourseRecordCase, _: Law) -> Iterator[Breach]:
    """Grades belong to a taking of the student."""
    if case.taking is None:
        yield Breach("/taking", taking=case.record.taking)


@rule(
    "LP1827",
    severity=Severity.ALERT,
    says="108 學年度不授予學分的課程，宜無成績。",
    zh="課程代碼 {code} 的課程類別為 {category}、科目屬性為 {attribute}，不授予學分，"
    "不應列入成績名冊（科目屬性應為 {limit}）；{semester}的紀錄仍予收錄。",
    en="The course code {code} has category {category} and attribute {attribute}: it gives no"
    " credit and should not be in the score roster (the attribute would have to be {limit}); the"
    " records of {semester} are taken all the same.",
    remedy_zh="請確認課程代碼；108 學年度的既有紀錄可不必更改。",
    remedy_en="Check the course code; what was recorded in school year 108 can stay.",
    source=src.DIRTY_DATA,
)
def early_grades_with_credit(case: CourseRecordCase, law: Law) -> Iterator[Breach]:
    """In school year 108 a course without credit should have no grades: exports hold thousands."""
    if case.taking is not None and case.taking.semester < _ENFORCED:
        yield from _without_credit(case.taking, law, semester=case.taking.semester)


@rule(
    "LP1804",
    says="自 109 學年度第 1 學期起，不授予學分的課程沒有成績。",
    zh="課程代碼 {code} 的課程類別為 {category}、科目屬性為 {attribute}，不授予學分，"
    "不能列入成績名冊（科目屬性須為 {limit}）。",
    en="The course code {code} has category {category} and attribute {attribute}: it gives no"
    " credit and does not belong in the score roster (the attribute would have to be {limit}).",
    remedy_zh="請不要登錄這門課的成績；若代碼有誤，請更正課程代碼。",
    remedy_en="Do not record grades for this course; if the code is wrong, correct it.",
    source=src.COURSE_ROSTER,
)
def grades_with_credit(case: CourseRecordCase, law: Law) -> Iterator[Breach]:
    """From semester 109-1 a course without credit has no grades; told by code, never by name."""
    if case.taking is not None and case.taking.semester >= _ENFORCED:
        yield from _without_credit(case.taking, law)


def _without_credit(taking: Taking, law: Law, **fields: Field) -> Iterator[Breach]:
    if (broken := no_credit(taking.code, law)) is not None:
        yield Breach(
            "/taking",
            code=str(taking.code),
            category=taking.code.category,
            attribute=taking.code.attribute,
            limit=str(broken.value),
            source=broken.source,
            **fields,
        )


@rule(
    "LP1812",
    says="成績須在 0 分與滿分之間。",
    zh="「{field}」為 {score}，不在 0 至 {limit} 之間。",
    en="{field}: {score} is not between 0 and {limit}.",
    remedy_zh="請更正成績；沒有成績時請留白。",
    remedy_en="Correct the score, or leave it empty where there is none.",
    source=src.SCORE_ROSTERS,
)
def scores_in_range(case: CourseRecordCase, law: Law) -> Iterator[Breach]:
    """A score lies between nothing and the highest there is."""
    limit = law["record.score.max"]
    for field, score, _ in _results(case.record):
        if score is not None and not 0 <= score <= limit.number:
            yield Breach(
                f"/{field.code}",
                field=field,
                score=score,
                limit=limit.number,
                source=limit.source,
            )


@rule(
    "LP1813",
    severity=Severity.ALERT,
    says="及格宜有成績為據。",
    zh="沒有「{field}」，卻註記為及格。",
    en="{field}: there is none, yet it is marked as passed.",
    remedy_zh="請補上成績或更正及格註記；若為不評分的課程，請於是否採計學分註明。",
    remedy_en="Add the score or correct the mark; if the course is not graded, say so in the"
    " column for counting.",
    source=src.DIRTY_DATA,
)
def passed_with_a_score(case: CourseRecordCase, law: Law) -> Iterator[Breach]:
    """What was passed has a score, unless none is given; an alert, as exports hold hundreds."""
    for field, score, passed in _results(case.record):
        if score is None and passed and not ungraded(case.record, law):
            yield Breach(f"/{field.code}", field=field)


@rule(
    "LP1814",
    severity=Severity.ALERT,
    says="0 分不宜註記為及格。",
    zh="「{field}」為 0 分，卻註記為及格。",
    en="{field}: it is 0, yet marked as passed.",
    remedy_zh="請更正成績或及格註記；沒有成績時請留白，不填 0。",
    remedy_en="Correct the score or the mark; leave the score empty where there is none.",
    source=src.DIRTY_DATA,
)
def passed_with_more_than_nothing(case: CourseRecordCase, _: Law) -> Iterator[Breach]:
    """What was passed is not zero; an alert, since some systems write 0 for no score."""
    for field, score, passed in _results(case.record):
        if score == 0 and passed:
            yield Breach(f"/{field.code}", field=field)


@rule(
    "LP1815",
    severity=Severity.ALERT,
    says="達及格分數者宜為及格。",
    zh="「{field}」為 {score} 分，已達及格分數 {limit} 分，卻註記為不及格。",
    en="{field}: {score} reaches the passing score of {limit}, yet it is marked as failed.",
    remedy_zh="請更正成績或及格註記；若學校另訂及格標準，請確認後註明。",
    remedy_en="Correct the score or the mark; if the school has a passing standard of its own, make"
    " sure and note it.",
    source=src.DIRTY_DATA,
)
def enough_is_passed(case: CourseRecordCase, law: Law) -> Iterator[Breach]:
    """Who reaches the passing score has passed; an alert, as that score was only inferred."""
    limit = law["record.passing.score"]
    for field, score, passed in _results(case.record):
        if passed is False and score is not None and score >= limit.number:
            yield Breach(
                f"/{field.code}",
                field=field,
                score=score,
                limit=limit.number,
                source=limit.source,
            )


@rule(
    "LP1816",
    severity=Severity.ALERT,
    says="已及格者不需補考。",
    zh="原成績已及格，卻另有補考成績（{score} 分），最後結果不明確。",
    en="The course was passed, yet there is a make-up score ({score}); which one holds is unclear.",
    remedy_zh="請確認最後成績；若補考成績多餘，請刪除。",
    remedy_en="Make sure which score is final; if the make-up score is superfluous, remove it.",
    source=src.DIRTY_DATA,
)
def makeup_after_failing(case: CourseRecordCase, _: Law) -> Iterator[Breach]:
    """Who passed takes no make-up examination; an alert, as exports hold thousands.

    Whoever repeats a year and takes a course again is examined after that attempt, and the
    result of the repeated course (重讀成績) is reached only then.
    """
    record = case.record
    passed_before = record.passed if record.again_passed is None else record.again_passed
    if passed_before and record.makeup_score is not None:
        yield Breach("/makeup_score", score=record.makeup_score)


@rule(
    "LP1817",
    severity=Severity.ALERT,
    says="第一次補考已及格者不需第二次補考。",
    zh="第一次補考已及格，卻另有第二次補考成績（{score} 分）。",
    en="The first make-up examination was passed, yet there is a second score ({score}).",
    remedy_zh="請確認最後成績；若第二次補考成績多餘，請刪除。",
    remedy_en="Make sure which score is final; if the second is superfluous, remove it.",
    source=src.DIRTY_DATA,
)
def second_after_first(case: CourseRecordCase, _: Law) -> Iterator[Breach]:
    """A second make-up examination follows a failed first; an alert, as exports hold hundreds."""
    record = case.record
    if record.makeup_passed and record.second_makeup_score is not None:
        yield Breach("/second_makeup_score", score=record.second_makeup_score)


@rule(
    "LP1822",
    severity=Severity.ALERT,
    says="修課學分宜為數字。",
    zh="修課學分不是數字。",
    en="The credits are not a number.",
    remedy_zh="請填寫學分數或節數；若為基礎訓練等不以數字表示的課程，可不必更改。",
    remedy_en="Fill in the number of credits or periods; if the course has a letter instead, as"
    " basic training does, leave it.",
    source=src.DIRTY_DATA,
)
def credits_in_numbers(case: CourseRecordCase, _: Law) -> Iterator[Breach]:
    """Credits are a number; an alert, since basic training is exported with the letter T."""
    credits = case.record.credits
    if credits is not None and not _NUMBER.fullmatch(credits):
        yield Breach("/credits")


@rule(
    "LP1823",
    says="成績欄位須與修課類別相符。",
    zh="修課類別為「{kind}」，成績名冊沒有「{field}」這一欄。",
    en='{field}: the score sheet of a taking of the kind "{kind}" has no such column.',
    remedy_zh="請刪除這項內容，或更正修課類別。",
    remedy_en="Remove it, or correct the kind of taking.",
    source=src.SCORE_ROSTERS,
)
def columns_of_the_sheet(case: CourseRecordCase, _: Law) -> Iterator[Breach]:
    """Grades fill columns of their own sheet; refused, since the rest would be lost on the way."""
    taking, record = case.taking, case.record
    if taking is None:
        return
    for (field, has), value in zip(_SHEETS, _on_some_sheet(record), strict=True):
        if value is not None and not has(taking):
            yield Breach(f"/{field.code}", kind=taking.kind, field=field)


@rule("LP1824", **CONTROL_CHARACTER, source=src.TEXTS)
def remark_readable(case: CourseRecordCase, _: Law) -> Iterator[Breach]:
    """The remark of a course record has no control characters."""
    return with_control_characters(case.record, _REMARK)


@rule("LP1825", severity=Severity.ALERT, **PLACEHOLDER, source=src.DIRTY_DATA)
def remark_meant(case: CourseRecordCase, _: Law) -> Iterator[Breach]:
    """The remark of a course record is no placeholder; an alert, as it says nothing wrong."""
    return placeholders(case.record, _REMARK)


COURSE_RECORD_RULES: Final = (
    grades_of_taking,
    grades_with_credit,
    early_grades_with_credit,
    scores_in_range,
    passed_with_a_score,
    passed_with_more_than_nothing,
    enough_is_passed,
    makeup_after_failing,
    second_after_first,
    credits_in_numbers,
    columns_of_the_sheet,
    remark_readable,
    remark_meant,
    *GRADE_CODES,
)
"""What grades must satisfy; for a `CourseRecordCase`."""
