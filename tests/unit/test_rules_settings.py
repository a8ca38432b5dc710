"""A school's settings: they tighten the law, and leave the time the law asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    TAIPEI,
    Deadline,
    Finding,
    SchoolSettings,
    Severity,
    SubmissionRound,
    Text,
    Window,
    WindowKind,
)
from learnport.parameters import Law, law_on, load_parameters
from learnport.rules import SETTINGS_RULES, SettingsCase, check

LAW = law_on(dt.date(2024, 9, 1))
TICK = dt.timedelta(microseconds=1)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=TAIPEI)


def findings(law: Law = LAW, **settings: Any) -> tuple[Finding, ...]:
    return check(SETTINGS_RULES, SettingsCase(SchoolSettings(**settings)), law)


def places(law: Law = LAW, **settings: Any) -> list[str]:
    return [f"{each.code}{each.at}" for each in findings(law, **settings)]


# Limits.


def judged(name: str, own: int | str | tuple[str, ...], law: Law = LAW) -> list[str]:
    return [each.code for each in findings(law, limits={name: own})]


@pytest.mark.parametrize(
    ("name", "own", "expected"),
    [
        ("outcome.description.max_characters", 99, []),
        ("outcome.description.max_characters", 100, []),
        ("outcome.description.max_characters", 101, ["LP2202"]),
        ("outcome.description.max_characters", 0, ["LP2201"]),
        ("outcome.document.max_bytes", 4_194_304, []),
        ("outcome.document.max_bytes", 4_194_305, ["LP2202"]),
        ("selection.outcomes.max_count", 5, []),
        ("selection.outcomes.max_count", 7, ["LP2202"]),
        ("receipt.confirmation.min_days", 3, []),
        ("receipt.confirmation.min_days", 4, []),
        ("receipt.confirmation.min_days", 2, ["LP2202"]),
        ("receipt.investigation.max_days", 2, []),
        ("receipt.investigation.max_days", 4, ["LP2202"]),
        ("upload.window.min_days_after_term", 15, []),
        ("upload.window.min_days_after_term", 13, ["LP2202"]),
        ("outcome.document.media_types", ("application/pdf",), []),
        ("outcome.document.media_types", ("application/pdf", "image/gif"), ["LP2202"]),
        ("certification.return.reasons", ("other", "wrong_file"), []),
        ("certification.return.reasons", ("other", "too_short"), ["LP2202"]),
        ("certification.return.reasons", (), ["LP2201"]),
        ("selection.outcomes.max_count", 0, ["LP2201"]),
    ],
)
def test_a_school_may_be_stricter_and_no_looser(
    name: str, own: int | str | tuple[str, ...], expected: list[str]
) -> None:
    assert judged(name, own) == expected


@given(own=st.integers(1, 300))
def test_whatever_number_it_is_looser_is_more(own: int) -> None:
    assert judged("outcome.description.max_characters", own) == ["LP2202"] * (own > 100)


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("outcome.no_such_thing", 1),
        ("", 1),
        ("file.megabyte.bytes", 1),
        ("upload.window.exempt_terms", ()),
        ("certification.return.forbidden_words", ()),
        ("outcome.description.max_characters", -1),
        ("outcome.description.max_characters", "100"),
        ("outcome.description.max_characters", ("100",)),
        ("outcome.document.media_types", 1),
        ("outcome.document.media_types", "application/pdf"),
    ],
)
def test_what_no_school_sets_or_has_another_form_is_named(
    name: str, own: int | str | tuple[str, ...]
) -> None:
    assert judged(name, own) == ["LP2201"]


def test_what_is_not_yet_in_force_cannot_be_set() -> None:
    known = load_parameters()["outcome.description.max_characters"]
    name = "outcome.title.max_characters"
    later = attrs.evolve(known.values[0], name=name, since=dt.date(2030, 8, 1))
    extra = [attrs.evolve(known, name=name, values=(later,))]
    assert judged(name, 50, law_on(dt.date(2030, 7, 31), extra)) == ["LP2201"]
    assert judged(name, 50, law_on(dt.date(2030, 8, 1), extra)) == []


def test_a_loosened_limit_is_named_with_both_values_and_the_source_of_the_law() -> None:
    (finding,) = findings(limits={"outcome.document.max_bytes": 5_000_000})
    assert finding.at == "/limits/outcome.document.max_bytes"
    assert finding.severity is Severity.REJECT
    assert dict(finding.values) == {
        "parameter": "outcome.document.max_bytes", "own": 5000000, "limit": 4194304,
    }  # fmt: skip
    assert finding.message.zh == (
        "學校設定的「課程學習成果每件文件大小上限（outcome.document.max_bytes）」"
        "為 4.77 MB（5,000,000 位元組）；法規為 4.00 MB（4,194,304 位元組），較嚴，"
        "故學校設定不生效。"
    )
    assert finding.message.en == (
        "The school sets Largest document of a course outcome (outcome.document.max_bytes) to"
        " 4.77 MB (5,000,000 bytes); the law says 4.00 MB (4,194,304 bytes), which is stricter"
        " and stands."
    )
    assert finding.remedy.zh == "請改為不寬於 4.00 MB（4,194,304 位元組） 的數值。"
    assert finding.source != findings(limits={"nothing": 1})[0].source


def test_lists_are_named_member_by_member() -> None:
    (finding,) = findings(limits={"outcome.document.media_types": ("image/gif", "image/png")})
    assert dict(finding.values)["own"] == "image/gif, image/png"
    assert "為 GIF、PNG；法規為 PDF、JPG、PNG，較嚴" in finding.message.zh


def test_all_limits_are_judged_each_for_itself() -> None:
    limits = {
        "no.such": 1,
        "outcome.description.max_characters": 50,
        "selection.outcomes.max_count": 60,
        "selection.performances.max_count": 60,
    }
    assert places(limits=limits) == [
        "LP2201/limits/no.such",
        "LP2202/limits/selection.outcomes.max_count",
        "LP2202/limits/selection.performances.max_count",
    ]


# Windows.


def uploading(closes: dt.datetime, term: str = "113-1", grade: int | None = None) -> Deadline:
    opens = at(f"{int(term[:3]) + 1911}-08-15T00:00")
    return Deadline(WindowKind.UPLOAD_OUTCOMES, term, Window(opens, closes), grade=grade)


ENOUGH = at("2025-02-04T00:00")
CLOSING = {"113-1": dt.date(2025, 1, 20), "113-2": dt.date(2025, 6, 30)}
ENOUGH_2 = at("2025-07-15T00:00")
SHORT_2 = at("2025-05-01T00:00")


@pytest.mark.parametrize(
    ("closes", "expected"),
    [
        (ENOUGH + TICK, []),
        (ENOUGH, []),
        (ENOUGH - TICK, ["LP2203/deadlines/0"]),
        (at("2025-01-21T00:00"), ["LP2203/deadlines/0"]),
    ],
)
def test_uploading_stays_open_two_weeks_after_the_closing_day(
    closes: dt.datetime, expected: list[str]
) -> None:
    assert places(deadlines=(uploading(closes),), closing_days=CLOSING) == expected


def test_without_a_closing_day_of_its_own_the_semester_ends_with_january() -> None:
    enough = at("2025-02-15T00:00")
    assert places(deadlines=(uploading(enough),)) == []
    assert places(deadlines=(uploading(enough - TICK),)) == ["LP2203/deadlines/0"]


def test_too_short_a_window_is_named_with_both_ends_in_both_calendars() -> None:
    (finding,) = findings(deadlines=(uploading(at("2025-02-01T00:00")),), closing_days=CLOSING)
    assert finding.message.zh == (
        "113 學年度第 1 學期上傳課程學習成果的期程於 114 年 1 月 31 日 24:00 截止；"
        "學期於 114 年 1 月 20 日結束，至少應開放至 114 年 2 月 3 日 24:00（結束後 14 天）。"
    )
    assert dict(finding.values) == {
        "term": "113-1",
        "own": "2025-02-01T00:00:00+08:00",
        "closing": "2025-01-20",
        "limit": "2025-02-04T00:00:00+08:00",
        "days": 14,
    }
    assert "109 年 12 月 23 日說明" in finding.source


def test_the_last_semester_of_grade_12_is_exempt_where_the_window_is_for_grade_12_alone() -> None:
    third = uploading(SHORT_2, "113-2", grade=3)
    assert places(deadlines=(third,), closing_days=CLOSING) == []
    for_all = uploading(SHORT_2, "113-2")
    assert places(deadlines=(for_all,), closing_days=CLOSING) == ["LP2203/deadlines/0"]
    second = uploading(SHORT_2, "113-2", grade=2)
    assert places(deadlines=(third, second), closing_days=CLOSING) == ["LP2203/deadlines/1"]


def test_the_first_semester_of_grade_12_is_not_exempt() -> None:
    third = uploading(ENOUGH - TICK, grade=3)
    assert places(deadlines=(third,), closing_days=CLOSING) == ["LP2203/deadlines/0"]


def test_the_window_for_all_is_judged_for_those_who_have_none_of_their_own() -> None:
    own = [uploading(ENOUGH_2, "113-2", grade=grade) for grade in (1, 2, 3)]
    rest = uploading(SHORT_2, "113-2")
    assert places(deadlines=(rest, own[0], own[1]), closing_days=CLOSING) == []
    assert places(deadlines=(rest, *own), closing_days=CLOSING) == []
    assert places(deadlines=(rest, own[0], own[2]), closing_days=CLOSING) == ["LP2203/deadlines/0"]
    first_semester = [uploading(ENOUGH, grade=grade) for grade in (1, 2)]
    assert places(deadlines=(rest, *first_semester), closing_days=CLOSING) == ["LP2203/deadlines/0"]


def test_of_the_first_year_no_minimum_is_known_and_none_is_asked_for() -> None:
    early = uploading(at("2019-12-01T00:00"), "108-1")
    assert places(law_on(dt.date(2020, 7, 31)), deadlines=(early,)) == []
    assert places(law_on(dt.date(2020, 8, 1)), deadlines=(early,)) == ["LP2203/deadlines/0"]


RECEIPT_OPENS = at("2025-09-15T08:00")


def confirming(closes: dt.datetime, **whose: Any) -> Deadline:
    window = Window(RECEIPT_OPENS, closes)
    return Deadline(WindowKind.CONFIRM_RECEIPT, "113", window, **whose)


@pytest.mark.parametrize(
    ("closes", "expected"),
    [
        (at("2025-09-18T08:00"), []),
        (at("2025-09-18T08:00") - TICK, ["LP2204/deadlines/0"]),
        (at("2025-09-15T09:00"), ["LP2204/deadlines/0"]),
    ],
)
def test_students_have_three_days_for_the_receipt(closes: dt.datetime, expected: list[str]) -> None:
    assert places(deadlines=(confirming(closes),)) == expected


def test_every_round_has_its_three_days() -> None:
    short = confirming(at("2025-09-16T08:00"), round=SubmissionRound.FIRST)
    both = confirming(at("2025-09-18T08:00")), short
    (finding,) = findings(deadlines=both)
    assert (finding.code, finding.at) == ("LP2204", "/deadlines/1")
    assert dict(finding.values) == {
        "term": "113",
        "opens": "2025-09-15T08:00:00+08:00",
        "own": "2025-09-16T08:00:00+08:00",
        "limit": "2025-09-18T08:00:00+08:00",
        "days": 3,
    }


def certifying(closes: dt.datetime, term: str = "113-1", grade: int | None = None) -> Deadline:
    opens = at("2024-08-15T00:00")
    return Deadline(WindowKind.CERTIFY, term, Window(opens, closes), grade=grade)


def test_certifying_closes_with_uploading_or_later_else_it_is_an_alert() -> None:
    upload = uploading(ENOUGH)
    assert places(deadlines=(upload, certifying(ENOUGH)), closing_days=CLOSING) == []
    early = certifying(ENOUGH - TICK)
    (finding,) = findings(deadlines=(upload, early), closing_days=CLOSING)
    assert (finding.code, finding.at, finding.severity) == (
        "LP2205", "/deadlines/1", Severity.ALERT,
    )  # fmt: skip
    assert dict(finding.values)["limit"] == "2025-02-04T00:00:00+08:00"


def test_certifying_is_compared_with_uploading_of_the_same_term_and_grade() -> None:
    late_third = uploading(ENOUGH + TICK, grade=3)
    upload, certify = uploading(ENOUGH), certifying(ENOUGH)
    own = certifying(ENOUGH + TICK, grade=3)

    def found(*deadlines: Deadline) -> list[str]:
        return places(deadlines=deadlines, closing_days=CLOSING)

    assert found(upload, late_third, certify) == ["LP2205/deadlines/2"]
    assert found(upload, late_third, certify, own) == []
    assert found(upload, late_third, certify, certifying(ENOUGH, grade=3)) == ["LP2205/deadlines/3"]
    assert found(upload, late_third, certifying(ENOUGH, grade=2)) == []
    assert found(uploading(ENOUGH_2, "113-2"), certify) == []
    assert found(certify) == []


def yearly(kind: WindowKind, opens: str, closes: str, **whose: Any) -> Deadline:
    return Deadline(kind, "113", Window(at(opens), at(closes)), **whose)


def submitting(opens: str, **whose: Any) -> Deadline:
    return yearly(WindowKind.SUBMIT, opens, "2025-10-01T00:00", **whose)


def selecting(closes: str, **whose: Any) -> Deadline:
    return yearly(WindowKind.SELECT, "2025-03-01T00:00", closes, **whose)


@pytest.mark.parametrize(
    ("opens", "expected"),
    [
        ("2025-08-27T17:00:00.000001", []),
        ("2025-08-27T17:00", []),
        ("2025-08-27T16:59:59.999999", ["LP2206/deadlines/1"]),
    ],
)
def test_submitting_opens_when_selecting_has_closed_else_it_is_an_alert(
    opens: str, expected: list[str]
) -> None:
    both = selecting("2025-08-27T17:00"), submitting(opens)
    assert places(deadlines=both) == expected
    assert all(each.severity is Severity.ALERT for each in findings(deadlines=both))


def test_a_round_waits_for_the_grades_it_is_for() -> None:
    early = "2025-04-01T00:00"
    third, others = selecting(early, grade=3), selecting("2025-08-27T17:00")
    first = submitting(early, round=SubmissionRound.FIRST)
    second = submitting("2025-03-31T00:00", round=SubmissionRound.SECOND)
    ordinary = submitting(early, round=SubmissionRound.ORDINARY)
    assert places(deadlines=(others, third, first)) == []
    assert places(deadlines=(others, first)) == ["LP2206/deadlines/1"]
    assert places(deadlines=(others, third, second)) == ["LP2206/deadlines/2"]
    assert places(deadlines=(others, third, ordinary)) == ["LP2206/deadlines/2"]
    assert places(deadlines=(third, ordinary)) == []
    assert places(deadlines=(others, third, submitting(early))) == ["LP2206/deadlines/2"]
    assert places(deadlines=(first,)) == []


def test_a_correction_is_not_compared_with_selecting() -> None:
    correct = yearly(WindowKind.CORRECT, "2025-04-01T00:00", "2025-10-01T00:00")
    assert places(deadlines=(selecting("2025-08-27T17:00"), correct)) == []


# Wording of returns.


def wording(text: Mapping[str, Text], **more: Any) -> list[str]:
    return places(return_wording=text, **more)


def test_the_school_has_words_for_listed_reasons_only() -> None:
    fine = {"unreadable": Text("檔案打不開，請重新上傳", "The file does not open")}
    assert wording(fine) == []
    (finding,) = findings(return_wording={**fine, "too_short": Text("太短", "Too short")})
    assert (finding.code, finding.at) == ("LP2207", "/return_wording/too_short")
    assert dict(finding.values)["reason"] == "too_short"
    assert dict(finding.values)["limit"] == (
        "not_own_work, not_from_this_course, wrong_file, unreadable, other"
    )


@pytest.mark.parametrize(
    ("zh", "en", "words"),
    [
        ("成績未達標準", "Please see me", "成績"),
        ("品質及分數不符", "Please see me", "分數, 品質"),
        ("請補件", "The GRADE is too low", "grade"),
        ("水準不足", "Poor Quality", "水準, quality"),
        ("請補件", "Your grades are low", "grades"),
    ],
)
def test_words_that_speak_of_grades_or_quality_are_noticed(zh: str, en: str, words: str) -> None:
    (finding,) = findings(return_wording={"other": Text(zh, en)})
    assert (finding.code, finding.at) == ("LP2208", "/return_wording/other")
    assert finding.severity is Severity.ALERT
    assert dict(finding.values) == {"reason": "other", "words": words}


def test_a_latin_word_inside_another_is_not_that_word() -> None:
    assert wording({"other": Text("請升級檔案", "Upgrade your file, it is degraded")}) == []


def test_an_unlisted_reason_that_speaks_of_grades_is_found_for_both() -> None:
    assert wording({"passing_grade": Text("及格才認證", "Pass first")}) == [
        "LP2207/return_wording/passing_grade",
        "LP2208/return_wording/passing_grade",
    ]


def test_settings_that_say_nothing_are_in_order() -> None:
    assert findings() == ()


def test_quotas_and_reminders_are_the_schools_own_affair() -> None:
    assert places(
        outcomes_per_taking=1, outcomes_per_semester=1, performances_per_year=1,
        files_per_item=1, reminder_days=(7, 1), teacher_reminder_days=3,
    ) == []  # fmt: skip


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = places(
        deadlines=(
            uploading(ENOUGH - TICK), certifying(ENOUGH - 2 * TICK),
            confirming(at("2025-09-15T09:00")), selecting("2025-08-27T17:00"),
            submitting("2025-08-01T00:00"),
        ),
        closing_days=CLOSING,
        limits={"x": 1, "selection.outcomes.max_count": 7},
        return_wording={"x": Text("成績", "-")},
    )  # fmt: skip
    assert [each[:6] for each in found] == [
        "LP2201", "LP2202", "LP2203", "LP2204", "LP2205", "LP2206", "LP2207", "LP2208",
    ]  # fmt: skip


def test_each_window_is_held_against_the_law_of_its_own_days() -> None:
    """In school year 108 no minimum was known; asked years later it is still not demanded."""
    old = uploading(at("2020-02-01T00:00"), "108-1")
    new = uploading(at("2025-02-01T00:00"), "113-1")
    settings = SchoolSettings(deadlines=(old, new))
    today = law_on(dt.date(2025, 3, 1))
    found = check(SETTINGS_RULES, SettingsCase(settings, law_on), today)
    assert [each.at for each in found] == ["/deadlines/1"]
    older = law_on(dt.date(2015, 3, 1))
    assert [each.at for each in check(SETTINGS_RULES, SettingsCase(settings, law_on), older)] == [
        "/deadlines/1"
    ]


def test_a_school_that_asks_more_days_of_itself_is_held_to_them() -> None:
    window = uploading(at("2025-02-20T00:00"))
    assert places(deadlines=(window,)) == []
    more = {"upload.window.min_days_after_term": 30}
    assert places(deadlines=(window,), limits=more) == ["LP2203/deadlines/0"]
    (finding,) = findings(deadlines=(window,), limits=more)
    assert dict(finding.values)["days"] == 30
    assert finding.source.startswith("學校設定")


def test_where_no_closing_day_is_set_the_finding_says_so() -> None:
    (finding,) = findings(deadlines=(uploading(at("2025-02-14T00:00")),))
    assert "114 年 1 月 31 日（學校未設定休業式，以學期末日計）結束" in finding.message.zh
    assert "請設定休業式日期" in finding.remedy.zh


def test_a_submission_window_is_for_the_rounds_that_have_none_of_their_own() -> None:
    submitting = Window(at("2025-05-01T00:00"), at("2025-05-10T00:00"))
    select_3 = Deadline(
        WindowKind.SELECT, "113", Window(at("2025-04-01T00:00"), at("2025-05-05T00:00")), grade=3
    )
    ordinary = Deadline(WindowKind.SUBMIT, "113", submitting)
    assert places(deadlines=(select_3, ordinary)) == ["LP2206/deadlines/1"]
    late = Window(at("2025-06-01T00:00"), at("2025-06-10T00:00"))
    rounds = tuple(
        Deadline(WindowKind.SUBMIT, "113", late, round=each)
        for each in (SubmissionRound.FIRST, SubmissionRound.SECOND)
    )
    assert places(deadlines=(select_3, ordinary, *rounds)) == []


def test_a_setting_is_a_value_that_can_be_changed_and_judged_again() -> None:
    wrong = SchoolSettings(limits={"selection.outcomes.max_count": 7})
    mended = attrs.evolve(wrong, limits={"selection.outcomes.max_count": 6})
    assert len(check(SETTINGS_RULES, SettingsCase(wrong), LAW)) == 1
    assert check(SETTINGS_RULES, SettingsCase(mended), LAW) == ()
