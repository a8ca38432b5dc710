"""Putting one application together."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from learnport.errors import Conflict, NotFound
from learnport.systems import CentralDatabase, SchoolPlatform
from learnport_flask import _central, _login, _school
from learnport_flask._settings import AppSettings
from learnport_flask._site import EXTENSION, PAGES, Site, enter, may_open
from learnport_flask._words import FILTERS, LANGUAGES, choose_language, say

__all__ = ["create_app"]

_log = logging.getLogger("learnport_flask")

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
        " frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_OPEN = frozenset({"healthz", "static", "login.choose"})
"""What nobody needs to be logged in for."""


def create_app(
    school: SchoolPlatform,
    central: CentralDatabase | None = None,
    settings: AppSettings | None = None,
) -> Flask:
    """Build the application of one school, and of a centre beside it (參考應用程式).

    Any number of them live in one process; nothing is shared between them.

    Args:
        school: the school platform.
        central: the central database, where this process serves one.
        settings: of the application.
    """
    site = Site(school, central, settings or AppSettings())
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=site.settings.secret_key,
        MAX_CONTENT_LENGTH=site.settings.max_request_bytes,
        SESSION_COOKIE_NAME="learnport",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=site.settings.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open as long as the session
    )
    app.extensions[EXTENSION] = site
    app.before_request(choose_language)
    app.before_request(enter)
    CSRFProtect(app)
    app.before_request(_only_known_people)
    app.after_request(_secured)
    app.register_error_handler(Exception, _failed)
    app.add_url_rule("/", view_func=home)
    app.add_url_rule("/healthz", view_func=healthz)
    app.register_blueprint(_login.login)
    app.register_blueprint(_school.school)
    if central is not None:
        app.register_blueprint(_central.central)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(t=say)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_frame)
    return app


def home() -> AnyResponse:
    """Send everybody to the work that is theirs."""
    page = next((page for page in PAGES if may_open(page)), "login.choose")
    return redirect(url_for(page))


def healthz() -> Response:
    """Say that the process answers."""
    return Response("ok\n", mimetype="text/plain")


def _only_known_people() -> AnyResponse | None:
    if g.actor is None and request.endpoint not in _OPEN:
        return redirect(url_for("login.choose"))
    return None


def _secured(response: AnyResponse) -> AnyResponse:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _frame() -> dict[str, object]:
    """What the frame around every page shows."""
    pages = [page for page in PAGES if g.actor is not None and may_open(page)]
    return {
        "language": g.language, "lang": LANGUAGES[g.language], "person": g.person, "pages": pages,
    }  # fmt: skip


_STATUS: dict[type[Exception], int] = {NotFound: 404, Conflict: 409}


def _failed(error: Exception) -> tuple[str, int]:
    """One page for everything that goes wrong; what the error says stays behind."""
    known = isinstance(error, HTTPException) and error.code
    status = known or _STATUS.get(type(error), 500)
    if status == 500:
        _log.error("a request failed: %s", type(error).__name__)
    page = render_template("error.html", status=status, forged=isinstance(error, CSRFError))
    return page, status
