"""How a group of rules is put to a case, and how fields become words."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnport.model import (
    TAIPEI,
    BatchState,
    DepositState,
    FileGroup,
    Finding,
    ItemKind,
    OutcomeState,
    PerformanceState,
    Scalar,
    SchoolYear,
    SelectionState,
    Semester,
    Severity,
    TakingKind,
    Text,
    WindowKind,
)
from learnport.parameters import Law, Source
from learnport.rules import Breach, Named, Rule, Size, check, notice, rule, words
from learnport.rules._words import closing, spell
from tests.unit.test_rules_samples import LAW

SOURCE = Source("作業要點", "第 4 點")


def _rule(code: str, severity: Severity = Severity.REJECT) -> Rule[int]:
    @rule(
        code, says="數字不大。", severity=severity, zh="{n} 太大。", en="{n} is too large.",
        remedy_zh="請減 {n}。", remedy_en="Take {n} away.", source="某處",
    )  # fmt: skip
    def small(case: int, _: Law) -> Iterator[Breach]:
        """A number is small.

        Only the first line is what the rule says.
        """
        for n in range(case):
            yield Breach(f"/{n}", n=n)

    return small


FIRST, SECOND, THIRD = _rule("LP9001"), _rule("LP9002", Severity.STOP), _rule("LP9003")


def test_a_rule_is_only_a_value() -> None:
    assert attrs.evolve(FIRST) == FIRST
    assert FIRST.code == "LP9001"
    assert FIRST.says == Text("數字不大。", "A number is small.")
    assert FIRST.message == Text("{n} 太大。", "{n} is too large.")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        FIRST.code = "LP9009"  # type: ignore[misc]


def test_all_findings_are_given_in_the_order_of_the_rules() -> None:
    findings = check([THIRD, FIRST], 2, LAW, "/here")
    assert [(each.code, each.at) for each in findings] == [
        ("LP9003", "/here/0"),
        ("LP9003", "/here/1"),
        ("LP9001", "/here/0"),
        ("LP9001", "/here/1"),
    ]
    assert findings[1] == Finding(
        code="LP9003",
        severity=Severity.REJECT,
        at="/here/1",
        message=Text("1 太大。", "1 is too large."),
        remedy=Text("請減 1。", "Take 1 away."),
        source="某處",
        values=(("n", 1),),
    )


def test_a_stop_ends_the_group() -> None:
    assert [each.code for each in check([FIRST, SECOND, THIRD], 1, LAW)] == ["LP9001", "LP9002"]
    assert [each.at for each in check([SECOND, THIRD], 2, LAW)] == ["/0"]
    assert check([FIRST, SECOND, THIRD], 0, LAW) == ()


def test_a_notice_among_the_rules_is_passed_over() -> None:
    told = notice(
        "LP9004",
        "Nothing.",
        zh="無。",
        en="None.",
        remedy_zh="無。",
        remedy_en="None.",
        source="某處",
    )
    assert told.check is None
    assert told.severity is Severity.REJECT
    assert [each.code for each in check([told, FIRST], 1, LAW)] == ["LP9001"]
    assert told.finding().at == ""


def test_the_source_of_a_parameter_goes_before_the_rules_own() -> None:
    assert FIRST.finding("/x", n=1).source == "某處"
    assert FIRST.finding("/x", source=SOURCE, n=1).source == "作業要點，第 4 點"


def _dated(since: dt.date | None, until: dt.date | None) -> Rule[int]:
    return attrs.evolve(FIRST, since=since, until=until)


FROM, TO = dt.date(2020, 8, 1), dt.date(2021, 8, 1)


@pytest.mark.parametrize(
    ("since", "until", "day", "holds"),
    [
        (None, None, dt.date(1, 1, 1), True),
        (None, None, dt.date(9999, 12, 31), True),
        (FROM, None, dt.date(2020, 7, 31), False),
        (FROM, None, dt.date(2020, 8, 1), True),
        (None, TO, dt.date(2021, 7, 31), True),
        (None, TO, dt.date(2021, 8, 1), False),
        (FROM, TO, dt.date(2020, 7, 31), False),
        (FROM, TO, dt.date(2021, 7, 31), True),
        (FROM, TO, dt.date(2021, 8, 1), False),
    ],
)
def test_a_rule_holds_from_its_first_day_to_the_day_before_its_end(
    since: dt.date | None, until: dt.date | None, day: dt.date, holds: bool
) -> None:
    rule = _dated(since, until)
    assert rule.holds_on(day) is holds
    law = attrs.evolve(LAW, on=day)
    found = [each.code for each in check([rule, THIRD], 1, law)]
    assert found == (["LP9001", "LP9003"] if holds else ["LP9003"])


def test_a_rule_and_a_notice_are_given_their_days() -> None:
    words: Any = {
        "zh": "無",
        "en": "None",
        "remedy_zh": "無",
        "remedy_en": "None",
        "source": "某處",
    }

    @rule("LP9006", since=FROM, until=TO, **words)
    def holds(case: int, _: Law) -> Iterator[Breach]:
        """A number is small."""
        yield Breach(n=case)

    told = notice("LP9007", "Nothing.", since=FROM, until=TO, **words)
    assert (holds.since, holds.until) == (told.since, told.until) == (FROM, TO)


@pytest.mark.parametrize("until", [dt.date(2020, 7, 31), dt.date(2020, 8, 1)])
def test_a_rule_cannot_end_before_it_has_held_for_a_day(until: dt.date) -> None:
    with pytest.raises(ValueError, match="LP9001 ends on 2020-0"):
        _dated(FROM, until)
    assert _dated(FROM, dt.date(2020, 8, 2)).holds_on(FROM)


def test_a_text_fills_each_language_with_its_own_and_is_no_value() -> None:
    told = attrs.evolve(FIRST, source="表 {n}")
    finding = told.finding("/x", n=Text("很多", "many"))
    assert finding.message == Text("很多 太大。", "many is too large.")
    assert finding.remedy == Text("請減 很多。", "Take many away.")
    assert finding.source == "表 很多"
    assert finding.values == ()


def test_a_rule_without_a_sentence_or_a_proper_code_cannot_be_built() -> None:
    def silent(case: int, _: Law) -> Iterator[Breach]:
        yield Breach(n=case)

    def build(code: str) -> Any:
        return rule(code, zh="無", en="None", remedy_zh="無", remedy_en="None", source="某處")

    with pytest.raises(ValueError, match="says"):
        build("LP9005")(silent)
    silent.__doc__ = "Nothing is said."
    assert build("LP9005")(silent).says == Text("Nothing is said.", "Nothing is said.")
    with pytest.raises(ValueError, match="code"):
        build("LP905")(silent)


@pytest.mark.parametrize(
    ("field", "value", "zh", "en"),
    [
        (7, 7, "7", "7"),
        (True, True, "True", "True"),
        ("國文", "國文", "國文", "國文"),
        ("", "", "（空白）", "(blank)"),
        (Decimal("1.50"), "1.50", "1.50", "1.50"),
        (SchoolYear(113), "113", "113 學年度", "school year 113"),
        (Semester(113, 2), "113-2", "113 學年度第 2 學期", "semester 113-2"),
        (dt.date(2024, 2, 29), "2024-02-29", "113 年 2 月 29 日", "2024-02-29"),
        (
            dt.datetime(2024, 12, 31, 16, 0, tzinfo=dt.UTC),
            "2025-01-01T00:00:00+08:00",
            "114 年 1 月 1 日 00:00",
            "2025-01-01 00:00 (Taipei)",
        ),
        (
            dt.datetime(2024, 2, 29, 23, 59, 59, 999_000, tzinfo=TAIPEI),
            "2024-02-29T23:59:59.999000+08:00",
            "113 年 2 月 29 日 23:59:59",
            "2024-02-29 23:59:59 (Taipei)",
        ),
        (Named("x", Text("某", "some")), "x", "某", "some"),
        (Size(0), 0, "0 位元組", "0 bytes"),
        (Size(1), 1, "1 位元組", "1 byte"),
        (Size(1023), 1023, "1,023 位元組", "1,023 bytes"),
        (Size(1024), 1024, "1.0 KB（1,024 位元組）", "1.0 KB (1,024 bytes)"),
        (
            Size(1_048_575),
            1_048_575,
            "1024.0 KB（1,048,575 位元組）",
            "1024.0 KB (1,048,575 bytes)",
        ),
        (Size(1_048_576), 1_048_576, "1.00 MB（1,048,576 位元組）", "1.00 MB (1,048,576 bytes)"),
        (Size(5, at_least=True), 5, "5 位元組以上", "at least 5 bytes"),
        (TakingKind.MAKEUP, "makeup", "補修", "makeup"),
        ((), "", "無", "none"),
        (("a", Size(2)), "a, 2", "a、2 位元組", "a, 2 bytes"),
    ],
)
def test_a_field_is_spelt_for_programs_and_in_both_languages(
    field: Any, value: Scalar, zh: str, en: str
) -> None:
    spelt = spell(field)
    assert (spelt.value, spelt.zh, spelt.en) == (value, zh, en)


def test_a_window_that_closes_at_midnight_ends_at_twenty_four_oclock_in_chinese() -> None:
    assert closing(dt.datetime(2025, 1, 1, tzinfo=TAIPEI)) == Named(
        "2025-01-01T00:00:00+08:00",
        Text("113 年 12 月 31 日 24:00", "2025-01-01 00:00 (Taipei)"),
    )
    assert closing(dt.datetime(2025, 1, 1, 17, tzinfo=TAIPEI)).text.zh == "114 年 1 月 1 日 17:00"


@pytest.mark.parametrize(
    "kind",
    [
        BatchState, DepositState, FileGroup, ItemKind, OutcomeState, PerformanceState,
        SelectionState, TakingKind, WindowKind,
    ],
)  # fmt: skip
def test_every_state_and_kind_has_words_of_its_own(kind: type[enum.StrEnum]) -> None:
    texts = [words(member) for member in kind]
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text.zh) for text in texts)
    assert all(text.en.isascii() for text in texts)
    assert len(set(texts)) == len(texts)


def test_what_has_no_words_shows_its_value() -> None:
    class Colour(enum.StrEnum):
        RED = "red"

    assert words(Colour.RED) == Text("red", "red")


@given(st.integers(0, 10**12))
def test_the_exact_bytes_of_a_size_are_always_told(count: int) -> None:
    spelt = spell(Size(count))
    assert spelt.value == count
    assert f"{count:,} 位元組" in spelt.zh
    assert f"{count:,} byte" in spelt.en
