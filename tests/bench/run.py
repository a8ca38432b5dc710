"""Measure learnport beside what a user would pick instead; print a table and write JSON.

    python -m tests.bench.run [--runs 5] [--megabytes 1000] [--items 1000000] [--quick]
        [--out bench.json] [NAME ...]

Every figure is a ratio of medians measured side by side in one run; nothing here judges.
At a million items the rules take about twenty minutes; `--quick` shows that everything runs.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path

import attrs

from tests.bench.imports import measure_imports
from tests.bench.measure import Row, Scale
from tests.bench.packages import measure_packages
from tests.bench.rules import measure_rules

BENCHES: dict[str, Callable[[Path, Scale], list[Row]]] = {
    "packages": measure_packages,
    "imports": measure_imports,
    "rules": measure_rules,
}

QUICK = Scale(runs=3, megabytes=50, items=20_000)
"""Enough to see that everything runs, and about where the figures lie."""


def main() -> None:
    """Run the benches that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=1000, help="size of the sample school")
    parser.add_argument("--items", type=int, default=1_000_000, help="items judged by the rules")
    parser.add_argument("--quick", action="store_true", help="small instead of the sizes above")
    parser.add_argument("--out", type=Path, default=Path("bench.json"))
    asked = parser.parse_args()
    scale = QUICK if asked.quick else Scale(asked.runs, asked.megabytes, asked.items)
    rows = []
    for name in asked.names or BENCHES:
        with tempfile.TemporaryDirectory(prefix="learnport-bench-", dir=Path.cwd()) as scratch:
            rows += BENCHES[name](Path(scratch), scale)
    print(f"\n{'figure':7} {'work':45} {'seconds':>8}  {'beside':42} {'seconds':>8} {'ratio':>6}")
    for row in rows:
        print(
            f"{row.figure:7} {row.work:45} {row.seconds:8.3f}  "
            f"{row.beside:42} {row.beside_seconds:8.3f} {row.ratio:6.2f}  reach {row.reach}"
        )
    machine = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
    }
    figures = [attrs.asdict(row) | {"ratio": row.ratio} for row in rows]
    asked.out.write_text(json.dumps({"machine": machine, "rows": figures}, indent=2) + "\n")
    print(f"\nwritten to {asked.out}")


if __name__ == "__main__":
    main()
