"""`learnport demo`: one school year of a school that does not exist."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Final

import click

from learnport.cli._print import Answer, Page, Words, both, finding_object
from learnport.cli._progress import bars
from learnport.errors import CallerError
from learnport.sample import Refusal, RingReport, Step, UnexpectedRefusal, run_ring, sample_school

__all__ = ["run"]

_MARKER: Final = ".learnport-demo"
_INDENT: Final = 4
_NOTE: Final = (
    "這個資料夾由 learnport demo 產生；再次執行時會清空。\n"
    "Made by `learnport demo`; running it again here deletes everything in this folder.\n"
)


def run(students: int, seed: int, out: Path, lang: str | None) -> Answer:
    """Play the year.

    Raises:
        CallerError: the folder holds something that no demo put there.
    """
    _prepare(out)
    try:
        with bars(lang) as progress:
            report = run_ring(sample_school(students, seed), out, progress)
    except UnexpectedRefusal as refusal:  # the demo's own fault, not the caller's
        click.echo(f"不如預期 Not as expected: {refusal}", err=True)
        raise click.exceptions.Exit(1) from None
    document = {
        "as_expected": report.as_expected,
        "school": report.school,
        "year": str(report.year),
        "students": report.students,
        "seed": seed,
        "out": str(out),
        "steps": [_step_object(each) for each in report.steps],
        "packages": [str(each) for each in report.packages],
        "rosters": [str(each) for each in report.rosters],
        "receipts": [str(each) for each in report.receipts],
    }
    return Answer(document, lambda page: _tell(page, report), report.as_expected)


def _prepare(out: Path) -> None:
    """Make the folder ready: new, or empty, or emptied because a demo made it."""
    out.mkdir(parents=True, exist_ok=True)
    marker = out / _MARKER
    held = [each for each in out.iterdir() if each != marker]
    if held and not marker.is_file():
        raise CallerError(
            detail=f"{out} 不是空的，也不是先前示範的資料夾；請以 --out 指定其他資料夾。"
            f" {out} is neither empty nor of a former demo: name another folder with --out"
        )
    marker.write_text(_NOTE, encoding="utf-8")  # stays to the last: a run cut short can be redone
    for each in held:
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()


def _step_object(step: Step) -> dict[str, object]:
    return {
        "title": both(step.title),
        "counts": [{"what": both(each.what), "number": each.number} for each in step.counts],
        "refusals": [
            {
                "case": both(each.case),
                "expected": each.expected,
                "as_expected": each.as_expected,
                "findings": [finding_object(finding) for finding in each.findings],
            }
            for each in step.refusals
        ],
    }


def _tell(page: Page, report: RingReport) -> None:
    year, students = report.year, report.students
    page.say(
        Words(
            f"{report.school}　{year} 學年度　學生 {students:,} 人",
            f"{report.school}, school year {year}, {students:,} students",
        ),
        "bold",
    )
    for number, step in enumerate(report.steps, 1):
        page.gap()
        _tell_step(page, number, step)
    page.gap()
    for label, paths in (
        (Words("提交檔", "packages"), report.packages),
        (Words("名冊", "rosters"), report.rosters),
        (Words("收訖明細", "receipts"), report.receipts),
    ):
        page.say(page.inline(label), "bold")
        for path in paths:
            page.say(str(path), indent=2)
    page.gap()
    page.say(*_verdict(report))
    page.gap()
    page.say(Words("接下來可以試試：", "What to try next:"))
    page.say(f"learnport verify {shlex.quote(str(report.packages[-1]))}", "cyan", indent=2)
    page.say("learnport rules LP1102", "cyan", indent=2)
    page.say("learnport law outcome.document.max_bytes", "cyan", indent=2)


def _tell_step(page: Page, number: int, step: Step) -> None:
    page.row(f"{number}.", step.title, "bold", label_style="bold", width=_INDENT)
    counts = Words(
        "，".join(f"{each.what.zh} {each.number:,}" for each in step.counts),
        ", ".join(f"{each.what.en}: {each.number:,}" for each in step.counts),
    )
    page.say(counts, indent=_INDENT)
    for index, refusal in enumerate(step.refusals, 1):
        page.gap()
        _tell_refusal(page, f"{number}.{index}", refusal)


def _tell_refusal(page: Page, number: str, refusal: Refusal) -> None:
    page.row(number, refusal.case, "bold", indent=_INDENT, width=6)
    if not refusal.as_expected:
        code = refusal.expected
        page.say(
            Words(
                f"不如預期：應以 {code} 退回。" if code else "不如預期：不應退回。",
                f"Not as expected: {code or 'nothing'} should have refused it.",
            ),
            "bold red",
            indent=_INDENT + 6,
        )
    for finding in refusal.findings:
        page.finding(finding, indent=_INDENT + 6)


def _verdict(report: RingReport) -> tuple[Words, str]:
    refusals = [refusal for step in report.steps for refusal in step.refusals]
    wrong = sum(not each.as_expected for each in refusals)
    if wrong:
        words = Words(
            f"{len(refusals)} 個應退回的案例中，有 {wrong} 個不如預期。",
            f"{wrong} of {len(refusals)} cases were not refused as expected.",
        )
        return words, "bold red"
    words = Words(
        f"一切如預期：{len(refusals)} 個應退回的案例都已依各自的原因退回，其餘全部完成。",
        f"Everything went as expected: all {len(refusals)} cases that must be refused were, "
        "each for its own reason.",
    )
    return words, "bold green"
