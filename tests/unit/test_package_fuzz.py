"""Whatever bytes come as a package: findings, or the documented error, or the right content."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnport.errors import PackageError
from learnport.formats._package_read import PackageReader
from learnport.model import Severity
from tests.unit.package_bags import PAYLOAD, bag, saved, zipped

GOOD = zipped(bag())
DEFLATED = zipped(bag(), compression=8)
MUTANTS = 500


def judged(package: Path) -> str:
    """`refused`, or `intact` when the payload is exactly what was packed; anything else fails."""
    try:
        reader = PackageReader(package)
        findings = reader.verify()
    except PackageError:
        return "refused"
    if any(each.severity.refuses for each in findings):
        return "refused"
    found = {}
    for packed in reader.payload():
        with reader.open(packed.path) as stream:
            found[f"data/{packed.path}"] = stream.read()
    assert found == PAYLOAD
    assert all(each.severity is Severity.ALERT for each in findings)
    return "intact"


def mutant(data: bytes, dice: random.Random) -> bytes:
    """The bytes with one to three changes: a byte replaced, bytes removed, copied or inserted."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        start = dice.randrange(len(changed))
        end = min(len(changed), start + dice.choice((1, 1, 2, 4, 40)))
        match dice.randrange(5):
            case 0 | 1:
                changed[start] = dice.randrange(256)
            case 2:
                changed[start] ^= 1 << dice.randrange(8)
            case 3:
                del changed[start:end]
            case _:
                changed[start:start] = changed[start:end]
    return bytes(changed)


@pytest.mark.parametrize("good", [GOOD, DEFLATED], ids=["stored", "deflated"])
def test_no_mutant_passes_with_other_content(tmp_path: Path, good: bytes) -> None:
    dice = random.Random(20251123)
    verdicts = [judged(saved(tmp_path, mutant(good, dice))) for _ in range(MUTANTS)]
    assert verdicts.count("refused") > 0.8 * len(verdicts)


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, len(GOOD)), st.integers(0, len(GOOD)))
def test_foreign_bytes_anywhere_are_survived(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, start: int, end: int
) -> None:
    spliced = GOOD[: min(start, end)] + data + GOOD[max(start, end) :]
    judged(saved(tmp_path_factory.mktemp("fuzz"), spliced))
