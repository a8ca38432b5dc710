"""One pass over the bytes, then every witness, then what they agree on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Final, Protocol

import attrs

from learnport.errors import CallerError
from learnport.inspection._cursor import CHUNK
from learnport.inspection._names import clean_name, extension_of
from learnport.inspection._structure import Structure, read_structure
from learnport.inspection._witnesses import by_extension, by_filetype, libmagic
from learnport.model import FileFacts, Opinion, Text

__all__ = ["ByteSource", "inspect", "inspect_path", "receive"]

_HEAD: Final = 8192
"""First bytes shown to the detectors; neither looks further for our kinds."""

_IN_MEMORY: Final = 1_048_576
"""A spooled upload larger than this goes to a temporary file; bytes."""


class ByteSource(Protocol):
    """Where bytes come from: an upload, a file, anything with `read`."""

    def read(self, size: int, /) -> bytes | None:
        """Return up to `size` bytes, fewer if it likes; `b""` only at the end, None never."""


@attrs.frozen
class _Passed:
    """What one pass over a source gave.

    Attributes:
        size: bytes passed on, at most one more than the limit.
        total: bytes of the whole source; None when its end was not reached.
        sha256: digest of the bytes passed on.
    """

    size: int
    total: int | None
    sha256: str


def inspect(stream: ByteSource, claimed_name: str, max_bytes: int) -> FileFacts:
    """State what a stream of bytes is.

    Reads at most `max_bytes` + 1 bytes and one chunk of 64 KiB; see `receive`.

    Raises:
        CallerError: the limit is negative or the stream breaks the contract of `read`.
    """
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        return receive(stream, claimed_name, max_bytes, spool)


def receive(stream: ByteSource, claimed_name: str, max_bytes: int, spool: IO[bytes]) -> FileFacts:
    """Copy a stream into a spool while measuring it, then state what it is.

    Where the stream is longer than `max_bytes`, reading stops: `size` is `max_bytes` + 1,
    the digest is of those bytes, and `total_size` is the whole size if the stream
    ended within the next 64 KiB, else None.

    Args:
        stream: read from where it stands, to its end or the limit.
        claimed_name: the name the sender gives; trusted for nothing.
        max_bytes: largest size to take, inclusive.
        spool: an empty seekable file, open for reading and writing in binary. It holds
            `size` bytes afterwards and stands at its start.

    Raises:
        CallerError: the limit is negative, the spool is not empty, or the stream breaks
            the contract of `read`.
    """
    spool.seek(0, os.SEEK_END)
    if spool.tell():
        raise CallerError(detail="the spool must be empty")
    passed = _pass(stream, max_bytes, spool.write)
    facts = _state(spool, claimed_name, max_bytes, passed)
    spool.seek(0)
    return facts


def inspect_path(path: Path, claimed_name: str, max_bytes: int) -> FileFacts:
    """State what the bytes already on disk are; `total_size` is always exact here.

    Raises:
        CallerError: the limit is negative.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        passed = _pass(file, max_bytes, len)  # the bytes are kept already: nothing to copy
        if passed.total is None:
            passed = attrs.evolve(passed, total=os.fstat(file.fileno()).st_size)
        return _state(file, claimed_name, max_bytes, passed)


def _pass(stream: ByteSource, max_bytes: int, sink: Callable[[bytes], object]) -> _Passed:
    if max_bytes < 0:
        raise CallerError(detail="max_bytes must not be negative")
    digest = hashlib.sha256()
    size = 0
    while size <= max_bytes and (chunk := _read(stream, min(CHUNK, max_bytes + 1 - size))):
        digest.update(chunk)
        sink(chunk)
        size += len(chunk)
    total = size if size <= max_bytes else _total(stream, size)
    return _Passed(size, total, digest.hexdigest())


def _total(stream: ByteSource, size: int) -> int | None:
    """Look one chunk beyond the limit, so that a near miss can be told exactly."""
    beyond = 0
    while beyond < CHUNK:
        chunk = _read(stream, CHUNK - beyond)
        if not chunk:
            return size + beyond
        beyond += len(chunk)
    return None


def _read(stream: ByteSource, size: int) -> bytes:
    chunk = stream.read(size)
    # A non-blocking stream answers None, which would look like the end of the file.
    if chunk is None or len(chunk) > size:
        raise CallerError(detail="read(size) must block and return at most `size` bytes")
    return chunk


def _state(stream: IO[bytes], claimed_name: str, max_bytes: int, passed: _Passed) -> FileFacts:
    name = clean_name(claimed_name)
    extension = extension_of(name)
    oversize = passed.size > max_bytes
    stream.seek(0)
    head = stream.read(_HEAD)
    structure = (
        Structure(
            reason=Text(
                f"未讀到檔尾：檔案超過 {max_bytes} 位元組。",
                f"Not read to its end: it is larger than {max_bytes} bytes.",
            )
        )
        if oversize
        else read_structure(stream, passed.size, head)
    )
    opinions = _hear(extension, head, structure.media_type)
    reasons = tuple(reason for reason in (structure.reason, *_doubts(opinions)) if reason)
    return FileFacts(
        name=name,
        extension=extension,
        size=passed.size,
        max_bytes=max_bytes,
        oversize=oversize,
        sha256=passed.sha256,
        opinions=opinions,
        media_type=None if reasons else structure.media_type,
        opens=structure.opens,
        encrypted=structure.reading.encrypted,
        pages=structure.reading.pages,
        undecided=reasons,
        total_size=passed.total,
        trailing=structure.reading.trailing,
    )


def _hear(extension: str, head: bytes, structure: str | None) -> tuple[Opinion, ...]:
    magic = libmagic()
    return (
        Opinion("extension", by_extension(extension)),
        Opinion("filetype", by_filetype(head)),
        *([] if magic is None else [Opinion("libmagic", magic(head))]),
        Opinion("structure", structure),
    )


def _doubts(opinions: tuple[Opinion, ...]) -> list[Text]:
    """Why the opinions settle nothing; of the silent ones only the extension matters."""
    doubts = []
    if opinions[0].media_type is None:
        doubts.append(
            Text("檔名沒有可接受的副檔名。", "The name has no extension of a kind we know.")
        )
    if len({o.media_type for o in opinions if o.media_type}) > 1:
        said = ", ".join(f"{o.witness} {o.media_type}" for o in opinions if o.media_type)
        doubts.append(Text(f"各項偵測的結果不同：{said}。", f"The witnesses differ: {said}."))
    return doubts
