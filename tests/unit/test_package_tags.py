"""Tag files: from bytes to what they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.formats._package_tags import (
    Declaration,
    Line,
    TagFault,
    decode_text,
    read_declaration,
    read_info,
    read_manifest,
)
from learnport.rules import package_codes

MD5 = "d41d8cd98f00b204e9800998ecf8427e"
UTF8 = "Tag-File-Character-Encoding: UTF-8"


@pytest.mark.parametrize(
    ("data", "version", "encoding"),
    [
        (f"BagIt-Version: 1.0\n{UTF8}\n", (1, 0), "utf-8"),
        (f"BagIt-Version: 0.97\r\n{UTF8}\r\n", (0, 97), "utf-8"),
        (f"BagIt-Version: 1.0\r{UTF8}", (1, 0), "utf-8"),
        ("BagIt-Version: 1.0\nTag-File-Character-Encoding: utf8\n", (1, 0), "utf-8"),
        ("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-16\n", (0, 97), "utf-16"),
        ("BagIt-Version: 0.97\nTag-File-Character-Encoding: ISO-8859-1\n", (0, 97), "iso8859-1"),
        ("BagIt-Version: 0.97\nTag-File-Character-Encoding: Big5\n", (0, 97), "big5"),
    ],
)
def test_a_declaration_is_read(data: str, version: tuple[int, int], encoding: str) -> None:
    assert read_declaration(data.encode()) == Declaration(version, encoding)


def test_only_version_1_is_read_strictly() -> None:
    assert Declaration((1, 0), "utf-8").strict
    assert not Declaration((0, 97), "utf-8").strict


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "LP3204"),
        (b"BagIt-Version: 1.0\n", "LP3204"),
        (f"BagIt-Version : 1.0\n{UTF8}\n".encode(), "LP3204"),
        (f"BagIt-Version:1.0\n{UTF8}\n".encode(), "LP3204"),
        (f"BagIt-Version:  1.0\n{UTF8}\n".encode(), "LP3204"),
        (f"BagIt-Version: 1.0 \n{UTF8}\n".encode(), "LP3204"),
        (f"BagIt-Version: 1\n{UTF8}\n".encode(), "LP3204"),
        (f"BagIt-Version: 1.0\n{UTF8}\n\n".encode(), "LP3204"),
        (f"BagIt-Version: 1.0\n{UTF8}\nMore: 1\n".encode(), "LP3204"),
        (f"\ufeffBagIt-Version: 1.0\n{UTF8}\n".encode(), "LP3204"),
        (f"{UTF8}\nBagIt-Version: 1.0\n".encode(), "LP3204"),
        (f"BagIt-Version: 1.0\n{UTF8}\n".encode("utf-16"), "LP3204"),
        ("BagIt-Version: １.0\nTag-File-Character-Encoding: UTF-8\n".encode(), "LP3204"),
        (f"BagIt-Version: 0.96\n{UTF8}\n".encode(), "LP3205"),
        (f"BagIt-Version: 1.1\n{UTF8}\n".encode(), "LP3205"),
        (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: klingon\n", "LP3206"),
        (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: rot13\n", "LP3206"),
        (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: idna\n", "LP3206"),
    ],
)
def test_a_wrong_declaration_is_refused_with_its_code(data: bytes, code: str) -> None:
    with pytest.raises(TagFault) as caught:
        read_declaration(data)
    assert caught.value.notice.code == code


def test_text_is_read_in_the_declared_encoding() -> None:
    assert decode_text("課程\n".encode("utf-16"), "utf-16") == "課程\n"
    assert decode_text("課程\n".encode("big5"), "big5") == "課程\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [(b"\xff", "utf-8"), (b"\xef\xbb\xbfa: b\n", "utf-8"), (b"\x00", "utf-16"), (b"\xe9", "ascii")],
)
def test_text_in_another_encoding_is_refused(data: bytes, encoding: str) -> None:
    with pytest.raises(TagFault) as caught:
        decode_text(data, encoding)
    assert caught.value.notice.code == "LP3236"


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (f"{MD5} data/a", "data/a"),
        (f"{MD5}  data/a b ", "data/a b "),
        (f"{MD5} \t data/a\u2028b\x0bc", "data/a\u2028b\x0bc"),
        (f"{MD5.upper()}  data/%25%0a", "data/%25%0a"),
    ],
)
@pytest.mark.parametrize("end", ["", "\n", "\r", "\r\n"])
def test_a_line_is_a_digest_white_space_and_a_path(line: str, path: str, end: str) -> None:
    assert list(read_manifest(line + end, 32, True)) == [Line(1, MD5, path)]


@pytest.mark.parametrize("prefix", ["*", "./", "*./"])
def test_the_form_of_checksum_tools_is_read_and_marked(prefix: str) -> None:
    (line,) = read_manifest(f"{MD5}  {prefix}data/a\n", 32, True)
    assert line == Line(1, MD5, "data/a", package_codes.LOOSE_MANIFEST_LINE)


@pytest.mark.parametrize(
    "line",
    [
        "",
        " ",
        "# a comment",
        MD5,
        f"{MD5} ",
        f"{MD5}\u3000data/a",
        f" {MD5} data/a",
        f"{MD5[1:]} data/a",
        f"{MD5}0 data/a",
        f"{MD5[1:]}g data/a",
        f"data/a {MD5}",
        f"\\{MD5} data/a",
        f"{MD5} data/100%",
        f"{MD5} data/%41",
    ],
)
def test_any_other_line_is_a_fault_of_that_line(line: str) -> None:
    good = f"{MD5} data/a"
    assert list(read_manifest(f"{good}\n{line}\n{good}", 32, True)) == [
        Line(1, MD5, "data/a"),
        Line(2, fault=package_codes.BAD_MANIFEST_LINE),
        Line(3, MD5, "data/a"),
    ]


def test_before_version_1_a_bare_percent_sign_is_no_fault() -> None:
    assert list(read_manifest(f"{MD5} data/100%", 32, False)) == [Line(1, MD5, "data/100%")]


def test_a_manifest_of_nothing_but_faults_is_given_up() -> None:
    assert len(list(read_manifest("\n" * 1000, 32, True))) == 100
    assert len(list(read_info("x\n" * 1000, True))) == 100


def test_info_keeps_order_repetitions_and_folded_values() -> None:
    text = "B: 1\nA: x:y\n  more\n\tlast\nB: 2\r\nLong Label: \r\nC: \u8ab2\u7a0b  "
    assert list(read_info(text, True)) == [
        (1, "B", "1"),
        (2, "A", "x:y\nmore\nlast"),
        (5, "B", "2"),
        (6, "Long Label", ""),
        (7, "C", "課程  "),
    ]


@pytest.mark.parametrize(
    "line", ["", "no colon", ":", ": value", "A:1", "A :1", "A : 1", " A: 1", "A:"]
)
def test_a_wrong_line_of_the_info_is_a_fault_of_that_line(line: str) -> None:
    assert list(read_info(f"{line}\nB: 1\n", True)) == [(1, "", ""), (2, "B", "1")]


@pytest.mark.parametrize("line", ["A:1", "A : 1", "A:  \t1"])
def test_before_version_1_white_space_around_the_colon_is_free(line: str) -> None:
    assert list(read_info(f"\n{line}\n \nB: 1\n", False)) == [(2, "A", "1"), (4, "B", "1")]


@given(st.text(), st.booleans())
def test_any_text_is_read_without_an_exception(text: str, strict: bool) -> None:
    assert all(line.path or line.fault for line in read_manifest(text, 32, strict))
    assert all(number > 0 for number, _, _ in read_info(text, strict))
