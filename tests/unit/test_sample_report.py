"""What the ring tells, and the stage it is played on."""

from __future__ import annotations

import pickle
from pathlib import Path

import attrs
import pytest

from learnport.model import (
    Finding,
    ItemKind,
    ReceiptRecord,
    SchoolYear,
    Severity,
    Student,
    Text,
    Verdict,
    WindowKind,
)
from learnport.sample import (
    DraftFile,
    FileKind,
    Refusal,
    RingReport,
    SampleFile,
    Stage,
    Step,
    UnexpectedRefusal,
    build_stage,
    sample_school,
)
from learnport.sample._ring import _record, _rejection, _upload_outcomes, _worth_selecting
from learnport.sample._stage import must
from learnport.systems import Decision
from learnport.workflow import RecordStudent, RecordTaking

SAID = Text("說明", "said")


def finding(code: str, severity: Severity, at: str = "") -> Finding:
    return Finding(code, severity, at, SAID, SAID, "來源")


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ((), False),
        ((finding("LP1001", Severity.REJECT),), True),
        ((finding("LP1001", Severity.STOP),), True),
        ((finding("LP1001", Severity.ALERT),), False),
        ((finding("LP1001", Severity.ADVICE), finding("LP1003", Severity.REJECT)), False),
        ((finding("LP1003", Severity.REJECT), finding("LP1001", Severity.REJECT)), True),
    ],
)
def test_a_refusal_is_as_expected_when_its_own_code_refuses(
    findings: tuple[Finding, ...], expected: bool
) -> None:
    assert Refusal(SAID, "LP1001", findings).as_expected is expected


def test_a_refusal_nobody_expected_is_never_as_expected() -> None:
    assert not Refusal(SAID, "", (finding("LP1204", Severity.REJECT),)).as_expected


def test_a_report_is_as_expected_when_every_refusal_is() -> None:
    good = Refusal(SAID, "LP1001", (finding("LP1001", Severity.REJECT),))
    bad = Refusal(SAID, "LP1003", good.findings)
    steps = Step(SAID, (), (good, good)), Step(SAID, ())
    report = RingReport("校", SchoolYear(113), 2, steps, (), (), ())
    assert report.as_expected
    assert not attrs.evolve(report, steps=(*steps, Step(SAID, (), (good, bad)))).as_expected


def stage(tmp_path: Path) -> Stage:
    return build_stage(sample_school(2), tmp_path, lambda *_: None)


def test_what_must_pass_and_does_not_says_by_which_codes() -> None:
    findings = (
        finding("LP1001", Severity.REJECT, "/attachments"),
        finding("LP1002", Severity.ADVICE),
        finding("LP1003", Severity.STOP),
    )
    with pytest.raises(UnexpectedRefusal) as refusal:
        must(Decision(None, (), findings))
    assert refusal.value.codes == ("LP1001 /attachments", "LP1003 ")
    assert str(refusal.value) == ("refused although it should pass: LP1001 /attachments, LP1003 ")
    assert pickle.loads(pickle.dumps(refusal.value)).codes == refusal.value.codes


def test_what_must_pass_and_does_is_handed_on(tmp_path: Path) -> None:
    on = stage(tmp_path)
    student = on.sample.students[0]
    decision = on.school.perform(student.ref, RecordStudent(student), on.of_staff())
    assert must(decision) is decision


def test_a_sample_file_that_is_refused_stops_the_ring(tmp_path: Path) -> None:
    on = stage(tmp_path)
    empty = DraftFile(FileKind.PDF, lambda: SampleFile("空白.pdf", FileKind.PDF, b""))
    with pytest.raises(UnexpectedRefusal, match="LP1101"):
        on.attach(on.sample.students[0], ItemKind.OUTCOME, [empty])


def test_the_clock_stands_where_it_is_set(tmp_path: Path) -> None:
    on = stage(tmp_path)
    student = on.sample.students[0]
    assert on.of(student).at.isoformat() == "2024-08-01T08:00:00+08:00"
    on.enter(WindowKind.SELECT, "113")
    assert on.of(student, "因").at.isoformat() == "2025-08-22T00:00:00+08:00"
    assert on.of(student, "因").reason == "因"


def test_identifiers_are_counted_through_the_whole_stage(tmp_path: Path) -> None:
    on = stage(tmp_path)
    first, second = on.of_staff(), on.of(on.sample.students[0])
    assert [first.new_id(), second.new_id(), first.new_id()] == [
        "item-000001", "item-000002", "item-000003",
    ]  # fmt: skip


def test_only_the_old_code_is_expected_to_be_rejected(tmp_path: Path) -> None:
    on = stage(tmp_path)
    sample, term = on.sample, on.sample.recoded.semester
    _record(on)
    _upload_outcomes(on, term)
    recoded, other = (
        _rejected(sample.students[1], each.id)
        for each in on.school.portfolio(sample.students[1].ref).outcomes
    )
    planned = _rejection(on, recoded)
    assert (planned.expected, planned.as_expected) == ("LP1204", True)
    assert planned.case.en == "The school still uses an amended code"
    strangers = (_rejected(sample.students[0], each) for each in (recoded.item, "item-999999"))
    for record in (other, *strangers):
        unplanned = _rejection(on, record)
        assert (unplanned.expected, unplanned.as_expected) == ("", False)
        assert unplanned.case.en == "An item that should have been accepted"
        assert unplanned.findings == record.findings

    for plan in sample.plans:
        on.plans.sync(plan)
    must(on.school.perform(recoded.student, RecordTaking(sample.recoded), on.of_staff("更正。")))
    assert not _rejection(on, recoded).as_expected


def _rejected(student: Student, item: str) -> ReceiptRecord:
    """Always with the code that is expected of the old course code."""
    old = finding("LP1204", Severity.REJECT)
    return ReceiptRecord(student.ref, item, "0" * 64, Verdict.REJECTED, (old,))


def test_only_what_is_complete_is_worth_selecting(tmp_path: Path) -> None:
    on = stage(tmp_path)
    student, year = on.sample.students[0], on.sample.year
    _record(on)
    on.hurry(WindowKind.UPLOAD_PERFORMANCES, year)
    first, second = (
        must(
            on.school.upload_performance(
                student.ref, year, draft.details, draft.description,
                on.attach(student, ItemKind.PERFORMANCE, draft.files), on.of(student),
            )
        ).item
        for draft in on.sample.performances(student)
    )  # fmt: skip
    must(on.school.complete(student.ref, second, on.of(student)))
    assert _worth_selecting(on, student) == ([], [second])
    must(on.school.complete(student.ref, first, on.of(student)))
    assert _worth_selecting(on, student) == ([], [first, second])


def test_progress_is_told_from_nothing_to_everything(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    on = build_stage(
        sample_school(3), tmp_path, lambda title, done, total: told.append((title.en, done, total))
    )
    assert list(on.follow(SAID)) == list(on.sample.students)
    assert told == [("said", 0, 3), ("said", 1, 3), ("said", 2, 3), ("said", 3, 3)]
