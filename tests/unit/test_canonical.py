"""Canonical JSON of plain data: one text, one digest."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.errors import CallerError, DataError
from learnport.formats._canonical import canonical_bytes, digest, parse

_CHARACTERS = st.characters(exclude_categories=["Cs"])
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(_CHARACTERS),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(_CHARACTERS), inner),
    max_leaves=20,
)


def test_keys_are_sorted_by_code_point_and_no_space_is_written() -> None:
    plain = {"b": [1, True, None], "a": "我的作品", "B": {"😀": "", "\uffff": "\n"}}
    assert canonical_bytes(plain) == (
        '{"B":{"\uffff":"\\n","😀":""},"a":"我的作品","b":[1,true,null]}'.encode()
    )


def test_the_digest_is_the_sha256_of_the_canonical_bytes() -> None:
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_a_tuple_is_an_array() -> None:
    assert canonical_bytes((1, (2,))) == b"[1,[2]]"


@pytest.mark.parametrize(
    ("plain", "detail"),
    [
        ({"score": 85.5}, "/score: float has no canonical form"),
        ([1, float("nan")], "/1: float has no canonical form"),
        ({"a": {"b": [set()]}}, "/a/b/0: set has no canonical form"),
        ({"a": {1: 2}}, "/a: a key is not a string"),
        (b"", "/: bytes has no canonical form"),
        ("\ud83d", "half a surrogate pair is not a character"),
        ({"\udc00": 1}, "half a surrogate pair is not a character"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_place(plain: object, detail: str) -> None:
    with pytest.raises(CallerError) as caught:
        canonical_bytes(plain)
    assert str(caught.value) == detail


def test_a_key_that_may_be_data_is_not_shown() -> None:
    with pytest.raises(CallerError) as caught:
        canonical_bytes({"A123456789": {"score": 1.0}})
    assert str(caught.value) == "/*/score: float has no canonical form"


@given(PLAIN)
def test_parsing_the_canonical_bytes_gives_the_same_value(plain: Any) -> None:
    written = canonical_bytes(plain)
    assert parse(written) == plain
    assert canonical_bytes(parse(written)) == written


@given(st.dictionaries(st.text(_CHARACTERS), st.integers()))
def test_the_order_in_which_keys_were_given_does_not_matter(plain: dict[str, int]) -> None:
    assert canonical_bytes(dict(reversed(plain.items()))) == canonical_bytes(plain)


@given(PLAIN)
def test_other_readers_understand_the_canonical_bytes(plain: Any) -> None:
    assert json.loads(canonical_bytes(plain)) == plain


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b'{"a":1,"a":1}', "an object has the same key twice"),
        (b"[NaN]", "NaN and Infinity are not JSON"),
        (b"[-Infinity]", "NaN and Infinity are not JSON"),
        (b'{\n "a":\n}', "not JSON at line 3 column 1"),
        (b'"A123456789', "not JSON at line 1 column 1"),
        (b"\xef\xbb\xbf{}", "not JSON at line 1 column 1"),
        (b"[\xff]", "not UTF-8 at byte 1"),
        (b'"\\ud800"', "half a surrogate pair is not a character"),
        (b"[" * 200_000, "nested too deeply"),
        (b"9" * 5_000, "a number has too many digits"),
        (b"", "not JSON at line 1 column 1"),
    ],
)
def test_anything_but_strict_json_is_refused(data: bytes, detail: str) -> None:
    with pytest.raises(DataError) as caught:
        parse(data)
    assert str(caught.value) == detail


def test_an_escaped_character_is_read() -> None:
    assert parse(b'"\\ud83d\\ude00\\u0041"') == "😀A"


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_and_nothing_else_happens(data: bytes) -> None:
    with contextlib.suppress(DataError):
        parse(data)
