"""The faults of the mutation session, by example."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutation.mutants import Mutant, mutants

FAULTS = [
    ("def f(a): return a < 3", ["return None", "a <= 3", "4", "2"]),
    ("def f(a, b): return a and b", ["return None", "a or b", "b", "a"]),
    ("def f(a):\n    if not a: raise ValueError", ["a", "pass"]),
    ("def f(a):\n    if a >= b: g(a)", ["not a >= b", "a > b", "pass"]),
    ("def f(a): return [b for b in a if b]", ["return None", "not b"]),
    ("def f(a): return a.parts + a", ["return None", "a.parts - a"]),
    ("AT = '/reason'", ["'XX/reason'"]),
    ("AT = ('a', 'b')", ["('b',)", "('a',)", "'XXa'", "'XXb'"]),
    ("ROWS = {A.x: S.y, A.z: S.w}", ["{A.z: S.w}", "{A.x: S.y}", "{A.x: S.w, A.z: S.w}"]),
    ("x = attrs.field(validator=instance_of(int))", ["attrs.field()"]),
    ("RULE = notice('LP1001', severity=Severity.ALERT)", ["'XXLP1001'", "Severity.ADVICE"]),
    ("@rule('LP1001')\ndef check(case):\n    yield 1", ["2", "0", "'XXLP1001'"]),
]


@pytest.mark.parametrize(("source", "expected"), FAULTS)
def test_each_piece_of_code_has_its_faults(
    tmp_path: Path, source: str, expected: list[str]
) -> None:
    assert [each.now for each in faults_of(tmp_path, source)] == expected


UNTOUCHED = [
    '"""A docstring."""',
    "__all__ = ['Rule']",
    "from learnport import model",
    "def f(a: Literal['x']) -> Literal[3]: ...",
    "raise_it = Text('檔案', 'Files')",
    "A = notice(zh='檔案', en='Files')",
    "MESSAGE = 'two words'",
    "Plans = Callable[[int], Plan | None]",
    "if TYPE_CHECKING:\n    x = 1",
    "class Asked(Protocol):\n    size = 1",
]


@pytest.mark.parametrize("source", UNTOUCHED)
def test_what_no_behaviour_hangs_on_is_left_alone(tmp_path: Path, source: str) -> None:
    assert faults_of(tmp_path, source) == []


def test_only_the_body_of_a_function_is_inside(tmp_path: Path) -> None:
    source = "@rule('LP1001')\ndef check(case, limit=7):\n    return case.size\n"
    assert [(each.line, each.inside) for each in faults_of(tmp_path, source)] == [
        (2, False),
        (2, False),
        (3, True),
        (1, False),
    ]


def test_a_fault_is_one_change_of_the_source(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, "x = 1\nif x in y: z()\n")[2:3]
    fault.apply()
    assert ast.unparse(fault.tree) == "x = 1\nif x not in y:\n    z()"


def test_a_long_text_is_shown_around_the_change(tmp_path: Path) -> None:
    states = ["draft", "awaiting", "returned", "certified", "submitted", "discarded"]
    shown = faults_of(tmp_path, f"STATES = ({', '.join(states)})")[3]
    assert shown.was == "…ft, awaiting, returned, certified, submitted, discarded)"
    assert shown.now == "…ft, awaiting, returned, submitted, discarded)"


def faults_of(folder: Path, source: str) -> list[Mutant]:
    file = folder / "module.py"
    file.write_text(source, encoding="utf-8")
    return list(mutants(file))
