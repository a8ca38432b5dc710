"""Values and parameters: valid at birth, and the newest value not after the day."""

from __future__ import annotations

import pickle
from datetime import date, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.errors import NotInForce
from learnport.model import Text
from learnport.parameters import Content, Parameter, Source, Status, Unit, Value

SOURCE = Source("範例要點", "第 1 點")


def value_since(since: date, value: Content = 1, unit: Unit = Unit.COUNT) -> Value:
    return Value("sample.count", value, unit, Status.CONFIRMED, SOURCE, since)


def parameter_of(*values: Value) -> Parameter:
    return Parameter("sample.count", Unit.COUNT, Text("件數", "Count"), values)


@given(
    st.sets(st.dates(), min_size=1).map(sorted),
    st.dates() | st.integers(min_value=-1, max_value=1),
    st.data(),
)
def test_the_newest_value_not_after_the_day_is_in_force(
    days: list[date], asked: date | int, data: st.DataObject
) -> None:
    if isinstance(asked, int):
        near = data.draw(st.sampled_from(days))
        if near in (date.min, date.max):
            return
        asked = near + timedelta(days=asked)
    parameter = parameter_of(*(value_since(day, value=n) for n, day in enumerate(days)))

    begun = [day for day in days if day <= asked]
    if begun:
        assert parameter.on(asked) is parameter.values[len(begun) - 1]
        assert parameter.on(asked).since == max(begun)
    else:
        with pytest.raises(NotInForce):
            parameter.on(asked)


def test_asking_before_the_first_value_names_the_parameter_and_both_days() -> None:
    parameter = parameter_of(value_since(date(2019, 8, 1)), value_since(date(2020, 8, 1)))
    with pytest.raises(NotInForce) as refusal:
        parameter.on(date(2019, 7, 31))
    assert str(refusal.value) == (
        "sample.count is not in force on 2019-07-31; its first value starts on 2019-08-01"
    )


def test_a_parameter_without_values_is_refused() -> None:
    with pytest.raises(ValueError, match="values"):
        parameter_of()


@pytest.mark.parametrize("second", [date(2019, 8, 1), date(2019, 7, 31)])
def test_values_out_of_order_are_refused(second: date) -> None:
    with pytest.raises(ValueError, match="ascending"):
        parameter_of(value_since(date(2019, 8, 1)), value_since(second))


def test_a_value_of_another_parameter_or_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="name and unit"):
        parameter_of(attrs.evolve(value_since(date(2019, 8, 1)), name="other.count"))
    with pytest.raises(ValueError, match="name and unit"):
        parameter_of(value_since(date(2019, 8, 1), unit=Unit.DAYS))


@pytest.mark.parametrize(
    ("unit", "content", "fits"),
    [
        (Unit.COUNT, 0, True),
        (Unit.COUNT, -1, False),
        (Unit.COUNT, True, False),
        (Unit.BYTES, 1.0, False),
        (Unit.DAYS, "3", False),
        (Unit.CHARACTERS, (100,), False),
        (Unit.LIST, ("a", "b"), True),
        (Unit.LIST, (), True),
        (Unit.LIST, ("a", "a"), False),
        (Unit.LIST, ("a", 1), False),
        (Unit.LIST, ("a", " "), False),
        (Unit.LIST, ["a"], False),
        (Unit.LIST, "a", False),
        (Unit.TEXT, "a", True),
        (Unit.TEXT, "\n", False),
        (Unit.TEXT, 1, False),
        (Unit.TEXT, ("a",), False),
    ],
)
def test_a_unit_tells_which_contents_fit_it(unit: Unit, content: object, fits: bool) -> None:
    assert unit.fits(content) is fits


def test_a_value_that_does_not_fit_its_unit_is_refused() -> None:
    with pytest.raises(TypeError, match="a whole number of days, 0 or more"):
        value_since(date(2019, 8, 1), value="14", unit=Unit.DAYS)


def test_a_value_starts_on_a_day_and_not_at_an_instant() -> None:
    with pytest.raises(TypeError, match="plain dates"):
        value_since(datetime(2019, 8, 1))  # noqa: DTZ001


def test_a_source_without_title_or_article_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        Source("", "第 1 點")
    with pytest.raises(ValueError, match="article"):
        Source("範例要點", "")


def test_a_source_reads_as_title_and_article() -> None:
    assert str(SOURCE) == "範例要點，第 1 點"


def test_a_number_is_read_as_number_and_a_list_as_members() -> None:
    number = value_since(date(2019, 8, 1), value=6)
    closed = value_since(date(2019, 8, 1), value=("a", "b"), unit=Unit.LIST)
    assert number.number == 6
    assert closed.members == ("a", "b")
    with pytest.raises(TypeError, match=r"sample\.count is no list but a whole number of count"):
        _ = number.members
    with pytest.raises(TypeError, match=r"sample\.count is no number but a list"):
        _ = closed.number


def test_a_parameter_is_frozen_hashable_and_survives_pickling() -> None:
    parameter = parameter_of(value_since(date(2019, 8, 1)))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        parameter.note = "changed"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(parameter)) == parameter
    assert {parameter: 1}[parameter_of(value_since(date(2019, 8, 1)))] == 1
