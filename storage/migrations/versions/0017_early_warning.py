"""what early warning found"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gap_warnings",
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("week", sa.String(8), nullable=False, comment="the week it was found in"),
        sa.Column("kind", sa.String(10), nullable=False, comment="surge or silence"),
        sa.Column("about", sa.String(500), nullable=False, comment="need, cause and places; or place and language"),
        sa.Column("body", sa.Text(), nullable=False, comment="JSON: from when, how many, how many would be usual"),
        sa.PrimaryKeyConstraint("district", "week", "kind", "about", name=op.f("pk_gap_warnings")),
    )


def downgrade() -> None:
    op.drop_table("gap_warnings")
