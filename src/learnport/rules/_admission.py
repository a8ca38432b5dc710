"""LP23xx: what an applicant chooses for a program.

Admission limits are known from the first admission that read portfolios; an older law raises
`NotInForce`. What is known for later years only is not judged before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import Severity
from learnport.parameters import Law, Value
from learnport.rules import _sources as src
from learnport.rules._admission_cases import ApplicationCase, ApplicationCopyCase
from learnport.rules._admission_limits import (
    PROGRAM_SEES,
    THIRD_PARTY,
    beyond,
    channel_named,
    program_named,
    ticked_items,
    tighter,
    unwanted,
)
from learnport.rules._admission_programs import PROGRAM_RULES, PROGRAM_TIMING_RULES
from learnport.rules._admission_uploads import UPLOADS
from learnport.rules._rule import Breach, notice, rule

__all__ = [
    "ADMISSION",
    "ADMISSION_RULES",
    "APPLICATION_COPY_RULES",
    "APPLICATION_FINAL",
    "PROGRAM_RULES",
    "PROGRAM_TIMING_RULES",
]

_RELEASED_FILES: Final = "大學端備審資料檔案欄位（整理自公開之評分輔助系統程式，非官方規格）"

_PROJECTS: Final = "B-1"
_PROJECT_CATEGORY: Final = "1"
"""成果類別代碼 of 專題實作及實習科目學習成果."""


@rule(
    "LP2301",
    says="申請生同意釋出之前，不顯示、不勾選任何資料。",
    severity=Severity.STOP,
    zh="申請生尚未同意釋出學習歷程資料，不能顯示或勾選任何項目。",
    en="The applicant has not consented to the release; nothing can be shown or ticked.",
    remedy_zh="請申請生本人先閱讀說明並按下同意，再開始勾選。",
    remedy_en="The applicant reads the explanation and consents; then ticking can begin.",
    source=src.LIFE_CYCLES,
)
def consented(case: ApplicationCase, _: Law) -> Iterator[Breach]:
    """Nothing is shown or ticked before the applicant has consented."""
    if case.application.consented_at is None:
        yield Breach("/consented_at")


@rule(
    "LP2302",
    says="一份勾選只供一個校系使用。",
    severity=Severity.STOP,
    zh="這份勾選是為 {program} 所做，不能用於 {limit}。",
    en="This choice was made for {program}; it cannot be used for {limit}.",
    remedy_zh="請開啟該校系自己的勾選；要沿用時，請使用複製功能。",
    remedy_en="Open the choice of that program; to use this one again, copy it.",
    source=PROGRAM_SEES,
)
def for_this_program(case: ApplicationCase, _: Law) -> Iterator[Breach]:
    """A choice is for one program only."""
    if case.application.program != case.program.key:
        yield Breach(
            "/program", program=str(case.application.program), limit=program_named(case.program)
        )


@rule(
    "LP2303",
    says="校系所見課程學習成果不超過該招生管道的件數上限。",
    zh="為{program}勾選了 {count} 件課程學習成果，超過{channel}的上限 {limit} 件，"
    "多出 {excess} 件。",
    en="{count} course outcomes are ticked for {program}; the limit is {limit} ({channel}). That"
    " is {excess} too many.",
    remedy_zh="請取消勾選 {excess} 件課程學習成果。",
    remedy_en="Take back {excess} of the course outcomes.",
    source=PROGRAM_SEES,
)
def outcome_count(case: ApplicationCase, law: Law) -> Iterator[Breach]:
    """A program sees no more outcomes than its channel allows."""
    name = f"admission.{case.program.key.channel}.outcomes.max_count"
    count = len(case.application.ticked.outcomes)
    yield from _too_many("/materials/outcomes", case, count, name, law[name])


@rule(
    "LP2304",
    says="校系所見多元表現不超過該招生管道的件數上限；部分代碼不計。",
    zh="為{program}勾選了 {count} 件多元表現，超過{channel}的上限 {limit} 件，多出 {excess} 件。",
    en="{count} performances are ticked for {program}; the limit is {limit} ({channel}). That is"
    " {excess} too many.",
    remedy_zh="請取消勾選 {excess} 件多元表現。",
    remedy_en="Take back {excess} of the performances.",
    source=PROGRAM_SEES,
)
def performance_count(case: ApplicationCase, law: Law) -> Iterator[Breach]:
    """A program sees no more performances than its channel allows, some codes not counted."""
    name = f"admission.{case.program.key.channel}.performances.max_count"
    uncounted = law.get("admission.performances.uncounted_codes")
    free = () if uncounted is None else uncounted.members
    count = sum(each.code not in free for each in case.application.ticked.performances)
    yield from _too_many("/materials/performances", case, count, name, law[name])


@rule(
    "LP2305",
    says="招生管道訂有 B-1 件數上限者，不超過該上限。",
    zh="為{program}勾選了 {count} 件 B-1 專題實作、實習科目學習成果，"
    "超過{channel}的上限 {limit} 件，多出 {excess} 件。",
    en="{count} items B-1 (projects, practical subjects) are ticked for {program}; the limit is"
    " {limit} ({channel}). That is {excess} too many.",
    remedy_zh="請取消勾選 {excess} 件 B-1 學習成果。",
    remedy_en="Take back {excess} of the B-1 items.",
    source=PROGRAM_SEES,
)
def project_count(case: ApplicationCase, law: Law) -> Iterator[Breach]:
    """A program sees no more B-1 items than its channel allows, where it sets a limit."""
    name = f"admission.{case.program.key.channel}.b1.max_count"
    count = sum(each.code == _PROJECTS for each in case.application.ticked.outcomes)
    yield from _too_many("/materials/outcomes", case, count, name, law.get(name))


def _too_many(
    at: str, case: ApplicationCase, count: int, name: str, ruling: Value | None
) -> Iterator[Breach]:
    limit = tighter(case.program, name, ruling)
    channel = channel_named(case.program.key.channel)
    yield from beyond(at, count, limit, program=program_named(case.program), channel=channel)


@rule(
    "LP2306",
    says="勾選的資料都在學習歷程中央資料庫中。",
    zh="勾選的資料（{item}）不在學習歷程中央資料庫中。",
    en="The ticked item {item} is not held by the central database.",
    remedy_zh="請取消勾選這一件；只有學校已提交、中央資料庫已收訖的資料可以勾選。",
    remedy_en="Take it back; only what the school submitted and the centre received can be ticked.",
    source=PROGRAM_SEES,
)
def held_centrally(case: ApplicationCase, _: Law) -> Iterator[Breach]:
    """A ticked item is held by the central database."""
    for at, _kind, each in ticked_items(case.application):
        if case.find(each.item) is None:
            yield Breach(at, item=each.item)


@rule(
    "LP2307",
    says="勾選的資料都是申請生本人的。",
    zh="勾選的資料（{item}）是另一位學生的。",
    en="The ticked item {item} is another student's.",
    remedy_zh="請取消勾選這一件，只勾選本人的資料。",
    remedy_en="Take it back and tick only your own items.",
    source=src.ROLES,
)
def applicants_own(case: ApplicationCase, _: Law) -> Iterator[Breach]:
    """A ticked item is the applicant's own."""
    for at, _kind, each in ticked_items(case.application):
        held = case.find(each.item)
        if held is not None and held.student != case.application.student:
            yield Breach(at, item=each.item)


@rule(
    "LP2308",
    says="同一校系中，每件資料只勾選一次。",
    zh="同一件資料（{item}）重複勾選。",
    en="The item {item} is ticked twice.",
    remedy_zh="請取消重複的勾選。",
    remedy_en="Take back the second tick.",
    source=PROGRAM_SEES,
)
def ticked_once(case: ApplicationCase, _: Law) -> Iterator[Breach]:
    """Every item is ticked once for a program."""
    seen: set[str] = set()
    for at, _kind, each in ticked_items(case.application):
        if each.item in seen:
            yield Breach(at, item=each.item)
        seen.add(each.item)


@rule(
    "LP2309",
    says="課程學習成果勾選為課程學習成果，多元表現勾選為多元表現。",
    zh="資料（{item}）是「{kind}」，不能勾選為「{limit}」。",
    en="The item {item} is of the kind {kind}; it cannot be ticked as {limit}.",
    remedy_zh="請取消這一件，改在「{kind}」之下勾選。",
    remedy_en="Take it back and tick it under its own kind: {kind}.",
    source=PROGRAM_SEES,
)
def of_its_kind(case: ApplicationCase, _: Law) -> Iterator[Breach]:
    """An outcome is ticked as an outcome, a performance as a performance."""
    for at, kind, each in ticked_items(case.application):
        held = case.find(each.item)
        if held is not None and held.kind is not kind:
            yield Breach(at, item=each.item, kind=held.kind, limit=kind)


@rule(
    "LP2310",
    says="勾選資料所用的項目代碼屬於該類資料。",
    zh="項目代碼 {code} 不屬於「{kind}」；可用代碼：{limit}。",
    en="The item code {code} is not one of the kind {kind}; possible codes: {limit}.",
    remedy_zh="請改用可用代碼之一。",
    remedy_en="Use one of the possible codes.",
    source=THIRD_PARTY,
)
def code_of_its_kind(case: ApplicationCase, law: Law) -> Iterator[Breach]:
    """An item is ticked under a code of its kind."""
    for at, kind, each in ticked_items(case.application):
        codes = law.get(f"admission.{case.program.key.channel}.{kind}s.codes")
        if codes is not None and each.code.partition("-")[0] not in codes.members:
            yield Breach(
                f"{at}/code", code=each.code, kind=kind, limit=codes.members, source=codes.source
            )


@rule(
    "LP2311",
    says="只有專題實作及實習科目學習成果可以列為 B-1。",
    zh="資料（{item}）的成果類別代碼為 {category}，不是專題實作及實習科目學習成果（代碼 {limit}），"
    "不能列為 {code}。",
    en="The item {item} has the outcome category {category}; only those of projects and practical"
    " subjects (category {limit}) are {code}.",
    remedy_zh="請取消這一件，或改列其他課程學習成果項目。",
    remedy_en="Take it back, or tick it under another code of course outcomes.",
    source=_RELEASED_FILES,
)
def project_is_one(case: ApplicationCase, _: Law) -> Iterator[Breach]:
    """Only an outcome of a project or practical subject is a B-1 item."""
    for index, each in enumerate(case.application.ticked.outcomes):
        held = case.find(each.item)
        if each.code != _PROJECTS or held is None or held.category in ("", _PROJECT_CATEGORY):
            continue
        yield Breach(
            f"/materials/outcomes/{index}/code",
            item=each.item,
            category=held.category,
            code=each.code,
            limit=_PROJECT_CATEGORY,
        )


@rule(
    "LP2312",
    says="只勾選、上傳校系採計的項目。",
    zh="{program}不採計代碼 {code} 的項目；採計項目：{limit}。",
    en="{program} does not read items of code {code}; it reads {limit}.",
    remedy_zh="請取消這個項目。",
    remedy_en="Take this item back.",
    source=PROGRAM_SEES,
)
def wanted(case: ApplicationCase, _: Law) -> Iterator[Breach]:
    """Only items the program reads are chosen for it."""
    for at, code in unwanted(case.application, case.program):
        limit = tuple(sorted(case.program.wanted))
        yield Breach(at, program=program_named(case.program), code=code, limit=limit)


@rule(
    "LP2313",
    says="只提供中央資料庫所存學期的修課紀錄。",
    zh="中央資料庫沒有{semester}的修課紀錄，無法提供給校系。",
    en="The central database holds no course records of {semester}, so none can be shown.",
    remedy_zh="請取消勾選這個學期；如有疑義，請洽原就讀學校。",
    remedy_en="Take this semester back; if that seems wrong, ask the school.",
    source=PROGRAM_SEES,
)
def semester_held(case: ApplicationCase, _: Law) -> Iterator[Breach]:
    """Course records are shown only of semesters the central database holds."""
    for semester in sorted(case.application.ticked.semesters - case.semesters):
        yield Breach("/materials/semesters", semester=semester)


APPLICATION_FINAL: Final = notice(
    "LP2319",
    "A confirmed choice does not change.",
    says="已確認的勾選不再變更。",
    zh="{program}的勾選已經確認，不能再變更。",
    en="The choice for {program} is confirmed and cannot be changed any more.",
    remedy_zh="確認後即為定案；如有疑義，請洽招生單位。",
    remedy_en="What is confirmed is final; if something is wrong, ask the admission office.",
    source=src.LIFE_CYCLES,
)


@rule(
    "LP2320",
    says="另一校系不採計的項目不複製。",
    severity=Severity.ALERT,
    zh="代碼 {code} 的項目不會複製：{program}不採計；採計項目：{limit}。",
    en="The item of code {code} is not copied: {program} does not read it; it reads {limit}.",
    remedy_zh="請確認複製後的勾選，並視需要改勾選 {program}採計的其他項目。",
    remedy_en="Look at the copied choice and, if you like, tick other items {program} reads.",
    source=PROGRAM_SEES,
)
def left_behind(case: ApplicationCopyCase, _: Law) -> Iterator[Breach]:
    """What the other program does not read is not copied."""
    for at, code in unwanted(case.original, case.program):
        limit = tuple(sorted(case.program.wanted))
        yield Breach(at, program=program_named(case.program), code=code, limit=limit)


ADMISSION_RULES: Final = (
    consented,
    for_this_program,
    outcome_count,
    performance_count,
    project_count,
    held_centrally,
    applicants_own,
    ticked_once,
    of_its_kind,
    code_of_its_kind,
    project_is_one,
    wanted,
    semester_held,
    *UPLOADS,
)
"""What a choice for a program must satisfy; for an `ApplicationCase`."""

APPLICATION_COPY_RULES: Final = (left_behind,)
"""What a copy leaves behind; for an `ApplicationCopyCase`."""

ADMISSION: Final = (
    *ADMISSION_RULES,
    *APPLICATION_COPY_RULES,
    *PROGRAM_RULES,
    *PROGRAM_TIMING_RULES,
    APPLICATION_FINAL,
)
"""Every entry of this subject, for the catalogue."""
