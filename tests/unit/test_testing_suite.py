from __future__ import annotations

import ast
import subprocess
import sys
from typing import get_args

import pytest

from learnport.errors import NotFound
from learnport.testing import (
    BlobDurabilityContract,
    BlobStoreContract,
    CoursePlansContract,
    IdentityContract,
    RecordStoreContract,
    TransportContract,
    run_contract,
)
from learnport.testing._logs import LOGS
from learnport.testing._suite import raises, together
from learnport.workflow import Command, replay

SUITES = (
    BlobDurabilityContract,
    BlobStoreContract,
    CoursePlansContract,
    IdentityContract,
    RecordStoreContract,
    TransportContract,
)


class NumberContract:
    helper = None

    def test_a_number_is_positive(self, number: int) -> None:
        assert number > 0

    def test_a_number_is_even(self, number: int) -> None:
        assert number % 2 == 0

    def test_a_number_divides(self, number: int) -> None:
        assert 1 / number


class StricterContract(NumberContract):
    def test_a_number_is_even(self, number: int) -> None:
        assert number % 4 == 0

    def test_a_number_is_small(self, number: int) -> None:
        assert number < 10


def test_a_report_names_what_was_kept_and_what_was_broken() -> None:
    report = run_contract(NumberContract, lambda: 0)
    assert report.kept == ("test_a_number_is_even",)
    assert [(each.test, type(each.error).__name__) for each in report.broken] == [
        ("test_a_number_is_positive", "AssertionError"),
        ("test_a_number_divides", "ZeroDivisionError"),
    ]
    assert not report.passed
    assert str(report) == (
        "NumberContract: 1 promises kept, 2 broken\n"
        "  test_a_number_is_positive: AssertionError\n"
        "  test_a_number_divides: ZeroDivisionError"
    )


def test_a_sound_subject_passes() -> None:
    assert run_contract(NumberContract, lambda: 2).passed


def test_what_a_subclass_adds_and_changes_counts() -> None:
    report = run_contract(StricterContract, lambda: 18)
    assert [each.test for each in report.broken] == [
        "test_a_number_is_even",
        "test_a_number_is_small",
    ]


def test_every_test_gets_a_subject_of_its_own() -> None:
    made: list[int] = []

    def make() -> int:
        made.append(2)
        return 2

    run_contract(NumberContract, make)
    assert len(made) == 3


def test_raises_hands_over_what_was_raised() -> None:
    def refuse() -> None:
        raise NotFound(what="blob", key="1")

    with raises(NotFound) as caught:
        refuse()
    assert [error.key for error in caught] == ["1"]


def test_raises_fails_when_nothing_is_raised() -> None:
    with pytest.raises(AssertionError, match="NotFound was not raised"), raises(NotFound):
        pass


def test_raises_lets_other_errors_through() -> None:
    with pytest.raises(ZeroDivisionError), raises(NotFound):
        raise ZeroDivisionError


def test_calls_made_together_answer_in_order() -> None:
    def refuse() -> int:
        raise NotFound(what="blob", key="1")

    one, refused, two = together([lambda: 1, refuse, lambda: 2])
    assert (one, two) == (1, 2)
    assert isinstance(refused, NotFound)


@pytest.mark.parametrize("suite", SUITES)
def test_a_suite_is_only_made_of_documented_promises(suite: type) -> None:
    assert "Subclass it in a test module" in (suite.__doc__ or "")
    public = [name for name in vars(suite) if not name.startswith("_")]
    assert public
    assert all(name.startswith("test_") for name in public)


def test_the_suites_need_neither_pytest_nor_hypothesis() -> None:
    script = (
        "import sys; sys.modules['pytest'] = sys.modules['hypothesis'] = None;"
        "import learnport.testing, learnport.testing.faults"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_logs_for_record_stores_hold_every_command_there_is() -> None:
    used = {type(event.command) for log in LOGS for event in log}
    assert used == set(get_args(Command))


def test_the_logs_for_record_stores_can_be_replayed() -> None:
    assert all(replay(log) is not None for log in LOGS)


def test_every_test_of_a_suite_can_fail() -> None:
    """Each states something: an assertion, an expected error, or a call that does."""
    import inspect
    import textwrap

    for suite in SUITES:
        for name, test in vars(suite).items():
            if name.startswith("test_"):
                tree = ast.parse(textwrap.dedent(inspect.getsource(test)))
                kinds = {type(node) for node in ast.walk(tree)}
                calls = {
                    node.func.id
                    for node in ast.walk(tree)
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                }
                states = ast.Assert in kinds or any("_check" in c or "_assert" in c for c in calls)
                assert states or "raises" in calls, name
