from __future__ import annotations

import errno
import io
import os
import tempfile
from pathlib import Path

import pytest

from learnport.testing.faults import (
    EndlessStream,
    FailingStream,
    Loss,
    ShortStream,
    SimulatedCrash,
    crash_points,
    error_points,
)

LOSSES = [Loss.NOTHING, Loss.DATA, Loss.NAMES, Loss.ALL]


def sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def tree(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


# Streams.


def test_a_short_stream_gives_a_little_at_a_time_and_all_in_the_end() -> None:
    stream = ShortStream(b"abcdefg", step=3)
    assert stream.readable()
    assert [stream.read(100) for _ in range(4)] == [b"abc", b"def", b"g", b""]
    assert ShortStream(b"abc").read() == b"abc"
    assert ShortStream(b"abc", step=3).read(2) == b"ab"


def test_a_failing_stream_gives_so_many_bytes_and_breaks() -> None:
    stream = FailingStream(b"abcdefg", after=3)
    assert stream.read(2) == b"ab"
    assert stream.read(2) == b"c"
    with pytest.raises(ConnectionResetError):
        stream.read(2)


def test_a_stream_that_fails_after_its_last_byte_never_ends_well() -> None:
    with pytest.raises(ConnectionResetError):
        FailingStream(b"abc", after=3).read()


def test_an_endless_stream_loses_patience() -> None:
    stream = EndlessStream(patience=100)
    assert stream.readable()
    assert stream.read(60) == bytes(60)
    with pytest.raises(AssertionError, match="on and on"):
        stream.read(60)


# Crashing.


def careful(root: Path) -> str:
    """Everything in order: contents, their name, the directory."""
    with (root / "new").open("wb") as file:
        file.write(b"abcdef")
        file.flush()
        os.fsync(file.fileno())
    (root / "new").rename(root / "final")
    sync(root)
    return "done"


def test_every_call_is_a_crash_point_and_the_last_run_ends(tmp_path: Path) -> None:
    faults = list(crash_points(careful, tmp_path))
    assert [fault.call for fault in faults] == [
        "open new", "write new", "fsync new", "rename final", "fsync .", "",
    ]  # fmt: skip
    assert [fault.acknowledged for fault in faults] == [False] * 5 + [True]
    assert [fault.answer for fault in faults] == [None] * 5 + ["done"]


@pytest.mark.parametrize(
    ("loss", "found"),
    [
        (Loss.NOTHING, [{}, {"new": b"abc"}, {"new": b"abcdef"}, {"new": b"abcdef"}]),
        (Loss.DATA, [{}, {"new": b""}, {"new": b""}, {"new": b"abcdef"}]),
        (Loss.NAMES, [{}, {}, {}, {}]),
        (Loss.ALL, [{}, {}, {}, {}]),
    ],
)
def test_what_a_crash_leaves_depends_on_what_was_synced(
    tmp_path: Path, loss: Loss, found: list[dict[str, bytes]]
) -> None:
    trees = [tree(fault.root) for fault in crash_points(careful, tmp_path, loss)]
    whole = {"final": b"abcdef"}
    before_the_directory_is_synced = {} if Loss.NAMES in loss else whole
    assert trees == [*found, before_the_directory_is_synced, whole]


def forgetful(root: Path) -> None:
    (root / "file").write_bytes(b"abcdef")


def test_a_power_failure_after_the_end_takes_what_was_not_synced(tmp_path: Path) -> None:
    last = {
        loss: list(crash_points(forgetful, tmp_path / str(loss.value), loss))[-1] for loss in LOSSES
    }
    assert {loss: tree(fault.root) for loss, fault in last.items()} == {
        Loss.NOTHING: {"file": b"abcdef"},
        Loss.DATA: {"file": b""},
        Loss.NAMES: {},
        Loss.ALL: {},
    }


def overwriting(root: Path) -> None:
    (root / "file").write_bytes(b"abcdef")
    with (root / "file").open("r+b") as file:
        file.write(b"x")


def appending(root: Path) -> None:
    with (root / "file").open("ab") as file:
        file.write(b"ghij")


def truncating(root: Path) -> None:
    with (root / "file").open("r+b") as file:
        file.truncate(2)


def replacing(root: Path) -> None:
    (root / "new").write_bytes(b"new")
    (root / "new").replace(root / "file")


def deleting(root: Path) -> None:
    (root / "file").unlink()


def linking(root: Path) -> None:
    (root / "file").unlink()
    os.link(root / "other", root / "file")
    (root / "other").unlink()


def making_room(root: Path) -> None:
    (root / "shelf").mkdir()
    (root / "file").rename(root / "shelf" / "file")


def clearing(root: Path) -> None:
    (root / "empty").rmdir()


def prepare(root: Path) -> None:
    (root / "file").write_bytes(b"before")
    (root / "other").write_bytes(b"other")
    (root / "empty").mkdir()


@pytest.mark.parametrize(
    "act",
    [overwriting, appending, truncating, replacing, deleting, linking, making_room, clearing],
)
def test_a_power_failure_takes_back_everything_that_was_not_synced(
    tmp_path: Path, act: object
) -> None:
    faults = list(crash_points(act, tmp_path, Loss.ALL, before=prepare))  # type: ignore[arg-type]
    assert len(faults) > 1
    for fault in faults:
        assert tree(fault.root) == {"file": b"before", "other": b"other"}, fault.call
        assert (fault.root / "empty").is_dir()


@pytest.mark.parametrize(
    ("act", "after"),
    [
        (overwriting, {"file": b"xbcdef", "other": b"other"}),
        (appending, {"file": b"beforeghij", "other": b"other"}),
        (truncating, {"file": b"be", "other": b"other"}),
        (replacing, {"file": b"new", "other": b"other"}),
        (deleting, {"other": b"other"}),
        (linking, {"file": b"other"}),
        (making_room, {"shelf/file": b"before", "other": b"other"}),
    ],
)
def test_a_killed_process_leaves_what_it_had_done(
    tmp_path: Path, act: object, after: dict[str, bytes]
) -> None:
    faults = list(crash_points(act, tmp_path, before=prepare))  # type: ignore[arg-type]
    assert tree(faults[-1].root) == after


def test_synced_directories_keep_their_names_and_others_do_not(tmp_path: Path) -> None:
    def act(root: Path) -> None:
        for name in ("one", "other"):
            (root / name).mkdir()
        sync(root)
        for name in ("one", "other"):
            (root / name / "file").touch()
        sync(root / "one")

    *_, last = crash_points(act, tmp_path, Loss.NAMES)
    assert tree(last.root) == {"one/file": b""}
    assert (last.root / "other").is_dir()


def test_an_unsynced_directory_goes_with_all_that_is_in_it(tmp_path: Path) -> None:
    def act(root: Path) -> None:
        (root / "shelf").mkdir()
        (root / "shelf" / "file").touch()
        sync(root / "shelf")

    *_, last = crash_points(act, tmp_path, Loss.NAMES)
    assert list(last.root.iterdir()) == []


def test_whoever_cleans_up_after_a_crash_changes_nothing_any_more(tmp_path: Path) -> None:
    def act(root: Path) -> None:
        with (root / "file").open("wb") as file:
            file.write(b"abcdef")
            try:
                file.flush()
            except BaseException:
                for clean_up in (
                    lambda: (root / "file").unlink(),
                    lambda: (root / "file").rename(root / "other"),
                    lambda: (root / "shelf").mkdir(),
                    lambda: (root / "third").touch(),
                ):
                    with pytest.raises(SimulatedCrash):
                        clean_up()
                file.truncate(0)
                os.fsync(file.fileno())
                raise

    crash = [fault for fault in crash_points(act, tmp_path) if fault.call == "write file"]
    assert [tree(fault.root) for fault in crash] == [{"file": b"abc"}]


def test_an_answer_after_the_crash_does_not_count(tmp_path: Path) -> None:
    def act(root: Path) -> str:
        try:
            (root / "file").touch()
        except BaseException:
            return "done, of course"
        return "done"

    crash, end = crash_points(act, tmp_path)
    assert (crash.call, crash.acknowledged) == ("open file", False)
    assert (end.acknowledged, end.answer) == (True, "done")


def test_what_lies_elsewhere_is_left_alone(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def act(_root: Path) -> None:
        (elsewhere / "one").write_bytes(b"abc")
        (elsewhere / "one").replace(elsewhere / "two")
        os.link(elsewhere / "two", elsewhere / "three")
        (elsewhere / "shelf").mkdir()
        (elsewhere / "shelf").rmdir()
        with (elsewhere / "two").open("r+b") as file:
            file.truncate(1)
        sync(elsewhere)
        (elsewhere / "three").unlink()

    (fault,) = crash_points(act, tmp_path / "scratch", Loss.ALL)
    assert fault.acknowledged
    assert tree(elsewhere) == {"two": b"a"}


def test_temporary_files_are_in_sight(tmp_path: Path) -> None:
    def act(root: Path) -> None:
        with tempfile.NamedTemporaryFile(dir=root, delete=False) as file:
            file.write(b"abcdef")
        Path(file.name).replace(root / "final")

    calls = [fault.call.split()[:1] for fault in crash_points(act, tmp_path)]
    assert calls == [["open"], ["write"], ["rename"], []]


def test_after_the_block_the_disk_is_as_it_was(tmp_path: Path) -> None:
    before = (os.open, os.write, os.fsync, os.replace, os.unlink, io.open, tempfile._io)  # type: ignore[attr-defined]
    list(crash_points(careful, tmp_path))
    after = (os.open, os.write, os.fsync, os.replace, os.unlink, io.open, tempfile._io)  # type: ignore[attr-defined]
    assert all(one is other for one, other in zip(before, after, strict=True))


# Failing.


def test_every_call_can_fail_while_the_process_lives_on(tmp_path: Path) -> None:
    def act(root: Path) -> str:
        try:
            return careful(root)
        finally:
            (root / "new").unlink(missing_ok=True)

    faults = list(error_points(act, tmp_path))
    assert [(fault.call, fault.acknowledged, tree(fault.root)) for fault in faults] == [
        ("open new", False, {}),
        ("write new", False, {}),
        ("fsync new", False, {}),
        ("rename final", False, {}),
        ("fsync .", False, {"final": b"abcdef"}),
        ("", True, {"final": b"abcdef"}),
    ]


def test_the_error_is_the_one_asked_for(tmp_path: Path) -> None:
    seen: list[int | None] = []

    def act(root: Path) -> None:
        try:
            (root / "file").touch()
        except OSError as error:
            seen.append(error.errno)

    faults = list(error_points(act, tmp_path, errno.EACCES))
    assert seen == [errno.EACCES]
    assert [fault.acknowledged for fault in faults] == [True, True]
