"""Paths inside a package."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.formats._package_paths import (
    clashes,
    decode_path,
    encode_path,
    unportable,
    unsafe,
)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "//server/share",
        "../up",
        "data/../../up",
        "data/..",
        "data/./a",
        "./data/a",
        "data//a",
        "data/",
        "data\\..\\up",
        "C:/windows",
        "c:evil",
        "~/.bashrc",
        "~root/x",
        "data/a\0.txt",
        "x" * 4097,
    ],
)
def test_a_path_that_may_lead_elsewhere_is_unsafe(path: str) -> None:
    assert unsafe(path)


@pytest.mark.parametrize(
    "path", ["a", "data/a b.txt", "data/..a/b..", "data/...", "data/~a", "名冊/%2e", "x" * 4096]
)
def test_an_odd_path_that_stays_inside_is_safe(path: str) -> None:
    assert unsafe(path) is None


@pytest.mark.parametrize(
    "path",
    [
        "data/CON",
        "data/con.txt",
        "data/Lpt1.a.b",
        "nul/x",
        "data/com¹",
        "data/a:b",
        "data/a?b",
        "data/a|b",
        "data/<a>",
        'data/"a"',
        "data/*",
        "data/a.",
        "data/a ",
        "data/ a",
        "data/\u3000a",
        "data/a\n",
        "data/a\rb",
        "data/a\x7fb",
        "data/a\u2028b",
        "data/a\ud800b",
        "data/e\u0301",
        "data/" + "課" * 86,
    ],
)
def test_a_path_some_system_cannot_hold_is_unportable(path: str) -> None:
    assert unportable(path)


@pytest.mark.parametrize(
    "path",
    [
        "data/console.txt",
        "data/con-1",
        "data/COM",
        "data/com10",
        "data/a.b.c",
        "data/é",
        "data/100％ 課程.pdf",
        "data/a%b",
        "data/" + "課" * 85,
        "data/.keep",
    ],
)
def test_a_path_every_system_can_hold_is_portable(path: str) -> None:
    assert unportable(path) is None


@pytest.mark.parametrize(
    ("files", "folders", "expected"),
    [
        (["a", "b", "a/b/c"], [], [("a", "folder")]),
        (["a", "b", "a"], [], [("a", "duplicate")]),
        (["a", "A"], [], [("A", "alike")]),
        (["x/a", "X/b"], [], [("X/b", "alike")]),
        (["\u00e9", "e\u0301"], [], [("e\u0301", "alike")]),
        (["stra\u00dfe", "STRASSE"], [], [("STRASSE", "alike")]),
        (["a", "b"], ["a"], [("a", "folder")]),
        (["A/x"], ["a"], [("A/x", "alike")]),
        (["a/b"], ["a", "a/c"], []),
        (["a", "b", "c/d", "c/e", "c1"], [], []),
        ([], ["a", "a/b"], []),
    ],
)
def test_what_cannot_stand_side_by_side_is_named(
    files: list[str], folders: list[str], expected: list[tuple[str, str]]
) -> None:
    assert list(clashes(files, folders)) == expected


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("data/100%", "data/100%25"),
        ("data/a\r\nb", "data/a%0D%0Ab"),
        ("data/%0A", "data/%250A"),
        ("data/課程 \t(1)", "data/課程 \t(1)"),
    ],
)
def test_only_line_ends_and_percent_signs_are_escaped(path: str, written: str) -> None:
    assert encode_path(path) == written
    assert decode_path(written) == path


def test_escapes_are_read_in_either_case_and_others_left_alone() -> None:
    assert decode_path("a%0a%0d%41%2") == "a\n\r%41%2"


@given(st.text())
def test_every_path_survives_being_written_on_one_line(path: str) -> None:
    written = encode_path(path)
    assert "\n" not in written
    assert "\r" not in written
    assert decode_path(written) == path
