"""Where things are: the working tree, and the modules of the package that is tested."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import learnport

ROOT: Final = Path(__file__).parents[1]
"""The working tree."""


def _modules() -> Iterator[str]:
    top = Path(learnport.__path__[0])
    for path in sorted(top.rglob("*.py")):
        parts = path.relative_to(top.parent).with_suffix("").parts
        yield ".".join(parts).removesuffix(".__init__")


MODULES: Final = tuple(_modules())
"""Every module, found as files, so that one that cannot be imported fails its own tests only."""

PUBLIC: Final = tuple(name for name in MODULES if "._" not in name)
"""Those a user may import."""
