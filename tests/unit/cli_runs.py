"""How the tests of the command line run it, and how they look at what it answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from learnport.cli import main

GOLDEN = Path(__file__).parents[1] / "golden" / "cli"
NAMES = {str: "string", bool: "boolean", int: "integer", type(None): "null"}


def run(*arguments: str | Path, **environment: str) -> Result:
    """Run a command in this process, without a terminal."""
    runner = CliRunner(env={"COLUMNS": "100", **environment})
    return runner.invoke(main, [str(each) for each in arguments])


def document(*arguments: str | Path) -> Any:
    """What a command answers to programs."""
    result = run(*arguments, "--json")
    assert result.stderr == ""
    return json.loads(result.stdout)


def shape(value: Any) -> Any:
    """The form of a JSON value: types for scalars, one form for all elements of a list."""
    if isinstance(value, dict):
        return {key: "object" if key == "values" else shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [merged([shape(each) for each in value])] if value else []
    return NAMES[type(value)]


def merged(forms: list[Any]) -> Any:
    """One form for several; every object of a list has the same keys."""
    first = forms[0]
    if isinstance(first, dict):
        assert all(form.keys() == first.keys() for form in forms)
        return {key: merged([form[key] for form in forms]) for key in first}
    if all(isinstance(form, list) for form in forms):
        inner = [each for form in forms for each in form]
        return [merged(inner)] if inner else []
    texts = [json.dumps(form) if isinstance(form, list) else form for form in forms]
    return "|".join(sorted({name for text in texts for name in text.split("|")}))


def golden(command: str) -> Any:
    """The pinned form of a command's answer."""
    return json.loads((GOLDEN / f"{command}.json").read_text("utf-8"))
