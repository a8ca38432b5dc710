"""LP18xx and LP19xx: what staff, teachers and advisors record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import count_characters
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import AdvisingCase
from learnport.rules._grades import COURSE_RECORD_RULES
from learnport.rules._posts import OFFICER_POST_RULES
from learnport.rules._rule import Breach, rule

__all__ = ["ADVISING_RULES", "COURSE_RECORD_RULES", "OFFICER_POST_RULES"]


@rule(
    "LP1901",
    says="課程諮詢紀錄的簡述不超過字數上限。",
    zh="課程諮詢紀錄的簡述有 {length} 字，超過上限 {limit} 字，多出 {excess} 字。",
    en="The description of the advising record has {length} characters; the limit is {limit}."
    " It is {excess} too long.",
    remedy_zh="請將簡述刪減到 {limit} 字以內。",
    remedy_en="Shorten the description to {limit} characters or fewer.",
    source=src.FILE_FORMATS,
)
def advising_description_length(case: AdvisingCase, law: Law) -> Iterator[Breach]:
    """The description of an advising record keeps to the limit."""
    limit = law["advising.description.max_characters"]
    if (length := count_characters(case.record.description)) > limit.number:
        yield Breach(
            "/description",
            length=length,
            limit=limit.number,
            excess=length - limit.number,
            source=limit.source,
        )


ADVISING_RULES: Final = (advising_description_length,)
"""What an advising record must satisfy; for an `AdvisingCase`."""
