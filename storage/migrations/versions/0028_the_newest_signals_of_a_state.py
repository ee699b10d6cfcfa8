"""the newest signals of a state are found without looking at all of them"""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NAME = "ix_gap_signals_district_state"


def upgrade() -> None:
    op.drop_index(NAME, "gap_signals")
    op.create_index(NAME, "gap_signals", ["district", "state", "id"])


def downgrade() -> None:
    op.drop_index(NAME, "gap_signals")
    op.create_index(NAME, "gap_signals", ["district", "state"])
