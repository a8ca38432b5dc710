"""Counting characters as the field counts them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import Text, count_characters, normalise


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("學", 1),
        ("我的作品", 4),
        ("abc", 3),
        ("我的 works", 8),
        ("ＡＢＣ，。", 5),  # full-width letters and punctuation are one each
        ("ｱ", 1),  # half-width katakana stay what they are
        ("\u3000全形空白\u3000", 4),  # ideographic spaces are trimmed
        ("全\u3000形", 3),  # inside they count
        (" \t\n 兩端 \r\n ", 2),
        ("一\n二", 3),
        ("一\r\n二", 3),
        ("一\r二", 3),
        ("一\n\r二", 4),  # two ends of line
        ("一\r\r\n二", 4),
        ("\r\n\r\n", 0),
        ("e\u0301", 1),  # é in two parts
        ("\u00e9", 1),
        ("\u1112\u1161\u11ab", 1),  # 한 in three parts
        ("q\u0301", 2),  # no single sign exists
        ("𠀀", 1),  # CJK extension B: one code point, two UTF-16 units
        ("𠮷野家", 3),
        ("👍", 1),
        ("👍🏽", 2),  # with a skin tone
        ("👨\u200d👩\u200d👧", 5),  # a family: three people, two joiners
        ("🇹🇼", 2),  # a flag is two letters
        ("❤\ufe0f", 2),
        ("葛\U000e0100", 2),  # an ideographic variant
        ("\ufa10", 1),  # a compatibility ideograph becomes its unified one
        ("\u200b", 1),  # a zero-width space is no white space
        ("學" * 100, 100),
        ("學" * 101, 101),
        ("𠀀" * 101, 101),
    ],
)
def test_a_text_has_this_many_characters(text: str, length: int) -> None:
    assert count_characters(text) == length


def test_text_is_stored_composed_trimmed_and_with_single_line_feeds() -> None:
    assert normalise(" Cafe\u0301\r\n二\r三\u3000") == "Café\n二\n三"
    assert normalise("\ufa10") == "\u585a"


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_what_is_stored_has_no_carriage_return_no_blank_ends_and_is_nfc(text: str) -> None:
    stored = normalise(text)
    assert "\r" not in stored
    assert stored == stored.strip()
    assert unicodedata.is_normalized("NFC", stored)


@given(st.text())
def test_the_count_is_the_length_of_what_is_stored(text: str) -> None:
    assert count_characters(text) == len(normalise(text))
    assert count_characters(text) == len(normalise(text).encode("utf-32-le", "surrogatepass")) // 4


@given(st.text())
def test_the_form_in_which_a_keyboard_sends_a_text_makes_no_difference(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    apart = unicodedata.normalize("NFD", text)
    assert count_characters(composed) == count_characters(apart) == count_characters(text)


@given(st.lists(st.text("甲乙ab", min_size=1), min_size=1))
def test_the_kind_of_line_end_makes_no_difference(lines: list[str]) -> None:
    counts = {count_characters(end.join(lines)) for end in ("\n", "\r\n", "\r")}
    assert counts == {sum(map(len, lines)) + len(lines) - 1}


def test_bilingual_text_shows_chinese_first() -> None:
    assert str(Text("學期", "semester")) == "學期 semester"
