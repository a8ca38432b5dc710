"""The table of what can be wrong with a package."""

from __future__ import annotations

import re
import string

import pytest

from learnport.formats._package_codes import PACKAGE_CODES, PackageCode, finding, place
from learnport.model import Finding, Severity, Text


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_codes_ascend_and_none_stands_twice() -> None:
    codes = [entry.code for entry in PACKAGE_CODES]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"LP32\d\d", code) for code in codes)
    assert len(codes) == 45


@pytest.mark.parametrize("entry", PACKAGE_CODES, ids=lambda entry: entry.code)
def test_every_code_speaks_both_languages_and_names_a_remedy(entry: PackageCode) -> None:
    for text in (entry.message, entry.remedy):
        assert re.search("[\u4e00-\u9fff]", text.zh)
        assert text.zh.endswith("。")
        assert re.fullmatch("[\x20-\x7e]+", text.en)
        assert text.en.endswith(".")
    assert fields(entry.message.zh) == fields(entry.message.en)
    assert not fields(entry.remedy.zh) | fields(entry.remedy.en)
    assert entry.source


def test_a_finding_is_complete_in_itself() -> None:
    assert finding("LP3223", count=12, limit=10) == Finding(
        code="LP3223",
        severity=Severity.STOP,
        at="",
        message=Text(
            "封裝檔內有 12 個項目，超過可處理的 10 個。",
            "The package holds 12 entries; the limit is 10.",
        ),
        remedy=Text("請分成數個封裝檔。", "Split it into several packages."),
        source="learnport package profile",
        values=(("count", 12), ("limit", 10)),
    )


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("data/課程 1.pdf", "data/課程 1.pdf"),
        ("a\nb\x1b[31m\u202e\ud800", "a\\u000ab\\u001b[31m\\u202e\\ud800"),
        ("x" * 201, "x" * 200),
        ("\n" * 200, "\\u000a" * 33 + "\\u"),
    ],
)
def test_a_path_is_shown_printable_and_short(path: str, shown: str) -> None:
    assert place(path) == shown
