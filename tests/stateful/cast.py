"""Who and what there is: people, a calendar, courses and files that do not exist."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any, Final

import attrs

from learnport.model import (
    Actor,
    AdvisingForm,
    AdvisingRecord,
    Attachment,
    BatchKey,
    CourseCode,
    CoursePlan,
    Deadline,
    FileGroup,
    OfficerPost,
    PersonRef,
    PlanEntry,
    Relation,
    Role,
    School,
    SchoolSettings,
    SchoolYear,
    Semester,
    Student,
    Taking,
    TakingKind,
    Window,
    WindowKind,
)
from learnport.plugins import KnownRelation, StandIn

SCHOOL: Final = School("ZZ0001", "無此高級中學")
OTHER_SCHOOL: Final = "ZZ0002"
SCHOOLS: Final = (SCHOOL.code, OTHER_SCHOOL, "ZZ9999")


def ref(key: str, school: str = SCHOOL.code) -> PersonRef:
    return PersonRef(school, key)


def _actor(key: str, role: Role, school: str = SCHOOL.code) -> Actor:
    return Actor(ref(key, school), frozenset({role}))


S1, S2, S3 = ref("s1"), ref("s2"), ref("s3")
STUDENTS: Final = (S1, S2, S3)
"""Two in grade 10, one in grade 12."""
NOBODY: Final = ref("s9")
NAMESAKE: Final = ref("s1", OTHER_SCHOOL)
"""A stranger who bears the same key at another school."""

STAFF: Final = _actor("staff", Role.STAFF)
CENTRE: Final = _actor("centre", Role.CENTRE, "ZZ9999")
ADVISOR: Final = _actor("advisor", Role.ADVISOR)
PUPILS: Final = {each: Actor(each, frozenset({Role.STUDENT})) for each in STUDENTS}
TEACHERS: Final = tuple(_actor(key, Role.SUBJECT_TEACHER) for key in ("t1", "t2", "t3"))
T1, T2, T3 = (each.person for each in TEACHERS)
"""The third teaches nothing; during one week he stands in for the first."""

EVERYBODY: Final = (
    STAFF, CENTRE, ADVISOR, *PUPILS.values(), *TEACHERS,
    _actor("homeroom", Role.HOMEROOM_TEACHER),
    _actor("parent", Role.GUARDIAN),
    _actor("s1", Role.STUDENT, OTHER_SCHOOL),
    _actor("t1", Role.SUBJECT_TEACHER, OTHER_SCHOOL),
    _actor("staff", Role.STAFF, OTHER_SCHOOL),
    Actor(T2, frozenset({Role.STAFF, Role.SUBJECT_TEACHER})),
    Actor(S1, frozenset()),
)  # fmt: skip

STANDS_IN_FROM, STANDS_IN_TO = dt.date(2024, 11, 4), dt.date(2024, 11, 8)
ADVISES_S3_FROM: Final = dt.date(2025, 2, 1)
STAND_INS = [StandIn(T3, T1, STANDS_IN_FROM, STANDS_IN_TO)]
RELATIONS = [
    *(KnownRelation(ADVISOR.person, Relation.ADVISES, each) for each in (S1, S2)),
    KnownRelation(ADVISOR.person, Relation.ADVISES, S3, first=ADVISES_S3_FROM),
    *(KnownRelation(ref("homeroom"), Relation.HOMEROOM, each) for each in STUDENTS),
    KnownRelation(ref("parent"), Relation.GUARDIAN, S1),
]


# The calendar; its second year is the first, moved on by one.

CALENDAR: Final = {
    ("upload_outcomes", "113-1"): ("2024-09-01T00:00", "2025-02-15T00:00"),
    ("certify", "113-1"): ("2024-09-01T00:00", "2025-02-22T00:00"),
    ("upload_outcomes", "113-2"): ("2025-02-01T00:00", "2025-08-15T00:00"),
    ("certify", "113-2"): ("2025-02-01T00:00", "2025-08-22T00:00"),
    ("upload_performances", "113"): ("2024-09-01T00:00", "2025-08-15T00:00"),
    ("select", "113"): ("2025-08-20T08:00", "2025-08-29T17:00"),
    ("submit", "113"): ("2025-09-05T00:00", "2025-09-12T00:00"),
    ("confirm_receipt", "113"): ("2025-09-15T00:00", "2025-09-26T00:00"),
    ("correct", "113"): ("2025-09-15T00:00", "2025-10-10T12:00"),
    ("upload_outcomes", "114-1"): ("2025-09-01T00:00", "2026-02-15T00:00"),
    ("certify", "114-1"): ("2025-09-01T00:00", "2026-02-22T00:00"),
    ("upload_performances", "114"): ("2025-09-01T00:00", "2026-08-15T00:00"),
    ("select", "114"): ("2026-08-20T08:00", "2026-08-29T17:00"),
    ("submit", "114"): ("2026-09-05T00:00", "2026-09-12T00:00"),
    ("confirm_receipt", "114"): ("2026-09-15T00:00", "2026-09-26T00:00"),
    ("correct", "114"): ("2026-09-15T00:00", "2026-10-10T12:00"),
}


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}+08:00")


WINDOWS: Final = {
    name: (instant(opens), instant(closes)) for name, (opens, closes) in CALENDAR.items()
}
_MICROSECOND, _DAY = dt.timedelta(microseconds=1), dt.timedelta(days=1)
_TURNS: Final = tuple(
    map(
        instant,
        (
            "2024-11-04T00:00", "2024-11-04T08:00", "2024-11-09T00:00", "2024-11-09T08:00",
            "2025-02-01T00:00", "2025-02-01T08:00", "2025-08-01T00:00",
        ),
    )
)  # fmt: skip
_EDGES: Final = (*(edge for window in WINDOWS.values() for edge in window), *_TURNS)


def _around(edges: Iterable[dt.datetime]) -> tuple[dt.datetime, ...]:
    near = (-_MICROSECOND, dt.timedelta(), _MICROSECOND, _DAY)
    return tuple(sorted({edge + each for edge in edges for each in near}))


TURNS: Final = _around(_TURNS)
"""Where a stand-in begins and ends, an advisor begins, a term or a year turns; in Taiwan at
midnight, in Greenwich eight hours later.
"""
INSTANTS: Final = _around(_EDGES)
"""Every opening, closing and turn, the microsecond either side of it, and the day after."""


def settings() -> SchoolSettings:
    deadlines = (
        Deadline(WindowKind(kind), term, Window(*window))
        for (kind, term), window in WINDOWS.items()
    )
    return SchoolSettings(tuple(deadlines), outcomes_per_taking=6)


# Courses and files.

YEAR: Final = SchoolYear(113)
_SUBJECTS: Final = {"01": "國語文", "02": "數學", "03": "歷史"}
ENTRY_YEARS: Final = {S1: 113, S2: 113, S3: 111}


def code(entry_year: int, subject: str) -> CourseCode:
    return CourseCode.parse(f"{entry_year}{SCHOOL.code}H111010101{subject}{subject}")


def plan(entry_year: int, without: str = "") -> CoursePlan:
    """The approved plan; perhaps without a subject that was struck out."""
    entries = (
        PlanEntry(code(entry_year, subject), name, "444444", "000000")
        for subject, name in _SUBJECTS.items()
        if subject != without
    )
    return CoursePlan(SCHOOL.code, entry_year, tuple(entries))


def _file(name: str, content: bytes, media_type: str = "application/pdf") -> Attachment:
    group = FileGroup.MEDIA if media_type.startswith("video/") else FileGroup.DOCUMENT
    digest = hashlib.sha256(content).hexdigest()
    return Attachment(name, len(content), media_type, digest, group)


_CONTENTS: Final = (
    (b"%PDF one", "作業.pdf", "application/pdf"),
    (b"%PDF two", "報告.PDF", "application/pdf"),
    (b"PNG three", "a.b.c", "image/png"),
    (b"mp4 four", "影片.mp4", "video/mp4"),
)
_SECRET_FILE: Final = b"%PDF nobody outside the school reads this"
_TOO_BIG: Final = bytes(4 * 1024 * 1024 + 1)
SECRET: Final = "諮詢時談到的事不出校門"
"""Stands in every advising record; whoever finds it in a package has found a leak."""

FILES: Final = tuple(_file(name, content, kind) for content, name, kind in _CONTENTS)
ADVISING_FILE: Final = _file("紀錄.pdf", _SECRET_FILE)
STRANGE_FILES: Final = (
    _file("大.pdf", _TOO_BIG),
    _file("沒有.pdf", b"the store never had this"),
    attrs.evolve(FILES[0], size=FILES[0].size + 1),
    attrs.evolve(FILES[1], group=FileGroup.MEDIA),
    attrs.evolve(FILES[2], media_type="image/gif"),
)
"""Too big by one byte; never stored; of another size; in the wrong group; of a kind not taken."""

CONTENTS: Final = {
    hashlib.sha256(each).hexdigest(): each
    for each in (*(content for content, _, _ in _CONTENTS), _SECRET_FILE, _TOO_BIG)
}


def pupil(who: PersonRef, grade: int | None = None) -> Student:
    number, entry_year = int(who.key[1:]), ENTRY_YEARS.get(who, 113)
    return Student(
        who, f"FAKE00000{number}", dt.date(2008, 9, number), f"無名氏{number}", entry_year,
        grade or (3 if who == S3 else 1), "101", number,
    )  # fmt: skip


TAKINGS: Final = {
    "k1": (Semester(113, 1), "01", T1),
    "k2": (Semester(113, 2), "02", T2),
    "k3": (Semester(114, 1), "01", T1),
}


def batch_key(
    term: str = "113",
    turn: str = "ordinary",
    number: int = 1,
    *,
    school: str = SCHOOL.code,
    kind: str = "yearly",
) -> BatchKey:
    return BatchKey.parse(f"{school}.{kind}.{term}.{turn}.{number}")


def taking(who: PersonRef, key: str, **changes: Any) -> Taking:
    semester, subject, teacher = TAKINGS[key]
    return attrs.evolve(
        Taking(
            key, who, TakingKind.REGULAR, semester, code(ENTRY_YEARS.get(who, 113), subject),
            _SUBJECTS[subject], 1, "4", teacher,
        ),
        **changes,
    )  # fmt: skip


def post_of(who: PersonRef) -> OfficerPost:
    day = dt.date(2024, 9, 2)
    return OfficerPost(f"post-{who.key}", who, "101班", day, day, "班長", "2")


def talk_with(who: PersonRef) -> AdvisingRecord:
    return AdvisingRecord(
        f"talk-{who.key}", who, ADVISOR.person, Semester(113, 2), AdvisingForm.INDIVIDUAL,
        dt.date(2025, 3, 3), SECRET, (ADVISING_FILE,),
    )  # fmt: skip
