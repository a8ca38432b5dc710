"""One school year of six students through the whole ring, read by others than ourselves."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import bagit
import openpyxl
import pytest

from learnport.errors import DataError, LearnportError
from learnport.formats import (
    PackageReader,
    dumps,
    event_digest,
    submission_of_line,
    verify_package,
)
from learnport.model import (
    BatchKey,
    BatchState,
    CourseOutcome,
    DepositState,
    OutcomeState,
    Performance,
    PersonRef,
    SchoolYear,
    SelectionState,
    Student,
    StudentSubmission,
)
from learnport.plugins import RecordStore
from learnport.sample import SampleSchool, sample_school
from learnport.workflow import FIRST, Action, BatchStep, Event, StreamKey, StreamKind, replay
from tests.sync.ring import Ring, play

FIRST_BATCH, SECOND_BATCH = (
    BatchKey.parse(f"ZZ0001.yearly.113.ordinary.{number}") for number in (1, 2)
)
OUTCOMES, PERFORMANCES = "學生課程學習成果名冊", "學生自填多元表現名冊"


@pytest.fixture(scope="module")
def played_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Path]]:
    """The same year in another process, which hashes otherwise; it runs beside the first."""
    out = tmp_path_factory.mktemp("elsewhere")
    program = (
        "import sys; from pathlib import Path;"
        "from learnport.sample import run_ring, sample_school;"
        "run_ring(sample_school(6), Path(sys.argv[1]), lambda *_: None)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "America/New_York"}
    process = subprocess.Popen([sys.executable, "-c", program, str(out)], env=environment)

    def finished() -> Path:
        assert process.wait(timeout=240) == 0
        return out

    yield finished
    process.wait(timeout=240)


@pytest.fixture(scope="module")
def ring(
    tmp_path_factory: pytest.TempPathFactory,
    played_elsewhere: object,  # noqa: ARG001 - started first, so that both run at once
) -> Ring:
    return play(sample_school(6), tmp_path_factory.mktemp("ring"))


# What it tells.


def test_the_year_goes_as_expected(ring: Ring) -> None:
    assert ring.report.as_expected
    assert (ring.report.year, ring.report.students) == (SchoolYear(113), 6)
    assert ring.report.school == ring.sample.school.name


def test_the_counts_of_every_step(ring: Ring) -> None:
    """Six students have 13 outcomes and 12 performances: 25 items.

    The first has a special taking and therefore 3 outcomes, one of which is withdrawn in the
    correction; with the second, who has 2, and 2 performances each, 8 items are corrected.
    """
    counts = {
        step.title.en: {count.what.en: count.number for count in step.counts}
        for step in ring.report.steps
    }
    sizes = [each.pop("package size in bytes", None) for each in counts.values()]
    assert [size for size in sizes if size] == [
        path.stat().st_size for path in ring.report.packages
    ]
    submitted = {"changes after sending it twice": 0, "differences found": 0}
    assert counts == {
        "Record: basic data and course records": {"students": 6, "takings": 109},
        "Upload and certify: outcomes of 113-1": {
            "course outcomes": 8, "files": 8, "returned, changed and certified again": 0,
        },
        "Upload and certify: outcomes of 113-2": {
            "course outcomes": 5, "files": 6, "returned, changed and certified again": 0,
        },
        "Upload: performances": {"performances": 12, "files": 12},
        "Wicked cases: none of these may pass": {"refused for the expected reason": 28},
        "Select": {"items selected": 25},
        "Pre-check and seal: batch 1": {"students": 6, "left out": 0},
        "Submit and receipt: batch 1": {
            "items accepted": 24, "items rejected": 1, **submitted,
        },
        "Receipt: confirm or dispute": {"confirmed": 4, "disputed": 1},
        "Correct": {"students corrected": 2},
        "Pre-check and seal: batch 2": {"students": 2, "left out": 0},
        "Submit and receipt: batch 2": {
            "items accepted": 8, "items rejected": 0, **submitted,
        },
        "Confirm after the correction": {"confirmed": 2, "batches superseded": 1},
    }  # fmt: skip


def test_every_title_and_count_is_in_both_languages(ring: Ring) -> None:
    texts = [step.title for step in ring.report.steps]
    texts += [count.what for step in ring.report.steps for count in step.counts]
    texts += [refusal.case for refusal in ring.refusals]
    for text in texts:
        assert text.en.isascii()
        assert any("一" <= sign <= "龥" for sign in text.zh)


def test_progress_never_goes_back(ring: Ring) -> None:
    titles = dict.fromkeys(title for title, _, _ in ring.told)
    assert len(titles) == 9
    for title in titles:
        steps = [(done, total) for each, done, total in ring.told if each == title]
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1]


# What was refused.

# The code that has to say so.
EXPECTED = {
    "a PNG named .pdf": "LP1105",
    "a Word file named .pdf": "LP1105",
    "a PDF named .jpg": "LP1105",
    "an MP4 named .mp3": "LP1105",
    "a kind of file that is not accepted: .docx": "LP1104",
    "a kind of file that is not accepted: .gif": "LP1104",
    "a name without an extension": "LP1105",
    "a PDF that needs a password to open": "LP1108",
    "an encrypted PDF that opens without a password": "LP1108",
    "a web page behind the first bytes of a PDF": "LP1109",
    "an empty file": "LP1101",
    "the first half of a PDF": "LP1109",
    "the first half of a JPEG": "LP1109",
    "the first half of an MP4": "LP1109",
    "a PDF one byte over the limit": "LP1102",
    "a JPEG one byte over the limit": "LP1102",
    "an MP4 one byte over the limit": "LP1102",
    "a recording offered for an advising record": "LP1104",
    "A description of 101 characters": "LP1003",
    "An upload after the deadline": "LP1503",
    "An upload before the window opens": "LP1502",
    "A course code that is in no plan": "LP1204",
    "A stranger's taking": "LP1201",
    "A hand on a stranger's portfolio": "LP1701",
    "Certification by another teacher": "LP1701",
    "Selecting what is not certified": "LP1405",
    "Selecting a seventh outcome": "LP1401",
    "Selecting a stranger's outcome": "LP1403",
    "The school still uses an amended code": "LP1204",
}

# Every code that refuses: besides its own, only what is also true. What is in a Word file is not
# accepted under any name; reading stops at the largest limit there is, which is that of an MP4.
REFUSING = {
    "a PNG named .pdf": ["LP1105"],
    "a Word file named .pdf": ["LP1104", "LP1105"],
    "a PDF named .jpg": ["LP1105"],
    "an MP4 named .mp3": ["LP1105"],
    "a kind of file that is not accepted: .docx": ["LP1104"],
    "a kind of file that is not accepted: .gif": ["LP1104"],
    "a name without an extension": ["LP1105"],
    "a PDF that needs a password to open": ["LP1108"],
    "an encrypted PDF that opens without a password": ["LP1108"],
    "a web page behind the first bytes of a PDF": ["LP1109"],
    "an empty file": ["LP1101"],
    "the first half of a PDF": ["LP1109"],
    "the first half of a JPEG": ["LP1109"],
    "the first half of an MP4": ["LP1109"],
    "a PDF one byte over the limit": ["LP1102"],
    "a JPEG one byte over the limit": ["LP1102"],
    "an MP4 one byte over the limit": ["LP1102", "LP1103"],
    "a recording offered for an advising record": ["LP1104"],
    "A description of 101 characters": ["LP1003"],
    "An upload after the deadline": ["LP1503"],
    "An upload before the window opens": ["LP1502"],
    "A course code that is in no plan": ["LP1204"],
    "A stranger's taking": ["LP1201"],
    "A hand on a stranger's portfolio": ["LP1701"],
    "Certification by another teacher": ["LP1701"],
    "Selecting what is not certified": ["LP1405"],
    "Selecting a seventh outcome": ["LP1401"],
    "Selecting a stranger's outcome": ["LP1403"],
    "The school still uses an amended code": ["LP1204"],
}

LIMITS: dict[str, dict[str, Any]] = {
    "a PDF one byte over the limit": {"size": 4_194_305, "limit": 4_194_304, "excess": 1},
    "a JPEG one byte over the limit": {"size": 4_194_305, "limit": 4_194_304, "excess": 1},
    "an MP4 one byte over the limit": {"size": 10_485_761, "limit": 10_485_760, "excess": 1},
    "A description of 101 characters": {"length": 101, "limit": 100, "excess": 1},
    "Selecting a seventh outcome": {"year": "113", "count": 7, "limit": 6, "excess": 1},
}


def test_every_wicked_case_is_refused_with_its_own_code(ring: Ring) -> None:
    assert {each.case.en: each.expected for each in ring.refusals} == EXPECTED
    assert len(ring.refusals) == 29
    assert all(refusal.as_expected for refusal in ring.refusals)


def test_every_wicked_case_is_refused_for_nothing_else(ring: Ring) -> None:
    assert {
        refusal.case.en: [each.code for each in refusal.findings if each.severity.refuses]
        for refusal in ring.refusals
    } == REFUSING


def test_every_refusal_says_in_both_languages_what_is_wrong_and_what_to_do(ring: Ring) -> None:
    for finding in ring.findings:
        assert finding.source
        for text in (finding.message, finding.remedy):
            assert any("一" <= sign <= "龥" for sign in text.zh)
            assert len(text.en.split()) > 2
            assert "{" not in text.zh + text.en


@pytest.mark.parametrize("case", LIMITS)
def test_a_refusal_names_the_limit_and_how_far_over_it_is(ring: Ring, case: str) -> None:
    (refusal,) = (each for each in ring.refusals if each.case.en == case)
    (finding,) = (each for each in refusal.findings if each.code == EXPECTED[case])
    assert dict(finding.values) == LIMITS[case]
    limit = LIMITS[case]["limit"]
    for text in (finding.message.zh, finding.message.en):
        assert f"{limit:,}" in text or str(limit) in text


def test_what_was_refused_does_not_hold_up_the_rest(ring: Ring) -> None:
    first = ring.stage.school.batch(FIRST_BATCH)
    assert (len(first.students), first.left_out) == (6, ())
    assert first.receipt is not None
    assert first.receipt.verdict == "accepted"
    rejected = [each for each in first.receipt.records if each.verdict == "rejected"]
    assert [each.student.key for each in rejected] == ["s00002"]


def test_the_wicked_leave_nothing_behind_at_the_school(ring: Ring) -> None:
    sample = ring.sample
    assert len(list(ring.stage.school.portfolios())) == 6
    for student in sample.students:
        portfolio = ring.stage.school.portfolio(student.ref)
        assert set(portfolio.takings) == set(sample.takings(student))
        assert len(portfolio.takings) == len(sample.takings(student))
        assert {each.state for each in portfolio.outcomes} == {OutcomeState.SUBMITTED}
        assert drafted(portfolio.outcomes, portfolio.performances) == wanted(sample, student)
    assert not list(ring.stage.out.glob("wicked-*"))


def test_the_packages_hold_what_the_drafts_ask_for_and_nothing_else(ring: Ring) -> None:
    first, second = map(submissions, ring.report.packages)
    students = {each.ref: each for each in ring.sample.students}
    assert {each.student.ref for each in first} == set(students)
    for each in first:
        found = drafted((item.outcome for item in each.outcomes), each.performances)
        assert found == wanted(ring.sample, students[each.student.ref])
    disputing, recoded = second
    assert [disputing.student, recoded.student] == list(ring.sample.students[:2])
    withdrawn, *kept = (item.outcome.id for item in first[0].outcomes)
    assert [item.outcome.id for item in disputing.outcomes] == kept
    assert withdrawn not in kept
    assert [item.outcome for item in recoded.outcomes] == [
        item.outcome for item in first[1].outcomes
    ]
    assert [each.performances for each in second] == [each.performances for each in first[:2]]


def drafted(
    outcomes: Iterable[CourseOutcome], performances: Iterable[Performance]
) -> list[tuple[object, str, int]]:
    """What a draft says of an item: where it comes from, its words, how many files."""
    found: list[tuple[object, str, int]] = [
        (each.taking, each.description, len(each.attachments)) for each in outcomes
    ]
    found += [(each.details, each.description, len(each.attachments)) for each in performances]
    return sorted(found, key=repr)


def wanted(sample: SampleSchool, student: Student) -> list[tuple[object, str, int]]:
    found: list[tuple[object, str, int]] = [
        (each.taking.id, each.description, len(each.files)) for each in sample.outcomes(student)
    ]
    found += [
        (each.details, each.description, len(each.files)) for each in sample.performances(student)
    ]
    return sorted(found, key=repr)


def submissions(package: Path) -> list[StudentSubmission]:
    with PackageReader(package) as reader:
        return [submission_of_line(line) for line in reader.open("records.jsonl")]


def test_where_everything_stands_at_the_end(ring: Ring) -> None:
    school, central = ring.stage.school, ring.stage.central
    for portfolio in school.portfolios():
        assert portfolio.selection(SchoolYear(113)).state is SelectionState.ACKNOWLEDGED
    assert school.batch(FIRST_BATCH).state is BatchState.SUPERSEDED
    assert school.batch(SECOND_BATCH).state is BatchState.ACCEPTED
    deposits = {each.batch: each for each in central.deposits("ZZ0001")}
    assert {key: each.state for key, each in deposits.items()} == {
        FIRST_BATCH: DepositState.SUPERSEDED,
        SECOND_BATCH: DepositState.ACCEPTED,
    }
    assert deposits[FIRST_BATCH].superseded_by == str(SECOND_BATCH)


# What lies there, read by others.


def test_an_independent_validator_accepts_the_packages(ring: Ring, tmp_path: Path) -> None:
    assert [path.name for path in ring.report.packages] == [
        f"{FIRST_BATCH}.zip", f"{SECOND_BATCH}.zip",
    ]  # fmt: skip
    for path in ring.report.packages:
        assert verify_package(path) == ()
        with zipfile.ZipFile(path) as archive:
            archive.extractall(tmp_path)
        bag = bagit.Bag(str(tmp_path / path.stem))
        bag.validate()
        assert bag.info["External-Identifier"] == path.stem
        assert bag.info["Source-Organization"] == "ZZ0001"
        assert bag.algorithms == ["sha256"]


ROWS = {
    f"{FIRST_BATCH}.{OUTCOMES}.xlsx": {"學期課程學習成果": 12, "補修課程學習成果": 1},
    f"{FIRST_BATCH}.{PERFORMANCES}.xlsx": {
        "幹部經歷暨事蹟紀錄": 2, "競賽參與紀錄": 2, "檢定證照紀錄": 1, "服務學習紀錄": 1,
        "彈性學習時間紀錄": 1, "團體活動時間紀錄": 1, "職場學習紀錄": 1, "作品成果紀錄": 1,
        "大學及技專校院先修課程紀錄": 1, "其他多元表現紀錄": 1,
    },
    f"{SECOND_BATCH}.{OUTCOMES}.xlsx": {"學期課程學習成果": 4},
    f"{SECOND_BATCH}.{PERFORMANCES}.xlsx": {
        "幹部經歷暨事蹟紀錄": 1, "競賽參與紀錄": 1, "檢定證照紀錄": 1, "服務學習紀錄": 1,
    },
}  # fmt: skip


def test_an_independent_reader_finds_every_row_in_the_rosters(ring: Ring) -> None:
    assert {path.name for path in ring.report.rosters} == set(ROWS)
    for path in ring.report.rosters:
        book = openpyxl.load_workbook(path)
        cover, *sheets = book.worksheets
        assert [cell.value for cell in cover[2]][:3] == ["ZZ0001", 113, 0]
        filled = {sheet.title: sheet.max_row - 1 for sheet in sheets if sheet.max_row > 1}
        assert filled == ROWS[path.name]
        for sheet in sheets:
            for row in sheet.iter_rows(min_row=2, max_col=1, values_only=True):
                assert str(row[0]).startswith("FAKE00000")


def test_the_rosters_in_the_package_are_those_beside_it(ring: Ring) -> None:
    for path in ring.report.packages:
        with PackageReader(path) as reader:
            packed = [each.path for each in reader.payload() if each.path.startswith("rosters/")]
            assert len(packed) == 2
            for name in packed:
                beside = path.parent / Path(name).name
                assert reader.open(name).read() == beside.read_bytes()


def test_every_file_in_the_package_is_the_one_the_student_uploaded(ring: Ring) -> None:
    held = ring.stage.school.host.blobs
    counts = []
    for path in ring.report.packages:
        with PackageReader(path) as reader:
            names = [each.path for each in reader.payload() if each.path.startswith("files/")]
            for name in names:
                digest = Path(name).stem
                content = reader.open(name).read()
                assert hashlib.sha256(content).hexdigest() == digest
                with held.open(digest) as stream:
                    assert stream.read() == content
        counts.append(len(names))
    assert counts == [26, 8]


def test_the_receipts_name_every_item_and_the_rules_that_judged_it(ring: Ring) -> None:
    assert [path.name for path in ring.report.receipts] == [
        f"{FIRST_BATCH}.json", f"{SECOND_BATCH}.json",
    ]  # fmt: skip
    first, second = (json.loads(path.read_bytes()) for path in ring.report.receipts)
    assert [len(each["records"]) for each in (first, second)] == [25, 8]
    assert {each["validator"] for each in (first, second)} == {"learnport-rules-2"}
    assert {each["verdict"] for each in (first, second)} == {"accepted"}
    (rejected,) = (each for each in first["records"] if each["verdict"] == "rejected")
    assert [each["code"] for each in rejected["findings"]] == ["LP1204"]
    assert rejected["findings"][0]["message"]["zh"]


# The log.


def streams(records: RecordStore) -> list[StreamKey]:
    return [key for kind in StreamKind for key in records.keys(kind, "ZZ0001")]


def test_every_log_folds_into_its_snapshot_and_every_chain_holds(ring: Ring) -> None:
    school, centre = ring.stage.school.host.records, ring.stage.central.host.records
    assert [len(streams(each)) for each in (school, centre)] == [8, 2]
    for records in (school, centre):
        for key in streams(records):
            snapshot = records.load(key)
            assert snapshot is not None
            digest, count = FIRST, 0
            for count, event in enumerate(records.events(key), start=1):
                assert (event.sequence, event.previous, event.stream) == (count, digest, key)
                digest = event_digest(event)
            assert (snapshot.version, snapshot.digest) == (count, digest)
            assert snapshot.state == replay(records.events(key))


def test_what_advisors_wrote_is_nowhere_but_at_the_school(ring: Ring) -> None:
    words = ring.sample.advising(ring.sample.students[0]).description.encode()
    assert words.decode() == "討論選修課程與生涯方向。"
    school, centre = ring.stage.school.host.records, ring.stage.central.host.records
    first = next(iter(streams(school)))
    assert words in dumps(tuple(school.events(first)), tuple[Event, ...])
    handed_out = [path.read_bytes() for path in ring.report.receipts]
    handed_out += [dumps(tuple(centre.events(key)), tuple[Event, ...]) for key in streams(centre)]
    for path in (*ring.report.packages, *ring.report.rosters):
        with zipfile.ZipFile(path) as archive:
            handed_out += map(archive.read, archive.namelist())
    assert sum(map(len, handed_out)) > 1_000_000
    assert not any(words in each for each in handed_out)


# Personal data.


def test_no_key_and_no_file_name_says_who_somebody_is(ring: Ring) -> None:
    stores = ring.stage.school.host.records, ring.stage.central.host.records
    shown = [str(key) for records in stores for key in streams(records)]
    shown += [str(path.relative_to(ring.stage.out)) for path in ring.stage.out.rglob("*")]
    for path in ring.report.packages:
        with zipfile.ZipFile(path) as archive:
            shown += archive.namelist()
    assert len(shown) > 60
    _show_nobody(ring, shown)


def test_no_finding_no_receipt_and_no_report_says_who_somebody_is(ring: Ring) -> None:
    shown = [repr(finding) for finding in ring.findings]
    shown += [path.read_text("utf-8") for path in ring.report.receipts]
    shown += [str(step) for step in ring.report.steps]
    assert len(shown) > 40
    _show_nobody(ring, shown)


def test_no_log_record_and_no_progress_says_who_somebody_is(ring: Ring) -> None:
    _show_nobody(ring, [*ring.logged, *(str(each) for each in ring.told)])


def test_no_value_shows_who_somebody_is_when_it_is_printed(ring: Ring) -> None:
    """What ends in a traceback or a debugger: decisions, portfolios, events, batches."""
    school = ring.stage.school
    _show_nobody(ring, [repr(each) for each in school.portfolios()])
    key = StreamKey.portfolio(ring.sample.students[0].ref)
    _show_nobody(ring, [repr(each) for each in school.host.records.events(key)])


def test_no_exception_says_who_somebody_is(ring: Ring) -> None:
    school, staff = ring.stage.school, ring.stage.of_staff()
    student, stranger = ring.sample.students[0], PersonRef("ZZ0001", "s99999")
    with PackageReader(ring.report.packages[0]) as reader:
        line = reader.open("records.jsonl").readline()
    assert student.national_id.encode() in line
    third = BatchKey.parse("ZZ0001.yearly.113.ordinary.3")
    elsewhere = BatchKey.parse("ZZ0002.yearly.113.ordinary.1")
    mistakes: list[Callable[[], object]] = [
        lambda: school.portfolio(stranger),
        lambda: school.batch(third),
        lambda: school.compare(third),
        lambda: school.precheck(elsewhere, staff),
        lambda: school.perform(student.ref, BatchStep(Action.SEND), staff),  # type: ignore[arg-type]
        lambda: school.perform(PersonRef("ZZ0002", "s1"), BatchStep(Action.SEND), staff),  # type: ignore[arg-type]
        lambda: ring.stage.central.judge(third, "0" * 64, ring.stage.context(ring.sample.centre)),
        lambda: submission_of_line(line.replace(b'"seat":1', b'"seat":"one"')),
        lambda: submission_of_line(line.replace(b'"national_id":"FAKE', b'"national_id":"fake')),
    ]
    shown = []
    for mistake in mistakes:
        with pytest.raises(LearnportError) as raised:
            mistake()
        shown += [str(raised.value), repr(raised.value), repr(raised.value.__dict__)]
    _show_nobody(ring, shown)
    assert issubclass(DataError, LearnportError)


def _show_nobody(ring: Ring, shown: list[str]) -> None:
    secrets = ring.secrets()
    assert len(secrets) == 12
    assert not [(text, each) for text in shown for each in secrets if each in text]


# Again, and otherwise.


def test_the_same_seed_gives_the_same_bytes_also_in_another_process(
    ring: Ring, played_elsewhere: Callable[[], Path]
) -> None:
    out = played_elsewhere()
    written = [*ring.report.packages, *ring.report.rosters, *ring.report.receipts]
    assert len(written) == 8
    for path in written:
        again = out / path.relative_to(ring.stage.out)
        assert again.read_bytes() == path.read_bytes(), path.name


def test_another_seed_gives_another_school(ring: Ring, tmp_path: Path) -> None:
    other = play(sample_school(6, seed=9), tmp_path)
    assert other.report.as_expected
    (second,) = (each for each in other.report.steps if "113-2" in each.title.en)
    assert [count.number for count in second.counts] == [9, 9, 1]
    assert [path.name for path in other.report.packages] == [
        path.name for path in ring.report.packages
    ]
    mine, theirs = (
        [*each.report.packages, *each.report.receipts, *each.report.rosters]
        for each in (ring, other)
    )
    for one, another in zip(mine, theirs, strict=True):
        assert one.read_bytes() != another.read_bytes(), one.name
