"""What makes sense next: the steps of the ring that whoever is responsible would take now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from hypothesis import strategies as st

from learnport.model import (
    Actor,
    BatchKey,
    BatchState,
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
from tests.stateful import cast
from tests.stateful import world as w
from tests.stateful.desk import Desk

A = Action
Step = tuple[str, Callable[[], object]]

ROUNDS: Final = {"ordinary": (cast.S1, cast.S2), "first": (cast.S3,)}
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
        opens, closes = cast.WINDOWS[kind, term]
        last = closes - dt.timedelta(microseconds=1)
        self.world.now = self.draw(st.sampled_from((opens + _DAY, opens, last)))

    # Selecting, confirming, correcting.

    def _selecting(self) -> Iterator[Step]:
        for who in cast.STUDENTS:
            portfolio = self.desk.portfolio(who)
            if portfolio is None:
                yield "record", partial(self._record, who)
                continue
            for name, step in _SELECTING[portfolio.selection(cast.YEAR).state]:
                yield name, partial(step, self, who, portfolio)

    def _record(self, who: PersonRef) -> None:
        self._staff(who, RecordStudent(cast.pupil(who)))
        for key in cast.TAKINGS:
            self._staff(who, RecordTaking(cast.taking(who, key)))

    def _staff(self, who: PersonRef, command: PortfolioCommand) -> None:
        self.desk.ask(who, command, cast.STAFF, "查證後處理。")

    def _me(self, who: PersonRef, command: PortfolioCommand) -> None:
        self.desk.ask(who, command, cast.PUPILS[who])

    def _pick(self, who: PersonRef, portfolio: Portfolio) -> None:
        self._enter("select")
        self._me(who, Select(cast.YEAR, *self._picks(portfolio)))
        if self.draw(st.sampled_from((True, True, False))):
            self._confirm(who, portfolio)

    def _picks(self, portfolio: Portfolio) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Some of what can be chosen; now and then what cannot, or one more than may be."""
        careless = self.draw(st.sampled_from((False, False, True)))
        outcomes = [
            each.id
            for each in portfolio.outcomes
            if careless or (each.state in ("certified", "submitted") and each.semester.year == 113)
        ]
        performances = [
            each.id
            for each in portfolio.performances
            if careless or (each.state in ("complete", "submitted") and each.year == cast.YEAR)
        ]
        return self._some(outcomes, 6), self._some(performances, 10)

    def _some(self, items: list[str], most: int) -> tuple[str, ...]:
        count = self.draw(st.sampled_from((1, most, most + 1, 2)))
        first = self.draw(st.integers(0, max(0, len(items) - 1)))
        return tuple([*items[first:], *items[:first]][:count])

    def _confirm(self, who: PersonRef, _: Portfolio) -> None:
        self._enter("select")
        self._me(who, SelectionStep(A.CONFIRM, cast.YEAR))

    def _reopen(self, who: PersonRef, _: Portfolio) -> None:
        self._staff(who, SelectionStep(A.REOPEN, cast.YEAR))

    def _acknowledge(self, who: PersonRef, _: Portfolio) -> None:
        self._enter("confirm_receipt")
        self._me(who, SelectionStep(A.ACKNOWLEDGE, cast.YEAR))

    def _dispute(self, who: PersonRef, _: Portfolio) -> None:
        self._enter("confirm_receipt")
        self._me(who, DisputeReceipt(cast.YEAR, "這不是我要提交的。"))

    def _resolve(self, who: PersonRef, _: Portfolio) -> None:
        self._staff(who, SelectionStep(A.RESOLVE, cast.YEAR))

    def _correct(self, who: PersonRef, portfolio: Portfolio) -> None:
        self._staff(who, CorrectSelection(cast.YEAR, *self._picks(portfolio)))

    # Submitting.

    def _submitting(self) -> Iterator[Step]:
        for turn, students in ROUNDS.items():
            key, batch = self.current(turn)
            yield from self._batch_steps(key, batch)
            answered = batch is not None and batch.state in ("accepted", "rejected")
            if answered and any(self._is(who, "corrected") for who in students):
                number = key.number + 1
                yield f"correct {turn}", partial(self._pack, cast.batch_key("113", turn, number))

    def _batch_steps(self, key: BatchKey, batch: SubmissionBatch | None) -> Iterator[Step]:
        state = batch.state if batch else BatchState.PLANNED
        if state in ("planned", "prechecked"):
            yield "pack", partial(self._pack, key)
        if state in ("sealed", "sent"):
            yield "send", partial(self._send, key)
        if state == "received" and batch is not None and batch.digest is not None:
            yield "collect", partial(self._collect, key, batch.digest)

    def stumble(self, turn: str) -> None:
        """Take the next step of a round while something interferes."""
        key, batch = self.current(turn)
        answered = batch is not None and batch.state in ("accepted", "rejected")
        if answered and self.draw(st.booleans()):
            key, batch = cast.batch_key("113", turn, key.number + 1), None
        self._enter("correct" if key.number > 1 else "submit")
        if batch is None or batch.state in ("planned", "prechecked"):
            self.desk.precheck(key, cast.STAFF)
            self._threaten("school", "colleagues", "colleagues")
            self.desk.seal(key, cast.STAFF)
        elif batch.state in ("sealed", "sent"):
            self._threaten("school", "centre", "line")
            self.desk.send(key, cast.STAFF)
        elif batch.state == "received":
            self._threaten("school")
            self.desk.collect(key, cast.STAFF)
        else:
            self._threaten("centre")
            self.desk.judge(key, batch.digest or "", cast.CENTRE)

    def _threaten(self, *threats: str) -> None:
        world, threat = self.world, self.draw(st.sampled_from(threats))
        if threat == "school":
            world.records.fails_at = self.draw(st.integers(0, 5))
        elif threat == "centre":
            world.central_records.fails_at = self.draw(st.integers(0, 4))
        elif threat == "line":
            world.line.weather = self.draw(st.sampled_from(w.WEATHERS))
        else:
            confirmed = [who for who in cast.STUDENTS if self._is(who, "confirmed")]
            who = self.draw(st.sampled_from(confirmed or cast.STUDENTS))
            world.blobs.meanwhile = partial(self._choose_again, who)

    def _choose_again(self, who: PersonRef) -> None:
        """While a package is being written, a selection is reopened and confirmed otherwise."""
        portfolio = self.desk.portfolio(who)
        if portfolio is None:
            return
        world, me, (opens, _) = self.world, cast.PUPILS[who], cast.WINDOWS["select", "113"]
        reopen = SelectionStep(A.REOPEN, cast.YEAR)
        world.school.perform(who, reopen, world.context(cast.STAFF, "學生來電。"))
        again = Select(cast.YEAR, *self._picks(portfolio)), SelectionStep(A.CONFIRM, cast.YEAR)
        for command in again:
            world.school.perform(who, command, world.context(me, at=opens))

    def current(self, turn: str) -> tuple[BatchKey, SubmissionBatch | None]:
        """The newest batch of a round; the first one, when there is none yet."""
        found: tuple[BatchKey, SubmissionBatch | None] = cast.batch_key("113", turn), None
        for number in (1, 2, 3, 4):
            key = cast.batch_key("113", turn, number)
            snapshot = self.world.records.load(StreamKey.batch(key))
            if snapshot is not None and isinstance(snapshot.state, SubmissionBatch):
                found = key, snapshot.state
        return found

    def _is(self, who: PersonRef, state: str) -> bool:
        portfolio = self.desk.portfolio(who)
        return portfolio is not None and portfolio.selection(cast.YEAR).state == state

    def _pack(self, key: BatchKey) -> None:
        """What has just passed the pre-check can be sealed: nothing else may hold it up."""
        self._enter("correct" if key.number > 1 else "submit")
        prechecked = self.desk.precheck(key, cast.STAFF)
        assert prechecked is not None
        assert prechecked.done, "the pre-check leaves out whom it refuses"
        if self.draw(st.sampled_from((True, True, True, False))):
            sealed = self.desk.seal(key, cast.STAFF)
            assert sealed is not None
            assert sealed.done, "what passed the pre-check can be sealed"

    def _send(self, key: BatchKey) -> None:
        """A sealed package can be sent, and sent again."""
        self._enter("correct" if key.number > 1 else "submit")
        for _ in range(self.draw(st.sampled_from((1, 2)))):
            self.desk.send(key, cast.STAFF)
        assert self.world.school.batch(key).state == "received", "what is sent is received"

    def _collect(self, key: BatchKey, digest: str) -> None:
        self.desk.judge(key, digest, cast.CENTRE)
        collected = self.desk.collect(key, cast.STAFF)
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


def sensible(portfolio: Portfolio, draw: Callable[[Any], Any]) -> tuple[Action, str]:
    """An item in some state, and an action which the table has for it; now and then any other."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, items in (("outcome", portfolio.outcomes), ("performance", portfolio.performances)):
        things: tuple[Any, ...] = items
        for item in things:
            found.setdefault((name, item.state), []).append(item.id)
    births = [(action, "") for action in (A.UPLOAD_OUTCOME, A.UPLOAD_PERFORMANCE)]
    if not found or draw(st.integers(0, 5)) == 0:
        birth: tuple[Action, str] = draw(st.sampled_from(births))
        return birth
    name, state = draw(st.sampled_from(list(found)))
    table = _TABLES[name]
    anything = [action for row in table.values() for action in row]
    meaningful = list(table[state]) if draw(st.integers(0, 3)) else anything
    action = draw(st.sampled_from(meaningful or anything))
    return action, draw(st.sampled_from(found[name, state]))


_TABLES: Final[dict[str, Mapping[Any, Mapping[Action, Any]]]] = {
    "outcome": OUTCOME.table,
    "performance": PERFORMANCE.table,
}


def responsible(who: PersonRef, command: Any, portfolio: Portfolio | None) -> Actor:
    """Whoever the law wants to do it."""
    action = str(command.action)
    if action in ("outcome.certify", "outcome.return", "outcome.revoke"):
        outcome = portfolio.outcome(command.item) if portfolio else None
        taking = portfolio.taking(outcome.taking) if portfolio and outcome else None
        teachers = {each.person: each for each in cast.TEACHERS}
        return teachers.get(taking.teacher, cast.STAFF) if taking and taking.teacher else cast.STAFF
    if action in ("record.advising", "advising.strike"):
        return cast.ADVISOR
    staff = action.startswith(("record.", "extension.")) or action in (
        "selection.reopen", "selection.resolve", "selection.correct",
    )  # fmt: skip
    return cast.STAFF if staff else cast.PUPILS.get(who, cast.STAFF)
