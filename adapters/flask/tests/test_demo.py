"""The demonstration starts with one command; the README's example runs."""

from __future__ import annotations

from pathlib import Path

import pytest
import waitress
from flask import Flask
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from learnport_flask.__main__ import main
from learnport_flask.demo import Demo

README = Path(__file__).parents[1] / "README.md"


def test_one_command_serves_the_sample_school_on_the_loopback(
    played: Demo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served: dict[str, object] = {}

    def build(out: Path, students: int) -> Demo:
        assert list(out.iterdir()) == []
        served["students"] = students
        return played

    def serve(app: Flask, **options: object) -> None:
        served.update(options, page=app.test_client().get("/login").text)

    monkeypatch.setattr(waitress, "serve", serve)
    monkeypatch.setattr("learnport_flask.__main__.build_demo", build)
    assert main(["--port", "5099", "--students", "3"]) == 0
    assert served["students"] == 3
    assert (served["host"], served["port"]) == ("127.0.0.1", 5099)
    assert "示範網站" in str(served["page"])
    told = capsys.readouterr().out
    assert "http://127.0.0.1:5099/" in told
    assert "註冊組承辦人員" in told


def test_the_clock_of_the_demonstration_goes_on(played: Demo) -> None:
    clock = played.app.extensions["learnport"].settings.clock
    first, second = clock(), clock()
    assert first < second
    assert first.date().isoformat() == "2025-09-25"


def test_everybody_who_can_be_picked_has_something_to_do(played: Demo) -> None:
    assert len(played.people) >= 7
    for person in played.people:
        client = played.app.test_client()
        page = client.get("/login").text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        client.post("/login", data={"csrf_token": token, "credential": person.credential})
        assert client.get("/", follow_redirects=True).status_code == 200
        assert client.get("/").location != "/login"


def test_the_python_blocks_of_the_readme_run() -> None:
    examples = list(Sybil([PythonCodeBlockParser()]).parse(README).examples())
    assert len(examples) >= 1
    for example in examples:
        example.evaluate()
