"""What may be raised: it keeps its fields, says whose fault it was and shows the way out."""

from __future__ import annotations

import ast
import copy
import pickle
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import learnport
from learnport import errors
from learnport.errors import CallerError, DataError, LearnportError, PluginError

SHA = "a" * 64

# Every error: whose fault, its fields, its sentence.
TABLE: list[tuple[str, type[LearnportError], dict[str, Any], str]] = [
    (
        "TransitionRefused",
        CallerError,
        {"action": "outcome.certify", "state": "draft", "allowed": ("outcome.edit", "outcome.x")},
        "outcome.certify refused in state draft; accepted: outcome.edit, outcome.x",
    ),
    (
        "NotInForce",
        CallerError,
        {"name": "outcome.max", "on": "2019-07-31", "first": "2019-08-01"},
        "outcome.max is not in force on 2019-07-31; its first value starts on 2019-08-01",
    ),
    (
        "UnknownParameter",
        CallerError,
        {"name": "outcome.mx"},
        "no parameter is named 'outcome.mx'; `learnport law` lists them all",
    ),
    (
        "Conflict",
        CallerError,
        {"key": "portfolio/ZZ0001/s1", "expected": 3, "actual": 4},
        "portfolio/ZZ0001/s1 is at version 4, not 3: load it and retry",
    ),
    (
        "NotFound",
        CallerError,
        {"what": "course outcome", "key": "o9"},
        "course outcome o9 does not exist; check the key and the school",
    ),
    (
        "IdentifierTaken",
        CallerError,
        {"key": "o9"},
        "o9 names another record of this portfolio; give a fresh identifier",
    ),
    ("SettingsError", CallerError, {"detail": "set `folder`"}, "set `folder`"),
    (
        "MissingExtra",
        CallerError,
        {"extra": "xlsx", "needed_for": "writing rosters"},
        "writing rosters needs an extra: python -m pip install 'learnport[xlsx]'",
    ),
    (
        "BlobMismatch",
        DataError,
        {"sha256": SHA, "detail": "9 bytes instead of 10: upload it again"},
        f"blob {SHA}: 9 bytes instead of 10: upload it again",
    ),
    (
        "CourseCodeError",
        DataError,
        {"position": 3, "expected": "a digit"},
        "not a course code: position 3: expected a digit",
    ),
    (
        "ParameterFileError",
        DataError,
        {"file": "files.toml", "detail": "key 'unit' is missing"},
        "files.toml: key 'unit' is missing",
    ),
    (
        "LayoutError",
        DataError,
        {"file": "outcomes.toml", "detail": "sheet 2 has no columns"},
        "outcomes.toml: sheet 2 has no columns",
    ),
    ("PackageError", DataError, {"detail": "not a zip file"}, "not a zip file"),
    (
        "PluginError",
        PluginError,
        {"plugin": "s3", "detail": "put() returned nothing"},
        "plugin s3: put() returned nothing",
    ),
    ("CallerError", CallerError, {"detail": "the spool must be empty"}, "the spool must be empty"),
    ("DataError", DataError, {"detail": "not JSON"}, "not JSON"),
    ("LearnportError", LearnportError, {"detail": "no"}, "no"),
]
NAMES = [row[0] for row in TABLE]

every_error = pytest.mark.parametrize(("name", "fault", "fields", "sentence"), TABLE, ids=NAMES)


def make(name: str, fields: dict[str, Any]) -> LearnportError:
    kind = getattr(errors, name)
    made = kind(**fields)
    assert isinstance(made, LearnportError)
    return made


def test_every_error_stands_in_the_table_above() -> None:
    assert sorted(NAMES) == sorted(errors.__all__)


@every_error
def test_it_says_what_is_wrong_and_the_way_out(
    name: str, fault: type[LearnportError], fields: dict[str, Any], sentence: str
) -> None:
    assert str(make(name, fields)) == sentence
    assert issubclass(getattr(errors, name), fault)


@every_error
def test_its_fields_are_those_it_declares(
    name: str, fault: type[LearnportError], fields: dict[str, Any], sentence: str
) -> None:
    assert issubclass(fault, LearnportError)
    declared = typing.get_type_hints(getattr(errors, name)) or {"detail": str}
    assert set(fields) == set(declared), sentence


@every_error
def test_it_survives_pickling_and_copying_with_all_its_fields(
    name: str, fault: type[LearnportError], fields: dict[str, Any], sentence: str
) -> None:
    error = make(name, fields)
    error.add_note("while sealing batch 1")
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is type(error)
        assert isinstance(again, fault)
        assert {field: getattr(again, field) for field in fields} == fields
        assert str(again) == sentence
        assert again.__notes__ == ["while sealing batch 1"]


@every_error
def test_one_clause_catches_them_all(
    name: str, fault: type[LearnportError], fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(LearnportError) as caught:
        raise make(name, fields)
    assert isinstance(caught.value, fault)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("name", NAMES)
def test_exactly_one_side_is_at_fault(name: str) -> None:
    kind = getattr(errors, name)
    sides = [side for side in (CallerError, PluginError, DataError) if issubclass(kind, side)]
    assert len(sides) == (0 if name == "LearnportError" else 1)


def test_a_terminal_state_accepts_nothing() -> None:
    error = errors.TransitionRefused(action="outcome.edit", state="discarded", allowed=())
    assert str(error) == (
        "outcome.edit refused in state discarded; accepted: nothing (terminal state)"
    )


def test_a_course_code_of_the_wrong_length_has_no_position() -> None:
    error = errors.CourseCodeError(position=0, expected="23 characters, got 3")
    assert str(error) == "not a course code: length: expected 23 characters, got 3"


@pytest.mark.parametrize("name", ["CallerError", "DataError", "SettingsError", "PackageError"])
def test_without_a_detail_an_error_says_what_its_class_says(name: str) -> None:
    kind = getattr(errors, name)
    assert str(kind()) == kind.__doc__


# Whoever raises an error gives all that its sentence needs.

SOURCE = Path(learnport.__path__[0])


def raised(path: Path) -> Iterator[tuple[str, int, set[str]]]:
    """Each error built in a file: its class, line and fields."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in errors.__all__:
                yield name, node.lineno, {each.arg or "**" for each in node.keywords}


def test_every_error_that_is_raised_has_all_its_fields() -> None:
    found = [(path, *each) for path in sorted(SOURCE.rglob("*.py")) for each in raised(path)]
    assert len(found) > 20
    lacking = [
        f"{path.relative_to(SOURCE)}:{line}: {name}"
        for path, name, line, given in found
        if not given >= set(typing.get_type_hints(getattr(errors, name)) or {"detail"})
    ]
    assert lacking == []
