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
from learnport.parameters import (
    Code,
    Content,
    Parameter,
    Source,
    Status,
    Tighter,
    Unit,
    Value,
)

SOURCE = Source("範例要點", "第 1 點")
ONE = Code("1", Text("校級", "school"))
TWO = Code("2", Text("縣市級", "county"))


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
        (Unit.CODES, (ONE, TWO), True),
        (Unit.CODES, (), True),
        (Unit.CODES, (ONE, ONE), False),
        (Unit.CODES, (ONE, Code("1", Text("一", "one"))), False),
        (Unit.CODES, ("1", "2"), False),
        (Unit.CODES, [ONE], False),
        (Unit.CODES, {"1": "one"}, False),
        (Unit.CODES, 1, False),
        (Unit.LIST, (ONE,), False),
        (Unit.POINTS, 100, True),
        (Unit.WEEKS, -1, False),
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
    with pytest.raises(TypeError, match=r"sample\.count is no text but a list"):
        _ = closed.text
    assert value_since(date(2019, 8, 1), value="D", unit=Unit.TEXT).text == "D"


def test_a_table_of_codes_gives_its_codes_and_their_labels() -> None:
    table = value_since(date(2019, 8, 1), value=(TWO, ONE), unit=Unit.CODES)
    assert table.members == ("2", "1")
    assert table.codes == (TWO, ONE)
    assert table.label("1") == Text("校級", "school")
    assert table.label("3") == Text("3", "3")


def test_a_plain_list_has_its_texts_for_labels() -> None:
    plain = value_since(date(2019, 8, 1), value=("在學",), unit=Unit.LIST)
    assert plain.codes == (Code("在學", Text("在學", "在學")),)
    assert plain.label("在學") == Text("在學", "在學")


def test_numbers_and_texts_have_neither_codes_nor_labels() -> None:
    number = value_since(date(2019, 8, 1))
    with pytest.raises(TypeError, match=r"sample\.count is no list"):
        _ = number.codes
    with pytest.raises(TypeError, match=r"sample\.count is no list"):
        number.label("1")


@pytest.mark.parametrize("code", ["", " ", 1, None])
def test_a_code_is_a_text(code: str) -> None:
    with pytest.raises(TypeError, match="a code is a text that is not empty"):
        Code(code, Text("一", "one"))


def test_a_label_is_in_both_languages() -> None:
    with pytest.raises(TypeError):
        Code("1", "one")  # type: ignore[arg-type]


def tightening(unit: Unit, content: Content, tighter: Tighter | None) -> Value:
    return attrs.evolve(value_since(date(2019, 8, 1), content, unit), tighter=tighter)


@pytest.mark.parametrize(
    ("unit", "law", "tighter", "school", "answer"),
    [
        (Unit.BYTES, 10, Tighter.LESS, 9, True),
        (Unit.BYTES, 10, Tighter.LESS, 10, True),
        (Unit.BYTES, 10, Tighter.LESS, 11, False),
        (Unit.DAYS, 14, Tighter.MORE, 15, True),
        (Unit.DAYS, 14, Tighter.MORE, 14, True),
        (Unit.DAYS, 14, Tighter.MORE, 13, False),
        (Unit.LIST, ("a", "b"), Tighter.FEWER, ("b",), True),
        (Unit.LIST, ("a", "b"), Tighter.FEWER, ("b", "a"), True),
        (Unit.LIST, ("a", "b"), Tighter.FEWER, (), None),
        (Unit.LIST, ("a", "b"), Tighter.FEWER, ("a", "c"), False),
        (Unit.CODES, (ONE, TWO), Tighter.FEWER, ("2",), True),
        (Unit.CODES, (ONE, TWO), Tighter.FEWER, (TWO,), True),
        (Unit.CODES, (ONE, TWO), Tighter.FEWER, ("3",), False),
        (Unit.CODES, (ONE, TWO), Tighter.FEWER, "2", None),
        (Unit.CODES, (ONE, TWO), Tighter.FEWER, ("2", "2"), None),
        (Unit.BYTES, 10, None, 9, None),
        (Unit.TEXT, "D", None, "D", None),
        (Unit.BYTES, 10, Tighter.LESS, -1, None),
        (Unit.BYTES, 10, Tighter.LESS, True, None),
        (Unit.BYTES, 10, Tighter.LESS, 9.0, None),
        (Unit.LIST, ("a", "b"), Tighter.FEWER, ["a"], None),
    ],
)
def test_a_value_tells_whether_a_school_stays_within_it(
    unit: Unit, law: Content, tighter: Tighter | None, school: object, answer: bool | None
) -> None:
    assert tightening(unit, law, tighter).tightens(school) is answer


@given(st.integers(0, 30), st.integers(1, 30), st.sampled_from([Tighter.LESS, Tighter.MORE]))
def test_the_stricter_number_is_in_force_whatever_a_school_sets(
    law: int, school: int, tighter: Tighter
) -> None:
    theirs = Source("範例高中設定", "第 1 點")
    value = tightening(Unit.COUNT, law, tighter).tightened(school, theirs)
    assert value.number == (min if tighter is Tighter.LESS else max)(law, school)
    assert (value.source == theirs) is (value.number != law)


@pytest.mark.parametrize(("unit", "law", "nothing", "tighter"), [
    (Unit.COUNT, 6, 0, Tighter.LESS),
    (Unit.DAYS, 3, 0, Tighter.LESS),
    (Unit.LIST, ("a", "b"), (), Tighter.FEWER),
])  # fmt: skip
def test_to_leave_nothing_of_a_limit_is_not_to_tighten_it(
    unit: Unit, law: Content, nothing: Content, tighter: Tighter
) -> None:
    value = tightening(unit, law, tighter)
    assert value.tightens(nothing) is None
    assert value.tightened(nothing, Source("範例高中設定", "第 1 點")) == value
    assert tightening(unit, nothing, tighter).tightens(nothing) is True


def test_a_schools_own_limit_is_certain_and_whole_and_bears_no_note_of_the_laws() -> None:
    law = attrs.evolve(
        tightening(Unit.LIST, ("a", "b"), Tighter.FEWER),
        status=Status.UNVERIFIED,
        note=Text("未見全文。", "The text was not seen."),
        complete=False,
    )
    own = law.tightened(("a",), Source("範例高中設定", "第 1 點"))
    assert (own.status, own.note, own.complete) == (Status.CONFIRMED, None, True)
    assert (own.since, own.tighter) == (date(2019, 8, 1), Tighter.FEWER)
    assert law.tightened(("c",), Source("範例高中設定", "第 1 點")) is law


@pytest.mark.parametrize(
    ("unit", "content", "tighter"),
    [
        (Unit.COUNT, 1, Tighter.FEWER),
        (Unit.LIST, ("a",), Tighter.LESS),
        (Unit.CODES, (ONE,), Tighter.MORE),
        (Unit.TEXT, "a", Tighter.LESS),
        (Unit.TEXT, "a", Tighter.FEWER),
    ],
)
def test_a_unit_gets_tighter_in_its_own_directions_only(
    unit: Unit, content: Content, tighter: Tighter
) -> None:
    with pytest.raises(ValueError, match=f"cannot get tighter by {tighter}"):
        tightening(unit, content, tighter)


def test_all_values_of_a_parameter_get_tighter_in_its_direction() -> None:
    with pytest.raises(ValueError, match="another direction"):
        parameter_of(tightening(Unit.COUNT, 1, Tighter.LESS))


@pytest.mark.parametrize(
    ("word", "zh", "en"),
    [
        (Unit.BYTES, "位元組", "bytes"),
        (Unit.CODES, "代碼表", "codes"),
        (Unit.WEEKS, "週", "weeks"),
        (Status.CONFIRMED, "已查證", "confirmed"),
        (Status.UNVERIFIED, "未查證", "unverified"),
        (Tighter.FEWER, "可減列項目", "fewer members"),
    ],
)
def test_units_and_their_kind_have_words_in_both_languages(
    word: Unit | Status | Tighter, zh: str, en: str
) -> None:
    assert word.words == Text(zh, en)


@pytest.mark.parametrize("kind", [Unit, Status, Tighter])
def test_no_word_is_forgotten(kind: type[Unit | Status | Tighter]) -> None:
    for member in kind:
        assert member.words.zh, member
        assert member.words.en.isascii(), member


def test_a_parameter_is_frozen_hashable_and_survives_pickling() -> None:
    parameter = parameter_of(value_since(date(2019, 8, 1)))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        parameter.note = Text("改", "changed")  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(parameter)) == parameter
    assert {parameter: 1}[parameter_of(value_since(date(2019, 8, 1)))] == 1
