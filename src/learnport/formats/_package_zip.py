"""The directory of the zip around a bag, read with suspicion and without unpacking."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final

import attrs

from learnport.errors import PackageError
from learnport.formats._package_entry import (
    ENCRYPTED,
    HEADER,
    UTF8,
    Entry,
    Job,
    Measured,
    Stamp,
    measure,
    stream,
)
from learnport.formats._package_paths import clashes, place, unportable, unsafe
from learnport.model import Finding
from learnport.rules import Rule
from learnport.rules import package_codes as codes

__all__ = ["Archive", "PackageLimits"]

_BATCH: Final = 16
_CLASHES: Final = {
    "duplicate": codes.DUPLICATE_NAME,
    "alike": codes.CLASHING_NAMES,
    "folder": codes.FILE_AND_FOLDER,
}


@attrs.frozen
class PackageLimits:
    """How much a package may ask of its reader; not law, but self-defence.

    Attributes:
        entries: files and folders in the zip.
        directory_bytes: bytes of the zip's directory, which is held in memory.
        tag_bytes: bytes of all tag files, which are held in memory.
        ratio: how many times its packed size an entry may unpack to …
        ratio_from: … when it unpacks to more bytes than this.
    """

    entries: int = 200_000
    directory_bytes: int = 32 << 20
    tag_bytes: int = 32 << 20
    ratio: int = 200
    ratio_from: int = 16 << 20


class Archive:
    """The entries of a zip file, and everything wrong with them that needs no reading.

    Attributes:
        findings: what is wrong with the entries as such.
        files: entries by path; unsafe paths are left out.
        folders: paths of folder entries.
        unsound: paths that must not be read; a finding says why.
    """

    def __init__(self, path: Path, limits: PackageLimits) -> None:
        self._path = path
        self._limits = limits
        with _Guarded(path, limits.directory_bytes) as file:
            self._stamp = Stamp.of(file.fileno())
            entries, end = _directory(file)
        self.findings: list[Finding] = []
        self.unsound: set[str] = set()
        if len(entries) > limits.entries:
            self.findings.append(
                codes.TOO_MANY_ENTRIES.finding(count=len(entries), limit=limits.entries)
            )
            entries = []
        self.files: dict[str, Entry] = {}
        self.folders: set[str] = set()
        self._judge(entries, end)

    def _judge(self, entries: list[Entry], end: int) -> None:
        for entry in entries:
            if unsafe(entry.path):
                self.findings.append(codes.UNSAFE_PATH.finding(place(entry.path)))
                continue
            if unportable(entry.path):
                self.findings.append(codes.UNPORTABLE_NAME.finding(place(entry.path)))
            for notice, values in _faults(entry, self._limits):
                self._refuse(entry.path, notice, **values)
            if entry.folder:
                self.folders.add(entry.path)
            else:
                self.files[entry.path] = entry
        files = (entry.path for entry in entries if not entry.folder and not unsafe(entry.path))
        for path, reason in clashes(files, self.folders):
            self._refuse(path, _CLASHES[reason])
        for entry in _misplaced(entries, end):
            self._refuse(entry.path, codes.OVERLAPPING_FILE)

    def _refuse(self, path: str, notice: Rule[Any], **values: int) -> None:
        self.unsound.add(path)
        self.findings.append(notice.finding(place(path), source=None, **values))

    def read(self, path: str) -> bytes:
        """A small file, whole; what it raises `open` explains."""
        with self.open(path) as file:
            return file.read()

    def open(self, path: str) -> BinaryIO:
        """Stream an entry, see `stream`."""
        return stream(self._path, self._stamp, self.files[path])

    def measure(
        self, wanted: Iterable[tuple[str, tuple[str, ...]]], executor: Executor | None
    ) -> Iterator[Measured]:
        """Read entries to their ends, each once, and digest them; results in the given order.

        Args:
            wanted: path and algorithms of each entry to read; without an algorithm the zip's
                own checksum is compared.
            executor: reads several at once; None reads one after the other.
        """
        entries = [(self.files[path], algorithms) for path, algorithms in wanted]
        jobs = [
            Job(self._path, self._stamp, tuple(entries[start : start + _BATCH]))
            for start in range(0, len(entries), _BATCH)
        ]
        batches = executor.map(measure, jobs) if executor else map(measure, jobs)
        return chain.from_iterable(batches)


class _Guarded(io.BufferedReader):
    """Keeps `zipfile` from taking a huge directory into memory in one read."""

    def __init__(self, path: Path, longest: int) -> None:
        super().__init__(path.open("rb", buffering=0))
        self._longest = longest
        self._end = os.fstat(self.fileno()).st_size

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = self._end - self.tell() if size is None or size < 0 else size
        if wanted > self._longest:
            raise zipfile.BadZipFile
        return super().read(wanted)


def _directory(file: BinaryIO) -> tuple[list[Entry], int]:
    """The entries, and where the directory begins."""
    try:
        with zipfile.ZipFile(file) as archive:
            return [_entry(info) for info in archive.infolist()], archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error):
        raise PackageError(detail="not a readable zip archive") from None


def _entry(info: zipfile.ZipInfo) -> Entry:
    name = info.orig_filename
    return Entry(
        path=name.removesuffix("/"),
        raw=name.encode("utf-8" if info.flag_bits & UTF8 else "cp437"),
        folder=name.endswith("/"),
        offset=info.header_offset,
        packed=info.compress_size,
        size=info.file_size,
        crc=info.CRC,
        method=info.compress_type,
        flags=info.flag_bits,
        mode=info.external_attr >> 16,
    )


def _faults(entry: Entry, limits: PackageLimits) -> Iterator[tuple[Rule[Any], dict[str, int]]]:
    """What is wrong with an entry by what the directory says."""
    expected = stat.S_IFDIR if entry.folder else stat.S_IFREG
    if stat.S_IFMT(entry.mode) not in (0, expected):
        yield codes.SPECIAL_FILE, {}
    if entry.flags & ENCRYPTED:
        yield codes.ENCRYPTED_FILE, {}
    elif entry.method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield codes.UNKNOWN_COMPRESSION, {"method": entry.method}
    elif entry.size != (0 if entry.folder else entry.packed) and _is_stored(entry):
        yield codes.DAMAGED_FILE, {}
    elif entry.size > max(limits.ratio_from, limits.ratio * entry.packed):
        yield codes.ZIP_BOMB, {"size": entry.size, "ratio": limits.ratio}


def _is_stored(entry: Entry) -> bool:
    return entry.folder or entry.method == zipfile.ZIP_STORED


def _misplaced(entries: list[Entry], end: int) -> Iterator[Entry]:
    """Entries that reach into the next one, or out of the part before the directory."""
    ordered = sorted(entries, key=lambda entry: entry.offset)
    nexts = [*(entry.offset for entry in ordered[1:]), end]
    for entry, limit in zip(ordered, nexts, strict=False):
        if not 0 <= entry.offset <= limit - HEADER.size - len(entry.raw) - entry.packed:
            yield entry
