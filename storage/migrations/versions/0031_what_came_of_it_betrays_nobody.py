"""what people said of services is counted by weekly tokens and published once; the counts of before could not tell people apart"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gap_answers",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("token", sa.String(64), primary_key=True, comment="as in gap_tokens; goes with it when the week is over"),
        sa.Column("need", sa.String(60), primary_key=True),
        sa.Column("service", sa.String(120), primary_key=True, comment="the id of its source"),
        sa.Column("municipality", sa.String(60), nullable=False, comment="empty: not said"),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False, comment="helped, unhelped or unreached"),
    )
    _widen(60, 120)
    op.drop_table("help_counts")


def downgrade() -> None:
    op.create_table(
        "help_counts",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("quarter", sa.String(7), primary_key=True, comment="e.g. 2026-Q4; nothing finer"),
        sa.Column("service", sa.String(120), primary_key=True, comment="the id of its source"),
        sa.Column("need", sa.String(60), primary_key=True),
        sa.Column("municipality", sa.String(60), primary_key=True, comment="empty: not said"),
        sa.Column("language", sa.String(8), primary_key=True),
        sa.Column("proposed", sa.Integer, nullable=False, comment="people it was proposed to"),
        sa.Column("answered", sa.Integer, nullable=False, comment="of them: who said what came of it"),
        sa.Column("reached", sa.Integer, nullable=False),
        sa.Column("helped", sa.Integer, nullable=False),
    )
    op.execute("DELETE FROM gap_counts WHERE side = 'out'")
    _widen(120, 60)
    op.drop_table("gap_answers")


def _widen(before: int, now: int) -> None:
    with op.batch_alter_table("gap_counts") as table:
        table.alter_column("column", type_=sa.String(now), existing_type=sa.String(before), existing_nullable=False)
