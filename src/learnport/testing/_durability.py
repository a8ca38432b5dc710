"""What a store for file contents that lives in a directory must hold to when the lights go out."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from learnport.plugins import BlobStore
from learnport.testing.faults import Fault, Loss, crash_points, error_points

__all__ = ["BlobDurabilityContract", "OpenAt"]

OpenAt = Callable[[Path], BlobStore]
"""Opens the store that lives in a directory, as after a start of the process."""

_WORK = b"a work of a student " * 50
_SHA256 = hashlib.sha256(_WORK).hexdigest()
_HELD = b"an older work"
_HELD_SHA256 = hashlib.sha256(_HELD).hexdigest()


def _put(store: BlobStore) -> None:
    store.put(io.BytesIO(_WORK), _SHA256, len(_WORK))


def _hold(store: BlobStore) -> None:
    store.put(io.BytesIO(_HELD), _HELD_SHA256, len(_HELD))


def _content(store: BlobStore, sha256: str) -> bytes:
    with store.open(sha256) as stream:
        return stream.read()


def _held(store: BlobStore) -> dict[str, bytes]:
    """All the store claims to hold, with the bytes it gives for it."""
    return {sha256: _content(store, sha256) for sha256 in store.digests()}


class BlobDurabilityContract:
    """The promises of a BlobStore in a directory when a process or the power dies (儲存不失契約).

    For stores that write with Python's own `open` and `os`; what others write is out of sight.

    Subclass it in a test module and give it a pytest fixture `open_at`: a function that opens
    the store in a directory. Or hand both to `run_contract`.
    """

    def test_a_store_opened_again_holds_what_it_held(self, open_at: OpenAt) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            _put(open_at(Path(scratch)))
            assert _held(open_at(Path(scratch))) == {_SHA256: _WORK}

    def test_killed_at_any_call_a_put_is_wholly_there_or_wholly_absent(
        self, open_at: OpenAt
    ) -> None:
        _check_crashes(open_at, Loss.NOTHING)

    def test_contents_that_were_not_synced_were_not_acknowledged(self, open_at: OpenAt) -> None:
        _check_crashes(open_at, Loss.DATA)

    def test_names_that_were_not_synced_were_not_acknowledged(self, open_at: OpenAt) -> None:
        _check_crashes(open_at, Loss.NAMES)

    def test_a_power_failure_at_any_call_loses_nothing_acknowledged(self, open_at: OpenAt) -> None:
        _check_crashes(open_at, Loss.ALL)

    def test_a_deleted_file_does_not_come_back(self, open_at: OpenAt) -> None:
        def delete(root: Path) -> None:
            open_at(root).delete(_HELD_SHA256)

        with tempfile.TemporaryDirectory() as scratch:
            for crash in crash_points(delete, Path(scratch), Loss.ALL, before=_holding(open_at)):
                expected = {} if crash.acknowledged else {_HELD_SHA256: _HELD}
                assert _held(open_at(crash.root)) in (expected, {})

    def test_a_disk_that_is_full_at_any_call_is_told_of_and_does_no_harm(
        self, open_at: OpenAt
    ) -> None:
        def put(root: Path) -> None:
            _put(open_at(root))

        with tempfile.TemporaryDirectory() as scratch:
            _check(open_at, error_points(put, Path(scratch), before=_holding(open_at)))


def _holding(open_at: OpenAt) -> Callable[[Path], None]:
    return lambda root: _hold(open_at(root))


def _check_crashes(open_at: OpenAt, loss: Loss) -> None:
    def put(root: Path) -> None:
        _put(open_at(root))

    with tempfile.TemporaryDirectory() as scratch:
        _check(open_at, crash_points(put, Path(scratch), loss, before=_holding(open_at)))


def _check(open_at: OpenAt, faults: Iterable[Fault]) -> None:
    """After each fault: all or nothing, no false promise, no harm to others, and a next time."""
    calls = []
    for fault in faults:
        calls.append(fault.call.partition(" ")[0])
        store = open_at(fault.root)
        held = _held(store)
        assert held.pop(_HELD_SHA256, None) == _HELD, f"{fault.call}: what was held is damaged"
        assert held in ({}, {_SHA256: _WORK}), f"{fault.call}: neither there nor absent"
        assert held or not fault.acknowledged, f"{fault.call}: acknowledged and lost"
        _put(store)
        assert _content(store, _SHA256) == _WORK, f"{fault.call}: cannot be put again"
    assert "write" in calls, "this store writes out of sight, so that nothing can be shown"
