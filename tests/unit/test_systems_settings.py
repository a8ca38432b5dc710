"""A school's settings at work: tighter ones act everywhere, looser ones nowhere."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest

from learnport.model import (
    Deadline,
    ItemKind,
    SchoolSettings,
    SubmissionRound,
    Text,
    Window,
    WindowKind,
)
from learnport.workflow import (
    Action,
    OutcomeStep,
    RecordStudent,
    UploadOutcome,
    UploadPerformance,
)
from tests.unit.systems_desk import Desk, sealed
from tests.unit.systems_stages import S1, drafted, fork, opened
from tests.unit.systems_world import (
    BATCH,
    CALENDAR,
    CLERK,
    PUPIL,
    SELECTING,
    UPLOADING,
    YEAR,
    World,
    at,
    codes,
    course_outcome,
    performance,
    pupil,
)

TICK = dt.timedelta(microseconds=1)
SCHOOLS_OWN = "學校設定，學校自訂之較嚴規定"
Limits = Mapping[str, int | str | tuple[str, ...]]


def with_limits(limits: Limits) -> SchoolSettings:
    return SchoolSettings(CALENDAR, limits=limits)


@pytest.mark.parametrize(
    ("own", "length", "expected"),
    [
        (50, 50, []),
        (50, 51, ["LP1003"]),
        (100, 100, []),
        (100, 101, ["LP1003"]),
        (200, 100, []),
        (200, 101, ["LP1003"]),
    ],
)
def test_the_stricter_of_school_and_law_limits_the_description(
    own: int, length: int, expected: list[str]
) -> None:
    world = fork(opened, settings=with_limits({"outcome.description.max_characters": own}))
    made = course_outcome(S1, "o1", world.file(b"s1 o1"), description="字" * length)
    found = world.school.explain(S1.ref, UploadOutcome(made), world.context(PUPIL, UPLOADING))
    assert codes(found) == expected
    if expected:
        (finding,) = found
        assert dict(finding.values)["limit"] == min(own, 100)
        assert (finding.source == SCHOOLS_OWN) is (own < 100)


@pytest.mark.parametrize(
    ("own", "size", "read", "expected"),
    [
        (1_000, 1_000, 10_485_760, []),
        (1_000, 1_001, 10_485_760, ["LP1102"]),
        (1_000, 4_194_305, 10_485_760, ["LP1102"]),
        (99_999_999, 4_194_304, 10_485_760, []),
        (99_999_999, 4_194_305, 10_485_760, ["LP1102"]),
    ],
)
def test_the_stricter_of_school_and_law_limits_the_file(
    own: int, size: int, read: int, expected: list[str]
) -> None:
    world = World(settings=with_limits({"outcome.document.max_bytes": own}))
    content = _pdf(size)
    context = world.context(PUPIL, UPLOADING)
    attached = world.school.attach(ItemKind.OUTCOME, "作業.pdf", io.BytesIO(content), context)
    assert codes(attached.findings) == expected
    assert attached.facts.max_bytes == read
    assert (attached.attachment is not None) is (not expected)


def test_no_more_is_read_than_the_school_takes() -> None:
    """A film is the largest kind of file; both limits have to be tighter to read less."""
    limits = {"outcome.document.max_bytes": 1_000, "outcome.media.max_bytes": 2_000}
    world = World(settings=with_limits(limits))
    context = world.context(PUPIL, UPLOADING)
    stream = io.BytesIO(_pdf(500_000))
    attached = world.school.attach(ItemKind.OUTCOME, "作業.pdf", stream, context)
    assert attached.facts.max_bytes == 2_000
    assert attached.facts.oversize
    assert codes(attached.findings) == ["LP1102", "LP1103"]
    assert list(world.blobs.digests()) == []


def _pdf(size: int) -> bytes:
    """A PDF of one empty page, padded with a comment to a size."""
    head = b"%PDF-1.4\n"
    objects = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n",
    )

    def built(padding: int) -> bytes:
        body = head + b"%" + b"." * padding + b"\n"
        places = []
        for each in objects:
            places.append(len(body))
            body += each
        rows = b"".join(b"%010d 00000 n \n" % place for place in places)
        start = len(body)
        body += b"xref\n0 4\n0000000000 65535 f \n" + rows
        return body + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%010d\n%%%%EOF\n" % start

    made = built(size - len(built(0)))
    assert len(made) == size
    return made


def test_a_kind_of_file_the_school_does_not_take_is_refused() -> None:
    world = fork(opened, settings=with_limits({"outcome.document.media_types": ("image/png",)}))
    made = course_outcome(S1, "o1", world.file(b"s1 o1"))
    context = world.context(PUPIL, UPLOADING)
    assert codes(world.school.explain(S1.ref, UploadOutcome(made), context)) == ["LP1104"]
    picture = world.file(b"s1 o2", media_type="image/png")
    made = course_outcome(S1, "o1", picture)
    assert codes(world.school.explain(S1.ref, UploadOutcome(made), context)) == []


def test_a_limit_acts_on_what_it_names_only() -> None:
    world = fork(opened, settings=with_limits({"outcome.description.max_characters": 5}))
    shown = performance(S1, "p1", description="字" * 100)
    context = world.context(PUPIL, UPLOADING)
    assert codes(world.school.explain(S1.ref, UploadPerformance(shown), context)) == []


@pytest.mark.parametrize(("own", "left_out"), [(0, ()), (1, ()), (6, ()), (7, ())])
def test_the_pre_check_counts_as_the_school_does(
    tmp_path: Path, own: int, left_out: tuple[str, ...]
) -> None:
    """The student confirmed before the school tightened the number."""
    world = World()
    world.ready(1)
    strict = World(
        records=world.records, blobs=world.blobs,
        settings=with_limits({"selection.outcomes.max_count": own}),
    )  # fmt: skip
    checked = Desk(strict, tmp_path).precheck()
    assert [codes(each.findings) for each in checked.students] == [["LP1401"]] * len(left_out)
    assert strict.school.batch(BATCH).left_out == left_out


@pytest.mark.parametrize("own", [6, 7, 600])
def test_no_school_lets_a_seventh_outcome_be_chosen(own: int) -> None:
    world = World(settings=with_limits({"selection.outcomes.max_count": own}))
    world.open(1)
    keys = [f"o{number}" for number in range(1, 8)]
    for key in keys:
        world.certified(S1, key)
    context = world.context(PUPIL, SELECTING)
    seven = world.school.select(S1.ref, YEAR, keys, [], context)
    assert codes(seven) == ["LP1401"]
    assert dict(seven.findings[0].values)["limit"] == 6
    assert world.school.select(S1.ref, YEAR, keys[:6], [], context).done


def test_a_day_has_the_limits_of_its_own_law() -> None:
    """Three million bytes are looser than the law of July 2020 and tighter than August's."""
    strict = World(settings=with_limits({"outcome.document.max_bytes": 3_000_000}))
    july, august = at("2020-07-31T23:59:59.999999"), at("2020-08-01T00:00")
    found = {
        when: strict.school.law(strict.context(CLERK, when))["outcome.document.max_bytes"].number
        for when in (july, august)
    }
    assert found == {july: 2_097_152, august: 3_000_000}
    names = [
        [each.code for each in strict.school.check_settings(strict.context(CLERK, when))]
        for when in (july, august)
    ]
    assert names == [["LP2202"], []]


def test_a_loosened_limit_is_named_with_both_values() -> None:
    loose = with_limits({"outcome.description.max_characters": 101})
    world = World(settings=loose)
    (finding,) = world.school.check_settings(world.context(CLERK, UPLOADING))
    assert (finding.code, finding.at) == (
        "LP2202", "/limits/outcome.description.max_characters",
    )  # fmt: skip
    assert finding.message.zh == (
        "學校設定的「課程學習成果簡述字數上限（outcome.description.max_characters）」為 101；"
        "法規為 100，較嚴，故學校設定不生效。"
    )
    assert "101" in finding.message.en
    assert "100" in finding.message.en


def test_settings_that_are_in_order_have_no_finding() -> None:
    world = World()
    assert world.school.check_settings(world.context(CLERK, UPLOADING)) == ()


def test_settings_are_judged_by_the_law_and_not_by_themselves() -> None:
    """A school may have words for a reason that it uses no longer."""
    own = SchoolSettings(
        CALENDAR,
        limits={
            "upload.window.min_days_after_term": 14,
            "certification.return.reasons": ("other",),
        },
        return_wording={"unreadable": Text("檔案打不開", "The file does not open")},
    )
    world = World(settings=own)
    assert world.school.check_settings(world.context(CLERK, UPLOADING)) == ()


# Windows per grade and per round.


def test_each_grade_has_its_own_window() -> None:
    third = Deadline(
        WindowKind.UPLOAD_OUTCOMES, "113-1",
        Window(at("2024-09-10T00:00"), at("2024-12-01T00:00")), grade=3,
    )  # fmt: skip
    world = fork(opened, settings=SchoolSettings((*CALENDAR, third)))
    made = UploadOutcome(course_outcome(S1, "o1", world.file(b"s1 o1")))

    def found(when: str) -> list[str]:
        return codes(world.school.explain(S1.ref, made, world.context(PUPIL, at(when))))

    assert found("2024-12-01T00:00") == []
    world.do(S1, RecordStudent(attrs.evolve(pupil(1), grade=3)), CLERK)
    assert found("2024-09-09T23:59:59.999999") == ["LP1502"]
    assert found("2024-09-10T00:00") == []
    assert found("2024-11-30T23:59:59.999999") == []
    assert found("2024-12-01T00:00") == ["LP1503"]


def test_each_round_is_sent_in_its_own_window(tmp_path: Path) -> None:
    ordinary = Deadline(
        WindowKind.SUBMIT, "113", Window(at("2025-09-03T00:00"), at("2025-09-04T00:00")),
        round=SubmissionRound.ORDINARY,
    )  # fmt: skip
    first = Deadline(
        WindowKind.SUBMIT, "113", Window(at("2025-05-01T00:00"), at("2025-12-31T00:00")),
        round=SubmissionRound.FIRST,
    )  # fmt: skip
    world = World(settings=SchoolSettings((*CALENDAR, ordinary, first)))
    desk = sealed(tmp_path, 1, world=world)

    def sent(when: str) -> list[str]:
        world.now = at(when)
        return codes(attrs.evolve(desk, when=at(when)).send())

    assert sent("2025-09-02T23:59:59.999999") == ["LP1502"]
    assert sent("2025-09-04T00:00") == ["LP1503"]
    assert sent("2025-09-03T23:59:59.999999") == []


def test_a_round_without_a_window_of_its_own_has_the_one_for_all(tmp_path: Path) -> None:
    first = Deadline(
        WindowKind.SUBMIT, "113", Window(at("2025-05-01T00:00"), at("2025-12-31T00:00")),
        round=SubmissionRound.FIRST,
    )  # fmt: skip
    desk = sealed(tmp_path, 1, world=World(settings=SchoolSettings((*CALENDAR, first))))
    late = at("2025-09-08T17:00")
    assert codes(attrs.evolve(desk, when=late).send()) == ["LP1503"]
    assert attrs.evolve(desk, when=late - TICK).send().done


def test_quotas_of_the_school_do_not_count_what_is_discarded() -> None:
    world = fork(drafted, settings=SchoolSettings(CALENDAR, outcomes_per_semester=1))
    made = UploadOutcome(course_outcome(S1, "o2", world.file(b"s1 o2")))
    context = world.context(PUPIL, UPLOADING)
    assert codes(world.school.explain(S1.ref, made, context)) == ["LP1006"]
    world.do(S1, OutcomeStep(Action.DISCARD_OUTCOME, "o1"), PUPIL)
    assert codes(world.school.explain(S1.ref, made, context)) == []
