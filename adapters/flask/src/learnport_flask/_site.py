"""What belongs to one application and to one request."""

from __future__ import annotations

from typing import Final, cast

import attrs
from flask import abort, current_app, g, session

from learnport.model import Actor, Portfolio, Relation
from learnport.plugins import Identity
from learnport.systems import CentralDatabase, SchoolPlatform
from learnport.workflow import Action, Context, permitted
from learnport_flask._settings import AppSettings, DemoPerson

__all__ = [
    "EXTENSION",
    "PAGES",
    "Site",
    "actor",
    "context",
    "enter",
    "may_open",
    "own_portfolio",
    "site",
    "who",
]

EXTENSION: Final = "learnport"
_CREDENTIAL: Final = "credential"


@attrs.frozen
class Site:
    """The parts of one application; several live side by side in one process."""

    school: SchoolPlatform
    central: CentralDatabase | None
    settings: AppSettings

    def identities(self) -> tuple[Identity, ...]:
        """Whoever can say who somebody is."""
        found = [self.school.host.identity]
        if self.central is not None:
            found.append(self.central.host.identity)
        return tuple(found)


def site() -> Site:
    """The application this request is for."""
    return cast("Site", current_app.extensions[EXTENSION])


def who(credential: object) -> tuple[DemoPerson, Actor] | None:
    """The demo person of a credential, as the identity plugins vouch for now."""
    for person in site().settings.people:
        if person.credential == credential:
            for identity in site().identities():
                if (found := identity.authenticate(person.credential)) is not None:
                    return person, found
    return None


def enter() -> None:
    """Begin a request: note the instant, and who asks."""
    g.at = site().settings.clock()
    g.person, g.actor = who(session.get(_CREDENTIAL)) or (None, None)


def actor() -> Actor:
    """Who asks; every page but the login is closed to nobody."""
    return cast("Actor", g.actor)


def context(reason: str = "") -> Context:
    """Who asks, when the request came in, and why."""
    return Context(actor(), g.at, site().settings.new_id, reason)


# What an action on the page needs; the permission table says who may take it.
PAGES: Final = {
    "school.year": (Action.UPLOAD_OUTCOME, Relation.OWN),
    "school.waiting": (Action.CERTIFY, Relation.TEACHES),
    "school.progress": (Action.VIEW_PROGRESS, Relation.SAME_SCHOOL),
    "central.deposits": (Action.ACCEPT_DEPOSIT, Relation.CENTRE),
}
"""The start page of each kind of work, in the order of the navigation."""


def may_open(page: str) -> bool:
    """Whether whoever asks has this kind of work here at all."""
    action, relation = PAGES[page]
    at_school = actor().person.school == site().school.school.code
    here = site().central is not None if relation is Relation.CENTRE else at_school
    return here and permitted(action, actor().roles, [relation])


def own_portfolio() -> Portfolio:
    """The portfolio of whoever asks."""
    if not may_open("school.year"):
        abort(404)
    return site().school.portfolio(actor().person)
