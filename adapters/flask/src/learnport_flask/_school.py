"""The school's pages: students, teachers and staff."""

from __future__ import annotations

from collections import Counter
from typing import Final

from flask import Blueprint, abort, flash, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from learnport.errors import NotFound
from learnport.model import (
    TAIPEI,
    BatchKey,
    CourseOutcome,
    OutcomeState,
    PerformanceState,
    PersonRef,
    Portfolio,
    ReceiptRecord,
    SchoolYear,
    YearlySelection,
    normalise,
)
from learnport.systems import Decision, Possibility
from learnport.workflow import (
    OUTCOME,
    Action,
    DisputeReceipt,
    EditOutcome,
    OutcomeStep,
    PortfolioCommand,
    ReturnOutcome,
    Select,
    SelectionStep,
    UploadOutcome,
)
from learnport_flask._offers import outcome_offers, refused, sees_outcome, selection_offers
from learnport_flask._site import actor, context, may_open, own_portfolio, site
from learnport_flask._uploads import (
    Report,
    attach,
    file_limits,
    most_characters,
    stopped,
    taking_choices,
)
from learnport_flask._words import say

school = Blueprint("school", __name__)

Page = str | Response | tuple[str, int]
_REFUSED: Final = 422


def this_year() -> SchoolYear:
    """The school year whose windows opened last; before the first of them, the calendar's."""
    opened = [each for each in site().school.settings.deadlines if each.window.opens <= g.at]
    if not opened:
        return SchoolYear.of(g.at.astimezone(TAIPEI).date())
    newest = max(opened, key=lambda each: each.window.opens)
    return SchoolYear.parse(newest.term.partition("-")[0])


# Students.


@school.get("/year")
def year() -> str:
    """My year at a glance."""
    portfolio, now = own_portfolio(), this_year()
    outcomes = [
        each
        for each in portfolio.outcomes
        if each.semester.school_year == now and each.state is not OutcomeState.DISCARDED
    ]
    performances = [
        each
        for each in portfolio.performances
        if each.year == now and each.state is not PerformanceState.DISCARDED
    ]
    law, picks = site().school.law(context()), portfolio.selection(now)
    return render_template(
        "year.html",
        year=now,
        portfolio=portfolio,
        outcomes=[(each, outcome_offers(each)) for each in reversed(outcomes)],
        performances=performances,
        picks=picks,
        most_outcomes=law["selection.outcomes.max_count"].number,
        most_performances=law["selection.performances.max_count"].number,
        next=selection_offers(portfolio.student.ref, picks),
        deadlines=[each for each in site().school.settings.deadlines if g.at in each.window],
    )


@school.route("/outcomes/new", methods=["GET", "POST"])
def upload() -> Page:
    """Upload an outcome; nothing is kept of a form that does not pass."""
    portfolio = own_portfolio()
    if request.method == "GET":
        return _form(portfolio, None, ())
    taking = portfolio.taking(request.form.get("taking", ""))
    if taking is None:
        abort(404)
    files, reports = attach()
    now = context()
    new = CourseOutcome(
        now.new_id(), portfolio.student.ref, taking.id, taking.semester, now.at,
        normalise(_description()), files,
    )  # fmt: skip
    return _save(portfolio, None, UploadOutcome(new), reports)


@school.route("/outcomes/<student>/<item>/edit", methods=["GET", "POST"])
def edit(student: str, item: str) -> Page:
    """Change an outcome; files that stay need not be sent again."""
    portfolio, outcome = _outcome(student, item)
    if not any(each.action is Action.EDIT_OUTCOME for each in outcome_offers(outcome)):
        abort(404)
    if request.method == "GET":
        return _form(portfolio, outcome, ())
    keep = request.form.getlist("keep")
    kept = tuple(each for each in outcome.attachments if each.sha256 in keep)
    files, reports = attach()
    command = EditOutcome(outcome.id, normalise(_description()), kept + files)
    return _save(portfolio, outcome, command, reports)


def _save(
    portfolio: Portfolio,
    found: CourseOutcome | None,
    command: UploadOutcome | EditOutcome,
    reports: tuple[Report, ...],
) -> Page:
    """Do it, or say everything at once that stands in the way, of the files and of the rest."""
    student = portfolio.student.ref
    if stopped(reports):  # what is missing among the files is known already
        said = site().school.explain(student, command, context())
        rest = tuple(each for each in said if not each.at.startswith("/attachments"))
        return _form(portfolio, found, (*reports, Report("", rest))), _REFUSED
    decision = site().school.perform(student, command, context())
    if not decision.done:
        return _form(portfolio, found, (*reports, Report("", decision.findings))), _REFUSED
    flash(say("已存檔，儲存空間已確認檔案完整。", "Saved; the store has proved the files."))
    return _to(student, command.item)


@school.route("/selection", methods=["GET", "POST"])
def selection() -> Page:
    """Tick what goes to the central database, confirm it, and answer the receipt."""
    portfolio, now = own_portfolio(), this_year()
    if request.method == "GET":
        return _selection(portfolio, portfolio.selection(now), ())
    chosen = Select(
        now, tuple(request.form.getlist("outcome")), tuple(request.form.getlist("performance"))
    )
    commands: dict[str, PortfolioCommand] = {
        Action.SELECT: chosen,
        Action.CONFIRM: SelectionStep(Action.CONFIRM, now),
        Action.ACKNOWLEDGE: SelectionStep(Action.ACKNOWLEDGE, now),
        Action.DISPUTE: DisputeReceipt(now, request.form.get("text", "").strip()),
    }
    decision = _done(portfolio.student.ref, commands)
    if decision.done:
        return redirect(url_for("school.selection"))
    picks = portfolio.selection(now)
    if request.form["action"] == Action.SELECT:
        picks = YearlySelection(now, chosen.outcomes, chosen.performances, picks.state)
    return _selection(portfolio, picks, decision.findings), _REFUSED


def _selection(portfolio: Portfolio, picks: YearlySelection, findings: object) -> str:
    ref = portfolio.student.ref
    law, explain = site().school.law(context()), site().school.explain
    always = explain(ref, Select(picks.year, (), ()), context())

    def against(outcomes: tuple[str, ...], performances: tuple[str, ...]) -> Possibility:
        """What speaks against ticking just this one."""
        said = explain(ref, Select(picks.year, outcomes, performances), context())
        return Possibility(Action.SELECT, tuple(each for each in said if each not in always))

    return render_template(
        "selection.html",
        portfolio=portfolio,
        picks=picks,
        findings=findings,
        outcomes=[
            (each, against((each.id,), ()))
            for each in portfolio.outcomes
            if each.state is not OutcomeState.DISCARDED
        ],
        performances=[
            (each, against((), (each.id,)))
            for each in portfolio.performances
            if each.state is not PerformanceState.DISCARDED
        ],
        offers={each.action: each for each in selection_offers(ref, picks)},
        receipt=_receipt(portfolio, picks),
        most_outcomes=law["selection.outcomes.max_count"].number,
        most_performances=law["selection.performances.max_count"].number,
    )


def _receipt(portfolio: Portfolio, picks: YearlySelection) -> tuple[ReceiptRecord, ...]:
    """What the centre said about this student's items."""
    if picks.batch is None:
        return ()
    receipt = site().school.batch(BatchKey.parse(picks.batch)).receipt
    return receipt.of(portfolio.student.ref) if receipt else ()


# Outcomes: one page for whoever has something to do with it.


@school.route("/outcomes/<student>/<item>", methods=["GET", "POST"])
def outcome(student: str, item: str) -> Page:
    """One outcome, and what can be done with it."""
    portfolio, found = _outcome(student, item)
    if request.method == "GET":
        return _page(portfolio, found, ())
    reason, note = request.form.get("reason", ""), request.form.get("note", "").strip()
    back = ReturnOutcome(found.id, reason, note)
    commands: dict[str, PortfolioCommand] = {
        action: OutcomeStep(action, found.id)
        for action in (Action.REQUEST, Action.WITHDRAW, Action.CERTIFY, Action.DISCARD_OUTCOME)
    }
    decision = _done(found.student, commands | {Action.RETURN: back})
    if not decision.done:
        return _page(portfolio, found, decision.findings), _REFUSED
    if actor().person != found.student:
        return redirect(url_for("school.waiting"))
    if request.form["action"] == Action.DISCARD_OUTCOME:
        return redirect(url_for("school.year"))
    return _to(found.student, found.id)


@school.get("/outcomes/<student>/<item>/files/<int:number>")
def file(student: str, item: str, number: int) -> Response:
    """One file of an outcome, to be saved and never to be shown by the browser as a page."""
    _, found = _outcome(student, item)
    if number >= len(found.attachments):
        abort(404)
    attachment = found.attachments[number]
    stream = site().school.host.blobs.open(attachment.sha256)
    response = send_file(
        stream, attachment.media_type, as_attachment=True, download_name=attachment.name
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


# Teachers.


@school.get("/waiting")
def waiting() -> str:
    """What waits for me."""
    if not may_open("school.waiting"):
        abort(404)
    found = [
        (portfolio, each)
        for portfolio in site().school.portfolios()
        for each in portfolio.outcomes
        if Action.CERTIFY in OUTCOME.allowed(each.state)
        and any(offer.action is Action.CERTIFY for offer in outcome_offers(each))
    ]
    return render_template("waiting.html", waiting=found)


# Staff.


@school.get("/progress")
def progress() -> str:
    """Who has what, and which windows are open."""
    if not may_open("school.progress"):
        abort(404)
    now = this_year()
    rows = [
        (
            each.student,
            Counter(item.state for item in each.outcomes if item.semester.school_year == now),
            sum(
                item.year == now and item.state is not PerformanceState.DISCARDED
                for item in each.performances
            ),
            each.selection(now),
        )
        for each in site().school.portfolios()
    ]
    states = [each for each in OutcomeState if each is not OutcomeState.DISCARDED]
    deadlines = site().school.settings.deadlines
    return render_template(
        "progress.html", year=now, rows=rows, states=states, deadlines=deadlines, now=g.at
    )


# What the pages share.


def _outcome(student: str, item: str) -> tuple[Portfolio, CourseOutcome]:
    """An outcome whoever asks may see; anything else is not there."""
    try:
        portfolio = site().school.portfolio(PersonRef(site().school.school.code, student))
    except ValueError:
        abort(404)
    found = portfolio.outcome(item)
    if found is None or not sees_outcome(found):
        raise NotFound(what="outcome", key=item)
    return portfolio, found


def _page(portfolio: Portfolio, found: CourseOutcome, findings: object) -> str:
    law = site().school.law(context())
    return render_template(
        "outcome.html",
        portfolio=portfolio,
        outcome=found,
        taking=portfolio.taking(found.taking),
        offers={each.action: each for each in outcome_offers(found)},
        findings=findings,
        reasons=law["certification.return.reasons"].members,
        with_text=law["certification.return.reasons_with_text"].members,
        own=actor().person == found.student,
    )


def _form(portfolio: Portfolio, found: CourseOutcome | None, reports: tuple[Report, ...]) -> str:
    return render_template(
        "upload.html",
        outcome=found,
        taking=portfolio.taking(found.taking) if found else None,
        choices=() if found else taking_choices(portfolio, this_year()),
        limits=file_limits(),
        most=most_characters(),
        reports=reports,
        stopped=any(refused(each.findings) for each in reports),
        description=request.form.get("description", found.description if found else ""),
    )


def _done(student: PersonRef, commands: dict[str, PortfolioCommand]) -> Decision:
    """Do what the pressed button stands for."""
    command = commands.get(request.form.get("action", ""))
    if command is None:
        abort(400)
    decision = site().school.perform(student, command, context())
    if decision.done:
        flash(say("已完成：", "Done: ") + say(command.action))
    return decision


def _description() -> str:
    return request.form.get("description", "")


def _to(student: PersonRef, item: str) -> Response:
    return redirect(url_for("school.outcome", student=student.key, item=item))
