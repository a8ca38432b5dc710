"""One school year through the whole ring, on real files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from learnport.formats import write_receipt
from learnport.model import (
    BatchKey,
    BatchKind,
    ItemKind,
    OutcomeState,
    PerformanceState,
    ReceiptRecord,
    Semester,
    Student,
    SubmissionBatch,
    SubmissionRound,
    Text,
    Verdict,
    WindowKind,
)
from learnport.sample._people import old_code
from learnport.sample._report import Count, Progress, Refusal, RingReport, Step
from learnport.sample._school import OutcomeDraft, SampleSchool
from learnport.sample._stage import TRANSPORT, Stage, build_stage, must
from learnport.sample._wicked import refusals
from learnport.workflow import (
    Action,
    CorrectSelection,
    DisputeReceipt,
    EditOutcome,
    RecordAdvising,
    RecordCourse,
    RecordOfficerPost,
    RecordStudent,
    RecordTaking,
    SelectionStep,
)

__all__ = ["run_ring"]

_RETURNED_EVERY = 9
"""Every so many outcomes a teacher returns one; the student changes it and asks again."""


def run_ring(sample: SampleSchool, out: Path, progress: Progress) -> RingReport:
    """Play one school year: upload to receipt, dispute and correction.

    Args:
        sample: the school.
        out: an empty folder; packages, rosters, receipts and both stores end up in it.
        progress: is told how far things are.

    Raises:
        UnexpectedRefusal: something that is allowed was refused.
    """
    stage = build_stage(sample, out, progress)
    first = BatchKey(
        sample.school.code, BatchKind.YEARLY, str(sample.year), SubmissionRound.ORDINARY, 1
    )
    second = attrs.evolve(first, number=2)
    steps = [
        _record(stage),
        *(_upload_outcomes(stage, semester) for semester in sample.year.semesters),
        _upload_performances(stage),
        _try_the_wicked(stage),
        _select(stage),
        *_submit(stage, first, WindowKind.SUBMIT),
        _confirm(stage),
        _correct(stage),
        *_submit(stage, second, WindowKind.CORRECT),
        _confirm_again(stage),
    ]
    packages = sorted(out.glob("packages/*.zip"))
    return RingReport(
        sample.school.name, sample.year, len(sample.students), tuple(steps), tuple(packages),
        tuple(sorted(out.glob("packages/*.xlsx"))), tuple(sorted(out.glob("receipts/*.json"))),
    )  # fmt: skip


def _record(stage: Stage) -> Step:
    title = Text("登錄：基本資料、修課紀錄", "Record: basic data and course records")
    sample, school, takings = stage.sample, stage.school, 0
    recoded = sample.recoded
    for student in stage.follow(title):
        staff, ref = stage.of_staff(), student.ref
        must(school.perform(ref, RecordStudent(student), staff))
        for taking in sample.takings(student):
            known = attrs.evolve(taking, code=old_code(taking.code))
            must(school.perform(ref, RecordTaking(known if taking == recoded else taking), staff))
            takings += 1
        for record in sample.course_records(student):
            must(school.perform(ref, RecordCourse(record), staff))
        for post in sample.officer_posts(student):
            must(school.perform(ref, RecordOfficerPost(post), staff))
        talk = stage.context(sample.advisor(student))
        must(school.perform(ref, RecordAdvising(sample.advising(student)), talk))
    return Step(title, (
        Count(Text("學生", "students"), len(sample.students)),
        Count(Text("修課", "takings"), takings),
    ))  # fmt: skip


def _upload_outcomes(stage: Stage, semester: Semester) -> Step:
    title = Text(
        f"上傳與認證：{semester} 課程學習成果", f"Upload and certify: outcomes of {semester}"
    )
    stage.hurry(WindowKind.UPLOAD_OUTCOMES, semester)
    uploaded = returned = files = 0
    for student in stage.follow(title):
        for draft in stage.sample.outcomes(student):
            if draft.taking.semester != semester:
                continue
            uploaded += 1
            files += len(draft.files)
            returned += _bring_to_certification(stage, student, draft, uploaded)
    return Step(title, (
        Count(Text("課程學習成果", "course outcomes"), uploaded),
        Count(Text("檔案", "files"), files),
        Count(Text("退回後重新認證", "returned, changed and certified again"), returned),
    ))  # fmt: skip


def _bring_to_certification(
    stage: Stage, student: Student, draft: OutcomeDraft, number: int
) -> bool:
    """Upload, request, certify; now and then return it first. Says whether it was returned."""
    school, ref, taking = stage.school, student.ref, draft.taking
    attachments = stage.attach(student, ItemKind.OUTCOME, draft.files)
    done = must(
        school.upload_outcome(
            ref, taking.id, taking.semester, draft.description, attachments, stage.of(student)
        )
    )
    item, uploaded = done.item, stage.now
    must(school.request_certification(ref, item, stage.of(student)))
    stage.now += dt.timedelta(days=1)  # the teacher looks the next day
    teacher = stage.context(stage.sample.teacher(taking))
    returned = number % _RETURNED_EVERY == 0
    if returned:
        must(school.return_outcome(ref, item, "wrong_file", teacher))
        edit = EditOutcome(item, draft.description, attachments)
        must(school.perform(ref, edit, stage.of(student)))
        must(school.request_certification(ref, item, stage.of(student)))
    must(school.certify(ref, item, teacher))
    stage.now = uploaded
    return returned


def _upload_performances(stage: Stage) -> Step:
    title = Text("上傳：多元表現", "Upload: performances")
    sample, school = stage.sample, stage.school
    stage.hurry(WindowKind.UPLOAD_PERFORMANCES, sample.year)  # when all of it has happened
    uploaded = files = 0
    for student in stage.follow(title):
        for draft in sample.performances(student):
            attachments = stage.attach(student, ItemKind.PERFORMANCE, draft.files)
            done = must(
                school.upload_performance(
                    student.ref, sample.year, draft.details, draft.description, attachments,
                    stage.of(student),
                )
            )  # fmt: skip
            must(school.complete(student.ref, done.item, stage.of(student)))
            uploaded += 1
            files += len(draft.files)
    return Step(title, (
        Count(Text("多元表現", "performances"), uploaded),
        Count(Text("檔案", "files"), files),
    ))  # fmt: skip


def _try_the_wicked(stage: Stage) -> Step:
    """Try them on a stage of their own, which is struck afterwards: mischief leaves traces."""
    title = Text("試誤：不應通過的案例", "Wicked cases: none of these may pass")
    two = attrs.evolve(stage.sample, students=stage.sample.students[:2])
    tried: list[Refusal] = []
    with TemporaryDirectory(prefix="wicked-", dir=stage.out) as folder:
        apart = build_stage(two, Path(folder), lambda *_: None)
        _record(apart)
        for semester in two.year.semesters:
            _upload_outcomes(apart, semester)
        for refusal in refusals(apart):
            tried.append(refusal)
            stage.progress(title, len(tried), len(tried))
    refused = sum(refusal.as_expected for refusal in tried)
    count = Count(Text("依預期退回", "refused for the expected reason"), refused)
    return Step(title, (count,), tuple(tried))


def _select(stage: Stage) -> Step:
    title = Text("勾選", "Select")
    sample, school = stage.sample, stage.school
    stage.enter(WindowKind.SELECT, sample.year)
    picks = 0
    for student in stage.follow(title):
        outcomes, performances = _worth_selecting(stage, student)
        picks += len(outcomes) + len(performances)
        context = stage.of(student)
        must(school.select(student.ref, sample.year, outcomes, performances, context))
        must(school.confirm_selection(student.ref, sample.year, context))
    return Step(title, (Count(Text("勾選件數", "items selected"), picks),))


def _worth_selecting(stage: Stage, student: Student) -> tuple[list[str], list[str]]:
    portfolio = stage.school.portfolio(student.ref)
    law = stage.school.law(stage.of(student))
    certified = [each.id for each in portfolio.outcomes if each.state is OutcomeState.CERTIFIED]
    complete = [
        each.id for each in portfolio.performances if each.state is PerformanceState.COMPLETE
    ]
    return (
        certified[: law["selection.outcomes.max_count"].number],
        complete[: law["selection.performances.max_count"].number],
    )


def _submit(stage: Stage, key: BatchKey, window: WindowKind) -> tuple[Step, ...]:
    school = stage.school
    stage.enter(window, key.term)
    staff = stage.of_staff()
    title = Text(f"預檢、封裝：第 {key.number} 批", f"Pre-check and seal: batch {key.number}")
    stage.progress(title, 0, 2)
    prechecked = school.precheck(key, staff)
    must(prechecked.decision)
    stage.progress(title, 1, 2)
    sealed = school.seal(key, staff, stage.out / "packages")
    must(sealed.decision)
    assert sealed.package is not None, "what was sealed has a package"
    stage.progress(title, 2, 2)
    batch = school.batch(key)
    packing = Step(title, (
        Count(Text("學生", "students"), len(batch.students)),
        Count(Text("未納入", "left out"), len(batch.left_out)),
        Count(Text("提交檔大小（位元組）", "package size in bytes"), sealed.package.stat().st_size),
    ))  # fmt: skip
    must(school.send(key, staff, sealed.package, TRANSPORT))
    again = school.send(key, staff, sealed.package, TRANSPORT)
    must(school.collect(key, staff, TRANSPORT))
    return packing, _sending(stage, school.batch(key), changed=again.done)


def _sending(stage: Stage, batch: SubmissionBatch, changed: bool) -> Step:
    """What the centre answered; it is also written to a file for people to keep."""
    receipt = batch.receipt
    assert receipt is not None, "what was collected has a receipt"
    folder = stage.out / "receipts"
    folder.mkdir(exist_ok=True)
    (folder / f"{batch.key}.json").write_bytes(write_receipt(receipt))
    rejected = [each for each in receipt.records if each.verdict is Verdict.REJECTED]
    number = batch.key.number
    return Step(
        Text(f"提交、收訖：第 {number} 批", f"Submit and receipt: batch {number}"),
        (
            Count(Text("收訖", "items accepted"), len(receipt.records) - len(rejected)),
            Count(Text("退件", "items rejected"), len(rejected)),
            Count(Text("重送後的變動", "changes after sending it twice"), int(changed)),
            Count(Text("收訖差異", "differences found"), len(stage.school.compare(batch.key))),
        ),
        tuple(_rejection(stage, record) for record in rejected),
    )


def _rejection(stage: Stage, record: ReceiptRecord) -> Refusal:
    """Only one item may be rejected, and only while the school still has its old code."""
    recoded = stage.sample.recoded
    portfolio = stage.school.portfolio(record.student)
    outcome, taking = portfolio.outcome(record.item), portfolio.taking(recoded.id)
    if outcome and taking and outcome.taking == taking.id and taking.code != recoded.code:
        case = Text("課程計畫已修正，學校仍用舊代碼", "The school still uses an amended code")
        return Refusal(case, "LP1204", record.findings)
    case = Text("不應退件而退件", "An item that should have been accepted")
    return Refusal(case, "", record.findings)


def _confirm(stage: Stage) -> Step:
    title = Text("收訖明細：確認或回報疑義", "Receipt: confirm or dispute")
    sample, school = stage.sample, stage.school
    stage.enter(WindowKind.CONFIRM_RECEIPT, sample.year)
    disputing, rejected = sample.students[:2]
    confirmed = 0
    for student in stage.follow(title):
        if student in (disputing, rejected):
            continue
        step = SelectionStep(Action.ACKNOWLEDGE, sample.year)
        must(school.perform(student.ref, step, stage.of(student)))
        confirmed += 1
    words = "第一件成果不是我想提交的那一件。"
    dispute = DisputeReceipt(sample.year, words)
    must(school.perform(disputing.ref, dispute, stage.of(disputing)))
    return Step(title, (
        Count(Text("確認無誤", "confirmed"), confirmed),
        Count(Text("回報疑義", "disputed"), 1),
    ))  # fmt: skip


def _correct(stage: Stage) -> Step:
    title = Text("更正", "Correct")
    sample, school, year = stage.sample, stage.school, stage.sample.year
    disputing, rejected = sample.students[:2]
    reason = stage.of_staff("查證屬實，依學生說明更正。")
    must(school.perform(disputing.ref, SelectionStep(Action.RESOLVE, year), reason))
    picks = school.portfolio(disputing.ref).selection(year)
    fewer = CorrectSelection(year, picks.outcomes[1:], picks.performances)
    must(school.perform(disputing.ref, fewer, reason))

    for plan in sample.plans:
        stage.plans.sync(plan)
    synced = stage.of_staff("課程計畫已修正，重新同步後更正課程代碼。")
    must(school.perform(rejected.ref, RecordTaking(sample.recoded), synced))
    picks = school.portfolio(rejected.ref).selection(year)
    same = CorrectSelection(year, picks.outcomes, picks.performances)
    must(school.perform(rejected.ref, same, synced))
    return Step(title, (Count(Text("更正的學生", "students corrected"), 2),))


def _confirm_again(stage: Stage) -> Step:
    sample, school = stage.sample, stage.school
    corrected = sample.students[:2]
    for student in corrected:
        step = SelectionStep(Action.ACKNOWLEDGE, sample.year)
        must(school.perform(student.ref, step, stage.of(student)))
    superseded = sum(
        each.superseded_by is not None for each in stage.central.deposits(sample.school.code)
    )
    return Step(Text("更正後確認", "Confirm after the correction"), (
        Count(Text("確認無誤", "confirmed"), len(corrected)),
        Count(Text("被取代的批次", "batches superseded"), superseded),
    ))  # fmt: skip
