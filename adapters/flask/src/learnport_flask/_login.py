"""The demo login: pick who you are. It proves nothing and says so."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from learnport_flask._site import site, who

login = Blueprint("login", __name__)


@login.route("/login", methods=["GET", "POST"])
def choose() -> Response | str:
    """Show who may be picked, and take the pick."""
    if request.method == "GET":
        known = [found for each in site().settings.people if (found := who(each.credential))]
        return render_template("login.html", people=known, school=site().school.school)
    credential = request.form.get("credential")
    if who(credential) is None:
        abort(400)
    language = session.get("language")
    session.clear()  # a new session for a new person
    session.update(credential=credential, language=language)
    return redirect(url_for("home"))


@login.post("/logout")
def leave() -> Response:
    """Forget who it was."""
    session.clear()
    return redirect(url_for("login.choose"))
