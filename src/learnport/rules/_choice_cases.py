"""A student's choice put before the rules: picked by id at the school, or handed in whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import attrs

from learnport.model import (
    BatchKey,
    CourseOutcome,
    CoursePlan,
    Performance,
    Portfolio,
    SchoolYear,
    StudentSubmission,
    YearlySelection,
)

__all__ = ["Choice", "Plans", "SelectionCase", "SubmissionCase"]

Plans = Callable[[int], CoursePlan | None]
"""The approved plan of one school by entry year; for a dict pass its `get`."""


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
