"""the fields of a gap signal: legal spheres, target group, what was tried, urgency, evidence, and its life"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COLUMNS = (
    sa.Column("sphere_from", sa.String(30), nullable=True, comment="only for a break between legal spheres (Rechtskreise)"),
    sa.Column("sphere_to", sa.String(30), nullable=True),
    sa.Column("trigger", sa.String(40), nullable=True, comment="the event that moved the person from one sphere to the other"),
    sa.Column("target_group", sa.String(30), nullable=True, comment="null: not recorded"),
    sa.Column("age_band", sa.String(15), nullable=True, comment="coarse; null: not recorded"),
    sa.Column("tried", sa.Text, nullable=False, server_default="[]", comment="JSON: services proposed and what came of each"),
    sa.Column("urgency", sa.String(20), nullable=True, comment="what follows if nothing happens (Folge)"),
    sa.Column("evidence", sa.String(30), nullable=False, server_default="single hint"),
    sa.Column("note", sa.Text, nullable=True, comment="by staff only, no names; never a newcomer's words"),
    sa.Column("state", sa.String(30), nullable=False, server_default="recorded"),
    sa.Column("theme_id", sa.Integer, nullable=True, comment="once bundled"),
)
INDEXES = {
    "ix_gap_signals_district_week": ["district", "week"],
    "ix_gap_signals_district_state": ["district", "state"],
    "ix_gap_signals_theme_id": ["theme_id"],
}


def upgrade() -> None:
    with op.batch_alter_table("gap_signals") as table:
        for column in COLUMNS:
            table.add_column(column._copy())
    for name, columns in INDEXES.items():
        op.create_index(name, "gap_signals", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "gap_signals")
    with op.batch_alter_table("gap_signals") as table:
        for column in reversed(COLUMNS):
            table.drop_column(column.name)
