"""A SCHOOL THAT DOES NOT EXIST: seeded people, plans, takings, real files, and cases of the law."""

from learnport.sample._files import (
    FileKind,
    FileSize,
    SampleFile,
    make_file,
    make_jpeg,
    make_mp3,
    make_mp4,
    make_pdf,
    make_png,
)
from learnport.sample._files_wicked import WickedFile, wicked_files
from learnport.sample._law_cases import LawCase, judge_law_case
from learnport.sample._law_reader import law_examples, read_law_cases
from learnport.sample._law_words import LAW_ACTORS
from learnport.sample._report import Count, Progress, Refusal, RingReport, Step
from learnport.sample._ring import run_ring
from learnport.sample._school import (
    DraftFile,
    OutcomeDraft,
    PerformanceDraft,
    SampleSchool,
    sample_school,
)
from learnport.sample._stage import Stage, UnexpectedRefusal, build_stage
from learnport.sample._words import Writing, outcome_writing, performance_writing

__all__ = [
    "LAW_ACTORS",
    "Count",
    "DraftFile",
    "FileKind",
    "FileSize",
    "LawCase",
    "OutcomeDraft",
    "PerformanceDraft",
    "Progress",
    "Refusal",
    "RingReport",
    "SampleFile",
    "SampleSchool",
    "Stage",
    "Step",
    "UnexpectedRefusal",
    "WickedFile",
    "Writing",
    "build_stage",
    "judge_law_case",
    "law_examples",
    "make_file",
    "make_jpeg",
    "make_mp3",
    "make_mp4",
    "make_pdf",
    "make_png",
    "outcome_writing",
    "performance_writing",
    "read_law_cases",
    "run_ring",
    "sample_school",
    "wicked_files",
]
