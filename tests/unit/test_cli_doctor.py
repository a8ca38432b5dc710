"""`learnport doctor`."""

from __future__ import annotations

import builtins
import importlib
import importlib.metadata
import os
import platform
import re
import sys
import tempfile
import tomllib
import zoneinfo
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import learnport
from learnport.cli import _doctor
from tests.unit.cli_runs import document, golden, run, shape

ROOT = Path(__file__).parents[2]
CORE = ["Python", "learnport", "parameters", "time zone", "disk"]
OTHER = ["libmagic", "output", "cli", "xlsx", "demo", "render", "sign", "testing", "cluster"]


def check(name: str) -> Any:
    """What the doctor says of one thing."""
    (found,) = [each for each in document("doctor")["checks"] if each["name"] == name]
    return found


def failing(error: Exception) -> Any:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


def without(monkeypatch: pytest.MonkeyPatch, name: str, error: Exception) -> None:
    """Make the import of one module fail."""
    whole = importlib.import_module

    def import_module(module: str) -> ModuleType:
        if module == name:
            raise error
        return whole(module)

    monkeypatch.setattr(importlib, "import_module", import_module)


def test_everything_is_looked_at_and_only_the_core_decides() -> None:
    answer = document("doctor")
    assert [each["name"] for each in answer["checks"]] == CORE + OTHER
    assert [each["name"] for each in answer["checks"] if each["core"]] == CORE
    assert answer["ok"] is True
    assert run("doctor").exit_code == 0


def test_the_versions_are_told() -> None:
    assert check("Python")["found"] == platform.python_version()
    assert check("learnport")["found"].startswith(f"{learnport.__version__} (")
    click = importlib.metadata.version("click")
    assert check("cli")["found"].startswith(f"click {click}, rich ")


@pytest.mark.parametrize(
    ("target", "name", "error", "check_name"),
    [
        (zoneinfo, "ZoneInfo", zoneinfo.ZoneInfoNotFoundError("No time zone"), "time zone"),
        (os, "fsync", OSError("fsync does not work here"), "disk"),
        (tempfile, "TemporaryDirectory", PermissionError("read only"), "disk"),
    ],
)
def test_a_broken_core_is_a_problem_and_exit_code_1(
    target: ModuleType,
    name: str,
    error: Exception,
    check_name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(target, name, failing(error))
    found = check(check_name)
    assert (found["state"], found["core"]) == ("problem", True)
    assert type(error).__name__ in found["found"]
    result = run("doctor")
    assert result.exit_code == 1
    assert "有問題 problem" in result.stdout
    assert result.stdout.splitlines()[-1] == (
        "The core does not work; see what is marked as a problem."
    )


def test_a_part_that_does_not_load_is_a_problem_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without(monkeypatch, "learnport.systems", ModuleNotFoundError("No module named 'pypdf'"))
    found = check("learnport")
    assert found["state"] == "problem"
    assert found["found"] == "ModuleNotFoundError: No module named 'pypdf'"
    assert found["fix"] == "python -m pip install --force-reinstall learnport"
    assert document("doctor")["ok"] is False


def test_an_old_python_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "python_version_tuple", lambda: ("3", "10", "14"))
    assert check("Python")["state"] == "problem"


def test_a_missing_libmagic_is_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    inspection = importlib.import_module("learnport.inspection")
    monkeypatch.setattr(inspection, "available_witnesses", lambda: ("extension", "filetype"))
    found = check("libmagic")
    assert (found["state"], found["fix"]) == ("missing", "apt-get install libmagic1")
    assert run("doctor").exit_code == 0


def test_a_libmagic_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    inspection = importlib.import_module("learnport.inspection")
    monkeypatch.setattr(inspection, "available_witnesses", lambda: ("filetype", "libmagic"))
    assert check("libmagic")["state"] == "ok"


def test_an_inspection_that_does_not_load_does_not_end_the_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without(monkeypatch, "learnport.inspection", ImportError("filetype is broken"))
    assert check("libmagic")["state"] == "problem"


def test_a_missing_optional_part_is_no_problem_and_says_what_it_costs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    absent = ModuleNotFoundError("No module named 'xlsxwriter'", name="xlsxwriter")
    without(monkeypatch, "xlsxwriter", absent)
    calamine = importlib.metadata.version("python-calamine")
    assert check("xlsx") == {
        "name": "xlsx",
        "core": False,
        "state": "missing",
        "found": f"python-calamine {calamine}",
        "means": {
            "zh": "無法產生名冊（.xlsx），其餘照常。",
            "en": "No rosters (.xlsx); all else works.",
        },
        "fix": "python -m pip install 'learnport[xlsx]'",
    }
    result = run("doctor", "--lang", "en")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    start = lines.index(f"xlsx             missing  python-calamine {calamine}")
    assert lines[start + 1 : start + 3] == [
        "                 No rosters (.xlsx); all else works.",
        "                 python -m pip install 'learnport[xlsx]'",
    ]


@pytest.mark.parametrize(
    "error",
    [ImportError("libavcodec.so is missing"), ModuleNotFoundError("No numpy", name="numpy")],
)
def test_an_optional_part_that_is_there_but_broken_is_a_problem_yet_not_the_cores(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "av", error)
    found = check("demo")
    assert found["state"] == "problem"
    assert found["found"] == f"{type(error).__name__}: {error}"
    assert document("doctor")["ok"] is True


@pytest.mark.parametrize(
    ("encoding", "state"), [("utf-8", "ok"), ("cp950", "ok"), ("latin-1", "problem")]
)
def test_whether_chinese_can_be_shown_is_told(
    encoding: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stream:
        def __init__(self) -> None:
            self.encoding = encoding

    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", Stream())
        found = _doctor._output()
    assert (found.state, found.core, found.found) == (state, False, encoding)


def test_the_optional_parts_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    parts = {
        extra: {re.split(r"[\[>=]", each)[0] for each in wanted} - {"learnport"}
        for extra, wanted in project["optional-dependencies"].items()
    }
    parts["cluster"] = {"distributed"}  # what `dask[distributed]` brings
    assert {name: set(extra.modules) for name, extra in _doctor.EXTRAS.items()} == parts


def test_the_doctor_itself_needs_no_room_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def guarded(name: str, *rest: Any, **named: Any) -> Any:
        assert name in ("learnport", "learnport.cli._print", "learnport.errors") or not (
            name.startswith("learnport")
        )
        return real(name, *rest, **named)

    for module in ("learnport.cli._doctor", "learnport.cli._print"):
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", guarded)
    importlib.import_module("learnport.cli._doctor")


def test_the_answer_of_doctor_has_its_pinned_form() -> None:
    assert shape(document("doctor")) == golden("doctor")
