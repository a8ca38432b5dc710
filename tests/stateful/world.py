"""A small school, its centre and the way between them, with a clock that is told the time.

Nothing here is a double of what is tested: platform, centre and stores are the real ones. Only
what the world does to them is added: power that fails, lines that go dead, files that vanish.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, Final

import attrs

from learnport.model import (
    Actor,
    AdvisingForm,
    AdvisingRecord,
    Attachment,
    BatchKey,
    CourseCode,
    CourseOutcome,
    CoursePlan,
    Deadline,
    Deposit,
    FileGroup,
    OfficerPost,
    Performance,
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
    Work,
)
from learnport.plugins import (
    Host,
    KnownRelation,
    LoopbackTransport,
    MemoryBlobs,
    MemoryCoursePlans,
    MemoryIdentity,
    MemoryRecords,
    RecordStore,
    Snapshot,
    StandIn,
)
from learnport.systems import CentralDatabase, CentralEndpoint, Decision, SchoolPlatform
from learnport.workflow import (
    Action,
    Context,
    Event,
    OutcomeStep,
    PerformanceStep,
    RecordAdvising,
    RecordOfficerPost,
    RecordStudent,
    RecordTaking,
    StreamKey,
    StreamKind,
    UploadOutcome,
    UploadPerformance,
)

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
_STAND_INS = [StandIn(T3, T1, STANDS_IN_FROM, STANDS_IN_TO)]
_RELATIONS = [
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
_EDGES: Final = (
    *(edge for window in WINDOWS.values() for edge in window),
    *map(instant, ("2024-11-04T00:00", "2024-11-09T00:00", "2025-01-31T00:00", "2025-08-01T00:00")),
)
INSTANTS: Final = tuple(
    sorted({
        each
        for edge in _EDGES
        for each in (edge - _MICROSECOND, edge, edge + _MICROSECOND, edge + _DAY)
    })
)  # fmt: skip
"""Every opening, closing and turn, the microsecond either side of it, and the day after."""


def _settings() -> SchoolSettings:
    deadlines = (
        Deadline(WindowKind(kind), term, Window(*window))
        for (kind, term), window in WINDOWS.items()
    )
    return SchoolSettings(tuple(deadlines), outcomes_per_taking=4)


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


def taking(who: PersonRef, key: str, **changes: object) -> Taking:
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


# What the world does to systems.


class PowerCut(Exception):
    """The power failed just before or just after a commit was written."""


class FragileRecords(MemoryRecords):
    """Records in memory, until the power fails.

    Attributes:
        fails_at: half commits until it does: 0 before the next one, 1 after it, 2 before the
            one that follows; None for never.
    """

    def __init__(self) -> None:
        super().__init__()
        self.fails_at: int | None = None

    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        self._spend()
        super().commit(key, expected, events, snapshot)
        self._spend()

    def _spend(self) -> None:
        if self.fails_at == 0:
            raise PowerCut
        if self.fails_at is not None:
            self.fails_at -= 1


class BusyBlobs(MemoryBlobs):
    """Blobs in memory; while one of them is being opened, somebody may do something."""

    def __init__(self) -> None:
        super().__init__()
        self._contents |= CONTENTS
        self.meanwhile: Callable[[], object] | None = None

    def open(self, sha256: str) -> BinaryIO:
        act, self.meanwhile = self.meanwhile, None
        if act is not None:
            act()
        return super().open(sha256)


@attrs.define
class Line:
    """The centre as the school reaches it, on a line that is not always good.

    Attributes:
        endpoint: the centre that judges at once.
        prompt: whether it does; otherwise it only takes in.
        weather: `fair`, `dead`, `answer lost`, or `garbled`; fair again after one package.
    """

    endpoint: CentralEndpoint
    prompt: bool = True
    weather: str = "fair"

    def receive(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        weather, self.weather = self.weather, "fair"
        if weather == "dead":
            raise ConnectionResetError
        package = stream.read()
        if weather == "garbled":
            middle = len(package) // 2
            package = package[:middle] + bytes([package[middle] ^ 1]) + package[middle + 1 :]
        deposit = self._deposit(io.BytesIO(package), key, digest)
        if weather == "answer lost":
            raise ConnectionResetError
        return deposit

    def _deposit(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        if self.prompt:
            return self.endpoint.receive(stream, key, digest)
        central, context = self.endpoint.central, self.endpoint.context()
        state = central.receive(stream, key, digest, context).state
        assert isinstance(state, Deposit)
        return state

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        return self.endpoint.answer(key, digest)


Log = tuple[StreamKey, tuple[Event, ...], Snapshot]
Image = tuple[object, ...]


class World:
    """One school and the centre.

    Attributes:
        now: the instant of everything that happens next.
        lost: digests of files the school's store has lost.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = instant("2024-09-02T08:00")
        self.lost: set[str] = set()
        self._ids = 0
        entry_years = sorted(set(ENTRY_YEARS.values()))

        self.central_records, self.central_blobs = FragileRecords(), MemoryBlobs()
        self.central_plans = MemoryCoursePlans(map(plan, entry_years))
        host = Host([
            self.central_records, self.central_blobs, MemoryIdentity({}), self.central_plans,
        ])  # fmt: skip
        self.central = CentralDatabase(host, _settings())
        self.line = Line(CentralEndpoint(self.central, lambda: self.context(CENTRE)))

        self.records, self.blobs = FragileRecords(), BusyBlobs()
        self.plans = MemoryCoursePlans(map(plan, entry_years))
        host = Host([
            self.records, self.blobs, MemoryIdentity({}, _RELATIONS, _STAND_INS), self.plans,
            LoopbackTransport(self.line, "line"),
        ])  # fmt: skip
        self.school = SchoolPlatform(host, SCHOOL, _settings())

    def context(self, actor: Actor, reason: str = "", at: dt.datetime | None = None) -> Context:
        return Context(actor, at or self.now, self.new_id, reason)

    def new_id(self) -> str:
        self._ids += 1
        return f"new-{self._ids}"

    def package(self, key: BatchKey) -> Path:
        """Where the package of a batch lies, or would."""
        return self.folder / f"{key}.zip"

    def stores(self) -> tuple[FragileRecords, FragileRecords]:
        return self.records, self.central_records

    def image(self) -> Image:
        """Everything that is held anywhere; equal exactly when nothing has changed."""
        logs = tuple(
            (key, store.load(key), tuple(store.events(key)))
            for store in self.stores()
            for key in streams(store)
        )
        held = tuple(self.blobs.digests()), tuple(self.central_blobs.digests())
        files = tuple(
            (path.name, (stat := path.stat()).st_size, stat.st_mtime_ns, stat.st_ino)
            for path in sorted(self.folder.iterdir())
        )
        return logs, held, files

    def dangers(self) -> frozenset[str]:
        """What may interfere with the next step."""
        threats = {
            "school": self.records.fails_at is not None,
            "centre": self.central_records.fails_at is not None,
            "line": self.line.weather != "fair",
            "colleagues": self.blobs.meanwhile is not None,
        }
        return frozenset(name for name, threatens in threats.items() if threatens)

    def calm(self) -> None:
        self.records.fails_at = self.central_records.fails_at = None
        self.line.weather, self.blobs.meanwhile = "fair", None

    def lose(self, digest: str) -> None:
        self.blobs.delete(digest)
        self.lost.add(digest)

    def give_back(self, digest: str) -> None:
        self.blobs.put(io.BytesIO(CONTENTS[digest]), digest, len(CONTENTS[digest]))
        self.lost.discard(digest)

    def remember(self, logs: tuple[Log, ...]) -> None:
        for key, events, snapshot in logs:
            self.records.commit(key, 0, events, snapshot)


def streams(store: RecordStore) -> list[StreamKey]:
    return [key for kind in StreamKind for school in SCHOOLS for key in store.keys(kind, school)]


# A year in which everything is ready to be selected.

COUNTS: Final = {S1: (7, 11), S2: (2, 2), S3: (1, 1)}
"""Certified outcomes and complete performances of each student: the first has one too many."""


@functools.cache
def year_under_way(folder: Path) -> tuple[Log, ...]:
    """The logs of a school whose students have uploaded, and whose teachers have certified."""
    world = World(folder)
    for who, (outcomes, performances) in COUNTS.items():
        _record(world, who)
        for number in range(outcomes):
            _certified_outcome(world, who, number)
        for number in range(performances):
            _complete_performance(world, who, number)
    return tuple(
        (key, tuple(world.records.events(key)), snapshot)
        for key in streams(world.records)
        if (snapshot := world.records.load(key)) is not None
    )


def must(decision: Decision) -> None:
    assert decision.done, [(each.code, each.at) for each in decision.findings]


def _record(world: World, who: PersonRef) -> None:
    world.now = instant("2025-02-01T08:00")
    staff, advisor = world.context(STAFF), world.context(ADVISOR)
    must(world.school.perform(who, RecordStudent(pupil(who)), staff))
    for key in TAKINGS:
        must(world.school.perform(who, RecordTaking(taking(who, key)), staff))
    must(world.school.perform(who, RecordOfficerPost(post_of(who)), staff))
    must(world.school.perform(who, RecordAdvising(talk_with(who)), advisor))


def _certified_outcome(world: World, who: PersonRef, number: int) -> None:
    """The school allows four for each taking, so the fifth belongs to the second."""
    key, teacher = ("k1", TEACHERS[0]) if number < 4 else ("k2", TEACHERS[1])
    semester = TAKINGS[key][0]
    item, files = f"{who.key}-o{number}", (FILES[number % len(FILES)],)
    outcome = CourseOutcome(item, who, key, semester, world.now, f"成果{number}", files)
    me = world.context(PUPILS[who])
    must(world.school.perform(who, UploadOutcome(outcome), me))
    must(world.school.perform(who, OutcomeStep(Action.REQUEST, item), me))
    must(world.school.perform(who, OutcomeStep(Action.CERTIFY, item), world.context(teacher)))


def _complete_performance(world: World, who: PersonRef, number: int) -> None:
    item, files = f"{who.key}-p{number}", (FILES[number % len(FILES)],) * (number % 2)
    work = Work(f"作品{number}", dt.date(2024, 10, 1))
    performance = Performance(item, who, YEAR, world.now, work, "自己做的。", files)
    me = world.context(PUPILS[who])
    must(world.school.perform(who, UploadPerformance(performance), me))
    must(world.school.perform(who, PerformanceStep(Action.COMPLETE, item), me))
