"""LP16xx: certification, and what the state of a record refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from learnport.model import Severity
from learnport.parameters import Law, Value
from learnport.rules import _sources as src
from learnport.rules._cases import ReturnCase
from learnport.rules._rule import Breach, notice, rule
from learnport.rules._words import Named, as_code, words_in

__all__ = [
    "ACTION_REFUSED",
    "CERTIFICATION",
    "ID_TAKEN",
    "ITEM_LOCKED",
    "ITEM_UNKNOWN",
    "NO_CERTIFIER",
    "REASON_MISSING",
    "REATTACHED_OTHER_FILE",
    "RETURN_RULES",
]


def _named(reasons: Value) -> tuple[Named, ...]:
    return tuple(Named(each, reasons.label(each)) for each in reasons.members)


ACTION_REFUSED: Final = notice(
    "LP1601",
    "An action is taken only where the life cycle of the record has it.",
    says="作業須是資料目前狀態可以進行的。",
    zh="目前狀態為「{state}」，不能進行「{action}」；可以進行：{limit}。",
    en='In the state "{state}" the action "{action}" is not possible; possible: {limit}.',
    remedy_zh="請重新整理頁面，確認最新狀態後，從可以進行的作業中選擇。",
    remedy_en="Reload to see the newest state, then choose one of the possible actions.",
    source=src.LIFE_CYCLES,
)


@rule(
    "LP1602",
    says="退回認證須附原因。",
    zh="退回認證須選擇原因。",
    en="Returning an outcome needs a reason.",
    remedy_zh="請從下列原因擇一：{limit}。",
    remedy_en="Choose one of: {limit}.",
    source=src.CERTIFICATION,
)
def return_has_reason(case: ReturnCase, law: Law) -> Iterator[Breach]:
    """An outcome is returned with a reason."""
    if not case.reason.strip():
        reasons = law["certification.return.reasons"]
        yield Breach("/reason", limit=_named(reasons), source=reasons.source)


@rule(
    "LP1603",
    says="退回原因是所列原因之一。",
    zh="退回原因「{reason}」不在可用的原因之列；不得以成績及格、成果品質或特定作業、單元為由。",
    en='"{reason}" is not among the reasons for a return; passing grades, quality and certain'
    " assignments or units are no reasons.",
    remedy_zh="請從下列原因擇一：{limit}。",
    remedy_en="Choose one of: {limit}.",
    source=src.CERTIFICATION,
)
def return_reason_listed(case: ReturnCase, law: Law) -> Iterator[Breach]:
    """The reason of a return is one of the closed list."""
    reasons = law["certification.return.reasons"]
    if case.reason.strip() and case.reason not in reasons.members:
        yield Breach(
            "/reason",
            reason=as_code(case.reason),
            limit=_named(reasons),
            source=reasons.source,
        )


@rule(
    "LP1604",
    says="以本身說明不足的原因退回時，須附文字說明。",
    zh="以「{reason}」退回時須附文字說明。",
    en='A return for the reason "{reason}" needs an explanation.',
    remedy_zh="請簡要說明退回的原因，讓學生知道如何修改。",
    remedy_en="Explain in a few words, so that the student knows what to change.",
    source=src.CERTIFICATION,
)
def return_explained(case: ReturnCase, law: Law) -> Iterator[Breach]:
    """A return for a reason that says little by itself is explained."""
    with_text = law["certification.return.reasons_with_text"]
    if case.reason in with_text.members and not case.note.strip():
        label = law["certification.return.reasons"].label(case.reason)
        yield Breach("/note", reason=Named(case.reason, label), source=with_text.source)


REASON_MISSING: Final = notice(
    "LP1605",
    "An action that changes what others rely on is given a reason.",
    says="會影響他人的作業須敘明原因。",
    zh="進行「{action}」須敘明原因。",
    en='The action "{action}" needs a reason.',
    remedy_zh="請填寫原因後再試一次。",
    remedy_en="Give a reason and try again.",
    source=src.CERTIFICATION,
)

ITEM_LOCKED: Final = notice(
    "LP1606",
    "What a confirmed selection holds does not change.",
    says="已列入確認之勾選的資料不再變更。",
    zh="這件資料（{item}）已列入 {year}經確認的勾選，不能變更。",
    en="The item {item} is part of the confirmed selection of {year} and cannot be changed.",
    remedy_zh="如需變更，請先請學校承辦人員重新開放勾選。",
    remedy_en="To change it, ask the school's staff to reopen the selection first.",
    source=src.LIFE_CYCLES,
)

REATTACHED_OTHER_FILE: Final = notice(
    "LP1607",
    "A file given back is bit for bit the one that was there.",
    says="補回的檔案與原檔完全相同。",
    zh="補回的檔案與原檔不同，不能沿用原有的認證。",
    en="The file given back is not the original, so its certification cannot be kept.",
    remedy_zh="請找出當初上傳的同一個檔案；若已無原檔，請修改這件成果後重新送認證。",
    remedy_en="Find the very file that was uploaded; if it is gone, edit the outcome and have it"
    " certified again.",
    source=src.LIFE_CYCLES,
)

ITEM_UNKNOWN: Final = notice(
    "LP1608",
    "An action is about something that is there.",
    says="要處理的資料確實存在。",
    zh="找不到要處理的資料，可能已經刪除，或不屬於這位學生。",
    en="What the action is about is not there; it was deleted or is not this student's.",
    remedy_zh="請重新整理頁面，確認資料還在，再試一次。",
    remedy_en="Reload, make sure it is still there, and try again.",
    source=src.LIFE_CYCLES,
)


@rule(
    "LP1609",
    says="退回的說明不涉及成績及格、成果品質或特定作業、單元。",
    severity=Severity.ALERT,
    zh="退回的說明提到「{words}」；認證不得以成績及格、成果品質為條件，或限定特定作業、單元。",
    en="The explanation mentions {words}; certifying must not depend on grades, quality or certain"
    " assignments.",
    remedy_zh="請確認退回的理由只關於是否為本人成果、是否為本課程產出，或檔案的問題。",
    remedy_en="Make sure the reason is only whether it is the student's own, from this course, or"
    " what is wrong with the file.",
    source=src.CERTIFICATION,
)
def return_without_grades(case: ReturnCase, law: Law) -> Iterator[Breach]:
    """The explanation of a return speaks of no grades and no quality."""
    forbidden = law["certification.return.forbidden_words"]
    if found := words_in(case.note, forbidden.members):
        yield Breach("/note", words=found, source=forbidden.source)


ID_TAKEN: Final = notice(
    "LP1611",
    "An identifier names one record of a portfolio.",
    says="同一份學習歷程檔案中，每筆資料的識別碼不重複。",
    zh="識別碼 {item} 已用於這份學習歷程檔案的另一筆資料。",
    en="The identifier {item} already names another record of this portfolio.",
    remedy_zh="請由系統重新產生識別碼後再試一次；若再次發生，請洽系統廠商。",
    remedy_en="Let the system give a fresh identifier and try again; ask the vendor if it happens"
    " again.",
    source=src.OWN_READING,
)

NO_CERTIFIER: Final = notice(
    "LP1610",
    "Certification is requested of somebody.",
    says="送出認證時，這門課已有認證教師。",
    zh="這門課尚未指定認證教師，無法送出認證。",
    en="Nobody has been named to certify outcomes of this course.",
    remedy_zh="請學校承辦人員在修課資料為這門課指定認證教師；在他校修習者亦同。",
    remedy_en="Ask the school's staff to name a certifier in the record of the taking, also where"
    " the course was taken elsewhere.",
    source=src.CERTIFICATION,
)

RETURN_RULES: Final = (
    return_has_reason, return_reason_listed, return_explained, return_without_grades,
)  # fmt: skip
"""What a teacher's return must satisfy; for a `ReturnCase`."""

CERTIFICATION: Final = (
    ACTION_REFUSED,
    *RETURN_RULES,
    REASON_MISSING,
    ITEM_LOCKED,
    REATTACHED_OTHER_FILE,
    ITEM_UNKNOWN,
    NO_CERTIFIER,
    ID_TAKEN,
)
