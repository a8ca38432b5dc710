"""How far things are: bars on standard error, and only where somebody watches."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from learnport.cli._print import Bilingual

__all__ = ["CountingPool", "Report", "bars"]

Report = Callable[[Bilingual, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def bars(lang: str | None) -> Iterator[Report]:
    """One bar for everything reported; they vanish at the end."""
    progress = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    tasks = {}

    def report(title: Bilingual, done: int, total: int) -> None:
        words = title.en if lang == "en" else title.zh
        if words not in tasks:
            tasks[words] = progress.add_task(words)
        progress.update(tasks[words], completed=done, total=total)

    with progress:
        yield report


class CountingPool(ThreadPoolExecutor):
    """Threads that report how many of the calls they were given are done."""

    def __init__(self, title: Bilingual, report: Report) -> None:
        super().__init__()
        self._title = title
        self._report = report
        self._done = itertools.count(1)
        self._total = 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        self._total += 1
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(self._count)
        return future

    def _count(self, _: object) -> None:
        self._report(self._title, next(self._done), self._total)
