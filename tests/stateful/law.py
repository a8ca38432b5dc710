"""The law as a person knows it: written out a second time, from the domain and not the code.

No number, window or right below is read from the tables, parameters or permissions under test.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from learnport.model import (
    Actor,
    Attachment,
    BatchKey,
    Finding,
    PersonRef,
    Portfolio,
    Receipt,
    SchoolYear,
)
from learnport.rules import CATALOGUE
from learnport.workflow import Action, Event, State, StreamKind
from tests.stateful import cast

MAY: Final = {
    "student": """
        outcome.upload outcome.edit outcome.discard outcome.request outcome.withdraw
        outcome.reattach performance.upload performance.edit performance.complete
        performance.discard performance.reattach selection.select selection.confirm
        selection.acknowledge selection.dispute""",
    "subject_teacher": "outcome.certify outcome.return outcome.revoke record.course",
    "advisor": "record.advising advising.strike",
    "staff": """
        record.student record.taking record.course record.officer_post outcome.submit
        performance.submit selection.reopen selection.submit selection.receive selection.reject
        selection.resolve selection.correct batch.plan batch.precheck batch.seal batch.send
        batch.receive batch.accept batch.reject batch.supersede
        extension.extend extension.unlock extension.revoke""",
    "centre": "deposit.receive deposit.accept deposit.reject deposit.supersede",
}
"""By role; nobody else may do anything, and looking is all that is left to parents."""

OPEN_FOR: Final = {
    "outcome.upload": "upload_outcomes",
    "outcome.edit": "upload_outcomes",
    "outcome.request": "certify",
    "outcome.certify": "certify",
    "outcome.return": "certify",
    "performance.upload": "upload_performances",
    "performance.edit": "upload_performances",
    "selection.select": "select",
    "selection.confirm": "select",
    "selection.acknowledge": "confirm_receipt",
    "selection.dispute": "confirm_receipt",
}
NEEDS_A_REASON: Final = """
    outcome.revoke selection.reopen selection.resolve selection.correct advising.strike
    extension.extend extension.unlock extension.revoke"""
RETURN_REASONS: Final = "not_own_work not_from_this_course wrong_file unreadable other"
DOCUMENTS: Final = ("application/pdf", "image/jpeg", "image/png")
MEDIA: Final = ("audio/mpeg", "video/mp4")
MB: Final = 1_048_576


# Who.


def entitled(event: Event, before: State | None) -> bool:
    """Whether the law wants this action from this actor on this day."""
    action, actor, stream = str(event.command.action), event.actor, event.stream
    of_a_student = stream.kind is StreamKind.PORTFOLIO
    subject = PersonRef(stream.school, stream.key) if of_a_student else None
    holds = {
        "student": actor.person == subject,
        "subject_teacher": _teaches(actor, _teacher(event, before), event.at),
        "advisor": subject is not None and _advises(actor, subject, event.at),
        "staff": actor.person.school == stream.school == cast.SCHOOL.code,
        "centre": stream.kind is StreamKind.DEPOSIT,
    }
    return any(
        holds[role] and role in actor.roles and action in actions.split()
        for role, actions in MAY.items()
    )


def _teacher(event: Event, before: State | None) -> PersonRef | None:
    if not isinstance(before, Portfolio):
        return None
    command: Any = event.command
    if command.action is Action.RECORD_COURSE:
        key = command.record.taking
    else:
        outcome = before.outcome(getattr(command, "item", ""))
        key = outcome.taking if outcome else ""
    taking = before.taking(key)
    return taking.teacher if taking else None


def _teaches(actor: Actor, teacher: PersonRef | None, at: dt.datetime) -> bool:
    """Teaches the taking, or stands in for who does, and only in that one week."""
    week = cast.STANDS_IN_FROM <= _day_in_taiwan(at) <= cast.STANDS_IN_TO
    return actor.person == teacher or (actor.person == cast.T3 and teacher == cast.T1 and week)


def _advises(actor: Actor, student: PersonRef, at: dt.datetime) -> bool:
    since = cast.ADVISES_S3_FROM if student == cast.S3 else dt.date.min
    known = actor.person == cast.ADVISOR.person and student in cast.STUDENTS
    return known and _day_in_taiwan(at) >= since


def _day_in_taiwan(at: dt.datetime) -> dt.date:
    return (at.astimezone(dt.UTC) + dt.timedelta(hours=8)).date()


# When.


def in_time(event: Event, before: State | None) -> bool:
    """Whether the law has the action open at this instant."""
    action = str(event.command.action)
    if action == "batch.send":
        window = sending_window(BatchKey.parse(event.stream.key))
    elif action in OPEN_FOR and isinstance(before, Portfolio):
        window = OPEN_FOR[action], term(event.command, before)
    else:
        return True
    opens, closes = cast.WINDOWS.get(window, (event.at, event.at))
    if isinstance(before, Portfolio) and window in cast.WINDOWS:
        item = getattr(event.command, "item", None)
        closes = max([closes, *extended(before, *window), *unlocked(before, item)])
    return opens <= event.at < closes


def extended(portfolio: Portfolio, kind: str, term: str) -> list[dt.datetime]:
    """Until when this student was given more time in a window."""
    granted: list[Any] = [each for each in portfolio.extensions if each.state == "granted"]
    windows = [each for each in granted if hasattr(each, "kind")]
    return [each.until for each in windows if (each.kind, each.term) == (kind, term)]


def unlocked(portfolio: Portfolio, item: str | None) -> list[dt.datetime]:
    """Until when this item was unlocked."""
    granted: list[Any] = [each for each in portfolio.extensions if each.state == "granted"]
    return [each.until for each in granted if getattr(each, "item", None) == (item or "-")]


def check_locked(event: Event, before: State | None) -> None:
    """What a confirmed selection holds is changed by nobody, unless staff unlocked it."""
    action, item = str(event.command.action), getattr(event.command, "item", "")
    if not action.endswith((".edit", ".discard")) or not isinstance(before, Portfolio):
        return
    holding = [each for each in before.selections if each.state in ("confirmed", "corrected")]
    if any(item in (*each.outcomes, *each.performances) for each in holding):
        assert event.at < max(unlocked(before, item), default=event.at), "a locked item changed"


def check_more_time(event: Event, before: State | None) -> None:
    """More time is given for later, for a window there is, and never for what is submitted."""
    command: Any = event.command
    if command.action == "extension.extend":
        window = cast.WINDOWS[str(command.extension.kind), command.extension.term]
        assert command.extension.until > max(event.at, window[1])
    if command.action == "extension.unlock":
        assert isinstance(before, Portfolio)
        item = before.outcome(command.item) or before.performance(command.item)
        assert item is not None
        assert item.state not in ("submitted", "discarded")
        assert command.unlock.until > event.at


def term(command: Any, before: Portfolio) -> str:
    """Semester or school year whose window counts."""
    if command.action.startswith("selection."):
        return str(command.year)
    if command.action.startswith("outcome."):
        outcome: Any = getattr(command, "outcome", None) or before.outcome(command.item)
        return str(outcome.semester)
    performance: Any = getattr(command, "performance", None) or before.performance(command.item)
    return str(performance.year)


def sending_window(key: BatchKey) -> tuple[str, str]:
    return ("correct" if key.number > 1 else "submit"), key.term


# What.


def check_content(event: Event, before: State | None) -> None:
    """What the law asks of single actions beside who and when."""
    command: Any = event.command
    action = str(command.action)
    if action in NEEDS_A_REASON.split():
        assert event.reason.strip(), f"{action} without a reason"
    if action == "outcome.return":
        assert command.reason in RETURN_REASONS.split()
        assert command.note.strip() or command.reason != "other"
    if action == "outcome.upload":
        assert isinstance(before, Portfolio)
        taking = before.taking(command.outcome.taking)
        assert taking is not None, "an outcome belongs to a taking"
        assert taking.semester == command.outcome.semester
    content = getattr(command, "outcome", getattr(command, "performance", command))
    if action.endswith((".upload", ".edit")):
        assert _characters(content.description) <= 100
        assert action.startswith("performance.") or content.attachments
    if action == "record.advising":
        assert _characters(command.record.description) <= 100
    if not action.endswith(".reattach"):
        advising = action == "record.advising"
        for file in attachments_in(command):
            document = file.media_type in DOCUMENTS and file.size <= (2 if advising else 4) * MB
            media = file.media_type in MEDIA and file.size <= 10 * MB and not advising
            assert document or media, "a file of a kind or size that is not taken"


def check_choice(portfolio: Portfolio, selection: Any) -> None:
    """What a student may send to the centre in one school year."""
    outcomes, performances = selection.outcomes, selection.performances
    assert len(outcomes) <= 6, "at most six outcomes a school year"
    assert len(performances) <= 10, "at most ten performances a school year"
    assert len({*outcomes, *performances}) == len(outcomes) + len(performances)
    for outcome in map(portfolio.outcome, outcomes):
        assert outcome is not None
        assert outcome.student == portfolio.student.ref
        assert outcome.semester.year == selection.year.year
    for performance in map(portfolio.performance, performances):
        assert performance is not None
        assert performance.year == selection.year
        assert performance.state in ("complete", "submitted")
    posts = {post.id for post in portfolio.officer_posts}
    assert posts.isdisjoint(performances), "officer posts never count"


def wrong_choices(portfolio: Portfolio, year: SchoolYear, command: Any) -> set[str]:
    """The codes with which a choice has to be refused, apart from what was not certified."""
    outcomes = [each for each in map(portfolio.outcome, command.outcomes) if each]
    performances = [each for each in map(portfolio.performance, command.performances) if each]
    picks = (*command.outcomes, *command.performances)
    elsewhere = [
        each
        for each in portfolio.selections
        if each.year != year and each.state not in ("open", "confirmed")
    ]
    wrong = {
        "LP1401": len(command.outcomes) > 6,
        "LP1402": len(command.performances) > 10,
        "LP1403": len(outcomes) < len(command.outcomes),
        "LP1404": len(performances) < len(command.performances),
        "LP1406": any(each.state not in ("complete", "submitted") for each in performances),
        "LP1407": len(set(picks)) < len(picks),
        "LP1408": any(each.semester.year != year.year for each in outcomes),
        "LP1409": any(each.year != year for each in performances),
        "LP1410": any(
            {*each.outcomes} & {*command.outcomes} or {*each.performances} & {*command.performances}
            for each in elsewhere
        ),
    }
    return {code for code, holds in wrong.items() if holds}


def wrong_return(command: Any) -> set[str]:
    """The code with which a return has to be refused for its reason."""
    if not command.reason.strip():
        return {"LP1602"}
    if command.reason not in RETURN_REASONS.split():
        return {"LP1603"}
    return set() if command.reason != "other" or command.note.strip() else {"LP1604"}


def attachments_in(value: object) -> Iterator[Attachment]:
    """Every attachment anywhere inside a value."""
    if isinstance(value, Attachment):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from attachments_in(each)
    elif attrs.has(kind := type(value)):
        for field in attrs.fields(kind):
            yield from attachments_in(getattr(value, field.name))


def content_of(portfolio: Portfolio, item: str) -> object:
    """What a teacher certifies: text, files, course, and whose it is."""
    outcome = portfolio.outcome(item)
    assert outcome is not None
    return outcome.description, outcome.attachments, outcome.taking, outcome.student


def _characters(text: str) -> int:
    return len(unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip())


def rejected_students(receipt: Receipt, students: Iterable[str]) -> set[str]:
    """Whom the centre sends back: all of a package it rejects, else who has a rejected record."""
    if receipt.verdict == "rejected":
        return set(students)
    return {record.student.key for record in receipt.records if record.verdict == "rejected"}


# How it is said.

CODES: Final = {each.code for each in CATALOGUE}
_CHINESE, _ENGLISH, _UNFILLED = map(re.compile, ("[\u4e00-\u9fff]", "[A-Za-z]", r"\{\w+\}"))


def check_findings(findings: Iterable[Finding]) -> None:
    """Every finding has a code, speaks both languages, and names nobody."""
    for finding in findings:
        assert re.fullmatch(r"LP\d{4}", finding.code)
        assert finding.code in CODES, f"{finding.code} is not in the catalogue"
        assert finding.source, finding.code
        for text in (finding.message, finding.remedy):
            assert _CHINESE.search(text.zh), finding.code
            assert _ENGLISH.search(text.en), finding.code
            assert not _UNFILLED.search(text.zh + text.en), finding.code
            assert "FAKE0" not in text.zh + text.en, f"{finding.code} names somebody"
            assert "無名氏" not in text.zh + text.en, f"{finding.code} names somebody"
