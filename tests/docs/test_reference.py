"""The generated reference: fresh, complete, and the check notices when it is not."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.repository import ROOT

SCRIPT = ROOT / "docs" / "generate.py"


@pytest.fixture
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def elsewhere(generate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reference of its own, freshly written."""
    monkeypatch.setattr(generate, "TARGET", tmp_path)
    assert generate.main([]) == 0
    return tmp_path


def test_the_committed_reference_is_fresh(
    generate: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    result = generate.main(["--check"])
    assert capsys.readouterr().err == ""
    assert result == 0


@pytest.mark.usefixtures("elsewhere")
def test_what_was_just_written_is_fresh(generate: ModuleType) -> None:
    assert generate.main(["--check"]) == 0


def test_an_edited_a_missing_and_a_needless_page_are_named(
    generate: ModuleType, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (elsewhere / "errors.md").write_text("by hand", encoding="utf-8")
    (elsewhere / "parameters.md").unlink()
    (elsewhere / "zebras.md").touch()
    assert generate.main(["--check"]) == 1
    assert [line.split(";")[0] for line in capsys.readouterr().err.splitlines()] == [
        "stale: docs/reference/errors.md",
        "stale: docs/reference/parameters.md",
        "stale: docs/reference/zebras.md",
    ]


def test_writing_repairs_whatever_is_stale(generate: ModuleType, elsewhere: Path) -> None:
    (elsewhere / "errors.md").write_text("by hand", encoding="utf-8")
    (elsewhere / "zebras.md").touch()
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    assert not (elsewhere / "zebras.md").exists()


def test_text_with_a_bar_stays_in_its_cell(generate: ModuleType) -> None:
    assert generate.table(["a", "b"], [["x|y", "<p>\nq"]]) == (
        "| a | b |\n| --- | --- |\n| x\\|y | &lt;p> q |"
    )


def test_a_life_cycle_is_complete_without_its_picture(generate: ModuleType) -> None:
    page = generate.life_cycles()
    assert "| `awaiting` | `outcome.certify` | 認證 | certify | `certified` |" in page
    assert "    awaiting --> certified: certify" in page


@pytest.mark.parametrize("name", ["life_cycles", "permissions"])
def test_every_state_action_role_and_relation_is_put_into_words(
    generate: ModuleType, name: str
) -> None:
    page: str = getattr(generate, name)()
    assert "|  |" not in page


def test_every_code_a_finding_can_bear_stands_on_the_page_of_rules_once(
    generate: ModuleType,
) -> None:
    codes = re.findall(r"^### (LP\d{4})$", generate.rules(), flags=re.MULTILINE)
    assert len(codes) == len(set(codes))
    assert {"LP1401", "LP3101", "LP3201"} <= set(codes)


def test_every_hook_shows_its_six_headings(generate: ModuleType) -> None:
    page: str = generate.hooks()
    for heading in ("Cardinality", "Called", "Return", "Raise", "Contract", "Example"):
        assert page.count(f"\n| {heading} | ") == 10, heading
