"""A small school, its centre and the way between them, with a clock that is told the time.

Nothing here is a double of what is tested: platform, centre and stores are the real ones. Only
what the world does to them is added: power that fails, lines that go dead, files that vanish.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, Final

import attrs

from learnport.errors import DataError
from learnport.model import Actor, BatchKey, Deposit
from learnport.plugins import (
    Host,
    LoopbackTransport,
    MemoryBlobs,
    MemoryCoursePlans,
    MemoryIdentity,
    MemoryRecords,
    RecordStore,
    Snapshot,
)
from learnport.systems import CentralDatabase, CentralEndpoint, SchoolPlatform
from learnport.workflow import Context, Event, StreamKey, StreamKind
from tests.stateful import cast


class PowerCut(Exception):
    """The power failed just before or just after a commit was written."""


class FragileRecords(MemoryRecords):
    """Records in memory, until the power fails.

    Attributes:
        fails_at: half commits until it does: 0 before the next one, 1 after it, 2 before the
            one that follows; None for never.
    """

    def __init__(self) -> None:
        super().__init__()
        self.fails_at: int | None = None

    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        self._spend()
        super().commit(key, expected, events, snapshot)
        self._spend()

    def _spend(self) -> None:
        if self.fails_at == 0:
            raise PowerCut
        if self.fails_at is not None:
            self.fails_at -= 1


class BusyBlobs(MemoryBlobs):
    """Blobs in memory; while one of them is being opened, somebody may do something."""

    def __init__(self) -> None:
        super().__init__()
        self._contents |= cast.CONTENTS
        self.meanwhile: Callable[[], object] | None = None

    def open(self, sha256: str) -> BinaryIO:
        act, self.meanwhile = self.meanwhile, None
        if act is not None:
            act()
        return super().open(sha256)


WEATHERS: Final = ("dead", "answer lost", "garbled", "slow")


@attrs.define
class Line:
    """The centre as the school reaches it, on a line that is not always good.

    Attributes:
        endpoint: the centre that judges at once.
        delay: how much later than the school's the centre's clock is, when a package arrives.
        prompt: whether the centre judges at once; otherwise it only takes in.
        weather: `fair`, or one of those in which things go wrong.
    """

    endpoint: CentralEndpoint
    delay: dt.timedelta = dt.timedelta()
    prompt: bool = True
    weather: str = "fair"

    def receive(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        if self.weather == "dead":
            raise ConnectionResetError
        package = stream.read()
        if self.weather == "garbled":
            middle = len(package) // 2
            package = package[:middle] + bytes([package[middle] ^ 1]) + package[middle + 1 :]
        self.delay = dt.timedelta(days=60 * (self.weather == "slow"))
        try:
            deposit = self._deposit(io.BytesIO(package), key, digest)
        finally:
            self.delay = dt.timedelta()
        if self.weather == "answer lost":
            raise ConnectionResetError
        return deposit

    def _deposit(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        if self.prompt:
            return self.endpoint.receive(stream, key, digest)
        central, context = self.endpoint.central, self.endpoint.context()
        received = central.receive(stream, key, digest, context)
        if not isinstance(received.state, Deposit):
            raise DataError(detail="not received")
        return received.state

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        asked = self.endpoint if self.prompt else self.endpoint.central
        return asked.answer(key, digest)


Log = tuple[StreamKey, tuple[Event, ...], Snapshot]
Image = tuple[object, ...]


@attrs.frozen
class Past:
    """What has happened before a test begins.

    Attributes:
        logs: of the school and of the centre.
        blobs: what the centre holds.
        files: what lies in the school's folder, by name.
    """

    logs: tuple[tuple[Log, ...], tuple[Log, ...]]
    blobs: tuple[bytes, ...]
    files: tuple[tuple[str, bytes], ...]


class World:
    """One school and the centre.

    Attributes:
        now: the instant of everything that happens next.
        lost: digests of files the school's store has lost.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = cast.instant("2024-09-02T08:00")
        self.lost: set[str] = set()
        self._ids = 0
        entry_years = sorted(set(cast.ENTRY_YEARS.values()))

        self.central_records, self.central_blobs = FragileRecords(), MemoryBlobs()
        self.central_plans = MemoryCoursePlans(map(cast.plan, entry_years))
        host = Host([
            self.central_records, self.central_blobs, MemoryIdentity({}), self.central_plans,
        ])  # fmt: skip
        self.central = CentralDatabase(host, cast.settings())
        self.line = Line(CentralEndpoint(self.central, self._centre))

        self.records, self.blobs = FragileRecords(), BusyBlobs()
        self.plans = MemoryCoursePlans(map(cast.plan, entry_years))
        identity = MemoryIdentity({}, cast.RELATIONS, cast.STAND_INS)
        host = Host([
            self.records, self.blobs, identity, self.plans, LoopbackTransport(self.line, "line"),
        ])  # fmt: skip
        self.school = SchoolPlatform(host, cast.SCHOOL, cast.settings())

    def context(self, actor: Actor, reason: str = "", at: dt.datetime | None = None) -> Context:
        return Context(actor, at or self.now, self.new_id, reason)

    def _centre(self) -> Context:
        return self.context(cast.CENTRE, at=self.now + self.line.delay)

    def new_id(self) -> str:
        self._ids += 1
        return f"new-{self._ids}"

    def package(self, key: BatchKey) -> Path:
        """Where the package of a batch lies, or would."""
        return self.folder / f"{key}.zip"

    def stores(self) -> tuple[FragileRecords, FragileRecords]:
        return self.records, self.central_records

    def image(self) -> Image:
        """Everything that is held anywhere; equal exactly when nothing has changed."""
        logs = tuple(
            (key, store.load(key), tuple(store.events(key)))
            for store in self.stores()
            for key in streams(store)
        )
        held = tuple(self.blobs.digests()), tuple(self.central_blobs.digests())
        files = tuple(
            (path.name, (stat := path.stat()).st_size, stat.st_mtime_ns, stat.st_ino)
            for path in sorted(self.folder.iterdir())
        )
        return logs, held, files

    def dangers(self) -> frozenset[str]:
        """What may interfere with the next step."""
        threats = {
            "school": self.records.fails_at is not None,
            "centre": self.central_records.fails_at is not None,
            "line": self.line.weather != "fair",
            "colleagues": self.blobs.meanwhile is not None,
        }
        return frozenset(name for name, threatens in threats.items() if threatens)

    def calm(self) -> None:
        self.records.fails_at = self.central_records.fails_at = None
        self.line.weather, self.blobs.meanwhile = "fair", None

    def lose(self, digest: str) -> None:
        self.blobs.delete(digest)
        self.lost.add(digest)

    def give_back(self, digest: str) -> None:
        self.blobs.put(io.BytesIO(cast.CONTENTS[digest]), digest, len(cast.CONTENTS[digest]))
        self.lost.discard(digest)

    def past(self) -> Past:
        school, centre = map(_logs, self.stores())
        blobs = self.central_blobs
        held = tuple(blobs.open(digest).read() for digest in blobs.digests())
        files = ((path.name, path.read_bytes()) for path in sorted(self.folder.iterdir()))
        return Past((school, centre), held, tuple(files))

    def remember(self, past: Past) -> None:
        """Take over what has happened elsewhere."""
        for store, logs in zip(self.stores(), past.logs, strict=True):
            for key, events, snapshot in logs:
                store.commit(key, 0, events, snapshot)
        for content in past.blobs:
            digest = hashlib.sha256(content).hexdigest()
            self.central_blobs.put(io.BytesIO(content), digest, len(content))
        for name, content in past.files:
            (self.folder / name).write_bytes(content)


def streams(store: RecordStore) -> list[StreamKey]:
    return [
        key for kind in StreamKind for school in cast.SCHOOLS for key in store.keys(kind, school)
    ]


def _logs(store: RecordStore) -> tuple[Log, ...]:
    return tuple(
        (key, tuple(store.events(key)), snapshot)
        for key in streams(store)
        if (snapshot := store.load(key)) is not None
    )
