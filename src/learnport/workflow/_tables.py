"""The life cycles, each one table: state → action → next state.

The tables say what is meaningful. Who may do it stands in the permission table, whether it
is permitted in the rules; there are no guards here.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, Generic, Protocol, TypeVar

import attrs

from learnport.errors import TransitionRefused
from learnport.model import (
    AdvisingState,
    ApplicationState,
    BatchState,
    DepositState,
    ExtensionState,
    OutcomeState,
    PerformanceState,
    SelectionState,
    Text,
)
from learnport.workflow._actions import Action

__all__ = [
    "ADVISING",
    "APPLICATION",
    "BATCH",
    "DEPOSIT",
    "EXTENSION",
    "LIFECYCLES",
    "OUTCOME",
    "PERFORMANCE",
    "SELECTION",
    "UNLOCKING",
    "Lifecycle",
]

S = TypeVar("S", bound=enum.StrEnum)
S_co = TypeVar("S_co", bound=enum.StrEnum, covariant=True)


class _Standing(Protocol[S_co]):
    @property
    def state(self) -> S_co: ...


@attrs.frozen
class Lifecycle(Generic[S]):
    """The whole life of one kind of record as data (生命週期).

    Attributes:
        name: of the kind of record.
        title: the same for people.
        birth: the action that brings a record into being.
        initial: the state it is born in.
        table: every state, with the actions it accepts and where each leads.
    """

    name: str
    title: Text
    birth: Action
    initial: S
    table: Mapping[S, Mapping[Action, S]]

    def next(self, state: S, action: Action) -> S:
        """Where an action leads.

        Raises:
            TransitionRefused: the state does not accept the action.
        """
        try:
            return self.table[state][action]
        except KeyError:
            raise TransitionRefused(
                action=action, state=state, allowed=self.allowed(state)
            ) from None

    def born(self, former: _Standing[S] | None) -> S:
        """Where the birth action leads: from nothing to the initial state.

        Raises:
            TransitionRefused: the record exists, and its state does not accept the action.
        """
        return self.initial if former is None else self.next(former.state, self.birth)

    def allowed(self, state: S) -> tuple[Action, ...]:
        """The actions a state accepts, in table order."""
        return tuple(self.table[state])

    def edges(self) -> Iterator[tuple[S, Action, S]]:
        """Every transition, in table order."""
        for state, row in self.table.items():
            for action, target in row.items():
                yield state, action, target


def _lifecycle(
    name: str, title: Text, birth: Action, initial: S, table: dict[S, dict[Action, S]]
) -> Lifecycle[S]:
    rows = {state: MappingProxyType(row) for state, row in table.items()}
    missing = set(type(initial)) - set(rows)
    if missing:
        raise ValueError(f"{name}: states without a row: {sorted(missing)}")
    return Lifecycle(name, title, birth, initial, MappingProxyType(rows))


A, Ou, Pe, Se = Action, OutcomeState, PerformanceState, SelectionState
Ba, De = BatchState, DepositState
Ad, Ex, Ap = AdvisingState, ExtensionState, ApplicationState

OUTCOME: Final = _lifecycle("outcome", Text("課程學習成果", "Course outcome"), A.UPLOAD_OUTCOME, Ou.DRAFT, {
    Ou.DRAFT:     {A.EDIT_OUTCOME: Ou.DRAFT, A.REQUEST: Ou.AWAITING, A.REATTACH: Ou.DRAFT, A.DISCARD_OUTCOME: Ou.DISCARDED},
    Ou.AWAITING:  {A.WITHDRAW: Ou.DRAFT, A.CERTIFY: Ou.CERTIFIED, A.RETURN: Ou.RETURNED, A.REATTACH: Ou.AWAITING},
    Ou.RETURNED:  {A.EDIT_OUTCOME: Ou.DRAFT, A.REATTACH: Ou.RETURNED, A.DISCARD_OUTCOME: Ou.DISCARDED},
    Ou.CERTIFIED: {A.EDIT_OUTCOME: Ou.DRAFT, A.REVOKE: Ou.DRAFT, A.REATTACH: Ou.CERTIFIED, A.SUBMIT_OUTCOME: Ou.SUBMITTED},
    Ou.SUBMITTED: {A.REATTACH: Ou.SUBMITTED},
    Ou.DISCARDED: {},
})  # fmt: skip

PERFORMANCE: Final = _lifecycle("performance", Text("多元表現", "Performance"), A.UPLOAD_PERFORMANCE, Pe.DRAFT, {
    Pe.DRAFT:     {A.EDIT_PERFORMANCE: Pe.DRAFT, A.COMPLETE: Pe.COMPLETE, A.REATTACH_PERFORMANCE: Pe.DRAFT, A.DISCARD_PERFORMANCE: Pe.DISCARDED},
    Pe.COMPLETE:  {A.EDIT_PERFORMANCE: Pe.DRAFT, A.REATTACH_PERFORMANCE: Pe.COMPLETE, A.DISCARD_PERFORMANCE: Pe.DISCARDED, A.SUBMIT_PERFORMANCE: Pe.SUBMITTED},
    Pe.SUBMITTED: {A.REATTACH_PERFORMANCE: Pe.SUBMITTED},
    Pe.DISCARDED: {},
})  # fmt: skip

SELECTION: Final = _lifecycle("selection", Text("勾選", "Yearly selection"), A.SELECT, Se.OPEN, {
    Se.OPEN:         {A.SELECT: Se.OPEN, A.CONFIRM: Se.CONFIRMED},
    Se.CONFIRMED:    {A.REOPEN: Se.OPEN, A.SUBMIT: Se.SUBMITTED},
    Se.SUBMITTED:    {A.RECEIVE: Se.RECEIVED, A.REJECT: Se.REJECTED},
    Se.REJECTED:     {A.CORRECT: Se.CORRECTED},
    Se.RECEIVED:     {A.ACKNOWLEDGE: Se.ACKNOWLEDGED, A.DISPUTE: Se.DISPUTED},
    Se.ACKNOWLEDGED: {},
    Se.DISPUTED:     {A.RESOLVE: Se.RESOLVED},
    Se.RESOLVED:     {A.ACKNOWLEDGE: Se.ACKNOWLEDGED, A.CORRECT: Se.CORRECTED},
    Se.CORRECTED:    {A.CORRECT: Se.CORRECTED, A.SUBMIT: Se.SUBMITTED},
})  # fmt: skip

BATCH: Final = _lifecycle("batch", Text("提交批次", "Submission batch"), A.PLAN_BATCH, Ba.PLANNED, {
    Ba.PLANNED:    {A.PRECHECK: Ba.PRECHECKED},
    Ba.PRECHECKED: {A.PRECHECK: Ba.PRECHECKED, A.SEAL: Ba.SEALED},
    Ba.SEALED:     {A.SEND: Ba.SENT},
    Ba.SENT:       {A.SEND: Ba.SENT, A.RECEIVE_BATCH: Ba.RECEIVED},
    Ba.RECEIVED:   {A.ACCEPT_BATCH: Ba.ACCEPTED, A.REJECT_BATCH: Ba.REJECTED},
    Ba.ACCEPTED:   {A.SUPERSEDE_BATCH: Ba.SUPERSEDED},
    Ba.REJECTED:   {A.SUPERSEDE_BATCH: Ba.SUPERSEDED},
    Ba.SUPERSEDED: {},
})  # fmt: skip

DEPOSIT: Final = _lifecycle("deposit", Text("中央收件", "Deposit at the centre"), A.RECEIVE_DEPOSIT, De.RECEIVED, {
    De.RECEIVED:   {A.ACCEPT_DEPOSIT: De.ACCEPTED, A.REJECT_DEPOSIT: De.REJECTED},
    De.ACCEPTED:   {A.SUPERSEDE_DEPOSIT: De.SUPERSEDED},
    De.REJECTED:   {A.SUPERSEDE_DEPOSIT: De.SUPERSEDED},
    De.SUPERSEDED: {},
})  # fmt: skip

ADVISING: Final = _lifecycle("advising", Text("課程諮詢紀錄", "Advising record"), A.RECORD_ADVISING, Ad.RECORDED, {
    Ad.RECORDED: {A.RECORD_ADVISING: Ad.RECORDED, A.STRIKE_ADVISING: Ad.STRUCK},
    Ad.STRUCK:   {},
})  # fmt: skip

EXTENSION: Final = _lifecycle("extension", Text("個別延長", "Extension for one student"), A.EXTEND, Ex.GRANTED, {
    Ex.GRANTED: {A.REVOKE_EXTENSION: Ex.REVOKED},
    Ex.REVOKED: {},
})  # fmt: skip

UNLOCKING: Final = attrs.evolve(
    EXTENSION, name="unlock", title=Text("解鎖", "Unlocked item"), birth=A.UNLOCK
)

APPLICATION: Final = _lifecycle("application", Text("備審資料", "Application to a program"), A.CONSENT, Ap.CONSENTED, {
    Ap.CONSENTED: {A.CHOOSE: Ap.DRAFT},
    Ap.DRAFT:     {A.CHOOSE: Ap.DRAFT, A.CONFIRM_APPLICATION: Ap.CONFIRMED},
    Ap.CONFIRMED: {A.RELEASE: Ap.RELEASED},
    Ap.RELEASED:  {},
})  # fmt: skip

LIFECYCLES: Final = (
    ADVISING, OUTCOME, PERFORMANCE, SELECTION, EXTENSION, UNLOCKING, BATCH, DEPOSIT, APPLICATION,
)  # fmt: skip
"""All tables, in the order the year meets them."""
