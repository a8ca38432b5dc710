"""LP18xx: the codes that stand beside the grades of a taking, and what they mean together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import CourseRecord, Severity, TakingKind
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import CourseRecordCase
from learnport.rules._columns import (
    NOT_IN_KNOWN_PART,
    NOT_IN_TABLE,
    Coded,
    column,
    shown,
    unlisted,
)
from learnport.rules._rule import Breach, rule
from learnport.rules._takings import no_credit

__all__ = ["GRADE_CODES", "ungraded"]

_CODES: Final = (
    Coded(column("counted", "是否採計學分", "counted for credit"), "record.counted"),
    Coded(column("repeat_note", "重讀註記", "note of a repeated year"), "record.repeat.notes"),
    Coded(column("transfer_status", "身分別", "status"), "record.transfer.statuses"),
)
_MODES: Final = {
    TakingKind.MAKEUP: (Coded(column("mode", "補修方式", "mode"), "taking.makeup.modes"),),
    TakingKind.RETAKE: (Coded(column("mode", "重修方式", "mode"), "taking.retake.modes"),),
}


def ungraded(record: CourseRecord, law: Law) -> bool:
    """Whether a record says that its credit counts without a score."""
    without_score = law.get("record.counted.without_score")
    return without_score is not None and str(record.counted) == without_score.value


@rule("LP1818", **NOT_IN_TABLE, source=src.SCORE_ROSTERS)
def grade_codes_in_tables(case: CourseRecordCase, law: Law) -> Iterator[Breach]:
    """The codes of a course record stand in their tables."""
    return _unlisted(case, law, complete=True)


@rule("LP1819", severity=Severity.ALERT, **NOT_IN_KNOWN_PART, source=src.SCORE_ROSTERS)
def grade_codes_known(case: CourseRecordCase, law: Law) -> Iterator[Breach]:
    """The codes of a course record are those seen before, where a table is not known whole."""
    return _unlisted(case, law, complete=False)


def _unlisted(case: CourseRecordCase, law: Law, *, complete: bool) -> Iterator[Breach]:
    yield from unlisted(case.record, _CODES, law, complete=complete)
    if case.taking is not None and (modes := _MODES.get(case.taking.kind)):
        yield from unlisted(case.taking, modes, law, complete=complete, at="/taking")


@rule(
    "LP1820",
    severity=Severity.ALERT,
    says="轉學轉科成績採計學分而不計成績者，身分別須相符。",
    zh="轉學轉科成績採計學分而不計成績，但身分別 {found} 不是 {limit} 之一。",
    en="The transferred credit counts without a score, but the status {found} is none of {limit}.",
    remedy_zh="請確認身分別與是否採計學分。",
    remedy_en="Check the status and whether the credit counts.",
    source=src.DIRTY_DATA,
)
def transfer_without_score(case: CourseRecordCase, law: Law) -> Iterator[Breach]:
    """Transferred credit without a score has a status that says why; exports differ: an alert."""
    taking, record = case.taking, case.record
    if taking is None or taking.kind is not TakingKind.TRANSFER or not ungraded(record, law):
        return
    statuses = law["record.transfer.statuses_without_score"]
    if record.transfer_status not in statuses.members:
        found = shown(record.transfer_status or "")
        yield Breach(
            "/transfer_status", found=found, limit=statuses.members, source=statuses.source
        )


@rule(
    "LP1821",
    severity=Severity.ALERT,
    says="授予學分的彈性學習課程，採計學分而不計成績。",
    zh="課程代碼 {code} 為授予學分的彈性學習課程，是否採計學分為 {found}，應為 {limit}。",
    en="The course code {code} is one of flexible learning with credit; it is counted as"
    " {found} and should be {limit}.",
    remedy_zh="請確認是否採計學分；各校填法不一，確認無誤即可不必更改。",
    remedy_en="Check how it is counted; schools differ, so if it is right, leave it.",
    source=src.DIRTY_DATA,
)
def activities_without_score(case: CourseRecordCase, law: Law) -> Iterator[Breach]:
    """Flexible learning with credit counts without a score; an alert, as schools differ widely."""
    taking, counted = case.taking, case.record.counted
    if taking is None or counted is None:
        return
    categories = law.get("course.ungraded.categories")
    limit = law.get("record.counted.without_score")
    if categories is None or limit is None or taking.code.category not in categories.members:
        return
    # Without credit it has no grades at all, which is said elsewhere.
    if str(counted) != limit.value and no_credit(taking.code, law) is None:
        yield Breach(
            "/counted",
            code=str(taking.code),
            found=counted,
            limit=str(limit.value),
            source=limit.source,
        )


@rule(
    "LP1826",
    severity=Severity.ALERT,
    says="進修部學生的成績列入進修部成績名冊。",
    zh="學生的班別（{found}）屬進修部，成績卻列為日間部修課。",
    en="The student's class type ({found}) is one of continuing education, yet the grades are of"
    " a day course.",
    remedy_zh="請確認班別與修課資料；進修部成績請列入進修部成績名冊。",
    remedy_en="Check the class type and the taking; grades of continuing education have rosters of"
    " their own.",
    source=src.DIRTY_DATA,
)
def night_school_apart(case: CourseRecordCase, law: Law) -> Iterator[Breach]:
    """Continuing education has its own roster; an alert, as exports hold thousands in the other."""
    taking, enrolment = case.taking, case.enrolment
    if taking is None or enrolment is None or taking.continuing:
        return
    types = law.get("student.class_types.continuing")
    if types is not None and enrolment.class_type in types.members:
        yield Breach("/taking/continuing", found=enrolment.class_type, source=types.source)


GRADE_CODES: Final = (
    grade_codes_in_tables,
    grade_codes_known,
    transfer_without_score,
    activities_without_score,
    night_school_apart,
)
