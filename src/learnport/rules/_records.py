"""LP18xx and LP19xx: what staff, teachers and advisors record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import Severity, Text, count_characters
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import AdvisingCase, CourseRecordCase, OfficerPostCase
from learnport.rules._rule import Breach, rule
from learnport.rules._takings import no_credit
from learnport.rules._words import Named

__all__ = ["ADVISING_RULES", "COURSE_RECORD_RULES", "OFFICER_POST_RULES"]

_POST_COLUMNS: Final = (
    Named("unit", Text("單位名稱", "unit")),
    Named("position", Text("擔任職務", "position")),
    Named("level", Text("幹部等級", "level")),
)


@rule(
    "LP1801",
    zh="幹部經歷的「{field}」沒有填寫。",
    en="Officer post, {field}: not filled in.",
    remedy_zh="請填寫「{field}」。",
    remedy_en="Fill in: {field}.",
    source=src.OFFICER_ROSTER,
)
def post_filled_in(case: OfficerPostCase, _: Law) -> Iterator[Breach]:
    """An officer post names unit, position and level."""
    for column in _POST_COLUMNS:
        if not getattr(case.post, column.code).strip():
            yield Breach(f"/{column.code}", field=column)


@rule(
    "LP1802",
    zh="幹部經歷的結束日期（{ends}）早於開始日期（{begins}）。",
    en="The last day of the officer post ({ends}) is before the first ({begins}).",
    remedy_zh="請更正開始日期或結束日期。",
    remedy_en="Correct the first or the last day.",
    source=src.OFFICER_ROSTER,
)
def post_dates_in_order(case: OfficerPostCase, _: Law) -> Iterator[Breach]:
    """An officer post does not end before it begins."""
    if case.post.ends < case.post.begins:
        yield Breach("/ends", ends=case.post.ends, begins=case.post.begins)


@rule(
    "LP1803",
    severity=Severity.STOP,
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
    "LP1804",
    zh="課程代碼 {code} 的課程類別為 {category}、科目屬性為 {attribute}，不授予學分，"
    "不能列入成績名冊（科目屬性須為 {limit}）。",
    en="The course code {code} has category {category} and attribute {attribute}: it gives no"
    " credit and does not belong in the score roster (the attribute would have to be {limit}).",
    remedy_zh="請不要登錄這門課的成績；若代碼有誤，請更正課程代碼。",
    remedy_en="Do not record grades for this course; if the code is wrong, correct it.",
    source=src.COURSE_ROSTER,
)
def grades_with_credit(case: CourseRecordCase, law: Law) -> Iterator[Breach]:
    """A course without credit has no grades."""
    taking = case.taking
    if taking is not None and (broken := no_credit(taking.code, law)) is not None:
        yield Breach(
            "/taking",
            code=str(taking.code),
            category=taking.code.category,
            attribute=taking.code.attribute,
            limit=str(broken.value),
            source=broken.source,
        )


@rule(
    "LP1901",
    zh="課程諮詢紀錄的簡述有 {length} 字，超過上限 {limit} 字，多出 {excess} 字。",
    en="The description of the advising record has {length} characters; the limit is {limit}."
    " It is {excess} too long.",
    remedy_zh="請將簡述刪減到 {limit} 字以內。",
    remedy_en="Shorten the description to {limit} characters or fewer.",
    source=src.FILE_FORMATS,
)
def advising_description_length(case: AdvisingCase, law: Law) -> Iterator[Breach]:
    """The description of an advising record keeps to the limit."""
    limit = law["advising.description.max_characters"]
    if (length := count_characters(case.record.description)) > limit.number:
        yield Breach(
            "/description",
            length=length,
            limit=limit.number,
            excess=length - limit.number,
            source=limit.source,
        )


OFFICER_POST_RULES: Final = (post_filled_in, post_dates_in_order)
"""What an officer post must satisfy; for an `OfficerPostCase`."""

COURSE_RECORD_RULES: Final = (grades_of_taking, grades_with_credit)
"""What grades must satisfy; for a `CourseRecordCase`."""

ADVISING_RULES: Final = (advising_description_length,)
"""What an advising record must satisfy; for an `AdvisingCase`."""
