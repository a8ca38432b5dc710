"""What is put before the rules: facts of one kind, gathered by whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Final, Protocol

import attrs

from learnport.model import (
    AdvisingRecord,
    Attachment,
    BatchKey,
    CourseOutcome,
    CoursePlan,
    CourseRecord,
    FileFacts,
    ItemKind,
    OfficerPost,
    Performance,
    PlanEntry,
    Portfolio,
    SchoolSettings,
    SchoolYear,
    StudentSubmission,
    Taking,
    TakingKind,
    WindowKind,
    YearlySelection,
)

__all__ = [
    "ELSEWHERE",
    "EXTENSION",
    "JUDGED_CASES",
    "AdvisingCase",
    "AnyFile",
    "AttachmentCase",
    "Choice",
    "CourseRecordCase",
    "FileCase",
    "OfficerPostCase",
    "OutcomeCase",
    "PerformanceCase",
    "Plans",
    "QuotaCase",
    "ReturnCase",
    "SelectionCase",
    "SubmissionCase",
    "TimingCase",
]

EXTENSION: Final = "extension"
"""The witness that looks at the name only."""

ELSEWHERE: Final = frozenset({TakingKind.TRANSFER, TakingKind.VISITING})
"""Takings whose code is of another school or department, so that the plan does not list it."""

Plans = Callable[[int], CoursePlan | None]
"""The approved plan of one school by entry year; for a dict pass its `get`."""


class AnyFile(Protocol):
    """A file by size and kind, whether on its way in or already attached.

    Attributes:
        kind: the kind of item it belongs to.
        size: bytes; when not exact, it has more than these.
        exact: whether `size` is the size of the whole file.
        content: media type of its content; None when that is not certain.
    """

    @property
    def kind(self) -> ItemKind: ...

    @property
    def size(self) -> int: ...

    @property
    def exact(self) -> bool: ...

    @property
    def content(self) -> str | None: ...


@attrs.frozen
class FileCase:
    """A file on its way in: what inspection found, and what it shall belong to; an `AnyFile`."""

    facts: FileFacts
    kind: ItemKind

    @property
    def size(self) -> int:
        return self.facts.size if self.facts.total_size is None else self.facts.total_size

    @property
    def exact(self) -> bool:
        return not self.facts.oversize or self.facts.total_size is not None

    @property
    def content(self) -> str | None:
        """The one kind all who look at the content see; None when they differ or none can tell."""
        return self.seen[0] if len(self.seen) == 1 else None

    @property
    def seen(self) -> tuple[str, ...]:
        """What the witnesses that look at the content say, each answer once."""
        said = (each.media_type for each in self.facts.opinions if each.witness != EXTENSION)
        return tuple(dict.fromkeys(answer for answer in said if answer))

    @property
    def promised(self) -> str | None:
        """What the extension says; None when it is no known one."""
        said = (each.media_type for each in self.facts.opinions if each.witness == EXTENSION)
        return next(said, None)


@attrs.frozen
class AttachmentCase:
    """A file already attached, as its item describes it; an `AnyFile`."""

    attachment: Attachment
    kind: ItemKind
    exact: ClassVar = True

    @property
    def size(self) -> int:
        return self.attachment.size

    @property
    def content(self) -> str:
        return self.attachment.media_type


@attrs.frozen
class OutcomeCase:
    """A course outcome with the taking it names and the plan that taking falls under.

    Attributes:
        outcome: the outcome.
        taking: None when the student has no taking of that id.
        plan: None when it is not known; the codes are then not judged.
        judged_by: the plan, where it speaks of the taking: one of this school.
        entry: what it says of the taking's code.
    """

    outcome: CourseOutcome
    taking: Taking | None
    plan: CoursePlan | None
    judged_by: CoursePlan | None = attrs.field(init=False, eq=False)
    entry: PlanEntry | None = attrs.field(init=False, eq=False)

    @judged_by.default
    def _where_it_speaks(self) -> CoursePlan | None:
        elsewhere = self.taking is None or self.taking.kind in ELSEWHERE
        return None if elsewhere else self.plan

    @entry.default
    def _find_entry(self) -> PlanEntry | None:
        if self.taking is None or self.judged_by is None:
            return None
        return self.judged_by.find(self.taking.code)


@attrs.frozen
class QuotaCase:
    """An outcome that is in the portfolio already, and what the school allows per taking."""

    outcome: CourseOutcome
    portfolio: Portfolio
    settings: SchoolSettings


@attrs.frozen
class PerformanceCase:
    """A performance."""

    performance: Performance


@attrs.frozen
class OfficerPostCase:
    """An officer post the school records."""

    post: OfficerPost


@attrs.frozen
class CourseRecordCase:
    """The grades of a taking; None when the student has no taking of that id."""

    record: CourseRecord
    taking: Taking | None


@attrs.frozen
class AdvisingCase:
    """An advising record."""

    record: AdvisingRecord


@attrs.frozen
class ReturnCase:
    """A teacher's reason for returning an outcome, and the words that go with it."""

    reason: str
    note: str = ""


@attrs.frozen
class TimingCase:
    """Something done at an instant.

    Attributes:
        kind: what the window is for.
        term: `113-1` for semester windows, `113` for yearly ones.
        at: instant at which the server began to receive it.
        settings: the school's, with its calendar.
    """

    kind: WindowKind
    term: str
    at: dt.datetime
    settings: SchoolSettings


class Choice(Protocol):
    """What a student chose for one school year, whether picked by id or handed in whole."""

    @property
    def year(self) -> SchoolYear: ...

    @property
    def outcome_ids(self) -> tuple[str, ...]: ...

    @property
    def performance_ids(self) -> tuple[str, ...]: ...

    def outcomes(self) -> Iterator[tuple[int, CourseOutcome]]:
        """Each chosen outcome that exists, with its position."""

    def performances(self) -> Iterator[tuple[int, Performance]]:
        """Each chosen performance that exists, with its position."""


@attrs.frozen
class SelectionCase:
    """A yearly selection before the portfolio it picks from; a `Choice`."""

    selection: YearlySelection
    portfolio: Portfolio

    @property
    def year(self) -> SchoolYear:
        return self.selection.year

    @property
    def outcome_ids(self) -> tuple[str, ...]:
        return self.selection.outcomes

    @property
    def performance_ids(self) -> tuple[str, ...]:
        return self.selection.performances

    def outcomes(self) -> Iterator[tuple[int, CourseOutcome]]:
        for index, key in enumerate(self.outcome_ids):
            if (outcome := self.portfolio.outcome(key)) is not None:
                yield index, outcome

    def performances(self) -> Iterator[tuple[int, Performance]]:
        for index, key in enumerate(self.performance_ids):
            if (performance := self.portfolio.performance(key)) is not None:
                yield index, performance


@attrs.frozen
class SubmissionCase:
    """What one student hands in; a `Choice`.

    Attributes:
        submission: what is handed in.
        plans: the plans of the school.
        batch: the batch that carries it.
    """

    submission: StudentSubmission
    plans: Plans
    batch: BatchKey

    @property
    def year(self) -> SchoolYear:
        return self.submission.year

    @property
    def outcome_ids(self) -> tuple[str, ...]:
        return tuple(each.outcome.id for each in self.submission.outcomes)

    @property
    def performance_ids(self) -> tuple[str, ...]:
        return tuple(each.id for each in self.submission.performances)

    def outcomes(self) -> Iterator[tuple[int, CourseOutcome]]:
        for index, each in enumerate(self.submission.outcomes):
            yield index, each.outcome

    def performances(self) -> Iterator[tuple[int, Performance]]:
        return enumerate(self.submission.performances)


JUDGED_CASES: Final[tuple[type[Any], ...]] = (
    FileCase,
    AttachmentCase,
    OutcomeCase,
    QuotaCase,
    PerformanceCase,
    SelectionCase,
    TimingCase,
    ReturnCase,
    AdvisingCase,
    CourseRecordCase,
    OfficerPostCase,
)
"""The cases a plugin's rule may be about; the host refuses any other, which nobody would judge.

A `SubmissionCase` is not among them: the validator that school and centre share is the law's alone.
"""
