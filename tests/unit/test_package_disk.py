"""A package appears whole or not at all, wherever the disk or the process dies."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from learnport.formats import _package_disk
from learnport.formats._package_disk import appearing
from learnport.formats._package_read import verify_package
from learnport.formats._package_write import PackageReceipt, PayloadFile, write_package


class Died(OSError):
    """What the disk says when the test has pulled the plug."""


class Disk:
    """Counts the calls that reach the disk and fails from a chosen one on.

    Args:
        monkeypatch: puts the counting calls in place.
        fatal: number of the call that fails; 0 for none.
        dead: every later call fails too, as after a killed process; otherwise only that one.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fatal: int, dead: bool) -> None:
        self.calls: list[str] = []
        self._fatal = fatal
        self._dead = dead
        counted = self._counted
        monkeypatch.setattr(_package_disk, "os", self)
        monkeypatch.setattr(Path, "replace", counted("replace", Path.replace))
        monkeypatch.setattr(Path, "unlink", counted("unlink", Path.unlink))
        self.fsync = counted("fsync", os.fsync)
        self.name, self.open, self.close, self.O_RDONLY = os.name, os.open, os.close, os.O_RDONLY

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(name)
            now = len(self.calls)
            if self._fatal and (now == self._fatal or (self._dead and now > self._fatal)):
                raise Died(name)
            return call(*args, **kwargs)

        return counted

    def fdopen(self, handle: int, _mode: str) -> io.BufferedWriter:
        raw = io.FileIO(handle, "w")
        counted = self._counted("write", raw.write)

        class Raw(io.RawIOBase):
            def writable(self) -> bool:
                return True

            def seekable(self) -> bool:
                return True

            def fileno(self) -> int:
                return handle

            def seek(self, offset: int, whence: int = 0) -> int:
                return raw.seek(offset, whence)

            def tell(self) -> int:
                return raw.tell()

            def write(self, data: Any) -> int:
                written = counted(data)
                assert isinstance(written, int)
                return written

            def close(self) -> None:
                raw.close()
                super().close()

        return io.BufferedWriter(Raw())


def pack(target: Path) -> PackageReceipt:
    contents = {"a": b"1" * 20_000, "b/c": b"", "d": b"22"}
    files = [PayloadFile(path, partial(io.BytesIO, data)) for path, data in contents.items()]
    return write_package(target, files, {}, "b")


def test_the_calls_that_reach_the_disk_are_these(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch, fatal=0, dead=False)
    pack(tmp_path / "p.zip")
    assert disk.calls[-3:] == ["fsync", "replace", "fsync"]
    assert set(disk.calls[:-3]) == {"write"}
    assert len(disk.calls) == CALLS


CALLS = 19
"""Writes, syncs and the rename of one small package."""


@pytest.mark.parametrize("before", [None, b"the package of last year"], ids=["new", "replaced"])
@pytest.mark.parametrize("dead", [False, True], ids=["failed", "killed"])
@pytest.mark.parametrize("fatal", range(1, CALLS + 1))
def test_wherever_it_dies_the_target_is_untouched_or_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fatal: int, dead: bool, before: bytes | None
) -> None:
    target = tmp_path / "p.zip"
    if before:
        target.write_bytes(before)
    with monkeypatch.context() as plugged:
        disk = Disk(plugged, fatal, dead)
        with pytest.raises(Died):
            pack(target)
    renamed = "replace" in disk.calls[: fatal - 1]
    assert renamed == (fatal == CALLS)
    if renamed:
        assert verify_package(target) == ()
    elif before:
        assert target.read_bytes() == before
    else:
        assert not target.exists()
    leftovers = [path.name for path in tmp_path.iterdir() if path != target]
    assert len(leftovers) == (1 if dead and not renamed else 0)
    assert all(name.startswith(".p.zip.") and name.endswith(".partial") for name in leftovers)
    pack(target)
    assert verify_package(target) == ()


def _write_until(target: Path, end: BaseException) -> None:
    with appearing(target) as file:
        file.write(b"x" * 100_000)
        raise end


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        _write_until(tmp_path / "p.zip", OSError(28, "No space left on device"))
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_program_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        _write_until(tmp_path / "p.zip", KeyboardInterrupt())
    assert list(tmp_path.iterdir()) == []


def test_only_the_owner_may_read_a_package(tmp_path: Path) -> None:
    pack(tmp_path / "p.zip")
    assert (tmp_path / "p.zip").stat().st_mode & 0o077 == 0


def test_where_folders_cannot_be_synced_the_package_still_appears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch, fatal=0, dead=False)
    disk.name = "nt"
    pack(tmp_path / "p.zip")
    assert disk.calls[-2:] == ["fsync", "replace"]
    assert verify_package(tmp_path / "p.zip") == ()


def test_a_missing_folder_is_the_operating_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        pack(tmp_path / "nowhere" / "p.zip")
