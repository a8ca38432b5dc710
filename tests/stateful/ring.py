"""What makes sense next: the steps of the ring that whoever is responsible would take now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from hypothesis import strategies as st

from learnport.model import (
    Actor,
    BatchKey,
    BatchState,
    OutcomeState,
    PersonRef,
    Portfolio,
    SelectionState,
    SubmissionBatch,
)
from learnport.workflow import (
    OUTCOME,
    PERFORMANCE,
    Action,
    CorrectSelection,
    DisputeReceipt,
    PortfolioCommand,
    RecordStudent,
    RecordTaking,
    Select,
    SelectionStep,
    StreamKey,
)
from tests.stateful import commands as c
from tests.stateful import world as w
from tests.stateful.desk import Desk

A = Action
Step = tuple[str, Callable[[], object]]

ROUNDS: Final = {"ordinary": (w.S1, w.S2), "first": (w.S3,)}
_DAY: Final = dt.timedelta(days=1)


class Ring:
    """Knows at each moment which steps would make sense.

    Args:
        desk: where they are taken.
        draw: decides what the law leaves open.
    """

    def __init__(self, desk: Desk, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.desk = desk
        self.world = desk.world
        self.draw = draw

    def steps(self) -> list[Step]:
        return [*self._selecting(), *self._submitting()]

    def _enter(self, kind: str, term: str = "113") -> None:
        """Move the clock to some moment inside a window, its first and last included."""
        opens, closes = w.WINDOWS[kind, term]
        last = closes - dt.timedelta(microseconds=1)
        self.world.now = self.draw(st.sampled_from((opens + _DAY, opens, last)))

    # Selecting, confirming, correcting.

    def _selecting(self) -> Iterator[Step]:
        for who in w.STUDENTS:
            portfolio = self.desk.portfolio(who)
            if portfolio is None:
                yield "record", partial(self._record, who)
                continue
            for name, step in _SELECTING[portfolio.selection(w.YEAR).state]:
                yield name, partial(step, self, who, portfolio)

    def _record(self, who: PersonRef) -> None:
        self._staff(who, RecordStudent(w.pupil(who)))
        for key in w.TAKINGS:
            self._staff(who, RecordTaking(w.taking(who, key)))

    def _staff(self, who: PersonRef, command: PortfolioCommand) -> None:
        self.desk.ask(who, command, w.STAFF, "查證後處理。")

    def _me(self, who: PersonRef, command: PortfolioCommand) -> None:
        self.desk.ask(who, command, w.PUPILS[who])

    def _pick(self, who: PersonRef, portfolio: Portfolio) -> None:
        self._enter("select")
        self._me(who, Select(w.YEAR, *self._picks(portfolio)))
        if self.draw(st.sampled_from((True, True, False))):
            self._confirm(who, portfolio)

    def _picks(self, portfolio: Portfolio) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Some of what can be chosen; now and then one more than may be."""
        year = w.YEAR
        certified = [
            each.id
            for each in portfolio.outcomes
            if each.state in ("certified", "submitted") and each.semester.school_year == year
        ]
        complete = [
            each.id
            for each in portfolio.performances
            if each.state in ("complete", "submitted") and each.year == year
        ]
        return self._some(certified, 6), self._some(complete, 10)

    def _some(self, items: list[str], most: int) -> tuple[str, ...]:
        count = self.draw(st.sampled_from((1, most, most + 1, 2)))
        first = self.draw(st.integers(0, max(0, len(items) - 1)))
        return tuple([*items[first:], *items[:first]][:count])

    def _confirm(self, who: PersonRef, _: Portfolio) -> None:
        self._enter("select")
        self._me(who, SelectionStep(A.CONFIRM, w.YEAR))

    def _reopen(self, who: PersonRef, _: Portfolio) -> None:
        self._staff(who, SelectionStep(A.REOPEN, w.YEAR))

    def _acknowledge(self, who: PersonRef, _: Portfolio) -> None:
        self._enter("confirm_receipt")
        self._me(who, SelectionStep(A.ACKNOWLEDGE, w.YEAR))

    def _dispute(self, who: PersonRef, _: Portfolio) -> None:
        self._enter("confirm_receipt")
        self._me(who, DisputeReceipt(w.YEAR, "這不是我要提交的。"))

    def _resolve(self, who: PersonRef, _: Portfolio) -> None:
        self._staff(who, SelectionStep(A.RESOLVE, w.YEAR))

    def _correct(self, who: PersonRef, portfolio: Portfolio) -> None:
        self._staff(who, CorrectSelection(w.YEAR, *self._picks(portfolio)))

    # Submitting.

    def _submitting(self) -> Iterator[Step]:
        for turn, students in ROUNDS.items():
            key, batch = self._current(turn)
            yield from self._batch_steps(key, batch)
            answered = batch is not None and batch.state in ("accepted", "rejected")
            if answered and any(map(self._corrected, students)):
                number = key.number + 1
                yield f"correct {turn}", partial(self._pack, w.batch_key("113", turn, number))

    def _batch_steps(self, key: BatchKey, batch: SubmissionBatch | None) -> Iterator[Step]:
        state = batch.state if batch else BatchState.PLANNED
        if state in ("planned", "prechecked"):
            yield "pack", partial(self._pack, key)
        if state in ("sealed", "sent"):
            yield "send", partial(self._send, key)
        if state == "received" and batch is not None and batch.digest is not None:
            yield "collect", partial(self._collect, key, batch.digest)

    def _current(self, turn: str) -> tuple[BatchKey, SubmissionBatch | None]:
        """The newest batch of a round; the first one, when there is none yet."""
        found: tuple[BatchKey, SubmissionBatch | None] = w.batch_key("113", turn), None
        for number in (1, 2, 3, 4):
            key = w.batch_key("113", turn, number)
            snapshot = self.world.records.load(StreamKey.batch(key))
            if snapshot is not None and isinstance(snapshot.state, SubmissionBatch):
                found = key, snapshot.state
        return found

    def _corrected(self, who: PersonRef) -> bool:
        portfolio = self.desk.portfolio(who)
        return portfolio is not None and portfolio.selection(w.YEAR).state == "corrected"

    def _pack(self, key: BatchKey) -> None:
        """What has just passed the pre-check can be sealed: nothing else may hold it up."""
        self._enter("correct" if key.number > 1 else "submit")
        prechecked = self.desk.precheck(key, w.STAFF)
        assert prechecked is not None
        assert prechecked.done, "the pre-check leaves out whom it refuses"
        if self.draw(st.sampled_from((True, True, True, False))):
            sealed = self.desk.seal(key, w.STAFF)
            assert sealed is not None
            assert sealed.done, "what passed the pre-check can be sealed"

    def _send(self, key: BatchKey) -> None:
        """A sealed package can be sent, and sent again."""
        self._enter("correct" if key.number > 1 else "submit")
        for _ in range(self.draw(st.sampled_from((1, 2)))):
            self.desk.send(key, w.STAFF)
        assert self.world.school.batch(key).state == "received", "what is sent is received"

    def _collect(self, key: BatchKey, digest: str) -> None:
        self.desk.judge(key, digest, w.CENTRE)
        collected = self.desk.collect(key, w.STAFF)
        assert collected is not None
        assert collected.done, "what is judged can be collected"


_S, _R = SelectionState, Ring
_SELECTING: Final[dict[SelectionState, tuple[tuple[str, Callable[..., None]], ...]]] = {
    _S.OPEN: (("pick", _R._pick), ("confirm", _R._confirm)),
    _S.CONFIRMED: (("reopen", _R._reopen),),
    _S.SUBMITTED: (),
    _S.RECEIVED: (("acknowledge", _R._acknowledge), ("dispute", _R._dispute)),
    _S.ACKNOWLEDGED: (),
    _S.DISPUTED: (("resolve", _R._resolve),),
    _S.RESOLVED: (("correct", _R._correct), ("acknowledge", _R._acknowledge)),
    _S.REJECTED: (("correct", _R._correct),),
    _S.CORRECTED: (("correct", _R._correct),),
}


# What a single item can become next.


def sensible(portfolio: Portfolio, draw: Callable[[Any], Any]) -> tuple[Action, str] | None:
    """An action the table has for an item of the portfolio, and the item."""
    options = [
        (action, item.id)
        for lifecycle, items in ((OUTCOME, portfolio.outcomes), (PERFORMANCE, portfolio.performances))
        for item in items
        for action in lifecycle.allowed(item.state)
    ]
    return draw(st.sampled_from(options)) if options else None


def responsible(who: PersonRef, command: Any, portfolio: Portfolio | None) -> Actor:
    """Whoever the law wants to do it."""
    action = str(command.action)
    if action in ("outcome.certify", "outcome.return", "outcome.revoke"):
        outcome = portfolio.outcome(command.item) if portfolio else None
        taking = portfolio.taking(outcome.taking) if portfolio and outcome else None
        teachers = {each.person: each for each in w.TEACHERS}
        return teachers.get(taking.teacher, w.STAFF) if taking and taking.teacher else w.STAFF
    if action == "record.advising":
        return w.ADVISOR
    staff = action.startswith("record.") or action in (
        "selection.reopen", "selection.resolve", "selection.correct",
    )  # fmt: skip
    return w.STAFF if staff else w.PUPILS.get(who, w.STAFF)
