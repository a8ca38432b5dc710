"""Items as a national pre-check meets them: made up, in plain JSON form, a school at a time.

The same number always gives the same item, so nothing has to be kept and memory stays flat.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from cattrs import Converter
from cattrs.preconf.json import make_converter
from cattrs.strategies import configure_tagged_union

from learnport.model import (
    PERFORMANCE_DETAILS,
    CourseCode,
    CoursePlan,
    Performance,
    PerformanceDetails,
    PlanEntry,
    SubmittedOutcome,
)

__all__ = ["SCHOOL", "YEAR", "Item", "Plain", "items_of", "plain_cattrs", "plan_of"]

Plain = dict[str, Any]
Item = SubmittedOutcome | Performance

YEAR: Final = 113
"""The school year of everything, in which all students entered."""
SCHOOL: Final = 2_000
"""Items of one school."""
_COURSES: Final = 60
"""Courses in a school's plan."""
_FAULTY: Final = 47
"""One item in so many has a fault."""

_WORDS: Final = (
    "這份成果記錄我們在課堂上從提出問題、蒐集資料到動手實作的過程，並說明小組如何分工、"
    "遇到哪些困難，以及最後學到什麼。"
)
_NAME: Final = "校園植物調查與觀察紀錄"
_SPAN: Final = {"begins": "2024-10-01", "ends": "2024-12-20"}

# The ten sheets: the fields as JSON has them.
_DETAILS: Final[tuple[Plain, ...]] = (
    {"type": "officer_deed", "unit": "班級", **_SPAN, "position": "班長", "level": "3"},
    {"type": "competition", "name": _NAME, "item": "個人組", "level": "4", "award": "佳作",
     "announced": "2024-11-20", "participation": "1"},
    {"type": "certificate", "code": "9001", "obtained": "2024-11-20", "note": "", "score": "88.5",
     "partial_results": "", "number": "樣本字第1234號", "group": ""},
    {"type": "service_learning", "name": _NAME, "unit": "社區圖書館", **_SPAN, "hours": "12"},
    {"type": "flexible_learning", "category": "1", "name": _NAME, "unit": "教務處",
     "semester": {"year": YEAR, "half": 1}, "periods_per_week": 2, "weeks": 18},
    {"type": "group_activity", "category": "1", "unit": "學務處", "name": _NAME,
     "semester": {"year": YEAR, "half": 1}, "periods": 18},
    {"type": "workplace_learning", "category": "1", "unit": "社區書店", "title": "實習生", **_SPAN,
     "hours": "16"},
    {"type": "work", "name": _NAME, "made_on": "2024-11-20"},
    {"type": "preparatory_course", "project": "", "unit": "樣本大學", "name": _NAME, **_SPAN,
     "credits": "2", "hours": "36"},
    {"type": "other_performance", "name": _NAME, "organiser": "樣本協會", **_SPAN, "hours": "6"},
)  # fmt: skip

# Their order is that of the classes.
_TAGS: Final = {
    kind: each["type"] for kind, each in zip(PERFORMANCE_DETAILS, _DETAILS, strict=True)
}


def _code(school: str, course: int) -> Plain:
    return {
        "entry_year": str(YEAR), "school": school, "programme": "H", "group": "11",
        "department": "101", "class_group": "A", "category": "1", "opening": "0",
        "attribute": "1", "domain": "01", "subject": f"{course:02}",
    }  # fmt: skip


@lru_cache(maxsize=1)
def plan_of(school: str) -> CoursePlan:
    """The approved plan of a school."""
    entries = (
        PlanEntry(CourseCode(**_code(school, course)), f"科目{course:02}", "444444", "000000")
        for course in range(_COURSES)
    )
    return CoursePlan(school, YEAR, tuple(entries))


def _attachment(name: str, media_type: str, group: str, number: int) -> Plain:
    return {
        "name": name, "size": 1_000_000 + number % 999_983, "media_type": media_type,
        "sha256": f"{number:064x}", "group": group,
    }  # fmt: skip


def _outcome(school: str, number: int) -> Plain:
    student = {"school": school, "key": f"s{number // 16}"}
    teacher = {"school": school, "key": f"t{number % 40}"}
    course = number % _COURSES
    outcome = {
        "id": f"o{number}", "student": student, "taking": f"k{number}",
        "semester": {"year": YEAR, "half": 1}, "uploaded_at": "2025-01-10T10:20:30+08:00",
        "description": _WORDS,
        "attachments": [
            _attachment("學習成果報告.pdf", "application/pdf", "document", number),
            _attachment("口頭報告.mp3", "audio/mpeg", "media", number),
        ],
        "state": "submitted", "certifier": teacher, "certified_at": "2025-01-20T08:00:00+08:00",
        "return_reason": None, "return_note": "",
    }  # fmt: skip
    taking = {
        "id": f"k{number}", "student": dict(student), "kind": "regular",
        "semester": {"year": YEAR, "half": 1}, "code": _code(school, course),
        "subject": f"科目{course:02}", "grade": 1, "credits": "4", "teacher": dict(teacher),
        "continuing": False, "original": None, "mode": None, "other_school": None,
    }  # fmt: skip
    return {"outcome": outcome, "taking": taking}


def _performance(school: str, number: int, turn: int) -> Plain:
    return {
        "id": f"p{number}", "student": {"school": school, "key": f"s{number // 16}"},
        "year": {"year": YEAR}, "uploaded_at": "2025-06-10T10:20:30+08:00",
        "details": dict(_DETAILS[turn % len(_DETAILS)]), "description": _WORDS,
        "attachments": [_attachment("證明文件.jpg", "image/jpeg", "document", number)],
        "link": "", "state": "submitted",
    }  # fmt: skip


# What goes wrong, one after the other.
_FAULTS: Final[tuple[Callable[[Plain], object], ...]] = (
    lambda item: item.update(description=_WORDS * 3),
    lambda item: item["attachments"][0].update(size=40_000_000),
    lambda item: item.update(description=""),
    lambda item: item["attachments"][0].update(media_type="application/zip"),
    lambda item: item.update(description=_WORDS[:40] + "並以此獲得競賽佳作。"),
    lambda item: item["attachments"][0].update(group="media"),
)


def items_of(school: str, count: int = SCHOOL) -> list[tuple[type[Item], Plain]]:
    """Items of a school: three outcomes to two performances, the ten categories in turn."""
    items: list[tuple[type[Item], Plain]] = []
    for number in range(count):
        turn, place = divmod(number, 5)
        if place < 3:
            plain = _outcome(school, number)
            items.append((SubmittedOutcome, plain))
            core = plain["outcome"]
        else:
            core = _performance(school, number, 2 * turn + place - 3)
            items.append((Performance, core))
        if number % _FAULTY == 0:
            _FAULTS[number // _FAULTY % len(_FAULTS)](core)
    return items


def plain_cattrs() -> Converter:
    """The converter a user of cattrs would make: its JSON preset, and what that leaves open."""
    made = make_converter()
    made.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    configure_tagged_union(
        PerformanceDetails, made, tag_name="type", tag_generator=lambda kind: _TAGS[kind]
    )
    return made
