"""The command line: asks, prints, and says by its exit code how it went.

The only room with a clock. Exit code 0 is fine, 1 means findings, 2 misuse, 130 interrupted.
"""

__all__ = ["main"]

try:
    from learnport.cli._main import main
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] not in ("click", "rich"):
        raise
    from learnport.cli._missing import main  # type: ignore[assignment]
