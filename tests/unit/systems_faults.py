"""Services that let a test step in between: before and after every call that counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

import attrs

from learnport.model import BatchKey, Deposit
from learnport.plugins import BlobReceipt, BlobStore, RecordStore, Snapshot, Transport, hookimpl
from learnport.workflow import Event, StreamKey, StreamKind
from tests.unit.systems_world import TRANSPORT

Hook = Callable[[str], object]
"""Told what is about to happen or has just happened, for example `before commit`."""


class Crash(BaseException):
    """The process dies."""


@attrs.define
class CrashAt:
    """A hook that crashes at one call, and counts all.

    Attributes:
        number: which call, from 1; 0 for none.
        calls: what was called so far.
    """

    number: int = 0
    calls: list[str] = attrs.field(factory=list)

    def __call__(self, call: str) -> None:
        self.calls.append(call)
        if len(self.calls) == self.number:
            raise Crash(call)


@attrs.define
class HookedRecords:
    """A record store with a hook around each commit."""

    held: RecordStore
    hook: Hook

    def load(self, key: StreamKey) -> Snapshot | None:
        return self.held.load(key)

    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        self.hook("before commit")
        self.held.commit(key, expected, events, snapshot)
        self.hook("after commit")

    def events(self, key: StreamKey) -> Iterator[Event]:
        return self.held.events(key)

    def keys(self, kind: StreamKind, school: str) -> Iterator[StreamKey]:
        return self.held.keys(kind, school)


@attrs.define
class HookedBlobs:
    """A blob store with a hook before each opening and around each storing."""

    held: BlobStore
    hook: Hook

    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        self.hook("before put")
        receipt = self.held.put(stream, sha256, size)
        self.hook("after put")
        return receipt

    def open(self, sha256: str) -> BinaryIO:
        self.hook("before open")
        return self.held.open(sha256)

    def stat(self, sha256: str) -> BlobReceipt | None:
        return self.held.stat(sha256)

    def digests(self) -> Iterator[str]:
        return self.held.digests()

    def delete(self, sha256: str) -> None:
        self.held.delete(sha256)


@attrs.define
class HookedTransport:
    """A transport with a hook around each sending and before each question."""

    held: Transport
    hook: Hook

    plugin_name = "hooked transport"

    @hookimpl
    def learnport_transport(self, name: str) -> Transport | None:
        return self if name == TRANSPORT else None

    def send(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        self.hook("before send")
        deposit = self.held.send(stream, key, digest)
        self.hook("after send")
        return deposit

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        self.hook("before answer")
        return self.held.answer(key, digest)
