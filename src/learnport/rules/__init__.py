"""WHAT IS PERMITTED: facts and parameters in, findings with stable codes out."""

from learnport.model import Finding, Severity
from learnport.rules import _packages as package_codes
from learnport.rules import _rosters as roster_codes
from learnport.rules._admission import (
    ADMISSION_RULES,
    APPLICATION_COPY_RULES,
    APPLICATION_FINAL,
    PROGRAM_RULES,
    PROGRAM_TIMING_RULES,
)
from learnport.rules._admission_cases import (
    ApplicationCase,
    ApplicationCopyCase,
    ProgramCase,
    ProgramTimingCase,
)
from learnport.rules._basic_data import STUDENT_RULES
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
    JUDGED_CASES,
    AdvisingCase,
    CourseRecordCase,
    ExtensionCase,
    OfficerPostCase,
    OutcomeCase,
    PerformanceCase,
    QuotaCase,
    ReturnCase,
    RosterCase,
    SettingsCase,
    StudentCase,
    TimingCase,
    VisitCase,
)
from learnport.rules._catalogue import CATALOGUE, RETIRED, SUBJECTS, lookup
from learnport.rules._certification import (
    ACTION_REFUSED,
    ID_TAKEN,
    ITEM_LOCKED,
    ITEM_UNKNOWN,
    NO_CERTIFIER,
    REASON_MISSING,
    REATTACHED_OTHER_FILE,
    RETURN_RULES,
)
from learnport.rules._choice_cases import (
    Choice,
    Plans,
    SelectionCase,
    SubmissionCase,
)
from learnport.rules._enrolments import ROSTER_RULES, VISIT_RULES
from learnport.rules._extensions import EXTENSION_RULES
from learnport.rules._file_cases import (
    AnyFile,
    AttachmentCase,
    FileCase,
)
from learnport.rules._files import (
    ATTACHMENT_RULES,
    FILE_NOT_HELD,
    FILE_RULES,
    file_group,
    largest_file,
)
from learnport.rules._outcomes import FILE_QUOTA_RULES, OUTCOME_ADVICE_RULES, QUOTA_RULES
from learnport.rules._people import NOT_THE_STUDENTS, PERMISSION_DENIED
from learnport.rules._performances import PERFORMANCE_RULES
from learnport.rules._receipt import (
    RECEIPT_DIFFERENT,
    RECEIPT_EXTRA,
    RECEIPT_MISSING,
    receipt_finding,
)
from learnport.rules._records import ADVISING_RULES, COURSE_RECORD_RULES, OFFICER_POST_RULES
from learnport.rules._rule import Breach, Judge, Rule, bind, check, notice, rule
from learnport.rules._selection import SELECTION_RULES
from learnport.rules._settings import SETTINGS_RULES
from learnport.rules._submission import (
    OUTCOME_RULES,
    SUBMISSION_RULES,
    VALIDATOR_VERSION,
    check_submission,
    plan_for,
)
from learnport.rules._timing import TIMING_RULES, TOO_EARLY
from learnport.rules._words import Named, Size, words

__all__ = [
    "ACTION_REFUSED",
    "ADMISSION_RULES",
    "ADVISING_RULES",
    "APPLICATION_COPY_RULES",
    "APPLICATION_FINAL",
    "ATTACHMENT_RULES",
    "BATCH_SENT_OTHERWISE",
    "CATALOGUE",
    "CHANGED_SINCE_PRECHECK",
    "COURSE_RECORD_RULES",
    "EXTENSION_RULES",
    "FILE_NOT_HELD",
    "FILE_NOT_PACKED",
    "FILE_QUOTA_RULES",
    "FILE_RULES",
    "ID_TAKEN",
    "ITEM_LOCKED",
    "ITEM_UNKNOWN",
    "JUDGED_CASES",
    "NOT_RECEIVED",
    "NOT_THE_STUDENTS",
    "NO_CERTIFIER",
    "OFFICER_POST_RULES",
    "OTHER_BATCH",
    "OTHER_DIGEST",
    "OTHER_PACKAGE",
    "OUTCOME_ADVICE_RULES",
    "OUTCOME_RULES",
    "PERFORMANCE_RULES",
    "PERMISSION_DENIED",
    "PROGRAM_RULES",
    "PROGRAM_TIMING_RULES",
    "QUOTA_RULES",
    "REASON_MISSING",
    "REATTACHED_OTHER_FILE",
    "RECEIPT_DIFFERENT",
    "RECEIPT_EXTRA",
    "RECEIPT_MISSING",
    "RECORDS_UNREADABLE",
    "RETIRED",
    "RETURN_RULES",
    "ROSTER_RULES",
    "SELECTION_RULES",
    "SETTINGS_RULES",
    "STUDENT_RULES",
    "STUDENT_TWICE",
    "SUBJECTS",
    "SUBMISSION_RULES",
    "TIMING_RULES",
    "TOO_EARLY",
    "UNKNOWN_BATCH",
    "VALIDATOR_VERSION",
    "VISIT_RULES",
    "AdvisingCase",
    "AnyFile",
    "ApplicationCase",
    "ApplicationCopyCase",
    "AttachmentCase",
    "Breach",
    "Choice",
    "CourseRecordCase",
    "ExtensionCase",
    "FileCase",
    "Finding",
    "Judge",
    "Named",
    "OfficerPostCase",
    "OutcomeCase",
    "PerformanceCase",
    "Plans",
    "ProgramCase",
    "ProgramTimingCase",
    "QuotaCase",
    "ReturnCase",
    "RosterCase",
    "Rule",
    "SelectionCase",
    "SettingsCase",
    "Severity",
    "Size",
    "StudentCase",
    "SubmissionCase",
    "TimingCase",
    "VisitCase",
    "bind",
    "check",
    "check_submission",
    "file_group",
    "largest_file",
    "lookup",
    "notice",
    "package_codes",
    "plan_for",
    "receipt_finding",
    "roster_codes",
    "rule",
    "words",
]
