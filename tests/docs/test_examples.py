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


def test_the_readme_has_an_example() -> None:
    assert len(list(parse("README.md").examples())) >= 1


@pytest.mark.parametrize("name", MODULES)
def test_the_docstring_examples_of_a_module_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
