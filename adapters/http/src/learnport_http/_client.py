"""The school's side: a transport that sends packages with httpx."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import BinaryIO, Final, cast

import attrs
import httpx
from attrs import validators as v

from learnport.errors import DataError, PluginError, SettingsError
from learnport.formats import loads
from learnport.model import BatchKey, Deposit
from learnport.plugins import hookimpl
from learnport_http._wire import PACKAGE, Address, content_digest

__all__ = ["HttpTransport", "Patience"]

_CHUNK: Final = 1_048_576
_TIMEOUT: Final = httpx.Timeout(30.0, read=300.0)
"""Seconds; the centre may take its time to judge a package."""

_BUSY: Final = (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE)
_LINE: Final = (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError)


@attrs.frozen
class Patience:
    """How often something is tried, and how long to wait in between (重試).

    Attributes:
        attempts: tries in all, at least 1.
        first: seconds before the second try; the wait doubles from try to try.
        longest: seconds that are never exceeded, whatever the centre asks for.
    """

    attempts: int = attrs.field(default=5, validator=v.ge(1))
    first: float = attrs.field(default=1.0, validator=v.ge(0))
    longest: float = attrs.field(default=60.0, validator=v.ge(0))

    def wait(self, tried: int, asked: str | None = None) -> float:
        """Seconds to wait after so many tries.

        Args:
            tried: tries made, at least 1.
            asked: the centre's Retry-After; dates are ignored.

        >>> [Patience(first=1, longest=5).wait(tried) for tried in (1, 2, 3, 4)]
        [1.0, 2.0, 4.0, 5]
        """
        own = self.first * 2.0 ** min(tried - 1, 30)
        least = int(asked) if asked and asked.isascii() and asked.isdigit() else 0
        return min(max(own, least), self.longest)


class HttpTransport:
    """A Transport to a `DepositApp` (HTTP 傳輸).

    It asks before it sends, so that a package whose answer was lost does not travel twice.
    A busy centre and a broken line are tried again; every other refusal is final.

    Args:
        base_url: the centre's address, `http` or `https`, with or without a path.
        name: what the transport is asked for by.
        client: with your own time-outs, certificates, proxies or credentials; the transport
            neither changes nor closes it.
        patience: how often to try.
        sleep: waits so many seconds.

    Raises:
        SettingsError: `base_url` is no address.
    """

    def __init__(
        self,
        base_url: str,
        name: str = "http",
        client: httpx.Client | None = None,
        *,
        patience: Patience | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.plugin_name = f"http-transport {name}"
        self._base = _address(base_url)
        self._name = name
        self._client = client or httpx.Client(timeout=_TIMEOUT)
        self._patience = patience or Patience()
        self._sleep = sleep

    @hookimpl
    def learnport_transport(self, name: str) -> HttpTransport | None:
        return self if name == self._name else None

    def send(self, stream: BinaryIO, key: BatchKey, digest: str) -> Deposit:
        """Deliver a package; sending it twice is harmless.

        Raises:
            PluginError: the centre refused it, or cannot be reached.
        """
        address = Address(key, digest)
        if (known := self.answer(key, digest)) is not None:
            return known
        with TemporaryFile() as spool:
            if not stream.seekable():
                shutil.copyfileobj(stream, spool, _CHUNK)
                spool.seek(0)
                stream = cast("BinaryIO", spool)
            start = stream.tell()
            length, sha256 = _measured(stream)
            headers = {
                "Content-Type": PACKAGE,
                "Content-Length": str(length),
                "Content-Digest": content_digest(sha256),
            }

            def put() -> httpx.Response:
                stream.seek(start)
                chunks = _chunks(stream)
                return self._client.put(f"{self._base}{address}", content=chunks, headers=headers)

            return self._deposit(self._patiently(put), address)

    def answer(self, key: BatchKey, digest: str) -> Deposit | None:
        """Ask for the answer; None when the centre never received the package.

        Raises:
            PluginError: the centre refused to say, or cannot be reached.
        """
        address = Address(key, digest)
        response = self._patiently(lambda: self._client.get(f"{self._base}{address}"))
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        return self._deposit(response, address)

    def _patiently(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """Try until the centre says something that waiting does not change."""
        trouble = ""
        for tried in range(1, self._patience.attempts + 1):
            asked = None
            try:
                response = ask()
            except _LINE as error:
                trouble = f"the line to the centre broke ({type(error).__name__})"
            except httpx.HTTPError as error:
                raise self._error(f"cannot ask the centre ({type(error).__name__})") from None
            else:
                if response.status_code not in _BUSY:
                    return response
                trouble = f"the centre is busy (status {response.status_code})"
                asked = response.headers.get("Retry-After")
            if tried < self._patience.attempts:
                self._sleep(self._patience.wait(tried, asked))
        raise self._error(f"{trouble}; gave up after {self._patience.attempts} tries")

    def _deposit(self, response: httpx.Response, address: Address) -> Deposit:
        if response.status_code not in (httpx.codes.OK, httpx.codes.CREATED):
            raise self._error(f"the centre refused (status {response.status_code})")
        try:
            deposit = loads(response.content, Deposit)
        except DataError:
            raise self._error("the centre's answer cannot be read") from None
        if (deposit.batch, deposit.digest) != (address.batch, address.digest):
            raise self._error("the centre answered about another package")
        return deposit

    def _error(self, detail: str) -> PluginError:
        """An error without anything the other side wrote: it may name a person."""
        return PluginError(plugin=self.plugin_name, detail=detail)


def _address(base_url: str) -> str:
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise SettingsError(detail="base_url: expected an address such as https://centre.example")
    return base_url.rstrip("/")


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _measured(stream: BinaryIO) -> tuple[int, bytes]:
    """Length and SHA-256 of what is left of a stream."""
    seen, length = hashlib.sha256(), 0
    for chunk in _chunks(stream):
        seen.update(chunk)
        length += len(chunk)
    return length, seen.digest()
