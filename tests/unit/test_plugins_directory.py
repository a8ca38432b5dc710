from __future__ import annotations

import errno
import gc
import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from learnport.errors import BlobMismatch
from learnport.plugins import BlobReceipt, DirectoryBlobs
from learnport.testing.faults import FailingStream, Loss, crash_points, error_points

WORK = b"a work"
OTHER = b"another work"


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def put(store: DirectoryBlobs, content: bytes = WORK) -> str:
    store.put(io.BytesIO(content), sha256_of(content), len(content))
    return sha256_of(content)


def place(root: Path, sha256: str) -> Path:
    return root / sha256[:2] / sha256


def files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_a_file_lies_under_its_digest_and_nothing_else_does(tmp_path: Path) -> None:
    sha256 = put(DirectoryBlobs(tmp_path))
    assert files(tmp_path) == [f"{sha256[:2]}/{sha256}"]
    assert place(tmp_path, sha256).read_bytes() == b"a work"


def test_nobody_else_on_the_machine_can_read_the_files(tmp_path: Path) -> None:
    root = tmp_path / "school" / "files"
    sha256 = put(DirectoryBlobs(root))
    modes = [path.stat().st_mode & 0o077 for path in (root, place(root, sha256))]
    assert modes == [0, 0]


@pytest.mark.parametrize(
    ("content", "size"), [(OTHER, len(WORK)), (WORK, len(WORK) + 1), (WORK, len(WORK) - 1)]
)
def test_a_refused_file_leaves_no_trace(tmp_path: Path, content: bytes, size: int) -> None:
    store = DirectoryBlobs(tmp_path)
    with pytest.raises(BlobMismatch):
        store.put(io.BytesIO(content), sha256_of(WORK), size)
    assert files(tmp_path) == []


def test_a_broken_stream_leaves_no_trace(tmp_path: Path) -> None:
    store = DirectoryBlobs(tmp_path)
    with pytest.raises(ConnectionResetError):
        store.put(FailingStream(WORK, after=3), sha256_of(WORK), len(WORK))
    assert files(tmp_path) == []


@pytest.mark.parametrize("damage", [b"", b"a wor", b"a wark", b"a work and more"])
def test_a_damaged_file_is_repaired_when_it_is_put_again(tmp_path: Path, damage: bytes) -> None:
    store = DirectoryBlobs(tmp_path)
    sha256 = put(store)
    place(tmp_path, sha256).write_bytes(damage)
    receipt = store.put(io.BytesIO(WORK), sha256, len(WORK))
    assert receipt == BlobReceipt(sha256, 6)
    assert place(tmp_path, sha256).read_bytes() == b"a work"


def test_a_sound_file_is_left_where_it_is(tmp_path: Path) -> None:
    store = DirectoryBlobs(tmp_path)
    sha256 = put(store)
    before = place(tmp_path, sha256).stat().st_ino
    put(store)
    assert place(tmp_path, sha256).stat().st_ino == before


def test_damage_on_the_way_to_the_disk_is_noticed_before_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DirectoryBlobs(tmp_path)
    sync = os.fsync

    def lying_disk(descriptor: int) -> None:
        sync(descriptor)
        (written,) = (tmp_path / ".incoming").iterdir()
        written.write_bytes(b"a wark")

    monkeypatch.setattr(os, "fsync", lying_disk)
    with pytest.raises(BlobMismatch, match="digest"):
        put(store)
    assert files(tmp_path) == []


def test_a_path_that_poses_as_a_digest_reaches_nothing_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"not yours")
    store = DirectoryBlobs(tmp_path / "files")
    for key in ("../outside", str(outside), "..", ".incoming", ".incoming/x"):
        store.delete(key)
        assert store.stat(key) is None
    assert outside.read_bytes() == b"not yours"


def test_what_does_not_belong_there_is_not_listed(tmp_path: Path) -> None:
    store = DirectoryBlobs(tmp_path)
    sha256 = put(store)
    (tmp_path / "README").write_text("hands off")
    (tmp_path / sha256[:2] / "notes.txt").write_text("hands off")
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / sha256).write_bytes(b"misplaced")
    (tmp_path / ".incoming" / sha256).write_bytes(b"half a wo")
    assert list(store.digests()) == [sha256]


def test_what_a_crash_left_behind_is_removed_at_the_next_start(tmp_path: Path) -> None:
    sha256 = put(DirectoryBlobs(tmp_path))
    gc.collect()
    (tmp_path / ".incoming" / "tmp123").write_bytes(b"half a wo")
    store = DirectoryBlobs(tmp_path)
    assert files(tmp_path) == [f"{sha256[:2]}/{sha256}"]
    assert list(store.digests()) == [sha256]


def test_what_another_process_is_writing_is_left_alone(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from learnport.plugins import DirectoryBlobs;"
        "store = DirectoryBlobs(Path(sys.argv[1])); print('open', flush=True); input()"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"open"
        (tmp_path / ".incoming" / "tmp123").write_bytes(b"half a wo")
        second = DirectoryBlobs(tmp_path)
        assert files(tmp_path) == [".incoming/tmp123"]
        process.stdin.write(b"\n")
        process.stdin.close()
        assert process.wait(timeout=60) == 0
    del second
    gc.collect()
    DirectoryBlobs(tmp_path)
    assert files(tmp_path) == []


def test_what_is_being_written_is_left_alone_when_the_first_of_several_has_gone(
    tmp_path: Path,
) -> None:
    first, second = DirectoryBlobs(tmp_path), DirectoryBlobs(tmp_path)
    del first
    gc.collect()
    (tmp_path / ".incoming" / "tmp123").write_bytes(b"half a wo")
    third = DirectoryBlobs(tmp_path)
    assert files(tmp_path) == [".incoming/tmp123"]
    del second, third


def test_where_directories_cannot_be_locked_leftovers_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    (tmp_path / ".incoming").mkdir()
    (tmp_path / ".incoming" / "tmp123").write_bytes(b"half a wo")
    monkeypatch.setattr("fcntl.flock", no_locks)
    store = DirectoryBlobs(tmp_path)
    assert files(tmp_path) == [".incoming/tmp123"]
    assert put(store) in list(store.digests())


def test_a_leftover_that_cannot_be_removed_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / ".incoming" / "a directory").mkdir(parents=True)
    store = DirectoryBlobs(tmp_path)
    assert put(store) in list(store.digests())


def test_every_step_to_the_disk_is_a_crash_point(tmp_path: Path) -> None:
    """The order is the promise: bytes synced, then named, then the names synced."""

    def act(root: Path) -> None:
        put(DirectoryBlobs(root))

    calls = [fault.call.split("/")[0] for fault in crash_points(act, tmp_path)]
    shelf = sha256_of(WORK)[:2]
    assert calls == [
        "mkdir .incoming",
        "fsync .",
        "open .incoming",
        "write .incoming",
        "fsync .incoming",
        f"mkdir {shelf}",
        f"rename {shelf}",
        f"fsync {shelf}",
        "fsync .",
        "",
    ]


@pytest.mark.parametrize("loss", [Loss.NOTHING, Loss.DATA, Loss.NAMES, Loss.ALL])
@pytest.mark.parametrize("damage", [b"", b"a wor", b"a wark"])
def test_a_repair_that_dies_at_any_call_makes_nothing_worse(
    tmp_path: Path, loss: Loss, damage: bytes
) -> None:
    sha256 = sha256_of(WORK)

    def damaged(root: Path) -> None:
        put(DirectoryBlobs(root), OTHER)
        put(DirectoryBlobs(root))
        place(root, sha256).write_bytes(damage)

    def repair(root: Path) -> None:
        put(DirectoryBlobs(root))

    for crash in crash_points(repair, tmp_path, loss, before=damaged):
        content = place(crash.root, sha256).read_bytes()
        assert content in ([WORK] if crash.acknowledged else [WORK, damage])
        assert place(crash.root, sha256_of(OTHER)).read_bytes() == OTHER


def test_an_error_at_any_call_leaves_no_half_written_file(tmp_path: Path) -> None:
    def act(root: Path) -> None:
        put(DirectoryBlobs(root))

    for fault in error_points(act, tmp_path, errno.EIO):
        if not fault.call.startswith("unlink"):
            names = {name for name in files(fault.root) if name.startswith(".incoming")}
            assert names == set(), fault.call
