"""LP10xx: what a course outcome contains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import (
    CourseOutcome,
    FileGroup,
    OutcomeState,
    Performance,
    PerformanceState,
    Severity,
    count_characters,
)
from learnport.parameters import Law
from learnport.rules import _sources as src
from learnport.rules._cases import (
    OutcomeCase,
    QuotaCase,
)
from learnport.rules._rule import Breach, rule
from learnport.rules._words import words_in

__all__ = ["FILE_QUOTA_RULES", "OUTCOME_ADVICE_RULES", "OUTCOME_CONTENT", "QUOTA_RULES"]


@rule(
    "LP1001",
    says="課程學習成果至少附一個檔案。",
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
    says="課程學習成果宜填寫簡述。",
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
    says="課程學習成果的簡述不超過字數上限。",
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
    says="競賽或技能檢定的成果屬於多元表現，不列為課程學習成果。",
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
    if found := words_in(case.outcome.description, parameter.members):
        yield Breach("/description", words=found, source=parameter.source)


def _same_semester(case: QuotaCase) -> list[CourseOutcome]:
    """The outcomes uploaded in the semester of the judged one; none for a performance."""
    if not isinstance(case.item, CourseOutcome):
        return []
    return [
        each
        for each in case.portfolio.outcomes
        if each.semester == case.item.semester and each.state is not OutcomeState.DISCARDED
    ]


@rule(
    "LP1005",
    says="每門課每學期上傳的課程學習成果不超過學校規定的件數。",
    zh="這門課在 {semester}已上傳 {count} 件課程學習成果，超過學校規定的 {limit} 件。",
    en="There are {count} course outcomes for this course in {semester}; the school allows"
    " {limit}.",
    remedy_zh="請先刪除這門課的其他草稿，再上傳新的課程學習成果；沒有草稿可刪時，請洽學校承辦人員。",
    remedy_en="Discard another draft of this course first, then upload the new outcome; if there"
    " is none, ask the school's staff.",
    source=src.RECORDS,
)
def within_quota(case: QuotaCase, _: Law) -> Iterator[Breach]:
    """A taking has no more outcomes in a semester than the school allows."""
    limit, outcome = case.settings.outcomes_per_taking, case.item
    if limit is None or not isinstance(outcome, CourseOutcome):
        return
    count = sum(each.taking == outcome.taking for each in _same_semester(case))
    if count > limit:
        yield Breach("/taking", semester=outcome.semester, count=count, limit=limit)


@rule(
    "LP1006",
    says="每學期上傳的課程學習成果不超過學校規定的件數。",
    zh="{semester}已上傳 {count} 件課程學習成果，超過學校規定的 {limit} 件。",
    en="There are {count} course outcomes in {semester}; the school allows {limit}.",
    remedy_zh="請先刪除其他草稿，再上傳新的課程學習成果；沒有草稿可刪時，請洽學校承辦人員。",
    remedy_en="Discard another draft first, then upload the new outcome; if there is none, ask the"
    " school's staff.",
    source=src.RECORDS,
)
def within_semester_quota(case: QuotaCase, _: Law) -> Iterator[Breach]:
    """A student has no more outcomes in a semester than the school allows."""
    limit, outcome = case.settings.outcomes_per_semester, case.item
    if limit is None or not isinstance(outcome, CourseOutcome):
        return
    if (count := len(_same_semester(case))) > limit:
        yield Breach("/semester", semester=outcome.semester, count=count, limit=limit)


@rule(
    "LP1007",
    says="每學年上傳的多元表現不超過學校規定的件數。",
    zh="{year}已上傳 {count} 件多元表現，超過學校規定的 {limit} 件。",
    en="There are {count} performances in {year}; the school allows {limit}.",
    remedy_zh="請先刪除其他草稿，再上傳新的多元表現；沒有草稿可刪時，請洽學校承辦人員。",
    remedy_en="Discard another draft first, then upload the new performance; if there is none, ask"
    " the school's staff.",
    source=src.RECORDS,
)
def within_performance_quota(case: QuotaCase, _: Law) -> Iterator[Breach]:
    """A student has no more performances in a school year than the school allows."""
    limit, performance = case.settings.performances_per_year, case.item
    if limit is None or not isinstance(performance, Performance):
        return
    count = sum(
        each.year == performance.year and each.state is not PerformanceState.DISCARDED
        for each in case.portfolio.performances
    )
    if count > limit:
        yield Breach("/year", year=performance.year, count=count, limit=limit)


@rule(
    "LP1008",
    says="每件資料的檔案不超過學校規定的個數。",
    zh="這件資料有 {count} 個檔案，超過學校規定的 {limit} 個。",
    en="The item has {count} files; the school allows {limit}.",
    remedy_zh="請減少檔案；同類內容可合併成一個檔案。",
    remedy_en="Attach fewer files; what belongs together may go into one file.",
    source=src.FILE_FORMATS,
)
def files_per_item(case: QuotaCase, _: Law) -> Iterator[Breach]:
    """An item has no more files than the school allows."""
    limit = case.settings.files_per_item
    if limit is not None and (count := len(case.item.attachments)) > limit:
        yield Breach("/attachments", count=count, limit=limit)


@rule(
    "LP1009",
    says="影音檔案宜先確認可以播放。",
    severity=Severity.ADVICE,
    zh="這件成果附有影音檔案；影音檔案日後可能因格式或權限無法播放。",
    en="The outcome has an audio or video file; such files may fail to play later.",
    remedy_zh="建議先在別的裝置試播，並把重點寫在文件或簡述裡。",
    remedy_en="Play it on another device first, and put what matters into a document or the"
    " description.",
    source=src.OUTCOME_ADVICE,
)
def media_may_fail(case: OutcomeCase, _: Law) -> Iterator[Breach]:
    """Audio and video should be tried before they are relied on."""
    for index, each in enumerate(case.outcome.attachments):
        if each.group is FileGroup.MEDIA:
            yield Breach(f"/attachments/{index}")


@rule(
    "LP1010",
    says="分組合作的作品宜在封面說明分工。",
    severity=Severity.ADVICE,
    zh="簡述提到「{words}」；分組合作的作品，宜在封面以分工表呈現每位學生的貢獻。",
    en="The description mentions {words}; a joint work should show on its cover who did what.",
    remedy_zh="若為合作的作品，建議在封面加上分工表。",
    remedy_en="If it is a joint work, put a table of who did what on the cover.",
    source=src.OUTCOME_ADVICE,
)
def shared_work_named(case: OutcomeCase, law: Law) -> Iterator[Breach]:
    """A joint work should show how the work was shared."""
    parameter = law["outcome.description.joint_work_words"]
    if found := words_in(case.outcome.description, parameter.members):
        yield Breach("/description", words=found, source=parameter.source)


OUTCOME_CONTENT: Final = (has_file, described, description_length, no_competition)

OUTCOME_ADVICE_RULES: Final = (media_may_fail, shared_work_named)
"""What a student is told while writing an outcome, and nobody afterwards; for an `OutcomeCase`."""

FILE_QUOTA_RULES: Final = (files_per_item,)
"""How many files a school allows per item; for a `QuotaCase`."""

QUOTA_RULES: Final = (
    within_quota, within_semester_quota, within_performance_quota, *FILE_QUOTA_RULES,
)  # fmt: skip
"""How many items and files a school allows; for a `QuotaCase`."""
