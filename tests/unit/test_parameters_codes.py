"""The packaged code tables against their statement by hand, and what their codes mean."""

from __future__ import annotations

from datetime import date

import pytest

from learnport.parameters import law_on, load_parameters
from tests.unit.parameters_codes import CODE_TABLES, Table, departments

NOW = law_on(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("name", "since", "table"),
    [(name, since, table) for (name, since), table in CODE_TABLES.items()],
    ids=[f"{name}-{since}" for name, since in CODE_TABLES],
)
def test_a_code_table_holds_the_codes_of_its_source(name: str, since: str, table: Table) -> None:
    found = law_on(date.fromisoformat(since))[name]
    assert found.since == date.fromisoformat(since)
    assert found.members == tuple(table.codes.split())
    assert found.complete is table.complete
    assert found.status == ("confirmed" if table.sure else "unverified")


@pytest.mark.parametrize(
    ("name", "code", "zh", "en"),
    [
        ("performance.officer.levels", "9", "其他幹部", "other officer"),
        ("performance.competition.levels", "2", "縣市級", "county or city"),
        ("performance.competition.participation", "2", "團體參與", "as a team"),
        ("performance.flexible.categories", "1", "自主學習", "self-directed learning"),
        ("performance.group.categories", "3", "學生自治會活動", "student council activities"),
        ("performance.workplace.categories", "2", "職場實習", "internship"),
        ("course.categories", "8", "團體活動時間", "group activity time"),
        ("course.categories", "9", "彈性學習時間", "flexible learning time"),
        ("course.openings", "-", "未開課", "not offered"),
        (
            "course.attributes",
            "D",
            "充實(增廣)、補強性教學[全學期、授予學分]",
            "enrichment or remedial teaching [whole semester, with credit]",
        ),
        ("course.class_groups", "0", "不分班群", "no class group"),
        ("course.domains", "09", "全民國防教育", "national defence education"),
        ("course.semester_credits", "Z", "開課，0 學分", "offered, 0 credits"),
        (
            "course.semester_credits",
            "T",
            "12 學分(節)（字母代碼）",
            "12 credits or periods (letter code)",
        ),
        ("taking.makeup.modes", "3", "專班辦理", "in a class of its own"),
        ("record.counted", "3", "採計學分，不計成績", "credit without a score"),
        ("record.repeat.notes", "1", "列抵", "credit carried over"),
        ("student.genders", "2", "女", "female"),
        ("student.grades", "3", "三年級", "third year, grade 12"),
        (
            "roster.codes",
            "76",
            "第二梯次學生課程學習成果",
            "course outcomes, grade 12, second round",
        ),
        ("admission.item_codes", "N", "多元表現綜整心得", "performance synthesis"),
        ("certification.return.reasons", "other", "其他", "other"),
        ("outcome.categories", "2", "其他課程學習成果", "other course outcome"),
    ],
)
def test_a_code_means_what_its_source_says(name: str, code: str, zh: str, en: str) -> None:
    label = NOW[name].label(code)
    assert (label.zh, label.en) == (zh, en)


def test_every_label_is_in_its_own_language() -> None:
    for parameter in load_parameters().values():
        for value in parameter.values:
            if value.unit == "codes":
                for code in value.codes:
                    assert any("\u4e00" <= letter <= "\u9fff" for letter in code.label.zh), code
                    assert code.label.en.isascii(), code


def test_the_departments_of_the_old_list_are_those_of_its_groups() -> None:
    pairs = departments().split()
    groups = set(NOW["student.groups"].members)
    assert {pair.split("-")[0] for pair in pairs} == groups
    assert {"11-101", "11-111", "11-09A", "21-A14", "35-820", "41-Y02"} <= set(pairs)
    assert "24-D03" not in pairs


def test_a_class_type_meant_something_else_in_104() -> None:
    assert law_on(date(2019, 7, 31))["student.class_types"].label("2").zh == "建教班"
    assert law_on(date(2019, 8, 1))["student.class_types"].label("2").zh == "夜間部(一般班)"


def test_absence_is_no_longer_collected() -> None:
    assert len(law_on(date(2019, 7, 31))["absence.kinds"].members) == 12
    assert law_on(date(2019, 8, 1))["absence.kinds"].members == ()
