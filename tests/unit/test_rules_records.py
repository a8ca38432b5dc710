"""Officer posts, and the grades of takings with their codes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    CourseCode,
    CourseRecord,
    Enrolment,
    Semester,
    Severity,
    Taking,
    TakingKind,
    Text,
)
from learnport.parameters import Law, Parameter, Source, Status, Unit, Value, law_on
from learnport.rules import (
    COURSE_RECORD_RULES,
    OFFICER_POST_RULES,
    CourseRecordCase,
    Finding,
    OfficerPostCase,
    check,
)
from tests.unit.test_rules_performances import half_known
from tests.unit.test_rules_samples import CLUB, LAW, POST, STUDENT, WITH_CREDIT, taking

KINDS: Final = list(TakingKind)
GROUP_TIME_WITH_CREDIT: Final = CourseCode.parse("113ZZ0001H11101A80D0000")


def told(name: str, content: Any) -> Parameter:
    """A parameter of the law with this content since 2019-08-01."""
    since, source = dt.date(2019, 8, 1), Source("公開程式", "欄位")
    unit = Unit.TEXT if isinstance(content, str) else Unit.LIST
    value = Value(name, content, unit, Status.UNVERIFIED, source, since)
    return Parameter(name, unit, Text("代碼", "code"), (value,))


MEANINGS: Final = (
    told("record.counted.without_score", "3"),
    told("course.ungraded.categories", ("9",)),
    told("student.special_statuses.indigenous", ("1",)),
    told("student.class_types.experimental", ("9",)),
    told("student.class_types.continuing", ("01", "04")),
    told("student.enrolment_states.enrolled", ("在學",)),
)
TOLD: Final[Law] = law_on(LAW.on, MEANINGS)
UNTOLD: Final[Law] = Law(
    {
        name: parameter
        for name, parameter in TOLD.parameters.items()
        if name not in {each.name for each in MEANINGS}
    },
    LAW.on,
)
"""The law, were it silent about what single codes mean."""


def judge(taken: Taking | None = None, law: Law = TOLD, **grades: Any) -> tuple[Finding, ...]:
    record = CourseRecord("taking-1", **grades)
    return check(COURSE_RECORD_RULES, CourseRecordCase(record, taken or taking()), law)


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.at) for finding in findings]


def points(number: Any) -> Decimal:
    return Decimal(str(number))


# Scores.

SCORES: Final = [
    ("score", "passed", taking()),
    ("makeup_score", "makeup_passed", taking()),
    ("annual_score", "annual_passed", taking(continuing=True)),
    ("second_makeup_score", "second_makeup_passed", taking(continuing=True)),
    ("again_score", "again_passed", taking(kind=TakingKind.REPEAT)),
]
every_score = pytest.mark.parametrize(("score", "passed", "taken"), SCORES)


@every_score
def test_a_score_lies_between_nothing_and_a_hundred(score: str, passed: str, taken: Taking) -> None:
    def found(number: Any) -> list[tuple[str, str]]:
        grades: dict[str, Any] = {score: points(number), passed: None}
        return places(judge(taken, **grades))

    for good in (0, "0.5", 59, "59.99", 60, 99, 100, "100.000"):
        assert found(good) == []
    for wrong in ("-0.01", -1, "100.01", 101, "1E+3"):
        assert found(wrong) == [("LP1812", f"/{score}")]


@every_score
def test_a_score_and_its_mark_agree(score: str, passed: str, taken: Taking) -> None:
    def found(number: Any, mark: bool | None) -> list[tuple[str, str]]:
        grade = None if number is None else points(number)
        grades: dict[str, Any] = {score: grade, passed: mark}
        return places(judge(taken, **grades))

    at = f"/{score}"
    assert found(None, None) == found(None, False) == []
    assert found(None, True) == [("LP1813", at)]
    assert found(0, True) == [("LP1814", at)]
    assert found(0, False) == found(0, None) == []
    assert found("0.01", True) == []
    assert found("59.99", False) == []
    assert found(60, False) == [("LP1815", at)]
    assert found(61, False) == [("LP1815", at)]
    assert found(60, True) == found(60, None) == []
    assert found(40, True) == [], "students of some statuses pass with less"


def test_a_score_that_contradicts_its_mark_is_shown_but_passes() -> None:
    (finding,) = judge(score=points("72.5"), passed=False)
    assert finding.severity is Severity.ALERT
    assert finding.message.zh == ("「學業成績」為 72.5 分，已達及格分數 60 分，卻註記為不及格。")
    for grades in ({"passed": True}, {"score": points(0), "passed": True}):
        (finding,) = judge(**grades)
        assert finding.severity is Severity.ALERT


def test_a_course_without_grading_is_passed_without_a_score() -> None:
    assert judge(passed=True, counted=3) == ()
    assert places(judge(passed=True, counted=1)) == [("LP1813", "/score")]
    assert places(judge(law=UNTOLD, passed=True, counted=3)) == [("LP1813", "/score")]


@pytest.mark.parametrize("makeup", [False, True])
def test_a_makeup_score_after_passing_is_shown_but_passes(makeup: bool) -> None:
    score = points(80 if makeup else 40)
    (finding,) = judge(score=points(70), passed=True, makeup_score=score, makeup_passed=makeup)
    assert (finding.code, finding.at) == ("LP1816", "/makeup_score")
    assert finding.severity is Severity.ALERT


@pytest.mark.parametrize("passed", [None, False])
def test_a_makeup_score_after_failing_is_as_it_should_be(passed: bool | None) -> None:
    assert judge(score=points(50), passed=passed, makeup_score=points(60), makeup_passed=True) == ()


@pytest.mark.parametrize(("again_passed", "expected"), [
    (False, []), (True, ["LP1816"]), (None, ["LP1816"]),
])  # fmt: skip
def test_who_repeats_a_course_is_examined_after_the_second_attempt(
    again_passed: bool | None, expected: list[str]
) -> None:
    """再次修習 50, 補考 60, so 重讀成績 60 and passed: that is how it goes."""
    again: dict[str, Any] = {}
    if again_passed is not None:
        again = {"again_score": points(80 if again_passed else 50)}
    found = judge(
        taking(kind=TakingKind.REPEAT), score=points(60), passed=True, **again,
        again_passed=again_passed, makeup_score=points(60), makeup_passed=True,
    )  # fmt: skip
    assert [each.code for each in found] == expected


def test_a_second_makeup_follows_a_failed_first() -> None:
    def found(first_passed: bool | None) -> list[tuple[str, str]]:
        return places(
            judge(
                taking(continuing=True), score=points(30), passed=False, makeup_score=points(50),
                makeup_passed=first_passed, second_makeup_score=points(55),
                second_makeup_passed=False,
            )
        )  # fmt: skip

    assert found(False) == found(None) == []
    assert found(True) == [("LP1817", "/second_makeup_score")]


# Codes.


@pytest.mark.parametrize(
    ("field", "codes", "wrong", "kind", "table"),
    [
        ("counted", [1, 2, 3], [-1, 0, 4, 9], TakingKind.REGULAR, "record.counted"),
        ("repeat_note", ["1", "2"], ["0", "3", "-1"], TakingKind.REPEAT, "record.repeat.notes"),
    ],
)
def test_a_code_beside_the_grades_stands_in_its_table(
    field: str, codes: list[Any], wrong: list[Any], kind: TakingKind, table: str
) -> None:
    taken = taking(kind=kind)
    for code in codes:
        assert judge(taken, **{field: code}) == ()
    for code in wrong:
        assert places(judge(taken, **{field: code})) == [("LP1818", f"/{field}")]
        partly = judge(taken, half_known(table), **{field: code})
        assert places(partly) == [("LP1819", f"/{field}")]


@pytest.mark.parametrize(
    ("taken", "grades", "at"),
    [
        (taking(kind=TakingKind.TRANSFER), {"transfer_status": "8"}, "/transfer_status"),
        (taking(kind=TakingKind.MAKEUP, mode="0"), {}, "/taking/mode"),
        (taking(kind=TakingKind.RETAKE, mode="2"), {}, "/taking/mode"),
    ],
)
def test_a_code_outside_the_known_part_of_a_table_is_shown_but_passes(
    taken: Taking, grades: dict[str, Any], at: str
) -> None:
    (finding,) = judge(taken, **grades)
    assert (finding.code, finding.at, finding.severity) == ("LP1819", at, Severity.ALERT)


@pytest.mark.parametrize("kind", [TakingKind.MAKEUP, TakingKind.RETAKE])
@pytest.mark.parametrize("mode", ["1", "3", None])
def test_the_modes_that_were_seen_pass(kind: TakingKind, mode: str | None) -> None:
    assert judge(taking(kind=kind, mode=mode)) == ()


def test_a_mode_means_nothing_for_other_takings() -> None:
    assert judge(taking(mode="9")) == ()


@pytest.mark.parametrize(
    ("counted", "status", "found"),
    [
        (3, "4", ["LP1820"]), (3, None, ["LP1820"]), (3, "5", []), (3, "6", []), (3, "7", []),
        (1, "4", []), (2, None, []), (None, "4", []),
    ],
)  # fmt: skip
def test_transferred_credit_without_a_score_has_a_matching_status(
    counted: int | None, status: str | None, found: list[str]
) -> None:
    transfer = taking(kind=TakingKind.TRANSFER)
    findings = judge(transfer, counted=counted, transfer_status=status)
    assert [finding.code for finding in findings] == found
    assert not any(finding.severity.refuses for finding in findings)
    assert judge(counted=counted) == (), "only transfers have a status"
    assert judge(transfer, UNTOLD, counted=counted, transfer_status=status) == ()


def test_a_status_that_does_not_match_is_named_with_those_that_do() -> None:
    transfer = taking(kind=TakingKind.TRANSFER)
    (finding,) = judge(transfer, counted=3, transfer_status="4")
    assert dict(finding.values) == {"found": "4", "limit": "5, 6, 7"}
    (finding,) = judge(transfer, counted=3)
    assert dict(finding.values) == {"found": "", "limit": "5, 6, 7"}
    assert "身分別 （空白） 不是" in finding.message.zh


def test_a_status_that_is_no_code_is_not_repeated() -> None:
    transfer = taking(kind=TakingKind.TRANSFER)
    findings = judge(transfer, counted=3, transfer_status="A123456789")
    assert [finding.code for finding in findings] == ["LP1819", "LP1820"]
    assert "A123456789" not in repr(findings)


@pytest.mark.parametrize(
    ("code", "counted", "found"),
    [
        (WITH_CREDIT, 1, ["LP1821"]), (WITH_CREDIT, 2, ["LP1821"]), (WITH_CREDIT, 3, []),
        (WITH_CREDIT, None, []), (GROUP_TIME_WITH_CREDIT, 1, []), (CLUB, 1, ["LP1804"]),
    ],
)  # fmt: skip
def test_flexible_learning_with_credit_counts_without_a_score(
    code: CourseCode, counted: int | None, found: list[str]
) -> None:
    findings = judge(taking(code=code), counted=counted)
    assert [finding.code for finding in findings] == found
    assert judge(taking(code=WITH_CREDIT), UNTOLD, counted=1) == ()
    assert judge(counted=1) == judge(counted=2) == ()


def test_an_activity_without_credit_is_refused_once_whatever_it_is_counted_as() -> None:
    without_credit = CourseCode.parse("113ZZ0001H11101A90A0000")
    assert places(judge(taking(code=without_credit), counted=1)) == [("LP1804", "/taking")]


@pytest.mark.parametrize(
    ("semester", "code", "severity"),
    [
        ("108-1", "LP1827", Severity.ALERT), ("108-2", "LP1827", Severity.ALERT),
        ("109-1", "LP1804", Severity.REJECT), ("109-2", "LP1804", Severity.REJECT),
    ],
)  # fmt: skip
def test_grades_of_a_course_without_credit_are_judged_by_their_own_semester(
    semester: str, code: str, severity: Severity
) -> None:
    taken = taking(code=CLUB, semester=Semester.parse(semester))
    (finding,) = judge(taken, counted=2)
    assert (finding.code, finding.at, finding.severity) == (code, "/taking", severity)
    assert dict(finding.values)["limit"] == "D"
    fine = taking(code=WITH_CREDIT, semester=Semester.parse(semester))
    assert judge(fine, counted=3) == ()


def test_a_subject_is_known_by_its_code_and_not_by_its_name() -> None:
    assert judge(taking(subject="團體動力與領導"), counted=1) == ()


@pytest.mark.parametrize(
    ("class_type", "continuing", "found"),
    [
        ("01", False, True), ("04", False, True), ("1", False, False), ("4", False, False),
        ("", False, False), ("01", True, False), ("1", True, False),
    ],
)  # fmt: skip
def test_grades_of_continuing_education_are_kept_apart(
    class_type: str, continuing: bool, found: bool
) -> None:
    enrolment = Enrolment(
        STUDENT.ref, Semester(113, 1), "ZZ00000001", dt.date(2009, 1, 1), class_type=class_type
    )
    record, taken = CourseRecord("taking-1"), taking(continuing=continuing)
    case = CourseRecordCase(record, taken, enrolment)
    findings = check(COURSE_RECORD_RULES, case, TOLD)
    assert places(findings) == [("LP1826", "/taking/continuing")] * found
    assert not any(finding.severity.refuses for finding in findings)
    assert check(COURSE_RECORD_RULES, case, UNTOLD) == ()
    assert judge(taken) == ()


# Credits, columns, texts.


@pytest.mark.parametrize("number", ["0", "1", "4", "12", "1.5", "0.50"])
def test_credits_are_a_number(number: str) -> None:
    assert judge(credits=number) == judge(credits=None) == ()


@pytest.mark.parametrize("letter", ["T", "Z", "", " ", "-1", "4 ", "1.", ".5", "４", "四"])
def test_credits_that_are_no_number_are_shown_but_pass(letter: str) -> None:
    (finding,) = judge(credits=letter)
    assert (finding.code, finding.at, finding.severity) == ("LP1822", "/credits", Severity.ALERT)


EIGHTY: Final = points(80)
SHEETS: Final[list[tuple[str, Any, str]]] = [
    ("makeup_score", EIGHTY, "regular makeup repeat"),
    ("makeup_passed", False, "regular makeup repeat"),
    ("annual_score", EIGHTY, "continuing"),
    ("annual_passed", False, "continuing"),
    ("second_makeup_score", EIGHTY, "continuing"),
    ("second_makeup_passed", False, "continuing"),
    ("again_score", EIGHTY, "repeat"),
    ("again_passed", False, "repeat"),
    ("repeat_note", "1", "repeat"),
    ("transfer_status", "1", "transfer"),
    ("counted", 1, "regular makeup repeat transfer visiting"),
    ("score", EIGHTY, "regular makeup retake repeat transfer visiting"),
    ("remark", "努力", "regular makeup retake repeat transfer visiting"),
    ("credits", "4", "regular makeup retake repeat transfer visiting"),
]


@pytest.mark.parametrize(("field", "content", "sheets"), SHEETS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("continuing", [False, True])
def test_grades_fill_the_columns_of_their_own_sheet(
    field: str, content: Any, sheets: str, kind: TakingKind, continuing: bool
) -> None:
    yearly = continuing and kind is TakingKind.REGULAR
    there = kind.value in sheets.split() or (sheets == "continuing" and yearly)
    findings = judge(taking(kind=kind, continuing=continuing), **{field: content})
    assert places(findings) == [("LP1823", f"/{field}")] * (not there)
    assert all(finding.severity.refuses for finding in findings)


def test_a_remark_is_readable_and_meant() -> None:
    assert judge(remark="上課認真\n有進步") == judge(remark="") == ()
    assert places(judge(remark="認真\x07")) == [("LP1824", "/remark")]
    for text in ("X", "XX", "??", "-1"):
        (finding,) = judge(remark=text)
        assert (finding.code, finding.severity) == ("LP1825", Severity.ALERT)


def test_grades_of_no_taking_are_judged_no_further() -> None:
    record = CourseRecord("taking-9", score=points(900), counted=9, transfer_status="9")
    (finding,) = check(COURSE_RECORD_RULES, CourseRecordCase(record, None), TOLD)
    assert (finding.code, finding.severity) == ("LP1803", Severity.STOP)


def test_each_rule_can_do_without_a_taking() -> None:
    record = CourseRecord("taking-9", counted=3, transfer_status="1")
    for each in COURSE_RECORD_RULES[1:]:
        assert check([each], CourseRecordCase(record, None), TOLD) == ()


@given(
    score=st.none() | st.decimals(0, 100, places=2),
    passed=st.none() | st.booleans(),
    counted=st.none() | st.sampled_from([1, 2, 3]),
)
def test_of_a_plain_record_nothing_is_refused_and_what_contradicts_the_mark_is_shown(
    score: Decimal | None, passed: bool | None, counted: int | None
) -> None:
    findings = judge(score=score, passed=passed, counted=counted)
    assert not any(finding.severity.refuses for finding in findings)
    failed = [finding.code for finding in findings if finding.code == "LP1815"]
    enough = score is not None and score >= 60
    assert failed == ["LP1815"] * (enough and passed is False)


# Officer posts.

ENTERED: Final = dt.date(2024, 8, 1)
BEFORE: Final = dt.date(2024, 7, 31)


def judge_post(
    law: Law = LAW, *, entry: int | None = None, on: dt.date | None = None, **changes: Any
) -> tuple[Finding, ...]:
    return check(OFFICER_POST_RULES, OfficerPostCase(attrs.evolve(POST, **changes), entry, on), law)


@pytest.mark.parametrize("level", ["1", "2", "3", "4", "5", "9"])
def test_a_post_has_one_of_the_levels(level: str) -> None:
    assert judge_post(level=level) == ()


@pytest.mark.parametrize("level", ["0", "6", "8", "10", "01"])
def test_a_post_of_another_level_is_refused_while_all_levels_are_known(level: str) -> None:
    assert places(judge_post(level=level)) == [("LP1805", "/level")]
    (finding,) = judge_post(half_known("performance.officer.levels"), level=level)
    assert (finding.code, finding.severity) == ("LP1806", Severity.ALERT)


def test_a_post_is_held_during_senior_high_school() -> None:
    def held(begins: dt.date, ends: dt.date) -> list[tuple[str, str]]:
        return places(judge_post(entry=STUDENT.entry_year, begins=begins, ends=ends))

    assert held(ENTERED, ENTERED) == []
    assert held(BEFORE, ENTERED) == [("LP1808", "/begins")]
    assert held(BEFORE, BEFORE) == [("LP1807", "/ends")]
    assert judge_post(begins=BEFORE, ends=BEFORE) == ()


def test_a_post_does_not_end_before_it_begins() -> None:
    assert judge_post(ends=POST.begins) == ()
    assert places(judge_post(ends=dt.date(2024, 8, 31))) == [("LP1802", "/ends")]


def test_a_post_recorded_in_advance_is_shown_but_passes() -> None:
    assert judge_post(on=dt.date(2024, 9, 1)) == judge_post(on=dt.date(2024, 9, 2)) == ()
    (finding,) = judge_post(on=dt.date(2024, 8, 31))
    assert (finding.code, finding.at) == ("LP1809", "/begins")
    assert finding.severity is Severity.ALERT


def test_a_post_that_ends_later_is_nothing_to_talk_about() -> None:
    assert judge_post(on=dt.date(2024, 9, 1), ends=dt.date(2025, 1, 31)) == ()


@pytest.mark.parametrize("field", ["unit", "position"])
def test_the_texts_of_a_post_are_readable_and_meant(field: str) -> None:
    spoilt: dict[str, Any] = {field: "班\x00長"}
    assert places(judge_post(**spoilt)) == [("LP1810", f"/{field}")]
    for text in ("X", "xx", "??", "-1"):
        empty: dict[str, Any] = {field: text}
        (finding,) = judge_post(**empty)
        assert (finding.code, finding.at) == ("LP1811", f"/{field}")
        assert finding.severity is Severity.ALERT


def test_the_semester_of_a_taking_says_nothing_about_its_grades() -> None:
    assert judge(taking(semester=Semester(112, 1)), score=EIGHTY, passed=True) == ()
