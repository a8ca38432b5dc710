"""`learnport law` and `learnport rules`."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import attrs
import pytest

from learnport.cli import _law, _rules
from learnport.cli._print import Page
from learnport.model import TAIPEI
from learnport.parameters import load_parameters
from learnport.rules import lookup
from tests.unit.cli_runs import document, golden, run, shape

SIZE = "outcome.document.max_bytes"


@pytest.mark.parametrize("day", ["2024-08-01", "113-08-01", "1130801", "113-1"])
def test_a_day_is_read_with_either_calendar_and_a_semester_is_its_first_day(day: str) -> None:
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
        "113-3",
        "113-0",
        "13-1",
        "099-1",
    ],
)
def test_what_is_no_day_is_misuse(day: str) -> None:
    result = run("law", "--on", day)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "請寫成 expected 2024-08-01, 113-08-01, 1130801 or 113-1" in result.stderr


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
    assert lines[:7] == [
        "outcome.document.max_bytes",
        "課程學習成果每件文件大小上限",
        "Largest document of a course outcome",
        "單位 unit        位元組 bytes",
        "備註 note        1 MB 以 1,048,576 位元組計（見 file.megabyte.bytes）。",
        "                 One MB is read as 1,048,576 bytes (see file.megabyte.bytes).",
        "學校從嚴 stricter 可調低 a smaller number",
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
    assert "提供者" not in result.stdout


def test_one_language_is_kept_throughout() -> None:
    chinese = run("law", SIZE, "--on", "113-1", "--lang", "zh").stdout
    for english in ["unit", "note", "value", "confirmed", "source", "from 20", "smaller"]:
        assert english not in chinese
    assert "單位             位元組\n" in chinese
    english_lines = run("law", SIZE, "--on", "113-1", "--lang", "en").stdout.splitlines()
    sources = "教育部 109 年 高級中等教育階段 量翻倍增 文件檔 動配套措施 格式、大小"
    for line in english_lines:
        named_source = any(each in line for each in sources.split())
        assert line.isascii() or named_source, line


def test_a_table_of_codes_is_told_as_a_table() -> None:
    lines = run("law", "performance.flexible.categories", "--on", "113-1").stdout.splitlines()
    start = lines.index("  數值 value       5 項 5 in all")
    assert lines[start + 1 : start + 6] == [
        "    1            自主學習 self-directed learning",
        "    2            選手培訓 competitor training",
        "    3            充實(增廣)課程 enrichment courses",
        "    4            補強性課程 remedial courses",
        "    5            學校特色活動 school feature activities",
    ]
    assert "incomplete" not in "".join(lines)
    long = run("law", "certification.return.reasons", "--on", "113-1", "--lang", "en").stdout
    assert "\n    not_from_this_course  not from this course\n" in long


def test_a_table_of_codes_reaches_programs_in_its_order() -> None:
    (parameter,) = document("law", "record.repeat.notes", "--on", "113-1")["parameters"]
    assert parameter["in_force"]["value"] == [
        {"code": "1", "zh": "列抵", "en": "credit carried over"},
        {"code": "2", "zh": "再次修習", "en": "taken again"},
    ]


def test_an_incomplete_list_says_so() -> None:
    result = run("law", "taking.makeup.modes", "--on", "113-1")
    assert "\n  清單 list        不完整 incomplete\n" in result.stdout
    (parameter,) = document("law", "taking.makeup.modes", "--on", "113-1")["parameters"]
    assert parameter["in_force"]["complete"] is False


def test_a_long_list_is_cut_where_there_are_many_and_whole_where_it_is_alone() -> None:
    name = "course.historic.kinds"
    lines = run("law", "--on", "113-1", "--lang", "en").stdout
    assert "10, 11, 12 … 13 in all" in " ".join(lines.split())
    assert "    13           anything else" in run("law", name, "--lang", "en").stdout


def test_a_day_before_the_first_value_is_answered_with_the_first_day() -> None:
    result = run("law", SIZE, "--on", "108-07-31")
    assert result.exit_code == 1
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert "民國 108 年 7 月 31 日尚未施行，自民國 108 年 8 月 1 日起施行。" in lines
    assert "Not in force on 2019-07-31; the first value starts on 2019-08-01." in lines
    assert "  數值 value       2,097,152 位元組 bytes" in lines
    assert "In force on" not in result.stdout


def test_the_first_day_of_a_value_is_in_force() -> None:
    result = run("law", SIZE, "--on", "108-08-01", "--lang", "en")
    assert result.exit_code == 0
    assert "Not in force" not in result.stdout
    assert "from 2019-08-01\n  In force on 2019-08-01\n" in result.stdout
    rounds = "submission.grade12.rounds"
    for day, found in [("2019-07-31", 0), ("2019-08-01", 1)]:
        assert len(document("law", rounds, "--unverified", "--on", day)["unverified"]) == found


def test_programs_learn_as_well_that_it_is_not_in_force() -> None:
    result = run("law", SIZE, "--on", "108-07-31", "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["not_in_force"] == [SIZE]
    assert answer["parameters"][0]["in_force"] is None
    assert answer["parameters"][0]["history"][0]["since"] == "2019-08-01"


def test_a_day_before_all_law_has_an_empty_list() -> None:
    result = run("law", "--on", "1911-12-31", "--lang", "zh")
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "西元 1911 年 12 月 31 日有效的法規參數\n這一天尚無任何規定。\n"
    )
    assert f"  {SIZE}\n" in result.stdout


@pytest.mark.parametrize("day", ["109-1", "2020-08-01", "109-08-01"])
def test_what_changed_in_109_1_and_where_it_is_written_is_one_question(day: str) -> None:
    changes = document("law", "--changed", day)["changes"]
    found = {
        each["name"]: (each["before"]["value"], each["after"]["value"])
        for each in changes
        if each["kind"] == "changed"
    }
    assert found == {
        "outcome.document.max_bytes": (2097152, 4194304),
        "outcome.media.max_bytes": (5242880, 10485760),
        "performance.document.max_bytes": (2097152, 4194304),
        "performance.media.max_bytes": (5242880, 10485760),
        "upload.window.exempt_terms": ([], ["3-2"]),
        "upload.window.min_days_after_term": (0, 14),
    }
    assert [each["name"] for each in changes if each["kind"] == "restated"] == [
        "advising.document.max_bytes"
    ]
    assert len(changes) == 7
    for change in changes[:4]:
        assert change["after"]["source"]["title"].startswith("教育部 109 年 12 月 23 日說明")
        assert change["after"]["source"]["where"].startswith("https://tw.appledaily.com/")


def test_a_change_is_told_with_both_values_and_its_source() -> None:
    lines = run("law", "--changed", "109-1").stdout.splitlines()
    assert lines[:2] == [
        "民國 109 年 8 月 1 日至民國 110 年 1 月 31 日的變更",
        "What changed from 2020-08-01 to 2021-01-31",
    ]
    start = lines.index(SIZE)
    assert lines[start + 3 : start + 7] == [
        "  變更 change      數值變更 changed",
        "  原值 before      2,097,152 位元組 bytes",
        "  數值 value       4,194,304 位元組 bytes",
        "  查證 status      已查證 confirmed",
    ]
    assert any(line.startswith("  出處 source      教育部 109 年 12 月 23 日") for line in lines)
    assert "  施行 in force    民國 109 年 8 月 1 日起 from 2020-08-01" in lines
    restated = lines.index("advising.document.max_bytes")
    assert restated > lines.index("upload.window.min_days_after_term")
    assert "  變更 change      數值不變，查證或出處不同 same value, other evidence" in lines
    assert not [line for line in lines[restated:] if line.startswith("  原值")]


def test_what_is_regulated_for_the_first_time_is_new() -> None:
    changes = {each["name"]: each for each in document("law", "--changed", "110-2")["changes"]}
    first = changes["admission.university.outcomes.max_count"]
    assert (first["kind"], first["before"], first["after"]["value"]) == ("new", None, 3)
    assert changes["receipt.confirmation.min_days"]["kind"] == "restated"


def test_the_changes_of_one_parameter_can_be_asked_for() -> None:
    name = "admission.technological.b1.max_count"
    (change,) = document("law", name, "--changed", "112-2")["changes"]
    assert (change["before"]["value"], change["after"]["value"]) == (6, 3)
    assert document("law", name, "--changed", "112-1")["changes"] == []


def test_a_day_on_which_nothing_changed_says_so() -> None:
    result = run("law", "--changed", "2020-08-02")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "民國 109 年 8 月 2 日起的變更",
        "What changed on 2020-08-02",
        "沒有任何數值自此起施行。",
        "No value came into force.",
    ]


@pytest.mark.parametrize("other", [["--on", "113-1"], ["--unverified"]])
def test_two_questions_at_once_are_misuse(other: list[str]) -> None:
    result = run("law", "--changed", "109-1", *other)
    assert result.exit_code == 2
    assert "--changed 須單獨使用 goes with neither --on nor --unverified" in result.stderr


def test_what_needs_evidence_is_listed_with_what_is_missing() -> None:
    answer = document("law", "--unverified")
    assert answer["on"] is None
    wanting = {(each["name"], each["needs_evidence"]["since"]) for each in answer["unverified"]}
    assert ("upload.window.min_days_after_term", "2019-08-01") in wanting
    assert ("upload.window.min_days_after_term", "2020-08-01") not in wanting
    assert ("performance.officer.levels", "2019-08-01") in wanting
    assert all(each["needs_evidence"]["status"] == "unverified" for each in answer["unverified"])
    assert all(each["needs_evidence"]["note"]["zh"] for each in answer["unverified"])
    lines = run("law", "submission.grade12.rounds", "--unverified").stdout.splitlines()
    assert lines == [
        "尚待查證的數值",
        "What still needs evidence",
        "",
        "submission.grade12.rounds                           2",
        "  高三提交梯次數",
        "  Rounds in which grade 12 is submitted",
        "  民國 108 年 8 月 1 日起 from 2019-08-01",
        "  待補 missing     出處題名及起始學年度待補。",
        "                   The title of the source and the first school year are still to be"
        " found.",
        "  現有出處 so far  公開資料（題名未留存），高三分第一、第二梯次提交",
    ]


def test_what_needs_evidence_on_a_day_leaves_out_what_is_not_in_force() -> None:
    answer = document("law", "--unverified", "--on", "109-1")
    assert answer["on"] == "2020-08-01"
    names = {each["name"] for each in answer["unverified"]}
    assert "advising.document.max_bytes" in names
    assert "upload.window.min_days_after_term" not in names
    assert "admission.item_codes" not in names
    told = run("law", SIZE, "--unverified", "--on", "109-1").stdout.splitlines()
    assert told == [
        "民國 109 年 8 月 1 日有效而尚待查證的數值",
        "What still needs evidence on 2020-08-01",
        "沒有。",
        "Nothing.",
    ]


COUNTY = """
name = "outcome.document.max_bytes"
unit = "bytes"
zh   = "課程學習成果每件文件大小上限"
en   = "Largest document of a course outcome"

[[values]]
since  = 2021-08-01
value  = 3_145_728
status = "confirmed"
source = { title = "範例縣要點", article = "第 3 點" }
"""


def test_a_parameter_file_laid_over_the_law_wins_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "outcome.document.max_bytes.toml"
    file.write_text(COUNTY, "utf-8")
    (parameter,) = document("law", SIZE, "--on", "113-1", "--with", file)["parameters"]
    assert parameter["in_force"]["value"] == 3145728
    assert parameter["origin"] == str(file)
    assert parameter["replaces"] == ["learnport"]
    for asked in [[SIZE], []]:
        told = run("law", *asked, "--on", "113-1", "--with", file, "--lang", "en", COLUMNS="300")
        squeezed = " ".join(told.stdout.split())
        assert f"brought by {file}" in squeezed
        assert "replaces learnport: 4,194,304 bytes, 2020-08-01" in squeezed


def test_the_last_file_wins_and_all_that_it_covers_are_named(tmp_path: Path) -> None:
    files = [tmp_path / each / "outcome.document.max_bytes.toml" for each in ("a", "b")]
    for file, value in zip(files, ["3_145_728", "1_000_000"], strict=True):
        file.parent.mkdir()
        file.write_text(COUNTY.replace("3_145_728", value), "utf-8")
    laid = [argument for file in files for argument in ("--with", file)]
    (parameter,) = document("law", SIZE, "--on", "113-1", *laid)["parameters"]
    assert parameter["in_force"]["value"] == 1000000
    assert parameter["replaces"] == [str(files[0]), "learnport"]


def test_a_broken_parameter_file_is_misuse_and_names_its_faults(tmp_path: Path) -> None:
    file = tmp_path / "outcome.document.max_bytes.toml"
    file.write_text(COUNTY.replace('"bytes"', '"count"'), "utf-8")
    result = run("law", "--with", file)
    assert result.exit_code == 2
    assert "/unit: count cannot replace bytes" in result.stderr


def test_a_parameter_of_a_plugin_is_told_with_the_plugins_name() -> None:
    mine = attrs.evolve(load_parameters()["file.megabyte.bytes"], origin="")
    name = mine.name
    (parameter,) = cast("Any", _law.run(name, None, extra=[mine]).document["parameters"])
    assert (parameter["origin"], parameter["replaces"]) == ("", ["learnport"])
    (parameter,) = cast(
        "Any",
        _law.run(name, None, extra=[attrs.evolve(mine, origin="county")]).document["parameters"],
    )
    assert parameter["origin"] == "county"


def test_a_parameter_whose_bringer_is_not_known_says_that(
    capsys: pytest.CaptureFixture[str],
) -> None:
    mine = attrs.evolve(load_parameters()["file.megabyte.bytes"], origin="")
    _law.run(mine.name, None, extra=[mine]).tell(Page("en"))
    assert "brought by       (not said)" in capsys.readouterr().out


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


def test_every_answer_of_law_has_its_pinned_form() -> None:
    assert shape(document("law", "--changed", "109-1")) == golden("law-changed")
    assert shape(document("law", "--unverified")) == golden("law-unverified")


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
        ("record.passing.score", "zh", "60 分"),
        ("performance.flexible.weeks.max", "en", "18 weeks"),
        ("performance.officer.levels", "zh", "1、2、3、4、5、9"),
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
    assert subjects["LP3243"] == "提交檔"


def test_the_catalogue_is_grouped_by_subject() -> None:
    lines = run("rules", "--lang", "zh").stdout.splitlines()
    start = lines.index("勾選")
    assert lines[start + 1].startswith("  LP1401 不通過 ")
    assert lines[start - 1] == ""


@pytest.mark.parametrize("code", ["LP1003", "lp1003"])
def test_one_code_is_told_in_full(code: str) -> None:
    result = run("rules", code)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:11] == [
        "LP1003 不通過 reject",
        "課程學習成果內容",
        "Content of course outcomes",
        "",
        "規則 rule        課程學習成果的簡述不超過字數上限。",
        "                 The description of a course outcome keeps to the limit.",
        "訊息 message     簡述有 {length} 字，超過上限 {limit} 字，多出 {excess} 字。",
        "                 The description has {length} characters; the limit is {limit}. It is "
        "{excess} too",
        "                 long.",
        "補救 remedy      請將簡述刪減到 {limit} 字以內。",
        "                 Shorten the description to {limit} characters or fewer.",
    ]
    assert "\n出處 source      高級中等教育階段學生學習歷程檔案" in result.stdout


def test_what_must_hold_is_told_in_both_languages() -> None:
    (entry,) = document("rules", "LP3243")["rules"]
    assert entry["says"] == {
        "zh": "檔案內容與內容清單的雜湊值相符。",
        "en": "The content of a file matches its digest in the payload manifest.",
    }
    lines = run("rules", "LP3243", "--lang", "zh").stdout.splitlines()
    assert lines[0] == "LP3243 不通過"
    assert "規則             檔案內容與內容清單的雜湊值相符。" in lines


@pytest.mark.parametrize(
    ("code", "severity"),
    [("LP3201", "中止"), ("LP3202", "中止"), ("LP3108", "提醒"), ("LP1002", "建議")],
)
def test_the_severity_is_told_in_chinese(code: str, severity: str) -> None:
    assert run("rules", code, "--lang", "zh").stdout.splitlines()[0] == f"{code} {severity}"


def test_a_rule_of_a_time_names_its_first_day_and_the_day_it_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dated = attrs.evolve(lookup("LP1003"), since=dt.date(2019, 8, 1), until=dt.date(2020, 8, 1))
    monkeypatch.setattr(_rules, "CATALOGUE", (dated, lookup("LP1001")))
    timed, always = document("rules")["rules"]
    assert (timed["since"], timed["until"]) == ("2019-08-01", "2020-08-01")
    assert (always["since"], always["until"]) == (None, None)
    told = run("rules", "LP1003").stdout
    assert "生效 since       民國 108 年 8 月 1 日\n                 2019-08-01\n" in told
    assert "失效 until       民國 109 年 8 月 1 日\n                 2020-08-01\n" in told
    assert "since" not in run("rules", "LP1001").stdout


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
