"""LP21xx: what was sent compared with what the centre holds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from learnport.model import Difference, DifferenceKind, Finding
from learnport.rules import _sources as src
from learnport.rules._rule import Rule, notice

__all__ = [
    "RECEIPT",
    "RECEIPT_DIFFERENT",
    "RECEIPT_EXTRA",
    "RECEIPT_MISSING",
    "receipt_finding",
]

RECEIPT_MISSING: Final = notice(
    "LP2101",
    "What was sent is held by the centre.",
    says="學校提交的資料，中央資料庫都有。",
    zh="收訖明細缺少這件資料（{item}）：學校已提交，中央資料庫沒有。",
    en="The receipt lacks the item {item}: the school sent it, the centre does not hold it.",
    remedy_zh="請學校查明後以更正批次重新提交。",
    remedy_en="Ask the school to investigate and to submit it again in a correction batch.",
    source=src.RECEIPT,
)

RECEIPT_EXTRA: Final = notice(
    "LP2102",
    "What the centre holds was sent.",
    says="中央資料庫有的資料，都是學校提交的。",
    zh="收訖明細多出這件資料（{item}）：中央資料庫有，學校並未提交。",
    en="The receipt has the item {item} too many: the centre holds it, the school did not send it.",
    remedy_zh="請學校查明後通知中央資料庫處理。",
    remedy_en="Ask the school to investigate and to inform the centre.",
    source=src.RECEIPT,
)

RECEIPT_DIFFERENT: Final = notice(
    "LP2103",
    "What the centre holds is what was sent.",
    says="中央資料庫的資料內容與學校提交的相同。",
    zh="收訖明細中這件資料（{item}）的內容與學校提交的不同。",
    en="The receipt shows the item {item} with other content than the school sent.",
    remedy_zh="請學校查明後以更正批次重新提交。",
    remedy_en="Ask the school to investigate and to submit it again in a correction batch.",
    source=src.RECEIPT,
)

RECEIPT: Final = (RECEIPT_MISSING, RECEIPT_EXTRA, RECEIPT_DIFFERENT)
"""The chapter LP21 of the catalogue; `receipt_finding` gives them."""

_NOTICES: Final[Mapping[DifferenceKind, Rule[Any]]] = MappingProxyType(
    {
        DifferenceKind.MISSING: RECEIPT_MISSING,
        DifferenceKind.EXTRA: RECEIPT_EXTRA,
        DifferenceKind.DIFFERENT: RECEIPT_DIFFERENT,
    }
)


def receipt_finding(difference: Difference) -> Finding:
    """Put a difference between what was sent and what the centre holds into words."""
    return _NOTICES[difference.kind].finding(item=difference.item)
