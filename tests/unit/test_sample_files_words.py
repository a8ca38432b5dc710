"""The sample school's words are natural, bounded, made up, and all in its font."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from random import Random

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from learnport.errors import CallerError, NotFound
from learnport.model import PERFORMANCE_DETAILS, Competition, PerformanceDetails, School
from learnport.sample._files_text import break_lines, font_file, require_glyphs
from learnport.sample._words import (
    Writing,
    description_of_length,
    notice,
    outcome_writing,
    performance_writing,
    school_name,
    student_name,
    subjects,
    teacher_name,
)

SEEDS = st.integers(min_value=0, max_value=2**32)
DATA = resources.files("learnport.sample") / "data"


def texts(writing: Writing) -> list[str]:
    paragraphs = [text for section in writing.sections for text in section.paragraphs]
    return [
        writing.title,
        writing.description,
        writing.topic,
        *paragraphs,
        *writing.fields.values(),
    ]


def test_every_character_of_the_vocabulary_is_in_the_font() -> None:
    with font_file() as path, TTFont(path) as face:
        glyphs = set(map(chr, face.getBestCmap()))
    vocabulary = set((DATA / "words.toml").read_text(encoding="utf-8")) - {"\n"}
    assert vocabulary - glyphs == set()
    assert set("虛構樣本學習歷程檔案，。、；：？！「」（）ABCxyz0123456789%") - glyphs == set()


def test_the_font_is_small_and_carries_its_licence_and_a_name_of_its_own() -> None:
    with font_file() as path, TTFont(path) as face:
        assert path.stat().st_size < 300_000
        names = {record.nameID: str(record) for record in face["name"].names}
    assert names[1] == "Learnport Sample TC"
    assert "SIL Open Font License, Version 1.1" in names[13]
    assert "Reserved Font Name 'Source'" in names[0]
    licence = (DATA / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


@pytest.mark.parametrize("subject", subjects())
@given(seed=SEEDS)
def test_an_outcome_of_any_subject_has_a_title_a_short_description_and_four_sections(
    subject: str, seed: int
) -> None:
    writing = outcome_writing(Random(seed), subject)
    assert writing.topic == subject
    assert 4 <= len(writing.title) <= 30
    assert 30 <= len(writing.description) <= 100
    assert len(writing.sections) == 4
    assert not any(re.search(r"[{}]", text) for text in texts(writing))


@pytest.mark.parametrize("category", PERFORMANCE_DETAILS)
@given(seed=SEEDS)
def test_a_performance_of_any_category_fits_its_limits_and_names_its_roster_fields(
    category: type[PerformanceDetails], seed: int
) -> None:
    writing = performance_writing(Random(seed), category)
    assert 4 <= len(writing.title) <= 30
    assert 30 <= len(writing.description) <= 100
    assert not any(re.search(r"[{}]", text) for text in texts(writing))
    assert set(writing.fields) <= set(category.__annotations__)
    assert writing.fields


def test_the_names_of_the_fields_are_taken_from_one_consistent_group() -> None:
    with (DATA / "words.toml").open("rb") as file:
        groups = tomllib.load(file)["performances"]["Competition"]["fields"]
    for seed in range(200):
        fields = performance_writing(Random(seed), Competition).fields
        assert any(all(fields[name] in group[name] for name in group) for group in groups)


def test_one_seed_says_the_same_and_another_something_else() -> None:
    one = outcome_writing(Random(1), "化學")
    assert one == outcome_writing(Random(1), "化學")
    assert one != outcome_writing(Random(2), "化學")


def test_an_unknown_subject_or_category_is_refused() -> None:
    with pytest.raises(NotFound, match="sample subject 占星術 does not exist"):
        outcome_writing(Random(0), "占星術")
    with pytest.raises(NotFound, match="performance category School does not exist"):
        performance_writing(Random(0), School)  # type: ignore[arg-type]


@given(seed=SEEDS, length=st.integers(min_value=0, max_value=900))
def test_a_description_of_any_length_has_exactly_that_length(seed: int, length: int) -> None:
    assert len(description_of_length(Random(seed), length)) == length


def test_people_and_school_are_visibly_made_up() -> None:
    assert student_name(1) == "樣本一"
    assert student_name(2030) == "樣本二〇三〇"
    assert teacher_name(7) == "虛構七"
    assert school_name() == "虛構高級中等學校"
    assert "虛構" in notice()


def test_closing_punctuation_never_begins_a_line_and_opening_never_ends_one() -> None:
    assert break_lines("一二三四五，六七八九「十」", 5) == ["一二三四五，", "六七八九", "「十」"]
    assert break_lines("一二三四（五六七）八", 5) == ["一二三四", "（五六七）", "八"]


def test_a_latin_word_stays_whole() -> None:
    assert break_lines("我用Python寫程式", 4) == ["我用", "Python", "寫程式"]


@given(text=st.text("一二三，。（）「」ab 1", min_size=1, max_size=80), ems=st.integers(3, 20))
def test_breaking_lines_loses_no_character(text: str, ems: int) -> None:
    assert "".join(break_lines(text, ems)) == text


def test_a_character_the_font_lacks_is_named_instead_of_drawn_as_a_box() -> None:
    require_glyphs([])
    require_glyphs(["樣本", "ABC"])
    with pytest.raises(CallerError, match=r"no glyph for U\+2603, U\+9F98$"):
        require_glyphs(["樣本☃", "龘"])
