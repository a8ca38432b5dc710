"""Records and events of learnport in SQLite or PostgreSQL."""

from learnport_sqlalchemy._records import SqlRecords

__version__ = "0.1.0"
__all__ = ["SqlRecords", "__version__"]
