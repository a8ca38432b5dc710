"""How answers look."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from learnport.cli._main import lenient
from learnport.cli._print import Page, Words, _wrap, finding_object, unknown
from learnport.cli._progress import CountingPool, bars
from learnport.model import Finding, Severity, Text

FINDING = Finding(
    code="LP9999",
    severity=Severity.ALERT,
    at="/description",
    message=Text("太長。", "Too long."),
    remedy=Text("請縮短。", "Shorten it."),
    source="第 19 頁",
    values=(("length", 101), ("limit", 100)),
)


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_both_languages_are_shown_chinese_first(capsys: pytest.CaptureFixture[str]) -> None:
    Page().say(Words("上傳", "Upload"), indent=2)
    assert printed(capsys) == ["  上傳", "  Upload"]


@pytest.mark.parametrize(("lang", "shown"), [("zh", "上傳"), ("en", "Upload")])
def test_one_language_alone_when_asked(
    lang: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Page(lang).say(Words("上傳", "Upload"))
    assert printed(capsys) == [shown]


def test_a_finding_says_what_where_how_to_mend_it_and_by_what_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Page().finding(FINDING)
    assert printed(capsys) == [
        "LP9999 提醒 alert    太長。",
        "                     Too long.",
        "位置 place           /description",
        "補救 remedy          請縮短。",
        "                     Shorten it.",
        "出處 source          第 19 頁",
    ]


@pytest.mark.parametrize(
    ("lang", "head"),
    [("zh", "LP9999 提醒          太長。"), ("en", "LP9999 alert         Too long.")],
)
def test_the_severity_of_a_finding_is_in_the_language_asked_for(
    lang: str, head: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Page(lang).finding(FINDING)
    assert printed(capsys)[0] == head


def test_a_row_without_a_value_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    Page().row(Words("位置", "place"), "")
    assert printed(capsys) == []


def test_a_label_wider_than_its_column_keeps_its_distance(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Page("en").row("a label of twenty cells", "value")
    assert printed(capsys) == ["a label of twenty cells value"]


def test_square_brackets_are_text_and_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    Page("en").say("pip install 'learnport[xlsx]' [red]")
    assert printed(capsys) == ["pip install 'learnport[xlsx]' [red]"]


def test_a_finding_for_programs_is_whole() -> None:
    assert finding_object(FINDING) == {
        "code": "LP9999",
        "severity": "alert",
        "at": "/description",
        "message": {"zh": "太長。", "en": "Too long."},
        "remedy": {"zh": "請縮短。", "en": "Shorten it."},
        "source": "第 19 頁",
        "values": {"length": 101, "limit": 100},
    }


def test_chinese_breaks_between_characters_but_never_before_a_full_stop() -> None:
    assert list(_wrap("簡述過長，請縮短。", 8)) == ["簡述過", "長，請縮", "短。"]


def test_a_path_is_never_broken() -> None:
    path = "data/files/" + "0123456789abcdef" * 4 + ".pdf"
    assert list(_wrap(f"在 {path} 裡", 20)) == ["在", path, "裡"]


@given(
    st.text(st.sampled_from("上傳檔案，。（）「」abc 12 ./\n"), max_size=80),
    st.integers(4, 40),
)
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = list(_wrap(text, width))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width or " " not in line for line in lines)
    assert all(line == line.rstrip() for line in lines)


def test_lines_stay_readable_in_a_very_wide_window(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    Page("zh").say("字" * 120)
    assert [len(line) for line in printed(capsys)] == [50, 50, 20]


def test_an_unknown_name_is_answered_with_names_like_it() -> None:
    known = ["outcome.max", "outcome.min", "selection.max"]
    assert str(unknown(Words("參數", "parameter"), "outcome.mx", known)) == (
        "查無參數 no parameter is named 'outcome.mx'；您是否要找 did you mean "
        "outcome.max, outcome.min?"
    )


def test_the_beginning_of_a_name_counts_for_more_than_its_middle() -> None:
    known = ["a.outcome.max", "outcome.max"]
    assert str(unknown(Words("參數", "parameter"), "outcome.", known)).endswith(
        "did you mean outcome.max, a.outcome.max?"
    )


@pytest.mark.parametrize("name", ["", "zzz"])
def test_nothing_is_suggested_where_nothing_is_alike(name: str) -> None:
    text = str(unknown(Words("代碼", "code"), name, ["LP1001"]))
    assert text == f"查無代碼 no code is named '{name}'"


def test_a_lenient_stream_prints_what_it_can() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, "ascii", newline="\n")
    lenient(stream)
    stream.write("上 ok")
    stream.flush()
    assert raw.getvalue() == b"? ok"


def test_a_stream_that_cannot_be_lenient_is_left_alone() -> None:
    lenient(io.StringIO())


class Terminal(io.StringIO):
    """Standard error with somebody watching."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("lang", "title"), [(None, "上傳"), ("zh", "上傳"), ("en", "Upload")])
def test_progress_is_shown_to_somebody_watching(
    lang: str | None, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with bars(lang) as report:
        report(Text("上傳", "Upload"), 1, 4)
        report(Text("上傳", "Upload"), 3, 4)
    assert title in screen.getvalue()
    assert "3/4" in screen.getvalue()
    assert "1/4" not in screen.getvalue().rpartition("3/4")[2]


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with bars(None) as report:
        report(Text("上傳", "Upload"), 1, 4)
    assert capsys.readouterr() == ("", "")


def test_a_pool_reports_every_call_that_is_done() -> None:
    reports: list[tuple[Any, int, int]] = []
    title = Words("檢查檔案", "Checking files")
    with CountingPool(title, lambda *each: reports.append(each)) as pool:
        assert list(pool.map(abs, [-1, -2, -3])) == [1, 2, 3]
    assert sorted(done for _, done, _ in reports) == [1, 2, 3]
    assert all(each is title and done <= total for each, done, total in reports)
    assert max(total for _, _, total in reports) == 3
