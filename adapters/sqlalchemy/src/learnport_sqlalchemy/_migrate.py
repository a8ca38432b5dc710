"""Bringing the tables to the revision this version works with."""

from __future__ import annotations

from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

__all__ = ["REVISIONS", "configuration", "found", "needed", "upgrade"]

REVISIONS: Final = "learnport_revision"
"""Where the revision is kept; a name of our own, because the database may have other tenants."""

_ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(7232400)"
"""PostgreSQL lets two migrate at once and then fails one; SQLite is locked already."""


def configuration(connection: Connection) -> Config:
    """What Alembic's commands need to work on a connection."""
    config = Config()
    config.set_main_option("script_location", "learnport_sqlalchemy:migrations")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Migrate, in the transaction of the connection."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_ONE_AT_A_TIME)
    command.upgrade(configuration(connection), "head")


def found(connection: Connection) -> str | None:
    """The revision the tables are at; None when there are none."""
    context = MigrationContext.configure(connection, opts={"version_table": REVISIONS})
    return context.get_current_revision()


def needed(connection: Connection) -> str | None:
    """The newest revision."""
    return ScriptDirectory.from_config(configuration(connection)).get_current_head()
