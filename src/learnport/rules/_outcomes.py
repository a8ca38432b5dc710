"""LP10xx: what a course outcome contains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import OutcomeState, Severity, count_characters
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import OutcomeCase, QuotaCase
from learnport.rules._rule import Breach, rule

__all__ = ["OUTCOME_CONTENT", "QUOTA_RULES"]


@rule(
    "LP1001",
    zh="這件課程學習成果沒有任何檔案。",
    en="The course outcome has no file.",
    remedy_zh="請至少上傳一個文件或影音檔案。",
    remedy_en="Upload at least one document, audio or video file.",
    source=src.FILE_FORMATS,
)
def has_file(case: OutcomeCase, _: Law) -> Iterator[Breach]:
    """A course outcome has at least one file."""
    if not case.outcome.attachments:
        yield Breach("/attachments")


@rule(
    "LP1002",
    severity=Severity.ADVICE,
    zh="尚未填寫簡述。",
    en="The description is empty.",
    remedy_zh="建議在簡述欄寫下這件成果的特色，以利記錄學習過程與心得。",
    remedy_en="Say in the description what is special about this outcome and how it was made.",
    source=src.OUTCOME_ADVICE,
)
def described(case: OutcomeCase, _: Law) -> Iterator[Breach]:
    """A course outcome should be described."""
    if not case.outcome.description.strip():
        yield Breach("/description")


@rule(
    "LP1003",
    zh="簡述有 {length} 字，超過上限 {limit} 字，多出 {excess} 字。",
    en="The description has {length} characters; the limit is {limit}. It is {excess} too long.",
    remedy_zh="請將簡述刪減到 {limit} 字以內。",
    remedy_en="Shorten the description to {limit} characters or fewer.",
    source=src.FILE_FORMATS,
)
def description_length(case: OutcomeCase, law: Law) -> Iterator[Breach]:
    """The description of a course outcome keeps to the limit."""
    limit = law["outcome.description.max_characters"]
    if (length := count_characters(case.outcome.description)) > limit.number:
        yield Breach(
            "/description",
            length=length,
            limit=limit.number,
            excess=length - limit.number,
            source=limit.source,
        )


@rule(
    "LP1004",
    severity=Severity.ALERT,
    zh="簡述提到「{words}」；技能檢定或競賽成果不列為課程學習成果。",
    en="The description mentions {words}; results of competitions and skill tests are not"
    " course outcomes.",
    remedy_zh="若為檢定或競賽成果，請改列多元表現；若確實是課程產出，可不必更改。",
    remedy_en="If it is such a result, enter it as a performance; if it really comes from the"
    " course, leave it.",
    source=src.OUTCOME_ADVICE,
)
def no_competition(case: OutcomeCase, law: Law) -> Iterator[Breach]:
    """A result of a competition or skill test is a performance, not a course outcome."""
    parameter = law["outcome.description.performance_words"]
    text = case.outcome.description.lower()
    if found := [word for word in parameter.members if word in text]:
        yield Breach("/description", words=tuple(found), source=parameter.source)


@rule(
    "LP1005",
    zh="這門課在 {semester}已上傳 {count} 件課程學習成果，超過學校規定的 {limit} 件。",
    en="There are {count} course outcomes for this course in {semester}; the school allows"
    " {limit}.",
    remedy_zh="請先刪除這門課的其他草稿，再上傳新的課程學習成果。",
    remedy_en="Discard another draft of this course first, then upload the new outcome.",
    source=src.RECORDS,
)
def within_quota(case: QuotaCase, _: Law) -> Iterator[Breach]:
    """A taking has no more outcomes in a semester than the school allows."""
    limit, outcome = case.settings.outcomes_per_taking, case.outcome
    if limit is None:
        return
    count = sum(
        (each.taking, each.semester) == (outcome.taking, outcome.semester)
        and each.state is not OutcomeState.DISCARDED
        for each in case.portfolio.outcomes
    )
    if count > limit:
        yield Breach("/taking", semester=outcome.semester, count=count, limit=limit)


OUTCOME_CONTENT: Final = (has_file, described, description_length, no_competition)
QUOTA_RULES: Final = (within_quota,)
"""How many outcomes a school allows per taking; for a `QuotaCase`."""
