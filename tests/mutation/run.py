"""Count how many small faults in the sources the tests notice.

    python -m tests.mutation.run [PLACE ...] [--sample 300 --seed 1] [--jobs 2] [--out FILE]

A place is a room or a module of it: `rules`, `rules/_timing`. Prints what survived and the score
of each room; exit 1 when less than 90 % of what is not argued in `argued.toml` is noticed. A run
that is interrupted tells what it has found so far.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.survey import survey
from tests.mutation.trial import trials

SOURCE = Path("src/learnport")
ROOMS = ["model", "parameters", "rules", "workflow"]
TESTS = [each for each in ("tests/unit", "tests/property", "tests/law") if Path(each).exists()]
GOAL = 0.9
NOTICED = ("killed", "timeout")
VERDICTS = [*NOTICED, "survived", "unseen", "argued"]
Row = dict[str, str | int]


def _key(row: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(row[name] for name in ("file", "text", "was", "now"))


with Path(__file__).with_name("argued.toml").open("rb") as _argued:
    ARGUED: dict[tuple[object, ...], str] = {
        _key(each): each["why"] for each in tomllib.load(_argued)["mutants"]
    }


def main() -> int:
    """Put the mutants that were asked for before the tests."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("places", nargs="*", metavar="PLACE", default=ROOMS)
    parser.add_argument("--sample", type=int, help="so many, chosen at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--tests", nargs="+", metavar="PATH", default=TESTS)
    parser.add_argument("--out", type=Path, default=Path("build/mutation.json"))
    asked = parser.parse_args()
    files = [file for place in asked.places for file in _files(place)]
    chosen = [mutant for file in files for mutant in mutants(file)]
    if asked.sample and asked.sample < len(chosen):
        chosen = random.Random(asked.seed).sample(chosen, asked.sample)
    with tempfile.TemporaryDirectory(prefix="learnport-mutation-") as scratch:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = scratch
        found = survey(asked.tests, files)
        if found.failed or not found.tests:
            sys.exit(f"without any fault: {', '.join(found.failed) or 'no test runs these files'}")
        print(f"{len(chosen)} mutants, {len(found.seconds)} tests", flush=True)
        rows: list[Row] = []
        with contextlib.suppress(KeyboardInterrupt):
            for mutant, verdict in trials(chosen, asked.tests, found, asked.jobs):
                rows.append(row := _row(mutant, verdict))
                if row["verdict"] in ("survived", "unseen"):
                    place = f"{row['file']}:{row['line']}"
                    print(f"{place}  {row['was']}  →  {row['now']}  [{row['verdict']}]", flush=True)
                if sys.stderr.isatty():
                    print(f"{len(rows)}/{len(chosen)}", end="\r", file=sys.stderr)
    rows.sort(key=lambda row: (row["file"], row["line"]))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if len(rows) == len(chosen) and not asked.sample:
        _report_stale(rows)
    return _report(rows)


def _files(place: str) -> list[Path]:
    path = SOURCE / place
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def _row(mutant: Mutant, verdict: str) -> Row:
    """What became of a mutant, for programs."""
    lines = mutant.file.read_text(encoding="utf-8").splitlines()
    row: Row = {
        "file": mutant.file.relative_to(SOURCE).as_posix(),
        "line": mutant.line,
        "text": lines[mutant.line - 1].strip(),
        "was": mutant.was,
        "now": mutant.now,
        "verdict": verdict,
    }
    if verdict not in NOTICED and (why := ARGUED.get(_key(row))):
        row |= {"verdict": "argued", "why": why}
    return row


def _report(rows: list[Row]) -> int:
    """Print the scores; 1 when a room is below the goal."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for room in (str(row["file"]).partition("/")[0], "all"):
            counts[room][str(row["verdict"])] += 1
    print(f"\n{'':12}" + "".join(f"{name:>10}" for name in [*VERDICTS, "score"]))
    for room, count in sorted(counts.items(), key=lambda each: each[0] == "all"):
        print(f"{room:12}" + "".join(f"{count[each]:10}" for each in VERDICTS), end="")
        print(f"{_score(count):10.1%}")
    return int(any(_score(count) < GOAL for count in counts.values()))


def _report_stale(rows: list[Row]) -> None:
    """Print what is argued although a test notices it, or it is no mutant any more."""
    files = {row["file"] for row in rows}
    argued = {_key(row) for row in rows if row["verdict"] == "argued"}
    for key in ARGUED.keys() - argued:
        if key[0] in files:
            print(f"argued in vain: {key}")


def _score(count: Counter[str]) -> float:
    judged = count.total() - count["argued"]
    return sum(count[each] for each in NOTICED) / judged if judged else 1.0


if __name__ == "__main__":
    sys.exit(main())
