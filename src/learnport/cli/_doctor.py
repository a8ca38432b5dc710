"""`learnport doctor`: what this machine has, and what that means.

Imports no room at its head: it has to run where they cannot.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import platform
import sys
import tempfile
import zoneinfo
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import learnport
from learnport.cli._print import Answer, Page, Words, both

__all__ = ["EXTRAS", "run"]

OK, MISSING, PROBLEM = "ok", "missing", "problem"

_STATES: Final[Mapping[str, tuple[Words, str]]] = {
    OK: (Words("正常", "ok"), "green"),
    MISSING: (Words("沒有", "missing"), "yellow"),
    PROBLEM: (Words("有問題", "problem"), "bold red"),
}


class Check(NamedTuple):
    """One thing looked at.

    Attributes:
        name: what.
        core: whether learnport cannot work without it.
        state: `ok`, `missing` or `problem`.
        found: version, place or fault.
        means: what that means.
    """

    name: str
    core: bool
    state: str
    found: str
    means: Words


class Extra(NamedTuple):
    """An optional part.

    Attributes:
        modules: what it consists of: modules by the name they are distributed under.
        there: what can be done with it.
        absent: what cannot be done without.
    """

    modules: Mapping[str, str]
    there: Words
    absent: Words


EXTRAS: Final[Mapping[str, Extra]] = {
    "cli": Extra(
        {"click": "click", "rich": "rich"},
        Words("可以使用指令列。", "The command line works."),
        Words("無法使用指令列；函式庫不受影響。", "No command line; the library works."),
    ),
    "xlsx": Extra(
        {"python-calamine": "python_calamine", "XlsxWriter": "xlsxwriter"},
        Words("可以讀寫名冊（.xlsx）。", "Rosters (.xlsx) can be read and written."),
        Words("無法讀寫名冊（.xlsx），其餘照常。", "No rosters (.xlsx); all else works."),
    ),
    "demo": Extra(
        {"av": "av", "fpdf2": "fpdf", "Pillow": "PIL"},
        Words("可以產生範例學校的檔案。", "The sample school's files can be made."),
        Words("無法執行 learnport demo，其餘照常。", "No `learnport demo`; all else works."),
    ),
    "render": Extra(
        {"pypdfium2": "pypdfium2"},
        Words("可供第二個程式開啟 PDF。", "A second opinion on PDFs is at hand."),
        Words("PDF 只由一個程式判讀。", "PDFs are judged by one program alone."),
    ),
    "sign": Extra(
        {"cryptography": "cryptography"},
        Words("可供數位簽章使用。", "Digital signatures are possible."),
        Words("無法使用數位簽章，其餘照常。", "No digital signatures; all else works."),
    ),
    "cluster": Extra(
        {"dask": "distributed"},
        Words("可由多臺主機分擔大量作業。", "Several machines can share bulk work."),
        Words("大量作業限於一臺主機。", "Bulk work stays on one machine."),
    ),
}


def run() -> Answer:
    """Look at everything."""
    checks = [look() for look in (*_CORE, _libmagic, _output), *map(_extra, EXTRAS)]
    raise NotImplementedError
