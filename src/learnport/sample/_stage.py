"""The stage on which the ring is played: a school, a centre, and a clock that is told the time."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from learnport.errors import LearnportError
from learnport.model import (
    TAIPEI,
    Actor,
    Attachment,
    Finding,
    ItemKind,
    Relation,
    Student,
    Text,
    Window,
    WindowKind,
)
from learnport.plugins import (
    DirectoryBlobs,
    Host,
    KnownRelation,
    LoopbackTransport,
    MemoryCoursePlans,
    MemoryIdentity,
    MemoryRecords,
)
from learnport.sample._report import Progress
from learnport.sample._school import DraftFile, SampleSchool
from learnport.systems import CentralDatabase, CentralEndpoint, Decision, SchoolPlatform
from learnport.workflow import Context

__all__ = ["TRANSPORT", "Stage", "UnexpectedRefusal", "build_stage", "must"]

TRANSPORT = "loopback"


class UnexpectedRefusal(LearnportError):
    """Something that is allowed was refused: the sample or the rules are wrong."""

    codes: tuple[str, ...]

    def __str__(self) -> str:
        return f"refused although it should pass: {', '.join(self.codes)}"


@attrs.define
class Stage:
    """A school platform and a central database, and what time it is.

    Attributes:
        sample: the school.
        school: its platform.
        central: the centre.
        plans: the school's own copy of the plans, which may be out of date.
        out: where everything is written.
        now: the instant of everything that happens next.
        progress: is told how far things are.
    """

    sample: SampleSchool
    school: SchoolPlatform
    central: CentralDatabase
    plans: MemoryCoursePlans
    out: Path
    now: dt.datetime
    progress: Progress
    _ids: Iterator[int] = attrs.field(factory=lambda: itertools.count(1), init=False)

    def context(self, actor: Actor, reason: str = "") -> Context:
        """Somebody asks for something, now."""
        return Context(actor, self.now, lambda: f"item-{next(self._ids):06}", reason)

    def of(self, student: Student, reason: str = "") -> Context:
        return self.context(self.sample.actor(student), reason)

    def of_staff(self, reason: str = "") -> Context:
        return self.context(self.sample.staff, reason)

    def window(self, kind: WindowKind, term: object) -> Window:
        found = self.sample.settings.window(kind, str(term))
        assert found is not None, "the sample calendar has every window"
        return found

    def enter(self, kind: WindowKind, term: object) -> None:
        """Set the clock to the second day of a window."""
        self.now = self.window(kind, term).opens + dt.timedelta(days=1)

    def hurry(self, kind: WindowKind, term: object) -> None:
        """Set the clock to noon of the last day but one of a window."""
        self.now = self.window(kind, term).closes - dt.timedelta(hours=36)

    def attach(
        self, student: Student, kind: ItemKind, files: Iterable[DraftFile]
    ) -> tuple[Attachment, ...]:
        """Upload files that must pass."""
        attachments = []
        for file in files:
            made = file.make()
            result = self.school.attach(kind, made.name, io.BytesIO(made.content), self.of(student))
            if result.attachment is None:
                raise UnexpectedRefusal(codes=_codes(result.findings))
            attachments.append(result.attachment)
        return tuple(attachments)

    def follow(self, title: Text) -> Iterator[Student]:
        """Every student in turn, with progress."""
        total = len(self.sample.students)
        for done, student in enumerate(self.sample.students):
            self.progress(title, done, total)
            yield student
        self.progress(title, total, total)


def build_stage(sample: SampleSchool, out: Path, progress: Progress) -> Stage:
    """Put a school and a centre together from the built-in plugins, with files under `out`."""
    centre_host = Host([
        MemoryRecords(),
        DirectoryBlobs(out / "centre"),
        MemoryIdentity({}),
        MemoryCoursePlans(sample.plans),
    ])  # fmt: skip
    central = CentralDatabase(centre_host, sample.settings)
    opening = dt.datetime.combine(sample.year.opens, dt.time(8), TAIPEI)

    def centre_context() -> Context:
        return stage.context(sample.centre)

    plans = MemoryCoursePlans(sample.stale_plans)
    advising = (
        KnownRelation(sample.advisor(student).person, Relation.ADVISES, student.ref)
        for student in sample.students
    )
    school_host = Host([
        MemoryRecords(),
        DirectoryBlobs(out / "school"),
        MemoryIdentity({}, advising),
        plans,
        LoopbackTransport(CentralEndpoint(central, centre_context), TRANSPORT),
    ])  # fmt: skip
    school = SchoolPlatform(school_host, sample.school, sample.settings)
    stage = Stage(sample, school, central, plans, out, opening, progress)
    return stage


def must(decision: Decision) -> Decision:
    """Insist that a command was done.

    Raises:
        UnexpectedRefusal: it was not.
    """
    if not decision.done:
        raise UnexpectedRefusal(codes=_codes(decision.findings))
    return decision


def _codes(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(f"{each.code} {each.at}" for each in findings if each.severity.refuses)
