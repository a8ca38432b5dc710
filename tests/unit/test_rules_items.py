"""Course outcomes, their takings and codes, and the ten categories of performances."""

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
    CourseCode,
    FlexibleLearning,
    GroupActivity,
    OfficerDeed,
    OtherPerformance,
    OutcomeState,
    PerformanceDetails,
    PreparatoryCourse,
    SchoolSettings,
    Semester,
    ServiceLearning,
    TakingKind,
    Work,
    WorkplaceLearning,
)
from learnport.rules import (
    COURSE_RECORD_RULES,
    OFFICER_POST_RULES,
    OUTCOME_RULES,
    PERFORMANCE_RULES,
    QUOTA_RULES,
    RETURN_RULES,
    CourseRecordCase,
    Finding,
    OfficerPostCase,
    OutcomeCase,
    QuotaCase,
    ReturnCase,
    check,
    plan_for,
)
from tests.unit.test_rules_samples import (
    CHINESE,
    CLUB,
    GRADES,
    LAW,
    NEXT_PLAN,
    NEXT_YEARS_CHINESE,
    OTHER_SCHOOLS,
    OTHER_YEARS,
    OUTCOME,
    PLAN,
    PLANS,
    PORTFOLIO,
    POST,
    SELF_DIRECTED,
    SETTINGS,
    STRANGER,
    STUDENT,
    TAKING,
    UNPLANNED,
    WITH_CREDIT,
    outcome,
    outcome_case,
    performance_case,
    taking,
)

EMPTY: Final = ""
DAY: Final = dt.date(2024, 9, 1)
DAY_BEFORE: Final = dt.date(2024, 8, 31)
TERM: Final = Semester(113, 1)


def _codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def _judge(case: OutcomeCase) -> list[str]:
    return _codes(check(OUTCOME_RULES, case, LAW))


@pytest.mark.parametrize(
    ("description", "codes"),
    [
        ("字" * 99, []),
        ("字" * 100, []),
        ("字" * 101, ["LP1003"]),
        ("字" * 102, ["LP1003"]),
        ("字" * 49 + "\r\n" + "字" * 50, []),
        ("  " + "字" * 100 + "\n", []),
        ("e\u0301" * 100, []),
        ("𠀋" * 100, []),
        ("𠀋" * 101, ["LP1003"]),
        ("", ["LP1002"]),
        ("\u3000\n", ["LP1002"]),
    ],
)
def test_a_description_has_up_to_a_hundred_characters(description: str, codes: list[str]) -> None:
    assert _judge(outcome_case(description=description)) == codes


def test_a_description_too_long_says_how_long_and_what_is_allowed_in_both_languages() -> None:
    (finding,) = check(OUTCOME_RULES, outcome_case(description="字" * 123), LAW)
    assert finding.message.zh == "簡述有 123 字，超過上限 100 字，多出 23 字。"
    assert finding.message.en == (
        "The description has 123 characters; the limit is 100. It is 23 too long."
    )
    assert finding.remedy.zh == "請將簡述刪減到 100 字以內。"
    assert "第 19 頁" in finding.source


@pytest.mark.parametrize("text", ["全國作文比賽第一名", "乙級技能檢定", "CONTEST report", "證照"])
def test_a_competition_in_an_outcome_is_shown_but_passes(text: str) -> None:
    (finding,) = check(OUTCOME_RULES, outcome_case(description=text), LAW)
    assert (finding.code, finding.severity.refuses) == ("LP1004", False)


def test_all_that_is_wrong_with_an_outcome_is_said_at_once() -> None:
    wrong = outcome_case(
        taking(student=STRANGER, code=CLUB, subject="社團", kind=TakingKind.RETAKE),
        attachments=(), description="證照" * 51, semester=Semester(113, 2),
    )  # fmt: skip
    assert _judge(wrong) == [
        "LP1001", "LP1003", "LP1004", "LP1202", "LP1203", "LP1207", "LP1208", "LP1209",
    ]  # fmt: skip


def test_without_a_taking_nothing_about_codes_is_judged() -> None:
    assert _judge(outcome_case(None, attachments=())) == ["LP1001", "LP1201"]


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        (CHINESE, []),
        (UNPLANNED, ["LP1204"]),
        (OTHER_SCHOOLS, ["LP1205"]),
        (OTHER_YEARS, ["LP1206"]),
        (CourseCode.parse("112ZZ0002H11101A1010101"), ["LP1205", "LP1206"]),
    ],
)
@pytest.mark.parametrize("kind", [TakingKind.REGULAR, TakingKind.MAKEUP, TakingKind.RETAKE])
def test_a_wrong_code_has_one_finding_for_each_thing_wrong_with_it(
    kind: TakingKind, code: CourseCode, codes: list[str]
) -> None:
    original = None if kind is TakingKind.REGULAR else Semester(112, 1)
    assert _judge(outcome_case(taking(kind=kind, code=code, original=original))) == codes


@pytest.mark.parametrize("kind", [TakingKind.TRANSFER, TakingKind.VISITING])
def test_a_course_of_another_school_is_not_looked_for_in_the_plan(kind: TakingKind) -> None:
    there = taking(kind=kind, code=OTHER_SCHOOLS, other_school="ZZ0002", original=TERM)
    assert _judge(outcome_case(there)) == []
    elsewhere = attrs.evolve(there, other_school="ZZ0003")
    (finding,) = check(OUTCOME_RULES, outcome_case(elsewhere), LAW)
    assert finding.code == "LP1205"
    assert dict(finding.values)["limit"] == "ZZ0003"


def test_a_transfer_names_semester_and_school_it_came_from() -> None:
    assert _judge(outcome_case(taking(kind=TakingKind.TRANSFER))) == ["LP1209", "LP1210"]
    assert _judge(outcome_case(taking(kind=TakingKind.VISITING))) == ["LP1210"]
    assert _judge(outcome_case(taking(kind=TakingKind.MAKEUP))) == ["LP1209"]


def test_without_a_plan_the_code_is_not_judged_at_upload() -> None:
    assert _judge(OutcomeCase(OUTCOME, taking(code=UNPLANNED), None)) == []


def test_whoever_repeats_a_year_falls_under_the_plan_of_the_class_they_join() -> None:
    repeating = taking(kind=TakingKind.REPEAT, code=NEXT_YEARS_CHINESE)
    assert plan_for(repeating, STUDENT, PLANS.get) is NEXT_PLAN
    assert plan_for(attrs.evolve(repeating, kind=TakingKind.RETAKE), STUDENT, PLANS.get) is PLAN
    assert _judge(OutcomeCase(OUTCOME, repeating, NEXT_PLAN)) == []


@pytest.mark.parametrize(
    ("code", "subject", "refused"),
    [
        (CLUB, "社團活動", True),
        (SELF_DIRECTED, "自主學習", True),
        (WITH_CREDIT, "充實國文", False),
        (CHINESE, "國語文", False),
    ],
)
def test_flexible_and_group_time_carries_outcomes_only_with_credit(
    code: CourseCode, subject: str, refused: bool
) -> None:
    taken = taking(code=code, subject=subject)
    assert _judge(outcome_case(taken)) == ["LP1208"] * refused
    grades = CourseRecordCase(GRADES, taken)
    assert _codes(check(COURSE_RECORD_RULES, grades, LAW)) == ["LP1804"] * refused


def test_grades_without_a_taking_are_judged_no_further() -> None:
    assert _codes(check(COURSE_RECORD_RULES, CourseRecordCase(GRADES, None), LAW)) == ["LP1803"]


def test_another_name_for_the_subject_is_shown_but_passes() -> None:
    (finding,) = check(OUTCOME_RULES, outcome_case(taking(subject="國文")), LAW)
    assert (finding.code, finding.severity.refuses) == ("LP1207", False)


def test_the_schools_own_limit_counts_living_outcomes_of_one_taking_and_semester() -> None:
    def judge(*others: Any, limit: int | None = 1) -> list[str]:
        portfolio = attrs.evolve(PORTFOLIO, outcomes=(OUTCOME, *others))
        settings = attrs.evolve(SETTINGS, outcomes_per_taking=limit)
        return _codes(check(QUOTA_RULES, QuotaCase(OUTCOME, portfolio, settings), LAW))

    assert judge(outcome(id="2")) == ["LP1005"]
    assert judge(outcome(id="2"), limit=2) == []
    assert judge(outcome(id="2"), outcome(id="3"), limit=2) == ["LP1005"]
    assert judge(outcome(id="2"), limit=None) == []
    assert judge(outcome(id="2", state=OutcomeState.DISCARDED)) == []
    assert judge(outcome(id="2", taking="taking-2")) == []
    assert judge(outcome(id="2", semester=Semester(113, 2))) == []
    assert SchoolSettings().outcomes_per_taking is None


# Every category whole, and the fields without which nobody knows what it was.
CATEGORIES: Final[list[tuple[PerformanceDetails, str]]] = [
    (OfficerDeed("學生會", DAY, DAY, "會長", "1"), "unit position level"),
    (Competition("科展", "", "3", "", DAY, "1"), "name level participation"),
    (Certificate("4230", DAY), "code"),
    (ServiceLearning("淨灘", "海岸協會", DAY, DAY, Decimal(1)), "name unit"),
    (FlexibleLearning("1", "讀詩", "本校", TERM, 1, 1), "category name unit"),
    (GroupActivity("2", "本校", "話劇社", TERM, 1), "category unit name"),
    (WorkplaceLearning("1", "書店", "", DAY, DAY, Decimal(1)), "category unit"),
    (Work("詩集", DAY), "name"),
    (PreparatoryCourse("", "大學", "微積分", DAY, DAY, Decimal(0), Decimal(1)), "unit name"),
    (OtherPerformance("寫作營", "文學館", DAY, DAY, Decimal(1)), "name"),
]
WHOLE: Final = [details for details, _ in CATEGORIES]


def _judge_details(details: PerformanceDetails) -> list[tuple[str, str]]:
    findings = check(PERFORMANCE_RULES, performance_case(details=details), LAW)
    return [(finding.code, finding.at) for finding in findings]


def test_all_ten_categories_are_stated_here() -> None:
    assert tuple(type(details) for details in WHOLE) == PERFORMANCE_DETAILS


@pytest.mark.parametrize("details", WHOLE)
def test_a_whole_performance_of_any_category_passes(details: PerformanceDetails) -> None:
    assert _judge_details(details) == []


@pytest.mark.parametrize(("details", "required"), CATEGORIES)
def test_each_required_field_left_blank_is_found(details: Any, required: str) -> None:
    names = required.split()
    for name in names:
        assert _judge_details(attrs.evolve(details, **{name: " "})) == [
            ("LP1301", f"/details/{name}")
        ]
    blank = attrs.evolve(details, **dict.fromkeys(names, EMPTY))
    assert len(_judge_details(blank)) == len(names)


@pytest.mark.parametrize("details", [each for each in WHOLE if hasattr(each, "ends")])
def test_what_ends_before_it_begins_is_refused(details: Any) -> None:
    assert _judge_details(attrs.evolve(details, ends=DAY_BEFORE)) == [("LP1304", "/details/ends")]


@pytest.mark.parametrize(
    ("category", "field"),
    [
        (ServiceLearning, "hours"),
        (FlexibleLearning, "periods_per_week"),
        (FlexibleLearning, "weeks"),
        (GroupActivity, "periods"),
        (WorkplaceLearning, "hours"),
        (PreparatoryCourse, "credits"),
        (PreparatoryCourse, "hours"),
        (OtherPerformance, "hours"),
    ],
)
def test_less_than_none_of_anything_is_refused(category: type[Any], field: str) -> None:
    details: Any = next(each for each in WHOLE if type(each) is category)
    below_zero = attrs.evolve(details, **{field: type(getattr(details, field))(-1)})
    assert _judge_details(below_zero) == [("LP1305", f"/details/{field}")]


def test_a_missing_organiser_is_shown_but_passes() -> None:
    details = OtherPerformance("寫作營", " ", DAY, DAY, Decimal(1))
    (finding,) = check(PERFORMANCE_RULES, performance_case(details=details), LAW)
    assert (finding.code, finding.severity.refuses) == ("LP1302", False)


@pytest.mark.parametrize("field", ["unit", "position", "level"])
def test_an_officer_post_names_what_the_roster_asks(field: str) -> None:
    blank: dict[str, Any] = {field: " "}
    case = OfficerPostCase(attrs.evolve(POST, **blank))
    (finding,) = check(OFFICER_POST_RULES, case, LAW)
    assert (finding.code, finding.at) == ("LP1801", f"/{field}")
    assert check(OFFICER_POST_RULES, OfficerPostCase(POST), LAW) == ()


@given(length=st.integers(0, 300))
def test_the_description_of_a_performance_has_up_to_a_hundred_characters(length: int) -> None:
    findings = check(PERFORMANCE_RULES, performance_case(description="字" * length), LAW)
    assert all(dict(each.values)["excess"] == length - 100 for each in findings if length > 100)
    assert _codes(findings) == ["LP1320"] * (not length) + ["LP1303"] * (length > 100)


def test_a_case_finds_what_the_plan_says_of_its_code() -> None:
    assert OutcomeCase(OUTCOME, TAKING, PLAN).entry == PLAN.find(CHINESE)


def test_a_return_is_told_its_possible_reasons_in_words() -> None:
    (finding,) = check(RETURN_RULES, ReturnCase(""), LAW)
    assert finding.remedy.zh == (
        "請從下列原因擇一：非學生本人成果、非本課程產出、檔案放錯、檔案無法閱讀、其他。"
    )
    assert finding.remedy.en == (
        "Choose one of: not the student's own work, not from this course, wrong file, unreadable,"
        " other."
    )


def test_a_reason_in_free_words_is_masked_since_it_may_name_somebody() -> None:
    (finding,) = check(RETURN_RULES, ReturnCase("測試生抄襲"), LAW)
    assert (finding.code, dict(finding.values)["reason"]) == ("LP1603", "")
    assert "測試生" not in repr(finding)
