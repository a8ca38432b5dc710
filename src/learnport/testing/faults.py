"""Things that go wrong on purpose: broken streams, and disks that die at every single call.

    for crash in crash_points(save, scratch, Loss.ALL):
        inspect(crash.root)    # wholly there or wholly absent?

Nothing here needs a test framework.
"""

from __future__ import annotations

import contextlib
import errno
import io
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import attrs

from learnport.testing._disk import Disk, Loss, SimulatedCrash

__all__ = [
    "EndlessStream",
    "FailingStream",
    "Fault",
    "Loss",
    "ShortStream",
    "SimulatedCrash",
    "crash_points",
    "error_points",
]

if TYPE_CHECKING:

    class _RawStream(io.RawIOBase, BinaryIO):
        """To the type checker, every raw stream here is a BinaryIO."""

else:
    _RawStream = io.RawIOBase


class ShortStream(_RawStream):
    """A stream that gives fewer bytes than it is asked for, like a slow line.

    Args:
        content: what it gives in all.
        step: most bytes per read, at least 1.
        pause: seconds before each read.
    """

    def __init__(self, content: bytes, step: int = 1, pause: float = 0.0) -> None:
        super().__init__()
        self._rest = memoryview(content)
        self._step = step
        self._pause = pause

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        time.sleep(self._pause)
        count = min(len(buffer), self._step, len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


class FailingStream(ShortStream):
    """A stream that breaks, like a line that goes dead: ConnectionResetError.

    Args:
        content: what it would have given.
        after: bytes it gives before it breaks.
    """

    def __init__(self, content: bytes, after: int) -> None:
        super().__init__(content[:after], step=65_536)

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if count := super().readinto(buffer):
            return count
        raise ConnectionResetError(errno.ECONNRESET, "the line went dead")


class EndlessStream(_RawStream):
    """A stream that never ends, like an upload that means to fill the disk.

    Args:
        patience: bytes after which it raises AssertionError, because nobody may read so far.
    """

    def __init__(self, patience: int) -> None:
        super().__init__()
        self._patience = patience

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._patience -= len(buffer)
        assert self._patience > 0, "an endless stream is read on and on"
        buffer[:] = bytes(len(buffer))
        return len(buffer)


@attrs.frozen
class Fault:
    """One run with one fault.

    Attributes:
        call: the call at which it happened, for example `fsync ab`; empty when the run came to
            its end first.
        root: the directory as it was found afterwards.
        acknowledged: whether the run gave its answer.
        answer: that answer.
    """

    call: str
    root: Path
    acknowledged: bool
    answer: object


def _nothing(_root: Path) -> None:
    """Prepare nothing."""


def crash_points(
    act: Callable[[Path], object],
    scratch: Path,
    loss: Loss = Loss.NOTHING,
    before: Callable[[Path], object] = _nothing,
) -> Iterator[Fault]:
    """Run an act again and again, and crash at each of its calls to the disk in turn.

    A write that crashes has written its first half. The last run comes to its end, and the
    crash only then.

    Args:
        act: what is run, each time in a fresh directory.
        scratch: an empty directory for all of them.
        loss: what each crash takes away.
        before: runs in the fresh directory first, without faults and for good.
    """
    for disk in _disks(scratch, before, None):
        answer, acknowledged = None, False
        with disk, contextlib.suppress(SimulatedCrash):
            answer = act(disk.root)
            acknowledged = not disk.dead
        disk.lose(loss)
        yield Fault(disk.stopped_at, disk.root, acknowledged, answer)


def error_points(
    act: Callable[[Path], object],
    scratch: Path,
    code: int = errno.ENOSPC,
    before: Callable[[Path], object] = _nothing,
) -> Iterator[Fault]:
    """Run an act again and again, and let each of its calls to the disk in turn fail.

    The process lives on and may clean up. The last run meets no error.

    Args:
        act: what is run, each time in a fresh directory.
        scratch: an empty directory for all of them.
        code: of the OSError that the call raises; ENOSPC is a full disk.
        before: runs in the fresh directory first, without faults.
    """
    for disk in _disks(scratch, before, code):
        answer, acknowledged = None, False
        with disk, contextlib.suppress(OSError):
            answer = act(disk.root)
            acknowledged = True
        yield Fault(disk.stopped_at, disk.root, acknowledged, answer)


def _disks(scratch: Path, before: Callable[[Path], object], error: int | None) -> Iterator[Disk]:
    """A disk for each call an act makes, and a last one on which it comes to its end."""
    for number in itertools.count(1):  # pragma: no branch
        root, aside = (scratch / f"{number:04}" / name for name in ("disk", "aside"))
        root.mkdir(parents=True)
        aside.mkdir()
        before(root)
        disk = Disk(root, aside, number, error)
        yield disk
        if not disk.stopped_at:
            return
