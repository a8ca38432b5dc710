"""The desk at which everybody asks: what is refused changes nothing, what is said is in order."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable

import attrs

from learnport.errors import CallerError, Conflict, DataError, NotFound
from learnport.model import Actor, BatchKey, Deposit, Finding, PersonRef, Portfolio
from learnport.systems import Decision
from learnport.workflow import (
    FIRST,
    Context,
    CorrectSelection,
    Event,
    PortfolioCommand,
    ReturnOutcome,
    Select,
    StreamKey,
)
from tests.stateful import cast, law
from tests.stateful import world as w
from tests.stateful.auditor import Auditor, series

Act = Callable[[], Decision]

ONLY_INSIDE = frozenset({
    "outcome.submit", "performance.submit", "selection.submit", "selection.receive",
    "selection.reject",
})  # fmt: skip
"""Actions that happen only inside a submission."""


@attrs.frozen
class History:
    """What has happened at another desk, with the books of its auditor."""

    past: w.Past
    auditor: Auditor


def refuses(findings: Iterable[Finding]) -> bool:
    return any(finding.severity.refuses for finding in findings)


class Desk:
    """Takes commands to the systems and watches what becomes of them.

    Attributes:
        world: the systems.
        auditor: reads the logs afterwards.
        refusals: every code with which something was refused.
    """

    def __init__(self, world: w.World) -> None:
        self.world = world
        self.auditor = Auditor(world)
        self.refusals: set[str] = set()

    def history(self) -> History:
        return History(self.world.past(), self.auditor)

    def remember(self, history: History) -> None:
        """Open the desk in a world in which much has happened before."""
        self.world.remember(history.past)
        self.auditor.take_over(history.auditor)

    def portfolio(self, who: PersonRef) -> Portfolio | None:
        try:
            return self.world.school.portfolio(who)
        except NotFound:
            return None

    # One command, one portfolio.

    def ask(
        self,
        who: PersonRef,
        command: PortfolioCommand,
        actor: Actor,
        reason: str = "",
        at: dt.datetime | None = None,
    ) -> Decision | None:
        """Explain a command and then give it; None where asking it made no sense."""
        school, before = self.world.school, self.world.image()
        context, known = self.world.context(actor, reason, at), self.portfolio(who)
        try:
            foreseen = school.explain(who, command, context)
            assert self.world.image() == before, "explaining changes nothing"
            decision = school.perform(who, command, context)
        except CallerError:
            if who.school == cast.SCHOOL.code and command.action not in ONLY_INSIDE:
                raise
            assert self.world.image() == before, "misuse changes nothing"
            return None
        assert decision.findings == foreseen, "explain says what perform says"
        self._with_good_reason(who, command, context, decision.findings, known)
        assert decision.done is not refuses(decision.findings), "done, or refused with a reason"
        self._note(decision, before)
        if decision.done:
            assert decision.state == school.portfolio(who)
            self.auditor.look()
        return decision

    def _with_good_reason(
        self, who: PersonRef, command: PortfolioCommand, context: Context,
        findings: tuple[Finding, ...], before: Portfolio | None,
    ) -> None:  # fmt: skip
        """What the law permits is not refused on its grounds: the auditor sees both sides."""
        codes = {finding.code for finding in findings}
        stream = StreamKey.portfolio(who)
        trial = Event(stream, 1, context.at, context.actor, command, context.reason, FIRST)
        assert law.entitled(trial, before) is ("LP1701" not in codes)
        if codes & {"LP1501", "LP1502", "LP1503"}:
            assert not law.in_time(trial, before), "refused inside its window"
        if before is None or codes & {"LP1601", "LP1608", "LP1701"}:
            return
        if isinstance(command, Select | CorrectSelection):
            expected = law.wrong_choices(before, command.year, command)
            if self.auditor.uncertified(who, before, command.outcomes):
                expected.add("LP1405")
            assert {code for code in codes if code.startswith("LP14")} == expected
        if isinstance(command, ReturnOutcome):
            assert codes & {"LP1602", "LP1603", "LP1604"} == law.wrong_return(command)

    def _note(self, decision: Decision, before: w.Image) -> None:
        law.check_findings(decision.findings)
        if not decision.done:
            assert self.world.image() == before, "a refused command changes nothing"
            self.refusals |= {each.code for each in decision.findings if each.severity.refuses}

    # Submitting, where the world may interfere.

    def precheck(self, key: BatchKey, actor: Actor) -> Decision | None:
        def act() -> Decision:
            result = self.world.school.precheck(key, self.world.context(actor))
            for each in result.students:
                law.check_findings(each.findings)
            return result.decision

        return self._submit(key, act)

    def seal(self, key: BatchKey, actor: Actor) -> Decision | None:
        def act() -> Decision:
            result = self.world.school.seal(key, self.world.context(actor), self.world.folder)
            assert result.package in (None, self.world.package(key))
            assert (result.package is None) is refuses(result.decision.findings)
            return result.decision

        return self._submit(key, act)

    def send(self, key: BatchKey, actor: Actor, package: BatchKey | None = None) -> Decision | None:
        """Send the package of the batch, or that of another one."""
        path = self.world.package(package or key)
        return self._submit(
            key, lambda: self.world.school.send(key, self.world.context(actor), path, "line")
        )

    def collect(self, key: BatchKey, actor: Actor) -> Decision | None:
        return self._submit(
            key, lambda: self.world.school.collect(key, self.world.context(actor), "line")
        )

    def deposit(self, key: BatchKey, digest: str, content: bytes, actor: Actor) -> Decision | None:
        """Somebody brings the centre something, past the school."""
        return self._submit(
            key,
            lambda: self.world.central.receive(
                io.BytesIO(content), key, digest, self.world.context(actor)
            ),
        )

    def judge(self, key: BatchKey, digest: str, actor: Actor) -> Decision | None:
        return self._submit(
            key, lambda: self.world.central.judge(key, digest, self.world.context(actor))
        )

    def _submit(self, key: BatchKey, act: Act) -> Decision | None:
        """Take a step; None where an accident or its senselessness kept it from an answer."""
        before, dangers = self.world.image(), self.world.dangers()
        try:
            decision = act()
        except (w.PowerCut, ConnectionResetError, Conflict, DataError):
            assert dangers, "an accident without a cause"
            if "centre" in dangers:
                self.auditor.unsettled.add(series(key))
            return None
        except CallerError:
            assert self.world.image() == before or dangers, "misuse changes nothing"
            return None
        finally:
            self.world.calm()
            self.auditor.look()
        if isinstance(decision.state, Deposit) and decision.state.receipt is not None:
            self.auditor.unsettled.discard(series(key))
        if dangers:
            law.check_findings(decision.findings)
        else:
            self._note(decision, before)
        return decision
