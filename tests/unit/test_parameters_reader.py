"""Parameter files: what is read, and that every fault is refused with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.errors import ParameterFileError
from learnport.model import Text
from learnport.parameters import (
    Code,
    Parameter,
    Source,
    Status,
    Tighter,
    Unit,
    Value,
    read_parameter,
)

MALFORMED = Path(__file__).parents[1] / "golden" / "parameters" / "malformed"

GOOD = """
name = "sample.pages.max_count"
unit = "count"
zh   = "頁數上限"
en   = "Most pages"
note = { zh = "只計內頁。", en = "Cover pages do not count." }

[[values]]
since          = 2019-08-01
value          = 10
status         = "confirmed"
source.title   = "範例要點"
source.article = "第 1 點"
source.seen    = 2026-11-23
source.where   = "https://law.example/1"

[[values]]
since          = 2020-08-01
value          = 0
status         = "unverified"
note.zh        = "未見修正全文。"
note.en        = "The amended text was not seen."
source         = { title = "範例要點", article = "第 2 點" }
"""


def test_a_well_formed_file_becomes_a_parameter_with_its_whole_history() -> None:
    name, unit = "sample.pages.max_count", Unit.COUNT
    assert read_parameter(GOOD, "law/sample.pages.max_count.toml") == Parameter(
        name=name,
        unit=unit,
        title=Text(zh="頁數上限", en="Most pages"),
        note=Text("只計內頁。", "Cover pages do not count."),
        values=(
            Value(
                name=name,
                value=10,
                unit=unit,
                status=Status.CONFIRMED,
                source=Source("範例要點", "第 1 點", date(2026, 11, 23), "https://law.example/1"),
                since=date(2019, 8, 1),
            ),
            Value(
                name=name,
                value=0,
                unit=unit,
                status=Status.UNVERIFIED,
                source=Source("範例要點", "第 2 點"),
                since=date(2020, 8, 1),
                note=Text("未見修正全文。", "The amended text was not seen."),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("unit", "raw", "value"),
    [
        ("list", '["b", "a"]', ("b", "a")),
        ("list", "[]", ()),
        ("text", '"Asia/Taipei"', "Asia/Taipei"),
        ("bytes", "4_194_304", 4194304),
        ("codes", "{}", ()),
        (
            "codes",
            '{ 2 = { zh = "二", en = "two" }, 01 = { zh = "一", en = "one" } }',
            (Code("2", Text("二", "two")), Code("01", Text("一", "one"))),
        ),
    ],
)
def test_a_value_takes_the_form_its_unit_demands(unit: str, raw: str, value: object) -> None:
    text = (
        GOOD.replace('"count"', f'"{unit}"').replace("= 10", f"= {raw}").replace("= 0", f"= {raw}")
    )
    assert read_parameter(text, "sample.pages.max_count.toml").values[0].value == value


def test_codes_may_stand_line_by_line_and_keep_their_order() -> None:
    table = (
        '= "confirmed"\nvalue."-" = { zh = "無", en = "none" }\nvalue.A = { zh = "甲", en = "a" }'
    )
    text = GOOD.replace('"count"', '"codes"').replace("value          = 0", "value = {}")
    text = text.replace("value          = 10\n", "").replace('= "confirmed"', table)
    (value, _) = read_parameter(text, "sample.pages.max_count.toml").values
    assert value.members == ("-", "A")
    assert value.label("A") == Text("甲", "a")


def test_a_list_is_complete_unless_its_file_says_otherwise() -> None:
    text = GOOD.replace('"count"', '"list"').replace("= 10", '= ["a"]')
    text = text.replace("= 0", "= []\ncomplete = false")
    first, second = read_parameter(text, "sample.pages.max_count.toml").values
    assert (first.complete, second.complete) == (True, False)


@pytest.mark.parametrize(
    ("word", "tighter"), [("less", Tighter.LESS), ("more", Tighter.MORE), (None, None)]
)
def test_a_file_says_in_which_direction_a_school_may_go(
    word: str | None, tighter: Tighter | None
) -> None:
    line = f'unit = "count"\ntighter = "{word}"' if word else 'unit = "count"'
    parameter = read_parameter(GOOD.replace('unit = "count"', line), "sample.pages.max_count.toml")
    assert parameter.tighter is tighter
    assert [value.tighter for value in parameter.values] == [tighter, tighter]


@pytest.mark.parametrize("path", sorted(MALFORMED.glob("*.toml")), ids=lambda path: path.stem)
def test_a_malformed_file_is_refused_with_every_fault_and_its_place(path: Path) -> None:
    text = path.read_text("utf-8")
    expected = [
        line.removeprefix("# expect: ")
        for line in text.splitlines()
        if line.startswith("# expect: ")
    ]
    with pytest.raises(ParameterFileError) as refusal:
        read_parameter(text, "sample.pages.max_count.toml")
    assert refusal.value.file == "sample.pages.max_count.toml"
    assert refusal.value.detail == "; ".join(expected)


def test_no_malformed_file_has_got_lost() -> None:
    assert len(list(MALFORMED.glob("*.toml"))) >= 78


@pytest.mark.parametrize("raw", ["9" * 5000, "[" * 5000], ids=["huge", "deep"])
def test_a_value_no_parser_survives_is_refused_like_any_other(raw: str) -> None:
    with pytest.raises(ParameterFileError, match="not TOML"):
        read_parameter(GOOD.replace("= 10", f"= {raw}"), "sample.pages.max_count.toml")


@given(
    st.integers(0, len(GOOD)),
    st.integers(0, 20),
    st.text(max_size=5)
    | st.sampled_from(["\n", '"', "[", "{", "=", ".", "0", "true", "[[values]]"]),
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(at: int, cut: int, put: str) -> None:
    try:
        parameter = read_parameter(
            GOOD[:at] + put + GOOD[at + cut :], "sample.pages.max_count.toml"
        )
    except ParameterFileError as refusal:
        assert refusal.detail  # noqa: PT017
    else:
        assert parameter.name == "sample.pages.max_count"
