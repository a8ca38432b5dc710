"""The command line as a whole: help, failure, interruption, and terminals of all sorts."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

import learnport
from learnport.cli import _main, main
from tests.unit.cli_runs import run

ESCAPE = "\x1b"


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run another Python on this learnport, without a terminal."""
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "COLUMNS": "100", **environment},
        capture_output=True,
        check=False,
    )


def test_the_module_answers_as_the_command_does() -> None:
    done = python("-m", "learnport", "--version")
    assert done.returncode == 0
    assert done.stdout.decode().split()[-1] == learnport.__version__


def test_help_names_every_command_and_what_the_exit_codes_mean() -> None:
    result = run("--help")
    assert result.exit_code == 0
    lines = result.stdout.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in lines[:5]] == ["demo", "doctor", "law", "rules", "verify"]
    for line in ("0  正常 fine", "1  有不通過或問題 findings", "2  用法錯誤 misuse"):
        assert line in result.stdout


@pytest.mark.parametrize("name", ["demo", "verify", "law", "rules", "doctor"])
def test_help_of_a_command_is_bilingual_and_shows_examples(name: str) -> None:
    text = run(name, "--help").stdout
    assert f"範例 Examples\n    learnport {name}" in text
    for option in ("--json", "--lang [zh|en]"):
        assert option in text


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_its_extra_the_command_line_says_what_to_install(missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; from learnport.cli import main; main()"
    done = python("-c", code)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().splitlines() == [
        "the command line needs an extra: python -m pip install 'learnport[cli]'"
    ]


def test_another_missing_module_is_not_mistaken_for_the_extra() -> None:
    done = python("-c", "import sys; sys.modules['json'] = None; import learnport.cli")
    assert b"ModuleNotFoundError" in done.stderr
    assert b"learnport[cli]" not in done.stderr


def test_an_unknown_option_is_misuse() -> None:
    assert run("law", "--no-such-option").exit_code == 2


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make the command `rules` end in an error."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(_main, "give", fail)


def test_a_failing_disk_is_one_line_and_misuse(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, OSError(errno.ENOSPC, "No space left on device", "big.zip"))
    result = run("rules")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == "Error: No space left on device big.zip\n"


def test_an_error_of_the_system_without_words_still_says_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing(monkeypatch, OSError("the cable is out"))
    assert run("rules").stderr == "Error: the cable is out\n"


def test_a_reader_that_went_away_is_no_failure_to_talk_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing(monkeypatch, OSError(errno.EPIPE, "Broken pipe"))
    assert run("rules").stderr == ""


def test_an_interruption_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, KeyboardInterrupt())
    result = run("rules")
    assert result.exit_code == 130
    assert result.stderr == "\n已中斷。 Interrupted.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_a_demo_that_is_interrupted_leaves_a_folder_that_can_be_used_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "learnport", "demo", "--students", "500", "--out", str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while process.poll() is None and not (out / "school").exists():
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == b""
    assert stderr.decode().strip() == "已中斷。 Interrupted."
    assert (out / ".learnport-demo").is_file()


@pytest.mark.parametrize("command", ["law", "rules", "doctor"])
def test_where_no_terminal_is_there_are_no_escapes(command: str) -> None:
    done = python("-m", "learnport", command)
    assert done.returncode == 0
    assert ESCAPE not in done.stdout.decode()
    assert done.stderr == b""


def test_what_a_stream_cannot_spell_becomes_question_marks() -> None:
    done = python("-m", "learnport", "rules", "LP1003", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    text = done.stdout.decode("ascii")
    assert "The description has {length} characters; the limit is {limit}." in text
    assert "???" in text


def test_json_is_whole_whatever_the_stream_can_spell() -> None:
    plain = python("-m", "learnport", "rules", "LP1003", "--json", PYTHONIOENCODING="utf-8")
    escaped = python("-m", "learnport", "rules", "LP1003", "--json", PYTHONIOENCODING="ascii")
    assert "簡述有 {length} 字" in plain.stdout.decode("utf-8")
    assert json.loads(escaped.stdout) == json.loads(plain.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_a_terminal_gets_colours_unless_it_wants_none(no_color: str, coloured: bool) -> None:
    import pty

    controller, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "NO_COLOR": no_color}
    command = [sys.executable, "-m", "learnport", "rules", "LP1003"]
    with subprocess.Popen(command, env=environment, stdout=terminal, stdin=terminal) as process:
        os.close(terminal)
        shown = b""
        try:
            while chunk := os.read(controller, 4096):
                shown += chunk
        except OSError:  # how Linux says that the other side is closed
            pass
    os.close(controller)
    assert process.returncode == 0
    assert (b"\x1b[1;31mLP1003" in shown) is coloured
    assert "LP1003 不通過 reject".encode() in shown


def test_the_tree_can_be_walked_for_the_reference() -> None:
    assert isinstance(main, click.Group)
    assert list(main.commands) == ["demo", "verify", "law", "rules", "doctor"]
