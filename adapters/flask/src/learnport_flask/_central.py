"""The centre's pages: what came in, and what was said about it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from learnport.model import Deposit, Verdict
from learnport_flask._site import may_open, site

central = Blueprint("central", __name__, url_prefix="/centre")


def _all() -> list[Deposit]:
    database = site().central
    if database is None or not may_open("central.deposits"):
        abort(404)
    return list(database.deposits(site().school.school.code))


@central.get("/")
def deposits() -> str:
    """Every package received, newest first."""
    found = sorted(_all(), key=lambda each: each.received_at, reverse=True)
    return render_template("deposits.html", deposits=found)


@central.get("/<digest>")
def deposit(digest: str) -> str:
    """One package: verdict, and findings per record."""
    found = next((each for each in _all() if each.digest == digest), None)
    if found is None:
        abort(404)
    records = found.receipt.records if found.receipt else ()
    rejected = [each for each in records if each.verdict is Verdict.REJECTED]
    noted = [each for each in records if each not in rejected and each.findings]
    return render_template(
        "deposit.html", deposit=found, records=records, rejected=rejected, noted=noted
    )
