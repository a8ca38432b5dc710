"""A small world that does not exist: one school, one centre, and everybody around a student."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import attrs

from learnport.model import (
    TAIPEI,
    Actor,
    AdvisingForm,
    AdvisingRecord,
    Attachment,
    BatchKey,
    CourseCode,
    CourseOutcome,
    CoursePlan,
    CourseRecord,
    Deadline,
    FileGroup,
    OfficerPost,
    Performance,
    PersonRef,
    PlanEntry,
    Portfolio,
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
    BlobStore,
    Host,
    KnownRelation,
    LoopbackTransport,
    MemoryBlobs,
    MemoryCoursePlans,
    MemoryIdentity,
    MemoryRecords,
    RecordStore,
    StandIn,
    hookimpl,
)
from learnport.systems import CentralDatabase, CentralEndpoint, Decision, SchoolPlatform
from learnport.workflow import (
    Action,
    Context,
    Event,
    PerformanceStep,
    PortfolioCommand,
    RecordStudent,
    RecordTaking,
    StreamKey,
    StreamKind,
    UploadOutcome,
    UploadPerformance,
)

SCHOOL: Final = School("ZZ0001", "虛構高級中學")
YEAR: Final = SchoolYear(113)
FALL: Final = Semester(113, 1)
BATCH: Final = BatchKey.parse("ZZ0001.yearly.113.ordinary.1")
CORRECTION: Final = BatchKey.parse("ZZ0001.yearly.113.ordinary.2")
TRANSPORT: Final = "loopback"


def at(text: str) -> dt.datetime:
    """An instant in Taiwan."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=TAIPEI)


UPLOADING: Final = at("2024-11-05T12:00")
SELECTING: Final = at("2025-08-21T12:00")
SUBMITTING: Final = at("2025-09-02T12:00")
ANSWERING: Final = at("2025-09-16T12:00")

WINDOWS: Final = {
    (WindowKind.UPLOAD_OUTCOMES, "113-1"): ("2024-09-01T00:00", "2025-02-15T00:00"),
    (WindowKind.CERTIFY, "113-1"): ("2024-09-02T00:00", "2025-02-21T00:00"),
    (WindowKind.UPLOAD_PERFORMANCES, "113"): ("2024-09-03T00:00", "2025-08-15T00:00"),
    (WindowKind.SELECT, "113"): ("2025-08-20T08:00", "2025-08-27T17:00"),
    (WindowKind.SUBMIT, "113"): ("2025-09-01T08:00", "2025-09-08T17:00"),
    (WindowKind.CONFIRM_RECEIPT, "113"): ("2025-09-15T08:00", "2025-09-22T17:00"),
    (WindowKind.CORRECT, "113"): ("2025-09-15T09:00", "2025-10-06T17:00"),
}
CALENDAR: Final = tuple(
    Deadline(kind, term, Window(at(opens), at(closes)))
    for (kind, term), (opens, closes) in WINDOWS.items()
)
SETTINGS: Final = SchoolSettings(CALENDAR)


def actor(key: str, *roles: Role, school: str = SCHOOL.code) -> Actor:
    return Actor(PersonRef(school, key), frozenset(roles))


PUPIL: Final = actor("s1", Role.STUDENT)
TEACHER: Final = actor("t1", Role.SUBJECT_TEACHER)
OTHER_TEACHER: Final = actor("t2", Role.SUBJECT_TEACHER)
STAND_IN: Final = actor("t3", Role.SUBJECT_TEACHER)
ADVISOR: Final = actor("a1", Role.ADVISOR)
COLLEAGUE: Final = actor("a3", Role.ADVISOR)
HOMEROOM: Final = actor("h2", Role.HOMEROOM_TEACHER)
PARENT: Final = actor("g2", Role.GUARDIAN)
CLERK: Final = actor("c1", Role.STAFF)
CENTRE: Final = actor("x1", Role.CENTRE, school="ZZ9999")
STRANGERS: Final = {
    "another student": actor("s2", Role.STUDENT),
    "the teacher of another course": OTHER_TEACHER,
    "another advisor": actor("a2", Role.ADVISOR),
    "the homeroom teacher": actor("h1", Role.HOMEROOM_TEACHER),
    "a parent": actor("g1", Role.GUARDIAN),
    "staff of another school": actor("c1", Role.STAFF, school="ZZ0002"),
    "a student of another school with the same key": actor("s1", Role.STUDENT, school="ZZ0002"),
    "the student under another role": actor("s1", Role.SUBJECT_TEACHER),
    "the teacher without a role": actor("t1"),
    "somebody with no role at all": actor("z9"),
}
"""People who may not touch the portfolio of `s1`, each for a reason of their own."""

CODE: Final = CourseCode.parse("113ZZ0001H1110101010101")
PLAN: Final = CoursePlan(SCHOOL.code, 113, (PlanEntry(CODE, "國語文", "444444", "000000"),))
NATIONAL_ID: Final = "FAKE00000{}"
NAME: Final = "虛構生{}"


def pupil(number: int) -> Student:
    """Student `s1`, `s2`, …; nobody bears such an ID."""
    return Student(
        PersonRef(SCHOOL.code, f"s{number}"), NATIONAL_ID.format(number),
        dt.date(2008, 12, number), NAME.format(number), 113, 1, "101", number,
    )  # fmt: skip


def taking(student: Student, **changes: Any) -> Taking:
    """The one course a student takes."""
    made = Taking(
        f"k-{student.ref.key}", student.ref, TakingKind.REGULAR, FALL, CODE, "國語文", 1, "4",
        TEACHER.person,
    )  # fmt: skip
    return attrs.evolve(made, **changes)


def document(content: bytes, **changes: Any) -> Attachment:
    """How a PDF is attached; nothing here looks at its content."""
    digest = hashlib.sha256(content).hexdigest()
    made = Attachment("作業.pdf", len(content), "application/pdf", digest, FileGroup.DOCUMENT)
    return attrs.evolve(made, **changes)


def course_outcome(student: Student, key: str, *files: Attachment, **changes: Any) -> CourseOutcome:
    made = CourseOutcome(
        key, student.ref, f"k-{student.ref.key}", FALL, UPLOADING, "課堂報告", files
    )  # fmt: skip
    return attrs.evolve(made, **changes)


def performance(student: Student, key: str, *files: Attachment, **changes: Any) -> Performance:
    work = Work("詩集", dt.date(2024, 8, 1))
    made = Performance(key, student.ref, YEAR, UPLOADING, work, "我的詩", files)
    return attrs.evolve(made, **changes)


def advising(student: Student, **changes: Any) -> AdvisingRecord:
    made = AdvisingRecord(
        f"v-{student.ref.key}", student.ref, ADVISOR.person, FALL, AdvisingForm.INDIVIDUAL,
        dt.date(2024, 10, 9), "諮詢祕密內容",
    )  # fmt: skip
    return attrs.evolve(made, **changes)


def officer_post(student: Student, **changes: Any) -> OfficerPost:
    days = dt.date(2024, 9, 1), dt.date(2025, 1, 20)
    return attrs.evolve(OfficerPost("b1", student.ref, "一年一班", *days, "班長", "2"), **changes)


def grades(student: Student, **changes: Any) -> CourseRecord:
    return attrs.evolve(CourseRecord(f"k-{student.ref.key}"), **changes)


@attrs.define
class Provider:
    """Hands any record or blob store to a host."""

    records: RecordStore
    blobs: BlobStore

    @hookimpl
    def learnport_records(self) -> RecordStore:
        return self.records

    @hookimpl
    def learnport_blobs(self) -> BlobStore:
        return self.blobs


@attrs.define
class World:
    """A school platform and a centre that know each other.

    Attributes:
        records: the school's log.
        blobs: the school's files.
        plans: the school's copy of the plans.
        centre_records: the centre's log.
        centre_plans: the centre's plans.
        settings: calendar of both.
        line: puts something between the school and the loopback transport to the centre.
        more: further plugins of the school's host.
        now: what time it is at the centre.
    """

    records: RecordStore = attrs.field(factory=MemoryRecords)
    blobs: BlobStore = attrs.field(factory=MemoryBlobs)
    plans: MemoryCoursePlans = attrs.field(factory=lambda: MemoryCoursePlans([PLAN]))
    centre_records: RecordStore = attrs.field(factory=MemoryRecords)
    centre_blobs: BlobStore = attrs.field(factory=MemoryBlobs)
    centre_plans: MemoryCoursePlans = attrs.field(factory=lambda: MemoryCoursePlans([PLAN]))
    settings: SchoolSettings = SETTINGS
    line: Callable[[LoopbackTransport], object] = lambda loopback: loopback
    more: tuple[object, ...] = ()
    now: dt.datetime = SUBMITTING
    school: SchoolPlatform = attrs.field(init=False)
    central: CentralDatabase = attrs.field(init=False)
    _ids: Iterator[int] = attrs.field(factory=lambda: itertools.count(1), init=False)

    def __attrs_post_init__(self) -> None:
        self.central = CentralDatabase(self._centre_host(), self.settings)
        endpoint = CentralEndpoint(self.central, lambda: self.context(CENTRE, self.now))
        line = self.line(LoopbackTransport(endpoint, TRANSPORT))
        self.school = SchoolPlatform(self._school_host(line), SCHOOL, self.settings)

    def _centre_host(self) -> Host:
        stores = Provider(self.centre_records, self.centre_blobs)
        return Host([stores, MemoryIdentity({}), self.centre_plans])

    def _school_host(self, line: object) -> Host:
        relations = [
            KnownRelation(advisor.person, Relation.ADVISES, pupil(number).ref)
            for advisor in (ADVISOR, COLLEAGUE)
            for number in range(1, 10)
        ]
        relations += [
            KnownRelation(HOMEROOM.person, Relation.HOMEROOM, pupil(1).ref),
            KnownRelation(PARENT.person, Relation.GUARDIAN, pupil(1).ref),
        ]
        days = dt.date(2024, 11, 5), dt.date(2024, 11, 7)
        identity = MemoryIdentity({}, relations, [StandIn(STAND_IN.person, TEACHER.person, *days)])
        stores = Provider(self.records, self.blobs)
        return Host([stores, identity, self.plans, line, *self.more])

    def context(self, who: Actor, when: dt.datetime, reason: str = "") -> Context:
        return Context(who, when, lambda: f"i{next(self._ids)}", reason)

    def file(self, content: bytes, **changes: Any) -> Attachment:
        """A document the school's store holds."""
        made = document(content, **changes)
        self.blobs.put(io.BytesIO(content), made.sha256, made.size)
        return made

    # What happens in it; everything insists that it is done.

    def do(
        self,
        student: Student,
        command: PortfolioCommand,
        by: Actor,
        when: dt.datetime = UPLOADING,
        reason: str = "",
    ) -> Decision:
        decision = self.school.perform(student.ref, command, self.context(by, when, reason))
        assert decision.done, [(each.code, each.at) for each in decision.findings]
        return decision

    def open(self, number: int) -> Student:
        """A portfolio with one taking."""
        student = pupil(number)
        self.do(student, RecordStudent(student), CLERK)
        self.do(student, RecordTaking(taking(student)), CLERK)
        return student

    def draft(self, student: Student, key: str, **changes: Any) -> CourseOutcome:
        """An outcome with one file of its own."""
        file = self.file(f"{student.ref.key} {key}".encode())
        made = course_outcome(student, key, file, **changes)
        self.do(student, UploadOutcome(made), owner(student))
        return made

    def certified(self, student: Student, key: str) -> CourseOutcome:
        """An outcome the teacher has certified."""
        made = self.draft(student, key)
        when = UPLOADING
        asked = self.school.request_certification(
            student.ref, key, self.context(owner(student), when)
        )
        done = self.school.certify(student.ref, key, self.context(TEACHER, when))
        assert asked.done
        assert done.done
        return made

    def complete(self, student: Student, key: str) -> Performance:
        """A performance that is ready to be chosen."""
        made = performance(student, key, self.file(f"{student.ref.key} {key}".encode()))
        self.do(student, UploadPerformance(made), owner(student))
        self.do(student, PerformanceStep(Action.COMPLETE, key), owner(student))
        return made

    def chosen(
        self, student: Student, outcomes: Iterable[str], performances: Iterable[str]
    ) -> None:
        """A selection that the student has confirmed."""
        context = self.context(owner(student), SELECTING)
        assert self.school.select(student.ref, YEAR, outcomes, performances, context).done
        assert self.school.confirm_selection(student.ref, YEAR, context).done

    def ready(self, *numbers: int) -> tuple[Student, ...]:
        """Students who have each confirmed one outcome and one performance."""
        students = tuple(self.open(number) for number in numbers)
        for number, student in zip(numbers, students, strict=True):
            self.certified(student, f"o{number}")
            self.complete(student, f"p{number}")
            self.chosen(student, [f"o{number}"], [f"p{number}"])
        return students

    # Looking at it.

    def portfolio(self, number: int = 1) -> Portfolio:
        return self.school.portfolio(pupil(number).ref)

    def log(self, key: StreamKey) -> tuple[Event, ...]:
        return tuple(self.records.events(key))

    def logs(self) -> dict[StreamKey, tuple[Event, ...]]:
        """Everything the school's store holds."""
        return everything(self.records)


def everything(records: RecordStore) -> dict[StreamKey, tuple[Event, ...]]:
    """Every log of the school in a store."""
    keys = [key for kind in StreamKind for key in records.keys(kind, SCHOOL.code)]
    return {key: tuple(records.events(key)) for key in keys}


def copied(records: RecordStore) -> MemoryRecords:
    """Another store that holds the same."""
    copy = MemoryRecords()
    for key, events in everything(records).items():
        snapshot = records.load(key)
        assert snapshot is not None
        copy.commit(key, 0, events, snapshot)
    return copy


def owner(student: Student) -> Actor:
    """A student as somebody who acts."""
    return Actor(student.ref, frozenset({Role.STUDENT}))


def codes(decision: Decision | Iterable[Any]) -> list[str]:
    """Codes of what stands in the way, in order."""
    findings = decision.findings if isinstance(decision, Decision) else decision
    return [each.code for each in findings if each.severity.refuses]
