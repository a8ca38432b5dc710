"""`learnport law` and `learnport rules`."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from learnport.cli import _law, _rules
from learnport.model import TAIPEI
from tests.unit.cli_runs import document, golden, run, shape

SIZE = "outcome.document.max_bytes"


@pytest.mark.parametrize("day", ["2024-08-01", "113-08-01", "1130801"])
def test_a_day_is_read_with_either_calendar(day: str) -> None:
    assert document("law", SIZE, "--on", day)["on"] == "2024-08-01"


@pytest.mark.parametrize(
    "day",
    [
        "2024-02-30",
        "113-13-01",
        "1130800",
        "20240801",
        "24-08-01",
        "113/08/01",
        "１１３０８０１",
        "",
    ],
)
def test_what_is_no_day_is_misuse(day: str) -> None:
    result = run("law", "--on", day)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "請寫成 expected 2024-08-01, 113-08-01 or 1130801" in result.stderr


@pytest.mark.parametrize(
    ("day", "value"),
    [("2019-08-01", 2097152), ("2020-07-31", 2097152), ("2020-08-01", 4194304)],
)
def test_one_parameter_has_the_value_of_its_day(day: str, value: int) -> None:
    (parameter,) = document("law", SIZE, "--on", day)["parameters"]
    assert parameter["in_force"]["value"] == value
    assert [each["value"] for each in parameter["history"]] == [2097152, 4194304]
    assert [each["since"] for each in parameter["history"]] == ["2019-08-01", "2020-08-01"]


def test_one_parameter_is_told_with_its_history_and_its_sources() -> None:
    result = run("law", SIZE, "--on", "113-08-01")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:4] == [
        "outcome.document.max_bytes",
        "課程學習成果每件文件大小上限",
        "Largest document of a course outcome",
        "單位 unit        位元組 bytes",
    ]
    newer = lines.index("民國 109 年 8 月 1 日起 from 2020-08-01")
    older = lines.index("民國 108 年 8 月 1 日起 from 2019-08-01")
    assert lines[newer + 1 : newer + 5] == [
        "  民國 113 年 8 月 1 日有效",
        "  In force on 2024-08-01",
        "  數值 value       4,194,304 位元組 bytes",
        "  查證 status      已查證 confirmed",
    ]
    assert lines[older + 1] == "  數值 value       2,097,152 位元組 bytes"
    assert newer < older
    assert result.stdout.count("出處 source") == 2
    assert result.stdout.count("查閱 seen        2026-11-23") == 2


def test_a_day_before_the_first_value_is_misuse() -> None:
    result = run("law", SIZE, "--on", "108-07-31")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == (
        "Error: outcome.document.max_bytes is not in force on 2019-07-31; "
        "its first value starts on 2019-08-01\n"
    )


def test_a_misspelt_parameter_is_misuse_and_the_right_one_is_named() -> None:
    result = run("law", "outcome.documents.max_bytes")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "查無參數 no parameter is named 'outcome.documents.max_bytes'" in result.stderr
    assert "outcome.document.max_bytes" in result.stderr


def test_all_parameters_of_a_day_are_listed_and_the_others_named() -> None:
    answer = document("law", "--on", "2021-08-01")
    values = {each["name"]: each["in_force"]["value"] for each in answer["parameters"]}
    assert values["selection.outcomes.max_count"] == 6
    assert values["selection.performances.max_count"] == 10
    assert values["outcome.document.media_types"] == ["application/pdf", "image/jpeg", "image/png"]
    assert "admission.university.outcomes.max_count" in answer["not_in_force"]
    assert values.keys().isdisjoint(answer["not_in_force"])
    assert list(values) == sorted(values)


def test_the_list_shows_name_value_title_standing_and_source() -> None:
    lines = run("law", "--on", "2021-08-01").stdout.splitlines()
    assert lines[:2] == ["民國 110 年 8 月 1 日有效的法規參數", "The law on 2021-08-01"]
    start = lines.index("selection.outcomes.max_count" + " " * 24 + "6")
    assert lines[start + 1 : start + 4] == [
        "  每學年勾選課程學習成果件數上限",
        "  Most outcomes a student selects in one school year",
        "  民國 108 年 8 月 1 日起，已查證 from 2019-08-01, confirmed",
    ]
    assert lines[start + 4].startswith("  高級中等教育階段學生學習歷程檔案")
    later = lines.index("Not yet in force on that day:")
    assert "  admission.university.outcomes.max_count" in lines[later:]


def test_a_list_without_parameters_to_come_mentions_none() -> None:
    assert "Not yet in force" not in run("law", "--on", "2030-01-01").stdout


@pytest.mark.parametrize(
    ("name", "lang", "line"),
    [
        ("outcome.description.max_characters", "zh", "100 字"),
        ("outcome.description.max_characters", "en", "100 characters"),
        ("upload.window.min_days_after_term", "zh", "14 日"),
        ("selection.outcomes.max_count", "en", "6"),
        ("advising.media.media_types", "zh", "（無）"),
        ("advising.media.media_types", "en", "(none)"),
        ("outcome.media.media_types", "en", "audio/mpeg, video/mp4"),
        ("course.no_credit.required_attribute", "en", "D"),
    ],
)
def test_a_value_is_shown_with_its_unit(name: str, lang: str, line: str) -> None:
    lines = run("law", "--on", "2026-11-23", "--lang", lang).stdout.splitlines()
    assert [each.split(maxsplit=1) for each in lines if each.startswith(f"{name} ")] == [
        [name, line]
    ]


def test_the_default_day_is_today_in_taiwan(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Clock:
            assert tz is TAIPEI
            instant = dt.datetime(2020, 7, 31, 16, 30, tzinfo=dt.UTC).astimezone(tz)
            return cls.fromisoformat(instant.isoformat())

    monkeypatch.setattr(_law, "dt", SimpleNamespace(datetime=Clock))
    assert document("law", SIZE)["on"] == "2020-08-01"


def test_the_answer_of_law_has_its_pinned_form() -> None:
    assert shape(document("law", "--on", "2024-08-01")) == golden("law")


def test_the_catalogue_holds_the_codes_of_all_rooms_in_order() -> None:
    answer = document("rules")["rules"]
    codes = [each["code"] for each in answer]
    assert {"LP1003", "LP1405", "LP3101", "LP3243"} <= set(codes)
    assert codes == sorted(set(codes))
    subjects = {each["code"]: each["subject"]["zh"] for each in answer}
    assert subjects["LP1405"] == "勾選"
    assert subjects["LP3101"] == "名冊"
    assert subjects["LP3243"] == "封裝檔"


def test_the_catalogue_is_grouped_by_subject() -> None:
    lines = run("rules", "--lang", "zh").stdout.splitlines()
    start = lines.index("勾選")
    assert lines[start + 1].startswith("  LP1401 reject    ")
    assert lines[start - 1] == ""


@pytest.mark.parametrize("code", ["LP1003", "lp1003"])
def test_one_code_is_told_in_full(code: str) -> None:
    result = run("rules", code)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:10] == [
        "LP1003 reject",
        "課程學習成果內容",
        "Content of course outcomes",
        "",
        "規則 rule        The description of a course outcome keeps to the limit.",
        "訊息 message     簡述有 {length} 字，超過上限 {limit} 字，多出 {excess} 字。",
        "                 The description has {length} characters; the limit is {limit}. It is "
        "{excess} too",
        "                 long.",
        "補救 remedy      請將簡述刪減到 {limit} 字以內。",
        "                 Shorten the description to {limit} characters or fewer.",
    ]
    assert "\n出處 source      高級中等教育階段學生學習歷程檔案" in result.stdout


def test_a_code_without_a_rule_of_its_own_says_no_more_than_it_knows() -> None:
    (entry,) = document("rules", "LP3243")["rules"]
    assert entry["says"] is None
    assert "規則" not in run("rules", "LP3243").stdout


def test_a_retired_code_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_rules, "_RETIRED", frozenset({"LP1003"}))
    assert document("rules", "LP1003")["rules"][0]["retired"] is True
    assert document("rules", "LP1001")["rules"][0]["retired"] is False
    assert "retired: kept to read old receipts" in run("rules", "LP1003").stdout


def test_an_unknown_code_is_misuse_and_codes_like_it_are_named() -> None:
    result = run("rules", "LP999")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Error: 查無代碼 no code is named 'LP999'")
    assert "LP1003" in run("rules", "LP10").stderr


def test_the_answer_of_rules_has_its_pinned_form() -> None:
    assert shape(document("rules")) == golden("rules")
