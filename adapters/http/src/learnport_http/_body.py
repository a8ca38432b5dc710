"""The body of a request as a stream that cannot be read to its end unless it is whole."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, BinaryIO

__all__ = ["Body", "Damaged"]

if TYPE_CHECKING:

    class _RawStream(io.RawIOBase, BinaryIO):
        """To the type checker, every raw stream here is a BinaryIO."""

else:
    _RawStream = io.RawIOBase


class Damaged(Exception):
    """The body is not what the request announced."""


class Body(_RawStream):
    """A request's body, hashed while it is read.

    The last bytes are handed over only when the digest of all of them is the announced one, so
    that nobody can store a damaged package by mistake, and nothing is read twice.

    Args:
        stream: what the server gives; never read beyond `length`.
        length: announced bytes.
        sha256: announced digest.

    Raises:
        Damaged: at reading: the body ended early, or is another one.
    """

    def __init__(self, stream: BinaryIO, length: int, sha256: bytes) -> None:
        super().__init__()
        self._stream = stream
        self._left = length
        self._sha256 = sha256
        self._seen = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            chunk = self._stream.read(min(len(buffer), self._left))
        except OSError:
            chunk = b""
        if self._left and not chunk:
            raise Damaged("the body ended before its announced length")
        self._left -= len(chunk)
        self._seen.update(chunk)
        if not self._left and self._seen.digest() != self._sha256:
            raise Damaged("the body does not have the announced digest")
        buffer[: len(chunk)] = chunk
        return len(chunk)
