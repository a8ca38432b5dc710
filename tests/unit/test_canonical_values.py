"""Model values as canonical JSON, and back."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import attrs
import pytest
from attrs import validators as v
from cattrs.errors import StructureHandlerNotFoundError
from hypothesis import given
from hypothesis import strategies as st

from learnport.errors import CallerError, DataError, LearnportError
from learnport.formats._canonical_values import converter, dumps, loads, structure
from learnport.model import FileFacts, Finding, Opinion, SchoolSettings, Severity, Text
from tests.unit.model_values import SETTINGS


class Colour(enum.StrEnum):
    RED = "red"
    BLUE = "blue"


class Rank(enum.IntEnum):
    FIRST = 1
    SECOND = 2


@attrs.frozen
class Circle:
    radius: int


@attrs.frozen
class RoundedSquare:
    side: Decimal
    corner: Circle | None = None


@attrs.frozen
class Drawing:
    shape: Circle | RoundedSquare
    more: tuple[Circle | RoundedSquare | None, ...] = ()
    colours: frozenset[Colour] = frozenset()
    rank: Rank = Rank.FIRST
    drawn_at: dt.datetime | None = None
    on: dt.date | None = None
    title: str = ""
    signed: bool = False
    pair: tuple[str, int] = ("", 0)
    sizes: Mapping[str, int] = MappingProxyType({})
    note: str | int | bool | None = None


FULL = Drawing(
    shape=RoundedSquare(Decimal("85.50"), Circle(3)),
    more=(Circle(1), None),
    colours=frozenset(Colour),
    rank=Rank.SECOND,
    drawn_at=dt.datetime(2025, 1, 31, 16, 0, tzinfo=dt.UTC),
    on=dt.date(2025, 2, 1),
    title="圖",
    signed=True,
    pair=("a", 1),
    sizes=MappingProxyType({"b": 2, "a": 1}),
    note=7,
)
FULL_TEXT = (
    '{"colours":["blue","red"],"drawn_at":"2025-02-01T00:00:00+08:00",'
    '"more":[{"radius":1,"type":"circle"},null],"note":7,"on":"2025-02-01","pair":["a",1],'
    '"rank":2,"shape":{"corner":{"radius":3},"side":"85.5","type":"rounded_square"},'
    '"signed":true,"sizes":{"a":1,"b":2},"title":"圖"}'
)


def problems(plain: object, kind: Any) -> dict[str, str]:
    with pytest.raises(DataError) as caught:
        structure(plain, kind)
    found: tuple[tuple[str, str], ...] = caught.value.__dict__["problems"]
    assert len(dict(found)) == len(found)
    return dict(found)


def test_a_value_with_every_kind_of_field_has_this_text() -> None:
    assert dumps(FULL).decode() == FULL_TEXT


def test_what_was_written_is_read_back_equal() -> None:
    again = loads(FULL_TEXT.encode(), Drawing)
    assert again == FULL
    assert dumps(again).decode() == FULL_TEXT


def test_findings_and_facts_of_the_model_survive_the_journey() -> None:
    finding = Finding(
        code="LP1003",
        severity=Severity.REJECT,
        at="/outcomes/0/description",
        message=Text("太長。", "Too long."),
        remedy=Text("縮短。", "Shorten it."),
        source="x",
        values=(("length", 101), ("limit", 100), ("kind", None), ("last", True)),
    )
    facts = FileFacts(
        name="a.pdf",
        extension="pdf",
        size=1,
        max_bytes=2,
        oversize=False,
        sha256="0" * 64,
        opinions=(Opinion("filetype", None),),
        media_type=None,
    )
    assert loads(dumps(finding), Finding) == finding
    assert loads(dumps(facts), FileFacts) == facts


def test_a_set_is_written_in_one_order() -> None:
    kind = frozenset[str]
    assert dumps(frozenset("hgfedcba"), kind) == b'["a","b","c","d","e","f","g","h"]'


def test_a_collection_of_a_union_is_written_by_its_declared_type() -> None:
    kind = tuple[Circle | RoundedSquare, ...]
    written = dumps((Circle(1),), kind)
    assert written == b'[{"radius":1,"type":"circle"}]'
    assert loads(written, kind) == (Circle(1),)


@pytest.mark.parametrize("wrong", ["150", 150.7, True, None, [150], {}])
def test_an_integer_is_an_integer_and_nothing_like_it(wrong: object) -> None:
    assert problems({"radius": wrong}, Circle) == {"/radius": "expected an integer"}


@pytest.mark.parametrize(
    ("field", "wrong", "text"),
    [
        ("title", 1, "expected a string"),
        ("signed", 1, "expected true or false"),
        ("signed", "true", "expected true or false"),
        ("rank", True, "expected one of 1, 2"),
        ("rank", 3, "expected one of 1, 2"),
        ("colours", "red", "expected an array"),
        ("colours", ["red", "red"], "an element stands twice in a set"),
        ("pair", ["a"], "expected 2 elements"),
        ("pair", ["a", 1, 2], "expected 2 elements"),
        ("sizes", [], "expected an object"),
        ("note", 1.5, "expected a string or an integer or true or false or null"),
        ("on", "20250201", "expected a date as YYYY-MM-DD"),
        ("on", "2025-02-29", "no such date"),
        ("on", 20250201, "expected a date as YYYY-MM-DD"),
        ("drawn_at", "2025-02-01", "expected an instant as YYYY-MM-DDTHH:MM:SS+08:00"),
        ("drawn_at", "2025-02-01T00:00:00", "expected an instant as YYYY-MM-DDTHH:MM:SS+08:00"),
        ("drawn_at", "2025-02-01T24:00:01Z", "no such instant"),
        ("drawn_at", "9999-12-31T23:00:00-05:00", "no such instant"),
        ("shape", [], "expected an object"),
        ("more", {}, "expected an array"),
    ],
)
def test_a_wrong_field_is_named_by_its_pointer(field: str, wrong: object, text: str) -> None:
    plain = {"shape": {"type": "circle", "radius": 1}, field: wrong}
    assert problems(plain, Drawing) == {f"/{field}": text}


@pytest.mark.parametrize(
    "wrong", ["85.50", "085", "1e2", "+1", "-0", ".5", "5.", "NaN", "", " 1", "１", 85, 85.5]
)
def test_a_decimal_has_exactly_one_text(wrong: object) -> None:
    assert list(problems({"side": wrong}, RoundedSquare)) == ["/side"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("85.50", "85.5"),
        ("1E+2", "100"),
        ("-0.00", "0"),
        ("1E-3", "0.001"),
        ("-12.0", "-12"),
        ("12345678901234567890123456789012345.6", "12345678901234567890123456789012345.6"),
    ],
)
def test_equal_decimals_are_written_alike(value: str, text: str) -> None:
    assert dumps(RoundedSquare(Decimal(value))) == f'{{"corner":null,"side":"{text}"}}'.encode()
    assert loads(f'{{"side":"{text}"}}'.encode(), RoundedSquare).side == Decimal(value)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_decimal_comes_back_equal(value: Decimal) -> None:
    assert loads(dumps(RoundedSquare(value)), RoundedSquare) == RoundedSquare(value)


@given(
    st.datetimes(
        min_value=dt.datetime(1, 1, 3),  # noqa: DTZ001
        max_value=dt.datetime(9999, 12, 29),  # noqa: DTZ001
        timezones=st.timezones(),
    )
)
def test_equal_instants_are_written_alike_whatever_their_zone(value: dt.datetime) -> None:
    utc = value.astimezone(dt.UTC)
    written = dumps(Drawing(Circle(1), drawn_at=utc))
    assert dumps(Drawing(Circle(1), drawn_at=value)) == written
    assert loads(written, Drawing).drawn_at == utc


def test_every_problem_is_told_at_once_with_its_place() -> None:
    plain = {
        "shape": {"type": "rounded_square", "side": 1, "corner": {"radius": "1", "colour": "red"}},
        "more": [{"type": "circle"}, {"type": "triangle"}, 3, None],
        "sizes": {"a": "1", "b": 2, "A123456789": "x"},
        "pair": [1, "a"],
        "titel": "x",
        "王小明": 1,
    }
    assert problems(plain, Drawing) == {
        "/shape/side": 'expected a decimal number as a string, shortest form, such as "85.5"',
        "/shape/corner/radius": "expected an integer",
        "/shape/corner/colour": "unknown key",
        "/more/0/radius": "missing",
        "/more/1/type": "expected one of circle, rounded_square",
        "/more/2": "expected an object",
        "/sizes/a": "expected an integer",
        "/sizes/*": "expected an integer",
        "/pair/0": "expected a string",
        "/pair/1": "expected an integer",
        "/titel": "unknown key",
        "/*": "unknown key",
    }


def test_the_error_is_readable_and_repeats_no_value_of_the_data() -> None:
    with pytest.raises(DataError) as caught:
        loads(b'{"radius":"A123456789","A987654321":1}', Circle)
    assert str(caught.value) == "/radius: expected an integer; /*: unknown key"


def test_a_union_without_its_tag_is_a_problem_at_the_tag() -> None:
    assert problems({"shape": {"radius": 1}}, Drawing) == {
        "/shape/type": "expected one of circle, rounded_square"
    }


def test_the_whole_being_no_object_is_a_problem_of_the_root() -> None:
    with pytest.raises(DataError) as caught:
        structure([], Circle)
    assert str(caught.value) == "/: expected an object"


@attrs.frozen
class Checked:
    size: int = attrs.field(validator=v.ge(0))
    digest: str = attrs.field(default="ab", validator=v.matches_re("[a-f]+"))
    code: str = "x"

    def __attrs_post_init__(self) -> None:
        if self.code == "!":
            raise LearnportError(detail="position 3: expected a digit")


def test_what_the_model_refuses_is_a_problem_without_the_value() -> None:
    assert problems({"size": -7}, Checked) == {"": "not allowed here"}
    assert problems({"size": 1, "digest": "XYZ"}, Checked) == {"/digest": "not allowed here"}


def test_an_error_of_the_library_keeps_its_own_words() -> None:
    assert problems({"size": 1, "code": "!"}, Checked) == {"": "position 3: expected a digit"}


@attrs.frozen
class Weighed:
    weight: float | None
    loose: float = 0


def test_a_float_is_never_read() -> None:
    assert problems({"weight": 1.5, "loose": 1.5}, Weighed) == {
        "/weight": "expected null",
        "/loose": "a fraction is written as a string",
    }


@attrs.frozen
class Odd:
    thing: object | int


def test_a_model_type_nobody_can_read_is_the_programs_fault() -> None:
    with pytest.raises(StructureHandlerNotFoundError):
        structure({"thing": 1}, Odd)


@attrs.frozen
class Typed:
    type: str


@attrs.frozen
class Clash:
    one: Typed | Circle


def test_a_class_of_a_union_may_not_have_the_tag_as_a_field() -> None:
    with pytest.raises(CallerError, match="a field named type"):
        dumps(Clash(Circle(1)))


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(CallerError, match="no time zone"):
        dumps(Drawing(Circle(1), drawn_at=dt.datetime(2025, 1, 1)))  # noqa: DTZ001


def test_a_decimal_that_is_no_number_is_refused() -> None:
    with pytest.raises(CallerError, match="not finite"):
        dumps(RoundedSquare(Decimal("Infinity")))


def test_a_converter_of_ones_own_can_write_a_class_as_text() -> None:
    own = converter()
    own.register_structure_hook(Circle, lambda plain, _: Circle(len(plain)))
    own.register_unstructure_hook(Circle, lambda circle: "o" * circle.radius)
    assert dumps((Circle(3),), tuple[Circle, ...], own) == b'["ooo"]'
    assert loads(b'["ooo"]', tuple[Circle, ...], own) == (Circle(3),)
    assert dumps(Circle(3)) == b'{"radius":3}'


@attrs.frozen
class Limits:
    most: Mapping[str, int | str | tuple[str, ...]]


def test_a_limit_is_a_number_a_text_or_a_list_of_texts() -> None:
    limits = Limits({"files": 2, "until": "08-01", "kinds": ("application/pdf", "image/png")})
    text = b'{"most":{"files":2,"kinds":["application/pdf","image/png"],"until":"08-01"}}'
    assert dumps(limits) == text
    assert loads(text, Limits) == limits


@pytest.mark.parametrize("wrong", ["true", "null", "2.0", "{}", "[1]", "[[]]"])
def test_a_limit_of_another_form_is_refused(wrong: str) -> None:
    with pytest.raises(DataError, match=r"^/most/files"):
        loads(b'{"most":{"files":%s}}' % wrong.encode(), Limits)


def test_the_settings_of_a_school_come_back_as_they_were() -> None:
    assert loads(dumps(SETTINGS), SchoolSettings) == SETTINGS
