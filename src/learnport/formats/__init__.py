"""VALUES ⇄ FILES: canonical JSON, rosters, packages, receipts."""

from learnport.formats._canonical import canonical_bytes, digest, parse
from learnport.formats._canonical_values import converter, dumps, loads, structure
from learnport.formats._package_read import PackageReader, PackedFile, verify_package
from learnport.formats._package_write import PackageReceipt, PayloadFile, write_package
from learnport.formats._package_zip import PackageLimits
from learnport.formats._records import (
    compare,
    event_digest,
    receipt_records,
    submission_line,
    submission_of_line,
    write_receipt,
)
from learnport.formats._roster_check import Cover, Row, SheetRow, check_rows
from learnport.formats._roster_layout import (
    CellType,
    CodeEntry,
    CodeTable,
    Column,
    Layout,
    Period,
    Sheet,
    Standing,
)
from learnport.formats._roster_rows import submission_rows
from learnport.formats._roster_toml import find_layout, load_layouts, read_layout
from learnport.formats._roster_write import write_roster

__all__ = [
    "CellType",
    "CodeEntry",
    "CodeTable",
    "Column",
    "Cover",
    "Layout",
    "PackageLimits",
    "PackageReader",
    "PackageReceipt",
    "PackedFile",
    "PayloadFile",
    "Period",
    "Row",
    "Sheet",
    "SheetRow",
    "Standing",
    "canonical_bytes",
    "check_rows",
    "compare",
    "converter",
    "digest",
    "dumps",
    "event_digest",
    "find_layout",
    "load_layouts",
    "loads",
    "parse",
    "read_layout",
    "receipt_records",
    "structure",
    "submission_line",
    "submission_of_line",
    "submission_rows",
    "verify_package",
    "write_package",
    "write_receipt",
    "write_roster",
]
