"""A centre that takes everything, and real servers for it on the loopback."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, BinaryIO
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import attrs
import httpx
import pytest
import waitress
from waitress import wasyncore

from learnport.model import TAIPEI, BatchKey, Deposit
from learnport_http import DepositApp

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Serve = Callable[["WSGIApplication"], str]
"""Runs an application until the test ends; gives its address."""

KEY = BatchKey.parse("ZZ0001.yearly.113.ordinary.1")
ROOT = "ab" * 32
PACKAGE = bytes(range(256)) * 40
NOON = dt.datetime(2025, 9, 10, 12, tzinfo=TAIPEI)


@attrs.define
class Centre:
    """Keeps what arrives for the test to look at."""

    packages: dict[str, bytes] = attrs.field(factory=dict)
    deposits: dict[str, Deposit] = attrs.field(factory=dict)
    error: Exception | None = None

    def receive(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        package = stream.read()
        if self.error:
            raise self.error
        deposit = Deposit(key, digest, hashlib.sha256(package).hexdigest(), NOON)
        self.packages[digest] = package
        return self.deposits.setdefault(digest, deposit)

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        found = self.deposits.get(digest)
        return found if found and found.batch == key else None


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def wsgiref_server(app: WSGIApplication) -> Iterator[str]:
    """A server that hands the body over while it arrives."""
    with make_server("127.0.0.1", 0, app, _Threads, _Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def waitress_server(app: WSGIApplication) -> Iterator[str]:
    """A server that hands the body over when all of it is there."""
    connections: dict[int, object] = {}
    server = waitress.create_server(app, map=connections, host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        with suppress(OSError):  # a worker's own pull may close everything first
            server.trigger.pull_trigger(lambda: wasyncore.close_all(connections))
        thread.join()


@pytest.fixture(params=[wsgiref_server, waitress_server], ids=["wsgiref", "waitress"])
def serve(request: pytest.FixtureRequest) -> Iterator[Serve]:
    with ExitStack() as running:
        yield lambda app: running.enter_context(request.param(app))


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def address(centre: Centre) -> Iterator[str]:
    with wsgiref_server(DepositApp(centre, max_bytes=1_000_000)) as url:
        yield url


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=10) as made:
        yield made
