"""Packages to a central database over HTTP: the school's side and the centre's."""

from learnport_http._client import HttpTransport, Patience
from learnport_http._server import DepositApp

__all__ = ["DepositApp", "HttpTransport", "Patience"]
