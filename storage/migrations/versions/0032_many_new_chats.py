"""how many new chats came just now, and that what was missing meanwhile waits for a human"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "new_chats",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("slot", sa.BigInteger, nullable=False, comment="the hour that is counted"),
        sa.Column("now", sa.Integer, nullable=False, comment="new chats in that hour; which ones stands nowhere"),
        sa.Column("before", sa.Integer, nullable=False, comment="in the hour before; nothing older is kept"),
    )
    crowd = sa.Column(
        "crowd", sa.Boolean, nullable=False, server_default=sa.false(), comment="flagged because many new chats came at that time"
    )
    op.add_column("gap_bursts", crowd)


def downgrade() -> None:
    op.drop_column("gap_bursts", "crowd")
    op.drop_table("new_chats")
