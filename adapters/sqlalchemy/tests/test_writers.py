"""Writers in several processes: one wins each round, and a killed one loses nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from learnport.formats import event_digest
from learnport.workflow import FIRST, replay
from learnport_sqlalchemy import SqlRecords
from logs import key_of, next_commit, write

WRITER = Path(__file__).with_name("writer.py")


def start(url: str, threads: int, goal: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), url, str(threads), str(goal)]
    pipe = subprocess.PIPE
    writer = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


def go(writer: subprocess.Popen[str]) -> None:
    assert writer.stdin is not None
    writer.stdin.write("go\n")
    writer.stdin.flush()


def assert_whole(records: SqlRecords, versions: int) -> None:
    """An unbroken chain of so many events, and the snapshot they fold into."""
    events = list(records.events(key_of()))
    held = records.load(key_of())
    assert held is not None
    assert [event.sequence for event in events] == list(range(1, versions + 1))
    assert [event.previous for event in events] == [FIRST, *map(event_digest, events[:-1])]
    assert (held.version, held.digest) == (versions, event_digest(events[-1]))
    assert held.state == replay(events)


def test_of_sixteen_threads_in_two_processes_one_wins_each_round(
    records: SqlRecords, url: str
) -> None:
    writers = [start(url, threads=8, goal=40) for _ in range(2)]
    for writer in writers:
        go(writer)
    answers = [writer.communicate(timeout=120)[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    won = [[int(line) for line in answer.split()] for answer in answers]
    assert sorted(won[0] + won[1]) == list(range(1, 41))
    assert_whole(records, 40)


def test_what_a_killed_writer_had_acknowledged_is_there(records: SqlRecords, url: str) -> None:
    known = 0
    for after in (1, 4, 9):
        writer = start(url, threads=2, goal=10_000)
        go(writer)
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(after)]
        writer.kill()
        rest, _ = writer.communicate(timeout=60)
        acknowledged += [int(line) for line in rest.splitlines(keepends=True) if line[-1:] == "\n"]
        held = records.load(key_of())
        assert held is not None
        assert held.version >= max(acknowledged) > known
        assert_whole(records, held.version)
        known = write(records, next_commit(key_of(), held)).snapshot.version
