"""Course outcomes whose taking is not known, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest

from learnport.rules import OUTCOME_RULES, Rule, check
from tests.unit.test_rules_samples import LAW, outcome_case


@pytest.mark.parametrize("rule", OUTCOME_RULES, ids=lambda rule: rule.code)
def test_without_a_taking_every_rule_alone_finds_at_most_that(rule: Rule[Any]) -> None:
    found = [finding.code for finding in check((rule,), outcome_case(None), LAW)]
    assert found == (["LP1201"] if rule.code == "LP1201" else [])


def test_a_missing_taking_ends_the_judging_and_a_subjects_wording_is_only_shown() -> None:
    severities = {rule.code: rule.severity for rule in OUTCOME_RULES}
    assert (severities["LP1201"], severities["LP1207"]) == ("stop", "alert")
