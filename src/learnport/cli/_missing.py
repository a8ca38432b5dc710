"""What stands for the command line where the extra `cli` is not installed."""

from __future__ import annotations

import sys
from typing import NoReturn

from learnport.errors import MissingExtra

__all__ = ["main"]


def main() -> NoReturn:
    """Say what is missing, and that nothing was done."""
    print(MissingExtra(extra="cli", needed_for="the command line"), file=sys.stderr)
    raise SystemExit(2)
