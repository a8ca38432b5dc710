"""The life cycles, told again from what the law means, edge by edge."""

from __future__ import annotations

# Every edge: the state before, what is done, the state after. A verb with a dot is the action
# itself, one without belongs to the kind of record.
EDGES: dict[str, str] = {
    "advising": """
        recorded   record.advising recorded
        recorded   strike     struck
    """,
    "outcome": """
        draft      edit       draft
        draft      request    awaiting
        draft      reattach   draft
        draft      discard    discarded
        awaiting   withdraw   draft
        awaiting   certify    certified
        awaiting   return     returned
        awaiting   reattach   awaiting
        returned   edit       draft
        returned   reattach   returned
        returned   discard    discarded
        certified  edit       draft
        certified  revoke     draft
        certified  reattach   certified
        certified  submit     submitted
        submitted  reattach   submitted
    """,
    "performance": """
        draft      edit       draft
        draft      complete   complete
        draft      reattach   draft
        draft      discard    discarded
        complete   edit       draft
        complete   reattach   complete
        complete   discard    discarded
        complete   submit     submitted
        submitted  reattach   submitted
    """,
    "selection": """
        open       select      open
        open       confirm     confirmed
        confirmed  reopen      open
        confirmed  submit      submitted
        submitted  receive     received
        submitted  reject      rejected
        rejected   correct     corrected
        received   acknowledge acknowledged
        received   dispute     disputed
        disputed   resolve     resolved
        resolved   acknowledge acknowledged
        resolved   correct     corrected
        corrected  correct     corrected
        corrected  submit      submitted
    """,
    "extension": """
        granted    revoke     revoked
    """,
    "unlock": """
        granted    extension.revoke revoked
    """,
    "batch": """
        planned    precheck   prechecked
        prechecked precheck   prechecked
        prechecked seal       sealed
        sealed     send       sent
        sent       send       sent
        sent       receive    received
        received   accept     accepted
        received   reject     rejected
        accepted   supersede  superseded
        rejected   supersede  superseded
    """,
    "deposit": """
        received   accept     accepted
        received   reject     rejected
        accepted   supersede  superseded
        rejected   supersede  superseded
    """,
    "application": """
        consented  choose     draft
        draft      choose     draft
        draft      confirm    confirmed
        confirmed  release    released
    """,
}

# Lives a record can lead, from birth on, with the state each ends in.
JOURNEYS: dict[str, list[tuple[str, str]]] = {
    "advising": [
        ("record.advising strike", "struck"),
        ("record.advising record.advising", "recorded"),
    ],
    "outcome": [
        (
            "edit reattach request withdraw request reattach return edit request certify",
            "certified",
        ),
        ("request certify reattach submit reattach reattach", "submitted"),
        ("request certify revoke request certify edit discard", "discarded"),
        ("request return reattach edit request return discard", "discarded"),
    ],
    "performance": [
        ("edit reattach complete edit complete reattach submit reattach reattach", "submitted"),
        ("discard", "discarded"),
        ("complete discard", "discarded"),
    ],
    "selection": [
        ("select confirm reopen select confirm submit receive acknowledge", "acknowledged"),
        ("confirm submit receive dispute resolve acknowledge", "acknowledged"),
        ("confirm submit receive dispute resolve correct correct submit receive", "received"),
        ("confirm submit reject correct submit", "submitted"),
    ],
    "extension": [("revoke", "revoked")],
    "unlock": [("extension.revoke", "revoked")],
    "batch": [
        ("precheck precheck seal send send receive accept supersede", "superseded"),
        ("precheck seal send receive reject supersede", "superseded"),
    ],
    "deposit": [
        ("accept supersede", "superseded"),
        ("reject supersede", "superseded"),
    ],
    "application": [
        ("choose choose confirm release", "released"),
        ("choose confirm", "confirmed"),
    ],
}

BIRTHS = {
    "advising": ("record.advising", "recorded"),
    "outcome": ("outcome.upload", "draft"),
    "performance": ("performance.upload", "draft"),
    "selection": ("selection.select", "open"),
    "extension": ("extension.extend", "granted"),
    "unlock": ("extension.unlock", "granted"),
    "batch": ("batch.plan", "planned"),
    "deposit": ("deposit.receive", "received"),
    "application": ("application.consent", "consented"),
}

TERMINAL = {
    "advising": {"struck"},
    "outcome": {"discarded"},
    "performance": {"discarded"},
    "selection": {"acknowledged"},
    "extension": {"revoked"},
    "unlock": {"revoked"},
    "batch": {"superseded"},
    "deposit": {"superseded"},
    "application": {"released"},
}

# What may be done again to what exists already: a record corrected, a selection changed.
AGAIN = {"advising": {"recorded"}, "selection": {"open"}}

# What changes no record at all, or one without a life cycle.
LIFELESS = {
    "record.student", "record.taking", "record.course", "record.officer_post",
    "view.portfolio", "view.outcome", "view.advising", "view.progress",
}  # fmt: skip


def spelt(name: str, verb: str) -> str:
    """The action a verb means for a kind of record."""
    return verb if "." in verb else f"{name}.{verb}"


def told(name: str) -> list[tuple[str, str, str]]:
    """The edges of the table above."""
    rows = [line.split() for line in EDGES[name].strip().splitlines()]
    return [(state, spelt(name, verb), target) for state, verb, target in rows]


def states(name: str) -> set[str]:
    return {state for edge in told(name) for state in (edge[0], edge[2])}
