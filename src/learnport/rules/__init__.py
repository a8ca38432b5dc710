"""WHAT IS PERMITTED: facts and parameters in, findings with stable codes out."""

from learnport.model import Finding, Severity
from learnport.rules._batches import (
    BATCH_SENT_OTHERWISE,
    CHANGED_SINCE_PRECHECK,
    FILE_NOT_PACKED,
    NOT_RECEIVED,
    OTHER_BATCH,
    OTHER_DIGEST,
    OTHER_PACKAGE,
    RECORDS_UNREADABLE,
    STUDENT_TWICE,
    UNKNOWN_BATCH,
)
from learnport.rules._cases import (
    AdvisingCase,
    AnyFile,
    AttachmentCase,
    Choice,
    CourseRecordCase,
    FileCase,
    OfficerPostCase,
    OutcomeCase,
    PerformanceCase,
    Plans,
    QuotaCase,
    ReturnCase,
    SelectionCase,
    SubmissionCase,
    TimingCase,
)
from learnport.rules._catalogue import CATALOGUE, RETIRED, SUBJECTS, lookup
from learnport.rules._certification import (
    ACTION_REFUSED,
    ITEM_LOCKED,
    ITEM_UNKNOWN,
    REASON_MISSING,
    REATTACHED_OTHER_FILE,
    RETURN_RULES,
)
from learnport.rules._files import (
    ATTACHMENT_RULES,
    FILE_NOT_HELD,
    FILE_RULES,
    file_group,
    largest_file,
)
from learnport.rules._outcomes import QUOTA_RULES
from learnport.rules._people import NOT_THE_STUDENTS, PERMISSION_DENIED
from learnport.rules._performances import PERFORMANCE_RULES
from learnport.rules._receipt import RECEIPT_DIFFERENT, RECEIPT_EXTRA, RECEIPT_MISSING
from learnport.rules._records import ADVISING_RULES, COURSE_RECORD_RULES, OFFICER_POST_RULES
from learnport.rules._rule import Breach, Rule, check, notice, rule
from learnport.rules._selection import SELECTION_RULES
from learnport.rules._submission import (
    OUTCOME_RULES,
    SUBMISSION_RULES,
    VALIDATOR_VERSION,
    check_submission,
    plan_for,
)
from learnport.rules._timing import TIMING_RULES
from learnport.rules._words import Named, Size, words

__all__ = [
    "ACTION_REFUSED",
    "ADVISING_RULES",
    "ATTACHMENT_RULES",
    "BATCH_SENT_OTHERWISE",
    "CATALOGUE",
    "CHANGED_SINCE_PRECHECK",
    "COURSE_RECORD_RULES",
    "FILE_NOT_HELD",
    "FILE_NOT_PACKED",
    "FILE_RULES",
    "ITEM_LOCKED",
    "ITEM_UNKNOWN",
    "NOT_RECEIVED",
    "NOT_THE_STUDENTS",
    "OFFICER_POST_RULES",
    "OTHER_BATCH",
    "OTHER_DIGEST",
    "OTHER_PACKAGE",
    "OUTCOME_RULES",
    "PERFORMANCE_RULES",
    "PERMISSION_DENIED",
    "QUOTA_RULES",
    "REASON_MISSING",
    "REATTACHED_OTHER_FILE",
    "RECEIPT_DIFFERENT",
    "RECEIPT_EXTRA",
    "RECEIPT_MISSING",
    "RECORDS_UNREADABLE",
    "RETIRED",
    "RETURN_RULES",
    "SELECTION_RULES",
    "STUDENT_TWICE",
    "SUBJECTS",
    "SUBMISSION_RULES",
    "TIMING_RULES",
    "UNKNOWN_BATCH",
    "VALIDATOR_VERSION",
    "AdvisingCase",
    "AnyFile",
    "AttachmentCase",
    "Breach",
    "Choice",
    "CourseRecordCase",
    "FileCase",
    "Finding",
    "Named",
    "OfficerPostCase",
    "OutcomeCase",
    "PerformanceCase",
    "Plans",
    "QuotaCase",
    "ReturnCase",
    "Rule",
    "SelectionCase",
    "Severity",
    "Size",
    "SubmissionCase",
    "TimingCase",
    "check",
    "check_submission",
    "file_group",
    "largest_file",
    "lookup",
    "notice",
    "plan_for",
    "rule",
    "words",
]
