"""What is said of a package: complete in itself, printable, and fit to leave a worker."""

from __future__ import annotations

import pickle

import pytest

from learnport.formats._package_entry import EntryFault, Measured
from learnport.formats._package_paths import place
from learnport.model import Finding, Severity, Text
from learnport.rules import package_codes


def test_a_finding_is_complete_in_itself() -> None:
    assert package_codes.TOO_MANY_ENTRIES.finding(count=12, limit=10) == Finding(
        code="LP3223",
        severity=Severity.STOP,
        at="",
        message=Text(
            "提交檔內有 12 個項目，超過可處理的 10 個。",
            "The package holds 12 entries; the limit is 10.",
        ),
        remedy=Text("請分成數個提交檔。", "Split it into several packages."),
        source="learnport package profile",
        values=(("count", 12), ("limit", 10)),
    )


def test_what_is_wrong_with_an_entry_comes_back_whole_from_another_process() -> None:
    measured = Measured("data/a.pdf", {}, package_codes.DAMAGED_FILE)
    assert pickle.loads(pickle.dumps(measured)) == measured
    fault = EntryFault(notice=package_codes.DAMAGED_FILE, detail="damaged")
    assert pickle.loads(pickle.dumps(fault)).notice.code == "LP3219"


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
