"""The services a vendor plugs in, each a small typed Protocol."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Protocol, runtime_checkable

import attrs

from learnport.model import Actor, BatchKey, CoursePlan, Deposit, PersonRef, Relation
from learnport.workflow import Event, State, StreamKey, StreamKind

__all__ = [
    "BlobReceipt",
    "BlobStore",
    "CoursePlans",
    "Endpoint",
    "Identity",
    "RecordStore",
    "Snapshot",
    "Transport",
]


@attrs.frozen
class Snapshot:
    """A record at one version.

    Attributes:
        version: number of events it is folded from; 0 is never stored.
        state: the record.
        digest: digest of the last event folded in.
    """

    version: int
    state: State
    digest: str


@runtime_checkable
class RecordStore(Protocol):
    """Keeps logs of events, and the snapshot each folds into (紀錄儲存)."""

    def load(self, key: StreamKey) -> Snapshot | None:
        """The newest snapshot; None when the log is empty."""

    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        """Append events and replace the snapshot, all or nothing, durably.

        Args:
            key: the log.
            expected: the version the caller saw; 0 for a new log.
            events: sequence numbers `expected + 1` onwards, without gaps.
            snapshot: the state after the last of them.

        Raises:
            Conflict: the log is at another version; nothing was written.
            CallerError: log, events and snapshot would not be one chain, as `check_commit`
                says; nothing was written.
        """

    def events(self, key: StreamKey) -> Iterator[Event]:
        """The whole log, oldest first."""

    def keys(self, kind: StreamKind, school: str) -> Iterator[StreamKey]:
        """The logs of one kind at one school, in ascending order."""


@attrs.frozen
class BlobReceipt:
    """What a store has proved that it durably holds.

    Attributes:
        sha256: digest of the bytes as read back, 64 hex digits.
        size: bytes as read back.
    """

    sha256: str
    size: int


@runtime_checkable
class BlobStore(Protocol):
    """Keeps file contents under their SHA-256 (檔案內容儲存)."""

    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        """Store the bytes durably, then prove it by reading them back.

        Storing what is already held is harmless. What reading the stream raises goes to the
        caller as it is, and nothing was stored.

        Raises:
            BlobMismatch: the stream is not of this digest and size; nothing was stored.
        """

    def open(self, sha256: str) -> BinaryIO:
        """Read the bytes.

        Raises:
            NotFound: the store does not hold them.
        """

    def stat(self, sha256: str) -> BlobReceipt | None:
        """Digest and size of what is held, without reading it all; None when it is not held."""

    def digests(self) -> Iterator[str]:
        """Everything held, in ascending order."""

    def delete(self, sha256: str) -> None:
        """Forget the bytes; forgetting what is not held is harmless."""


@runtime_checkable
class Identity(Protocol):
    """Knows who people are and what they are to a student (身分與關係)."""

    def authenticate(self, credential: str) -> Actor | None:
        """Who holds this credential; None when nobody does."""

    def relations(self, actor: Actor, student: PersonRef, on: dt.date) -> frozenset[Relation]:
        """What the actor is to the student on a day, as the administration system knows it.

        OWN, SAME_SCHOOL and TEACHES follow from the records themselves and need not be
        given; HOMEROOM, ADVISES, GUARDIAN and CENTRE are known only here.
        """

    def stands_in(self, actor: Actor, teacher: PersonRef, on: dt.date) -> bool:
        """Whether the actor is the teacher's stand-in (代理人) on a day."""


@runtime_checkable
class CoursePlans(Protocol):
    """Supplies the approved course plans (課程計畫平臺)."""

    def plan(self, school: str, entry_year: int) -> CoursePlan | None:
        """The plan of a school for an entry year; None when none is approved."""


class Endpoint(Protocol):
    """The centre's side of a transport."""

    def receive(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        """Take a package in; the same digest again changes nothing."""

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        """What the centre says about a package; None when it never received it."""


@runtime_checkable
class Transport(Protocol):
    """Carries packages to a central database and answers back (傳輸)."""

    def send(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        """Deliver a package; sending it twice is harmless.

        Args:
            stream: the package.
            key: the batch it carries.
            digest: its root digest, the idempotency key.
        """

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        """Ask for the answer; None when the centre never received the package."""
