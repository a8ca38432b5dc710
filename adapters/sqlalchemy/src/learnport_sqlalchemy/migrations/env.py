"""Runs the migrations on the connection that `configuration` was given."""

from __future__ import annotations

from alembic import context

from learnport_sqlalchemy._migrate import REVISIONS
from learnport_sqlalchemy._tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=REVISIONS,
)
with context.begin_transaction():
    context.run_migrations()
