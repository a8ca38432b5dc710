"""The centre's side, over real connections: what it takes, what it refuses, what stays behind."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import logging
import socket

import httpx
import pytest

from learnport.formats import loads
from learnport.model import Deposit
from learnport_http import DepositApp, HttpTransport
from learnport_http._body import Body, Damaged
from tests.conftest import KEY, PACKAGE, ROOT, Centre, Serve

PATH = f"/deposits/{KEY}/{ROOT}"


def digest_of(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def put(
    client: httpx.Client, address: str, content: bytes = PACKAGE, digest: str | None = None
) -> httpx.Response:
    headers = {"Content-Digest": digest_of(PACKAGE) if digest is None else digest}
    return client.put(address + PATH, content=content, headers=headers)


def problem(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["Content-Type"] == "application/problem+json"
    told = json.loads(response.content)
    assert told["type"] == "about:blank"
    assert told["status"] == response.status_code
    assert told["detail"]
    return response.status_code, told["title"]


def test_a_new_package_is_created_and_the_same_again_changes_nothing(
    serve: Serve, centre: Centre, client: httpx.Client
) -> None:
    address = serve(DepositApp(centre))
    first, again = put(client, address), put(client, address)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert loads(first.content, Deposit) == centre.deposits[ROOT]
    assert centre.packages == {ROOT: PACKAGE}
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["X-Content-Type-Options"] == "nosniff"


def test_a_body_with_another_digest_leaves_nothing_behind(
    serve: Serve, centre: Centre, client: httpx.Client
) -> None:
    damaged = PACKAGE[:-1] + b"?"
    assert problem(put(client, serve(DepositApp(centre)), damaged)) == (400, "Damaged body")
    assert centre.packages == {}


def test_the_digest_may_stand_among_others(
    address: str, centre: Centre, client: httpx.Client
) -> None:
    both = f"sha-512=:AAAA:, {digest_of(PACKAGE)}"
    assert put(client, address, digest=both).status_code == 201
    assert centre.packages == {ROOT: PACKAGE}


@pytest.mark.parametrize(
    "header",
    ["", "sha-512=:AAAA:", "sha-256=:AAAA:", "sha-256=:AAAAA:", "sha-256=abc", "md5=:AAAA:"],
)
def test_a_package_without_a_usable_digest_is_refused(
    address: str, centre: Centre, client: httpx.Client, header: str
) -> None:
    response = put(client, address, digest=header)
    assert problem(response) == (400, "Digest missing")
    assert centre.packages == {}


def test_an_empty_body_must_have_the_digest_of_nothing(
    address: str, centre: Centre, client: httpx.Client
) -> None:
    assert problem(put(client, address, b"")) == (400, "Damaged body")
    assert centre.packages == {}
    assert put(client, address, b"", digest=digest_of(b"")).status_code == 201


def test_the_largest_package_passes_and_one_byte_more_does_not(
    serve: Serve, centre: Centre, client: httpx.Client
) -> None:
    address = serve(DepositApp(centre, max_bytes=len(PACKAGE)))
    more = PACKAGE + b"!"
    refused = put(client, address, more, digest=digest_of(more))
    assert problem(refused) == (413, "Request Entity Too Large")
    assert centre.packages == {}
    assert put(client, address).status_code == 201


def raw(address: str, *lines: str, body: bytes = b"") -> bytes:
    """Say something to the server word for word, hang up, and give its answer."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)
        line.shutdown(socket.SHUT_WR)
        answer = b""
        while more := line.recv(65_536):
            answer += more
    return answer


@pytest.mark.parametrize("length", [[], ["Content-Length: -1"], ["Content-Length: ten"]])
def test_a_package_of_unknown_length_is_refused(
    address: str, centre: Centre, length: list[str]
) -> None:
    answer = raw(address, f"PUT {PATH} HTTP/1.1", "Host: centre", *length)
    assert b" 411 Length Required\r\n" in answer
    assert centre.packages == {}


def test_a_line_cut_in_the_middle_of_the_body_leaves_nothing_and_sending_again_helps(
    serve: Serve, centre: Centre, client: httpx.Client
) -> None:
    address = serve(DepositApp(centre))
    raw(
        address, f"PUT {PATH} HTTP/1.1", "Host: centre", f"Content-Length: {len(PACKAGE)}",
        f"Content-Digest: {digest_of(PACKAGE)}", body=PACKAGE[:-1],
    )  # fmt: skip
    transport = HttpTransport(address, client=client)
    assert transport.answer(KEY, ROOT) is None
    assert centre.packages == {}
    transport.send(io.BytesIO(PACKAGE), KEY, ROOT)
    assert centre.packages == {ROOT: PACKAGE}


def test_a_cut_line_is_told_as_damage(address: str) -> None:
    answer = raw(
        address, f"PUT {PATH} HTTP/1.1", "Host: centre", f"Content-Length: {len(PACKAGE)}",
        f"Content-Digest: {digest_of(PACKAGE)}", body=PACKAGE[:100],
    )  # fmt: skip
    assert b" 400 Bad Request\r\n" in answer
    assert b"ended before its announced length" in answer


def test_a_body_may_be_read_through_a_buffer() -> None:
    sha256 = hashlib.sha256(PACKAGE).digest()
    body = io.BufferedReader(Body(io.BytesIO(PACKAGE), len(PACKAGE), sha256))
    assert body.read(10) + body.read() == PACKAGE


def test_the_last_bytes_of_a_damaged_body_are_never_handed_over() -> None:
    body = Body(io.BytesIO(b"0123456789"), 10, hashlib.sha256(b"012345678?").digest())
    assert body.read(9) == b"012345678"
    with pytest.raises(Damaged):
        body.read(1)


class _DeadLine:
    def read(self, _: int) -> bytes:
        raise ConnectionResetError("the line went dead")


def test_a_line_that_goes_dead_is_a_cut_line(centre: Centre) -> None:
    told: list[str] = []
    environ = {
        "REQUEST_METHOD": "PUT", "PATH_INFO": PATH, "CONTENT_LENGTH": "9",
        "HTTP_CONTENT_DIGEST": digest_of(b""), "wsgi.input": _DeadLine(),
    }  # fmt: skip
    DepositApp(centre)(environ, lambda status, _: told.append(status))  # type: ignore[arg-type]
    assert told == ["400 Bad Request"]
    assert centre.packages == {}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/deposits",
        f"/deposits/{KEY}",
        f"/deposits/{KEY}/{ROOT}/",
        f"/deposits/{KEY}/../{ROOT}",
        f"/deposits/{KEY}/{ROOT[1:]}",
        f"/deposits/{KEY}/{ROOT.upper()}",
        f"/elsewhere/{KEY}/{ROOT}",
        f"/deposits/zz0001.yearly.113.ordinary.1/{ROOT}",
        f"/deposits/ZZ0001.weekly.113.ordinary.1/{ROOT}",
        f"/deposits/ZZ0001.yearly.1.ordinary.1/{ROOT}",
        f"/deposits/ZZ0001.yearly.113.ordinary.01/{ROOT}",
    ],
)
def test_what_is_no_address_of_a_package_is_not_found(address: str, path: str) -> None:
    assert b" 404 Not Found\r\n" in raw(address, f"GET {path} HTTP/1.1", "Host: centre")


def test_a_package_that_never_came_is_not_found(address: str, client: httpx.Client) -> None:
    assert problem(client.get(address + PATH)) == (404, "Not Found")


@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused_and_the_allowed_ones_named(
    address: str, client: httpx.Client, method: str
) -> None:
    response = client.request(method, address + PATH)
    assert problem(response) == (405, "Method Not Allowed")
    assert response.headers["Allow"] == "GET, HEAD, PUT"


def test_head_says_the_same_without_the_content(address: str, client: httpx.Client) -> None:
    put(client, address)
    head, get = client.head(address + PATH), client.get(address + PATH)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(get.content))


def test_an_unexpected_error_tells_neither_the_caller_nor_the_log_its_cause(
    address: str, centre: Centre, client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    centre.error = ValueError("student FAKE000001")
    with caplog.at_level(logging.ERROR):
        response = put(client, address)
    assert problem(response) == (500, "Internal Server Error")
    assert b"FAKE000001" not in response.content
    assert caplog.messages == ["a request failed: ValueError"]
