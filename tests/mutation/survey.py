"""Which test runs what: one run without any fault, under coverage."""

from __future__ import annotations

import ast
import itertools
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import attrs
import coverage
import pytest
from hypothesis import Phase, settings

from tests.mutation.forks import elsewhere

__all__ = ["OPTIONS", "Repeatable", "Survey", "survey"]

OPTIONS = ["-q", "-otimeout=0", "-pno:cacheprovider", "-Wignore::pytest.PytestAssertRewriteWarning"]
SLOW = 1.0
"""Tests that take longer, in seconds, are not asked: there are thousands of quick ones."""
BUDGET = 20.0
"""Seconds of tests that are asked about one mutant, the likeliest first."""


class Repeatable:
    """Makes hypothesis repeatable, and unwilling to look for the smallest example."""

    def pytest_configure(self) -> None:
        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutation", settings.get_profile("ci"), phases=phases)
        settings.load_profile("mutation")


@attrs.frozen
class Survey:
    """What the run without any fault has shown.

    Attributes:
        failed: tests that fail anyway; there must be none.
        seconds: what each quick test takes.
        tests: file and line → the tests that run it; the empty name stands for imports.
        modules: everything that was imported on the way.
    """

    failed: list[str]
    seconds: dict[str, float]
    tests: dict[tuple[str, int], set[str]]
    modules: list[str]

    def running(self, file: Path, lines: range) -> set[str]:
        """The tests that run one of these lines."""
        return {each for line in lines for each in self.tests.get((str(file), line), ())}

    def affordable(self, tests: set[str]) -> dict[str, float]:
        """The quick ones among tests and their seconds, the quickest first."""
        quick = sorted(tests & self.seconds.keys(), key=self.seconds.__getitem__)
        return _within_budget({each: self.seconds[each] for each in quick})

    def nearest(self, module: Path) -> dict[str, float]:
        """The test files that import or run a module or its room, and their seconds.

        First those that import and run little else, and are quick.
        """
        took: dict[str, float] = defaultdict(float)
        for test, seconds in self.seconds.items():
            took[test.partition("::")[0]] += seconds
        ran: dict[str, Counter[Path]] = defaultdict(Counter)
        for (name, _), tests in self.tests.items():
            for file in {each.partition("::")[0] for each in tests & self.seconds.keys()}:
                ran[file].update((Path(name), Path(name).parent, Path()))
        names = _defined(module)
        room = f"learnport.{module.parent.name}"
        nearness = {file: _share(names, room, _imported(file)) for file in took}
        for file, lines in ran.items():
            nearness[file] += (lines[module] + lines[module.parent]) / lines[Path()]
        worth = {file: near / (1 + took[file]) for file, near in nearness.items() if near}
        ranked = sorted(worth, key=worth.__getitem__, reverse=True)
        return _within_budget({file: took[file] for file in ranked})


def _defined(module: Path) -> set[str]:
    """The names a module gives to others."""
    names = set()
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                names.add(name)
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                names.add(name)
    return names


@cache
def _imported(test: str) -> list[tuple[str, str]]:
    """The names a test file imports from the package, each with where from."""
    tree = ast.parse(Path(test).read_text(encoding="utf-8"))
    froms = (node for node in tree.body if isinstance(node, ast.ImportFrom))
    return [
        (node.module, alias.name)
        for node in froms
        if node.module and node.module.startswith("learnport.")
        for alias in node.names
    ]


def _share(some: set[str], room: str, names: list[tuple[str, str]]) -> float:
    hits = sum((name in some) + source.startswith(room) for source, name in names)
    return hits / (len(names) or 1)


def _within_budget(seconds: dict[str, float]) -> dict[str, float]:
    before = itertools.accumulate(seconds.values(), initial=0.0)
    begun = itertools.takewhile(lambda spent: spent < BUDGET, before)
    return {name: seconds[name] for name, _ in zip(seconds, begun, strict=False)}


class _Watching(Repeatable):
    """Notes what each test takes, and tells coverage which one runs."""

    def __init__(self, watch: coverage.Coverage) -> None:
        self.watch = watch
        self.failed: list[str] = []
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.watch.switch_context(item.nodeid)
        start = time.perf_counter()
        answer = yield
        if (took := time.perf_counter() - start) < SLOW:
            self.seconds[item.nodeid] = took
        self.watch.switch_context("")
        return answer

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.failed += [report.nodeid] * report.failed

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed += [report.nodeid] * report.failed


def survey(tests: list[str], files: Iterable[Path]) -> Survey:
    """Run the tests once."""
    names = {str(file.resolve()): str(file) for file in files}

    def work(send: Callable[[Survey], None]) -> None:
        watch = coverage.Coverage(data_file=None, config_file=False, include=list(names))
        watching = _Watching(watch)
        with watch.collect():
            answer = pytest.main([*OPTIONS, *tests], plugins=[watching])
        if answer > 1:
            watching.failed.append("the run as a whole")
        data = watch.get_data()
        ran = {
            (names[file], line): set(contexts)
            for file in data.measured_files()
            for line, contexts in data.contexts_by_lineno(file).items()
        }
        send(Survey(watching.failed, watching.seconds, ran, list(sys.modules)))

    (found,) = elsewhere(work)
    return found
