"""Groups of rules that are bound to a law once and judge many cases; one law never for another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs
import pytest

from learnport.model import Attachment, FileGroup, ItemKind, Severity
from learnport.parameters import Law, law_on
from learnport.rules import (
    ATTACHMENT_RULES,
    AttachmentCase,
    Breach,
    Rule,
    bind,
    check,
    file_group,
    rule,
)
from learnport.rules._rule import per_law

OLD, NEW = law_on(dt.date(2020, 7, 31)), law_on(dt.date(2020, 8, 1))


def _rule(code: str, severity: Severity = Severity.REJECT) -> Rule[int]:
    @rule(
        code, says="數字為負。", severity=severity, zh="{n} 不是負數。", en="{n} is not negative.",
        remedy_zh="請減 {n}。", remedy_en="Take {n} away.", source="某處",
    )  # fmt: skip
    def negative(case: int, _: Law) -> Iterator[Breach]:
        """A number is negative."""
        if case >= 0:
            yield Breach("/n", n=case)

    return negative


FIRST, SECOND = _rule("LP9101"), _rule("LP9102", Severity.STOP)


def test_a_bound_group_judges_one_case_after_the_other_as_check_does() -> None:
    judge = bind(iter([FIRST, SECOND, FIRST]), NEW)
    for case, codes in ((-1, []), (3, ["LP9101", "LP9102"]), (-1, []), (0, ["LP9101", "LP9102"])):
        findings = judge(case, "/here")
        assert [each.code for each in findings] == codes
        assert all(each.at == "/here/n" for each in findings)
        assert findings == check([FIRST, SECOND, FIRST], case, NEW, "/here")
    assert [each.at for each in judge(3)] == ["/n", "/n"]


def test_a_group_is_bound_to_the_day_of_its_law() -> None:
    ended = attrs.evolve(FIRST, until=dt.date(2020, 8, 1))
    assert [each.code for each in bind([ended], OLD)(1)] == ["LP9101"]
    assert bind([ended], NEW)(1) == ()


@pytest.mark.parametrize(
    ("group", "media_type", "old", "new"),
    [
        (FileGroup.DOCUMENT, "application/pdf", 2_097_152, 4_194_304),
        (FileGroup.DOCUMENT, "image/png", 2_097_152, 4_194_304),
        (FileGroup.MEDIA, "video/mp4", 5_242_880, 10_485_760),
    ],
)
@pytest.mark.parametrize("kind", [ItemKind.OUTCOME, ItemKind.PERFORMANCE])
def test_two_generations_of_the_law_judge_turn_by_turn_each_with_its_own_limits(
    kind: ItemKind, group: FileGroup, media_type: str, old: int, new: int
) -> None:
    judges = {old: bind(ATTACHMENT_RULES, OLD), new: bind(ATTACHMENT_RULES, NEW)}
    for _ in range(2):
        for limit, judge in judges.items():
            for size, codes in ((limit, []), (limit + 1, ["LP1102"])):
                file = Attachment("檔案", size, media_type, "0" * 64, group)
                findings = judge(AttachmentCase(file, kind))
                assert [each.code for each in findings] == codes


@pytest.mark.parametrize(
    ("kind", "media_type", "group"),
    [
        (ItemKind.ADVISING, "application/pdf", FileGroup.DOCUMENT),
        (ItemKind.ADVISING, "audio/mpeg", None),
        (ItemKind.OUTCOME, "audio/mpeg", FileGroup.MEDIA),
        (ItemKind.PERFORMANCE, "image/jpeg", FileGroup.DOCUMENT),
        (ItemKind.PERFORMANCE, "application/zip", None),
        (ItemKind.OUTCOME, None, None),
    ],
)
def test_a_file_falls_into_the_group_that_takes_its_kind(
    kind: ItemKind, media_type: str | None, group: FileGroup | None
) -> None:
    assert file_group(kind, media_type, NEW) is group


def test_what_is_worked_out_of_a_law_is_kept_for_that_law_alone() -> None:
    asked = []

    @per_law
    def day(law: Law) -> str:
        asked.append(law.on)
        return law.on.isoformat()

    assert [day(each) for each in (OLD, OLD, NEW, NEW, OLD)] == [
        "2020-07-31", "2020-07-31", "2020-08-01", "2020-08-01", "2020-07-31",
    ]  # fmt: skip
    assert asked == [OLD.on, NEW.on, OLD.on]


def test_another_law_asked_about_meanwhile_does_not_mix_in() -> None:
    @per_law
    def day(law: Law) -> dt.date:
        if law is OLD:
            assert day(NEW) == dt.date(2020, 8, 1)
        return law.on

    assert day(OLD) == dt.date(2020, 7, 31)
    assert day(NEW) == dt.date(2020, 8, 1)
