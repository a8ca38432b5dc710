"""The layout files: what the roster sheets are, and how strictly their files are read."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable

import attrs
import pytest

from learnport.errors import LayoutError, NotFound, NotInForce
from learnport.formats._roster_layout import CellType, CodeTable, Layout, Period, Standing
from learnport.formats._roster_toml import find_layout, load_layouts, read_layout
from learnport.model import SubmissionRound

LAYOUTS = load_layouts()

SMALL = """
name     = "small"
roster   = "smalls"
zh       = "小名冊"
en       = "A small roster"
since    = 110
period   = "year"
evidence = "made up"

[codes]
ordinary = "99"

[cover]
key      = "cover"
name     = "封面"
standing = "seen"
evidence = "made up"
columns  = [{ key = "year", header = "學年度", type = "school_year", required = true }]

[[first]]
key      = "national_id"
header   = "身分證號"
type     = "national_id"
personal = true

[[sheets]]
key      = "deeds"
name     = "事蹟"
standing = "seen"
evidence = "made up as well"
columns  = [
    { key = "level", header = "等級", type = "code", table = "competition_level" },
    { key = "hours", header = "時數", type = "decimal", places = 1 },
]

[[last]]
key      = "document"
header   = "文件連結"
type     = "file_link"
standing = "inferred"
evidence = "a guess"
"""


def small(change: Callable[[str], str] = lambda text: text) -> Layout:
    return read_layout(change(SMALL), "small.toml")


def swap(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


def table_of(layout: str, sheet: str, column: str) -> CodeTable:
    sheets = {each.key: each for each in LAYOUTS[layout].sheets}
    table = {each.key: each.table for each in sheets[sheet].columns}[column]
    assert table is not None
    return table


def test_the_built_in_layouts_are_the_yearly_rosters() -> None:
    assert sorted(LAYOUTS) == [
        "course_outcomes_108",
        "course_outcomes_continuing_108",
        "performances_108",
    ]
    assert {layout.period for layout in LAYOUTS.values()} == {Period.YEAR}
    assert {layout.since for layout in LAYOUTS.values()} == {108}


@pytest.mark.parametrize(
    ("name", "ordinary", "first", "second"),
    [
        ("course_outcomes_108", "26", "36", "76"),
        ("course_outcomes_continuing_108", "28", "38", "78"),
        ("performances_108", "25", "35", "75"),
    ],
)
def test_each_submission_round_has_its_roster_code(
    name: str, ordinary: str, first: str, second: str
) -> None:
    layout = LAYOUTS[name]
    assert layout.roster_code(SubmissionRound.ORDINARY) == ordinary
    assert layout.roster_code(SubmissionRound.FIRST) == first
    assert layout.roster_code(SubmissionRound.SECOND) == second


def test_a_round_without_a_roster_code_is_misuse() -> None:
    with pytest.raises(NotFound, match="second"):
        small().roster_code(SubmissionRound.SECOND)


def test_the_workbooks_bear_their_chinese_names() -> None:
    names = {name: layout.workbook.zh for name, layout in LAYOUTS.items()}
    assert names == {
        "course_outcomes_108": "學生課程學習成果名冊",
        "course_outcomes_continuing_108": "進修部(學校)學生課程學習成果名冊",
        "performances_108": "學生自填多元表現名冊",
    }


def test_only_the_birth_date_and_the_links_are_inferred() -> None:
    inferred = {
        (name, column.header)
        for name, layout in LAYOUTS.items()
        for sheet in layout.sheets
        for column in sheet.columns
        if column.standing is Standing.INFERRED
    }
    outcome_columns = {"出生日期", "文件連結", "影音連結"}
    assert inferred == {
        *(("course_outcomes_108", header) for header in outcome_columns),
        *(("course_outcomes_continuing_108", header) for header in outcome_columns),
        *(
            ("performances_108", header)
            for header in ("出生日期", "證明文件連結", "影音檔案連結", "外部影音連結")
        ),
    }


def test_every_column_says_where_it_was_seen_and_none_is_a_guess_in_silence() -> None:
    for layout in LAYOUTS.values():
        for sheet in (layout.cover, *layout.sheets):
            for column in sheet.columns:
                assert column.evidence, (layout.name, sheet.name, column.header)


def test_what_names_a_person_is_marked_personal() -> None:
    personal = {
        column.key
        for layout in LAYOUTS.values()
        for sheet in layout.sheets
        for column in sheet.columns
        if column.personal
    }
    assert personal == {"national_id", "birth_date"}


@pytest.mark.parametrize(
    ("layout", "sheet", "column", "expected"),
    [
        (
            "performances_108",
            "competitions",
            "level",
            ["1 校級", "2 縣市級", "3 全國", "4 國際"],
        ),
        ("performances_108", "competitions", "participation", ["1 個人參與", "2 團體參與"]),
        (
            "performances_108",
            "officer_deeds",
            "level",
            [
                "1 校級幹部",
                "2 班級幹部",
                "3 社團幹部",
                "4 實習幹部",
                "5 校外自治組織團體",
                "9 其他幹部",
            ],
        ),
        (
            "performances_108",
            "flexible_learning",
            "category",
            ["1 自主學習", "2 選手培訓", "3 充實(增廣)課程", "4 補強性課程", "5 學校特色活動"],
        ),
        (
            "performances_108",
            "group_activities",
            "category",
            ["1 班級活動", "2 社團活動", "3 學生自治會活動", "4 週會", "5 講座", "6 其他"],
        ),
        (
            "performances_108",
            "workplace_learning",
            "category",
            ["1 職場體驗或參訪", "2 職場實習", "3 職場工作經驗", "4 其他"],
        ),
        ("course_outcomes_108", "makeup", "mode", ["3 專班辦理"]),
        ("course_outcomes_108", "retake", "mode", ["3 專班辦理"]),
    ],
)
def test_the_code_tables_hold_the_codes_of_the_field(
    layout: str, sheet: str, column: str, expected: list[str]
) -> None:
    table = table_of(layout, sheet, column)
    assert [f"{entry.code} {entry.zh}" for entry in table.entries] == expected
    assert table.complete is (column != "mode")
    assert table.evidence


def test_a_layout_survives_pickling() -> None:
    layout = LAYOUTS["performances_108"]
    assert pickle.loads(pickle.dumps(layout)) == layout


def test_a_small_layout_is_read_as_it_is_written() -> None:
    layout = small()
    (sheet,) = layout.sheets
    assert sheet.headers == ("身分證號", "等級", "時數", "文件連結")
    assert [column.type for column in sheet.columns] == [
        CellType.NATIONAL_ID,
        CellType.CODE,
        CellType.DECIMAL,
        CellType.FILE_LINK,
    ]
    assert [column.evidence for column in sheet.columns] == [
        "made up as well",
        "made up as well",
        "made up as well",
        "a guess",
    ]


def test_columns_of_an_inferred_sheet_are_inferred() -> None:
    inferred = 'key      = "deeds"\nname     = "事蹟"\nstanding = "inferred"'
    layout = small(swap('key      = "deeds"\nname     = "事蹟"\nstanding = "seen"', inferred))
    assert {column.standing for column in layout.sheets[0].columns} == {Standing.INFERRED}


def test_a_layout_may_bring_a_code_table_of_its_own() -> None:
    table = """
[[tables]]
name = "colour"
zh = "顏色"
en = "colour"
complete = false
evidence = "made up"
entries = [{ code = "r", zh = "紅", en = "red" }]
"""
    layout = small(lambda text: text.replace("competition_level", "colour") + table)
    (own,) = [column.table for column in layout.sheets[0].columns if column.table]
    assert own.codes == {"r"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (swap('zh       = "小名冊"\n', ""), "/zh: missing"),
        (swap("since    = 110", 'since    = "110"'), "/since: expected int, not empty"),
        (swap("since    = 110", "since    = true"), "/since: expected int, not empty"),
        (swap('en       = "A small roster"', 'en = ""'), "/en: expected str, not empty"),
        (swap("since    = 110", "since    = 2021"), "/since: expected a school year in ROC"),
        (swap("since    = 110", "since    = 102"), "/since: expected a school year in ROC"),
        (swap('period   = "year"', 'period = "decade"'), "/period: expected one of semester, year"),
        (swap('roster   = "smalls"', 'roster = "smalls"\nfoo = 1'), "/: unknown key foo"),
        (swap('type = "decimal",', 'type = "decimal", foo = 1,'), "/sheets/0/columns/1: unknown"),
        (swap('"decimal"', '"float"'), "/sheets/0/columns/1/type: expected one of text, integer"),
        (swap("places = 1", "places = -1"), "/sheets/0/columns/hours/places: only a decimal"),
        (swap('"decimal"', '"integer"'), "/sheets/0/columns/hours/places: only a decimal"),
        (swap('table = "competition_level"', 'table = "x"'), "columns/0/table: expected one of"),
        (swap(', table = "competition_level"', ""), "/sheets/0/columns/level/table: a code column"),
        (swap('"decimal", places = 1', '"text", table = "participation"'), "hours/table: a code"),
        (swap('evidence = "a guess"\n', ""), "/sheets/0/columns/document/evidence: an inferred"),
        (swap('key = "hours"', 'key = "level"'), "/sheets/0/columns: key level stands 2 times"),
        (swap('"時數"', '"等級"'), "/sheets/0/columns: header 等級 stands 2 times"),
        (swap('key = "hours"', 'key = "Hours"'), "/sheets/0/columns/Hours/key: expected a lower"),
        (swap('key      = "deeds"', 'key = "d-1"'), "/sheets/0/key: expected a lower-case"),
        (swap('key      = "deeds"', 'key = "cover"'), "/sheets: key cover stands 2 times"),
        (swap('"事蹟"', '"封面"'), "/sheets: name 封面 stands 2 times"),
        (swap('"事蹟"', '"事/蹟"'), "/sheets/0/name: no name for a tab"),
        (swap('"事蹟"', '"' + "事" * 32 + '"'), "/sheets/0/name: no name for a tab"),
        (swap('name     = "small"', 'name = "tiny"'), "/name: expected small, as the file"),
        (swap('ordinary = "99"', ""), "/codes: at least one round"),
        (swap('ordinary = "99"', 'third = "99"'), "expected one of ordinary, first, second"),
        (swap('ordinary = "99"', 'first = "9"\nsecond = "9"'), "/codes: code 9 stands 2 times"),
        (swap('key = "year"', 'key = "term"'), "/cover/columns: keys may be half, roster_code"),
        (lambda text: text + "\n[[first]]\nkey = 3\n", "/first/1/key: expected str"),
        (lambda _: "name = ", "not TOML"),
        (lambda text: text + '\n[codes]\nfirst = "1"\n', "not TOML"),
        (
            lambda text: "sheets = 3\n" + re.sub(r"(?s)\[\[sheets.*?\n\]\n", "", text),
            "/sheets: expected a table or an array of tables",
        ),
        (
            lambda text: re.sub(r"(?s)\[\[sheets.*?\n\]\n", "", text) + "[[sheets]]\n",
            "/sheets/0/columns: missing",
        ),
    ],
)
def test_a_fault_in_a_layout_file_is_named_with_its_place(
    change: Callable[[str], str], fault: str
) -> None:
    with pytest.raises(LayoutError) as caught:
        small(change)
    assert fault in caught.value.detail
    assert caught.value.file == "small.toml"


def test_a_layout_without_sheets_or_columns_is_refused() -> None:
    without = re.sub(r"(?s)\[\[sheets.*?\n\]\n", "", SMALL)
    with pytest.raises(LayoutError, match="/sheets: at least one"):
        read_layout("sheets = []\n" + without, "small.toml")
    without = re.sub(r"(?s)\[\[(first|last)\]\].*?\n\n", "", SMALL + "\n\n")
    with pytest.raises(LayoutError, match="/sheets/0/columns: at least one"):
        read_layout(re.sub(r"(?s)columns  = \[\n.*?\n\]", "columns = []", without), "small.toml")


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ("[]", "/tables/0/entries: at least one"),
        (
            '[{ code = "a", zh = "甲", en = "a" }, { code = "a", zh = "乙", en = "b" }]',
            "/tables/0: code a stands 2 times",
        ),
    ],
)
def test_a_fault_in_a_code_table_is_named(entries: str, fault: str) -> None:
    table = '\n[[tables]]\nname = "x"\nzh = "x"\nen = "x"\ncomplete = true\nevidence = "x"\n'
    with pytest.raises(LayoutError, match=re.escape(fault)):
        small(lambda text: f"{text}{table}entries = {entries}\n")


def test_all_faults_of_a_file_come_at_once() -> None:
    with pytest.raises(LayoutError) as caught:
        small(lambda text: swap("110", '"x"')(swap('"decimal"', '"float"')(text)) + "\n")
    assert len(caught.value.detail.split("; ")) == 2


def test_an_extra_layout_replaces_the_built_in_one_of_its_name() -> None:
    corrected = attrs.evolve(LAYOUTS["performances_108"], evidence="the real thing")
    assert load_layouts([corrected])["performances_108"].evidence == "the real thing"
    assert LAYOUTS["performances_108"].evidence != "the real thing"


def test_two_extra_layouts_of_one_name_are_refused() -> None:
    with pytest.raises(LayoutError, match="two layouts bear this name"):
        load_layouts([small(), small()])


def test_two_layouts_of_one_roster_and_year_are_refused() -> None:
    with pytest.raises(LayoutError, match="performances_108 lays out performances from"):
        load_layouts([attrs.evolve(LAYOUTS["performances_108"], name="mine")])


def test_layouts_cannot_be_added_behind_the_readers_back() -> None:
    with pytest.raises(TypeError):
        LAYOUTS["mine"] = small()  # type: ignore[index]


def test_the_latest_layout_that_has_begun_is_found() -> None:
    later = attrs.evolve(LAYOUTS["performances_108"], name="performances_114", since=114)
    layouts = load_layouts([later])
    assert find_layout(layouts, "performances", 108).name == "performances_108"
    assert find_layout(layouts, "performances", 113).name == "performances_108"
    assert find_layout(layouts, "performances", 114).name == "performances_114"


def test_no_layout_is_found_before_the_first_school_year() -> None:
    with pytest.raises(NotInForce) as caught:
        find_layout(LAYOUTS, "performances", 107)
    assert (caught.value.on, caught.value.first) == ("107", "108")


def test_an_unknown_roster_is_not_found() -> None:
    with pytest.raises(NotFound):
        find_layout(LAYOUTS, "attendance", 113)
