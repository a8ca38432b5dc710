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
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import learnport
from learnport.cli._print import Answer, Page, Words, both

__all__ = ["EXTRAS", "run"]

OK, MISSING, PROBLEM = "ok", "missing", "problem"

_STATES: Final[Mapping[str, tuple[Words, str]]] = {
    OK: (Words("正常", "ok"), "green"),
    MISSING: (Words("未安裝", "missing"), "yellow"),
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
        fix: what would put it right; empty when nothing need be.
    """

    name: str
    core: bool
    state: str
    found: str
    means: Words
    fix: str = ""


class Extra(NamedTuple):
    """An optional part.

    Attributes:
        modules: what it consists of: name of each distribution, and of the module it brings.
        there: what it is good for.
        absent: what its absence means.
    """

    modules: Mapping[str, str]
    there: Words
    absent: Words


EXTRAS: Final[Mapping[str, Extra]] = {
    "cli": Extra(
        {"click": "click", "rich": "rich"},
        Words("指令列。", "The command line."),
        Words("沒有指令列；函式庫照常運作。", "No command line; the library works without."),
    ),
    "xlsx": Extra(
        {"python-calamine": "python_calamine", "XlsxWriter": "xlsxwriter"},
        Words("名冊（.xlsx）。", "Rosters (.xlsx)."),
        Words("無法產生名冊（.xlsx），其餘照常。", "No rosters (.xlsx); all else works."),
    ),
    "demo": Extra(
        {"av": "av", "fonttools": "fontTools", "fpdf2": "fpdf", "Pillow": "PIL"},
        Words("產生範例學校的檔案。", "The files of the sample school."),
        Words("無法執行 learnport demo，其餘照常。", "No `learnport demo`; all else works."),
    ),
    "render": Extra(
        {"pypdfium2": "pypdfium2"},
        Words(
            "PDF 的第二意見與縮圖；目前版本尚未使用。",
            "Second opinions on PDFs, and thumbnails; not used by this version yet.",
        ),
        Words("目前版本不需要。", "This version does not need it."),
    ),
    "sign": Extra(
        {"cryptography": "cryptography"},
        Words("數位簽章；目前版本尚未使用。", "Signatures; not used by this version yet."),
        Words("目前版本不需要。", "This version does not need it."),
    ),
    "testing": Extra(
        {"hypothesis": "hypothesis", "pytest": "pytest"},
        Words("外掛的合約測試。", "The contract suites for plugins."),
        Words("無法執行外掛的合約測試，其餘照常。", "No contract suites; all else works."),
    ),
    "cluster": Extra(
        {"distributed": "distributed"},
        Words("多臺主機分擔大量作業。", "Bulk work on several machines."),
        Words("大量作業只用這一臺主機。", "Bulk work stays on this machine."),
    ),
}  # fmt: skip


def run() -> Answer:
    """Look at everything; the core decides."""
    checks = [*map(_core, _CORE), _libmagic(), _output(), *map(_extra, EXTRAS)]
    works = all(each.state == OK for each in checks if each.core)
    document = {
        "ok": works,
        "checks": [{**each._asdict(), "means": both(each.means)} for each in checks],
    }

    def tell(page: Page) -> None:
        for each in checks:
            words, style = _STATES[each.state]
            state = f"{page.inline(words)}  {each.found}"
            page.row(each.name, state, style, label_style="bold")
            page.row("", each.means)
            page.row("", each.fix, "cyan")
        page.gap()
        page.say(_WORKS if works else _BROKEN, "bold green" if works else "bold red")

    return Answer(document, tell, works)


_WORKS: Final = Words("核心可用。", "The core works.")
_BROKEN: Final = Words("核心無法使用；請先處理標示「有問題」的項目。",
                       "The core does not work; see what is marked as a problem.")  # fmt: skip


class Core(NamedTuple):
    """Something learnport cannot do without.

    Attributes:
        name: what.
        look: says what is there, or raises.
        good: what it means that it is there.
        bad: what it means that it is not.
        fix: what would put it right.
    """

    name: str
    look: Callable[[], str]
    good: Words
    bad: Words
    fix: str


def _core(wanted: Core) -> Check:
    try:
        return Check(wanted.name, True, OK, wanted.look(), wanted.good)
    except Exception as error:  # whatever is broken here must not break the report
        return Check(wanted.name, True, PROBLEM, _fault(error), wanted.bad, wanted.fix)


def _fault(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def _python() -> str:
    major, minor, _ = platform.python_version_tuple()
    if (int(major), int(minor)) < (3, 11):
        raise RuntimeError(platform.python_version())
    return platform.python_version()


def _rooms() -> str:
    importlib.import_module("learnport.systems")
    return f"{learnport.__version__} ({Path(learnport.__file__).parent})"


def _parameters() -> str:
    return str(len(importlib.import_module("learnport.parameters").load_parameters()))


def _time_zone() -> str:
    return zoneinfo.ZoneInfo("Asia/Taipei").key


def _disk() -> str:
    """Write a file as the stores do: content and name both forced to the disk."""
    with tempfile.TemporaryDirectory(prefix="learnport-") as name:
        with Path(name, "doctor").open("wb") as file:
            file.write(b"learnport")
            file.flush()
            os.fsync(file.fileno())
        if os.name == "posix":
            folder = os.open(name, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        return str(Path(name).parent)


_REINSTALL: Final = "python -m pip install --force-reinstall learnport"
_CORE: Final = (
    Core("Python", _python,
         Words("版本符合。", "The version is right."),
         Words("請改用 Python 3.11 以上。", "Use Python 3.11 or newer."), ""),
    Core("learnport", _rooms,
         Words("所有模組皆可載入。", "Every part of it loads."),
         Words("有模組無法載入。", "A part of it does not load."), _REINSTALL),
    Core("parameters", _parameters,
         Words("法規參數皆可讀取。", "The parameters of the law can be read."),
         Words("法規參數無法讀取。", "The parameters of the law cannot be read."), _REINSTALL),
    Core("time zone", _time_zone,
         Words("期程以臺灣時間計算。", "Opening and closing times are reckoned in Taiwan's time."),
         Words("無法以臺灣時間計算期程。", "Windows cannot be reckoned in Taiwan's time."),
         "python -m pip install tzdata"),
    Core("disk", _disk,
         Words("暫存資料夾可寫入，且確實存到磁碟（fsync）。",
               "The temporary folder takes files and forces them to the disk (fsync)."),
         Words("暫存資料夾無法寫入，或無法確實存到磁碟（fsync）。請以環境變數 TMPDIR 另行指定。",
               "The temporary folder takes no files or does not force them to the disk (fsync): "
               "name another one in the variable TMPDIR."), ""),
)  # fmt: skip


def _libmagic() -> Check:
    try:
        there = "libmagic" in importlib.import_module("learnport.inspection").available_witnesses()
    except Exception as error:
        means = Words("無法檢查檔案格式。", "The inspection of files does not load.")
        return Check("libmagic", False, PROBLEM, _fault(error), means, _REINSTALL)
    if there:
        means = Words("檔案格式多一項獨立判斷。", "One more independent opinion on what a file is.")
        return Check("libmagic", False, OK, "", means)
    means = Words(
        "檔案格式只由 filetype 與檔案結構判斷。Debian 與 Ubuntu 可安裝：",
        "What a file is, filetype and the file's structure decide alone. On Debian and Ubuntu:",
    )
    return Check("libmagic", False, MISSING, "", means, "apt-get install libmagic1")


def _output() -> Check:
    encoding = sys.stdout.encoding
    try:
        "學習歷程檔案".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        means = Words("這裡無法顯示中文；請設定環境變數：", "Chinese cannot be shown here; set:")
        return Check("output", False, PROBLEM, encoding, means, "PYTHONUTF8=1")
    return Check("output", False, OK, encoding, Words("可以顯示中文。", "Chinese can be shown."))


def _extra(name: str) -> Check:
    extra = EXTRAS[name]
    install = f"python -m pip install 'learnport[{name}]'"
    try:
        versions = {each: _version(each, module) for each, module in extra.modules.items()}
    except Exception as error:  # what it is built on is missing, for example
        return Check(name, False, PROBLEM, _fault(error), extra.absent, install)
    found = ", ".join(f"{each} {version}" for each, version in versions.items() if version)
    if all(versions.values()):
        return Check(name, False, OK, found, extra.there)
    return Check(name, False, MISSING, found, extra.absent, install)


def _version(distribution: str, module: str) -> str | None:
    """The version of what is installed and loads; None when it is not installed."""
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name == module:
            return None
        raise
    return importlib.metadata.version(distribution)
