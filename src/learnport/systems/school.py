"""The school platform (學習歷程學校平臺): record, upload, certify, select, submit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

import attrs

from learnport.errors import CallerError, Conflict, IdentifierTaken, NotFound, TransitionRefused
from learnport.inspection import receive
from learnport.model import (
    Attachment,
    BatchKey,
    CourseOutcome,
    Difference,
    FileFacts,
    Finding,
    ItemKind,
    Performance,
    PerformanceDetails,
    PersonRef,
    Portfolio,
    SchoolYear,
    Semester,
    SubmissionBatch,
    normalise,
)
from learnport.rules import FILE_RULES, ID_TAKEN, ITEM_UNKNOWN, FileCase, file_group, largest_file
from learnport.systems import _batches
from learnport.systems._batches import Precheck, Seal
from learnport.systems._bytes import store
from learnport.systems._checks import CHECKS, Situation, judge, on_day
from learnport.systems._decision import Decision, append, denied, refused, state_refuses
from learnport.systems._office import Office
from learnport.systems._people import relations, taking_of, taking_of_outcome
from learnport.systems._possible import Possibility, opening, plainest, record_named
from learnport.systems._waiting import Outstanding, who_has_not
from learnport.workflow import (
    FIRST,
    Action,
    Context,
    Event,
    OutcomeStep,
    PerformanceStep,
    PortfolioCommand,
    ReturnOutcome,
    Select,
    SelectionStep,
    StreamKey,
    UploadOutcome,
    UploadPerformance,
    ever_permitted,
    evolve,
)

__all__ = ["Attached", "SchoolPlatform"]

_IN_MEMORY = 1_048_576
"""Uploads larger than this wait on disk for their verdict; bytes."""


@attrs.frozen
class Attached:
    """What came of a file somebody wants to attach.

    Attributes:
        attachment: proof that the store holds it; None when it was refused.
        facts: what inspection found.
        findings: what the rules said.
    """

    attachment: Attachment | None
    facts: FileFacts
    findings: tuple[Finding, ...]


@attrs.frozen
class SchoolPlatform(Office):
    """One school's platform, put together from a host's services (學習歷程學校平臺).

    Attributes:
        host: the services.
        school: whose platform it is.
        settings: calendar and quotas of the school.
    """

    def batch(self, key: BatchKey) -> SubmissionBatch:
        """A submission batch.

        Raises:
            NotFound: it was never planned.
        """
        return _batches.load(self.host, key)[0]

    # Deciding.

    def perform(self, student: PersonRef, command: PortfolioCommand, context: Context) -> Decision:
        """Do what is asked, or say everything that stands in the way and change nothing.

        Raises:
            Conflict: somebody else changed the portfolio meanwhile; ask again.
            CallerError: the action happens only inside `precheck`, `seal`, `send`, `collect`.
            NotFound: the student is of another school.
        """
        before, base = self.load(student)
        findings = self._judge(student, before, command, context)
        if refused(findings):
            return Decision(before, (), findings)
        key = StreamKey.portfolio(student)
        state, events = append(self.host, key, base, [command], context)
        return Decision(state, events, findings)

    def explain(
        self, student: PersonRef, command: PortfolioCommand, context: Context
    ) -> tuple[Finding, ...]:
        """Exactly the findings `perform` would give, without doing anything."""
        before, _ = self.load(student)
        return self._judge(student, before, command, context)

    def allowed_actions(
        self, student: PersonRef, target: str | SchoolYear, context: Context
    ) -> tuple[Possibility, ...]:
        """What the actor can do with a record now and, for what they cannot, why and from when.

        Actions that nobody in the actor's roles ever takes are left out.

        Args:
            student: whose portfolio it is.
            target: id of an outcome, a performance, an advising record or an extension; or the
                school year of a selection.
            context: who asks, and when; a reason is taken as given.

        Raises:
            NotFound: there is no such portfolio or record.
        """
        before = self.portfolio(student)
        if (record := record_named(before, target)) is None:
            raise NotFound(what="record", key=str(target))
        asked = attrs.evolve(context, reason=context.reason or "…")
        return tuple(
            self._possibility(student, before, command, asked)
            for action, command in plainest(record, self.law(context)).items()
            if ever_permitted(action, context.actor.roles)
        )

    def _possibility(
        self, student: PersonRef, before: Portfolio, command: PortfolioCommand, context: Context
    ) -> Possibility:
        findings = self._judge(student, before, command, context)
        opens = opening(findings)
        if opens is not None:
            then = attrs.evolve(context, at=opens)
            if refused(self._judge(student, before, command, then)):
                opens = None  # a stand-in's days may be over by then
        return Possibility(command.action, findings, opens)

    def who_has_not(self, action: Action, term: str, context: Context) -> Iterator[Outstanding]:
        """Whoever has not yet done something in a term, and until when they can.

        Args:
            action: upload, request, certify, complete, confirm, acknowledge or resolve.
            term: `113-1` for what goes by semester, `113` for what goes by school year.
            context: of the day whose law counts; who may see the answer is for the caller to
                ask with `may_view`.

        Raises:
            CallerError: nobody is expected to take this action, or the term is of another kind.
        """
        return who_has_not(self, action, term, context)

    def reminders(self, action: Action, term: str, context: Context) -> Iterator[Outstanding]:
        """Of `who_has_not`, what the school's settings have somebody reminded of today."""
        today = on_day(context)
        for each in self.who_has_not(action, term, context):
            if each.reminded_on(today, self.settings):
                yield each

    def may_view(
        self, action: Action, student: PersonRef, context: Context, item: str | None = None
    ) -> tuple[Finding, ...]:
        """Why the actor may not look at something; empty when they may.

        Args:
            action: one of the `view` actions.
            student: whose portfolio it is.
            context: who wants to look, and when.
            item: the outcome, where looking is for its teachers too.

        Raises:
            CallerError: the action is not one of looking.
        """
        if not action.startswith("view."):
            raise CallerError(detail=f"{action} is more than looking")
        before, _ = self.load(student)
        about = taking_of_outcome(item, before)
        who = relations(context.actor, student, before, about, self.host.identity, on_day(context))
        return denied(action, context.actor, who)

    def _judge(
        self,
        student: PersonRef,
        before: Portfolio | None,
        command: PortfolioCommand,
        context: Context,
    ) -> tuple[Finding, ...]:
        """Permission first, then the table, then the rules: strangers learn nothing more."""
        checks = CHECKS.get(command.action)
        if checks is None:
            raise CallerError(detail=f"{command.action} happens only inside a submission")
        day = on_day(context)
        about = taking_of(command, before)
        who = relations(context.actor, student, before, about, self.host.identity, day)
        if barred := denied(command.action, context.actor, who):
            return barred
        key = StreamKey.portfolio(student)
        trial = Event(key, 1, context.at, context.actor, command, context.reason, FIRST)
        try:
            after = evolve(before, trial)
        except TransitionRefused as error:
            return (state_refuses(error),)
        except NotFound as error:
            return (ITEM_UNKNOWN.finding(what=error.what),)
        except IdentifierTaken as error:
            return (ID_TAKEN.finding(item=error.key),)
        assert isinstance(after, Portfolio)
        now = Situation(
            student, command, context, before, after, self.settings, self.law(context), self.host
        )
        return tuple(finding for each in checks for finding in each(now))

    # Files.

    def attach(self, kind: ItemKind, name: str, stream: BinaryIO, context: Context) -> Attached:
        """Inspect a file, judge it, and only when it may pass prove that the store holds it.

        Args:
            kind: what it will belong to.
            name: as the student calls it.
            stream: the bytes; read once, not further than the largest size permitted.
            context: when it began to arrive; whose it may become is decided when a command
                mentions it, so whoever calls has let the actor in already.
        """
        law = self.law(context)
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
            spool = cast("BinaryIO", file)
            facts = receive(stream, name, largest_file(kind, law), spool)
            findings = judge(self.host, FILE_RULES, FileCase(facts, kind), law)
            findings += self.host.scan(facts, spool)
            if refused(findings):
                return Attached(None, facts, findings)
            assert facts.media_type is not None, "the rules let no undecided file pass"
            group = file_group(kind, facts.media_type, law)
            assert group is not None, "the rules let no forbidden kind pass"
            spool.seek(0)
            held = store(self.host.blobs, spool, facts.sha256, facts.size)
            attachment = Attachment(facts.name, held.size, facts.media_type, held.sha256, group)
            return Attached(attachment, facts, findings)

    # The vocabulary of the field.

    def upload_outcome(
        self,
        student: PersonRef,
        taking: str,
        semester: Semester,
        description: str,
        attachments: Iterable[Attachment],
        context: Context,
    ) -> Decision:
        """上傳課程學習成果."""
        outcome = CourseOutcome(
            context.new_id(), student, taking, semester, context.at,
            normalise(description), tuple(attachments),
        )  # fmt: skip
        return self.perform(student, UploadOutcome(outcome), context)

    def upload_performance(
        self,
        student: PersonRef,
        year: SchoolYear,
        details: PerformanceDetails,
        description: str,
        attachments: Iterable[Attachment],
        context: Context,
        link: str = "",
    ) -> Decision:
        """上傳多元表現."""
        performance = Performance(
            context.new_id(), student, year, context.at, details,
            normalise(description), tuple(attachments), link,
        )  # fmt: skip
        return self.perform(student, UploadPerformance(performance), context)

    def complete(self, student: PersonRef, item: str, context: Context) -> Decision:
        """完成多元表現."""
        return self.perform(student, PerformanceStep(Action.COMPLETE, item), context)

    def request_certification(self, student: PersonRef, item: str, context: Context) -> Decision:
        """送出認證."""
        return self.perform(student, OutcomeStep(Action.REQUEST, item), context)

    def certify(self, student: PersonRef, item: str, context: Context) -> Decision:
        """認證."""
        return self.perform(student, OutcomeStep(Action.CERTIFY, item), context)

    def certify_all(
        self, items: Iterable[tuple[PersonRef, str]], context: Context
    ) -> Iterator[tuple[PersonRef, str, Decision]]:
        """批次認證: certify many outcomes, each for itself; what is refused stops no other.

        An outcome whose portfolio somebody else changes meanwhile is judged anew, once.

        Yields:
            student, outcome and what came of it, in the order given; each is certified when
            its turn comes, so nothing is done for what is not read.

        Raises:
            Conflict: it was changed a second time; what was yielded before stands.
            NotFound: a student is of another school.
        """
        for student, item in items:
            try:
                decision = self.certify(student, item, context)
            except Conflict:
                decision = self.certify(student, item, context)
            yield student, item, decision

    def return_outcome(
        self, student: PersonRef, item: str, reason: str, context: Context, note: str = ""
    ) -> Decision:
        """退回."""
        return self.perform(student, ReturnOutcome(item, reason, note), context)

    def select(
        self,
        student: PersonRef,
        year: SchoolYear,
        outcomes: Iterable[str],
        performances: Iterable[str],
        context: Context,
    ) -> Decision:
        """勾選."""
        command = Select(year, tuple(outcomes), tuple(performances))
        return self.perform(student, command, context)

    def confirm_selection(self, student: PersonRef, year: SchoolYear, context: Context) -> Decision:
        """確認勾選."""
        return self.perform(student, SelectionStep(Action.CONFIRM, year), context)

    # Submitting; the steps stand in `_batches`.

    def precheck(self, key: BatchKey, context: Context) -> Precheck:
        """預檢: judge every confirmed selection; refused ones are left out, the rest goes on.

        A batch numbered above 1 is a correction and supersedes the one before it.
        """
        return _batches.precheck(self, key, context)

    def seal(self, key: BatchKey, context: Context, folder: Path) -> Seal:
        """封裝: write the package, mark what it carries as submitted, note its digest."""
        return _batches.seal(self, key, context, folder)

    def send(self, key: BatchKey, context: Context, package: Path, transport: str) -> Decision:
        """提交: deliver the sealed package; delivering it again is harmless."""
        return _batches.send(self, key, context, package, transport)

    def collect(self, key: BatchKey, context: Context, transport: str) -> Decision:
        """收訖: fetch the centre's answer and enter it for every student."""
        return _batches.collect(self, key, context, transport)

    def compare(self, key: BatchKey) -> tuple[Difference, ...]:
        """What the centre holds against what was sent, record by record."""
        return _batches.compare(self, key)
