"""Work done in forked processes, so that no fault outlives its trial."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import NoReturn, TypeVar

__all__ = ["HANGS", "elsewhere", "pool"]

T = TypeVar("T")
K = TypeVar("K")
HANGS = -1
"""The answer of a process that went on for longer than it was given."""
MEMORY = 4 << 30
"""Bytes a process may have; a fault must not take the machine down."""


def elsewhere(work: Callable[[Callable[[T], None]], None]) -> Iterator[T]:
    """What the work sends, from a process of its own."""
    source, sink = os.pipe()
    with os.fdopen(source, "rb") as answers, os.fdopen(sink, "wb") as pipe:
        if (pid := os.fork()) == 0:

            def send(each: T) -> None:
                pickle.dump((each,), pipe)
                pipe.flush()

            _run(lambda: work(send), streams=(0, 1))
        pipe.close()
        while True:
            try:
                (each,) = pickle.load(answers)
            except EOFError:
                break
            yield each
    os.waitpid(pid, 0)


def pool(tasks: Iterable[tuple[K, Callable[[], int], float]], jobs: int) -> Iterator[tuple[K, int]]:
    """Run each task in a process of its own, some at a time; yields keys and answers.

    A task is a key, a function that returns a small number, and the seconds it is given.
    """
    running: dict[int, K] = {}
    for key, task, seconds in tasks:
        if len(running) >= jobs:
            yield _ended(running)
        if (pid := os.fork()) == 0:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.setitimer(signal.ITIMER_REAL, seconds)
            _run(task)
        running[pid] = key
    while running:
        yield _ended(running)


def _run(task: Callable[[], int | None], streams: tuple[int, ...] = (0, 1, 2)) -> NoReturn:
    """Do a task as the whole life of a process that has no input and prints nothing."""
    answer = 1
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in streams:
            os.dup2(nowhere, stream)
        answer = task() or 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(answer)


def _ended(running: dict[int, K]) -> tuple[K, int]:
    pid, status = os.wait()
    hangs = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
    return running.pop(pid), HANGS if hangs else os.waitstatus_to_exitcode(status)
