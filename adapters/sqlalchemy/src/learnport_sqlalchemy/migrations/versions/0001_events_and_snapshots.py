"""Events and snapshots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "learnport_snapshots",
        sa.Column("kind", _KEY, primary_key=True),
        sa.Column("school", _KEY, primary_key=True),
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, comment="of the last event folded in"),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_table(
        "learnport_events",
        sa.Column("kind", _KEY, primary_key=True),
        sa.Column("school", _KEY, primary_key=True),
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="UTC"),
        sa.Column("digest", sa.String(64), nullable=False, comment="SHA-256 of the body"),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["kind", "school", "key"],
            ["learnport_snapshots.kind", "learnport_snapshots.school", "learnport_snapshots.key"],
        ),
    )


def downgrade() -> None:
    """Take both away, with all they hold."""
    op.drop_table("learnport_events")
    op.drop_table("learnport_snapshots")
