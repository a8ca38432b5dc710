"""How values are put into words: one field of a finding, for programs and in both languages."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import attrs

from learnport.model import (
    TAIPEI,
    AdvisingState,
    ApplicationState,
    BatchState,
    DepositState,
    ExtensionState,
    FileGroup,
    ItemKind,
    OutcomeState,
    PerformanceState,
    Scalar,
    SchoolYear,
    SelectionState,
    Semester,
    Severity,
    SubmissionRound,
    TakingKind,
    Text,
    WindowKind,
)

__all__ = [
    "Field",
    "Named",
    "Size",
    "Spelt",
    "as_code",
    "closing",
    "grade_named",
    "media_named",
    "spell",
    "term_named",
    "words",
    "words_in",
]

_KB: Final = 1024
_MB: Final = 1024 * 1024


@attrs.frozen
class Named:
    """A code for programs together with its words for people."""

    code: str
    text: Text


@attrs.frozen
class Size:
    """A size of a file (檔案大小).

    Attributes:
        count: bytes.
        at_least: the true size is not known, only that it is not smaller.
    """

    count: int
    at_least: bool = False


@attrs.frozen
class Spelt:
    """One field three times: for programs, in Chinese, in English."""

    value: Scalar
    zh: str
    en: str


Field = (
    Scalar
    | Decimal
    | dt.date
    | enum.StrEnum
    | SchoolYear
    | Semester
    | Named
    | Size
    | Spelt
    | Text
    | tuple["Field", ...]
)
"""What may fill a template. Datetimes are dates too; a text is for people alone."""


_WORDS: Final[dict[type[enum.StrEnum], dict[Any, Text]]] = {
    Severity: {
        Severity.STOP: Text("中止", "stop"),
        Severity.REJECT: Text("不通過", "reject"),
        Severity.ALERT: Text("提醒", "alert"),
        Severity.ADVICE: Text("建議", "advice"),
    },
    FileGroup: {
        FileGroup.DOCUMENT: Text("文件", "document"),
        FileGroup.MEDIA: Text("影音檔案", "audio or video"),
    },
    ItemKind: {
        ItemKind.ADVISING: Text("課程諮詢紀錄", "advising record"),
        ItemKind.OUTCOME: Text("課程學習成果", "course outcome"),
        ItemKind.PERFORMANCE: Text("多元表現", "performance"),
    },
    TakingKind: {
        TakingKind.REGULAR: Text("學期修課", "regular"),
        TakingKind.MAKEUP: Text("補修", "makeup"),
        TakingKind.RETAKE: Text("重修", "retake"),
        TakingKind.REPEAT: Text("重讀", "repeat"),
        TakingKind.TRANSFER: Text("轉學轉科", "transfer"),
        TakingKind.VISITING: Text("借讀", "visiting"),
    },
    OutcomeState: {
        OutcomeState.DRAFT: Text("草稿", "draft"),
        OutcomeState.AWAITING: Text("待認證", "awaiting certification"),
        OutcomeState.CERTIFIED: Text("已認證", "certified"),
        OutcomeState.RETURNED: Text("已退回", "returned"),
        OutcomeState.SUBMITTED: Text("已提交", "submitted"),
        OutcomeState.DISCARDED: Text("已刪除", "discarded"),
    },
    PerformanceState: {
        PerformanceState.DRAFT: Text("草稿", "draft"),
        PerformanceState.COMPLETE: Text("已完成", "complete"),
        PerformanceState.SUBMITTED: Text("已提交", "submitted"),
        PerformanceState.DISCARDED: Text("已刪除", "discarded"),
    },
    SelectionState: {
        SelectionState.OPEN: Text("勾選中", "open"),
        SelectionState.CONFIRMED: Text("已確認", "confirmed"),
        SelectionState.SUBMITTED: Text("已提交", "submitted"),
        SelectionState.REJECTED: Text("中央資料庫退件", "rejected by the central database"),
        SelectionState.RECEIVED: Text("中央資料庫已收訖", "received by the central database"),
        SelectionState.ACKNOWLEDGED: Text("收訖明細確認無誤", "receipt acknowledged"),
        SelectionState.DISPUTED: Text("收訖明細有疑義", "receipt disputed"),
        SelectionState.RESOLVED: Text("疑義已處理", "dispute resolved"),
        SelectionState.CORRECTED: Text("已更正", "corrected"),
    },
    BatchState: {
        BatchState.PLANNED: Text("已規劃", "planned"),
        BatchState.PRECHECKED: Text("已預檢", "prechecked"),
        BatchState.SEALED: Text("已封裝", "sealed"),
        BatchState.SENT: Text("已送出", "sent"),
        BatchState.RECEIVED: Text("已收件", "received"),
        BatchState.ACCEPTED: Text("已收訖", "accepted"),
        BatchState.REJECTED: Text("整批退件", "rejected"),
        BatchState.SUPERSEDED: Text("已由更正批次取代", "superseded"),
    },
    DepositState: {
        DepositState.RECEIVED: Text("已收件", "received"),
        DepositState.ACCEPTED: Text("已收訖", "accepted"),
        DepositState.REJECTED: Text("整批退件", "rejected"),
        DepositState.SUPERSEDED: Text("已由更正批次取代", "superseded"),
    },
    AdvisingState: {
        AdvisingState.RECORDED: Text("已登錄", "recorded"),
        AdvisingState.STRUCK: Text("已註銷", "struck"),
    },
    ExtensionState: {
        ExtensionState.GRANTED: Text("已核准", "granted"),
        ExtensionState.REVOKED: Text("已撤銷", "revoked"),
    },
    ApplicationState: {
        ApplicationState.CONSENTED: Text("已同意釋出", "consented"),
        ApplicationState.DRAFT: Text("勾選中", "draft"),
        ApplicationState.CONFIRMED: Text("已確認", "confirmed"),
        ApplicationState.RELEASED: Text("已釋出", "released"),
    },
    SubmissionRound: {
        SubmissionRound.ORDINARY: Text("高一、高二", "grades 10 and 11"),
        SubmissionRound.FIRST: Text("高三第一梯次", "grade 12, first round"),
        SubmissionRound.SECOND: Text("高三第二梯次", "grade 12, second round"),
    },
    WindowKind: {
        WindowKind.UPLOAD_OUTCOMES: Text("上傳課程學習成果", "uploading course outcomes"),
        WindowKind.CERTIFY: Text("認證課程學習成果", "certifying course outcomes"),
        WindowKind.UPLOAD_PERFORMANCES: Text("上傳多元表現", "uploading performances"),
        WindowKind.SELECT: Text("勾選", "selecting"),
        WindowKind.SUBMIT: Text("提交", "submitting"),
        WindowKind.CORRECT: Text("更正提交", "submitting corrections"),
        WindowKind.CONFIRM_RECEIPT: Text("確認收訖明細", "confirming the receipt"),
    },
}


_MEDIA_NAMES: Final = {
    "application/pdf": "PDF",
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "audio/mpeg": "MP3",
    "video/mp4": "MP4",
    # What people offer instead; without a name here they would read the media type.
    "application/msword": "Word (DOC)",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word (DOCX)",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation":
        "PowerPoint (PPTX)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel (XLSX)",
    "application/zip": "ZIP",
    "image/gif": "GIF",
    "image/heic": "HEIC",
    "image/webp": "WebP",
    "text/html": "HTML",
    "video/quicktime": "QuickTime (MOV)",
}  # fmt: skip


_GRADES: Final = {1: "高一", 2: "高二", 3: "高三"}


def words(member: enum.StrEnum) -> Text:
    """A state, kind or severity of the model in words; its bare value where there are none.

    >>> words(OutcomeState.AWAITING).zh
    '待認證'
    """
    return _WORDS.get(type(member), {}).get(member, Text(member.value, member.value))


def spell(field: Field) -> Spelt:
    """Put one field into words.

    >>> spell(dt.date(2025, 2, 14)).zh
    '114 年 2 月 14 日'
    """
    match field:
        case Spelt():
            return field
        case Size():
            return _size(field)
        case Named(code, text):
            return Spelt(code, text.zh, text.en)
        case Text(zh, en):
            return Spelt(None, zh, en)
        case enum.StrEnum():
            text = words(field)
            return Spelt(field.value, text.zh, text.en)
        case SchoolYear() | Semester():
            return spell(term_named(str(field)))
        case dt.datetime():
            local = field.astimezone(TAIPEI)
            return Spelt(local.isoformat(), f"{_roc(local)} {_clock(local)}", _iso(local))
        case dt.date():
            return Spelt(field.isoformat(), _roc(field), field.isoformat())
        case tuple():
            return _list([spell(each) for each in field])
        case Decimal():
            return Spelt(str(field), str(field), str(field))
        case _:
            shown = str(field)
            return Spelt(field, shown or "（空白）", shown or "(blank)")


def term_named(term: str) -> Named:
    """A school year (`113`) or a semester (`113-1`) with its words."""
    year, _, half = term.partition("-")
    if half:
        return Named(term, Text(f"{year} 學年度第 {half} 學期", f"semester {term}"))
    return Named(term, Text(f"{year} 學年度", f"school year {term}"))


def grade_named(grade: int) -> Spelt:
    """A grade, 1 to 3 for programs, with the words people have for it.

    >>> grade_named(3)
    Spelt(value=3, zh='高三', en='12')
    """
    return Spelt(grade, _GRADES[grade], str(9 + grade))


def media_named(media_type: str) -> Named:
    """A media type with the name people know it by."""
    name = _MEDIA_NAMES.get(media_type, media_type)
    return Named(media_type, Text(name, name))


def as_code(text: str) -> Field:
    """What somebody gave as a code; masked where it has not that form and may name a person."""
    if re.fullmatch(r"[a-z0-9_]{1,32}", text):
        return text
    if not text:
        return Named("", Text("（無）", "(none)"))
    return Named("", Text("無法辨識", "unrecognised"))


def words_in(text: str, sought: Iterable[str]) -> tuple[str, ...]:
    """Which words a text has; a Latin one only where it stands by itself.

    >>> words_in("請升級 upgrade", ("grade", "升級"))
    ('升級',)
    """
    lower = text.lower()
    return tuple(word for word in sought if word in lower and _by_itself(word, lower))


def _by_itself(word: str, text: str) -> bool:
    return not word.isascii() or re.search(rf"\b{re.escape(word)}\b", text) is not None


def closing(instant: dt.datetime) -> Named:
    """The end of a window, where midnight is 24:00 of the last day in Chinese.

    >>> closing(dt.datetime(2025, 2, 15, tzinfo=TAIPEI)).text.zh
    '114 年 2 月 14 日 24:00'
    """
    spelt = spell(instant)
    local = instant.astimezone(TAIPEI)
    zh = spelt.zh
    if local.time() == dt.time():
        zh = f"{_roc(local - dt.timedelta(days=1))} 24:00"
    return Named(str(spelt.value), Text(zh, spelt.en))


def _roc(day: dt.date) -> str:
    return f"{day.year - 1911} 年 {day.month} 月 {day.day} 日"


def _clock(instant: dt.datetime) -> str:
    return f"{instant:%H:%M:%S}" if instant.second or instant.microsecond else f"{instant:%H:%M}"


def _iso(instant: dt.datetime) -> str:
    return f"{instant:%Y-%m-%d} {_clock(instant)} (Taipei)"


def _size(size: Size) -> Spelt:
    count = size.count
    zh, en = f"{count:,} 位元組", f"{count:,} byte" + "s" * (count != 1)
    if count >= _KB:
        human = f"{count / _MB:.2f} MB" if count >= _MB else f"{count / _KB:.1f} KB"
        zh, en = f"{human}（{zh}）", f"{human} ({en})"
    if size.at_least:
        zh, en = f"{zh}以上", f"at least {en}"
    return Spelt(count, zh, en)


def _list(members: list[Spelt]) -> Spelt:
    return Spelt(
        value=", ".join(str(each.value) for each in members),
        zh="、".join(each.zh for each in members) or "無",
        en=", ".join(each.en for each in members) or "none",
    )
