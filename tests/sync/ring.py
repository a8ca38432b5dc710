"""Playing a year and keeping everything that a test may want to look at afterwards."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import attrs
import pytest

from learnport.model import Finding
from learnport.sample import Refusal, RingReport, SampleSchool, Stage, build_stage, run_ring

__all__ = ["Ring", "play"]


@attrs.frozen
class Ring:
    """A year that was played.

    Attributes:
        sample: the school.
        report: what the ring told.
        stage: school and centre as they were left.
        logged: every log record of the whole run as text.
        told: what progress was told: title, done, total.
    """

    sample: SampleSchool
    report: RingReport
    stage: Stage
    logged: tuple[str, ...]
    told: tuple[tuple[str, int, int], ...]

    @property
    def refusals(self) -> list[Refusal]:
        return [refusal for step in self.report.steps for refusal in step.refusals]

    @property
    def findings(self) -> list[Finding]:
        return [finding for refusal in self.refusals for finding in refusal.findings]

    def secrets(self) -> set[str]:
        """What must not be shown: who the students are."""
        students = self.sample.students
        return {each.national_id for each in students} | {each.name for each in students}


class _Listening(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.name} {self.format(record)}")


def play(sample: SampleSchool, out: Path) -> Ring:
    """Run the ring; `run_ring` lets its stage go, this keeps it: the first one it builds."""
    stages: list[Stage] = []
    told: list[tuple[str, int, int]] = []
    listening, root = _Listening(), logging.getLogger()

    def keep(*given: Any) -> Stage:
        stages.append(build_stage(*given))
        return stages[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("learnport.sample._ring.build_stage", keep)
        patch.setattr(root, "level", logging.NOTSET)
        root.addHandler(listening)
        try:
            report = run_ring(
                sample, out, lambda title, done, total: told.append((title.en, done, total))
            )
        finally:
            root.removeHandler(listening)
    return Ring(sample, report, stages[0], tuple(listening.heard), tuple(told))
