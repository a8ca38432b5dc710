"""What can be asked: the tree of commands, and what happens when a command fails.

Each command imports its answer when it runs: `--help` comes at once, and `doctor` works where
the rest of learnport does not.
"""

from __future__ import annotations

import datetime as dt
import errno
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TextIO

import click

from learnport import __version__
from learnport.cli._print import give
from learnport.errors import LearnportError

__all__ = ["main"]

_INTERRUPTED: Final = 130


class Refused(click.ClickException):
    """Misuse: one line on standard error, exit code 2."""

    exit_code = 2


class Tree(click.Group):
    """A group whose commands end in one clear line where others end in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LearnportError as error:
            raise Refused(" ".join(str(error).split())) from None
        except OSError as error:
            if error.errno == errno.EPIPE:  # nobody reads on: click ends quietly
                raise
            what = " ".join(filter(None, [error.strerror, str(error.filename or "")]))
            raise Refused(what or str(error)) from None
        except KeyboardInterrupt:
            click.echo("\n已中斷。 Interrupted.", err=True)
            raise click.exceptions.Exit(_INTERRUPTED) from None


class Days(click.ParamType[tuple[dt.date, dt.date]]):
    """A day or a semester, Gregorian or with a ROC year (西元或民國日期，或學期)."""

    name = "date"
    _FORMS: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d{3})-?(\d\d)-?(\d\d)", re.ASCII)
    _SEMESTER: Final = re.compile(r"\d{3}-[12]", re.ASCII)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[dt.date, dt.date]:
        """Read 2024-08-01, 113-08-01, 1130801 or 113-1 as its first and last day."""
        try:
            return self._read(str(value))
        except ValueError:
            words = f"請寫成 expected 2024-08-01, 113-08-01, 1130801 or 113-1, not {value!r}"
            raise click.BadParameter(words, ctx, param) from None

    def _read(self, text: str) -> tuple[dt.date, dt.date]:
        if self._SEMESTER.fullmatch(text):
            return _semester(text)
        match = self._FORMS.fullmatch(text)
        if match is None:
            raise ValueError
        numbers = [int(group) for group in match.groups() if group]
        numbers[0] += 1911 if match[4] else 0
        day = dt.date(*numbers)
        return day, day


def _semester(text: str) -> tuple[dt.date, dt.date]:
    from learnport.model import Semester

    semester = Semester.parse(text)
    return semester.opens, semester.closes


class Day(Days):
    """As `Days`, but the first day alone."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read 2024-08-01, 113-08-01 or 1130801, or the first day of 113-1."""
        return super().convert(value, param, ctx)[0]


def printed(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command shares."""
    for option in (
        click.option("--json", "as_json", is_flag=True,
                     help="給程式讀取的 JSON。 JSON for programs."),
        click.option("--lang", type=click.Choice(["zh", "en"]),
                     help="只用一種語言。 One language alone; both by default."),
    ):  # fmt: skip
        command = option(command)
    return command


def examples(*lines: str) -> str:
    """The end of a help text, with its line breaks kept."""
    return "\n  ".join(["\b\n範例 Examples", *lines])


def lenient(*streams: TextIO) -> None:
    """Let streams that cannot spell a character print a question mark instead of failing."""
    for stream in streams:
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")


@click.group(
    cls=Tree,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\n結束代碼 Exit codes\n  0  正常 fine\n  1  有不通過或問題 findings"
    "\n  2  用法錯誤 misuse",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """學生學習歷程檔案模組：示範、驗證與查詢。

    Taiwan's student learning portfolio: demonstrate, verify, look up.
    """
    lenient(sys.stdout, sys.stderr)


@main.command(
    short_help="示範一個學年 Run one school year of a sample school.",
    epilog=examples(
        "learnport demo",
        "learnport demo --students 12 --seed 3 --out trial --lang zh",
        "learnport demo --json > report.json",
    ),
)
@click.option(
    "--students",
    type=click.IntRange(min=3),
    default=60,
    show_default=True,
    help="學生人數。 How many students.",
)
@click.option(
    "--seed",
    type=int,
    default=7,
    show_default=True,
    help="相同的種子產生相同的學校。 The same seed makes the same school.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("learnport-demo"),
    show_default=True,
    help="輸出資料夾。 Folder that is new, empty, or of a former demo.",
)
@printed
def demo(students: int, seed: int, out: Path, lang: str | None, as_json: bool) -> None:
    """以一所虛構的學校和真實的檔案走完一個學年。

    Run one school year of a school that does not exist, on real files:
    upload, inspect, certify, select, pre-check, package, central database,
    receipt, dispute and correction. What must be refused is tried as well.

    The folder receives packages, rosters and receipts; what a former demo
    left in it is deleted first. Exit code 0 when everything went as expected,
    refusals included; 1 otherwise.
    """  # fmt: skip
    from learnport.cli import _demo

    give(_demo.run(students, seed, out, lang), lang, as_json)


@main.command(
    short_help="驗證提交檔 Check that a package is whole.",
    epilog=examples("learnport verify school.zip", "learnport verify school.zip --json"),
)
@click.argument("package", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@printed
def verify(package: Path, lang: str | None, as_json: bool) -> None:
    """檢查提交檔是否完整：重新計算每個檔案的雜湊值。

    Check a package: every file in it is read and compared with the digests
    in its manifests. Exit code 0 when nothing refuses it, 1 otherwise.
    """
    from learnport.cli import _verify

    give(_verify.run(package, lang), lang, as_json)


@main.command(
    short_help="法規參數 What the law says on a day.",
    epilog=examples(
        "learnport law --on 113-08-01",
        "learnport law outcome.document.max_bytes",
        "learnport law --changed 109-1",
        "learnport law --unverified --lang zh",
        "learnport law selection.outcomes.max_count --on 2019-08-01 --json",
    ),
)
@click.argument("name", required=False)
@click.option(
    "--on",
    "day",
    type=Day(),
    metavar="DATE",
    help="2024-08-01、113-08-01、1130801 或 113-1。 Default: today in Taiwan.",
)
@click.option(
    "--changed",
    type=Days(),
    metavar="DATE",
    help="某日或某學期起施行的數值。 What came into force on a day or in a semester.",
)
@click.option(
    "--unverified",
    is_flag=True,
    help="尚待查證的數值及所缺證據。 What still needs evidence, and which.",
)
@click.option(
    "--with",
    "files",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    metavar="FILE",
    help="另行加上的參數檔，後者優先。 Parameter files laid over the law; later ones win.",
)
@printed
def law(
    name: str | None,
    day: dt.date | None,
    changed: tuple[dt.date, dt.date] | None,
    unverified: bool,
    files: tuple[Path, ...],
    lang: str | None,
    as_json: bool,
) -> None:
    """查詢某一天有效的法規參數：數值、單位、施行日期與出處。

    Look up the parameters of the law on a day, each with its source; with a
    NAME that one through all years. Exit code 1 when nothing that was asked
    for is in force on that day.
    """  # fmt: skip
    from learnport.cli import _law
    from learnport.plugins import installed_parameters

    answer = _law.run(
        name,
        day,
        changed=changed,
        unverified=unverified,
        files=files,
        extra=installed_parameters(),
    )
    give(answer, lang, as_json)


@main.command(
    short_help="檢核規則 Every code a finding can bear.",
    epilog=examples("learnport rules", "learnport rules LP1003", "learnport rules --json"),
)
@click.argument("code", required=False)
@printed
def rules(code: str | None, lang: str | None, as_json: bool) -> None:
    """列出所有檢核代碼；指定代碼時另列補救方式與出處。

    List every code a finding can bear; with a CODE that one in full:
    severity, message, remedy and source.
    """
    from learnport.cli import _rules

    give(_rules.run(code), lang, as_json)


@main.command(
    short_help="檢查執行環境 What this machine has, and what that means.",
    epilog=examples("learnport doctor", "learnport doctor --json"),
)
@printed
def doctor(lang: str | None, as_json: bool) -> None:
    """檢查執行環境：核心是否可用，選用套件有哪些，缺少時有何影響。

    Look at this machine: whether the core works, which optional parts there
    are, and what the absence of one means. Exit code 0 when the core works,
    1 otherwise; a missing optional part is no problem.
    """
    from learnport.cli import _doctor

    give(_doctor.run(), lang, as_json)
