"""`learnport demo` and `learnport verify`."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from learnport.cli import _demo, _verify
from learnport.model import Finding, SchoolYear, Severity, Text
from learnport.sample import (
    Count,
    Progress,
    Refusal,
    RingReport,
    SampleSchool,
    Step,
    UnexpectedRefusal,
)
from tests.unit.cli_runs import document, golden, run, shape

TOO_LONG = Finding(
    "LP1003", Severity.REJECT, "/description",
    Text("簡述有 101 字，超過上限 100 字。",
         "The description has 101 characters; the limit is 100."),
    Text("請刪減。", "Shorten it."), "第 19 頁", (("length", 101),),
)  # fmt: skip


# The real thing, once.


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    out = tmp_path_factory.mktemp("demo") / "out"
    return run("demo", "--students", "3", "--seed", "5", "--out", out, "--json"), out


@pytest.fixture(scope="module")
def package(played: tuple[Result, Path]) -> Path:
    return Path(json.loads(played[0].stdout)["packages"][0])


def test_a_small_school_goes_through_its_year_as_expected(played: tuple[Result, Path]) -> None:
    result, out = played
    assert result.stderr == ""
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["as_expected"] is True
    assert (answer["students"], answer["seed"], answer["year"]) == (3, 5, "113")
    assert answer["out"] == str(out)
    for kind, ending in (("packages", ".zip"), ("rosters", ".xlsx"), ("receipts", ".json")):
        assert answer[kind]
        for path in answer[kind]:
            assert path.startswith(str(out))
            assert path.endswith(ending)
            assert Path(path).stat().st_size > 0


def test_what_was_refused_says_code_place_remedy_and_source(played: tuple[Result, Path]) -> None:
    steps = json.loads(played[0].stdout)["steps"]
    refusals = [refusal for step in steps for refusal in step["refusals"]]
    (described,) = [each for each in refusals if each["expected"] == "LP1003"]
    (finding,) = [each for each in described["findings"] if each["code"] == "LP1003"]
    assert described["as_expected"] is True
    assert finding["at"] == "/description"
    assert finding["values"] == {"length": 101, "limit": 100, "excess": 1}
    assert all(finding[key] for key in ("message", "remedy", "source"))
    assert {"LP1102", "LP1108", "LP1204", "LP1401", "LP1405", "LP1503"} <= {
        each["expected"] for each in refusals
    }


def test_the_answer_of_demo_has_its_pinned_form(played: tuple[Result, Path]) -> None:
    assert shape(json.loads(played[0].stdout)) == golden("demo")


# The report, of a year that is made up.


def report(out: Path, *refusals: Refusal) -> RingReport:
    return RingReport(
        school="虛構高中",
        year=SchoolYear(113),
        students=1200,
        steps=(
            Step(Text("勾選", "Select"), (Count(Text("件數", "items"), 1234),)),
            Step(Text("試誤", "Try"),
                 (Count(Text("退回", "refused"), 1), Count(Text("檔案", "files"), 2)), refusals),
        ),
        packages=(out / "a.zip", out / "the last.zip"),
        rosters=(out / "a.xlsx",),
        receipts=(out / "a.json",),
    )  # fmt: skip


GOOD = Refusal(Text("簡述 101 字", "101 characters"), "LP1003", (TOO_LONG,))
BAD = Refusal(Text("空白檔案", "an empty file"), "LP1101", (TOO_LONG,))


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """Stands for the ring: remembers what it was asked for and reports what it is told to."""
    monkeypatch.chdir(tmp_path)
    told: dict[str, Any] = {"refusals": [GOOD]}

    def run_ring(sample: SampleSchool, out: Path, progress: Progress) -> RingReport:
        told.update(seed=sample.seed, students=len(sample.students), out=out)
        told["found"] = sorted(each.name for each in out.iterdir())
        progress(Text("勾選", "Select"), 1, 2)
        (out / "packages").mkdir()
        (out / "packages" / "a.zip").write_bytes(b"zip")
        return report(out, *told["refusals"])

    monkeypatch.setattr(_demo, "run_ring", run_ring)
    return told


def test_the_demo_has_sixty_students_unless_told_otherwise(ring: dict[str, Any]) -> None:
    assert run("demo").exit_code == 0
    assert (ring["students"], ring["seed"], ring["out"]) == (60, 7, Path("learnport-demo"))


def test_the_report_tells_every_step_refusal_and_place(ring: dict[str, Any]) -> None:
    assert ring
    result = run("demo")
    assert result.stderr == ""
    assert result.stdout.splitlines() == [
        "虛構高中　113 學年度　學生 1,200 人",
        "虛構高中, school year 113, 1,200 students",
        "",
        "1.  勾選",
        "    Select",
        "    件數 1,234",
        "    items: 1,234",
        "",
        "2.  試誤",
        "    Try",
        "    退回 1，檔案 2",
        "    refused: 1, files: 2",
        "",
        "    2.1   簡述 101 字",
        "          101 characters",
        "          LP1003 不通過 reject 簡述有 101 字，超過上限 100 字。",
        "                               The description has 101 characters; the limit is 100.",
        "          位置 place           /description",
        "          補救 remedy          請刪減。",
        "                               Shorten it.",
        "          出處 source          第 19 頁",
        "",
        "提交檔 packages",
        "  learnport-demo/a.zip",
        "  learnport-demo/the last.zip",
        "名冊 rosters",
        "  learnport-demo/a.xlsx",
        "收訖明細 receipts",
        "  learnport-demo/a.json",
        "",
        "一切如預期：1 個應退回的案例都已依各自的原因退回，其餘全部完成。",
        "Everything went as expected: all 1 cases that must be refused were, each for its own "
        "reason.",
        "",
        "接下來可以試試：",
        "What to try next:",
        "  learnport verify 'learnport-demo/the last.zip'",
        "  learnport rules LP1102",
        "  learnport law outcome.document.max_bytes",
    ]


def test_one_language_alone_halves_the_report(ring: dict[str, Any]) -> None:
    assert ring
    chinese = run("demo", "--lang", "zh").stdout
    english = run("demo", "--lang", "en").stdout
    assert "請刪減。" in chinese
    assert "Shorten it." not in chinese
    assert "Shorten it." in english
    assert "請刪減。" not in english


def test_a_case_that_was_not_refused_as_it_should_is_exit_code_1(ring: dict[str, Any]) -> None:
    ring["refusals"] = [GOOD, BAD]
    result = run("demo")
    assert result.exit_code == 1
    assert "          不如預期：應以 LP1101 退回。" in result.stdout.splitlines()
    assert "1 of 2 cases were not refused as expected." in result.stdout
    assert document("demo")["as_expected"] is False
    assert run("demo", "--json").exit_code == 1


def test_something_allowed_that_was_refused_is_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: object) -> RingReport:
        raise UnexpectedRefusal(codes=("LP1503 ",))

    monkeypatch.setattr(_demo, "run_ring", refuse)
    result = run("demo", "--out", tmp_path)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("不如預期 Not as expected: ")
    assert "LP1503" in result.stderr


@pytest.mark.parametrize(("students", "code"), [("2", 2), ("3", 0)])
def test_a_ring_needs_three_students(students: str, code: int, ring: dict[str, Any]) -> None:
    assert ring
    assert run("demo", "--students", students).exit_code == code


# The folder.


def test_a_former_demos_folder_is_cleared_and_used_again(ring: dict[str, Any]) -> None:
    assert run("demo", "--out", "out").exit_code == 0
    Path("out", "leftover.txt").touch()
    assert run("demo", "--out", "out").exit_code == 0
    assert ring["found"] == [".learnport-demo"]
    assert not Path("out", "leftover.txt").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows needs a privilege for links")
def test_clearing_never_follows_a_link(ring: dict[str, Any]) -> None:
    assert ring
    Path("precious").mkdir()
    Path("precious", "thesis.txt").touch()
    assert run("demo", "--out", "out").exit_code == 0
    Path("out", "link").symlink_to(Path("precious").resolve(), target_is_directory=True)
    assert run("demo", "--out", "out").exit_code == 0
    assert Path("precious", "thesis.txt").is_file()
    assert not Path("out", "link").is_symlink()


def test_an_empty_folder_is_used(ring: dict[str, Any]) -> None:
    Path("out").mkdir()
    assert run("demo", "--out", "out").exit_code == 0
    assert ring["found"] == [".learnport-demo"]


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(
    ring: dict[str, Any],
) -> None:
    Path("mine").mkdir()
    Path("mine", "thesis.txt").write_text("words", encoding="utf-8")
    result = run("demo", "--out", "mine")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == (
        "Error: mine 不是空的，也不是先前示範的資料夾；請以 --out 指定其他資料夾。 "
        "mine is neither empty nor of a former demo: name another folder with --out\n"
    )
    assert [each.name for each in Path("mine").iterdir()] == ["thesis.txt"]
    assert "found" not in ring


def test_a_file_is_no_folder(ring: dict[str, Any]) -> None:
    assert ring
    Path("file").touch()
    assert run("demo", "--out", "file").exit_code == 2
    result = run("demo", "--out", "file/below")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1


# Packages.


def test_a_whole_package_is_exit_code_0(package: Path) -> None:
    result = run("verify", package)
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert lines[0] == str(package)
    assert lines[1] == f"大小 size        {package.stat().st_size:,} 位元組 bytes"
    assert lines[4] == "演算法 algorithm sha256"
    assert lines[-2:] == ["提交檔完整，可以收件。", "The package is whole."]


def test_a_packages_facts_are_those_of_its_zip(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        payload = [each for each in archive.infolist() if "/data/" in each.filename]
    answer = document("verify", package)
    assert answer["valid"] is True
    assert answer["files"] == len(payload)
    assert answer["payload_bytes"] == sum(each.file_size for each in payload)
    assert answer["algorithms"] == ["sha256"]
    assert len(answer["digest"]) == 64
    assert answer["findings"] == []


@pytest.fixture
def damaged(package: Path, tmp_path: Path) -> Path:
    """The package with one bit of its largest file turned over."""
    with zipfile.ZipFile(package) as archive:
        largest = max(archive.infolist(), key=lambda each: each.file_size)
    content = bytearray(package.read_bytes())
    content[largest.header_offset + 30 + len(largest.filename) + largest.file_size // 2] ^= 1
    path = tmp_path / "damaged.zip"
    path.write_bytes(content)
    return path


def test_one_bit_turned_over_is_found_and_exit_code_1(damaged: Path) -> None:
    result = run("verify", damaged)
    assert result.exit_code == 1
    assert "LP3243 不通過 reject 檔案內容與清單的 sha256 雜湊值不符。" in result.stdout.splitlines()
    assert result.stdout.splitlines()[-1] == "The package is not whole: refuse it."
    assert run("verify", damaged, "--json").exit_code == 1
    answer = document("verify", damaged)
    assert answer["valid"] is False
    assert [each["code"] for each in answer["findings"]][:1] == ["LP3243"]


def test_what_is_no_package_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "letter.zip"
    path.write_text("Dear school", encoding="utf-8")
    answer = document("verify", path)
    assert answer == {
        "package": str(path),
        "valid": False,
        "size": 11,
        "files": None,
        "payload_bytes": None,
        "algorithms": [],
        "digest": None,
        "findings": answer["findings"],
    }
    assert [each["code"] for each in answer["findings"]] == ["LP3201"]
    result = run("verify", path)
    assert result.exit_code == 1
    assert "檔案 files" not in result.stdout


def test_a_package_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    for path in (tmp_path / "none.zip", tmp_path):
        result = run("verify", path)
        assert result.exit_code == 2
        assert result.stdout == ""


def test_alerts_are_shown_and_pass(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alert = Finding("LP3235", Severity.ALERT, "", Text("弱", "weak"), Text("改", "do"), "RFC 8493")
    monkeypatch.setattr(_verify, "verify_package", lambda *_: (alert,))
    result = run("verify", package)
    assert result.exit_code == 0
    assert "LP3235 提醒 alert" in result.stdout
    assert "The package is whole." in result.stdout


@pytest.mark.parametrize(("count", "more"), [(50, None), (51, 1), (1050, 1000)])
def test_people_see_fifty_findings_and_programs_all(
    count: int, more: int | None, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_verify, "verify_package", lambda *_: (TOO_LONG,) * count)
    shown = run("verify", package, "--lang", "en").stdout
    assert shown.count("LP1003") == 50
    assert ("more: --json lists them all" in shown) is (more is not None)
    assert more is None or f"and {more:,} more" in shown
    assert len(document("verify", package)["findings"]) == count


def test_the_answer_of_verify_has_its_pinned_form(damaged: Path) -> None:
    assert shape(document("verify", damaged)) == golden("verify")
