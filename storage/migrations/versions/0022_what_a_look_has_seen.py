"""up to which signal somebody has looked"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name in ("before_signal", "seen_signal"):
        op.add_column("desk_looks", sa.Column(name, NUMBER, nullable=False, server_default="0", comment="the newest signal then"))


def downgrade() -> None:
    for name in ("seen_signal", "before_signal"):
        op.drop_column("desk_looks", name)
