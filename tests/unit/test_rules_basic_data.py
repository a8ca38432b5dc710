"""Rows of student rosters, visits to other schools, and rosters as a whole."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import Enrolment, PersonRef, Semester, Severity, Visit
from learnport.rules import (
    ROSTER_RULES,
    STUDENT_RULES,
    VISIT_RULES,
    Finding,
    RosterCase,
    StudentCase,
    VisitCase,
    check,
)
from tests.unit.test_rules_performances import half_known
from tests.unit.test_rules_records import TOLD, UNTOLD
from tests.unit.test_rules_samples import ME, STRANGER

IDENTITY: Final = "ZZ00000001"
BIRTH: Final = dt.date(2009, 1, 1)
ROW: Final = Enrolment(
    ME,
    Semester(113, 1),
    IDENTITY,
    BIRTH,
    gender="2",
    group="11",
    department="101",
    division="1",
    class_type="1",
    grade=1,
    class_name="一年一班",
    seat=1,
    special_statuses=("0",),
    admission_way="免試入學",
    state="在學",
)
VISIT: Final = Visit(ME, "ZZ0002", dt.date(2024, 9, 1), dt.date(2025, 1, 31))


def judge(law: Any = TOLD, **changes: Any) -> tuple[Finding, ...]:
    return check(STUDENT_RULES, StudentCase(attrs.evolve(ROW, **changes)), law)


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.at) for finding in findings]


def shown(findings: tuple[Finding, ...]) -> bool:
    return all(finding.severity is Severity.ALERT for finding in findings)


def test_a_plain_row_is_without_findings() -> None:
    assert judge() == judge(UNTOLD) == ()


@pytest.mark.parametrize("school", ["000000", "000001", "000B00", "000005", "00000A"])
def test_a_test_school_has_no_place_among_real_data(school: str) -> None:
    (finding,) = judge(student=PersonRef(school, "s-1"))
    assert (finding.code, finding.at) == ("LP2401", "/student/school")
    assert finding.severity is Severity.REJECT
    here, there = PersonRef(school, "s-1"), attrs.evolve(VISIT, host=school)
    assert places(check(VISIT_RULES, VisitCase(there), TOLD)) == [("LP2417", "/host")]
    from_here = attrs.evolve(VISIT, student=here)
    assert places(check(VISIT_RULES, VisitCase(from_here), TOLD)) == [("LP2417", "/student/school")]


def test_a_school_with_a_code_like_that_of_a_test_is_a_school() -> None:
    for school in ("000002", "000B01", "011302"):
        assert judge(student=PersonRef(school, "s-1")) == ()


# Codes.


@pytest.mark.parametrize(
    ("field", "good", "wrong", "table"),
    [
        ("gender", ["1", "2"], ["0", "3", "M"], "student.genders"),
    ],
)
def test_what_no_table_has_is_refused_while_the_table_is_known_whole(
    field: str, good: list[Any], wrong: list[Any], table: str
) -> None:
    for code in good:
        assert judge(**{field: code}) == ()
    for code in wrong:
        (finding,) = judge(**{field: code})
        assert (finding.code, finding.at) == ("LP2402", f"/{field}")
        assert finding.severity is Severity.REJECT
        (finding,) = judge(half_known(table), **{field: code})
        assert (finding.code, finding.severity) == ("LP2403", Severity.ALERT)


@pytest.mark.parametrize(
    ("field", "good", "wrong"),
    [
        ("group", ["11"], ["10", "99", "X"]),
        ("division", ["1", "5", "7"], ["0", "8"]),
        ("class_type", ["1", "8", "01", "04", "n", "y"], ["0", "5", "10", "N", "1 "]),
        ("admission_way", ["免試續招", "建教班", "轉入生"], ["免試", "不知道", "x" * 9]),
        ("state", ["在學"], ["休學", "在學 "]),
        ("grade", [1, 2, 3], [0, 4, 6, -1]),
    ],
)
def test_what_the_known_part_of_a_table_has_not_is_shown_but_passes(
    field: str, good: list[Any], wrong: list[Any]
) -> None:
    for code in good:
        assert judge(**{field: code}) == ()
    for code in wrong:
        findings = judge(**{field: code})
        assert places(findings) == [("LP2403", f"/{field}")]
        assert shown(findings)


@pytest.mark.parametrize("status", ["山原", "平原"])
def test_an_indigenous_status_is_one_of_two(status: str) -> None:
    indigenous: dict[str, Any] = {"special_statuses": ("1",), "tribe": "阿美族"}
    assert judge(indigenous_status=status, **indigenous) == ()
    assert places(judge(indigenous_status="平地", **indigenous)) == [
        ("LP2402", "/indigenous_status")
    ]


def test_blank_cells_are_not_judged_as_codes() -> None:
    blank = judge(gender="", division="", class_type="", grade=None, admission_way="", state="")
    assert blank == ()


# Special statuses.


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ((), []), (("1",), []), (("24", "1", "4"), []), (("4", "1"), []), (("1", "4"), []),
        (("", ""), [0, 1]), (("", "1"), [0]), (("1", ""), [1]), (("1", "1"), [1]),
        (("1", "4", "1"), [2]), (("1", " "), [1]), (("1", "1", "1"), [1, 2]),
    ],
)  # fmt: skip
def test_special_statuses_stand_there_once_in_any_order(
    cell: tuple[str, ...], wrong: list[int]
) -> None:
    findings = judge(UNTOLD, special_statuses=cell)
    assert places(findings) == [("LP2405", f"/special_statuses/{index}") for index in wrong]
    assert [finding.values for finding in findings] == [(("position", at + 1),) for at in wrong]
    assert shown(findings)


def test_a_special_status_never_seen_is_shown_by_position_only() -> None:
    findings = judge(special_statuses=("0", "99"))
    assert places(findings) == [("LP2404", "/special_statuses/1")]
    assert dict(findings[0].values) == {"position": 2}
    assert "99" not in repr(findings)


@pytest.mark.parametrize("identity", [False, True])
@pytest.mark.parametrize("tribe", ["", "無", " 無 ", "阿美族"])
@pytest.mark.parametrize("status", ["", "山原"])
def test_the_three_columns_about_indigenous_students_agree(
    identity: bool, tribe: str, status: str
) -> None:
    row: dict[str, Any] = {
        "special_statuses": ("1",) if identity else ("0",),
        "tribe": tribe,
        "indigenous_status": status,
    }
    agree = identity == (tribe == "阿美族") == bool(status)
    findings = judge(**row)
    assert places(findings) == [("LP2408", "/indigenous_status")] * (not agree)
    assert shown(findings)
    assert all(finding.values == () for finding in findings)
    assert judge(UNTOLD, **row) == ()


@pytest.mark.parametrize(("year", "found"), [(0, True), (103, False), (113, False), (None, False)])
def test_no_language_certificate_is_an_empty_cell_and_not_a_zero(
    year: int | None, found: bool
) -> None:
    findings = judge(language_year=year)
    assert places(findings) == [("LP2409", "/language_year")] * found
    assert shown(findings)


# Group, department, class.


@pytest.mark.parametrize("field", ["group", "department"])
@pytest.mark.parametrize("blank", ["", " "])
def test_a_missing_group_or_department_is_shown_but_passes(field: str, blank: str) -> None:
    findings = judge(**{field: blank})
    assert places(findings) == [("LP2406", f"/{field}")]
    assert shown(findings)


@pytest.mark.parametrize(
    ("group", "department", "found"),
    [
        ("11", "101", []), ("21", "301", []), ("11", "301", ["LP2407"]), ("21", "101", ["LP2407"]),
        ("11", "ZZZ", ["LP2407"]), ("99", "101", ["LP2403"]),
    ],
)  # fmt: skip
def test_a_department_belongs_to_its_group(group: str, department: str, found: list[str]) -> None:
    findings = judge(group=group, department=department)
    assert [finding.code for finding in findings] == found
    assert shown(findings)


@pytest.mark.parametrize(
    ("class_type", "name", "found"),
    [("9", "", True), ("9", " ", True), ("9", "科學班", False), ("1", "", False)],
)
def test_an_experimental_class_has_a_name(class_type: str, name: str, found: bool) -> None:
    findings = judge(class_type=class_type, experimental_class=name)
    assert places(findings) == [("LP2410", "/experimental_class")] * found
    assert judge(UNTOLD, class_type=class_type, experimental_class=name) == ()


# Changes of enrolment.


def test_an_enrolled_student_with_a_date_of_change_is_shown_but_passes() -> None:
    day = dt.date(2024, 9, 1)
    findings = judge(changed_on=day)
    assert places(findings) == [("LP2411", "/changed_on")]
    assert shown(findings)
    assert judge(UNTOLD, changed_on=day) == judge(changed_on=None) == ()
    assert places(judge(changed_on=day, state="休學")) == [("LP2403", "/state")]


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (dt.date(2024, 7, 31), False), (dt.date(2024, 8, 1), True), (dt.date(2025, 1, 31), True),
        (dt.date(2025, 2, 1), False), (dt.date(2023, 9, 1), False),
    ],
)  # fmt: skip
def test_a_change_lies_in_the_semester_of_its_roster(day: dt.date, inside: bool) -> None:
    findings = judge(UNTOLD, changed_on=day)
    assert places(findings) == [("LP2412", "/changed_on")] * (not inside)
    assert shown(findings)


@pytest.mark.parametrize("field", ["class_name", "language_dialect", "experimental_class"])
def test_the_texts_of_a_row_are_readable_and_meant(field: str) -> None:
    assert places(judge(**{field: "一\x00班"})) == [("LP2413", f"/{field}")]
    findings = judge(**{field: "XX"})
    assert places(findings) == [("LP2414", f"/{field}")]
    assert shown(findings)


# Visits.


def judge_visit(**changes: Any) -> list[tuple[str, str]]:
    return places(check(VISIT_RULES, VisitCase(attrs.evolve(VISIT, **changes)), TOLD))


def test_a_visit_leads_to_another_school_and_ends_after_it_begins() -> None:
    assert judge_visit() == judge_visit(ends=VISIT.begins) == []
    assert judge_visit(ends=dt.date(2024, 8, 31)) == [("LP2415", "/ends")]
    assert judge_visit(host="ZZ0001") == [("LP2416", "/host")]


# Rosters.


def row(school: str = "ZZ0001", identity: str = IDENTITY, **changes: Any) -> Enrolment:
    student = PersonRef(school, "s-1")
    return attrs.evolve(ROW, student=student, national_id=identity, **changes)


def judge_roster(*rows: Enrolment) -> tuple[Finding, ...]:
    return check(ROSTER_RULES, RosterCase(rows), TOLD)


def test_two_rows_of_one_student_are_refused() -> None:
    (finding,) = judge_roster(row(), row(identity="ZZ00000002"), row())
    assert (finding.code, finding.at) == ("LP2418", "/enrolments/2")
    assert dict(finding.values) == {"position": 3, "first": 1}
    assert finding.severity is Severity.REJECT


def test_another_key_state_or_birth_date_does_not_make_another_student() -> None:
    for other in (
        row(birth_date=dt.date(2009, 1, 2)),
        row(state="休學"),
        attrs.evolve(ROW, student=STRANGER),
    ):
        assert places(judge_roster(row(), other)) == [("LP2418", "/enrolments/1")]


def test_one_student_at_two_schools_is_shown_once_for_each_further_school() -> None:
    findings = judge_roster(row(), row("ZZ0002"), row("ZZ0003"))
    assert places(findings) == [("LP2419", "/enrolments/1"), ("LP2419", "/enrolments/2")]
    assert [dict(finding.values)["first"] for finding in findings] == [1, 1]
    assert shown(findings)


def test_twice_at_one_school_and_once_at_another_is_one_of_each() -> None:
    findings = judge_roster(row(), row("ZZ0002"), row("ZZ0002"))
    assert places(findings) == [("LP2418", "/enrolments/2"), ("LP2419", "/enrolments/1")]


def test_the_same_student_in_two_semesters_is_no_finding() -> None:
    assert judge_roster(row(), row(semester=Semester(113, 2)), row("ZZ0002", "ZZ00000003")) == ()


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("數理實驗班", False), ("數理 實驗班", True), ("數理實驗班 ", True), ("語文實驗班", False),
        ("", False),
    ],
)  # fmt: skip
def test_an_experimental_class_is_spelt_in_one_way(other: str, found: bool) -> None:
    first = row(experimental_class="數理實驗班")
    second = row(identity="ZZ00000002", experimental_class=other)
    findings = judge_roster(first, second)
    assert places(findings) == [("LP2420", "/enrolments/1/experimental_class")] * found
    assert shown(findings)
    elsewhere = attrs.evolve(second, student=PersonRef("ZZ0002", "s-1"))
    assert judge_roster(first, elsewhere) == ()


def test_width_and_case_are_spelling() -> None:
    rows = [row(identity=f"ZZ0000000{each}", experimental_class=name)
            for each, name in enumerate(("STEM班", "ＳＴＥＭ班", "stem班"))]  # fmt: skip
    assert [finding.code for finding in judge_roster(*rows)] == ["LP2420", "LP2420"]


# Persons stay unseen.

SECRETS: Final = (IDENTITY, "2009", "98 年 1 月 1 日", "阿美族", "山原", "student-1")
WORST: Final = attrs.evolve(
    ROW, gender=IDENTITY, group=IDENTITY, department=IDENTITY, division=IDENTITY,
    class_type=IDENTITY, grade=9, class_name="X", special_statuses=(IDENTITY, ""), tribe="阿美族",
    indigenous_status="", language_year=0, admission_way=IDENTITY, state=IDENTITY,
    changed_on=dt.date(2001, 1, 1),
)  # fmt: skip


def test_no_finding_tells_who_it_is_about() -> None:
    findings = check(STUDENT_RULES, StudentCase(WORST), TOLD)
    findings += judge_roster(ROW, ROW, attrs.evolve(ROW, student=PersonRef("ZZ0002", "student-1")))
    assert {finding.code for finding in findings} >= {"LP2402", "LP2403", "LP2408", "LP2418"}
    for secret in SECRETS:
        assert secret not in repr(findings)


def test_an_enrolment_does_not_show_the_person() -> None:
    for secret in SECRETS[:5]:
        assert secret not in repr(attrs.evolve(WORST, gender="1", group="", department="",
                                               division="", class_type="", state=""))  # fmt: skip


@given(
    schools=st.lists(st.sampled_from(["ZZ0001", "ZZ0002", "ZZ0003"]), max_size=8),
    identities=st.lists(st.sampled_from(["ZZ00000001", "ZZ00000002"]), min_size=8, max_size=8),
)
def test_every_row_beyond_the_first_of_its_kind_is_found_once(
    schools: list[str], identities: list[str]
) -> None:
    rows = list(zip(schools, identities, strict=False))
    findings = judge_roster(*(row(school, identity) for school, identity in rows))
    codes = [finding.code for finding in findings]
    assert codes.count("LP2418") == len(rows) - len(set(rows))
    assert codes.count("LP2419") == len(set(rows)) - len({identity for _, identity in rows})
