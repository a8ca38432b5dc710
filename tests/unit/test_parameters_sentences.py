"""Every sentence of the field that holds a number or a closed list has its parameter."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

import pytest

from learnport.parameters import Content, law_on

DOCUMENTS: Final = ("application/pdf", "image/jpeg", "image/png")
MEDIA: Final = ("audio/mpeg", "video/mp4")
IN_108_1, IN_109_1 = date(2019, 10, 1), date(2020, 10, 1)
ADMISSION_112, ADMISSION_113 = date(2023, 4, 1), date(2024, 4, 1)
ADMISSION_114, ADMISSION_115 = date(2025, 4, 1), date(2026, 4, 1)


class Sentence(NamedTuple):
    """What is said, where the number stands, and what it is on some days."""

    says: str
    parameter: str
    on: dict[date, Content]


def always(says: str, parameter: str, value: Content) -> Sentence:
    return Sentence(says, parameter, {IN_108_1: value, IN_109_1: value, ADMISSION_115: value})


def from_109(says: str, parameter: str, before: Content, after: Content) -> Sentence:
    return Sentence(says, parameter, {IN_108_1: before, IN_109_1: after, ADMISSION_115: after})


def admission(says: str, parameter: str, value: Content) -> Sentence:
    return Sentence(says, parameter, {ADMISSION_112: value, ADMISSION_115: value})


def in_115(says: str, parameter: str, value: Content) -> Sentence:
    return Sentence(says, parameter, {ADMISSION_115: value})


FILES: Final = [
    always("an advising record takes documents of 2 MB", "advising.document.max_bytes", 2097152),
    always("as pdf, jpg or png", "advising.document.media_types", DOCUMENTS),
    always("but no audio or video", "advising.media.media_types", ()),
    always("and 100 characters", "advising.description.max_characters", 100),
    from_109("an outcome, 2 then 4 MB", "outcome.document.max_bytes", 2097152, 4194304),
    always("as pdf, jpg or png", "outcome.document.media_types", DOCUMENTS),
    from_109("5 then 10 MB of sound or film", "outcome.media.max_bytes", 5242880, 10485760),
    always("as mp3 or mp4", "outcome.media.media_types", MEDIA),
    always("and 100 characters", "outcome.description.max_characters", 100),
    from_109("a performance, 2 then 4 MB", "performance.document.max_bytes", 2097152, 4194304),
    always("as pdf, jpg or png", "performance.document.media_types", DOCUMENTS),
    from_109("5 then 10 MB of sound or film", "performance.media.max_bytes", 5242880, 10485760),
    always("as mp3 or mp4", "performance.media.media_types", MEDIA),
    always("and 100 characters", "performance.description.max_characters", 100),
    always("a megabyte is 1,048,576 bytes", "file.megabyte.bytes", 1048576),
]
RULES: Final = [
    always("1: six outcomes a school year", "selection.outcomes.max_count", 6),
    always("1: ten performances a school year", "selection.performances.max_count", 10),
    always("3: uploaded in its semester", "outcome.upload.later_semesters.max_count", 0),
    always("4: achieved in senior high school", "performance.periods", ("senior_high_school",)),
    always(
        "5: certification asks two things",
        "certification.questions",
        ("own_work", "from_this_course"),
    ),
    always(
        "5: and nothing about passing, quality or units",
        "certification.return.forbidden_grounds",
        ("passing_grade", "quality", "assignment_or_unit"),
    ),
    always(
        "5: a return has a reason of a closed list",
        "certification.return.reasons",
        ("not_own_work", "not_from_this_course", "wrong_file", "unreadable", "other"),
    ),
    always("5: other needs words", "certification.return.reasons_with_text", ("other",)),
    always("6: the teacher gets an e-mail", "certification.notification.channels", ("email",)),
    always(
        "6: somebody may stand in for the teacher",
        "certification.certifiers",
        ("subject_teacher", "stand_in"),
    ),
    from_109("8: open for 14 days more", "upload.window.min_days_after_term", 0, 14),
    from_109("8: except grade 12-2", "upload.window.exempt_terms", (), ("3-2",)),
    always("9: three days to confirm", "receipt.confirmation.min_days", 3),
    always("9: three days to investigate", "receipt.investigation.max_days", 3),
    always("11: grade 12 in two rounds", "submission.grade12.rounds", 2),
    always("12: categories without credit", "course.no_credit.categories", ("8", "9")),
    always("12: unless of this attribute", "course.no_credit.required_attribute", "D"),
]
ADMISSION: Final = [
    admission("a university sees 3 outcomes", "admission.university.outcomes.max_count", 3),
    admission("and 10 performances", "admission.university.performances.max_count", 10),
    admission("a technological one 9", "admission.technological.outcomes.max_count", 9),
    admission("and 10 performances", "admission.technological.performances.max_count", 10),
    Sentence(
        "6, from 113 on 3 project items",
        "admission.technological.b1.max_count",
        {ADMISSION_112: 6, ADMISSION_113: 3, ADMISSION_115: 3},
    ),
    admission(
        "only what was ticked is seen",
        "admission.release.conditions",
        ("consent", "ticked", "confirmed"),
    ),
    admission(
        "a statement has three parts",
        "admission.statement.parts",
        ("reflection", "motivation", "plan"),
    ),
    admission(
        "besides there are three kinds of document",
        "admission.further.documents",
        ("statement", "synthesis", "other"),
    ),
    admission("an own file has 5 MiB", "admission.own_file.max_bytes", 5242880),
    admission("and is a PDF", "admission.own_file.media_types", ("application/pdf",)),
    in_115("central items or own files", "admission.sources", ("central", "own_files")),
    in_115("never both", "admission.sources.max_count", 1),
    in_115("items have codes", "admission.item_codes", tuple("ABCDEFGHIJKLMNOPQRST")),
    in_115("the synthesis is not counted", "admission.performances.uncounted_codes", ("N",)),
    in_115("it has 800 characters", "admission.synthesis.max_characters", 800),
    in_115("and 3 pictures", "admission.synthesis.max_pictures", 3),
    in_115("O, P and Q are one PDF", "admission.merged_codes", ("O", "P", "Q")),
    in_115("the site is open all day", "admission.site.hours", "09:00-21:00"),
]
CALENDAR: Final = [
    always("a school year begins in August", "calendar.year.first_day", "08-01"),
    always("so does semester 1", "calendar.semester1.first_day", "08-01"),
    always("semester 2 in February", "calendar.semester2.first_day", "02-01"),
    always("year N is year N + 1911", "calendar.roc.offset", 1911),
    always("all clocks are Taipei's", "calendar.time_zone", "Asia/Taipei"),
    always(
        "twice a year", "submission.semester.records", ("basic_data", "course_records")
    ),
    always("once a year", "submission.yearly.records", ("outcomes", "performances")),
    always("never", "submission.withheld.records", ("advising_records",)),
    always(
        "not even collected",
        "submission.uncollected.records",
        ("rewards_and_punishments", "attendance"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [*FILES, *RULES, *ADMISSION, *CALENDAR],
    ids=lambda each: f"{each.parameter}: {each.says}",
)
def test_a_sentence_has_its_parameter(sentence: Sentence) -> None:
    for day, expected in sentence.on.items():
        value = law_on(day)[sentence.parameter]
        found = value.members if value.unit.is_closed_list else value.value
        assert found == expected, day


@pytest.mark.parametrize("sentence", ADMISSION, ids=lambda each: each.parameter)
def test_no_admission_looked_at_portfolios_before_that_to_111(sentence: Sentence) -> None:
    assert sentence.parameter not in law_on(date(2022, 1, 31))


def test_what_only_the_admission_to_115_shows_is_not_claimed_for_114() -> None:
    law = law_on(ADMISSION_114)
    unseen = [each.parameter for each in ADMISSION if each.on.keys() == {ADMISSION_115}]
    assert len(unseen) == 8
    assert [name for name in unseen if name in law] == []
