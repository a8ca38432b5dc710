"""S10: what importing costs, in a fresh interpreter each time."""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Row, Scale

__all__ = ["measure_imports"]

_CLOCK = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
_PEER = "import attrs, cattrs, pluggy"


def measure_imports(_scratch: Path, scale: Scale) -> list[Row]:
    """The bare package, and all that a vendor embeds, beside their libraries."""
    statements = ("import learnport", "import learnport.systems", _PEER)
    times: dict[str, list[float]] = {each: [] for each in statements}
    for turn in range(4 * scale.runs + 1):
        for each in statements:
            command = [sys.executable, "-c", _CLOCK.format(each)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            if turn:
                times[each].append(float(done.stdout))
    took = {each: statistics.median(some) for each, some in times.items()}
    return [
        Row("S10", each, took[each], _PEER, took[_PEER], faster_is_more=False, reach=reach)
        for each, reach in ((statements[0], "≤ 1.5"), (statements[1], "none set"))
    ]
