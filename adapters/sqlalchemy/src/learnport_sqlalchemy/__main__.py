"""`python -m learnport_sqlalchemy URL`: make the tables, or bring them up to date."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Sequence

from learnport.errors import LearnportError
from learnport_sqlalchemy import SqlRecords


def main(arguments: Sequence[str] | None = None) -> int:
    """Migrate a database; 0 when that is done, 2 when it could not be."""
    parser = argparse.ArgumentParser("python -m learnport_sqlalchemy", description=__doc__)
    parser.add_argument(
        "url", help="without the password; PostgreSQL finds that in PGPASSWORD or ~/.pgpass"
    )
    try:
        with contextlib.closing(SqlRecords(parser.parse_args(arguments).url)) as records:
            records.migrate()
    except LearnportError as error:
        print(error, file=sys.stderr)
        return 2
    print("the tables are up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
