"""Whatever looks like a Python example runs.

Two ways, because two places: sybil reads the Python blocks of Markdown pages in the working
tree; doctest runs the docstrings of the package that is installed, which under nox is the
wheel (collected as files, docstrings would come from `src` instead).
"""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest
from sybil import Document, Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from tests.repository import MODULES, ROOT

PAGES = ["README.md", *(str(p.relative_to(ROOT)) for p in sorted((ROOT / "docs").rglob("*.md")))]


def parse(page: str) -> Document:
    return Sybil([PythonCodeBlockParser()]).parse(ROOT / page)


@pytest.mark.parametrize("page", PAGES)
def test_the_python_blocks_of_a_page_run_one_after_another(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for example in parse(page).examples():
        example.evaluate()


def test_the_readme_shows_a_refusal_in_chinese_with_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (example,) = parse("README.md").examples()
    example.evaluate()
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("LP1109 檔案無法開啟，可能已損毀或未完整上傳")
    assert line.endswith("Check that the file opens on your own device, then upload it again.")


@pytest.mark.parametrize("name", MODULES)
def test_the_docstring_examples_of_a_module_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
