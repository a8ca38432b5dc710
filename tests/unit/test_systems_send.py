"""Sending: the sealed package, in time, once or twice."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import attrs
import pytest

from learnport.model import (
    BatchKey,
    BatchState,
    Deposit,
)
from learnport.plugins import LoopbackTransport, hookimpl
from tests.unit.systems_desk import (
    AFTER,
    BEFORE,
    Desk,
    at_work,
    sealed,
)
from tests.unit.systems_world import (
    BATCH,
    World,
    codes,
)


def test_what_is_not_sealed_is_not_sent(tmp_path: Path) -> None:
    desk = at_work(tmp_path, 1)
    desk.precheck()
    assert codes(desk.send()) == ["LP1601"]
    assert list(desk.world.central.deposits("ZZ0001")) == []


def test_sending_twice_is_harmless(tmp_path: Path) -> None:
    desk = sealed(tmp_path, 1)
    sent = desk.send()
    assert [event.command.action for event in sent.events] == ["batch.send", "batch.receive"]
    held = desk.world.logs()
    again = desk.send()
    assert (again.done, again.findings, again.state) == (False, (), sent.state)
    assert desk.world.logs() == held
    assert len(list(desk.world.central.deposits("ZZ0001"))) == 1


def test_sending_again_what_was_answered_is_harmless_even_when_late(tmp_path: Path) -> None:
    desk = sealed(tmp_path, 1)
    desk.send()
    desk.collect()
    again = attrs.evolve(desk, when=AFTER).send()
    assert (again.done, again.findings) == (False, ())
    assert desk.state() is BatchState.ACCEPTED


def test_a_package_is_sent_within_the_window_only_and_stays_where_it_is(tmp_path: Path) -> None:
    desk = sealed(tmp_path, 1)
    package = tmp_path / f"{BATCH}.zip"
    content = package.read_bytes()
    for when, expected in ((BEFORE, ["LP1502"]), (AFTER, ["LP1503"])):
        assert codes(attrs.evolve(desk, when=when).send()) == expected
        assert desk.state() is BatchState.SEALED
        assert package.read_bytes() == content
        assert list(desk.world.central.deposits("ZZ0001")) == []
    last = AFTER - dt.timedelta(microseconds=1)
    assert attrs.evolve(desk, when=last).send().done


def other(desk: Desk) -> bytes:
    """The package of another batch."""
    third = BatchKey.parse("ZZ0001.yearly.113.first.1")
    desk.precheck(third)
    desk.seal(third)
    return (desk.folder / f"{third}.zip").read_bytes()


def altered(desk: Desk) -> bytes:
    """The sealed package with other content in one of its files, tags as they were."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(desk.folder / f"{BATCH}.zip") as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[::-1] if name.endswith(".pdf") else content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        other,
        altered,
        lambda desk: (desk.folder / f"{BATCH}.zip").read_bytes()[:-1],
        lambda _: b"no package at all",
        lambda _: b"",
    ],
    ids=["another batch", "altered", "cut off", "no package", "empty"],
)
def test_another_file_than_the_sealed_package_is_not_sent(
    tmp_path: Path, content: Callable[[Desk], bytes]
) -> None:
    desk = sealed(tmp_path, 1)
    path = tmp_path / "other.zip"
    path.write_bytes(content(desk))
    assert codes(desk.send(package=path)) == ["LP2008"]
    assert codes(desk.send(package=tmp_path / "nowhere.zip")) == ["LP2008"]
    assert desk.state() is BatchState.SEALED
    assert desk.send().done


class LosesTheFirstAnswer:
    """Delivers, but the first answer does not come back."""

    def __init__(self, line: LoopbackTransport) -> None:
        self.line, self.lost = line, False

    @hookimpl
    def learnport_transport(self) -> LosesTheFirstAnswer:
        return self

    def send(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        deposit = self.line.send(stream, key, digest)
        if not self.lost:
            self.lost = True
            raise ConnectionResetError
        return deposit

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        return self.line.answer(key, digest)


def test_a_lost_answer_is_asked_for_again_even_after_the_deadline(tmp_path: Path) -> None:
    world = World(line=LosesTheFirstAnswer)
    world.ready(1)
    desk = Desk(world, tmp_path)
    desk.precheck()
    desk.seal()
    with pytest.raises(ConnectionResetError):
        desk.send()
    late = attrs.evolve(desk, when=AFTER)
    assert late.send().done
    assert late.collect().done
    assert world.school.batch(BATCH).state == "accepted"
