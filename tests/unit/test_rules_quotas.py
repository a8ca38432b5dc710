"""Quotas of the school: how many items, how many files."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
import pytest

from learnport.model import (
    CourseOutcome,
    OutcomeState,
    Performance,
    PerformanceState,
    SchoolSettings,
    SchoolYear,
    Semester,
)
from learnport.rules import FILE_QUOTA_RULES, QUOTA_RULES, QuotaCase, check
from tests.unit.test_rules_samples import LAW, MP4, PDF, PORTFOLIO, outcome, performance

NO_QUOTA = SchoolSettings()
Items = Iterable[CourseOutcome | Performance]


def judge(
    settings: SchoolSettings,
    item: CourseOutcome | Performance,
    outcomes: Iterable[CourseOutcome] = (),
    performances: Iterable[Performance] = (),
) -> list[str]:
    portfolio = attrs.evolve(PORTFOLIO, outcomes=tuple(outcomes), performances=tuple(performances))
    found = check(QUOTA_RULES, QuotaCase(item, portfolio, settings), LAW)
    return [f"{each.code}{each.at}" for each in found]


def outcomes(count: int, taking: str = "taking-1") -> list[CourseOutcome]:
    """Outcomes, the last of which has just been uploaded."""
    return [outcome(id=f"{taking} {number}", taking=taking) for number in range(count)]


def performances(count: int) -> list[Performance]:
    return [performance(id=f"p{number}") for number in range(count)]


@pytest.mark.parametrize("limit", [1, 2, 6])
def test_as_many_outcomes_of_a_course_as_the_school_allows_and_not_one_more(limit: int) -> None:
    settings = SchoolSettings(outcomes_per_taking=limit)
    enough, more = outcomes(limit), outcomes(limit + 1)
    assert judge(settings, enough[-1], enough) == []
    assert judge(settings, more[-1], more) == ["LP1005/taking"]


@pytest.mark.parametrize("limit", [1, 2, 6])
def test_as_many_outcomes_in_a_semester_whatever_the_course(limit: int) -> None:
    settings = SchoolSettings(outcomes_per_semester=limit, outcomes_per_taking=99)
    others = [outcome(id=f"o{number}", taking=f"k{number}") for number in range(limit - 1)]
    enough = [*others, outcome()]
    more = [*enough, outcome(id="outcome-2", taking="k9")]
    assert judge(settings, enough[-1], enough) == []
    assert judge(settings, more[-1], more) == ["LP1006/semester"]


@pytest.mark.parametrize("limit", [1, 2, 10])
def test_as_many_performances_in_a_year(limit: int) -> None:
    settings = SchoolSettings(performances_per_year=limit)
    enough, more = performances(limit), performances(limit + 1)
    assert judge(settings, enough[-1], performances=enough) == []
    assert judge(settings, more[-1], performances=more) == ["LP1007/year"]


@pytest.mark.parametrize(
    ("limit", "files", "expected"),
    [
        (1, (), []), (1, (PDF,), []), (1, (PDF, MP4), ["LP1008/attachments"]),
        (2, (PDF, MP4), []), (2, (PDF, MP4, PDF), ["LP1008/attachments"]),
    ],
)  # fmt: skip
def test_as_many_files_in_an_outcome_or_a_performance(
    limit: int, files: tuple[object, ...], expected: list[str]
) -> None:
    settings = SchoolSettings(files_per_item=limit)
    one, shown = outcome(attachments=files), performance(attachments=files)
    assert judge(settings, one, [one]) == expected
    assert judge(settings, shown, performances=[shown]) == expected


def test_other_courses_semesters_years_and_what_is_discarded_do_not_count() -> None:
    settings = SchoolSettings(outcomes_per_taking=1, outcomes_per_semester=2)
    mine = outcome()
    beside = [
        mine,
        outcome(id="2", taking="taking-2"),
        outcome(id="3", semester=Semester(113, 2)),
        outcome(id="4", semester=Semester(112, 1)),
        outcome(id="5", state=OutcomeState.DISCARDED),
    ]
    assert judge(settings, mine, beside) == []
    shown = performance()
    others = [
        shown,
        performance(id="2", year=SchoolYear(112)),
        performance(id="3", state=PerformanceState.DISCARDED),
    ]
    assert judge(SchoolSettings(performances_per_year=1), shown, performances=others) == []


def test_quotas_of_one_kind_say_nothing_of_the_other() -> None:
    many = outcomes(9)
    assert judge(SchoolSettings(performances_per_year=1), many[-1], many) == []
    shown = performances(9)
    strict = SchoolSettings(outcomes_per_taking=1, outcomes_per_semester=1)
    assert judge(strict, shown[-1], many, shown) == []


def test_what_the_school_does_not_limit_is_not_limited() -> None:
    many = outcomes(40)
    assert judge(NO_QUOTA, many[-1], many) == []
    full = performance(attachments=(PDF,) * 40)
    assert judge(NO_QUOTA, full, performances=[full, *performances(40)]) == []


def test_everything_too_many_is_said_at_once() -> None:
    strict = SchoolSettings(
        outcomes_per_taking=1, outcomes_per_semester=1, performances_per_year=1, files_per_item=1
    )
    two = outcomes(2)
    assert judge(strict, two[-1], two) == [
        "LP1005/taking", "LP1006/semester", "LP1008/attachments",
    ]  # fmt: skip


def test_the_numbers_are_named() -> None:
    strict = SchoolSettings(outcomes_per_semester=1, performances_per_year=2, files_per_item=1)
    two, three = outcomes(2), performances(3)
    portfolio = attrs.evolve(PORTFOLIO, outcomes=tuple(two), performances=tuple(three))
    semester, files = check(QUOTA_RULES, QuotaCase(two[-1], portfolio, strict), LAW)
    (year,) = check(QUOTA_RULES, QuotaCase(three[-1], portfolio, strict), LAW)
    assert semester.message.zh == (
        "113 學年度第 1 學期已上傳 2 件課程學習成果，超過學校規定的 1 件。"
    )
    assert year.message.zh == "113 學年度已上傳 3 件多元表現，超過學校規定的 2 件。"
    assert files.message.zh == "這件資料有 2 個檔案，超過學校規定的 1 個。"
    assert dict(semester.values) == {"semester": "113-1", "count": 2, "limit": 1}
    assert dict(year.values) == {"year": "113", "count": 3, "limit": 2}
    assert dict(files.values) == {"count": 2, "limit": 1}


def test_an_edit_is_asked_for_the_number_of_files_alone() -> None:
    strict = SchoolSettings(outcomes_per_taking=1, outcomes_per_semester=1, files_per_item=1)
    two = outcomes(2)
    portfolio = attrs.evolve(PORTFOLIO, outcomes=tuple(two))
    found = check(FILE_QUOTA_RULES, QuotaCase(two[0], portfolio, strict), LAW)
    assert [each.code for each in found] == ["LP1008"]
