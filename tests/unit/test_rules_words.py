"""What rounds, kinds of files and subjects of rules are called."""

from __future__ import annotations

import pytest

from learnport.model import SubmissionRound, Text
from learnport.rules import SUBJECTS, words
from learnport.rules._words import Named, media_named


@pytest.mark.parametrize(
    ("media_type", "name"),
    [
        ("application/pdf", "PDF"),
        ("image/jpeg", "JPG"),
        ("image/png", "PNG"),
        ("audio/mpeg", "MP3"),
        ("video/mp4", "MP4"),
        ("application/msword", "Word (DOC)"),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "Word (DOCX)",
        ),
        (
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "PowerPoint (PPTX)",
        ),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "Excel (XLSX)",
        ),
        ("application/zip", "ZIP"),
        ("image/gif", "GIF"),
        ("image/heic", "HEIC"),
        ("image/webp", "WebP"),
        ("text/html", "HTML"),
        ("video/quicktime", "QuickTime (MOV)"),
        ("audio/x-unheard-of", "audio/x-unheard-of"),
    ],
)
def test_a_kind_of_file_has_the_name_people_know_it_by(media_type: str, name: str) -> None:
    assert media_named(media_type) == Named(media_type, Text(name, name))


def test_the_rounds_of_submission_are_told_apart() -> None:
    assert [words(SubmissionRound(each)) for each in ("ordinary", "first", "second")] == [
        Text("高一、高二", "grades 10 and 11"),
        Text("高三第一梯次", "grade 12, first round"),
        Text("高三第二梯次", "grade 12, second round"),
    ]


def test_no_two_subjects_of_rules_are_called_the_same() -> None:
    assert len({subject.zh for subject in SUBJECTS.values()}) == len(SUBJECTS)
    assert len({subject.en for subject in SUBJECTS.values()}) == len(SUBJECTS)
