"""`python -m learnport_flask`: the sample school in a browser on this computer."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import waitress

from learnport_flask.demo import build_demo

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the demonstration and serve it on the loopback until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m learnport_flask", description="示範學校 A sample school in the browser."
    )
    parser.add_argument("--port", type=int, default=5080)
    parser.add_argument("--students", type=int, default=12)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="learnport-") as folder:
        print("正在準備示範學校… Preparing the sample school…", flush=True)
        demo = build_demo(Path(folder), options.students)
        print(f"http://127.0.0.1:{options.port}/  （Ctrl+C 結束 to stop）")
        for each in demo.people:
            print(f"  {each.name.zh}：{each.hint.zh}  {each.hint.en}")
        waitress.serve(demo.app, host="127.0.0.1", port=options.port, threads=8, _quiet=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
