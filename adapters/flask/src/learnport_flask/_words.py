"""Words of the pages: the language of a request, dates, sizes, and names of codes."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any, Final

from flask import g, request, session

from learnport.model import (
    TAIPEI,
    Certificate,
    Competition,
    FlexibleLearning,
    GroupActivity,
    OfficerDeed,
    OtherPerformance,
    PerformanceDetails,
    PreparatoryCourse,
    Role,
    ServiceLearning,
    Severity,
    Text,
    Verdict,
    Work,
    WorkplaceLearning,
)
from learnport.rules import words
from learnport.workflow import ACTION_TITLES, Action
from learnport_flask._site import context, site

__all__ = [
    "FILTERS",
    "LANGUAGES",
    "category",
    "choose_language",
    "media_name",
    "reason_named",
    "say",
    "title_of",
]

LANGUAGES: Final = {"zh": "zh-Hant-TW", "en": "en"}

_WORDS: Final[dict[type[enum.StrEnum], dict[Any, Text]]] = {
    Role: {
        Role.STUDENT: Text("學生", "Student"),
        Role.SUBJECT_TEACHER: Text("任課教師", "Subject teacher"),
        Role.ADVISOR: Text("課程諮詢教師", "Advisor"),
        Role.HOMEROOM_TEACHER: Text("導師", "Homeroom teacher"),
        Role.GUARDIAN: Text("家長", "Parent"),
        Role.STAFF: Text("學校承辦人員", "School staff"),
        Role.CENTRE: Text("中央資料庫", "Central database"),
    },
    Severity: {
        Severity.STOP: Text("不能繼續", "Stop"),
        Severity.REJECT: Text("不符規定", "Not permitted"),
        Severity.ALERT: Text("請留意", "Please note"),
        Severity.ADVICE: Text("建議", "Advice"),
    },
    Verdict: {
        Verdict.ACCEPTED: Text("收訖", "accepted"),
        Verdict.REJECTED: Text("退件", "rejected"),
    },
    Action: dict(ACTION_TITLES),
}
"""By kind: members of two kinds with one value are equal, and mean different things."""

_CATEGORIES: Final[dict[type, Text]] = {
    OfficerDeed: Text("幹部經歷暨事蹟", "Officer posts and deeds"),
    Competition: Text("競賽參與", "Competition"),
    Certificate: Text("檢定證照", "Certificate"),
    ServiceLearning: Text("服務學習", "Service learning"),
    FlexibleLearning: Text("彈性學習時間", "Flexible learning time"),
    GroupActivity: Text("團體活動時間", "Group activity time"),
    WorkplaceLearning: Text("職場學習", "Workplace learning"),
    Work: Text("作品成果", "Work"),
    PreparatoryCourse: Text("大學及技專校院先修課程", "University preparatory course"),
    OtherPerformance: Text("其他多元表現", "Other performance"),
}

_MEDIA: Final = {
    "application/pdf": "PDF",
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "audio/mpeg": "MP3",
    "video/mp4": "MP4",
}


def choose_language() -> None:
    """Chinese first; `?language=en` is remembered."""
    if (asked := request.args.get("language")) in LANGUAGES:
        session["language"] = asked
    chosen = session.get("language")
    g.language = chosen if chosen in LANGUAGES else "zh"


def say(text: Text | enum.StrEnum | str, en: str = "") -> str:
    """Anything that has words in both languages, in the language of the request."""
    if isinstance(text, enum.StrEnum):
        text = _WORDS.get(type(text), {}).get(text) or words(text)
    elif isinstance(text, str):
        text = Text(text, en)
    return text.en if g.language == "en" else text.zh


def reason_named(code: str) -> Text:
    """A reason for a return in the school's own words, else in the law's."""
    return site().school.reason_words(code, context())


def media_name(media_type: str) -> str:
    """A media type with the name people know it by."""
    return _MEDIA.get(media_type, media_type)


def category(details: PerformanceDetails) -> Text:
    """The category of a performance."""
    return _CATEGORIES[type(details)]


def title_of(details: PerformanceDetails) -> str:
    """What a performance is called on one line."""
    fields = ("name", "position", "title", "code")
    return next(str(getattr(details, name)) for name in fields if hasattr(details, name))


def _day(day: dt.date) -> str:
    if g.language == "en":
        return f"{day.day} {day:%b} {day.year}"
    return f"{day.year - 1911} 年 {day.month} 月 {day.day} 日"


def _instant(instant: dt.datetime) -> str:
    local = instant.astimezone(TAIPEI)
    return f"{_day(local.date())} {local:%H:%M}"


def _closing(instant: dt.datetime) -> str:
    """The end of a window: midnight belongs to the day that ends with it."""
    local = instant.astimezone(TAIPEI)
    if local.time() == dt.time():
        return f"{_day(local.date() - dt.timedelta(days=1))} 24:00"
    return _instant(instant)


def _term(term: object) -> str:
    year, _, half = str(term).partition("-")
    if half:
        return say(f"{year} 學年度第 {half} 學期", f"Semester {year}-{half}")
    return say(f"{year} 學年度", f"School year {year}")


def _size(size: int) -> str:
    if size >= 1024**2:
        return f"{size / 1024**2:.2f}".rstrip("0").rstrip(".") + " MB"
    return f"{max(size / 1024, 0.1):.1f} KB"


FILTERS: Final = {
    "instant": _instant,
    "closing": _closing,
    "term": _term,
    "size": _size,
    "media": media_name,
    "category": category,
    "title_of": title_of,
    "reason": reason_named,
}
"""What templates may do with values beside `t`."""
