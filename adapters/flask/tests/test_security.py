"""What an attacker finds: nothing."""

from __future__ import annotations

import logging
import re

import attrs
import pytest

from learnport.errors import PluginError
from learnport.model import PersonRef
from learnport.systems import SchoolPlatform
from learnport.workflow import OutcomeStep, StreamKey
from learnport_flask import AppSettings, create_app
from tests.conftest import World, sent

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)


def test_every_page_but_the_open_ones_needs_somebody(world: World) -> None:
    nobody, opened = world.browser(), set()
    for rule in world.app.url_map.iter_rules():
        path = re.sub(r"<int:\w+>", "0", rule.rule)
        path = re.sub(r"<path:\w+>", "style.css", re.sub(r"<\w+>", "x", path))
        response = nobody.get(path)
        if response.status_code == 200:
            opened.add(path)
        elif rule.methods and "GET" in rule.methods:
            assert (response.status_code, response.location) == (302, "/login"), path
    assert opened == {"/login", "/healthz", "/static/style.css"}


def test_every_form_needs_its_token(world: World) -> None:
    me, tried = world.me, 0
    path = world.path("awaiting")
    targets = [path, f"{path}/edit", "/selection", "/outcomes/new", "/login", "/logout"]
    for target in targets:
        for token in ({}, {"csrf_token": "forged"}):
            response = me.client.post(target, data={"action": "outcome.withdraw", **token})
            assert response.status_code == 400, target
            assert "這個表單已經失效" in response.text
            tried += 1
    assert tried == 12
    assert world.state(path) == "awaiting"
    posting = {r.rule for r in world.app.url_map.iter_rules() if "POST" in (r.methods or ())}
    assert len(posting) == len(targets), "a new form belongs into this test"


def test_the_token_of_one_session_is_worth_nothing_in_another(world: World) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', world.me.page("/selection"))
    assert token is not None
    other = world.browser("s00002")
    response = other.client.post("/logout", data={"csrf_token": token[1]})
    assert response.status_code == 400


@pytest.mark.parametrize("path", ["/login", "/healthz", "/nowhere", "/static/style.css", "/"])
def test_every_answer_carries_the_headers(world: World, path: str) -> None:
    headers = world.browser().get(path).headers
    assert headers["Content-Security-Policy"] == CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    kept = "public, max-age=3600" if path.startswith("/static") else "no-store"
    assert headers["Cache-Control"] == kept


def test_no_page_needs_what_the_policy_forbids(world: World) -> None:
    me = world.me
    for path in ("/year", "/selection", "/outcomes/new", world.path("returned"), "/nowhere"):
        page = me.get(path).text
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:|//[a-z]", page), path


def test_cookies_are_out_of_reach(world: World) -> None:
    cookie = world.browser().get("/login").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie, "on the loopback only"
    settings = attrs.evolve(world.app.extensions["learnport"].settings, secure_cookies=True)
    safe = create_app(world.school, settings=settings).test_client().get("/login")
    assert "Secure" in safe.headers["Set-Cookie"]


def test_a_new_person_gets_a_new_session(world: World) -> None:
    browser = world.browser("s00001")
    browser.page("/year")
    with browser.client.session_transaction() as before:
        before["planted"] = "by somebody else"
        token = before["csrf_token"]
    browser.press("/login", credential="s00002")
    with browser.client.session_transaction() as after:
        assert "planted" not in after
        assert after.get("csrf_token") != token


def test_logging_out_forgets(world: World) -> None:
    me = world.me
    page = me.page("/year")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    assert me.client.post("/logout", data={"csrf_token": token[1]}).location == "/login"
    assert me.get("/year").location == "/login"


def test_only_offered_people_can_be_picked(world: World) -> None:
    for credential in ("nobody", "", "s00001 "):
        assert world.browser().press("/login", credential=credential).status_code == 400


def test_whom_identity_no_longer_vouches_for_is_out_at_once(world: World) -> None:
    me = world.me
    identity = world.school.host.identity, world.central.host.identity
    for each in identity:
        each._credentials.pop("s00001", None)  # type: ignore[attr-defined]
    assert me.get("/year").location == "/login"


STRANGERS = ["s00002", "centre-1", "homeroom-1", "other-staff", "teacher-1-01"]


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("state", ["certified", "awaiting", "returned"])
def test_other_peoples_records_and_files_are_not_there(
    world: World, stranger: str, state: str
) -> None:
    path, browser = world.path(state), world.browser(stranger)
    for target in (path, f"{path}/files/0", f"{path}/edit"):
        assert browser.get(target).status_code == 404, target


@pytest.mark.parametrize("stranger", STRANGERS)
def test_other_peoples_records_cannot_be_changed(world: World, stranger: str) -> None:
    path, browser = world.path("awaiting"), world.browser(stranger)
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.page("/login"))
    assert token is not None
    for action in ("outcome.certify", "outcome.return", "outcome.withdraw", "outcome.discard"):
        form = {"csrf_token": token[1], "action": action, "reason": "wrong_file"}
        assert browser.client.post(path, data=form).status_code == 404
        assert browser.client.post(f"{path}/edit", data=form).status_code == 404
    assert world.state(path) == "awaiting"


@pytest.mark.parametrize("state", ["certified", "awaiting", "returned"])
def test_staff_look_at_an_outcome_and_change_nothing(world: World, state: str) -> None:
    path, staff = world.path(state), world.browser("staff-1")
    assert "<form" not in staff.page(path).partition("<main")[2]
    assert staff.get(f"{path}/files/0").status_code == 200
    token = re.search(r'name="csrf_token" value="([^"]+)"', staff.page("/login"))
    assert token is not None
    for action in ("outcome.certify", "outcome.return", "outcome.withdraw", "outcome.discard"):
        form = {"csrf_token": token[1], "action": action, "reason": "wrong_file"}
        assert staff.client.post(path, data=form).status_code == 422
    assert world.state(path) == state


def test_a_student_cannot_certify_and_a_teacher_cannot_edit(world: World) -> None:
    path = world.path("awaiting")
    refused = world.me.press(path, action="outcome.certify")
    assert refused.status_code == 422
    assert "LP1701" in refused.text
    teacher = world.teacher(path)
    assert teacher.get(f"{path}/edit").status_code == 404
    assert teacher.press(path, action="outcome.discard").status_code == 422
    assert world.state(path) == "awaiting"


def test_an_item_cannot_be_reached_through_another_student(world: World) -> None:
    item = world.path("awaiting").rpartition("/")[2]
    browser = world.browser("s00002")
    assert browser.get(f"/outcomes/s00002/{item}").status_code == 404


@pytest.mark.parametrize("key", ["s99999", "..", "%00", "s00001%2F..", "a b", "學生"])
def test_a_key_that_is_nobodys_is_not_found(world: World, key: str) -> None:
    assert world.me.get(f"/outcomes/{key}/item-000001").status_code == 404


def test_a_strangers_taking_and_items_cannot_be_used(world: World, paper: bytes) -> None:
    me = world.me
    strangers = world.sample.takings(world.sample.students[1])[0].id
    assert me.press("/outcomes/new", taking=strangers, file=sent(paper)).status_code == 404
    item = world.path("submitted", "s00002").rpartition("/")[2]
    assert me.press("/selection", action="selection.select", outcome=item).status_code == 422


def test_a_page_that_does_not_answer_to_a_method_says_so(world: World) -> None:
    assert world.me.client.delete("/year").status_code == 405
    assert world.me.client.get("/logout").status_code == 405


def test_a_path_with_too_many_slashes_leads_to_the_right_one(world: World) -> None:
    assert world.browser("centre-1").get("/centre").status_code == 308


def test_a_file_is_handed_out_only_to_be_saved(world: World) -> None:
    path = world.path("returned")
    response = world.me.get(f"{path}/files/0")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    item = path.rpartition("/")[2]
    outcome = world.school.portfolio(world.student("s00001")).outcome(item)
    assert outcome is not None
    assert len(response.data) == outcome.attachments[0].size
    assert world.me.get(f"{path}/files/9").status_code == 404
    assert world.teacher(path).get(f"{path}/files/0").data == response.data


EVIL = '"><script>alert(1)</script>&lt;'


def test_text_and_file_names_are_shown_and_never_run(world: World, paper: bytes) -> None:
    me, path = world.me, world.path("returned")
    name = "<img src=x onerror=alert(1)>';.pdf"
    done = me.press(f"{path}/edit", description=EVIL, file=sent(paper, name))
    assert done.status_code == 302
    me.press(path, action="outcome.request")
    for page in (me.page(path), me.page("/year"), world.teacher(path).page("/waiting")):
        assert "<script" not in page
        assert "<img" not in page
        assert "&lt;script&gt;alert(1)" in page
    saved = me.get(f"{path}/files/0").headers["Content-Disposition"]
    assert saved.startswith('attachment; filename="<img src=x onerror=alert(1)>\';.pdf"')


def test_refused_text_comes_back_harmless(world: World) -> None:
    taking = world.sample.takings(world.sample.students[0])[0].id
    form = {"taking": taking, "description": EVIL * 9, "file": sent(b"x", "<b>.pdf")}
    page = world.me.press("/outcomes/new", **form)
    assert page.status_code == 422
    assert "<script" not in page.text
    assert "<b>" not in page.text


def test_an_unexpected_error_says_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> object:
        raise PluginError(plugin="store", detail="FAKE000001 is the culprit")

    me = world.me
    monkeypatch.setattr(SchoolPlatform, "portfolio", broken)
    with caplog.at_level(logging.ERROR):
        response = me.get("/year")
    assert response.status_code == 500
    assert "FAKE000001" not in response.text
    assert caplog.messages == ["a request failed: PluginError"]
    assert "系統發生問題" in response.text


def test_two_applications_in_one_process_share_nothing(world: World) -> None:
    other = world.build()
    cookie = world.me.client.get_cookie("learnport")
    assert cookie is not None
    stolen = other.test_client()
    stolen.set_cookie("learnport", cookie.value)
    assert stolen.get("/year").location == "/login"


def test_the_secret_stays_out_of_sight() -> None:
    settings = AppSettings(secret_key="0123456789abcdef-secret")
    assert "secret" not in repr(settings).replace("secret_key", "")
    with pytest.raises(ValueError, match="secret_key"):
        AppSettings(secret_key="short")
    first, second = AppSettings(), AppSettings()
    assert first.secret_key != second.secret_key
    assert first.new_id() != first.new_id()
    assert first.clock().tzinfo is not None


def test_what_is_done_is_done_by_whoever_asked(world: World) -> None:
    path = world.path("awaiting")
    world.me.press(path, action="outcome.withdraw")
    *_, event = world.school.host.records.events(StreamKey.portfolio(world.student("s00001")))
    assert event.actor.person == PersonRef("ZZ0001", "s00001")
    assert isinstance(event.command, OutcomeStep)
    assert event.at == world.now
