"""`learnport verify`: whether a package is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from learnport.cli._print import Answer, Page, Words, finding_object
from learnport.cli._progress import CountingPool, bars
from learnport.errors import PackageError
from learnport.formats import PackageReader, verify_package
from learnport.model import Finding

__all__ = ["run"]

_SHOWN: Final = 50
"""So many findings are printed for people; programs get all."""

_WHOLE: Final = Words("提交檔完整，可以收件。", "The package is whole.")
_BROKEN: Final = Words("提交檔有誤，不可收件。", "The package is not whole: refuse it.")


class _Facts(NamedTuple):
    """What a package says of itself; nothing but its size where it cannot be opened."""

    size: int
    files: int | None = None
    payload_bytes: int | None = None
    algorithms: tuple[str, ...] = ()
    digest: str | None = None


def run(package: Path, lang: str | None) -> Answer:
    """Read a package from end to end."""
    with bars(lang) as report, CountingPool(Words("檢查檔案", "Checking files"), report) as pool:
        findings = verify_package(package, pool)
    valid = not any(each.severity.refuses for each in findings)
    facts = _facts(package)
    document = {
        "package": str(package),
        "valid": valid,
        **facts._asdict(),
        "findings": [finding_object(each) for each in findings],
    }

    def tell(page: Page) -> None:
        _tell_facts(page, package, facts)
        _tell_findings(page, findings)
        page.gap()
        page.say(_WHOLE if valid else _BROKEN, "bold green" if valid else "bold red")

    return Answer(document, tell, valid)


def _facts(package: Path) -> _Facts:
    size = package.stat().st_size
    try:
        reader = PackageReader(package)
    except PackageError:
        return _Facts(size)
    payload = reader.payload()
    algorithms = {algorithm for each in payload for algorithm, _ in each.digests}
    payload_bytes = sum(each.size for each in payload)
    return _Facts(size, len(payload), payload_bytes, tuple(sorted(algorithms)), reader.digest)


def _tell_facts(page: Page, package: Path, facts: _Facts) -> None:
    page.say(str(package), "bold")
    page.row(Words("大小", "size"), _bytes(page, facts.size))
    if facts.files is not None and facts.payload_bytes is not None:
        page.row(Words("檔案", "files"), f"{facts.files:,}")
        page.row(Words("內容", "payload"), _bytes(page, facts.payload_bytes))
        page.row(Words("演算法", "algorithm"), ", ".join(facts.algorithms))
        page.row(Words("雜湊值", "digest"), facts.digest or "")


def _bytes(page: Page, count: int) -> str:
    return f"{count:,} {page.inline(Words('位元組', 'bytes'))}"


def _tell_findings(page: Page, findings: tuple[Finding, ...]) -> None:
    for each in findings[:_SHOWN]:
        page.gap()
        page.finding(each)
    if (more := len(findings) - _SHOWN) > 0:
        page.gap()
        page.say(Words(f"另有 {more:,} 項", f"and {more:,} more: --json lists them all"), "bold")
