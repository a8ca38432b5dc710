"""`learnport rules CODE` shows what keeps a rule and what breaks it."""

from __future__ import annotations

import json

from tests.unit.cli_runs import document, run


def test_the_examples_of_a_code_are_told_those_that_keep_it_first() -> None:
    lines = run("rules", "LP1003", "--lang", "zh").stdout.splitlines()
    assert lines[-2:] == [
        "符合之例         簡述一百字可以上傳",
        "違反之例         簡述一百零一字不能上傳",
    ]


def test_an_example_is_there_for_programs_as_it_stands_in_its_file() -> None:
    (entry,) = document("rules", "LP2203")["rules"]
    kept, broken = entry["examples"]
    assert kept["keeps"] is True
    assert kept["expect"] == []
    assert kept["given"]["settings"] == {"closing_days": {"113-1": "2025-01-31"}}
    assert broken == {
        "title": {
            "zh": "上傳期程只開放到學期結束後第十三天",
            "en": "Uploading closes 13 days after the semester",
        },
        "keeps": False,
        "on": "2024-10-15T12:00:00+08:00",
        "semester": "113-1",
        "actor": "staff",
        "action": "settings.check",
        "reason": "",
        "given": {"windows": {"upload_outcomes": {"closes": "2025-02-14 00:00:00+08:00"}}},
        "with": {},
        "expect": ["LP2203"],
    }


def test_a_code_without_examples_is_told_all_the_same() -> None:
    result = run("rules", "LP3115")
    assert result.exit_code == 0
    assert "之例" not in result.stdout
    assert document("rules", "LP3115")["rules"][0]["examples"] == []


def test_the_whole_catalogue_stays_short() -> None:
    entries = json.loads(run("rules", "--json").stdout)["rules"]
    assert not any("examples" in each for each in entries)
