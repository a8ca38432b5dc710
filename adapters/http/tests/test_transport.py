"""The school's side: the contract every transport holds to, patience, and refusals."""

from __future__ import annotations

import io
from collections.abc import Callable

import httpx
import pytest

from learnport.errors import PluginError, SettingsError
from learnport.formats import dumps
from learnport.model import Deposit
from learnport.plugins import Endpoint, Transport
from learnport.testing import TransportContract
from learnport.testing.faults import ShortStream
from learnport_http import DepositApp, HttpTransport, Patience
from tests.conftest import KEY, NOON, PACKAGE, ROOT, Serve

DEPOSIT = Deposit(KEY, ROOT, "cd" * 32, NOON)
Reply = httpx.Response | Exception


class TestContract(TransportContract):
    """Over real connections, with a server that streams and one that buffers."""

    @pytest.fixture
    def connect(self, serve: Serve, client: httpx.Client) -> Callable[[Endpoint], Transport]:
        return lambda centre: HttpTransport(serve(DepositApp(centre)), client=client)


class Scripted:
    """A centre that says what the test wrote down, and notes what it was asked."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.asked: list[str] = []
        self.bodies: list[bytes] = []
        self.slept: list[float] = []

    def _reply(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.method)
        if request.method == "PUT":
            self.bodies.append(request.read())
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    def transport(self, attempts: int = 3) -> HttpTransport:
        client = httpx.Client(transport=httpx.MockTransport(self._reply))
        patience = Patience(attempts, first=1, longest=8)
        return HttpTransport(
            "https://centre.example/lp/", client=client, patience=patience,
            sleep=self.slept.append,
        )  # fmt: skip


def yes(status: int = 200, deposit: Deposit = DEPOSIT) -> httpx.Response:
    return httpx.Response(status, content=dumps(deposit))


def no(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers=headers)


def test_a_package_the_centre_has_already_does_not_travel_again() -> None:
    centre = Scripted(yes())
    assert centre.transport().send(io.BytesIO(PACKAGE), KEY, ROOT) == DEPOSIT
    assert centre.asked == ["GET"]


def test_a_broken_line_and_a_busy_centre_are_tried_again_with_the_whole_package() -> None:
    centre = Scripted(no(404), httpx.WriteError("cut"), no(503), yes(201))
    assert centre.transport().send(io.BytesIO(PACKAGE), KEY, ROOT) == DEPOSIT
    assert centre.bodies == [PACKAGE] * 3
    assert centre.slept == [1, 2]


def test_only_the_rest_of_a_stream_is_the_package() -> None:
    centre, stream = Scripted(no(404), no(429), yes(201)), io.BytesIO(b"before" + PACKAGE)
    stream.seek(6)
    centre.transport().send(stream, KEY, ROOT)
    assert centre.bodies == [PACKAGE, PACKAGE]


def test_a_stream_that_cannot_go_back_is_sent_again_all_the_same() -> None:
    centre = Scripted(no(404), httpx.ReadTimeout("slow"), yes(201))
    centre.transport().send(ShortStream(PACKAGE, 999), KEY, ROOT)
    assert centre.bodies == [PACKAGE, PACKAGE]


@pytest.mark.parametrize(
    ("asked", "slept"), [("5", 5), ("1", 1), ("3600", 8), ("Wed, 21 Oct 2026 07:28:00 GMT", 1)]
)
def test_the_wait_the_centre_asks_for_is_kept_within_reason(asked: str, slept: float) -> None:
    centre = Scripted(no(503, **{"Retry-After": asked}), yes())
    centre.transport().answer(KEY, ROOT)
    assert centre.slept == [slept]


def test_patience_ends_after_the_last_try_without_another_wait() -> None:
    centre = Scripted(no(503), httpx.ConnectError("gone"), no(503))
    with pytest.raises(PluginError, match="busy \\(status 503\\); gave up after 3 tries"):
        centre.transport().answer(KEY, ROOT)
    assert centre.slept == [1, 2]


def test_very_long_patience_does_not_overflow() -> None:
    assert Patience(5000, first=1, longest=60).wait(4999) == 60


@pytest.mark.parametrize("status", [302, 400, 401, 403, 413, 500, 502])
def test_any_other_refusal_is_final(status: int) -> None:
    centre = Scripted(no(status))
    with pytest.raises(PluginError, match=f"refused \\(status {status}\\)"):
        centre.transport().answer(KEY, ROOT)
    assert centre.slept == []


def test_nothing_the_other_side_wrote_stands_in_the_error() -> None:
    centre = Scripted(httpx.Response(400, text="student FAKE000001 is wrong"))
    with pytest.raises(PluginError) as caught:
        centre.transport().answer(KEY, ROOT)
    assert "FAKE000001" not in str(caught.value)
    assert str(caught.value).startswith("plugin http-transport http: ")


def test_an_answer_that_is_no_deposit_is_refused() -> None:
    centre = Scripted(httpx.Response(200, text="<html>maintenance</html>"))
    with pytest.raises(PluginError, match="cannot be read"):
        centre.transport().answer(KEY, ROOT)


def test_an_answer_about_another_package_is_refused() -> None:
    centre = Scripted(yes(deposit=Deposit(KEY, "ef" * 32, "cd" * 32, NOON)))
    with pytest.raises(PluginError, match="about another package"):
        centre.transport().answer(KEY, ROOT)


def test_what_waiting_cannot_mend_is_not_tried_again() -> None:
    centre = Scripted(httpx.TooManyRedirects("round and round"))
    with pytest.raises(PluginError, match="TooManyRedirects"):
        centre.transport().answer(KEY, ROOT)
    assert centre.asked == ["GET"]


@pytest.mark.parametrize(
    "base_url", ["", "centre.example", "ftp://centre.example", "http://", "http://c/?a=1", "\x00"]
)
def test_what_is_no_address_is_a_wrong_setting(base_url: str) -> None:
    with pytest.raises(SettingsError, match="base_url"):
        HttpTransport(base_url)


def test_only_the_own_name_is_answered() -> None:
    transport = HttpTransport("http://127.0.0.1:1", name="centre")
    assert transport.learnport_transport("centre") is transport
    assert transport.learnport_transport("http") is None
