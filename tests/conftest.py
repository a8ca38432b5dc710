"""What holds for every test: how hard hypothesis tries, and which learnport is tested."""

from __future__ import annotations

import os

from hypothesis import settings

import learnport

settings.register_profile("dev", deadline=None, max_examples=100)
settings.register_profile("ci", deadline=None, max_examples=200, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_report_header() -> str:
    return f"learnport {learnport.__version__} from {learnport.__path__[0]}"
