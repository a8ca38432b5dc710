"""The 39 kinds of dirt found in real data of the field, each with the code that answers it.

The numbers are those of the collection of real cases. What is no data of a school (a mistake in
somebody's script) or is kept out before the rules see it stands in a table with the reason.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import attrs
import pytest

from learnport.model import (
    Certificate,
    Competition,
    CourseRecord,
    FlexibleLearning,
    GroupActivity,
    OtherPerformance,
    PersonRef,
    PreparatoryCourse,
    Semester,
    ServiceLearning,
    Severity,
    TakingKind,
    WindowKind,
    WorkplaceLearning,
)
from learnport.rules import (
    COURSE_RECORD_RULES,
    OFFICER_POST_RULES,
    OUTCOME_RULES,
    PERFORMANCE_RULES,
    ROSTER_RULES,
    STUDENT_RULES,
    TIMING_RULES,
    CourseRecordCase,
    OfficerPostCase,
    RosterCase,
    StudentCase,
    TimingCase,
    check,
    lookup,
)
from tests.unit.test_rules_basic_data import ROW
from tests.unit.test_rules_records import TOLD
from tests.unit.test_rules_samples import (
    CLUB,
    OPENS,
    POST,
    SELF_DIRECTED,
    SETTINGS,
    WITH_CREDIT,
    outcome_case,
    performance_case,
    taking,
)

DAY: Final = dt.date(2024, 9, 1)
LATER: Final = dt.date(2024, 9, 30)
TERM: Final = Semester(113, 1)
MAKEUP: Final = TakingKind.MAKEUP
RETAKE: Final = TakingKind.RETAKE
REPEAT: Final = TakingKind.REPEAT
TRANSFER: Final = TakingKind.TRANSFER
REJECT: Final = Severity.REJECT
ALERT: Final = Severity.ALERT

Judged = tuple[tuple[Any, ...], Any]


def student(**changes: Any) -> Judged:
    return STUDENT_RULES, StudentCase(attrs.evolve(ROW, **changes))


def roster(*rows: dict[str, Any]) -> Judged:
    return ROSTER_RULES, RosterCase(tuple(attrs.evolve(ROW, **changes) for changes in rows))


def grades(kind: TakingKind = TakingKind.REGULAR, **changes: Any) -> Judged:
    """Grades; what is of their taking goes there, the rest is their own."""
    of_taking = {name: changes.pop(name) for name in ("code", "continuing", "semester", "subject")
                 if name in changes}  # fmt: skip
    record = CourseRecord("taking-1", **changes)
    return COURSE_RECORD_RULES, CourseRecordCase(record, taking(kind=kind, **of_taking))


def night_school(class_type: str) -> Judged:
    record, enrolment = CourseRecord("taking-1"), attrs.evolve(ROW, class_type=class_type)
    return COURSE_RECORD_RULES, CourseRecordCase(record, taking(), enrolment)


def done(details: Any) -> Judged:
    return PERFORMANCE_RULES, performance_case(details=details)


def post(**changes: Any) -> Judged:
    return OFFICER_POST_RULES, OfficerPostCase(attrs.evolve(POST, **changes))


def points(number: int) -> Decimal:
    return Decimal(number)


def service(hours: str) -> ServiceLearning:
    return ServiceLearning("淨灘", "海岸協會", DAY, LATER, Decimal(hours))


def workplace(hours: int) -> WorkplaceLearning:
    return WorkplaceLearning("1", "書店", "店員", DAY, LATER, Decimal(hours))


def advanced(hours: int) -> PreparatoryCourse:
    return PreparatoryCourse("", "大學", "微積分", DAY, LATER, Decimal(3), Decimal(hours))


def other(hours: int, organiser: str = "文學館") -> OtherPerformance:
    return OtherPerformance("寫作營", organiser, DAY, LATER, Decimal(hours))


ELSEWHERE_TOO: Final = {"student": PersonRef("ZZ0002", "s-1")}

# Number of the case, what answers it, how heavily, and a record as it was found.
DIRT: Final[list[tuple[int, str, Severity, Judged]]] = [
    (1, "LP2401", REJECT, student(student=PersonRef("000000", "s-1"))),
    (1, "LP2401", REJECT, student(student=PersonRef("000001", "s-1"))),
    (1, "LP2401", REJECT, student(student=PersonRef("000B00", "s-1"))),
    (1, "LP2401", REJECT, student(student=PersonRef("000005", "s-1"))),
    (1, "LP2401", REJECT, student(student=PersonRef("00000A", "s-1"))),
    (2, "LP2418", REJECT, roster({}, {})),
    (2, "LP2418", REJECT, roster({}, {"birth_date": dt.date(2009, 2, 1)})),
    (2, "LP2419", ALERT, roster({}, ELSEWHERE_TOO)),
    (3, "LP2406", ALERT, student(group="")),
    (3, "LP2403", ALERT, student(group="98")),
    (3, "LP2407", ALERT, student(department="ZZZ")),
    (4, "LP2403", ALERT, student(grade=6)),
    (5, "LP2405", ALERT, student(special_statuses=("", ""))),
    (5, "LP2405", ALERT, student(special_statuses=("", "0"))),
    (5, "LP2405", ALERT, student(special_statuses=("0", ""))),
    (5, "LP2405", ALERT, student(special_statuses=("0", "0"))),
    (6, "LP2408", ALERT, student(special_statuses=("1",))),
    (6, "LP2408", ALERT, student(tribe="阿美族")),
    (6, "LP2408", ALERT, student(indigenous_status="山原")),
    (6, "LP2408", ALERT, student(special_statuses=("1",), indigenous_status="平原")),
    (6, "LP2408", ALERT, student(special_statuses=("1",), tribe="阿美族")),
    (6, "LP2408", ALERT, student(tribe="阿美族", indigenous_status="平原")),
    (7, "LP2409", ALERT, student(language_year=0)),
    (8, "LP2410", ALERT, student(class_type="9", experimental_class="")),
    (8, "LP2420", ALERT, roster({"experimental_class": "數理實驗班"},
                                {"experimental_class": "數理 實驗班",
                                 "national_id": "ZZ00000002"})),
    (9, "LP2403", ALERT, student(admission_way="甄試入學(二)")),
    (10, "LP2411", ALERT, student(changed_on=dt.date(2024, 9, 1))),
    (10, "LP2412", ALERT, student(state="", changed_on=dt.date(2024, 3, 1))),
    (11, "LP1826", ALERT, night_school("01")),
    (11, "LP1826", ALERT, night_school("04")),
    (12, "LP1827", ALERT, grades(code=CLUB, semester=Semester(108, 1), subject="團體活動",
                                 score=points(80))),
    (12, "LP1804", REJECT, grades(code=CLUB, subject="團體活動", score=points(80))),
    (12, "LP1804", REJECT, grades(code=SELF_DIRECTED, subject="自主學習", credits="1")),
    (13, "LP1822", ALERT, grades(subject="基礎訓練", credits="T")),
    (14, "LP1814", ALERT, grades(score=points(0), passed=True)),
    (14, "LP1814", ALERT, grades(score=points(40), passed=False, makeup_score=points(0),
                                 makeup_passed=True)),
    (14, "LP1815", ALERT, grades(score=points(40), passed=False, makeup_score=points(60),
                                 makeup_passed=False)),
    (15, "LP1816", ALERT, grades(score=points(60), passed=True, makeup_score=points(55),
                                 makeup_passed=False)),
    (15, "LP1816", ALERT, grades(score=points(70), passed=True, makeup_score=points(80),
                                 makeup_passed=True)),
    (16, "LP1813", ALERT, grades(continuing=True, makeup_passed=True)),
    (16, "LP1813", ALERT, grades(continuing=True, second_makeup_passed=True)),
    (16, "LP1817", ALERT, grades(continuing=True, makeup_score=points(60), makeup_passed=True,
                                 second_makeup_score=points(50), second_makeup_passed=False)),
    (17, "LP1813", ALERT, grades(TRANSFER, passed=True)),
    (17, "LP1813", ALERT, grades(TRANSFER, continuing=True, passed=True)),
    (17, "LP1814", ALERT, grades(TRANSFER, score=points(0), passed=True)),
    (17, "LP1820", ALERT, grades(TRANSFER, counted=3, transfer_status="1")),
    (17, "LP1820", ALERT, grades(TRANSFER, counted=3)),
    (18, "LP1815", ALERT, grades(REPEAT, score=points(40), passed=False, makeup_score=points(60),
                                 makeup_passed=False)),
    (18, "LP1816", ALERT, grades(REPEAT, score=points(65), passed=True, makeup_score=points(9))),
    (18, "LP1804", REJECT, grades(REPEAT, code=CLUB, subject="社團活動", counted=3, passed=True)),
    (18, "LP1814", ALERT, grades(RETAKE, score=points(0), passed=True)),
    (18, "LP1814", ALERT, grades(MAKEUP, score=points(0), passed=True)),
    (19, "LP1821", ALERT, grades(code=WITH_CREDIT, subject="充實國文", counted=1)),
    (19, "LP1821", ALERT, grades(code=WITH_CREDIT, subject="充實國文", counted=2)),
    (20, "LP1315", ALERT, done(Certificate("4230", DAY, score=points(-1)))),
    (20, "LP1315", ALERT, done(Certificate("4230", DAY, score=points(0)))),
    (21, "LP1312", ALERT, done(service("0.000"))),
    (21, "LP1312", ALERT, done(workplace(0))),
    (21, "LP1305", REJECT, done(workplace(-1))),
    (21, "LP1312", ALERT, done(advanced(0))),
    (21, "LP1305", REJECT, done(advanced(-1))),
    (21, "LP1312", ALERT, done(other(0))),
    (21, "LP1305", REJECT, done(other(-1))),
    (21, "LP1312", ALERT, done(FlexibleLearning("1", "讀詩", "本校", TERM, 0, 18))),
    (21, "LP1314", ALERT, done(GroupActivity("2", "本校", "話劇社", TERM, 99_999))),
    (22, "LP1302", ALERT, done(other(12, organiser=""))),
    (27, "LP1319", ALERT, done(Competition("科展", "X", "3", "佳作", DAY, "1"))),
    (27, "LP1319", ALERT, done(Competition("??", "物理", "3", "佳作", DAY, "1"))),
    (27, "LP1811", ALERT, post(unit="XX")),
    (27, "LP1825", ALERT, grades(remark="-1")),
    (27, "LP2414", ALERT, student(class_name="X")),
    (33, "LP1501", REJECT,
     (TIMING_RULES, TimingCase(WindowKind.UPLOAD_OUTCOMES, "111-1", OPENS, SETTINGS))),
    (37, "LP1207", ALERT, (OUTCOME_RULES, outcome_case(taking(subject="國文")))),
]  # fmt: skip

# What no rule of a record can answer: codes where something else does, and why.
OUTSIDE: Final[dict[int, tuple[str, str]]] = {
    23: ("LP3111", "line breaks and quotes are text; what a cell cannot hold the roster refuses"),
    24: ("", "dates with a time of day belong to a reader of the national exports, not here yet"),
    25: ("", "spellings of yes and no belong to a reader of the national exports, not here yet"),
    26: (
        "LP3102",
        "cells are written by the name of their column, a missing file leaves one empty",
    ),
    28: ("LP3101", "a sheet is named by its key in the layout, not by who writes it"),
    29: ("", "labels stand beside the codes in the law, so that no other list can be shown"),
    30: ("LP2101", "a receipt is compared record by record; an unknown key is a problem"),
    31: ("LP3243", "every digest of a package is compared, and one that differs is refused"),
    32: ("", "a count over flags in somebody's query; here students are counted"),
    34: ("", "a hand-over package that somebody wrote with a fixed level; there is none here yet"),
    35: ("", "empty and differing values of release data belong to its reader, not here yet"),
    36: ("", "a mistake in somebody's viewer"),
    38: ("", "memory of somebody's export; here records are streamed"),
    39: ("", "mistakes in the scripts of the analysis itself"),
}


def test_none_of_the_39_cases_is_forgotten() -> None:
    answered = {number for number, *_ in DIRT}
    assert not answered & set(OUTSIDE)
    assert answered | set(OUTSIDE) == set(range(1, 40))


@pytest.mark.parametrize(
    ("number", "code", "severity", "judged"),
    DIRT,
    ids=[f"case-{number}-{code}-{at}" for at, (number, code, *_) in enumerate(DIRT)],
)
def test_real_dirt_is_found(number: int, code: str, severity: Severity, judged: Judged) -> None:
    rules, case = judged
    findings = check(rules, case, TOLD)
    assert (code, severity) in [(finding.code, finding.severity) for finding in findings]
    refusing = {finding.code for finding in findings if finding.severity.refuses}
    assert refusing == ({code} if severity.refuses else set()), f"case {number}"


@pytest.mark.parametrize("number", OUTSIDE, ids=lambda number: f"case-{number}")
def test_what_is_answered_elsewhere_says_where_and_why(number: int) -> None:
    code, reason = OUTSIDE[number]
    assert reason
    assert not code or lookup(code).code == code


def test_case_5_any_order_of_special_statuses_is_fine() -> None:
    rules, case = student(special_statuses=("24", "1", "4"), tribe="阿美族",
                          indigenous_status="山原")  # fmt: skip
    assert check(rules, case, TOLD) == ()


def test_case_12_a_subject_whose_name_merely_contains_the_word_is_an_ordinary_one() -> None:
    rules, case = grades(subject="團體動力", score=points(80), passed=True, counted=1)
    assert check(rules, case, TOLD) == ()


def test_case_20_a_code_of_a_certificate_cannot_be_told_wrong_without_a_public_table() -> None:
    for code in ("4230", "4286"):
        assert check(*done(Certificate(code, DAY, score=points(1))), TOLD) == ()


def test_case_29_a_code_has_the_label_of_its_own_table() -> None:
    labels = [
        TOLD["performance.flexible.categories"].label(code).zh for code in ("1", "2", "3", "4", "5")
    ]
    assert labels == ["自主學習", "選手培訓", "充實(增廣)課程", "補強性課程", "學校特色活動"]


def test_case_37_a_subject_may_stand_twice_among_the_records_of_a_student() -> None:
    for record in (CourseRecord("taking-1", credits="4"), CourseRecord("taking-2", credits="3")):
        assert check(COURSE_RECORD_RULES, CourseRecordCase(record, taking()), TOLD) == ()
