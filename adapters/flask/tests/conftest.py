"""One played school year for all tests; every test works on a copy of its records."""

from __future__ import annotations

import datetime as dt
import io
import re

import attrs
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from learnport.model import TAIPEI, Actor, PersonRef, Role, SchoolSettings, Text
from learnport.plugins import Host, MemoryIdentity, MemoryRecords, RecordStore
from learnport.sample import FileKind, SampleSchool
from learnport.systems import CentralDatabase, SchoolPlatform
from learnport.workflow import StreamKind
from learnport_flask import AppSettings, DemoPerson, create_app
from learnport_flask.demo import Demo, build_demo

NOW = dt.datetime(2025, 9, 25, 10, tzinfo=TAIPEI)
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def _copied(records: RecordStore) -> MemoryRecords:
    copy = MemoryRecords()
    for kind in StreamKind:
        for key in records.keys(kind, "ZZ0001"):
            snapshot = records.load(key)
            assert snapshot is not None
            copy.commit(key, 0, list(records.events(key)), snapshot)
    return copy


@attrs.define
class Browser:
    """Somebody at a browser, who presses buttons on pages they have seen."""

    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, buffered=True)

    def page(self, path: str) -> str:
        response = self.get(path)
        assert response.status_code == 200, response.text
        return response.text

    def press(self, path: str, **form: object) -> TestResponse:
        """Send the form of a page."""
        token = _TOKEN.search(self.page(path))
        assert token is not None
        return self.post(path, csrf_token=token[1], **form)

    def post(self, path: str, **form: object) -> TestResponse:
        """Send a form as a browser does."""
        boundary, body = encode_multipart(MultiDict(form))
        kind = f"multipart/form-data; boundary={boundary}"
        return self.client.post(path, data=body, content_type=kind, buffered=True)

    def links(self, path: str, start: str) -> list[str]:
        found = re.findall(rf'href="({start}[^"]*)"', self.page(path))
        return list(dict.fromkeys(found))


@attrs.define
class World:
    """A copy of the played year, with an application and people in front of it."""

    school: SchoolPlatform
    central: CentralDatabase
    sample: SampleSchool
    people: list[Actor]
    now: dt.datetime = NOW
    app: Flask = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.app = self.build()

    def build(self) -> Flask:
        shown = tuple(
            DemoPerson(each.person.key, Text(each.person.key, each.person.key), Text("", ""))
            for each in self.people
        )
        settings = AppSettings(
            people=shown, secure_cookies=False, clock=lambda: self.now, max_request_bytes=12_000_000
        )
        return create_app(self.school, self.central, settings)

    def browser(self, credential: str | None = None) -> Browser:
        browser = Browser(self.app.test_client())
        if credential:
            assert browser.press("/login", credential=credential).status_code == 302
        return browser

    @property
    def me(self) -> Browser:
        """The student who is still at work."""
        return self.browser("s00001")

    def student(self, key: str) -> PersonRef:
        return PersonRef("ZZ0001", key)

    def path(self, state: str, student: str = "s00001") -> str:
        """Where the first outcome in this state lies."""
        found = self.school.portfolio(self.student(student)).outcomes
        item = next(each for each in found if each.state == state)
        return f"/outcomes/{student}/{item.id}"

    def state(self, path: str) -> str:
        _, _, student, item = path.split("/")
        found = self.school.portfolio(self.student(student)).outcome(item)
        assert found is not None
        return found.state.value

    def teacher(self, path: str) -> Browser:
        """Whoever teaches the course of an outcome."""
        _, _, student, item = path.split("/")
        portfolio = self.school.portfolio(self.student(student))
        outcome = portfolio.outcome(item)
        assert outcome is not None
        taking = portfolio.taking(outcome.taking)
        assert taking is not None
        assert taking.teacher is not None
        return self.browser(taking.teacher.key)

    def set(self, settings: SchoolSettings) -> None:
        self.school = attrs.evolve(self.school, settings=settings)
        self.app = self.build()


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return build_demo(tmp_path_factory.mktemp("demo"), students=3)


@pytest.fixture
def world(played: Demo) -> World:
    stage, sample = played.stage, played.stage.sample
    teachers = {
        sample.teacher(taking).person: sample.teacher(taking)
        for student in sample.students
        for taking in sample.takings(student)
    }
    people = [
        *(sample.actor(student) for student in sample.students),
        *teachers.values(),
        sample.staff,
        sample.centre,
        Actor(PersonRef("ZZ0001", "homeroom-1"), frozenset({Role.HOMEROOM_TEACHER})),
        Actor(PersonRef("ZZ0002", "other-staff"), frozenset({Role.STAFF})),
    ]
    identity = MemoryIdentity({each.person.key: each for each in people})

    def host(old: Host) -> Host:
        return Host([_copied(old.records), old.blobs, identity, old.course_plans])

    school = attrs.evolve(stage.school, host=host(stage.school.host))
    central = attrs.evolve(stage.central, host=host(stage.central.host))
    return World(school, central, sample, people)


def sent(content: bytes, name: str = "報告.pdf") -> FileStorage:
    """A file as a form sends it."""
    return FileStorage(io.BytesIO(content), name)


@pytest.fixture(scope="session")
def paper(played: Demo) -> bytes:
    """A real file of a student."""
    sample = played.stage.sample
    files = (each for who in sample.students for own in sample.outcomes(who) for each in own.files)
    pdf = next(each for each in files if each.kind is FileKind.PDF)
    return pdf.make().content
