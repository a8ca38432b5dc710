"""What holds for every value of the model, whatever it is."""

from __future__ import annotations

import collections.abc
import copy
import enum
import pickle
import re
import types
import typing
from typing import Any

import attrs
import pytest

from learnport import model
from tests.unit.model_values import SAMPLES

CLASSES = [each for each in vars(model).values() if isinstance(each, type)]
VALUES = [each for each in CLASSES if attrs.has(each)]
ENUMS = [each for each in CLASSES if issubclass(each, enum.Enum)]

IMMUTABLE = (tuple, frozenset, collections.abc.Mapping, typing.Union, types.UnionType)
"""A `Mapping` gives no way to write; that none can be found is tested below."""

every_value = pytest.mark.parametrize("value", SAMPLES, ids=lambda value: type(value).__name__)


def test_there_is_a_sample_of_every_class_of_values() -> None:
    assert {type(sample) for sample in SAMPLES} == set(VALUES)
    assert len(VALUES) == 59


def test_the_public_names_are_exactly_those_announced() -> None:
    public = {name for name in vars(model) if not name.startswith("_")}
    assert set(model.__all__) == {name for name in public if name.islower() is False} | {
        "count_characters",
        "normalise",
    }


@every_value
def test_a_value_survives_pickling_and_copying(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value
    assert copy.deepcopy(value) == value


@every_value
def test_equal_values_have_equal_hashes(value: object) -> None:
    assert hash(pickle.loads(pickle.dumps(value))) == hash(value)


@every_value
def test_no_field_of_a_value_can_be_set(value: attrs.AttrsInstance) -> None:
    for field in attrs.fields(type(value)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, field.name, None)


@every_value
def test_no_value_takes_new_attributes(value: object) -> None:
    with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
        value.remark = "later"  # type: ignore[attr-defined]


def mutable_parts(hint: object) -> list[object]:
    """The parts of a type that can be changed in place."""
    origin = typing.get_origin(hint)
    parts = [part for each in typing.get_args(hint) for part in mutable_parts(each)]
    if origin in IMMUTABLE or origin is None:
        bare = isinstance(hint, type) and issubclass(hint, collections.abc.Collection)
        frozen = isinstance(hint, type) and issubclass(hint, (str, bytes, tuple, frozenset))
        return [*parts, hint] if bare and not frozen else parts
    return [*parts, hint]


def test_a_list_or_a_dict_would_be_noticed() -> None:
    assert mutable_parts(tuple[list[int], ...]) == [list[int]]
    assert mutable_parts(dict[str, int] | None) == [dict[str, int]]
    assert mutable_parts(collections.abc.Mapping[str, list[int]]) == [list[int]]
    assert mutable_parts(set) == [set]
    assert mutable_parts(tuple[str, frozenset[int]] | None) == []


@pytest.mark.parametrize("kind", VALUES)
def test_every_collection_in_a_value_is_immutable(kind: type[attrs.AttrsInstance]) -> None:
    hints = typing.get_type_hints(kind)
    for field in attrs.fields(kind):
        assert mutable_parts(hints[field.name]) == []


@every_value
def test_every_mapping_in_a_value_is_sealed(value: attrs.AttrsInstance) -> None:
    for field in attrs.fields(type(value)):
        held = getattr(value, field.name)
        assert not isinstance(held, collections.abc.Mapping) or type(held) is types.MappingProxyType


@every_value
def test_a_list_in_place_of_a_tuple_is_refused(value: Any) -> None:
    for field in attrs.fields(type(value)):
        if isinstance(getattr(value, field.name), tuple):
            with pytest.raises(TypeError, match=f"{field.name}: expected tuple, got list"):
                attrs.evolve(value, **{field.name: []})


def test_a_set_of_roles_that_can_change_is_refused() -> None:
    with pytest.raises(TypeError, match="roles: expected frozenset, got set"):
        model.Actor(model.PersonRef("ZZ0001", "t1"), {model.Role.STAFF})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [*VALUES, *ENUMS])
def test_every_public_class_says_what_it_is_and_ends_the_sentence(kind: type) -> None:
    first = (kind.__doc__ or "").partition("\n")[0]
    assert re.fullmatch(r"[A-Z].*[.]", first), first


@pytest.mark.parametrize("kind", ENUMS)
def test_every_code_is_lower_case_and_its_own(kind: type[enum.Enum]) -> None:
    values = [member.value for member in kind]
    assert all(re.fullmatch("[a-z_]+", value) for value in values)
    assert len(set(values)) == len(values) == len(kind.__members__)


def test_a_finding_refuses_when_it_stops_or_rejects() -> None:
    assert {each.value: each.refuses for each in model.Severity} == {
        "stop": True,
        "reject": True,
        "alert": False,
        "advice": False,
    }
