"""Judging: what is wrong with a package as a whole, and what with single records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from learnport.model import (
    Deadline,
    OutcomeState,
    PerformanceState,
    PersonRef,
    SchoolSettings,
    SchoolYear,
    StudentSubmission,
    Verdict,
    Window,
    WindowKind,
)
from tests.unit.systems_packages import (
    Package,
    answer,
    build,
    handed_in,
    log,
    receive,
    submitted,
)
from tests.unit.systems_world import (
    World,
    at,
    codes,
    document,
    everything,
    pupil,
    taking,
)

# What is wrong with the package.


def replaced(ending: str, content: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, old: content if name.endswith(ending) else old


DAMAGED: dict[str, tuple[Callable[[Path], Package], list[str]]] = {
    "not a zip": (
        lambda folder: attrs.evolve(build(folder, [handed_in()]), content=b"no package at all"),
        ["LP3201"],
    ),
    "cut off": (
        lambda folder: (
            package := build(folder, [handed_in()]),
            attrs.evolve(package, content=package.content[:-30]),
        )[1],
        ["LP3201"],
    ),
    "another digest announced": (
        lambda folder: attrs.evolve(build(folder, [handed_in()]), digest="0" * 64),
        ["LP2009"],
    ),
    "records changed after packing": (
        lambda folder: build(folder, [handed_in()]).rewritten(
            lambda name, old: old.replace(b'"113"', b'"112"') if "records" in name else old
        ),
        ["LP3243"],
    ),
    "a file changed after packing": (
        lambda folder: build(folder, [handed_in()]).rewritten(
            lambda name, old: old[::-1] if name.endswith(".pdf") else old
        ),
        ["LP3243", "LP3243"],
    ),
}

WRONG: dict[str, tuple[Callable[[Path], Package], list[str]]] = {
    "the label of another batch": (
        lambda folder: build(folder, [handed_in()], label="ZZ0001.yearly.113.first.1"),
        ["LP2010"],
    ),
    "the label of another school": (
        lambda folder: build(folder, [handed_in()], label="ZZ0002.yearly.113.ordinary.1"),
        ["LP2010"],
    ),
    "records that are no JSON": (
        lambda folder: build(folder, [handed_in()], lines=b"{\n"),
        ["LP2012"],
    ),
    "an empty line among the records": (
        lambda folder: build(folder, [handed_in()], lines=b"\n"),
        ["LP2012"],
    ),
    "records of another form": (
        lambda folder: build(folder, [handed_in()], lines=b'{"student":"FAKE000001"}\n'),
        ["LP2012"],
    ),
    "no records": (
        lambda folder: build(folder, [handed_in()], lines=b""),
        ["LP2012"],
    ),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_package_that_was_damaged_on_the_way_is_not_received_and_can_be_sent_again(
    tmp_path: Path, case: str
) -> None:
    make, expected = DAMAGED[case]
    world, damaged, whole = World(), make(tmp_path), build(tmp_path, [handed_in()])
    refused = receive(world, damaged)
    assert (codes(refused), refused.state, refused.done) == (expected, None, False)
    assert everything(world.centre_records) == {}
    assert list(world.centre_blobs.digests()) == []
    assert answer(world, whole).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("case", WRONG)
def test_a_package_that_is_wrong_as_a_whole_is_rejected_as_a_whole(
    tmp_path: Path, case: str
) -> None:
    make, expected = WRONG[case]
    world, package = World(), make(tmp_path)
    receipt = answer(world, package)
    assert codes(receipt.findings) == expected
    assert (receipt.verdict, receipt.records) == (Verdict.REJECTED, ())
    assert log(world, package) == ["deposit.receive", "deposit.reject"]
    for finding in receipt.findings:
        assert finding.message.zh
        assert finding.message.en
        assert "FAKE" not in repr(finding)


# What is wrong with single records.

PLAN_CODE = str(taking(pupil(1)).code)


def one(**changes: Any) -> StudentSubmission:
    """A submission whose one outcome is changed."""
    return handed_in(outcomes=(submitted(1, "o1", **changes),))


def of_taking(**changes: Any) -> StudentSubmission:
    """A submission whose one taking is changed."""
    (own,) = handed_in().outcomes
    return handed_in(outcomes=(attrs.evolve(own, taking=attrs.evolve(own.taking, **changes)),))


OTHER_CODE = attrs.evolve(taking(pupil(1)).code, subject="99")
FOREIGN = attrs.evolve(pupil(1), ref=PersonRef("ZZ0002", "s1"))
DRAFT = attrs.evolve(handed_in().performances[0], state=PerformanceState.COMPLETE)
HALF = attrs.evolve(DRAFT, state=PerformanceState.DRAFT)
SEVEN = tuple(submitted(1, f"o{number}") for number in range(1, 8))

RECORDS: dict[str, tuple[StudentSubmission, dict[str, list[str]]]] = {
    "a code that is not in the centre's plan": (
        of_taking(code=OTHER_CODE), {"o1": ["LP1204"], "p1": []},
    ),
    "an outcome that was never certified": (
        one(state=OutcomeState.DRAFT, certifier=None, certified_at=None),
        {"o1": ["LP1405"], "p1": []},
    ),
    "an outcome that waits for its teacher": (
        one(state=OutcomeState.AWAITING), {"o1": ["LP1405"], "p1": []},
    ),
    "a performance that is a draft": (
        handed_in(performances=(HALF,)), {"o1": [], "p1": ["LP1406"]},
    ),
    "101 characters": (one(description="字" * 101), {"o1": ["LP1003"], "p1": []}),
    "an outcome of somebody else": (
        one(student=pupil(2).ref), {"o1": ["LP1702", "LP1202"], "p1": []},
    ),
    "a taking of somebody else": (
        of_taking(student=pupil(2).ref), {"o1": ["LP1202"], "p1": []},
    ),
    "a file larger than the law allows": (
        one(attachments=(document(b"file of o1", size=4_194_305),)),
        {"o1": ["LP1102", "LP2011"], "p1": []},
    ),
    "a student of another school": (
        handed_in(student=FOREIGN),
        {"o1": ["LP2001", "LP1702"], "p1": ["LP2001", "LP1702"]},
    ),
    "seven outcomes": (
        handed_in(outcomes=SEVEN),
        {**{f"o{number}": ["LP1401"] for number in range(1, 8)}, "p1": ["LP1401"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", RECORDS)
def test_a_record_is_rejected_for_its_own_reason_and_the_rest_is_accepted(
    tmp_path: Path, case: str
) -> None:
    wrong, expected = RECORDS[case]
    world, package = World(), build(tmp_path, [wrong, handed_in(9)])
    receipt = answer(world, package)
    assert (receipt.verdict, receipt.findings) == (Verdict.ACCEPTED, ())
    found = {each.item: codes(each.findings) for each in receipt.records}
    assert found == {**expected, "o9": [], "p9": []}
    for record in receipt.records:
        rejected = bool(found[record.item])
        assert record.verdict is (Verdict.REJECTED if rejected else Verdict.ACCEPTED)


def test_a_file_that_is_not_in_the_package_rejects_its_record(tmp_path: Path) -> None:
    package = build(tmp_path, [handed_in()], without=[document(b"file of p1")])
    receipt = answer(World(), package)
    assert [(each.item, codes(each.findings)) for each in receipt.records] == [
        ("o1", []),
        ("p1", ["LP2011"]),
    ]
    (finding,) = receipt.records[1].findings
    assert finding.at == "/performances/0/attachments/0"


def test_a_file_of_another_size_than_stated_rejects_its_record(tmp_path: Path) -> None:
    short = one(attachments=(document(b"file of o1", size=9),))
    receipt = answer(World(), build(tmp_path, [short]))
    assert codes(receipt.records[0].findings) == ["LP2011"]


def test_a_student_who_stands_there_twice_is_taken_once(tmp_path: Path) -> None:
    twice = [handed_in(1), handed_in(2), handed_in(1, outcomes=())]
    receipt = answer(World(), build(tmp_path, twice))
    assert [(each.student.key, each.item, codes(each.findings)) for each in receipt.records] == [
        ("s1", "o1", []),
        ("s1", "p1", []),
        ("s2", "o2", []),
        ("s2", "p2", []),
        ("s1", "p1", ["LP2003"]),
    ]


def test_advice_rejects_nothing(tmp_path: Path) -> None:
    receipt = answer(World(), build(tmp_path, [one(description="")]))
    record = receipt.records[0]
    assert record.verdict is Verdict.ACCEPTED
    assert [(each.code, each.severity.value) for each in record.findings] == [("LP1002", "advice")]


@pytest.mark.parametrize(
    ("when", "expected"),
    [("2020-07-31T23:59:59.999999", ["LP1102", "LP2011"]), ("2020-08-01T00:00", ["LP2011"])],
)
def test_the_law_of_the_day_on_which_it_came_counts(
    tmp_path: Path, when: str, expected: list[str]
) -> None:
    """A document of 2 MB and one byte is too large until August 2020, whenever it is judged."""
    summer = Window(at("2020-07-01T00:00"), at("2020-09-01T00:00"))
    calendar = SchoolSettings((Deadline(WindowKind.SUBMIT, "113", summer),))
    world = World(settings=calendar)
    large = one(attachments=(document(b"file of o1", size=2_097_153),))
    package = build(tmp_path, [large])
    receipt = answer(world, package, at(when))
    assert codes(receipt.records[0].findings) == expected


def test_what_is_found_about_a_student_who_hands_in_nothing_is_not_lost(tmp_path: Path) -> None:
    nothing = attrs.evolve(handed_in(), year=SchoolYear(112), outcomes=(), performances=())
    receipt = answer(World(), build(tmp_path, [handed_in(2), nothing]))
    assert (receipt.verdict, [each.item for each in receipt.records]) == (
        Verdict.ACCEPTED,
        ["o2", "p2"],
    )
    assert [(each.code, each.at) for each in receipt.findings] == [("LP2013", "/1/year")]
