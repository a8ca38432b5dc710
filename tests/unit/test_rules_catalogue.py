"""The catalogue: codes that never change their meaning, in two languages that say the same."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

import pytest

import learnport.rules
from learnport.errors import NotFound
from learnport.rules import (
    ADVISING_RULES,
    ATTACHMENT_RULES,
    CATALOGUE,
    COURSE_RECORD_RULES,
    FILE_RULES,
    JUDGED_CASES,
    NOT_THE_STUDENTS,
    OFFICER_POST_RULES,
    OUTCOME_RULES,
    PERFORMANCE_RULES,
    QUOTA_RULES,
    RETIRED,
    RETURN_RULES,
    SELECTION_RULES,
    SUBJECTS,
    SUBMISSION_RULES,
    TIMING_RULES,
    Rule,
    lookup,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "rules" / "catalogue.json"
GROUPS: tuple[tuple[Rule[Any], ...], ...] = (
    ADVISING_RULES, ATTACHMENT_RULES, COURSE_RECORD_RULES, FILE_RULES, OFFICER_POST_RULES,
    OUTCOME_RULES, PERFORMANCE_RULES, QUOTA_RULES, RETURN_RULES, SELECTION_RULES,
    SUBMISSION_RULES, TIMING_RULES,
)  # fmt: skip


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
    grouped = {rule.code: rule for group in GROUPS for rule in group}
    assert all(lookup(code) is rule for code, rule in grouped.items())
    checked = {rule.code for rule in CATALOGUE if rule.check is not None}
    assert checked - {rule.code for rule in RETIRED} == set(grouped)
    assert lookup("LP1702") is NOT_THE_STUDENTS


def test_the_hundreds_have_their_subjects() -> None:
    assert {rule.code[:4] for rule in CATALOGUE} == set(SUBJECTS)
    assert not {"LP31", "LP32"} & set(SUBJECTS)


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_both_languages_name_the_same_fields(rule: Rule[Any]) -> None:
    assert _fields(rule.message.zh) == _fields(rule.message.en)
    assert _fields(rule.remedy.zh) == _fields(rule.remedy.en)


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_every_entry_says_what_holds_what_is_wrong_and_what_to_do(rule: Rule[Any]) -> None:
    assert rule.says.endswith(".")
    for chinese in (rule.message.zh, rule.remedy.zh):
        assert chinese.endswith("。")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    for english in (rule.message.en, rule.remedy.en):
        assert english.endswith(".")
        assert english.isascii()
    assert rule.source


def test_every_case_but_a_submission_may_be_judged_by_a_plugins_rule() -> None:
    cases = {name for name in learnport.rules.__all__ if name.endswith("Case")}
    assert {case.__name__ for case in JUDGED_CASES} == cases - {"SubmissionCase"}


def test_a_selection_is_first_of_the_students_own_items_then_a_good_choice_then_new() -> None:
    assert [each.code for each in SELECTION_RULES] == [
        "LP1403", "LP1404", "LP1401", "LP1402", "LP1405", "LP1406", "LP1407", "LP1408", "LP1409",
        "LP1410",
    ]  # fmt: skip


def test_an_unknown_code_is_not_found() -> None:
    assert lookup("LP1003").code == "LP1003"
    with pytest.raises(NotFound, match="rule LP9999 does not exist"):
        lookup("LP9999")
