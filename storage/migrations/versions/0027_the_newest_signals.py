"""the newest signals of a district are found without looking at all of them"""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_gap_signals_district_id", "gap_signals", ["district", "id"])


def downgrade() -> None:
    op.drop_index("ix_gap_signals_district_id", "gap_signals")
