"""The reference application: a school platform and a central database in the browser."""

from learnport_flask._app import create_app
from learnport_flask._settings import AppSettings, DemoPerson

__all__ = ["AppSettings", "DemoPerson", "create_app"]
