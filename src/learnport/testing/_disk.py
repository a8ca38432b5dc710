"""A disk that can die at any call.

While it is in place, the calls of `os` below that change what lies in one directory are
counted, and Python's `open` goes through them. At the chosen call the process dies, or the call
fails. What had not been synced by then can be taken away afterwards: contents, names, or both.

Out of sight is what writes by other means: memory maps, copies inside the kernel, extension
modules. For POSIX systems, one thread at a time.
"""

from __future__ import annotations

import contextlib
import enum
import importlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final
from unittest import mock

__all__ = ["Disk", "Loss", "SimulatedCrash"]

_PYTHONS_OWN_IO: Final = importlib.import_module("_pyio")
"""`open` written in Python: all it does goes through `os`."""

_WRITING: Final = os.O_WRONLY | os.O_RDWR


class SimulatedCrash(BaseException):
    """The process is dead from here on: whoever goes on all the same changes nothing."""


class Loss(enum.Flag):
    """What a crash takes besides the process."""

    NOTHING = 0
    """The process was killed, the machine runs on."""
    DATA = enum.auto()
    """Contents of files that were not synced."""
    NAMES = enum.auto()
    """Names given, changed or removed in directories that were not synced."""
    ALL = DATA | NAMES
    """The power failed."""


class Disk:
    """What lies below one directory, with one fault to come.

    Args:
        root: the directory.
        aside: another one in the same file system, for what may have to come back.
        stop: number of the call at which it happens, from 1.
        error: number of the OSError that call raises; None to crash.

    Attributes:
        dead: whether it has crashed.
        stopped_at: the call at which it happened; empty as long as it has not.
    """

    def __init__(self, root: Path, aside: Path, stop: int, error: int | None = None) -> None:
        self.root = root
        self.dead = False
        self.stopped_at = ""
        self._aside = aside
        self._stop = stop
        self._error = error
        self._calls = 0
        self._opened: dict[int, Path] = {}
        self._settled: dict[int, bytes] = {}
        """By inode, the content a file had when it was synced last, if it has changed since."""
        self._pending: list[tuple[Path, Callable[[], object]]] = []
        """Directories with names not yet synced, and how to undo each."""
        self._patches = contextlib.ExitStack()
        self._os: Final[dict[str, Any]] = {
            name: getattr(os, name) for name in _CALLS if hasattr(os, name)
        }

    def __enter__(self) -> Disk:
        for name in self._os:
            ours = _CALLS[name].__get__(self)
            self._patches.enter_context(mock.patch.object(os, name, ours))
        for name in ("builtins.open", "io.open"):
            self._patches.enter_context(mock.patch(name, _PYTHONS_OWN_IO.open))
        self._patches.enter_context(mock.patch("tempfile._io", _PYTHONS_OWN_IO))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._patches.close()

    def lose(self, loss: Loss) -> None:
        """Take away what was not synced; call it when the disk is no longer in place."""
        if Loss.DATA in loss:
            for path in (*self.root.rglob("*"), *self._aside.iterdir()):
                if path.is_file() and (inode := path.stat().st_ino) in self._settled:
                    path.write_bytes(self._settled[inode])
        if Loss.NAMES in loss:
            for _, undo in reversed(self._pending):
                with contextlib.suppress(FileNotFoundError):
                    undo()

    # What the calls below have in common.

    def _below(self, path: Any) -> Path | None:
        """The path, when it lies in our directory."""
        full = Path(os.path.abspath(os.fsdecode(path)))  # noqa: PTH100 - links stay links
        return full if full.is_relative_to(self.root) else None

    def _step(self, call: str, path: Path) -> None:
        if self.dead:
            raise SimulatedCrash
        self._calls += 1
        if self._calls == self._stop:
            self.stopped_at = f"{call} {path.relative_to(self.root)}"
            if self._error:
                raise OSError(self._error, os.strerror(self._error))
            self.dead = True
            raise SimulatedCrash

    def _remember(self, descriptor: int) -> None:
        status = os.fstat(descriptor)
        if status.st_ino not in self._settled:
            self._settled[status.st_ino] = os.pread(descriptor, status.st_size, 0)

    def _keep(self, path: Path) -> Path:
        """A second name for a file that is about to lose its own."""
        kept = self._aside / str(self._calls)
        self._os["link"](path, kept)
        return kept

    # The calls. Where a buffered file is closed after the crash, contents go nowhere, silently;
    # everything else that goes on after it is told again.

    def open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        place = self._below(path)
        if place is None or dir_fd is not None:
            return int(self._os["open"](path, flags, mode, dir_fd=dir_fd))
        creates = bool(flags & os.O_CREAT) and not place.exists()
        truncates = bool(flags & os.O_TRUNC) and place.exists()
        if creates or truncates:
            self._step("open", place)
        if truncates:
            self._settled.setdefault(place.stat().st_ino, place.read_bytes())
        if flags & _WRITING:  # readable too, so that contents can be remembered
            flags = flags & ~_WRITING | os.O_RDWR
        descriptor = int(self._os["open"](path, flags, mode))
        self._opened[descriptor] = place
        if creates:
            self._settled[os.fstat(descriptor).st_ino] = b""
            self._pending.append((place.parent, place.unlink))
        return descriptor

    def close(self, descriptor: int) -> None:
        self._opened.pop(descriptor, None)
        self._os["close"](descriptor)

    def write(self, descriptor: int, data: Any) -> int:
        place = self._opened.get(descriptor)
        if place is None:
            return int(self._os["write"](descriptor, data))
        content = bytes(data)
        if self.dead:
            return len(content)
        self._remember(descriptor)
        try:
            self._step("write", place)
        except BaseException:
            self._os["write"](descriptor, content[: len(content) // 2])
            raise
        return int(self._os["write"](descriptor, content))

    def fsync(self, descriptor: int) -> None:
        place = self._opened.get(descriptor)
        if place is None or self.dead:
            return
        self._step("fsync", place)
        self._settled.pop(os.fstat(descriptor).st_ino, None)
        self._pending = [(where, undo) for where, undo in self._pending if where != place]

    def ftruncate(self, descriptor: int, length: int) -> None:
        place = self._opened.get(descriptor)
        if place is not None:
            if self.dead:
                return
            self._remember(descriptor)
            self._step("ftruncate", place)
        self._os["ftruncate"](descriptor, length)

    def unlink(self, path: Any, *, dir_fd: int | None = None) -> None:
        place = self._below(path)
        if place is not None and place.exists():
            self._step("unlink", place)
            kept = self._keep(place)
            self._pending.append((place.parent, lambda: kept.rename(place)))
        self._os["unlink"](path, dir_fd=dir_fd)

    def replace(
        self, src: Any, dst: Any, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None
    ) -> None:
        source, target = self._below(src), self._below(dst)
        if source is not None and target is not None and source.exists():
            self._step("rename", target)
            kept = self._keep(target) if target.is_file() else None
            self._pending.append((target.parent, lambda: _rename_back(source, target, kept)))
        self._os["replace"](src, dst, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    def link(self, src: Any, dst: Any, **more: Any) -> None:
        target = self._below(dst)
        if target is not None and not target.exists():
            self._step("link", target)
            self._pending.append((target.parent, target.unlink))
        self._os["link"](src, dst, **more)

    def mkdir(self, path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        place = self._below(path)
        if place is not None and not place.exists():
            self._step("mkdir", place)
            self._pending.append((place.parent, lambda: shutil.rmtree(place)))
        self._os["mkdir"](path, mode, dir_fd=dir_fd)

    def rmdir(self, path: Any, *, dir_fd: int | None = None) -> None:
        place = self._below(path)
        if place is not None and place.is_dir():
            self._step("rmdir", place)
            self._pending.append((place.parent, place.mkdir))
        self._os["rmdir"](path, dir_fd=dir_fd)


def _rename_back(source: Path, target: Path, kept: Path | None) -> None:
    target.replace(source)
    if kept:
        kept.rename(target)


_CALLS: Final[dict[str, Callable[..., Any]]] = {
    "open": Disk.open,
    "close": Disk.close,
    "write": Disk.write,
    "fsync": Disk.fsync,
    "fdatasync": Disk.fsync,
    "ftruncate": Disk.ftruncate,
    "unlink": Disk.unlink,
    "remove": Disk.unlink,
    "rename": Disk.replace,
    "replace": Disk.replace,
    "link": Disk.link,
    "mkdir": Disk.mkdir,
    "rmdir": Disk.rmdir,
}
