"""Services that keep everything in memory: for tests, demonstrations and first steps.

Each is a plugin of its own. Nothing survives the process.
"""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, Final

import attrs

from learnport.errors import NotFound
from learnport.model import Actor, BatchKey, CoursePlan, Deposit, PersonRef, Relation, Role
from learnport.plugins._hookspecs import hookimpl
from learnport.plugins._proofs import check_commit, prove, verified_chunks
from learnport.plugins._services import BlobReceipt, Endpoint, Snapshot
from learnport.workflow import Event, StreamKey, StreamKind

__all__ = [
    "KnownRelation",
    "LoopbackTransport",
    "MemoryBlobs",
    "MemoryCoursePlans",
    "MemoryIdentity",
    "MemoryRecords",
    "StandIn",
]


@attrs.frozen
class _Log:
    """What is held of one log; replaced as a whole, so that readers never see half a commit."""

    events: tuple[Event, ...]
    snapshot: Snapshot


class MemoryRecords:
    """A RecordStore in memory (記憶體紀錄儲存)."""

    plugin_name: Final = "memory-records"

    def __init__(self) -> None:
        self._logs: dict[StreamKey, _Log] = {}
        self._writing = threading.Lock()

    @hookimpl
    def learnport_records(self) -> MemoryRecords:
        return self

    def load(self, key: StreamKey) -> Snapshot | None:
        log = self._logs.get(key)
        return log.snapshot if log else None

    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        new = tuple(events)
        with self._writing:
            log = self._logs.get(key)
            check_commit(key, expected, new, snapshot, log.snapshot if log else None)
            self._logs[key] = _Log((*log.events, *new) if log else new, snapshot)

    def events(self, key: StreamKey) -> Iterator[Event]:
        log = self._logs.get(key)
        return iter(log.events if log else ())

    def keys(self, kind: StreamKind, school: str) -> Iterator[StreamKey]:
        with self._writing:
            held = list(self._logs)
        return iter(sorted(key for key in held if (key.kind, key.school) == (kind, school)))


class MemoryBlobs:
    """A BlobStore in memory (記憶體檔案儲存)."""

    plugin_name: Final = "memory-blobs"

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}

    @hookimpl
    def learnport_blobs(self) -> MemoryBlobs:
        return self

    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        self._contents[sha256] = b"".join(verified_chunks(stream, sha256, size))
        return prove(self.open(sha256), sha256, size)

    def open(self, sha256: str) -> BinaryIO:
        try:
            return io.BytesIO(self._contents[sha256])
        except KeyError:
            raise NotFound(what="blob", key=sha256) from None

    def stat(self, sha256: str) -> BlobReceipt | None:
        content = self._contents.get(sha256)
        return None if content is None else BlobReceipt(sha256, len(content))

    def digests(self) -> Iterator[str]:
        return iter(sorted(self._contents.copy()))

    def delete(self, sha256: str) -> None:
        self._contents.pop(sha256, None)


@attrs.frozen
class KnownRelation:
    """Something the administration system knows about two people (關係).

    Attributes:
        person: who is something to the student.
        relation: what.
        student: to whom.
        first: first day on which it holds; None for since ever.
        last: last day on which it holds; None for ever after.
    """

    person: PersonRef
    relation: Relation
    student: PersonRef
    first: dt.date | None = None
    last: dt.date | None = None


@attrs.frozen
class StandIn:
    """A stand-in for a teacher during some days (代理人).

    Attributes:
        person: the stand-in.
        teacher: who is stood in for.
        first: first day.
        last: last day.
    """

    person: PersonRef
    teacher: PersonRef
    first: dt.date
    last: dt.date


def _holds(on: dt.date, first: dt.date | None, last: dt.date | None) -> bool:
    return (first is None or first <= on) and (last is None or on <= last)


class MemoryIdentity:
    """An Identity in memory (記憶體身分).

    Whoever is vouched for as the centre is the centre to every student.

    Args:
        credentials: who holds which credential.
        relations: who is what to a student, beyond what the records themselves say.
        stand_ins: who stands in for whom.
    """

    plugin_name: Final = "memory-identity"

    def __init__(
        self,
        credentials: Mapping[str, Actor],
        relations: Iterable[KnownRelation] = (),
        stand_ins: Iterable[StandIn] = (),
    ) -> None:
        self._credentials = dict(credentials)
        self._relations = tuple(relations)
        self._stand_ins = tuple(stand_ins)

    @hookimpl
    def learnport_identity(self) -> MemoryIdentity:
        return self

    def authenticate(self, credential: str) -> Actor | None:
        return self._credentials.get(credential)

    def relations(self, actor: Actor, student: PersonRef, on: dt.date) -> frozenset[Relation]:
        known = {
            each.relation
            for each in self._relations
            if (each.person, each.student) == (actor.person, student)
            and _holds(on, each.first, each.last)
        }
        centre = {Relation.CENTRE} if Role.CENTRE in actor.roles else set()
        return frozenset(known | centre)

    def stands_in(self, actor: Actor, teacher: PersonRef, on: dt.date) -> bool:
        return any(
            (each.person, each.teacher) == (actor.person, teacher)
            and _holds(on, each.first, each.last)
            for each in self._stand_ins
        )


class MemoryCoursePlans:
    """Approved course plans in memory (記憶體課程計畫).

    Args:
        plans: what is approved at the start; of two plans for one school and entry year the
            later counts.
    """

    plugin_name: Final = "memory-course-plans"

    def __init__(self, plans: Iterable[CoursePlan] = ()) -> None:
        self._plans: dict[tuple[str, int], CoursePlan] = {}
        for each in plans:
            self.sync(each)

    @hookimpl
    def learnport_course_plans(self) -> MemoryCoursePlans:
        return self

    def sync(self, plan: CoursePlan) -> None:
        """Take over a plan; it replaces the one of the same school and entry year."""
        self._plans[plan.school, plan.entry_year] = plan

    def plan(self, school: str, entry_year: int) -> CoursePlan | None:
        return self._plans.get((school, entry_year))


class LoopbackTransport:
    """A Transport to a centre in the same process (行程內傳輸).

    Args:
        endpoint: the centre.
        name: what the transport is asked for by.
    """

    def __init__(self, endpoint: Endpoint, name: str = "loopback") -> None:
        self.plugin_name = f"loopback-transport {name}"
        self._endpoint = endpoint
        self._name = name

    @hookimpl
    def learnport_transport(self, name: str) -> LoopbackTransport | None:
        return self if name == self._name else None

    def send(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        return self._endpoint.receive(stream, key, digest)

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        return self._endpoint.answer(key, digest)
