"""The catalogue: codes that never change their meaning, in two languages that say the same."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path
from typing import Any

import pytest

import learnport.rules
from learnport.errors import NotFound
from learnport.model import Text
from learnport.rules import (
    CATALOGUE,
    JUDGED_CASES,
    NOT_THE_STUDENTS,
    RETIRED,
    SELECTION_RULES,
    SUBJECTS,
    Rule,
    lookup,
    package_codes,
    roster_codes,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "rules" / "catalogue.json"
GROUPS: tuple[tuple[Rule[Any], ...], ...] = tuple(
    getattr(learnport.rules, name) for name in learnport.rules.__all__ if name.endswith("_RULES")
)


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_no_code_changes_its_meaning_silently() -> None:
    """Change the golden file by hand and only with a new code or a better wording."""
    assert json.loads(GOLDEN.read_text("utf-8")) == {
        rule.code: [rule.severity.value, rule.message.zh, rule.message.en] for rule in CATALOGUE
    }


def test_the_catalogue_is_in_order_and_no_code_is_there_twice() -> None:
    codes = [rule.code for rule in CATALOGUE]
    assert codes == sorted(set(codes))
    assert len(codes) == len(CATALOGUE)


def test_every_rule_of_every_group_is_in_the_catalogue_and_no_check_is_outside() -> None:
    assert len(GROUPS) >= 12
    grouped = {rule.code: rule for group in GROUPS for rule in group}
    assert all(lookup(code) is rule for code, rule in grouped.items())
    checked = {rule.code for rule in CATALOGUE if rule.check is not None}
    assert checked - {rule.code for rule in RETIRED} == set(grouped)
    assert lookup("LP1702") is NOT_THE_STUDENTS


def test_the_hundreds_have_their_subjects() -> None:
    assert {rule.code[:4] for rule in CATALOGUE} <= set(SUBJECTS)
    assert list(SUBJECTS) == [
        "LP10", "LP11", "LP12", "LP13", "LP14", "LP15", "LP16", "LP17", "LP18", "LP19", "LP20",
        "LP21", "LP22", "LP23", "LP24", "LP31", "LP32",
    ]  # fmt: skip
    assert SUBJECTS["LP22"] == Text("學校設定與個別延長", "School settings and extensions")
    assert SUBJECTS["LP31"] == Text("名冊", "Rosters")


def test_the_codes_of_files_are_notices_of_the_catalogue() -> None:
    assert lookup("LP3103") is roster_codes.EMPTY
    assert lookup("LP3241") is package_codes.EXTRA_FILE
    rosters = [rule.code for rule in CATALOGUE if rule.code.startswith("LP31")]
    assert rosters == [f"LP31{number:02}" for number in range(1, 19)]
    packages = [rule for rule in CATALOGUE if rule.code.startswith("LP32")]
    assert len(packages) == 45
    assert all(rule.check is None for rule in packages)


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_what_must_hold_is_said_in_both_languages(rule: Rule[Any]) -> None:
    assert rule.says.zh.endswith("。"), f"{rule.code} says nothing in Chinese"
    assert rule.says.en.endswith(".")
    assert rule.says.en.isascii()
    assert rule.says.zh != rule.message.zh


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_both_languages_name_the_same_fields(rule: Rule[Any]) -> None:
    assert _fields(rule.message.zh) == _fields(rule.message.en)
    assert _fields(rule.remedy.zh) == _fields(rule.remedy.en)


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_every_entry_says_what_holds_what_is_wrong_and_what_to_do(rule: Rule[Any]) -> None:
    for chinese in (rule.message.zh, rule.remedy.zh):
        assert chinese.endswith("。")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    for english in (rule.message.en, rule.remedy.en):
        assert english.endswith(".")
        assert re.fullmatch("[\x20-\x7e“”]+", english)
    assert rule.source


def test_every_case_but_a_submission_may_be_judged_by_a_plugins_rule() -> None:
    cases = {name for name in learnport.rules.__all__ if name.endswith("Case")}
    nobody_judges_yet = {
        "ApplicationCase", "ApplicationCopyCase", "ProgramCase", "ProgramTimingCase",
        "StudentCase", "VisitCase", "RosterCase",
    }  # fmt: skip
    plugins_may = {case.__name__ for case in JUDGED_CASES}
    assert plugins_may == cases - {"SubmissionCase"} - nobody_judges_yet


def test_a_selection_is_first_of_the_students_own_items_then_a_good_choice_then_new() -> None:
    assert [each.code for each in SELECTION_RULES] == [
        "LP1403", "LP1404", "LP1902", "LP1401", "LP1402", "LP1405", "LP1406", "LP1407", "LP1408",
        "LP1409", "LP1410",
    ]  # fmt: skip


def test_an_unknown_code_is_not_found() -> None:
    assert lookup("LP1003").code == "LP1003"
    with pytest.raises(NotFound, match="rule LP9999 does not exist"):
        lookup("LP9999")
