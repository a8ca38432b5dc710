"""One cell after the other: what is accepted, what is refused, and what the finding says."""

from __future__ import annotations

import datetime as dt
import string
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.formats._roster_cells import CellFault, filler
from learnport.formats._roster_check import Cover, check_cover, check_rows, column_letters
from learnport.formats._roster_layout import CellType, Column
from learnport.formats._roster_toml import load_layouts
from learnport.model import CourseCode, Finding, Severity, Text
from learnport.rules import CATALOGUE

LAYOUTS = load_layouts()
CODE = "108041305H11101A1010101"
FICTITIOUS_ID = "ZZ00000001"


def fill(
    kind: CellType, value: object, *, required: bool = False, places: int | None = None
) -> object:
    return filler(Column("k", "欄", kind, required=required, places=places))(value)


def fault(
    kind: CellType, value: object, *, required: bool = False, places: int | None = None
) -> CellFault:
    with pytest.raises(CellFault) as caught:
        fill(kind, value, required=required, places=places)
    return caught.value


def findings(layout: str, sheet: str, **row: object) -> tuple[Finding, ...]:
    full = {"national_id": FICTITIOUS_ID, "birth_date": dt.date(2008, 2, 29), **row}
    return tuple(check_rows(LAYOUTS[layout], [(sheet, full)]))


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (dt.date(1912, 1, 1), "0010101"),
        (dt.date(2010, 12, 31), "0991231"),
        (dt.date(2011, 1, 1), "1000101"),
        (dt.date(2019, 8, 30), "1080830"),
        (dt.date(2910, 12, 31), "9991231"),
    ],
)
def test_dates_become_seven_digits_of_the_roc_calendar(day: dt.date, text: str) -> None:
    assert fill(CellType.ROC_DATE, day) == text


@pytest.mark.parametrize("day", [dt.date(1911, 12, 31), dt.date(2911, 1, 1)])
def test_dates_outside_three_digit_roc_years_are_refused(day: dt.date) -> None:
    assert fault(CellType.ROC_DATE, day).notice.code == "LP3109"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (CellType.TEXT, 7),
        (CellType.TEXT, b"bytes"),
        (CellType.INTEGER, "7"),
        (CellType.INTEGER, True),
        (CellType.INTEGER, 7.0),
        (CellType.INTEGER, Decimal(7)),
        (CellType.DECIMAL, 0.5),
        (CellType.DECIMAL, "0.5"),
        (CellType.DECIMAL, Decimal("NaN")),
        (CellType.DECIMAL, Decimal("sNaN")),
        (CellType.DECIMAL, Decimal("-Infinity")),
        (CellType.ROC_DATE, "1080830"),
        (CellType.ROC_DATE, dt.datetime(2019, 8, 30, tzinfo=dt.UTC)),
        (CellType.SCHOOL_YEAR, 0),
        (CellType.SCHOOL_YEAR, 1000),
        (CellType.SCHOOL_YEAR, "113"),
        (CellType.SEMESTER_HALF, 0),
        (CellType.SEMESTER_HALF, 3),
        (CellType.SEMESTER_HALF, True),
        (CellType.COURSE_CODE, 108),
        (CellType.SCHOOL_CODE, "12345"),
        (CellType.SCHOOL_CODE, "01234a"),
        (CellType.NATIONAL_ID, "ZZ0000000"),
        (CellType.NATIONAL_ID, "ZZ0000000１"),
        (CellType.FILE_LINK, 3),
        (CellType.CODE, 1),
    ],
)
def test_a_value_of_another_type_is_refused(kind: CellType, value: object) -> None:
    assert fault(kind, value).notice.code == "LP3104"


@pytest.mark.parametrize(
    ("kind", "value", "content"),
    [
        (CellType.TEXT, "=1+1", "=1+1"),
        (CellType.TEXT, "007", "007"),
        (CellType.TEXT, "一\r\n二\r三\n四", "一\n二\n三\n四"),
        (CellType.INTEGER, -1, -1),
        (CellType.DECIMAL, 2, 2),
        (CellType.DECIMAL, Decimal("2.50"), Decimal("2.50")),
        (CellType.DECIMAL, Decimal("0E+7"), 0),
        (CellType.SCHOOL_YEAR, 999, 999),
        (CellType.SEMESTER_HALF, 2, 2),
        (CellType.COURSE_CODE, CODE, CODE),
        (CellType.COURSE_CODE, CourseCode.parse(CODE), CODE),
        (CellType.SCHOOL_CODE, "000B00", "000B00"),
        (CellType.NATIONAL_ID, FICTITIOUS_ID, FICTITIOUS_ID),
        (CellType.FILE_LINK, "files/ab.pdf", "files/ab.pdf"),
        (CellType.FILE_LINK, ("ab.pdf",), "ab.pdf"),
        (CellType.FILE_LINK, "檔案/我的 作品.pdf", "檔案/我的 作品.pdf"),
    ],
)
def test_a_value_of_the_right_type_stands_in_the_cell(
    kind: CellType, value: object, content: object
) -> None:
    assert fill(kind, value) == content


@pytest.mark.parametrize("value", [None, "", ()])
@pytest.mark.parametrize("kind", list(CellType))
def test_nothing_leaves_a_cell_empty_and_is_refused_where_it_is_required(
    kind: CellType, value: object
) -> None:
    assert fill(kind, value) is None
    assert fault(kind, value, required=True).notice.code == "LP3103"


def test_white_space_fills_no_required_cell() -> None:
    assert fault(CellType.TEXT, " \u3000\n", required=True).notice.code == "LP3103"
    assert fill(CellType.TEXT, " ") == " "


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (Decimal("1.2"), None),
        (Decimal("1.234"), None),
        (Decimal("1.2340"), None),
        (Decimal("1.2345"), 4),
        (Decimal("1E-4"), 4),
    ],
)
def test_decimal_places_are_counted_without_trailing_zeros(
    value: Decimal, found: int | None
) -> None:
    if found is None:
        assert fill(CellType.DECIMAL, value, places=3) == value
    else:
        refused = fault(CellType.DECIMAL, value, places=3)
        assert refused.notice.code == "LP3105"
        assert refused.fields["found"] == found


@pytest.mark.parametrize(
    "value",
    [
        10**15,
        -(10**15),
        Decimal("1E+15"),
        Decimal("1E-16"),
        Decimal("1E+999999"),
        Decimal("0.1234567890123456"),
        Decimal("12345678.90123456"),
    ],
)
def test_numbers_a_spreadsheet_would_round_are_refused(value: int | Decimal) -> None:
    assert fault(CellType.DECIMAL, value).notice.code == "LP3106"


@pytest.mark.parametrize(
    "value", [10**15 - 1, Decimal("999999999999999"), Decimal("-0.123456789012345")]
)
def test_numbers_of_fifteen_digits_are_kept(value: int | Decimal) -> None:
    assert fill(CellType.DECIMAL, value) == value


@pytest.mark.parametrize(
    ("text", "position", "character"),
    [
        ("\x00", 1, "U+0000"),
        ("ab\x0bc", 3, "U+000B"),
        ("ab\x1f", 3, "U+001F"),
        ("\ud800", 1, "U+D800"),
        ("\udfff", 1, "U+DFFF"),
        ("x\ufffe", 2, "U+FFFE"),
        ("x\uffff", 2, "U+FFFF"),
    ],
)
def test_characters_no_spreadsheet_can_keep_are_refused(
    text: str, position: int, character: str
) -> None:
    refused = fault(CellType.TEXT, text)
    assert refused.notice.code == "LP3111"
    assert refused.fields == {"position": position, "character": character}


@pytest.mark.parametrize("text", ["\t\n", "\x7f\x85", "\ud7ff\ue000\ufffd", "\U00010000\U0010ffff"])
def test_all_other_characters_are_kept(text: str) -> None:
    assert fill(CellType.TEXT, text) == text


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("字" * 32_767, None),
        ("字" * 32_768, 32_768),
        ("𠮷" * 16_383, None),
        ("𠮷" * 16_384, 32_768),
    ],
)
def test_a_text_is_as_long_as_a_cell_at_most(text: str, length: int | None) -> None:
    if length is None:
        assert fill(CellType.TEXT, text) == text
    else:
        refused = fault(CellType.TEXT, text)
        assert (refused.notice.code, refused.fields["found"]) == ("LP3112", length)


@pytest.mark.parametrize(
    ("code", "position", "zh", "en"),
    [
        (CODE[:-1], 0, "長度不是 23 碼", "it is longer or shorter"),
        (CODE + "0", 0, "長度不是 23 碼", "it is longer or shorter"),
        ("x" + CODE[1:], 1, "第 1 碼有誤", "position 1 is wrong"),
        (CODE[:-1] + "_", 23, "第 23 碼有誤", "position 23 is wrong"),
    ],
)
def test_a_broken_course_code_is_refused_with_its_first_wrong_position(
    code: str, position: int, zh: str, en: str
) -> None:
    refused = fault(CellType.COURSE_CODE, code)
    assert (refused.notice.code, refused.fields["position"]) == ("LP3110", position)
    assert refused.fields["fault"] == Text(zh, en)


@pytest.mark.parametrize(
    "link",
    [
        "/etc/passwd",
        "../x.pdf",
        "files/../x.pdf",
        "files//x.pdf",
        "files/x.pdf/",
        "files/.hidden",
        "files\\x.pdf",
        "https://example.org/x.pdf",
        "C:x.pdf",
        "a\nb.pdf",
    ],
)
def test_a_link_that_is_no_file_of_the_package_is_refused(link: str) -> None:
    assert fault(CellType.FILE_LINK, link).notice.code == "LP3113"


def test_two_files_do_not_fit_into_one_cell() -> None:
    refused = fault(CellType.FILE_LINK, ("a.pdf", "b.pdf"))
    assert (refused.notice.code, refused.fields["found"]) == ("LP3114", 2)


def refusal(kind: CellType, value: object) -> str | None:
    try:
        fill(kind, value)
    except CellFault as refused:
        return refused.notice.code
    return None


@given(st.text(string.printable, min_size=1))
def test_a_link_is_taken_or_refused_and_never_leaves_the_package(text: str) -> None:
    verdict = refusal(CellType.FILE_LINK, text)
    assert verdict in {None, "LP3111", "LP3113"}
    if verdict is None:
        assert not {"", ".", ".."} & set(text.split("/"))


def test_judging_a_long_link_takes_no_longer_than_reading_it() -> None:
    assert refusal(CellType.FILE_LINK, "a" * 30_000 + ":") == "LP3113"


def test_a_code_outside_its_table_is_refused_and_the_table_is_shown() -> None:
    found = findings(
        "performances_108",
        "officer_deeds",
        unit="班聯會",
        begins=dt.date(2024, 8, 1),
        ends=dt.date(2025, 1, 31),
        position="會長",
        level="6",
    )
    (finding,) = found
    assert finding.code == "LP3107"
    assert finding.at == "幹部經歷暨事蹟紀錄!H2"
    assert finding.message.zh == "「幹部等級」的代碼不在「幹部等級」代碼表內：文字「6」。"
    assert "9 其他幹部" in finding.remedy.zh
    assert "9 other" in finding.remedy.en
    assert dict(finding.values)["codes"] == "1, 2, 3, 4, 5, 9"


def test_a_code_outside_an_incomplete_table_only_alerts() -> None:
    row = {
        "original_year": 112,
        "original_half": 1,
        "half": 2,
        "course_code": CODE,
        "subject": "國語文",
        "grade": 1,
        "credits": 4,
    }
    assert findings("course_outcomes_108", "makeup", **row, mode="3") == ()
    (finding,) = findings("course_outcomes_108", "makeup", **row, mode="1")
    assert (finding.code, finding.severity) == ("LP3108", Severity.ALERT)


def test_a_sheet_the_workbook_does_not_have_is_a_finding() -> None:
    (finding,) = findings("course_outcomes_108", "works")
    assert (finding.code, finding.at) == ("LP3101", "學生課程學習成果名冊")
    assert "regular, makeup, retake, repeat, transfer, visiting" in finding.remedy.zh


def test_a_column_the_sheet_does_not_have_is_a_finding_on_its_line() -> None:
    works = {"name": "詩集", "made_on": dt.date(2024, 9, 1)}
    (finding,) = findings("performances_108", "works", **works, colour="紅", size=None)[:1]
    assert (finding.code, finding.at) == ("LP3102", "作品成果紀錄!2:2")
    keys = [
        dict(each.values)["key"]
        for each in findings("performances_108", "works", **works, b=1, a=2)
    ]
    assert keys == ["a", "b"]


def test_every_finding_of_every_row_comes_at_its_own_place() -> None:
    rows: list[tuple[str, dict[str, object]]] = [
        ("works", {"name": "甲"}),
        ("certificates", {"code": 1}),
        ("works", {"made_on": "113/1/1"}),
    ]
    places = [finding.at for finding in check_rows(LAYOUTS["performances_108"], rows)]
    assert places == [
        "作品成果紀錄!A2",
        "作品成果紀錄!B2",
        "作品成果紀錄!D2",
        "檢定證照紀錄!A2",
        "檢定證照紀錄!B2",
        "檢定證照紀錄!C2",
        "檢定證照紀錄!G2",
        "作品成果紀錄!A3",
        "作品成果紀錄!B3",
        "作品成果紀錄!C3",
        "作品成果紀錄!D3",
    ]


def test_a_sheet_with_too_many_rows_is_refused_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnport.formats._roster_check._MAX_LINES", 3)
    row = {
        "national_id": FICTITIOUS_ID,
        "birth_date": dt.date(2008, 1, 1),
        "name": "甲",
        "made_on": dt.date(2024, 1, 1),
    }
    layout = LAYOUTS["performances_108"]
    assert [*check_rows(layout, [("works", row)] * 2)] == []
    found = [*check_rows(layout, [("works", row)] * 4)]
    assert [(each.code, each.at) for each in found] == [("LP3115", "作品成果紀錄!4:4")]


PERSONAL = [FICTITIOUS_ID, FICTITIOUS_ID.lower(), "0970229", 970229, dt.date(2008, 2, 29), "ZZ0001"]


@pytest.mark.parametrize("value", PERSONAL[:5])
def test_a_person_shifted_into_another_column_is_not_repeated(value: object) -> None:
    row = {column.key: value for column in LAYOUTS["performances_108"].sheets[1].columns}
    for finding in findings("performances_108", "competitions", **row):
        for hidden in map(str, PERSONAL[:5]):
            assert hidden not in repr(finding)


@pytest.mark.parametrize("value", ["A123", 7, dt.datetime(2008, 2, 29, tzinfo=dt.UTC)])
def test_personal_columns_never_show_what_they_hold(value: object) -> None:
    found = findings("performances_108", "works", national_id=value, birth_date=value)
    shown = [each for each in found if each.code == "LP3104"]
    assert len(shown) == 2
    for finding in shown:
        assert finding.message.zh.endswith("實際是其他內容。")
        assert finding.message.en.endswith("it holds something else.")


@pytest.mark.parametrize(
    ("value", "zh"),
    [
        ("T", "文字「T」"),
        ("我是小明", "4 個字元的文字"),
        (True, "是非值"),
        (2.5, "不合規定的數字"),
        (dt.date(2024, 1, 1), "日期或時間"),
        ([], "其他型態的資料"),
    ],
)
def test_a_wrong_type_is_described_for_people(value: object, zh: str) -> None:
    refused = findings(
        "performances_108", "flexible_learning", category="1", name="甲", weeks=value
    )
    message = next(each.message.zh for each in refused if each.at.endswith("!I2"))
    assert message == f"「開設週數」應為整數，實際是{zh}。"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"roster_code": "26"}, [("LP3116", "封面!D2")]),
        ({"half": 1}, [("LP3117", "封面!C2")]),
        ({"year": 107}, [("LP3118", "封面!B2")]),
        ({"year": 107, "half": 2}, [("LP3117", "封面!C2"), ("LP3118", "封面!B2")]),
        ({"school_code": "1234"}, [("LP3104", "封面!A2")]),
        ({"year": "113", "roster_code": ""}, [("LP3104", "封面!B2"), ("LP3103", "封面!D2")]),
    ],
)
def test_a_cover_belongs_to_its_workbook(
    change: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    words: dict[str, Any] = {"school_code": "ZZ0001", "year": 108, "roster_code": "75", **change}
    line = check_cover(LAYOUTS["performances_108"], Cover(**words))
    assert [(each.code, each.at) for each in line.findings] == expected


def test_a_cover_without_a_column_says_nothing_about_it() -> None:
    layout = LAYOUTS["performances_108"]
    bare = attrs.evolve(layout, cover=attrs.evolve(layout.cover, columns=layout.cover.columns[:3]))
    line = check_cover(bare, Cover(school_code="ZZ0001", year=113, roster_code="99"))
    assert line.contents == ("ZZ0001", 113, 0)
    assert line.findings == ()


@pytest.mark.parametrize(
    ("index", "letters"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
)
def test_columns_are_named_as_spreadsheets_name_them(index: int, letters: str) -> None:
    assert column_letters(index) == letters


def test_only_an_unknown_code_of_an_incomplete_table_passes() -> None:
    passing = [
        each.code
        for each in CATALOGUE
        if each.code.startswith("LP31") and not each.severity.refuses
    ]
    assert passing == ["LP3108"]
