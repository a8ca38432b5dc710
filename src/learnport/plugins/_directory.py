"""File contents in a directory, proved before they are acknowledged."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from learnport.errors import BlobMismatch, NotFound
from learnport.plugins._hookspecs import hookimpl
from learnport.plugins._proofs import prove, verified_chunks
from learnport.plugins._services import BlobReceipt

if sys.platform != "win32":  # pragma: no branch
    import fcntl

__all__ = ["DirectoryBlobs"]

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class DirectoryBlobs:
    """A BlobStore in a directory: `ab/abcdef…` holds the bytes of digest `abcdef…` (目錄檔案儲存).

    Bytes are written under a temporary name, synced, read back and proved; only then do they
    get their own name, which is synced too before the store answers. So a name never stands
    for bytes that were not proved, whenever the power fails. Bytes that were damaged later are
    replaced when the same content is put again.

    Several processes may share a directory. What a crash left half-written is removed when the
    first of them opens it again.

    Args:
        root: the directory; made when it does not exist.
    """

    plugin_name: Final = "directory-blobs"

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / ".incoming"
        _make(self._incoming)
        _remove_leftovers(self._incoming, owner=self)

    @hookimpl
    def learnport_blobs(self) -> DirectoryBlobs:
        return self

    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        incoming = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(verified_chunks(stream, sha256, size))
                file.flush()
                os.fsync(file.fileno())
            with incoming.open("rb") as file:
                receipt = prove(file, sha256, size)
            self._name(incoming, receipt)
        finally:
            incoming.unlink(missing_ok=True)
        return receipt

    def _name(self, incoming: Path, proved: BlobReceipt) -> None:
        """Give proved bytes their name, durably; what is held and sound stays where it is."""
        place = self._place(proved.sha256)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        if not _holds(place, proved):
            incoming.replace(place)
        # Also when nothing was done here: another writer may not have come to it yet.
        _sync(place.parent)
        _sync(self._root)

    def open(self, sha256: str) -> BinaryIO:
        try:
            return self._place(sha256).open("rb")
        except FileNotFoundError:
            raise NotFound(what="blob", key=sha256) from None

    def stat(self, sha256: str) -> BlobReceipt | None:
        try:
            return BlobReceipt(sha256, self._place(sha256).stat().st_size)
        except (FileNotFoundError, NotFound):
            return None

    def digests(self) -> Iterator[str]:
        for shelf in sorted(path for path in self._root.iterdir() if path.is_dir()):
            for name in sorted(path.name for path in shelf.iterdir()):
                if _DIGEST.fullmatch(name) and name.startswith(shelf.name):
                    yield name

    def delete(self, sha256: str) -> None:
        with contextlib.suppress(FileNotFoundError, NotFound):
            place = self._place(sha256)
            place.unlink()
            _sync(place.parent)

    def _place(self, sha256: str) -> Path:
        """Where the bytes lie or would lie; what is no digest cannot name a place."""
        if not _DIGEST.fullmatch(sha256):
            raise NotFound(what="blob", key=sha256)
        return self._root / sha256[:2] / sha256


def _holds(place: Path, promised: BlobReceipt) -> bool:
    try:
        with place.open("rb") as file:
            return prove(file, promised.sha256, promised.size) == promised
    except (BlobMismatch, OSError):
        return False


def _make(directory: Path) -> None:
    """Make a directory that is still there after a power failure."""
    if not directory.is_dir():
        _make(directory.parent)
        directory.mkdir(mode=0o700, exist_ok=True)
        _sync(directory.parent)


def _sync(directory: Path) -> None:
    """Make the names in a directory durable; Windows does so by itself."""
    if sys.platform == "win32":  # pragma: no cover
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_leftovers(incoming: Path, owner: object) -> None:
    """Remove what a crash left behind, unless somebody else may still be writing there.

    As long as the owner lives it holds a shared lock on the directory; whoever gets it
    exclusively is alone. Windows refuses to remove what is open anyway.
    """
    if sys.platform == "win32":  # pragma: no cover
        _empty(incoming)
        return
    descriptor = os.open(incoming, os.O_RDONLY)
    weakref.finalize(owner, os.close, descriptor)
    with contextlib.suppress(OSError):  # somebody else is here, or locks are not supported
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _empty(incoming)
    with contextlib.suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_SH)


def _empty(directory: Path) -> None:
    for leftover in directory.iterdir():
        with contextlib.suppress(OSError):
            leftover.unlink()
