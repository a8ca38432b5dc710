"""What differs between school and centre, put into words."""

from __future__ import annotations

import pytest

from learnport.model import Difference, DifferenceKind, PersonRef
from learnport.rules import receipt_finding

STUDENT = PersonRef("ZZ0001", "student-1")


@pytest.mark.parametrize(
    ("kind", "code", "zh"),
    [
        (
            "missing", "LP2101",
            "收訖明細缺少這件資料（outcome-1）：學校已提交，中央資料庫沒有。",
        ),
        (
            "extra", "LP2102",
            "收訖明細多出這件資料（outcome-1）：中央資料庫有，學校並未提交。",
        ),
        ("different", "LP2103", "收訖明細中這件資料（outcome-1）的內容與學校提交的不同。"),
    ],
)  # fmt: skip
def test_every_kind_of_difference_has_a_finding_of_its_own(kind: str, code: str, zh: str) -> None:
    finding = receipt_finding(Difference(DifferenceKind(kind), STUDENT, "outcome-1"))
    assert (finding.code, finding.message.zh) == (code, zh)
    assert finding.values == (("item", "outcome-1"),)
    assert finding.severity.refuses
    assert "收訖明細" in finding.source
    assert "student-1" not in repr(finding)


def test_these_are_all_kinds() -> None:
    assert [each.value for each in DifferenceKind] == ["missing", "extra", "different"]
