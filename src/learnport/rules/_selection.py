"""LP14xx: what a student chooses for one school year, when picked and when handed in.

LP1902, by which no advising record leaves the school, is a rule about choosing too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import OutcomeState, PerformanceState, SelectionState, YearlySelection
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._choice_cases import (
    Choice,
    SelectionCase,
)
from learnport.rules._rule import Breach, rule

__all__ = ["CHOICE_RULES", "SELECTION_RULES"]

_CERTIFIED: Final = frozenset({OutcomeState.CERTIFIED, OutcomeState.SUBMITTED})
_COMPLETE: Final = frozenset({PerformanceState.COMPLETE, PerformanceState.SUBMITTED})
_NOT_YET_SUBMITTED: Final = frozenset({SelectionState.OPEN, SelectionState.CONFIRMED})


@rule(
    "LP1401",
    says="每學年勾選的課程學習成果不超過件數上限。",
    zh="{year}勾選了 {count} 件課程學習成果，超過上限 {limit} 件，多出 {excess} 件。",
    en="{count} course outcomes are chosen for {year}; the limit is {limit}. That is {excess}"
    " too many.",
    remedy_zh="請取消勾選 {excess} 件課程學習成果。",
    remedy_en="Take back {excess} of the course outcomes.",
    source=src.SUBMITTED_RECORDS,
)
def outcome_count(case: Choice, law: Law) -> Iterator[Breach]:
    """No more outcomes are chosen in a school year than the law allows."""
    limit = law["selection.outcomes.max_count"]
    if (count := len(case.outcome_ids)) > limit.number:
        yield Breach(
            "/outcomes",
            year=case.year,
            count=count,
            limit=limit.number,
            excess=count - limit.number,
            source=limit.source,
        )


@rule(
    "LP1402",
    says="每學年勾選的多元表現不超過件數上限。",
    zh="{year}勾選了 {count} 件多元表現，超過上限 {limit} 件，多出 {excess} 件。",
    en="{count} performances are chosen for {year}; the limit is {limit}. That is {excess}"
    " too many.",
    remedy_zh="請取消勾選 {excess} 件多元表現。",
    remedy_en="Take back {excess} of the performances.",
    source=src.SUBMITTED_RECORDS,
)
def performance_count(case: Choice, law: Law) -> Iterator[Breach]:
    """No more performances are chosen in a school year than the law allows."""
    limit = law["selection.performances.max_count"]
    if (count := len(case.performance_ids)) > limit.number:
        yield Breach(
            "/performances",
            year=case.year,
            count=count,
            limit=limit.number,
            excess=count - limit.number,
            source=limit.source,
        )


@rule(
    "LP1403",
    says="勾選的課程學習成果在學生本人的學習歷程檔案中。",
    zh="勾選的課程學習成果（{item}）不在這位學生的學習歷程檔案中。",
    en="The chosen course outcome {item} is not in this student's portfolio.",
    remedy_zh="請只勾選學生本人上傳的課程學習成果。",
    remedy_en="Choose only course outcomes the student uploaded.",
    source=src.ROLES,
)
def outcome_own(case: SelectionCase, _: Law) -> Iterator[Breach]:
    """A chosen outcome is in the student's own portfolio."""
    for index, key in enumerate(case.outcome_ids):
        if case.portfolio.outcome(key) is None and not _is_advising(case, key):
            yield Breach(f"/outcomes/{index}", item=key)


@rule(
    "LP1404",
    says="勾選的多元表現在學生本人的學習歷程檔案中。",
    zh="勾選的多元表現（{item}）不在這位學生的學習歷程檔案中。",
    en="The chosen performance {item} is not in this student's portfolio.",
    remedy_zh="請只勾選學生本人上傳的多元表現。",
    remedy_en="Choose only performances the student uploaded.",
    source=src.ROLES,
)
def performance_own(case: SelectionCase, _: Law) -> Iterator[Breach]:
    """A chosen performance is in the student's own portfolio."""
    for index, key in enumerate(case.performance_ids):
        if case.portfolio.performance(key) is None and not _is_advising(case, key):
            yield Breach(f"/performances/{index}", item=key)


@rule(
    "LP1902",
    says="課程諮詢紀錄只留存於學校，不勾選、不提交。",
    zh="課程諮詢紀錄（{item}）不提交中央資料庫，不能勾選。",
    en="The advising record {item} does not go to the central database, so it cannot be chosen.",
    remedy_zh="請取消勾選這一件；課程諮詢紀錄只留存於學校。",
    remedy_en="Take it back; advising records stay at the school.",
    source=src.SUBMITTED_RECORDS,
)
def no_advising(case: SelectionCase, _: Law) -> Iterator[Breach]:
    """An advising record is neither chosen nor submitted."""
    for place, keys in (("outcomes", case.outcome_ids), ("performances", case.performance_ids)):
        for index, key in enumerate(keys):
            if _is_advising(case, key):
                yield Breach(f"/{place}/{index}", item=key)


def _is_advising(case: SelectionCase, key: str) -> bool:
    return case.portfolio.advising_record(key) is not None


@rule(
    "LP1405",
    says="經任課教師認證的課程學習成果才能勾選與提交。",
    zh="課程學習成果（{item}）未經任課教師認證（目前狀態：{state}），不能勾選或提交。",
    en="The course outcome {item} is not certified (it is {state}), so it can be neither chosen"
    " nor submitted.",
    remedy_zh="請先送任課教師認證，或取消勾選這一件。",
    remedy_en="Have the subject teacher certify it first, or take it back.",
    source=src.LIFE_CYCLES,
)
def outcome_certified(case: Choice, _: Law) -> Iterator[Breach]:
    """Only certified outcomes are chosen and submitted."""
    for index, outcome in case.outcomes():
        if outcome.state not in _CERTIFIED:
            yield Breach(f"/outcomes/{index}", item=outcome.id, state=outcome.state)


@rule(
    "LP1406",
    says="已完成的多元表現才能勾選與提交。",
    zh="多元表現（{item}）尚未完成（目前狀態：{state}），不能勾選或提交。",
    en="The performance {item} is not complete (it is {state}), so it can be neither chosen nor"
    " submitted.",
    remedy_zh="請先完成這件多元表現的資料，或取消勾選這一件。",
    remedy_en="Complete it first, or take it back.",
    source=src.LIFE_CYCLES,
)
def performance_complete(case: Choice, _: Law) -> Iterator[Breach]:
    """Only complete performances are chosen and submitted."""
    for index, performance in case.performances():
        if performance.state not in _COMPLETE:
            yield Breach(f"/performances/{index}", item=performance.id, state=performance.state)


@rule(
    "LP1407",
    says="每件資料只勾選一次。",
    zh="同一件資料（{item}）重複勾選。",
    en="The item {item} is chosen twice.",
    remedy_zh="請取消重複的勾選。",
    remedy_en="Take back the second choice.",
    source=src.SUBMITTED_RECORDS,
)
def chosen_once(case: Choice, _: Law) -> Iterator[Breach]:
    """Every item is chosen once."""
    seen: set[str] = set()
    for place, keys in (("outcomes", case.outcome_ids), ("performances", case.performance_ids)):
        for index, key in enumerate(keys):
            if key in seen:
                yield Breach(f"/{place}/{index}", item=key)
            seen.add(key)


@rule(
    "LP1408",
    says="勾選的課程學習成果是在該學年度上傳的。",
    zh="課程學習成果（{item}）是 {uploaded}上傳的，不能列入 {limit}的勾選。",
    en="The course outcome {item} was uploaded in {uploaded}; it cannot be chosen for {limit}.",
    remedy_zh="請改勾選 {limit}上傳的課程學習成果。",
    remedy_en="Choose course outcomes uploaded in {limit}.",
    source=src.SUBMITTED_RECORDS,
)
def outcome_of_year(case: Choice, _: Law) -> Iterator[Breach]:
    """A chosen outcome was uploaded in the school year of the selection."""
    for index, outcome in case.outcomes():
        if (uploaded := outcome.semester.school_year) != case.year:
            yield Breach(f"/outcomes/{index}", item=outcome.id, uploaded=uploaded, limit=case.year)


@rule(
    "LP1409",
    says="勾選的多元表現是在該學年度上傳的。",
    zh="多元表現（{item}）是 {uploaded}上傳的，不能列入 {limit}的勾選。",
    en="The performance {item} was uploaded in {uploaded}; it cannot be chosen for {limit}.",
    remedy_zh="請改勾選 {limit}上傳的多元表現；高中就學期間較早取得者，可於 {limit}上傳後勾選。",
    remedy_en="Choose performances uploaded in {limit}; one achieved earlier in senior high"
    " school may be uploaded in {limit} and then chosen.",
    source=src.SUBMITTED_RECORDS,
)
def performance_of_year(case: Choice, _: Law) -> Iterator[Breach]:
    """A chosen performance was uploaded in the school year of the selection."""
    for index, each in case.performances():
        if each.year != case.year:
            yield Breach(
                f"/performances/{index}", item=each.id, uploaded=each.year, limit=case.year
            )


@rule(
    "LP1410",
    says="一件資料只在一個學年度提交。",
    zh="這件資料（{item}）已在 {year}提交，不能再次勾選。",
    en="The item {item} was already submitted for {year}; it cannot be chosen again.",
    remedy_zh="請取消勾選這一件；先前提交的資料已在中央資料庫。",
    remedy_en="Take it back; the central database has it already.",
    source=src.OWN_READING,
)
def not_submitted_before(case: SelectionCase, _: Law) -> Iterator[Breach]:
    """An item is submitted in one school year only."""
    before = [each for each in case.portfolio.selections if _was_submitted(each, case)]
    for past in before:
        for place, keys, taken in (
            ("outcomes", case.outcome_ids, past.outcomes),
            ("performances", case.performance_ids, past.performances),
        ):
            for index, key in enumerate(keys):
                if key in taken:
                    yield Breach(f"/{place}/{index}", item=key, year=past.year)


def _was_submitted(past: YearlySelection, case: SelectionCase) -> bool:
    return past.year != case.year and past.state not in _NOT_YET_SUBMITTED


CHOICE_RULES: Final = (
    outcome_count,
    performance_count,
    outcome_certified,
    performance_complete,
    chosen_once,
    outcome_of_year,
    performance_of_year,
)
"""What holds of any choice; for a `Choice`, so for a selection and for a submission."""

SELECTION_RULES: Final = (
    outcome_own, performance_own, no_advising, *CHOICE_RULES, not_submitted_before,
)  # fmt: skip
"""What a yearly selection must satisfy; for a `SelectionCase`."""
