"""What a performance says, counts and links to, and when it was achieved."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    PERFORMANCE_DETAILS,
    Certificate,
    Competition,
    FlexibleLearning,
    GroupActivity,
    OfficerDeed,
    OtherPerformance,
    PerformanceDetails,
    PreparatoryCourse,
    Semester,
    ServiceLearning,
    Severity,
    Work,
    WorkplaceLearning,
)
from learnport.parameters import Law, law_on
from learnport.rules import PERFORMANCE_RULES, Finding, PerformanceCase, check
from learnport.rules._performance_columns import AMOUNTS, CODED, REQUIRED, TEXTS
from tests.unit.test_rules_samples import LAW, performance

DAY: Final = dt.date(2024, 9, 1)
LATER: Final = dt.date(2024, 9, 30)
TERM: Final = Semester(113, 1)
ENTERED: Final = dt.date(2024, 8, 1)
ONE_DAY: Final = dt.timedelta(days=1)

DEED: Final = OfficerDeed("學生會", DAY, LATER, "會長", "1")
CONTEST: Final = Competition("科展", "物理", "3", "佳作", DAY, "1")
CERTIFICATE: Final = Certificate("4230", DAY, "註", Decimal(1), "聽力 90", "字第 1 號", "一般組")
SERVICE: Final = ServiceLearning("淨灘", "海岸協會", DAY, LATER, Decimal(3))
FLEXIBLE: Final = FlexibleLearning("1", "讀詩", "本校", TERM, 2, 18)
GROUP: Final = GroupActivity("2", "本校", "話劇社", TERM, 18)
WORKPLACE: Final = WorkplaceLearning("1", "書店", "店員", DAY, LATER, Decimal(8))
WORK: Final = Work("詩集", DAY)
COURSE: Final = PreparatoryCourse("先修", "大學", "微積分", DAY, LATER, Decimal(3), Decimal(54))
OTHER: Final = OtherPerformance("寫作營", "文學館", DAY, LATER, Decimal(12))
WHOLE: Final[list[PerformanceDetails]] = [
    DEED, CONTEST, CERTIFICATE, SERVICE, FLEXIBLE, GROUP, WORKPLACE, WORK, COURSE, OTHER,
]  # fmt: skip
LASTING: Final[list[Any]] = [DEED, SERVICE, WORKPLACE, COURSE, OTHER]


def half_known(*names: str) -> Law:
    """The law of the samples, were only a part of these tables known."""
    partly = [
        attrs.evolve(
            LAW.parameters[name],
            values=tuple(
                attrs.evolve(value, complete=False) for value in LAW.parameters[name].values
            ),
        )
        for name in names
    ]
    return law_on(LAW.on, partly)


def judge(
    details: Any, law: Law = LAW, *, entry: int | None = None, on: dt.date | None = None,
    **changes: Any,
) -> tuple[Finding, ...]:  # fmt: skip
    case = PerformanceCase(performance(details=details, **changes), entry, on)
    return check(PERFORMANCE_RULES, case, law)


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.at) for finding in findings]


def test_all_ten_categories_are_judged_here() -> None:
    assert tuple(type(details) for details in WHOLE) == PERFORMANCE_DETAILS


@pytest.mark.parametrize("details", WHOLE)
def test_a_whole_performance_of_these_years_is_without_findings(
    details: PerformanceDetails,
) -> None:
    assert judge(details, entry=113, on=dt.date(2024, 10, 1)) == ()


# Codes.

CODES: Final[list[tuple[Any, str, str, str]]] = [
    (DEED, "level", "1 2 3 4 5 9", "performance.officer.levels"),
    (CONTEST, "level", "1 2 3 4", "performance.competition.levels"),
    (CONTEST, "participation", "1 2", "performance.competition.participation"),
    (FLEXIBLE, "category", "1 2 3 4 5", "performance.flexible.categories"),
    (GROUP, "category", "1 2 3 4 5 6", "performance.group.categories"),
    (WORKPLACE, "category", "1 2 3 4", "performance.workplace.categories"),
]


@pytest.mark.parametrize(("details", "field", "codes", "table"), CODES)
def test_a_code_stands_in_its_table(details: Any, field: str, codes: str, table: str) -> None:
    for code in codes.split():
        assert judge(attrs.evolve(details, **{field: code})) == ()
    for wrong in ("0", "7", "01", "1 ", "A", "一"):
        case = attrs.evolve(details, **{field: wrong})
        (finding,) = judge(case)
        assert (finding.code, finding.at) == ("LP1306", f"/details/{field}")
        assert finding.severity is Severity.REJECT
        assert dict(finding.values)["limit"] == ", ".join(codes.split())
        (finding,) = judge(case, half_known(table))
        assert (finding.code, finding.severity) == ("LP1307", Severity.ALERT)


def test_a_code_that_is_not_there_names_those_that_are() -> None:
    (finding,) = judge(attrs.evolve(CONTEST, level="8"))
    assert finding.message.zh == "「競賽等級代碼」的代碼 8 不在代碼表中。"
    assert finding.remedy.zh == "請改用代碼表中的代碼：1 校級、2 縣市級、3 全國、4 國際。"
    assert finding.remedy.en.startswith("Use a code of the table: 1 ")


@pytest.mark.parametrize("wrong", ["A123456789", "王小明", "12345"])
def test_what_is_no_code_at_all_is_not_repeated(wrong: str) -> None:
    (finding,) = judge(attrs.evolve(CONTEST, level=wrong))
    assert wrong not in repr(finding)
    assert dict(finding.values)["found"] == ""


def test_a_blank_code_is_missing_and_not_also_wrong() -> None:
    assert places(judge(attrs.evolve(CONTEST, level=" "))) == [("LP1301", "/details/level")]


# Dates.


@pytest.mark.parametrize("details", LASTING)
def test_what_lasts_is_achieved_on_its_last_day(details: Any) -> None:
    def over(begins: dt.date, ends: dt.date) -> list[tuple[str, str]]:
        return places(judge(attrs.evolve(details, begins=begins, ends=ends, **few), entry=113))

    few: dict[str, Any] = {"hours": Decimal(1)} if hasattr(details, "hours") else {}
    assert over(ENTERED, ENTERED) == []
    assert over(ENTERED - ONE_DAY, ENTERED) == [("LP1309", "/details/begins")]
    assert over(ENTERED - ONE_DAY, ENTERED - ONE_DAY) == [("LP1308", "/details/ends")]
    assert places(judge(attrs.evolve(details, begins=DAY, ends=DAY, **few), entry=114)) == [
        ("LP1308", "/details/ends")
    ]


@pytest.mark.parametrize(
    ("details", "field"), [(CONTEST, "announced"), (CERTIFICATE, "obtained"), (WORK, "made_on")]
)
def test_what_has_one_day_is_achieved_on_it(details: Any, field: str) -> None:
    early, first = ({field: ENTERED - ONE_DAY}, {field: ENTERED})
    (finding,) = judge(attrs.evolve(details, **early), entry=113)
    assert (finding.code, finding.at) == ("LP1308", f"/details/{field}")
    assert dict(finding.values) == {"when": "2024-07-31", "limit": "2024-08-01"}
    assert judge(attrs.evolve(details, **first), entry=113) == ()
    assert judge(attrs.evolve(details, **first), on=ENTERED) == ()
    (finding,) = judge(attrs.evolve(details, **first), on=ENTERED - ONE_DAY)
    assert (finding.code, finding.at) == ("LP1310", f"/details/{field}")
    assert dict(finding.values) == {"when": "2024-08-01", "limit": "2024-07-31"}


@pytest.mark.parametrize("details", [FLEXIBLE, GROUP])
def test_what_has_a_semester_lies_in_one_of_these_years_that_has_begun(details: Any) -> None:
    def of(term: Semester, day: dt.date | None = None) -> list[tuple[str, str]]:
        return places(judge(attrs.evolve(details, semester=term), entry=113, on=day))

    assert of(Semester(112, 2)) == [("LP1308", "/details/semester")]
    assert of(Semester(113, 1)) == []
    assert of(Semester(113, 2), dt.date(2025, 1, 31)) == [("LP1310", "/details/semester")]
    assert of(Semester(113, 2), dt.date(2025, 2, 1)) == []


@pytest.mark.parametrize("details", LASTING)
def test_what_has_not_begun_is_refused_and_what_is_not_over_is_shown(details: Any) -> None:
    assert places(judge(details, on=DAY - ONE_DAY)) == [("LP1310", "/details/begins")]
    assert places(judge(details, on=DAY)) == [("LP1311", "/details/ends")]
    assert places(judge(details, on=LATER - ONE_DAY)) == [("LP1311", "/details/ends")]
    assert judge(details, on=LATER) == ()


@pytest.mark.parametrize("details", WHOLE)
def test_without_entry_year_and_day_no_date_is_judged(details: Any) -> None:
    assert judge(details) == ()


def test_a_date_in_a_year_that_cannot_be_is_found_before_entry() -> None:
    assert places(judge(attrs.evolve(WORK, made_on=dt.date(113, 9, 1)), entry=113)) == [
        ("LP1308", "/details/made_on")
    ]


# Amounts.


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (SERVICE, "hours"), (FLEXIBLE, "periods_per_week"), (GROUP, "periods"),
        (WORKPLACE, "hours"), (COURSE, "hours"), (OTHER, "hours"),
    ],
)  # fmt: skip
def test_no_hours_are_shown_but_pass(details: Any, field: str) -> None:
    kind = type(getattr(details, field))
    (finding,) = judge(attrs.evolve(details, **{field: kind(0)}))
    assert (finding.code, finding.at) == ("LP1312", f"/details/{field}")
    assert finding.severity is Severity.ALERT
    assert judge(attrs.evolve(details, **{field: kind(1)})) == ()


def test_a_course_may_give_no_credit() -> None:
    assert judge(attrs.evolve(COURSE, credits=Decimal(0))) == ()


@pytest.mark.parametrize(
    ("weeks", "codes"),
    [(-1, ["LP1305"]), (0, ["LP1313"]), (1, []), (17, []), (18, []), (19, ["LP1313"])],
)
def test_flexible_learning_lasts_one_to_eighteen_weeks(weeks: int, codes: list[str]) -> None:
    findings = judge(attrs.evolve(FLEXIBLE, weeks=weeks))
    assert [finding.code for finding in findings] == codes


@pytest.mark.parametrize("details", [SERVICE, WORKPLACE, COURSE, OTHER])
@pytest.mark.parametrize(("days", "most"), [(1, 24), (2, 48), (30, 720)])
def test_hours_fit_into_their_days(details: Any, days: int, most: int) -> None:
    spent = attrs.evolve(details, ends=DAY + (days - 1) * ONE_DAY, hours=Decimal(most))
    assert judge(spent) == ()
    (finding,) = judge(attrs.evolve(spent, hours=Decimal(most) + Decimal("0.001")))
    assert (finding.code, finding.severity) == ("LP1314", Severity.ALERT)
    assert dict(finding.values)["days"] == days
    assert dict(finding.values)["limit"] == most


def test_periods_fit_into_their_semester_and_week() -> None:
    assert judge(attrs.evolve(GROUP, periods=4_416)) == ()
    assert places(judge(attrs.evolve(GROUP, periods=4_417))) == [("LP1314", "/details/periods")]
    assert judge(attrs.evolve(FLEXIBLE, periods_per_week=168)) == ()
    assert places(judge(attrs.evolve(FLEXIBLE, periods_per_week=169))) == [
        ("LP1314", "/details/periods_per_week")
    ]


def test_hours_between_dates_in_the_wrong_order_are_not_judged_as_well() -> None:
    turned = attrs.evolve(SERVICE, ends=DAY - ONE_DAY)
    assert places(judge(turned)) == [("LP1304", "/details/ends")]


@pytest.mark.parametrize(
    ("score", "shown"), [("0", True), ("-1", True), ("-999.99", True), ("0.01", False)]
)
def test_a_certificate_without_a_score_says_so_by_leaving_it_out(score: str, shown: bool) -> None:
    findings = judge(attrs.evolve(CERTIFICATE, score=Decimal(score)))
    assert places(findings) == [("LP1315", "/details/score")] * shown
    assert not any(finding.severity.refuses for finding in findings)
    assert judge(attrs.evolve(CERTIFICATE, score=None)) == ()


# Links.


@pytest.mark.parametrize(
    "link",
    ["https://example.org/film", "http://example.org", "HTTPS://例子.tw/影片?a=1#t=3", "http://a"],
)
def test_a_link_to_the_web_passes_with_the_advice_to_keep_it_open(link: str) -> None:
    (finding,) = judge(WORK, link=link)
    assert (finding.code, finding.severity) == ("LP1317", Severity.ADVICE)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org/a",
        "example.org/film", "//example.org", "https://", "https:///film", "https:example.org",
        " https://example.org", "https://example.org/a b", "https://example.org/\n",
        "https://example.org/\x00", "htt\tps://example.org", "看我的影片 https://example.org", "X",
    ],
)  # fmt: skip
def test_a_link_to_anything_else_is_refused(link: str) -> None:
    (finding,) = judge(WORK, link=link)
    assert (finding.code, finding.at, finding.severity) == ("LP1316", "/link", Severity.REJECT)
    assert finding.values == (), "what somebody wrote there may be anything"


def test_no_link_is_no_finding() -> None:
    assert judge(WORK, link="") == ()


# Texts.


def test_every_text_of_every_category_is_either_free_or_coded() -> None:
    for kind in PERFORMANCE_DETAILS:
        texts = {name for name, said in kind.__annotations__.items() if said == "str"}
        free = {each.code for each in TEXTS[kind]}
        coded = {each.column.code for each in CODED.get(kind, ())}
        assert free | coded == texts
        assert not free & coded
        amounts = {
            name for name, said in kind.__annotations__.items() if said in ("Decimal", "int")
        }
        assert {each.code for each in AMOUNTS.get(kind, ())} == amounts
        assert {each.code for each in REQUIRED[kind]} <= texts


@pytest.mark.parametrize("details", WHOLE)
@pytest.mark.parametrize("letter", ["\x00", "\x08", "\x0b", "\x1f", "\x7f", "\x85", "\ud800"])
def test_no_text_has_a_control_character(details: Any, letter: str) -> None:
    for each in TEXTS[type(details)]:
        spoilt = attrs.evolve(details, **{each.code: f"海{letter}岸"})
        assert places(judge(spoilt)) == [("LP1318", f"/details/{each.code}")]
    assert places(judge(details, description=f"海{letter}岸")) == [("LP1318", "/description")]


@pytest.mark.parametrize(
    "text", ["第一行\n第二行", "甲\t乙", "甲\r\n乙", "全　形", "e\u0301", "𠮷🎉", '"引號"']
)
def test_line_ends_tabs_and_quotes_are_text(text: str) -> None:
    assert judge(attrs.evolve(WORK, name=text), description=text) == ()


@pytest.mark.parametrize("text", ["X", "XX", "xx", "??", "？？", "-1", " X ", "Ｘ"])
def test_a_placeholder_is_shown_but_passes(text: str) -> None:
    findings = judge(attrs.evolve(CONTEST, award=text), description=text)
    assert places(findings) == [("LP1319", "/details/award"), ("LP1319", "/description")]
    assert not any(finding.severity.refuses for finding in findings)


@pytest.mark.parametrize("text", ["X 光", "XY", "真的嗎?", "1", "-12", "第-1名"])
def test_a_text_with_such_letters_in_it_is_no_placeholder(text: str) -> None:
    assert judge(attrs.evolve(CONTEST, award=text), description=text) == ()


@pytest.mark.parametrize("text", ["", " ", "\n\u3000"])
def test_a_performance_without_a_description_is_advised_to_have_one(text: str) -> None:
    (finding,) = judge(WORK, description=text)
    assert (finding.code, finding.severity) == ("LP1320", Severity.ADVICE)


@given(
    details=st.sampled_from(WHOLE), entry=st.integers(103, 120),
    on=st.dates(dt.date(2014, 8, 1), dt.date(2032, 7, 31)),
)  # fmt: skip
def test_a_date_is_wrong_before_entry_or_ahead_of_the_day_and_never_else(
    details: Any, entry: int, on: dt.date
) -> None:
    found = {finding.code for finding in judge(details, entry=entry, on=on)}
    assert ("LP1308" in found) == (entry > 113)
    begins = dt.date(2024, 8, 1) if details in (FLEXIBLE, GROUP) else DAY
    assert ("LP1310" in found) == (on < begins)
    assert ("LP1311" in found) == (details in LASTING and DAY <= on < LATER)
    assert found <= {"LP1308", "LP1310", "LP1311"}
