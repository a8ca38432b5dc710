"""The ten kinds of performances with made-up but sensible fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random
from typing import Any, Final

from learnport.model import (
    Certificate,
    Competition,
    FlexibleLearning,
    GroupActivity,
    OfficerDeed,
    OtherPerformance,
    PerformanceDetails,
    PreparatoryCourse,
    SchoolYear,
    ServiceLearning,
    Work,
    WorkplaceLearning,
)

__all__ = ["details"]

Made = Mapping[str, Any]


def _day(dice: Random, year: SchoolYear) -> dt.date:
    return year.opens + dt.timedelta(days=dice.randrange(40, 200))


def _span(dice: Random, year: SchoolYear, most: int) -> Made:
    begins = _day(dice, year)
    return {"begins": begins, "ends": begins + dt.timedelta(days=dice.randrange(most + 1))}


def _hours(dice: Random) -> Decimal:
    return Decimal(dice.randrange(2, 41))


_FIELDS: Final[Mapping[type, Callable[[Random, SchoolYear], Made]]] = {
    OfficerDeed: lambda dice, year: {
        **_span(dice, year, 140), "level": dice.choice("123"),
    },
    Competition: lambda dice, year: {
        "level": dice.choice("1234"), "announced": _day(dice, year),
        "participation": dice.choice("12"),
    },
    Certificate: lambda dice, year: {
        "code": f"{dice.randrange(9000, 9999)}", "obtained": _day(dice, year),
        "number": f"樣本字第{dice.randrange(1000, 9999)}號",
    },
    ServiceLearning: lambda dice, year: {**_span(dice, year, 30), "hours": _hours(dice)},
    FlexibleLearning: lambda dice, year: {
        "category": dice.choice("12345"), "semester": dice.choice(year.semesters),
        "periods_per_week": dice.randrange(1, 4), "weeks": dice.randrange(6, 19),
    },
    GroupActivity: lambda dice, year: {
        "category": dice.choice("123456"), "semester": dice.choice(year.semesters),
        "periods": dice.randrange(2, 37),
    },
    WorkplaceLearning: lambda dice, year: {
        **_span(dice, year, 30), "category": dice.choice("1234"), "hours": _hours(dice),
    },
    Work: lambda dice, year: {"made_on": _day(dice, year)},
    PreparatoryCourse: lambda dice, year: {
        **_span(dice, year, 120), "credits": Decimal(dice.randrange(1, 4)),
        "hours": Decimal(18 * dice.randrange(1, 4)),
    },
    OtherPerformance: lambda dice, year: {**_span(dice, year, 14), "hours": _hours(dice)},
}  # fmt: skip


def details(
    category: type[PerformanceDetails], words: Mapping[str, str], dice: Random, year: SchoolYear
) -> PerformanceDetails:
    """Fields of a category: the words that were written for it, the rest by dice."""
    return category(**{**_FIELDS[category](dice, year), **words})
