"""Putting each mutant before the tests.

A fault in the body of a function is tried where all tests are collected already: the function
gets the code with the fault, whatever decorator it stands under, and the tests that run its
lines are asked. A fault outside (in a table, a code of a rule, a validator) must be there when
the package is first imported, so it is tried in a process that has not imported it yet, but
knows every other library.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import inspect
import os
import types
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

from tests.mutation.forks import HANGS, elsewhere, pool
from tests.mutation.mutants import Mutant
from tests.mutation.survey import OPTIONS, Repeatable, Survey

__all__ = ["trials"]

PATIENCE = 20.0
"""Seconds beyond five times those of its tests after which a mutant is taken to hang."""
SURVIVES, ELSEWHERE = 0, 3
NAMES = {SURVIVES: "survived", HANGS: "timeout"}
Functions = dict[types.CodeType, list[types.FunctionType]]


class _FirstFailure(Repeatable):
    """Ends the process at the first failure."""

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            os._exit(1)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os._exit(1)


class _Collected(_FirstFailure):
    """Does something else with the collected tests than running them."""

    def __init__(self, use: Callable[[dict[str, pytest.Item]], None]) -> None:
        self.use = use

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.use({item.nodeid: item for item in session.items})
        return True


class _QuickOnly(_FirstFailure):
    """Leaves out the slow tests."""

    def __init__(self, found: Survey) -> None:
        self.found = found

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self.found.seconds]


def trials(
    mutants: list[Mutant], tests: list[str], found: Survey, jobs: int
) -> Iterator[tuple[Mutant, str]]:
    """What becomes of each mutant: killed, timeout, survived, or unseen when no test runs it."""
    fresh = [each for each in mutants if not each.inside]
    inside = {at: each for at, each in enumerate(mutants) if each.inside}
    ran = {at: found.running(each.file, each.lines) for at, each in inside.items()}

    def work(send: Callable[[tuple[int, int]], None]) -> None:
        def use(items: dict[str, pytest.Item]) -> None:
            functions = _functions()
            gc.freeze()
            asked = ((at, each, found.affordable(ran[at])) for at, each in inside.items())
            waiting = (
                (
                    at,
                    partial(_warm, each, functions, [items[name] for name in names]),
                    _limit(names),
                )
                for at, each, names in asked
            )
            for answer in pool(waiting, jobs):
                send(answer)

        pytest.main([*OPTIONS, *tests], plugins=[_Collected(use)])

    for at, answer in elsewhere(work):
        if answer == ELSEWHERE or (answer == SURVIVES and "" in ran[at]):
            fresh.append(mutants[at])
        else:
            yield mutants[at], NAMES.get(answer, "killed") if ran[at] else "unseen"
    with warnings.catch_warnings(action="ignore"):
        for name in found.modules:
            if name.partition(".")[0] not in ("learnport", "tests", "conftest", "__main__"):
                with contextlib.suppress(Exception):
                    importlib.import_module(name)
    gc.freeze()
    nearest = cache(found.nearest)
    asked = ((each, nearest(each.file)) for each in fresh)
    waiting = (
        (each, partial(_cold, each, found, list(files)), _limit(files)) for each, files in asked
    )
    for mutant, answer in pool(waiting, jobs):
        yield mutant, NAMES.get(answer, "killed")


def _limit(seconds: dict[str, float]) -> float:
    return PATIENCE + 5 * sum(seconds.values())


def _compiled(mutant: Mutant) -> types.CodeType:
    return compile(mutant.tree, str(mutant.file), "exec", dont_inherit=True)


def _warm(mutant: Mutant, functions: Functions, items: list[pytest.Item]) -> int:
    """Give the function its new code, then run the tests."""
    before = _bodies(_compiled(mutant))
    mutant.apply()
    for old, new in zip(before, _bodies(_compiled(mutant)), strict=True):
        if old != new:
            if not functions[old] or old.co_freevars != new.co_freevars:
                return ELSEWHERE
            for function in functions[old]:
                function.__code__ = new
    for item, after in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
    return SURVIVES


def _functions() -> Functions:
    """Every function there is, by its code."""
    functions: Functions = defaultdict(list)
    for each in gc.get_objects():
        if isinstance(each, types.FunctionType):
            functions[each.__code__].append(each)
    return functions


def _bodies(code: types.CodeType) -> list[types.CodeType]:
    """The codes of the functions of a module and its classes, but not of functions in those."""
    bodies = []
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            bodies += [each] if each.co_flags & inspect.CO_OPTIMIZED else _bodies(each)
    return bodies


def _cold(mutant: Mutant, found: Survey, files: list[str]) -> int:
    """Let the package be imported with the fault, then run the tests, file by file."""
    mutant.apply()
    code, place, get_code = _compiled(mutant), mutant.file.resolve(), SourceFileLoader.get_code

    def with_fault(loader: SourceFileLoader, name: str) -> types.CodeType | None:
        return code if Path(loader.path).resolve() == place else get_code(loader, name)

    SourceFileLoader.get_code = with_fault  # type: ignore[method-assign,assignment]
    for file in files:
        if pytest.main([*OPTIONS, file], plugins=[_QuickOnly(found)]) not in (0, 5):
            return 1
    return SURVIVES
