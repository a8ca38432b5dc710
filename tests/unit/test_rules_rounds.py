"""Which grades a round of submission carries, asked of the validator as a whole."""

from __future__ import annotations

import pytest

from learnport.model import BatchKey
from learnport.rules import check_submission
from tests.unit.test_rules_samples import LAW, PLANS, SUBMISSION


@pytest.mark.parametrize(
    ("term_and_round", "codes"),
    [("113.ordinary", []), ("113.first", ["LP2014"]), ("114.ordinary", ["LP2013"])],
)
def test_the_validator_asks_for_the_year_and_the_grade_of_the_batch(
    term_and_round: str, codes: list[str]
) -> None:
    batch = BatchKey.parse(f"ZZ0001.yearly.{term_and_round}.1")
    found = check_submission(SUBMISSION, PLANS.get, LAW, batch=batch)
    assert [finding.code for finding in found] == codes
