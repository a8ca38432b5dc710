"""Taking turns: what is compared runs alternately, so that a drifting machine hurts both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

import attrs

__all__ = ["Row", "Scale", "medians"]

N = TypeVar("N", bound=Hashable)


@attrs.frozen
class Scale:
    """How much is measured.

    Attributes:
        runs: counted runs of each contender, after one that is not counted.
        megabytes: size of the files packed, in units of 1,000,000 bytes.
        items: outcomes and performances judged.
    """

    runs: int
    megabytes: int
    items: int


@attrs.frozen
class Row:
    """One figure.

    Attributes:
        figure: number of the target.
        work: what learnport did.
        seconds: median of its runs.
        beside: what it is measured beside.
        beside_seconds: median of that.
        faster_is_more: whether the ratio is of speeds, else of times.
        reach: what the target asks for.
    """

    figure: str
    work: str
    seconds: float
    beside: str
    beside_seconds: float
    faster_is_more: bool
    reach: str

    @property
    def ratio(self) -> float:
        times = self.seconds / self.beside_seconds
        return 1 / times if self.faster_is_more else times


def medians(contenders: Mapping[N, Callable[[], object]], runs: int) -> dict[N, float]:
    """Seconds of each contender, median over rounds in which each runs once."""
    times: dict[N, list[float]] = {name: [] for name in contenders}
    for turn in range(runs + 1):
        for name, work in contenders.items():
            begin = time.perf_counter()
            work()
            if turn:
                times[name].append(time.perf_counter() - begin)
    return {name: statistics.median(each) for name, each in times.items()}
