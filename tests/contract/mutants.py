"""Stores with one realistic fault each, and the test that has to catch it."""

# ruff: noqa: ARG002 - a mutant ignores what it should not

from __future__ import annotations

import hashlib
import io
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import attrs

from learnport.errors import BlobMismatch, Conflict, NotFound
from learnport.plugins import (
    BlobReceipt,
    BlobStore,
    MemoryBlobs,
    RecordStore,
    Snapshot,
    check_commit,
    prove,
)
from learnport.workflow import Event, StreamKey, StreamKind

# File contents.


class BelievesTheDigest(MemoryBlobs):
    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        self._contents[sha256] = stream.read()
        return BlobReceipt(sha256, size)


class TruncatesSilently(MemoryBlobs):
    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        content = b"".join(iter(lambda: stream.read(size), b""))[:size]
        return super().put(io.BytesIO(content), sha256, size)


class ForgetsTheLastChunk(MemoryBlobs):
    """The digest is taken of all, but only whole chunks reach the disk."""

    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        receipt = super().put(stream, sha256, size)
        whole = size if size < 4096 else size // 4096 * 4096
        self._contents[sha256] = self._contents[sha256][:whole]
        return receipt


class TakesOneRead(MemoryBlobs):
    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        return super().put(io.BytesIO(stream.read(size + 1)), sha256, size)


class ReadsWhateverComes(MemoryBlobs):
    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        return super().put(io.BytesIO(stream.read()), sha256, size)


class KeepsWhatItRefuses(MemoryBlobs):
    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        content = b"".join(iter(lambda: stream.read(size + 1), b""))
        self._contents[hashlib.sha256(content).hexdigest()] = content
        return super().put(io.BytesIO(content), sha256, size)


class OverwritesFirst(MemoryBlobs):
    """Writes under the final name and takes it back when the digest turns out wrong."""

    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        self._contents[sha256] = b"".join(iter(lambda: stream.read(size + 1), b""))
        try:
            return prove(self.open(sha256), sha256, size)
        except BlobMismatch:
            del self._contents[sha256]
            raise


class IgnoresTheSize(MemoryBlobs):
    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        content = b"".join(iter(lambda: stream.read(65_536), b""))
        if hashlib.sha256(content).hexdigest() != sha256:
            raise BlobMismatch(sha256=sha256, detail="the digest of the bytes is another")
        self._contents[sha256] = content
        return BlobReceipt(sha256, len(content))


class ReusesAKey(MemoryBlobs):
    """Names files by the first four digits only."""

    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        receipt = super().put(stream, sha256, size)
        for other in [key for key in self._contents if key[:4] == sha256[:4]]:
            self._contents[other] = self._contents[sha256]
        return receipt


class WritesText(MemoryBlobs):
    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        receipt = super().put(stream, sha256, size)
        self._contents[sha256] = self._contents[sha256].replace(b"\r\n", b"\n")
        return receipt


class RewindsTheStream(MemoryBlobs):
    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        if stream.seekable():
            stream.seek(0)
        return super().put(stream, sha256, size)


class HasOneReader(MemoryBlobs):
    def __init__(self) -> None:
        super().__init__()
        self._readers: dict[str, BinaryIO] = {}

    def open(self, sha256: str) -> BinaryIO:
        reader = self._readers.get(sha256)
        if reader is None or reader.closed:
            reader = self._readers[sha256] = super().open(sha256)
        reader.seek(0)
        return reader


class HasOneTemporaryFile(MemoryBlobs):
    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        self._temporary = b""
        while chunk := stream.read(65_536):
            self._temporary += chunk
        return super().put(io.BytesIO(self._temporary), sha256, size)


class CannotDeleteTwice(MemoryBlobs):
    def delete(self, sha256: str) -> None:
        del self._contents[sha256]


class OnlyHidesWhatIsDeleted(MemoryBlobs):
    def __init__(self) -> None:
        super().__init__()
        self._hidden: set[str] = set()

    def delete(self, sha256: str) -> None:
        self._hidden.add(sha256)

    def digests(self) -> Iterator[str]:
        return (sha256 for sha256 in super().digests() if sha256 not in self._hidden)


class ListsInOrderOfArrival(MemoryBlobs):
    def digests(self) -> Iterator[str]:
        return iter(list(self._contents))


class DoesNotMindCase(MemoryBlobs):
    """Like a database whose collation takes upper and lower case for the same."""

    def stat(self, sha256: str) -> BlobReceipt | None:
        return super().stat(sha256.lower())


BLOBS: tuple[tuple[Callable[[], BlobStore], str], ...] = (
    (BelievesTheDigest, "test_one_changed_byte_is_refused_and_leaves_nothing"),
    (TruncatesSilently, "test_one_byte_too_many_is_refused_and_leaves_nothing"),
    (ForgetsTheLastChunk, "test_a_big_file_keeps_its_last_byte"),
    (TakesOneRead, "test_a_file_may_arrive_in_small_pieces"),
    (ReadsWhateverComes, "test_an_endless_stream_is_refused_in_time"),
    (KeepsWhatItRefuses, "test_one_changed_byte_is_refused_and_leaves_nothing"),
    (OverwritesFirst, "test_false_bytes_never_replace_what_is_held"),
    (IgnoresTheSize, "test_a_wrong_size_is_refused_though_the_digest_is_right"),
    (ReusesAKey, "test_digests_that_begin_alike_are_kept_apart"),
    (WritesText, "test_what_was_put_is_read_back_byte_for_byte"),
    (RewindsTheStream, "test_a_stream_is_read_from_where_it_stands"),
    (HasOneReader, "test_readers_do_not_disturb_each_other"),
    (HasOneTemporaryFile, "test_many_may_put_different_bytes_at_once"),
    (CannotDeleteTwice, "test_deleting_again_is_harmless"),
    (OnlyHidesWhatIsDeleted, "test_deleting_forgets_the_bytes"),
    (ListsInOrderOfArrival, "test_the_listing_is_complete_and_ascending"),
    (DoesNotMindCase, "test_what_is_no_digest_is_not_held"),
)


# File contents in a directory, when the lights go out.


class PlainDirectory:
    """As plain as can be: checks, writes, and says so."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, stream: BinaryIO, sha256: str, size: int) -> BlobReceipt:
        content = stream.read()
        receipt = prove(io.BytesIO(content), sha256, size)
        self._write(self._root / sha256, content)
        return receipt

    def _write(self, place: Path, content: bytes) -> None:
        raise AssertionError("a mutant says how")

    def open(self, sha256: str) -> BinaryIO:
        try:
            return (self._root / sha256).open("rb")
        except FileNotFoundError:
            raise NotFound(what="blob", key=sha256) from None

    def stat(self, sha256: str) -> BlobReceipt | None:
        place = self._root / sha256
        return BlobReceipt(sha256, place.stat().st_size) if place.exists() else None

    def digests(self) -> Iterator[str]:
        return iter(sorted(path.name for path in self._root.iterdir() if len(path.name) == 64))

    def delete(self, sha256: str) -> None:
        (self._root / sha256).unlink(missing_ok=True)
        self._sync_names()

    def _sync_names(self) -> None:
        descriptor = os.open(self._root, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def write_and_sync(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


class SyncsEverything(PlainDirectory):
    """No mutant: the least that keeps the promises."""

    def _write(self, place: Path, content: bytes) -> None:
        write_and_sync(place.with_suffix(".new"), content)
        place.with_suffix(".new").replace(place)
        self._sync_names()


class WritesInPlace(PlainDirectory):
    def _write(self, place: Path, content: bytes) -> None:
        write_and_sync(place, content)
        self._sync_names()


class NeverSyncsContents(PlainDirectory):
    def _write(self, place: Path, content: bytes) -> None:
        place.with_suffix(".new").write_bytes(content)
        place.with_suffix(".new").replace(place)
        self._sync_names()


class NeverSyncsNames(PlainDirectory):
    def _write(self, place: Path, content: bytes) -> None:
        write_and_sync(place.with_suffix(".new"), content)
        place.with_suffix(".new").replace(place)


class SwallowsErrors(PlainDirectory):
    def _write(self, place: Path, content: bytes) -> None:
        try:
            write_and_sync(place.with_suffix(".new"), content)
            place.with_suffix(".new").replace(place)
            self._sync_names()
        except OSError:
            place.with_suffix(".new").unlink(missing_ok=True)


class StumblesOverLeftovers(PlainDirectory):
    def _write(self, place: Path, content: bytes) -> None:
        with place.with_suffix(".new").open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        place.with_suffix(".new").replace(place)
        self._sync_names()


class TidiesUpTooMuch(PlainDirectory):
    """Makes room first: the old files are away for a moment."""

    def _write(self, place: Path, content: bytes) -> None:
        others = {path: path.read_bytes() for path in self._root.iterdir()}
        for path in others:
            path.unlink()
        for path, bytes_ in {**others, place: content}.items():
            write_and_sync(path.with_suffix(".new"), bytes_)
            path.with_suffix(".new").replace(path)
        self._sync_names()


class ForgetsWhenClosed(MemoryBlobs):
    def __init__(self, root: Path) -> None:
        super().__init__()


class NeverSyncsDeletions(SyncsEverything):
    def delete(self, sha256: str) -> None:
        (self._root / sha256).unlink(missing_ok=True)


DURABILITY: tuple[tuple[Callable[[Path], BlobStore], str], ...] = (
    (WritesInPlace, "test_killed_at_any_call_a_put_is_wholly_there_or_wholly_absent"),
    (NeverSyncsContents, "test_contents_that_were_not_synced_were_not_acknowledged"),
    (NeverSyncsNames, "test_names_that_were_not_synced_were_not_acknowledged"),
    (SwallowsErrors, "test_a_disk_that_is_full_at_any_call_is_told_of_and_does_no_harm"),
    (StumblesOverLeftovers, "test_killed_at_any_call_a_put_is_wholly_there_or_wholly_absent"),
    (TidiesUpTooMuch, "test_killed_at_any_call_a_put_is_wholly_there_or_wholly_absent"),
    (ForgetsWhenClosed, "test_a_store_opened_again_holds_what_it_held"),
    (NeverSyncsDeletions, "test_a_deleted_file_does_not_come_back"),
)


# Records.


@attrs.define
class Shelf:
    """What a mutant holds of one log."""

    events: list[Event] = attrs.field(factory=list)
    snapshot: Snapshot | None = None


class PlainRecords:
    """No mutant: the least that keeps the promises."""

    def __init__(self) -> None:
        self._logs: dict[object, Shelf] = {}
        self._writing = threading.Lock()

    def _name(self, key: StreamKey) -> object:
        return key

    def _shelf(self, key: StreamKey) -> Shelf:
        return self._logs.get(self._name(key), Shelf())

    def load(self, key: StreamKey) -> Snapshot | None:
        return self._shelf(key).snapshot

    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        with self._writing:
            shelf, new = self._shelf(key), list(events)
            check_commit(key, expected, new, snapshot, shelf.snapshot)
            self._logs[self._name(key)] = Shelf([*shelf.events, *new], snapshot)

    def events(self, key: StreamKey) -> Iterator[Event]:
        return iter(list(self._shelf(key).events))

    def keys(self, kind: StreamKind, school: str) -> Iterator[StreamKey]:
        keys = {event.stream for shelf in self._logs.values() for event in shelf.events}
        return iter(sorted(key for key in keys if (key.kind, key.school) == (kind, school)))


class IgnoresTheExpectedVersion(PlainRecords):
    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        held = self._shelf(key).snapshot
        super().commit(key, held.version if held else 0, events, snapshot)


class WinsByWritingLast(PlainRecords):
    """Replaces what stands at the same sequence numbers."""

    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        kept = self._shelf(key).events[:expected]
        self._logs[self._name(key)] = Shelf([*kept, *events], snapshot)


class LosesEventsOnConflict(PlainRecords):
    """Rolls back too much."""

    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        try:
            super().commit(key, expected, events, snapshot)
        except Conflict:
            self._logs.pop(self._name(key), None)
            raise


class WritesBeforeItChecks(PlainRecords):
    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        shelf = self._logs.setdefault(self._name(key), Shelf())
        held = shelf.snapshot
        shelf.events += events
        check_commit(key, expected, events, snapshot, held)
        shelf.snapshot = snapshot


class WritesEventByEvent(PlainRecords):
    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        shelf = self._logs.setdefault(self._name(key), Shelf())
        held = Snapshot(len(shelf.events), snapshot.state, "")
        if held.version != expected:
            raise Conflict(key=str(key), expected=expected, actual=held.version)
        for event in events:
            shelf.events.append(event)
        shelf.snapshot = snapshot


class ChecksThenActs(PlainRecords):
    """Looks, and writes a moment later, without a lock."""

    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        shelf = self._shelf(key)
        check_commit(key, expected, events, snapshot, shelf.snapshot)
        time.sleep(0.02)
        self._logs[self._name(key)] = Shelf([*shelf.events, *events], snapshot)


class HasOneLogForAll(PlainRecords):
    """Holds the version of the store, not of the log: a busy neighbour is a conflict."""

    def __init__(self) -> None:
        super().__init__()
        self._school = threading.Lock()

    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        with self._school:
            for other in self._logs.values():
                if other.events[0].stream.school == key.school:
                    check_commit(key, expected, events, snapshot, other.snapshot)
            super().commit(key, expected, events, snapshot)


class ReusesTheStudentsKey(PlainRecords):
    def _name(self, key: StreamKey) -> object:
        return key.kind, key.key


class ForgetsTheKind(PlainRecords):
    def _name(self, key: StreamKey) -> object:
        return key.school, key.key


class KeepsTheFirstSnapshot(PlainRecords):
    def __init__(self) -> None:
        super().__init__()
        self._firsts: dict[StreamKey, Snapshot] = {}

    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        super().commit(key, expected, events, snapshot)
        self._firsts.setdefault(key, snapshot)

    def load(self, key: StreamKey) -> Snapshot | None:
        return self._firsts.get(key)


class LosesFractionsOfSeconds(PlainRecords):
    def events(self, key: StreamKey) -> Iterator[Event]:
        return (
            attrs.evolve(event, at=event.at.replace(microsecond=0)) for event in super().events(key)
        )


class GivesTheNewestFirst(PlainRecords):
    def events(self, key: StreamKey) -> Iterator[Event]:
        return reversed(list(super().events(key)))


class ListsEveryCommit(PlainRecords):
    def keys(self, kind: StreamKind, school: str) -> Iterator[StreamKey]:
        for key in super().keys(kind, school):
            yield from [key] * len(self._shelf(key).events)


class ListsInOrderOfTheirBirth(PlainRecords):
    def keys(self, kind: StreamKind, school: str) -> Iterator[StreamKey]:
        keys = [shelf.events[0].stream for shelf in self._logs.values()]
        return iter([key for key in keys if (key.kind, key.school) == (kind, school)])


class TrustsTheWriter(PlainRecords):
    def commit(
        self, key: StreamKey, expected: int, events: Sequence[Event], snapshot: Snapshot
    ) -> None:
        shelf, new = self._shelf(key), list(events)
        if expected != len(shelf.events):
            raise Conflict(key=str(key), expected=expected, actual=len(shelf.events))
        self._logs[self._name(key)] = Shelf([*shelf.events, *new], snapshot)


class ReadsWhileOthersWrite(PlainRecords):
    """Counts the events first, and reads them later from a log that went on."""

    def events(self, key: StreamKey) -> Iterator[Event]:
        count = len(self._shelf(key).events)
        for index in range(count):
            yield self._shelf(key).events[index - count]


RECORDS: tuple[tuple[Callable[[], RecordStore], str], ...] = (
    (IgnoresTheExpectedVersion, "test_a_stale_version_is_refused_and_leaves_nothing"),
    (WinsByWritingLast, "test_the_same_commit_counts_once"),
    (LosesEventsOnConflict, "test_after_a_conflict_the_writer_can_go_on"),
    (WritesBeforeItChecks, "test_a_stale_version_is_refused_and_leaves_nothing"),
    (WritesEventByEvent, "test_a_commit_that_breaks_off_leaves_nothing"),
    (ChecksThenActs, "test_of_many_writers_of_one_version_one_wins"),
    (HasOneLogForAll, "test_writers_of_different_logs_do_not_disturb_each_other"),
    (ReusesTheStudentsKey, "test_students_of_different_schools_with_one_key_are_kept_apart"),
    (ForgetsTheKind, "test_logs_of_different_kinds_with_one_key_are_kept_apart"),
    (KeepsTheFirstSnapshot, "test_the_newest_snapshot_counts"),
    (LosesFractionsOfSeconds, "test_every_kind_of_command_survives"),
    (GivesTheNewestFirst, "test_events_come_back_in_order"),
    (ListsEveryCommit, "test_a_log_is_listed_once_however_long_it_is"),
    (ListsInOrderOfTheirBirth, "test_keys_are_of_one_kind_and_school_and_ascending"),
    (TrustsTheWriter, "test_what_breaks_the_chain_is_refused_and_leaves_nothing"),
    (ReadsWhileOthersWrite, "test_a_reader_is_not_disturbed_by_a_writer"),
)
