"""A process of writers for the tests: threads that commit to one log until it is long enough.

    python writer.py URL THREADS GOAL

Says `ready`, waits for a line, then prints each version it has committed when, and only when,
the store has acknowledged it.
"""

from __future__ import annotations

import sys
import threading

from learnport.errors import Conflict
from learnport_sqlalchemy import SqlRecords
from logs import key_of, next_commit, write


def run(url: str, threads: int, goal: int) -> None:
    records = SqlRecords(url)
    saying = threading.Lock()

    def commit_on() -> None:
        name = threading.current_thread().name
        while True:
            held = records.load(key_of())
            if held is not None and held.version >= goal:
                return
            try:
                done = write(records, next_commit(key_of(), held, reason=name))
            except Conflict:
                continue
            with saying:
                print(done.snapshot.version, flush=True)

    print("ready", flush=True)
    sys.stdin.readline()
    started = [threading.Thread(target=commit_on) for _ in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    records.close()


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
