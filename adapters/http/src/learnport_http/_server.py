"""The centre's side: a plain WSGI application around an endpoint."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import attrs

from learnport.errors import DataError
from learnport.formats import dumps
from learnport.model import Deposit
from learnport.plugins import Endpoint
from learnport_http._body import Body, Damaged
from learnport_http._wire import JSON, PROBLEM, Address, problem, sha256_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

__all__ = ["DepositApp"]

_log = logging.getLogger("learnport_http")

_METHODS: Final = "GET, HEAD, PUT"
_COURTESY: Final = 1_048_576
"""Bytes of a refused body that are read all the same, so that the answer gets through."""


@attrs.frozen
class _Answer:
    status: HTTPStatus
    content: bytes
    media_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()


class _Refusal(Exception):
    """The request is answered with a problem."""

    def __init__(
        self, status: HTTPStatus, detail: str, *headers: tuple[str, str], title: str = ""
    ) -> None:
        content = problem(status, title or status.phrase, detail)
        self.answer = _Answer(status, content, PROBLEM, headers)


@attrs.frozen
class DepositApp:
    """Takes packages in over HTTP and says what became of them (中央收件端).

    `PUT /deposits/{batch}/{root digest}` with `Content-Length` and `Content-Digest` hands the
    body to the endpoint while it arrives: 201 with the deposit, or 200 when it was there
    already and nothing changed. `GET` of the same address: the deposit, or 404. Refusals are
    problem details; an unexpected error says nothing about its cause.

    It knows nobody: put authentication of schools, and TLS, before it.

    Attributes:
        endpoint: the centre.
        max_bytes: size of the largest package taken in.
    """

    endpoint: Endpoint
    max_bytes: int = 4 * 1024**3

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            answer = self._answer(environ)
        except _Refusal as refusal:
            answer = refusal.answer
        except Exception as error:  # whatever it says may name a person
            _log.error("a request failed: %s", type(error).__name__)
            detail = "The centre could not do this. Nothing was acknowledged; send it again later."
            answer = _Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, detail).answer
        start_response(
            f"{answer.status.value} {answer.status.phrase}",
            [
                ("Content-Type", answer.media_type),
                ("Content-Length", str(len(answer.content))),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
                *answer.headers,
            ],
        )
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.content]

    def _answer(self, environ: WSGIEnvironment) -> _Answer:
        address = Address.parse(environ.get("PATH_INFO", ""))
        if address is None:
            detail = "Packages lie at /deposits/{batch}/{root digest}."
            raise _Refusal(HTTPStatus.NOT_FOUND, detail)
        act = _ACTS.get(environ["REQUEST_METHOD"])
        if act is None:
            detail = f"Allowed are {_METHODS}."
            raise _Refusal(HTTPStatus.METHOD_NOT_ALLOWED, detail, ("Allow", _METHODS))
        return act(self, address, environ)

    def _get(self, address: Address, _: WSGIEnvironment) -> _Answer:
        known = self.endpoint.answer(address.batch, address.digest)
        if known is None:
            raise _Refusal(HTTPStatus.NOT_FOUND, "This package was never received.")
        return _found(HTTPStatus.OK, known)

    def _put(self, address: Address, environ: WSGIEnvironment) -> _Answer:
        stream = environ["wsgi.input"]
        try:
            body = Body(stream, *self._announced(environ))
        except _Refusal:
            stream.read(min(_length(environ) or 0, _COURTESY))
            raise
        known = self.endpoint.answer(address.batch, address.digest)
        if known is not None:
            stream.read(min(_length(environ) or 0, _COURTESY))
            return _found(HTTPStatus.OK, known)
        try:
            deposit = self.endpoint.receive(body, address.batch, address.digest)
        except Damaged as error:
            detail = f"Nothing was received: {error}. Send the package again."
            raise _Refusal(HTTPStatus.BAD_REQUEST, detail, title="Damaged body") from None
        except DataError as error:  # codes and words of findings, never data
            raise _Refusal(HTTPStatus.BAD_REQUEST, str(error), title="Not received") from None
        return _found(HTTPStatus.CREATED, deposit)

    def _announced(self, environ: WSGIEnvironment) -> tuple[int, bytes]:
        """Length and digest the request promises."""
        length = _length(environ)
        if length is None:
            detail = "Say with Content-Length how many bytes follow."
            raise _Refusal(HTTPStatus.LENGTH_REQUIRED, detail)
        if length > self.max_bytes:
            detail = f"The package has {length} bytes; the limit is {self.max_bytes}."
            raise _Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
        sha256 = sha256_of(environ.get("HTTP_CONTENT_DIGEST", ""))
        if sha256 is None:
            detail = "Say with Content-Digest which sha-256 the body has (RFC 9530)."
            raise _Refusal(HTTPStatus.BAD_REQUEST, detail, title="Digest missing")
        return length, sha256


_ACTS: Final[dict[str, Callable[[DepositApp, Address, dict[str, Any]], _Answer]]] = {
    "GET": DepositApp._get,
    "HEAD": DepositApp._get,
    "PUT": DepositApp._put,
}


def _found(status: HTTPStatus, deposit: Deposit) -> _Answer:
    return _Answer(status, dumps(deposit))


def _length(environ: WSGIEnvironment) -> int | None:
    text = environ.get("CONTENT_LENGTH", "")
    return int(text) if text.isascii() and text.isdigit() else None
