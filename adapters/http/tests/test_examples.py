"""Whatever looks like a Python example runs."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

README = Path(__file__).parents[1] / "README.md"


def test_the_python_blocks_of_the_readme_run() -> None:
    examples = list(Sybil([PythonCodeBlockParser()]).parse(README).examples())
    assert len(examples) >= 1
    for example in examples:
        example.evaluate()


@pytest.mark.parametrize("module", ["_client", "_wire"])
def test_the_docstring_examples_hold(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"learnport_http.{module}"))
    assert (result.failed, result.attempted > 0) == (0, True)
