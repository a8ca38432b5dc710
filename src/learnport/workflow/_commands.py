"""Commands: what somebody wants done, as values.

An event is a command that was accepted, so a command carries all that the record needs. A
step is bare: an action that needs more than its name has a command of its own.
"""

from __future__ import annotations

from typing import TypeAlias

from learnport.workflow._application_commands import ApplicationCommand
from learnport.workflow._portfolio_commands import PortfolioCommand
from learnport.workflow._submission_commands import BatchCommand, DepositCommand

__all__ = ["Command"]

Command: TypeAlias = PortfolioCommand | BatchCommand | DepositCommand | ApplicationCommand
