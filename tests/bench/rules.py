"""S5: all item rules, beside structuring the same items from dicts with cattrs.

Rules and converters take turns school by school on the same items. Nothing collects garbage
meanwhile: no contender makes cycles, and the collector would visit one's items on another's time.
"""

from __future__ import annotations

import datetime as dt
import gc
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Final

from cattrs import Converter

from learnport.formats import converter
from learnport.model import Attachment, CoursePlan, ItemKind, SubmittedOutcome
from learnport.parameters import Law, law_on
from learnport.rules import (
    ATTACHMENT_RULES,
    OUTCOME_RULES,
    PERFORMANCE_RULES,
    AttachmentCase,
    OutcomeCase,
    PerformanceCase,
    bind,
)
from tests.bench.items import SCHOOL, YEAR, Item, Plain, items_of, plain_cattrs, plan_of
from tests.bench.measure import Row, Scale, medians

__all__ = ["measure_rules"]

_TODAY: Final = dt.date(2025, 8, 1)
_RULES: Final = "all item rules"
_PLAIN: Final = "cattrs"
_QUICK: Final = "cattrs, its detailed_validation off"
_STRICT: Final = "cattrs, as learnport's strict converter"


def measure_rules(_scratch: Path, scale: Scale) -> list[Row]:
    """Judge all items beside structuring them; then see whether cost is linear and divides."""
    schools = [f"{number:06}" for number in range(max(scale.items // SCHOOL, 10))]
    first, last, whole = _turns(schools, scale.runs)
    count = f"{len(schools) * SCHOOL:,} items"
    rows = [
        Row("S5", f"{_RULES}, {count}", whole[_RULES], beside, whole[beside],
            faster_is_more=False, reach=reach)
        for beside, reach in ((_PLAIN, "≤ 0.5"), (_QUICK, "none set"), (_STRICT, "none set"))
    ]  # fmt: skip
    rows.append(
        Row("S5", f"{_RULES}, the last tenth of these", last[_RULES], "the first tenth",
            first[_RULES], faster_is_more=False, reach="1.0: linear")
    )  # fmt: skip
    return [*rows, *_divided(schools[: max(len(schools) // 5, 10)], scale.runs)]


def _turns(schools: list[str], runs: int) -> list[dict[str, float]]:
    """Seconds of each contender for the first and the last tenth of the schools and for all."""
    tenth = len(schools) // 10
    parts = (slice(tenth), slice(-tenth, None), slice(None))
    rounds = []
    with _no_collector():
        for _ in range(runs + 1):
            took = [_take_turns(school) for school in schools]
            rounds.append([_sums(took[part]) for part in parts])
    return [
        {name: statistics.median(each[name] for each in some) for name in some[0]}
        for some in zip(*rounds[1:], strict=True)
    ]


def _sums(took: list[dict[str, float]]) -> dict[str, float]:
    return {name: sum(each[name] for each in took) for name in took[0]}


def _take_turns(school: str) -> dict[str, float]:
    """Seconds of each contender for the items of a school."""
    plain, plan, items = items_of(school), plan_of(school), list[Item]()
    seconds: dict[str, float] = {}
    for name, made in _converters().items():
        begin = time.perf_counter()
        items = _structure(plain, made)
        seconds[name] = time.perf_counter() - begin
    begin = time.perf_counter()
    _judge(items, plan)
    seconds[_RULES] = time.perf_counter() - begin
    return seconds


@contextmanager
def _no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@cache
def _converters() -> Mapping[str, Converter]:
    plain = plain_cattrs()
    quick = plain.copy(detailed_validation=False)
    return {_STRICT: converter(), _QUICK: quick, _PLAIN: plain}


@cache
def _law() -> Law:
    return law_on(_TODAY)


def _structure(plain: Iterable[tuple[type[Item], Plain]], made: Converter) -> list[Item]:
    return [made.structure(each, kind) for kind, each in plain]


def _judge(items: Iterable[Item], plan: CoursePlan) -> int:
    """Put every rule about an item and about a file of it to all of them; count the findings."""
    law = _law()
    outcome, performance = bind(OUTCOME_RULES, law), bind(PERFORMANCE_RULES, law)
    file = bind(ATTACHMENT_RULES, law)

    def files(attachments: tuple[Attachment, ...], kind: ItemKind) -> int:
        return sum(len(file(AttachmentCase(each, kind))) for each in attachments)

    found = 0
    for item in items:
        if isinstance(item, SubmittedOutcome):
            found += len(outcome(OutcomeCase(item.outcome, item.taking, plan)))
            found += files(item.outcome.attachments, ItemKind.OUTCOME)
        else:
            found += len(performance(PerformanceCase(item, YEAR, law.on)))
            found += files(item.attachments, ItemKind.PERFORMANCE)
    return found


def _divided(schools: list[str], runs: int) -> list[Row]:
    """A national pre-check, a school at a time: a worker gets a code and gives back a count.

    As a worker would read a package, it makes the school's records itself, structures and
    judges them; neither items nor findings go from process to process. What two processes gain
    at counting to a million shows what the machine has to give just then.
    """
    with ProcessPoolExecutor(1) as one, ProcessPoolExecutor(2) as two:
        took = medians(
            {
                (work, processes): partial(_in_pool, pool, work, schools)
                for work in (_precheck, _count)
                for processes, pool in ((1, one), (2, two))
            },
            runs,
        )
    count = f"{len(schools) * SCHOOL:,} items"
    return [
        Row("S5", f"{title}, 2 processes", took[work, 2], "1 process", took[work, 1],
            faster_is_more=True, reach=reach)
        for work, title, reach in (
            (_precheck, f"pre-check by school, {count}", "≥ 1.8"),
            (_count, "nothing but counting", "none set"),
        )
    ]  # fmt: skip


def _in_pool(pool: Executor, work: Callable[[str], int], schools: list[str]) -> int:
    return sum(pool.map(work, schools))


def _precheck(school: str) -> int:
    return _judge(_structure(items_of(school), _converters()[_PLAIN]), plan_of(school))


def _count(_school: str) -> int:
    return sum(1 for _ in range(1_000_000))
