"""What the ring tells afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs

from learnport.model import Finding, SchoolYear, Text

__all__ = ["Count", "Progress", "Refusal", "RingReport", "Step"]

Progress = Callable[[Text, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


@attrs.frozen
class Count:
    """How often something happened."""

    what: Text
    number: int


@attrs.frozen
class Refusal:
    """Something that was refused, and why.

    Attributes:
        case: what was tried.
        expected: the code that has to say so; empty when nothing should have been refused.
        findings: what learnport said.
    """

    case: Text
    expected: str
    findings: tuple[Finding, ...]

    @property
    def as_expected(self) -> bool:
        """Whether it was refused, and the expected code says so."""
        return self.expected in {each.code for each in self.findings if each.severity.refuses}


@attrs.frozen
class Step:
    """One step of the ring.

    Attributes:
        title: what was done.
        counts: what happened.
        refusals: what was refused.
    """

    title: Text
    counts: tuple[Count, ...]
    refusals: tuple[Refusal, ...] = ()


@attrs.frozen
class RingReport:
    """One school year, run through the whole ring.

    Attributes:
        school: name of the school.
        year: the school year.
        students: how many.
        steps: in the order in which they were taken.
        packages: the sealed packages, in the order in which they were sent.
        rosters: the workbooks that went with them.
        receipts: the centre's answers.
    """

    school: str
    year: SchoolYear
    students: int
    steps: tuple[Step, ...]
    packages: tuple[Path, ...]
    rosters: tuple[Path, ...]
    receipts: tuple[Path, ...]

    @property
    def as_expected(self) -> bool:
        """Whether everything that had to be refused was, each for its own reason."""
        return all(refusal.as_expected for step in self.steps for refusal in step.refusals)
