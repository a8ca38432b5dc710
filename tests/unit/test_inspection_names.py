"""Names: whatever is claimed, what is kept is safe to show, store and compare."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.inspection import clean_name, inspect

# Every character, lone surrogates included, with the troublesome ones crowded.
ANY_NAME = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("./\\ \u3000\0\n\u202e\u200d\ud800e\u0301中"),
    ),
    max_size=400,
)


@pytest.mark.parametrize(
    ("claimed", "kept"),
    [
        ("報告.pdf", "報告.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\桌面\\報告.pdf", "報告.pdf"),
        ("a/b\\c.png", "c.png"),
        ("a\\b/c.png", "c.png"),
        ("reportfdp\u202egpj.exe", "reportfdpgpj.exe"),
        ("\u2066a\u2069\u200fb\u061c.pdf", "ab.pdf"),
        ("a.pdf\0.exe", "a.pdf.exe"),
        ("a\r\nb\t.pdf", "ab.pdf"),
        ("a\u2028b\u2029.pdf", "ab.pdf"),
        ("a\ud800.pdf", "a.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("e\u200b\u0301.pdf", "é.pdf"),
        ("  我的 作品.mp4 ", "我的 作品.mp4"),
        ("\u3000作品.mp4\u3000", "作品.mp4"),
        ("a.pdf. . .", "a.pdf"),
        (".pdf", ".pdf"),
        ("", "unnamed"),
        (".", "unnamed"),
        ("..", "unnamed"),
        ("folder/", "unnamed"),
        ("\0\u202e", "unnamed"),
    ],
)
def test_a_claimed_name_becomes_this(claimed: str, kept: str) -> None:
    assert clean_name(claimed) == kept


@pytest.mark.parametrize(
    ("claimed", "kept"),
    [
        # 3 bytes a character: 83 are 249 bytes, with ".pdf" 253; one more would be 256.
        ("字" * 300 + ".pdf", "字" * 83 + ".pdf"),
        ("a" * 251 + ".pdf", "a" * 251 + ".pdf"),
        ("a" * 252 + ".pdf", "a" * 251 + ".pdf"),
        ("a" * 255, "a" * 255),
        ("a" * 256, "a" * 255),
        ("字" * 86, "字" * 85),
        # Fifteen letters and the dot are an extension still, sixteen are not.
        ("a" * 300 + "." + "b" * 15, "a" * 239 + "." + "b" * 15),
        ("a" * 250 + "." + "b" * 16, "a" * 250 + "." + "b" * 4),
        ("." + "b" * 300, "." + "b" * 254),
        ("." * 300 + "b" * 300, "unnamed"),
    ],
)
def test_a_long_name_is_cut_to_255_bytes_and_keeps_its_extension(claimed: str, kept: str) -> None:
    assert clean_name(claimed) == kept


@given(ANY_NAME)
def test_a_clean_name_is_safe_whatever_was_claimed(claimed: str) -> None:
    name = clean_name(claimed)
    assert name not in {"", ".", ".."}
    assert not set(name) & set("/\\")
    assert 1 <= len(name.encode("utf-8")) <= 255
    assert unicodedata.is_normalized("NFC", name)
    assert {"Cc", "Cf", "Cs", "Zl", "Zp"}.isdisjoint(map(unicodedata.category, name))
    assert name == name.strip().rstrip(".")


@given(ANY_NAME)
def test_cleaning_twice_changes_nothing(claimed: str) -> None:
    assert clean_name(clean_name(claimed)) == clean_name(claimed)


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=400))
def test_the_extension_survives_any_length(stem: str) -> None:
    assert clean_name(stem + ".pdf").endswith(".pdf")


@pytest.mark.parametrize(
    ("claimed", "extension"),
    [
        ("報告.PDF", "pdf"),
        ("a.tar.Mp4", "mp4"),
        ("a.pdf.", "pdf"),
        ("a.pd\u202ef", "pdf"),
        ("字" * 300 + ".jpeg", "jpeg"),
        (".pdf", ""),
        ("pdf", ""),
        ("a.pdf/", ""),
    ],
)
def test_the_extension_is_that_of_the_clean_name_in_lower_case(
    claimed: str, extension: str
) -> None:
    assert inspect(_Nothing(), claimed, 10).extension == extension


class _Nothing:
    def read(self, _size: int, /) -> bytes:
        return b""
