"""A package, read with nothing of ours."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any


class Package:
    """A zip with one student a line; workbooks inside it are opened as well.

    Attributes:
        members: every file by name.
        students: what it says of each student, by key.
    """

    def __init__(self, content: bytes) -> None:
        self.members: dict[str, bytes] = {}
        self._unpack(content, "")
        lines = next(text for name, text in self.members.items() if name.endswith("records.jsonl"))
        self.students: dict[str, dict[str, Any]] = {}
        for line in lines.decode().splitlines():
            record = json.loads(line)
            key = record["student"]["ref"]["key"]
            assert key not in self.students, "a package carries a student once"
            self.students[key] = record

    def _unpack(self, content: bytes, prefix: str) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                member = self.members[prefix + name] = archive.read(name)
                if name.endswith(".xlsx"):
                    self._unpack(member, f"{prefix}{name}/")

    def outcomes(self, student: str) -> list[dict[str, Any]]:
        return [each["outcome"] for each in self.students[student]["outcomes"]]

    def performances(self, student: str) -> list[dict[str, Any]]:
        return list(self.students[student]["performances"])

    def picks(self, student: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The ids a student sends, in order."""
        outcomes, performances = self.outcomes(student), self.performances(student)
        return (
            tuple(each["id"] for each in outcomes),
            tuple(each["id"] for each in performances),
        )

    def names(self) -> set[tuple[str, str]]:
        """Every item as student and id."""
        return {
            (student, item)
            for student in self.students
            for items in self.picks(student)
            for item in items
        }
