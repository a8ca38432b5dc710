"""Running a contract suite, with pytest or without."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import attrs

__all__ = ["Failure", "Report", "raises", "run_contract", "together"]

_T = TypeVar("_T")
_E = TypeVar("_E", bound=Exception)


@attrs.frozen
class Failure:
    """A promise that was not kept.

    Attributes:
        test: name of the test, a sentence.
        error: what it raised.
    """

    test: str
    error: Exception


@attrs.frozen
class Report:
    """What came of a contract suite.

    Attributes:
        suite: name of the suite.
        kept: names of the tests that passed, in order.
        broken: the others.
    """

    suite: str
    kept: tuple[str, ...]
    broken: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        return not self.broken

    def __str__(self) -> str:
        lines = [f"{self.suite}: {len(self.kept)} promises kept, {len(self.broken)} broken"]
        lines += [f"  {each.test}: {type(each.error).__name__}" for each in self.broken]
        return "\n".join(lines)


def run_contract(suite: type[Any], subject: Callable[[], object]) -> Report:
    """Run a contract suite without a test framework.

    Args:
        suite: one of the contracts of `learnport.testing`.
        subject: makes what the suite's fixture stands for, a fresh one for every test.
    """
    kept: list[str] = []
    broken: list[Failure] = []
    names = {name: None for kind in reversed(suite.__mro__) for name in vars(kind)}
    for name in (name for name in names if name.startswith("test_")):
        try:
            getattr(suite(), name)(subject())
        except Exception as error:
            broken.append(Failure(name, error))
        else:
            kept.append(name)
    return Report(suite.__name__, tuple(kept), tuple(broken))


@contextmanager
def raises(kind: type[_E]) -> Iterator[list[_E]]:
    """Fail unless the block raises an error of this kind; the list holds it afterwards."""
    caught: list[_E] = []
    try:
        yield caught
    except kind as error:
        caught.append(error)
    else:
        raise AssertionError(f"{kind.__name__} was not raised")


def together(calls: Sequence[Callable[[], _T]]) -> list[_T | Exception]:
    """Make calls at the same moment, each in a thread; what each gave or raised, in order.

    Python changes from one to another as often as it can, so that what can go wrong does.
    """
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], _T]) -> _T | Exception:
        start.wait(timeout=60)
        try:
            return call()
        except Exception as error:
            return error

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(len(calls)) as threads:
            return list(threads.map(run, calls))
    finally:
        sys.setswitchinterval(usual)
