"""Roster workbooks as an independent reader sees them."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from learnport.errors import CallerError, MissingExtra
from learnport.formats._roster_check import Cover, SheetRow
from learnport.formats._roster_toml import load_layouts
from learnport.formats._roster_write import write_roster
from learnport.model import Finding

LAYOUTS = load_layouts()
GOLDEN = Path(__file__).parents[1] / "golden" / "rosters"
CREATED = dt.datetime(2025, 7, 1, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
PERSON = {"national_id": "ZZ00000001", "birth_date": dt.date(2008, 2, 29)}
WORK = {**PERSON, "name": "詩集", "made_on": dt.date(2024, 9, 1)}
ROSTER_CODES = {
    "course_outcomes_108": "26",
    "course_outcomes_continuing_108": "28",
    "performances_108": "25",
}

COVER = ["學校代碼", "學年度", "學期", "名冊別"]
OUTCOME_SHEETS = {
    "學期課程學習成果": "實際修課學期 課程代碼 科目名稱 開課年級 修課學分 成果簡述",
    "補修課程學習成果": (
        "應修課學年度 應修課學期 實際修課學期 課程代碼 科目名稱 開課年級 修課學分 補修方式 成果簡述"
    ),
    "重修課程學習成果": (
        "原修課學年度 原修課學期 實際修課學期 原修課課程代碼 原修課科目名稱 原修課開課年級 "
        "原修課修課學分 重修方式 成果簡述"
    ),
    "重讀課程學習成果": "實際修課學期 課程代碼 科目名稱 開課年級 修課學分 成果簡述",
    "轉學轉科課程學習成果": (
        "原修課學校代碼 原修課學年度 原修課學期 原修課課程代碼 原修課科目名稱 原修課開課年級 "
        "原修課修課學分 成果簡述"
    ),
    "借讀課程學習成果": (
        "借讀學校代碼 借讀修課學年度 借讀修課學期 借讀校課程代碼 借讀校科目名稱 借讀校開課年級 "
        "借讀校修課學分 成果簡述"
    ),
}
CONTINUING_SHEETS = {
    "學期課程學習成果": "實際修課學期 課程代碼 科目名稱 開課年級 修課節數 成果簡述",
    "轉學轉科課程學習成果": (
        "原修課學校代碼 原修課學年度 原修課學期 原修課課程代碼 原修課科目名稱 原修課開課年級 "
        "原修課修課節數 成果簡述"
    ),
    "借讀課程學習成果": (
        "借讀學校代碼 借讀修課學年度 借讀修課學期 借讀校課程代碼 借讀校科目名稱 借讀校開課年級 "
        "借讀校修課節數 成果簡述"
    ),
}
PERFORMANCE_SHEETS = {
    "幹部經歷暨事蹟紀錄": "單位名稱 開始日期 結束日期 擔任職務 內容簡述 幹部等級",
    "競賽參與紀錄": "競賽名稱 項目 競賽等級代碼 獎項 結果公布日期 內容簡述 團體參與代碼",
    "檢定證照紀錄": "證照代碼 註1 分數 分項結果 取得證照日期 證照字號 檢定組別 內容簡述",
    "服務學習紀錄": "服務名稱 服務單位 開始日期 結束日期 時數 內容簡述",
    "彈性學習時間紀錄": (
        "彈性學習時間類別種類代碼 內容開設名稱 開設單位 開設學年度 開設學期 每週節數 開設週數 "
        "內容簡述"
    ),
    "團體活動時間紀錄": (
        "團體活動時間類別代碼 辦理單位 團體活動內容名稱 活動學年度 活動學期 節數 內容簡述"
    ),
    "職場學習紀錄": "職場學習類別代碼 職場學習單位 職場學習職稱 開始日期 結束日期 時數 內容簡述",
    "作品成果紀錄": "名稱 日期 內容簡述",
    "大學及技專校院先修課程紀錄": (
        "計畫專案 開設單位 課程名稱 開始日期 結束日期 學分數 總時數 內容簡述"
    ),
    "其他多元表現紀錄": "名稱 主辦單位 開始日期 結束日期 時數 內容簡述",
}
OUTCOME_LINKS = ["文件連結", "影音連結"]
PERFORMANCE_LINKS = ["證明文件連結", "影音檔案連結", "外部影音連結"]


def write(
    *rows: SheetRow, layout: str = "performances_108", created: dt.datetime = CREATED
) -> tuple[bytes, tuple[Finding, ...]]:
    target = io.BytesIO()
    cover = Cover(school_code="000B00", year=113, roster_code=ROSTER_CODES[layout])
    findings = write_roster(LAYOUTS[layout], cover, rows, target, created=created)
    return target.getvalue(), findings


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def seen(*rows: SheetRow, layout: str = "performances_108") -> dict[str, list[list[object]]]:
    """What openpyxl finds on every sheet; it leaves the escapes of the format to the caller."""
    data, findings = write(*rows, layout=layout)
    assert findings == ()
    return {
        sheet.title: [
            [unescape(cell) if isinstance(cell, str) else cell for cell in line]
            for line in sheet.iter_rows(values_only=True)
        ]
        for sheet in opened(data)
    }


def row_of(sheet: str, row: Mapping[str, object], layout: str = "performances_108") -> list[object]:
    tab = {each.key: each.name for each in LAYOUTS[layout].sheets}[sheet]
    return seen((sheet, row), layout=layout)[tab][1]


@pytest.mark.parametrize(
    ("layout", "sheets", "links"),
    [
        ("course_outcomes_108", OUTCOME_SHEETS, OUTCOME_LINKS),
        ("course_outcomes_continuing_108", CONTINUING_SHEETS, OUTCOME_LINKS),
        ("performances_108", PERFORMANCE_SHEETS, PERFORMANCE_LINKS),
    ],
)
def test_a_workbook_has_the_sheets_and_headers_of_the_field(
    layout: str, sheets: dict[str, str], links: list[str]
) -> None:
    found = seen(layout=layout)
    expected = {"封面": COVER} | {
        name: ["身分證號", "出生日期", *headers.split(), *links] for name, headers in sheets.items()
    }
    assert {name: lines[0] for name, lines in found.items()} == expected
    assert list(found) == list(expected)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_the_headers_are_those_of_the_golden_file(layout: str) -> None:
    golden = json.loads(GOLDEN.joinpath(f"{layout}.json").read_text("utf-8"))
    found = {name: lines[0] for name, lines in seen(layout=layout).items()}
    assert list(found.items()) == list(golden.items())


def test_the_cover_says_whose_the_workbook_is() -> None:
    assert seen()["封面"] == [COVER, ["000B00", 113, 0, "25"]]


def test_sheets_without_rows_hold_their_headers_alone() -> None:
    found = seen(("works", WORK))
    assert {name for name, lines in found.items() if len(lines) > 1} == {"封面", "作品成果紀錄"}


def test_leading_zeros_stay() -> None:
    row = {**PERSON, "code": "04230", "number": "000123", "obtained": dt.date(2024, 1, 5)}
    found = row_of("certificates", row)
    assert found[2] == "04230"
    assert found[7] == "000123"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("https://example.org")',
        "+886",
        "-5",
        "@SUM(A1)",
        "{=A1}",
        "https://example.org",
        "mailto:a@example.org",
        "internal:封面!A1",
        "0912",
        "1e5",
        "TRUE",
        "#N/A",
        "<r>粗體</r>",
        "<r></r>",
        "<r>_x0041_</r>",
        "<r>粗體</r> ",
        "<r><t>注入</t></r></is></c>",
        "]]>&amp;<a>",
        "_x0041_",
        "_x005F_",
        "_x005F_x000A_",
        "_x0041_x0042_x0043_",
        "_x00",
        "第一行\n第二行",
        '「引號」"quotes"',
        " 前後空白 ",
        "\t",
    ],
)
def test_text_stays_text_whatever_it_looks_like(text: str) -> None:
    data, findings = write(("works", {**WORK, "description": text}))
    assert findings == ()
    cell = opened(data)["作品成果紀錄"]["E2"]
    assert unescape(cell.value) == text
    assert cell.data_type == "s"
    assert cell.hyperlink is None


# Texts the format can hold: no surrogates, no controls but tab and line feed.
LEGAL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\x7f\x85_x<>&r/=")
)


@settings(max_examples=60)
@given(st.lists(LEGAL.filter(bool), min_size=1, max_size=20))
@example(["_x000D_", "_x005F_x000A_", "<r>a</r>", " ", "\n", "\u3000"])
def test_any_text_a_cell_can_hold_is_read_back_as_it_was(texts: list[str]) -> None:
    found = seen(*(("works", {**WORK, "description": text}) for text in texts))
    assert [line[4] for line in found["作品成果紀錄"][1:]] == texts


@pytest.mark.parametrize("text", ["\x00", "a\x08", "\x1b[0m", "\ud83d", "\ufffe"])
def test_text_no_cell_can_hold_is_refused(text: str) -> None:
    data, findings = write(("works", {**WORK, "description": text}))
    assert data == b""
    assert [(each.code, each.at) for each in findings] == [("LP3111", "作品成果紀錄!E2")]


@pytest.mark.parametrize(
    ("day", "text"), [(dt.date(2010, 12, 31), "0991231"), (dt.date(2011, 1, 1), "1000101")]
)
def test_dates_are_seven_digits_of_text_around_the_hundredth_roc_year(
    day: dt.date, text: str
) -> None:
    assert row_of("works", {**WORK, "made_on": day})[3] == text


def test_numbers_are_numbers() -> None:
    row = {
        **PERSON,
        "name": "淨灘",
        "begins": dt.date(2024, 9, 1),
        "ends": dt.date(2024, 9, 2),
        "hours": Decimal("12.125"),
    }
    data, findings = write(("service_learning", row))
    assert findings == ()
    cell = opened(data)["服務學習紀錄"]["G2"]
    assert (cell.value, cell.data_type, cell.number_format) == (12.125, "n", "0.000")


def test_text_cells_stay_text_when_a_person_edits_them() -> None:
    data, _ = write(("works", WORK))
    sheet = opened(data)["作品成果紀錄"]
    assert [cell.number_format for cell in sheet[2][:4]] == ["@", "@", "@", "@"]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ({}, [None, None, None]),
        ({"document": ("files/a.pdf",)}, ["files/a.pdf", None, None]),
        ({"media": ("files/b.mp3",)}, [None, "files/b.mp3", None]),
        ({"document": (), "media": "files/b.mp3"}, [None, "files/b.mp3", None]),
        ({"link": "https://example.org/v"}, [None, None, "https://example.org/v"]),
        (
            {"document": None, "media": "files/b.mp3", "link": "https://example.org/v"},
            [None, "files/b.mp3", "https://example.org/v"],
        ),
    ],
)
def test_26_a_missing_document_pushes_no_link_to_the_left(
    links: dict[str, object], expected: list[object]
) -> None:
    assert row_of("works", {**WORK, **links})[5:] == expected


def test_rows_go_to_their_sheets_in_whatever_order_they_come() -> None:
    other = {
        **PERSON,
        "begins": dt.date(2024, 9, 1),
        "ends": dt.date(2024, 9, 2),
        "hours": Decimal(3),
    }
    rows: list[SheetRow] = []
    for number in range(40):
        rows.append(("other_performances", {**other, "name": f"活動{number}"}))
        if number % 3 == 0:
            rows.append(("works", {**WORK, "name": f"作品{number}"}))
    found = seen(*rows)
    assert [line[2] for line in found["其他多元表現紀錄"][1:]] == [f"活動{n}" for n in range(40)]
    assert [line[2] for line in found["作品成果紀錄"][1:]] == [f"作品{n}" for n in range(0, 40, 3)]


def test_nothing_is_merged_hidden_or_computed() -> None:
    data, _ = write(("works", {**WORK, "name": "=1+1"}))
    for sheet in opened(data):
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


def test_equal_arguments_give_equal_bytes() -> None:
    rows: list[SheetRow] = [("works", {**WORK, "name": str(number)}) for number in range(50)]
    first, _ = write(*rows)
    second, _ = write(*rows)
    assert first == second
    other, _ = write(*rows[:-1])
    assert other != first


def test_the_workbook_says_when_it_was_made_in_universal_time() -> None:
    data, _ = write()
    properties = opened(data).properties
    assert properties.created == dt.datetime(2025, 7, 1, 1, 30)  # noqa: DTZ001
    assert properties.modified == dt.datetime(2025, 7, 1, 1, 30)  # noqa: DTZ001
    assert properties.title == "學生自填多元表現名冊"


def test_an_instant_without_time_zone_is_misuse() -> None:
    with pytest.raises(CallerError, match="created needs a time zone"):
        write(created=dt.datetime(2025, 7, 1))  # noqa: DTZ001


def test_one_refused_cell_leaves_the_target_untouched_and_all_findings_come() -> None:
    rows: list[SheetRow] = [
        ("works", {**WORK, "made_on": None}),
        ("works", WORK),
        ("works", {**WORK, "name": ""}),
        ("certificates", WORK),
    ]
    target = io.BytesIO(b"before")
    target.seek(0, io.SEEK_END)
    cover = Cover(school_code="ZZ0001", year=113, roster_code="25")
    findings = write_roster(LAYOUTS["performances_108"], cover, iter(rows), target, created=CREATED)
    assert target.getvalue() == b"before"
    assert [(each.code, each.at) for each in findings] == [
        ("LP3103", "作品成果紀錄!D2"),
        ("LP3103", "作品成果紀錄!C4"),
        ("LP3103", "檢定證照紀錄!C2"),
        ("LP3103", "檢定證照紀錄!G2"),
        ("LP3102", "檢定證照紀錄!2:2"),
        ("LP3102", "檢定證照紀錄!2:2"),
    ]


def test_an_unknown_sheet_or_a_wrong_cover_leaves_the_target_untouched_as_well() -> None:
    data, findings = write(("poems", WORK), ("works", WORK))
    assert (data, [each.code for each in findings]) == (b"", ["LP3101"])
    target = io.BytesIO()
    cover = Cover(school_code="ZZ0001", year=113, roster_code="26")
    findings = write_roster(LAYOUTS["performances_108"], cover, [], target, created=CREATED)
    assert (target.getvalue(), [each.code for each in findings]) == (b"", ["LP3116"])


def test_an_alert_does_not_stop_the_workbook() -> None:
    row = {
        **PERSON,
        "original_year": 112,
        "original_half": 1,
        "half": 2,
        "course_code": "108041305H11101A1010101",
        "subject": "國語文",
        "grade": 1,
        "credits": 4,
        "mode": "1",
    }
    data, findings = write(("retake", row), layout="course_outcomes_108")
    assert [each.code for each in findings] == ["LP3108"]
    lines = [*opened(data)["重修課程學習成果"].values]
    assert lines[1][2:11] == (112, 1, 2, "108041305H11101A1010101", "國語文", 1, 4, "1", None)


class OneWay(io.RawIOBase):
    """A target that can be written to and nothing else, like a socket."""

    def __init__(self) -> None:
        self.chunks: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, chunk: Any) -> int:
        self.chunks.append(bytes(chunk))
        return len(chunk)


def test_the_target_needs_no_seeking() -> None:
    target = OneWay()
    cover = Cover(school_code="ZZ0001", year=113, roster_code="25")
    write_roster(LAYOUTS["performances_108"], cover, [], target, created=CREATED)  # type: ignore[arg-type]
    assert zipfile.is_zipfile(io.BytesIO(b"".join(target.chunks)))


def test_rows_that_break_off_leave_neither_target_nor_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Iterator[SheetRow]:
        yield "works", WORK
        raise OSError("the line is down")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    target = io.BytesIO()
    cover = Cover(school_code="ZZ0001", year=113, roster_code="25")
    with pytest.raises(OSError, match="the line is down"):
        write_roster(LAYOUTS["performances_108"], cover, broken(), target, created=CREATED)
    assert target.getvalue() == b""
    assert [*tmp_path.iterdir()] == []


def test_memory_does_not_grow_with_the_rows() -> None:
    def peak(number: int) -> int:
        rows = (("works", {**WORK, "description": "字" * 100}) for _ in range(number))
        cover = Cover(school_code="ZZ0001", year=113, roster_code="25")
        tracemalloc.start()
        try:
            write_roster(LAYOUTS["performances_108"], cover, rows, OneWay(), created=CREATED)  # type: ignore[arg-type]
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(4000) < peak(400) + 300_000


def test_without_xlsxwriter_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "learnport.formats._roster_sheet", raising=False)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtra, match=r"learnport\[xlsx\]"):
        write()
