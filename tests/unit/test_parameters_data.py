"""The packaged law, stated a second time by hand: a silent change of the data is red here."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from learnport.parameters import Content, Status, law_on, load_parameters
from tests.unit.parameters_codes import CODE_TABLES

MB: Final = 1024 * 1024
CURRICULUM: Final = "2019-08-01"
SEMESTER_109_1: Final = "2020-08-01"
CALENDAR: Final = "2014-08-01"
ADMISSION_111: Final = "2022-02-01"
ADMISSION_113: Final = "2024-02-01"
ADMISSION_115: Final = "2026-02-01"
DOCUMENTS: Final = ("application/pdf", "image/jpeg", "image/png")
MEDIA: Final = ("audio/mpeg", "video/mp4")
SURE, UNSURE = True, False

# One line per value: name, first day in force, value, whether its evidence was seen.
LAW: Final[list[tuple[str, str, Content, bool]]] = [
    ("outcome.document.max_bytes", CURRICULUM, 2 * MB, SURE),
    ("outcome.document.max_bytes", SEMESTER_109_1, 4 * MB, SURE),
    ("outcome.document.media_types", CURRICULUM, DOCUMENTS, SURE),
    ("outcome.media.max_bytes", CURRICULUM, 5 * MB, SURE),
    ("outcome.media.max_bytes", SEMESTER_109_1, 10 * MB, SURE),
    ("outcome.media.media_types", CURRICULUM, MEDIA, SURE),
    ("outcome.description.max_characters", CURRICULUM, 100, SURE),
    ("performance.document.max_bytes", CURRICULUM, 2 * MB, SURE),
    ("performance.document.max_bytes", SEMESTER_109_1, 4 * MB, SURE),
    ("performance.document.media_types", CURRICULUM, DOCUMENTS, SURE),
    ("performance.media.max_bytes", CURRICULUM, 5 * MB, SURE),
    ("performance.media.max_bytes", SEMESTER_109_1, 10 * MB, SURE),
    ("performance.media.media_types", CURRICULUM, MEDIA, SURE),
    ("performance.description.max_characters", CURRICULUM, 100, SURE),
    ("advising.document.max_bytes", CURRICULUM, 2 * MB, SURE),
    ("advising.document.max_bytes", SEMESTER_109_1, 2 * MB, UNSURE),
    ("advising.document.media_types", CURRICULUM, DOCUMENTS, SURE),
    ("advising.media.media_types", CURRICULUM, (), SURE),
    ("advising.description.max_characters", CURRICULUM, 100, SURE),
    ("file.megabyte.bytes", CURRICULUM, 1_048_576, UNSURE),
    ("selection.outcomes.max_count", CURRICULUM, 6, SURE),
    ("selection.performances.max_count", CURRICULUM, 10, SURE),
    ("certification.return.reasons_with_text", CURRICULUM, ("other",), UNSURE),
    (
        "certification.return.forbidden_words",
        CURRICULUM,
        (
            *("成績", "分數", "及格", "品質", "水準", "不夠好"),
            *("grade", "grades", "score", "scores", "quality", "pass mark"),
        ),
        UNSURE,
    ),
    ("course.no_credit.categories", CURRICULUM, ("8", "9"), UNSURE),
    ("course.no_credit.required_attribute", CURRICULUM, "D", UNSURE),
    (
        "outcome.description.performance_words",
        CURRICULUM,
        (
            *("競賽", "比賽", "技能檢定", "證照", "得獎", "獲獎"),
            *("competition", "competitions", "contest", "contests"),
            *("certificate", "certificates"),
        ),
        UNSURE,
    ),
    (
        "outcome.description.joint_work_words",
        CURRICULUM,
        (
            *("分組", "小組", "組員", "合作", "共同完成"),
            *("teammates", "group work", "joint work"),
        ),
        UNSURE,
    ),
    ("upload.window.min_days_after_term", CURRICULUM, 0, UNSURE),
    ("upload.window.min_days_after_term", SEMESTER_109_1, 14, SURE),
    ("upload.window.exempt_terms", CURRICULUM, (), UNSURE),
    ("upload.window.exempt_terms", SEMESTER_109_1, ("3-2",), UNSURE),
    ("receipt.confirmation.min_days", CURRICULUM, 3, UNSURE),
    ("receipt.confirmation.min_days", ADMISSION_111, 3, SURE),
    ("receipt.investigation.max_days", CURRICULUM, 3, UNSURE),
    ("receipt.investigation.max_days", "2023-02-01", 3, SURE),
    ("submission.grade12.rounds", CURRICULUM, 2, UNSURE),
    ("admission.university.outcomes.max_count", ADMISSION_111, 3, SURE),
    ("admission.university.performances.max_count", ADMISSION_111, 10, SURE),
    ("admission.technological.outcomes.max_count", ADMISSION_111, 9, SURE),
    ("admission.technological.performances.max_count", ADMISSION_111, 10, SURE),
    ("admission.technological.b1.max_count", ADMISSION_111, 6, SURE),
    ("admission.technological.b1.max_count", ADMISSION_113, 3, SURE),
    ("admission.own_file.max_bytes", ADMISSION_111, 5 * MB, UNSURE),
    ("admission.own_file.media_types", ADMISSION_111, ("application/pdf",), UNSURE),
    ("admission.synthesis.max_characters", ADMISSION_115, 800, UNSURE),
    ("admission.synthesis.max_pictures", ADMISSION_115, 3, UNSURE),
    ("admission.merged_codes", ADMISSION_115, ("O", "P", "Q"), UNSURE),
    ("admission.site.hours", ADMISSION_115, "09:00-21:00", UNSURE),
    ("admission.sources.max_count", ADMISSION_115, 1, UNSURE),
    ("admission.performances.uncounted_codes", ADMISSION_115, ("N",), UNSURE),
    ("calendar.year.first_day", CALENDAR, "08-01", UNSURE),
    ("calendar.semester1.first_day", CALENDAR, "08-01", UNSURE),
    ("calendar.semester2.first_day", CALENDAR, "02-01", UNSURE),
    ("calendar.roc.offset", CALENDAR, 1911, UNSURE),
    ("calendar.time_zone", CALENDAR, "Asia/Taipei", UNSURE),
    ("outcome.upload.later_semesters.max_count", CURRICULUM, 0, SURE),
    ("performance.flexible.weeks.min", CURRICULUM, 1, UNSURE),
    ("performance.flexible.weeks.max", CURRICULUM, 18, UNSURE),
    ("performance.competition.fields", CURRICULUM, ("跨領域", "不分領域", "其它領域"), UNSURE),
    (
        "performance.competition.prizes",
        CURRICULUM,
        ("未得獎", "第一名", "第二名", "第三名", "金牌獎", "佳作", "優勝"),
        UNSURE,
    ),
    ("record.score.max", CURRICULUM, 100, UNSURE),
    ("record.passing.score", CURRICULUM, 60, UNSURE),
    ("record.transfer.statuses_without_score", CURRICULUM, ("5", "6", "7"), UNSURE),
    ("record.counted.without_score", CURRICULUM, "3", UNSURE),
    ("course.ungraded.categories", CURRICULUM, ("9",), UNSURE),
    ("student.special_statuses.indigenous", CURRICULUM, ("1",), UNSURE),
    ("student.tribes.none", CURRICULUM, ("無",), UNSURE),
    ("student.class_types.experimental", CURRICULUM, ("9",), UNSURE),
    ("student.class_types.continuing", CURRICULUM, ("01", "04"), UNSURE),
    ("student.enrolment_states.enrolled", CURRICULUM, ("在學",), UNSURE),
    ("admission.university.outcomes.codes", ADMISSION_115, tuple("BCDE"), UNSURE),
    ("admission.university.performances.codes", ADMISSION_115, tuple("FGHIJKLM"), UNSURE),
    ("student.enrolment_states", CURRICULUM, ("在學",), UNSURE),
]


@pytest.mark.parametrize(("name", "since", "value", "sure"), LAW)
def test_the_packaged_law_says_what_the_sources_say(
    name: str, since: str, value: Content, sure: bool
) -> None:
    found = law_on(date.fromisoformat(since))[name]
    assert found.since == date.fromisoformat(since)
    assert found.value == value
    assert found.status == ("confirmed" if sure else "unverified")


def test_no_packaged_number_is_left_unstated_here() -> None:
    packaged = {
        (parameter.name, value.since.isoformat())
        for parameter in load_parameters().values()
        for value in parameter.values
    }
    stated = {(name, since) for name, since, _, _ in LAW}
    assert len(stated) == len(LAW)
    assert stated | set(CODE_TABLES) == packaged
    assert stated.isdisjoint(CODE_TABLES)


def test_every_name_ends_in_its_unit_or_names_a_list() -> None:
    endings: dict[str, str | tuple[str, ...]] = {
        "bytes": "bytes",
        "characters": "max_characters",
        "points": ("max", "score"),
    }
    for parameter in load_parameters().values():
        assert parameter.name.endswith(endings.get(parameter.unit, "")), parameter.name
        assert ("days" in parameter.name) == (parameter.unit == "days"), parameter.name
        assert ("weeks" in parameter.name) == (parameter.unit == "weeks"), parameter.name


def test_every_packaged_value_has_a_source_and_a_status() -> None:
    for parameter in load_parameters().values():
        for value in parameter.values:
            assert value.source.title, parameter.name
            assert value.source.article, parameter.name
            if value.status is Status.CONFIRMED:
                assert value.source.seen is not None, f"{parameter.name}: confirmed but not seen"
            else:
                assert value.note, f"{parameter.name}: does not say what evidence is missing"


def test_every_packaged_parameter_is_named_in_both_languages() -> None:
    for parameter in load_parameters().values():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in parameter.title.zh)
        assert parameter.title.en.isascii(), parameter.name


def test_every_note_is_there_in_both_languages_and_each_in_one() -> None:
    for parameter in load_parameters().values():
        for note in (parameter.note, *(value.note for value in parameter.values)):
            if note is not None:
                assert note.zh.endswith("。"), parameter.name
                assert note.en.endswith("."), parameter.name
                assert note.en.isascii() or "–" in note.en, parameter.name
                assert ". " not in note.zh, parameter.name


def test_what_the_project_itself_decided_is_said_in_one_language() -> None:
    for parameter in load_parameters().values():
        for value in parameter.values:
            if value.source.title == "learnport":
                assert not any("a" <= each <= "z" for each in value.source.article), parameter.name


# What a school may set stricter than the law, and in which direction.
TIGHTER: Final = {
    "advising.description.max_characters": "less",
    "advising.document.max_bytes": "less",
    "advising.document.media_types": "fewer",
    "advising.media.media_types": "fewer",
    "certification.return.reasons": "fewer",
    "outcome.description.max_characters": "less",
    "outcome.document.max_bytes": "less",
    "outcome.document.media_types": "fewer",
    "outcome.media.max_bytes": "less",
    "outcome.media.media_types": "fewer",
    "performance.description.max_characters": "less",
    "performance.document.max_bytes": "less",
    "performance.document.media_types": "fewer",
    "performance.media.max_bytes": "less",
    "performance.media.media_types": "fewer",
    "receipt.confirmation.min_days": "more",
    "receipt.investigation.max_days": "less",
    "selection.outcomes.max_count": "less",
    "selection.performances.max_count": "less",
    "upload.window.min_days_after_term": "more",
}


def test_a_school_may_tighten_these_and_nothing_else() -> None:
    found = {each.name: each.tighter for each in load_parameters().values() if each.tighter}
    assert found == TIGHTER


def test_what_changed_in_109_1_can_be_read_from_the_data() -> None:
    before, after = law_on(date(2020, 7, 31)), law_on(date(2020, 8, 1))
    assert {
        name: (before[name].value, after[name].value)
        for name in after.names()
        if before[name].value != after[name].value
    } == {
        "outcome.document.max_bytes": (2_097_152, 4_194_304),
        "outcome.media.max_bytes": (5_242_880, 10_485_760),
        "performance.document.max_bytes": (2_097_152, 4_194_304),
        "performance.media.max_bytes": (5_242_880, 10_485_760),
        "upload.window.exempt_terms": ((), ("3-2",)),
        "upload.window.min_days_after_term": (0, 14),
    }
