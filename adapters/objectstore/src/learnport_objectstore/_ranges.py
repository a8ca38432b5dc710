"""An object as a file that is read range by range."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO, Final

import obstore

from learnport_objectstore._stores import blamed

if TYPE_CHECKING:
    from obstore.store import ObjectStore

__all__ = ["open_object"]

_BUFFER: Final = 4_194_304
"""Bytes per request of a caller who reads on and on."""


class _Ranges(io.RawIOBase):
    """The bytes of one object; each read is a request of its own, so that none lasts too long."""

    def __init__(self, store: ObjectStore, path: str, size: int, plugin: str) -> None:
        super().__init__()
        self._store = store
        self._path = path
        self._size = size
        self._plugin = plugin
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        at = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence] + offset
        if at < 0:
            raise ValueError("before the first byte")
        self._at = at
        return at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        found = self._next(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def readall(self) -> bytes:
        return bytes(self._next(self._size))

    def _next(self, most: int) -> memoryview:
        length = min(most, self._size - self._at)
        if length <= 0:
            return memoryview(b"")
        with blamed(self._plugin):
            found = obstore.get_range(self._store, self._path, start=self._at, length=length)
        self._at += len(found)
        return memoryview(found)


def open_object(store: ObjectStore, path: str, size: int, plugin: str) -> BinaryIO:
    """A stream over an object of a known size; it can seek.

    Reading raises PluginError when the store fails.
    """
    return io.BufferedReader(_Ranges(store, path, size, plugin), max(1, min(size, _BUFFER)))
