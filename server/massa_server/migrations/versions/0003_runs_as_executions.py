"""runs as executions; when progress was reported

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-25 08:31:12.402716
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = "ck_analysis_chunks_chunkkind"


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("analysis_files", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True))
    _allow_kinds("kind IN ('files', 'summary', 'run')")


def downgrade() -> None:
    """Take the change back."""
    op.execute("DELETE FROM analysis_chunks WHERE kind = 'run'")
    _allow_kinds("kind IN ('files', 'summary')")
    with op.batch_alter_table("analysis_files", schema=None) as batch_op:
        batch_op.drop_column("reported_at")


def _allow_kinds(condition: str) -> None:
    with op.batch_alter_table("analysis_chunks", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(KINDS), type_="check")
        batch_op.create_check_constraint(op.f(KINDS), condition)
