"""What every store has to prove, in the few lines all stores share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from learnport.errors import BlobMismatch, CallerError, Conflict
from learnport.formats import event_digest
from learnport.plugins._services import BlobReceipt, Snapshot
from learnport.workflow import FIRST, Event, StreamKey

__all__ = ["check_commit", "prove", "verified_chunks"]

_CHUNK = 262_144


def verified_chunks(stream: BinaryIO, sha256: str, size: int) -> Iterator[bytes]:
    """The bytes of a stream, piece by piece, as long as they can still be what was promised.

    Only a caller who takes every piece knows that the stream was what it should be: the
    digest is known at the end. Reading stops at the first byte too many.

    Args:
        stream: read from where it stands; may give fewer bytes than it is asked for.
        sha256: promised digest, 64 lower-case hex digits.
        size: promised bytes.

    Raises:
        BlobMismatch: the stream is not of this digest and size.
    """
    digest, taken = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        taken += len(chunk)
        if taken > size:
            raise BlobMismatch(sha256=sha256, detail=f"more than the promised {size} bytes")
        digest.update(chunk)
        yield chunk
    if taken < size:
        raise BlobMismatch(sha256=sha256, detail=f"{taken} bytes instead of the promised {size}")
    if digest.hexdigest() != sha256:
        raise BlobMismatch(sha256=sha256, detail="the digest of the bytes is another")


def prove(stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
    """Read a stream to its end and say what it was.

    Raises:
        BlobMismatch: the stream is not of this digest and size.
    """
    for _ in verified_chunks(stream, sha256, size):
        pass
    return BlobReceipt(sha256, size)


def check_commit(
    key: StreamKey,
    expected: int,
    events: Sequence[Event],
    snapshot: Snapshot,
    held: Snapshot | None,
) -> None:
    """Refuse a commit that would not continue the log; what every store asks before it writes.

    Args:
        key: the log.
        expected: the version the caller saw.
        events: what is to be appended.
        snapshot: the state after the last of them.
        held: the snapshot the store has now; None when the log is empty.

    Raises:
        Conflict: the log is at another version.
        CallerError: log, events and snapshot would not be one chain.
    """
    version, digest = (held.version, held.digest) if held else (0, FIRST)
    if expected != version:
        raise Conflict(key=str(key), expected=expected, actual=version)
    if not events:
        raise CallerError(detail=f"{key}: a commit needs at least one event")
    for sequence, event in enumerate(events, version + 1):
        if (event.stream, event.sequence, event.previous) != (key, sequence, digest):
            raise CallerError(detail=f"{key}: event {sequence} does not continue the log")
        digest = event_digest(event)
    if (snapshot.version, snapshot.digest) != (version + len(events), digest):
        raise CallerError(detail=f"{key}: the snapshot is not that of the last event")
