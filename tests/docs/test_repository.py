"""What must be true of the repository as a whole."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import learnport
from tests.repository import PUBLIC, ROOT

SOURCES = sorted((ROOT / "src").rglob("*.py"))
ADAPTERS = sorted((ROOT / "adapters").glob("*/src/**/*.py"))
DEMO_COMMAND = "python -m pip install nox && python -m nox -s demo"
TEST_COMMAND = "python -m nox -s tests"

# Written with classes and groups, so that this file does not contain what it forbids.
FORBIDDEN = {
    "a registry's host": r"pypi[.](?:org|io)|python[h]osted|npm[j]s|debian[.](?:org|net)",
    "a path of one machine": r"(?<![\w.}>])/(?:work|tmp)\b|(?<![\w.}>])/(?:root|home|Users)/",
    "a path out of the repository": r"[.]{2}/shared",
}


def tracked() -> list[Path]:
    """Every file that git knows or would take in: not those it ignores."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True).stdout
    return [ROOT / name for name in names.decode().split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The text of a file; empty when it is none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def room_of(module: str) -> str:
    """`learnport.model._files` and `learnport.model` are both of the room `model`."""
    return module.split(".")[1] if "." in module else ""


def private_imports(path: Path) -> Iterator[str]:
    """Imports in this file that reach behind the curated front of another room."""
    room = path.relative_to(ROOT / "src" / "learnport").parts[0].removesuffix(".py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            private = any(re.match(r"_[^_]", part) for part in name.split("."))
            if name.startswith("learnport.") and private and room_of(name) != room:
                yield f"{path.relative_to(ROOT)}:{node.lineno} imports {name}"


def unoffered_imports(source: str) -> Iterator[str]:
    """What this code takes from learnport although no public module offers it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            wanted = [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            wanted = [(node.module, alias.name) for alias in node.names]
        else:
            continue
        for module, name in wanted:
            if module.split(".")[0] == "learnport" and not is_offered(module, name):
                yield f"{module} {name}".rstrip()


def is_offered(module: str, name: str) -> bool:
    """Whether a public module has the name in `__all__`; without a name: whether it is public."""
    if module not in PUBLIC:
        return False
    return not name or name in importlib.import_module(module).__all__


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_module_says_what_it_offers_and_offers_it(name: str) -> None:
    module = importlib.import_module(name)
    missing = [offer for offer in module.__all__ if not hasattr(module, offer)]
    assert missing == []


def test_no_source_file_is_long() -> None:
    lengths = {str(p.relative_to(ROOT)): len(text_of(p).splitlines()) for p in SOURCES}
    assert {name: length for name, length in lengths.items() if length > 450} == {}


def test_no_room_reaches_behind_the_front_of_another() -> None:
    assert [reach for path in SOURCES for reach in private_imports(path)] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from learnport.model import BatchKey", []),
        ("import learnport.model", []),
        ("from learnport_http._wire import JSON", []),
        ("from learnport.model._people import Student", ["learnport.model._people Student"]),
        ("import learnport.model._people", ["learnport.model._people"]),
        ("from learnport.model import _people", ["learnport.model _people"]),
        ("from learnport.model import attrs", ["learnport.model attrs"]),
        ("def f():\n    from learnport.model import *", ["learnport.model *"]),
    ],
)
def test_an_import_of_what_is_not_offered_is_noticed(source: str, found: list[str]) -> None:
    assert list(unoffered_imports(source)) == found


def test_adapters_live_on_what_learnport_offers() -> None:
    assert {path.relative_to(ROOT).parts[1] for path in ADAPTERS} == {
        "flask", "http", "objectstore", "sqlalchemy",
    }  # fmt: skip
    reaches = {
        str(path.relative_to(ROOT)): found
        for path in ADAPTERS
        if (found := list(unoffered_imports(text_of(path))))
    }
    assert reaches == {}


def test_ci_runs_the_test_command_that_the_readme_promises() -> None:
    (block,) = re.findall(r"^```sh\n(.*?)^```", text_of(ROOT / "README.md"), re.M | re.S)
    commands = [line.partition("#")[0].rstrip() for line in block.splitlines()]
    assert commands == [DEMO_COMMAND, TEST_COMMAND]
    lines = text_of(ROOT / ".ci" / "run").splitlines()
    assert f"run {TEST_COMMAND}" in lines


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if (match := pattern.search(text_of(path)))
    ]
    assert found == []


def test_the_changelog_opens_with_this_version() -> None:
    versions = re.findall(r"^## (\S+)", text_of(ROOT / "CHANGELOG.md"), flags=re.MULTILINE)
    assert versions[0] == learnport.__version__
