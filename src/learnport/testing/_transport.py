"""What every transport must hold to."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import BinaryIO

import attrs

from learnport.model import BatchKey, Deposit
from learnport.plugins import Endpoint, Transport
from learnport.testing._logs import LOGS
from learnport.testing._suite import raises
from learnport.testing.faults import FailingStream, ShortStream
from learnport.workflow import replay

__all__ = ["Connect", "TransportContract"]

Connect = Callable[[Endpoint], Transport]
"""Gives a transport that reaches this centre."""

_PACKAGE = bytes(range(256)) * 16 + "學習歷程\r\n".encode()
_BIG = 8 * 1_048_576


def _deposit(events: int) -> Deposit:
    deposit = replay(LOGS[2][:events])
    assert isinstance(deposit, Deposit)
    return deposit


_RECEIVED, _JUDGED = _deposit(1), _deposit(2)
_KEY, _DIGEST = _RECEIVED.batch, _RECEIVED.digest


class _Centre:
    """A centre that takes everything, and keeps it for the test to look at."""

    def __init__(self) -> None:
        self.packages: dict[tuple[BatchKey, str], bytes] = {}
        self.deposits: dict[tuple[BatchKey, str], Deposit] = {}
        self.loses_answers = False

    def receive(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        package = stream.read()
        sha256 = hashlib.sha256(package).hexdigest()
        new = attrs.evolve(_RECEIVED, batch=key, digest=digest, package=sha256)
        self.packages[key, digest] = package
        deposit = self.deposits.setdefault((key, digest), new)
        if self.loses_answers:
            raise ConnectionResetError("the answer is lost on its way")
        return deposit

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        return self.deposits.get((key, digest))


class TransportContract:
    """The promises of a Transport, one test each (傳輸契約).

    Subclass it in a test module and give it a pytest fixture `connect`: a function that takes
    an Endpoint and gives a transport that reaches it. Or hand both to `run_contract`.
    """

    def test_a_package_arrives_byte_for_byte(self, connect: Connect) -> None:
        centre = _Centre()
        connect(centre).send(io.BytesIO(_PACKAGE), _KEY, _DIGEST)
        assert centre.packages == {(_KEY, _DIGEST): _PACKAGE}

    def test_a_big_package_keeps_its_last_byte(self, connect: Connect) -> None:
        centre, package = _Centre(), bytes(_BIG) + b"\x01"
        connect(centre).send(io.BytesIO(package), _KEY, _DIGEST)
        assert centre.packages[_KEY, _DIGEST] == package

    def test_a_package_may_come_in_small_pieces(self, connect: Connect) -> None:
        centre = _Centre()
        connect(centre).send(ShortStream(_PACKAGE, 7), _KEY, _DIGEST)
        assert centre.packages[_KEY, _DIGEST] == _PACKAGE

    def test_the_first_answer_comes_back_unchanged(self, connect: Connect) -> None:
        centre = _Centre()
        deposit = connect(centre).send(io.BytesIO(_PACKAGE), _KEY, _DIGEST)
        assert deposit == centre.deposits[_KEY, _DIGEST]

    def test_sending_twice_is_harmless(self, connect: Connect) -> None:
        centre = _Centre()
        transport = connect(centre)
        first = transport.send(io.BytesIO(_PACKAGE), _KEY, _DIGEST)
        again = transport.send(io.BytesIO(_PACKAGE), _KEY, _DIGEST)
        assert first == again
        assert centre.packages == {(_KEY, _DIGEST): _PACKAGE}

    def test_sending_again_brings_the_newest_answer(self, connect: Connect) -> None:
        centre = _Centre()
        transport = connect(centre)
        transport.send(io.BytesIO(_PACKAGE), _KEY, _DIGEST)
        centre.deposits[_KEY, _DIGEST] = _JUDGED
        assert transport.send(io.BytesIO(_PACKAGE), _KEY, _DIGEST) == _JUDGED

    def test_the_receipt_comes_with_every_finding(self, connect: Connect) -> None:
        centre = _Centre()
        centre.deposits[_KEY, _DIGEST] = _JUDGED
        assert connect(centre).answer(_KEY, _DIGEST) == _JUDGED

    def test_there_is_no_answer_to_what_never_arrived(self, connect: Connect) -> None:
        centre = _Centre()
        transport = connect(centre)
        transport.send(io.BytesIO(_PACKAGE), _KEY, _DIGEST)
        assert transport.answer(_KEY, "0" * 64) is None
        assert transport.answer(attrs.evolve(_KEY, number=9), _DIGEST) is None

    def test_a_package_that_breaks_off_is_not_delivered(self, connect: Connect) -> None:
        centre = _Centre()
        transport = connect(centre)
        with raises(Exception):
            transport.send(FailingStream(_PACKAGE, after=1000), _KEY, _DIGEST)
        assert transport.answer(_KEY, _DIGEST) is None

    def test_a_lost_answer_is_no_answer_and_sending_again_helps(self, connect: Connect) -> None:
        centre = _Centre()
        transport = connect(centre)
        centre.loses_answers = True
        with raises(Exception):
            transport.send(io.BytesIO(_PACKAGE), _KEY, _DIGEST)
        centre.loses_answers = False
        deposit = transport.send(io.BytesIO(_PACKAGE), _KEY, _DIGEST)
        assert deposit == centre.deposits[_KEY, _DIGEST]
