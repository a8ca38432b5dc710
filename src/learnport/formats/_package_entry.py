"""One entry of a zip: its bytes, and whether it is what it claims to be.

Read here and not by `zipfile`, because two things matter that it does not tell: whether an
entry holds more than it declares, and whether the header before it agrees with the directory.
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import attrs

from learnport.errors import PackageError
from learnport.rules import Rule
from learnport.rules import package_codes as codes

__all__ = [
    "ENCRYPTED",
    "HEADER",
    "UTF8",
    "Entry",
    "EntryFault",
    "Job",
    "Measured",
    "Stamp",
    "measure",
    "stream",
]

ENCRYPTED: Final = 0x2041
"""Flags of an entry that is encrypted: plainly, strongly, or with a masked directory."""
UTF8: Final = 0x0800
"""Flag of an entry whose name is UTF-8."""
HEADER: Final = struct.Struct("<4s5H3I2H")
"""The fixed part of the header before an entry's bytes."""

_SIZES_FOLLOW: Final = 0x0008
_CHUNK: Final = 1 << 18
_ELSEWHERE: Final = 0xFFFFFFFF  # a zip64 field has the number


@attrs.frozen
class Entry:
    """What the directory of the zip says about one entry.

    Attributes:
        path: as stored, without the slash that ends a folder's name.
        raw: the name's bytes.
        folder: whether it is a folder.
        offset: where its header begins.
        packed: bytes in the zip.
        size: bytes when unpacked.
        crc: CRC-32 of the unpacked bytes.
        method: compression method.
        flags: general purpose bits.
        mode: Unix mode; 0 when unknown.
    """

    path: str
    raw: bytes
    folder: bool
    offset: int
    packed: int
    size: int
    crc: int
    method: int
    flags: int
    mode: int


@attrs.frozen
class Measured:
    """What reading one entry to its end gave.

    Attributes:
        path: the entry.
        digests: hex digests by algorithm; empty when there was a fault.
        fault: what went wrong; None when nothing did.
    """

    path: str
    digests: dict[str, str]
    fault: Rule[Any] | None = None


class EntryFault(PackageError):
    """An entry cannot be read as what it claims to be; the notice says why."""

    notice: Rule[Any]


@attrs.frozen
class Stamp:
    """Tells a file from another one that has taken its place."""

    device: int
    inode: int
    size: int
    changed: int

    @classmethod
    def of(cls, handle: int) -> Stamp:
        status = os.fstat(handle)
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


@attrs.frozen
class Job:
    """Some entries to be read by one worker."""

    path: Path
    stamp: Stamp
    entries: tuple[tuple[Entry, tuple[str, ...]], ...]


class _EntryStream(io.RawIOBase):
    """The bytes of one entry, as a file."""

    def __init__(self, file: BinaryIO, entry: Entry) -> None:
        super().__init__()
        self._file = file
        self._rest = memoryview(b"")
        self._chunks = _chunks(file, entry, memoryview(bytearray(_CHUNK)))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = next(self._chunks, self._rest)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def stream(path: Path, stamp: Stamp, entry: Entry) -> BinaryIO:
    """An entry as a file, bounded by its declared size.

    Raises:
        PackageError: the package is no longer the file that was opened first.
        EntryFault: while reading, when the entry is not what it claims to be.
    """
    return io.BufferedReader(_EntryStream(_opened(path, stamp), entry), _CHUNK)


def measure(job: Job) -> list[Measured]:
    """Read entries to their ends, each once.

    Raises:
        PackageError: the package is no longer the file that was opened first.
    """
    buffer = memoryview(bytearray(_CHUNK))
    with _opened(job.path, job.stamp) as file:
        return [_measured(file, entry, wanted, buffer) for entry, wanted in job.entries]


def _measured(
    file: BinaryIO, entry: Entry, algorithms: tuple[str, ...], buffer: memoryview
) -> Measured:
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
    crc = 0
    try:
        for chunk in _chunks(file, entry, buffer):
            for each in hashes.values():
                each.update(chunk)
            if not hashes:  # the zip's own checksum, where no digest proves more
                crc = zlib.crc32(chunk, crc)
    except EntryFault as fault:
        return Measured(entry.path, {}, fault.notice)
    if not hashes and crc != entry.crc:
        return Measured(entry.path, {}, codes.DAMAGED_FILE)
    return Measured(entry.path, {name: each.hexdigest() for name, each in hashes.items()})


def _opened(path: Path, stamp: Stamp) -> BinaryIO:
    file = path.open("rb", buffering=0)
    if Stamp.of(file.fileno()) != stamp:
        file.close()
        raise PackageError(detail="the package was changed while it was read")
    return file


def _fault(notice: Rule[Any]) -> EntryFault:
    return EntryFault(notice=notice, detail=notice.message.en)


def _chunks(file: BinaryIO, entry: Entry, buffer: memoryview) -> Iterator[memoryview]:
    """The unpacked bytes, each piece valid until the next; never more than was declared."""
    _enter(file, entry)
    if entry.method == zipfile.ZIP_STORED:
        yield from _stored(file, entry.size, buffer)
    else:
        yield from _inflated(file, entry)


def _enter(file: BinaryIO, entry: Entry) -> None:
    """Step over the header in front of an entry, which must agree with the directory."""
    file.seek(entry.offset)
    header = file.read(HEADER.size).ljust(HEADER.size, b"\0")
    sign, _, flags, method, _, _, crc, packed, size, name, extra = HEADER.unpack(header)
    same = (
        sign == b"PK\x03\x04"
        and not (flags ^ entry.flags) & (ENCRYPTED | UTF8)
        and method == entry.method
        and file.read(name) == entry.raw
    )
    if not flags & _SIZES_FOLLOW:
        same = same and crc == entry.crc
        same = same and packed in (entry.packed, _ELSEWHERE) and size in (entry.size, _ELSEWHERE)
    if not same:
        raise _fault(codes.CONTRADICTING_HEADER)
    file.seek(extra, os.SEEK_CUR)


def _stored(file: BinaryIO, left: int, buffer: memoryview) -> Iterator[memoryview]:
    while left:
        count = file.readinto(buffer[:left])  # type: ignore[attr-defined]
        if not count:
            raise _fault(codes.DAMAGED_FILE)
        left -= count
        yield buffer[:count]


def _inflated(file: BinaryIO, entry: Entry) -> Iterator[memoryview]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    unread, left = entry.packed, entry.size
    while not engine.eof:
        packed = engine.unconsumed_tail or file.read(min(unread, _CHUNK))
        unread -= 0 if engine.unconsumed_tail else len(packed)
        try:
            chunk = engine.decompress(packed, _CHUNK)
        except zlib.error:
            raise _fault(codes.DAMAGED_FILE) from None
        left -= len(chunk)
        if left < 0 or not (packed or chunk):
            raise _fault(codes.DAMAGED_FILE)
        yield memoryview(chunk)
    if left or unread or engine.unused_data:
        raise _fault(codes.DAMAGED_FILE)
