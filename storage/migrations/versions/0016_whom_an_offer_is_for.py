"""whom an offer is for, how long one waits, what it costs and who interprets: as a source's own columns say it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COLUMNS = (
    sa.Column(
        "groups", sa.String(200), nullable=False, server_default="", comment="target groups, joined by ;; empty: not said in a column"
    ),
    sa.Column("age_from", sa.Integer, nullable=True),
    sa.Column("age_to", sa.Integer, nullable=True, comment="this year of age included"),
    sa.Column("residence", sa.String(400), nullable=False, server_default="", comment="only for people who live in these, joined by ;"),
    sa.Column("waiting_weeks", sa.Integer, nullable=True, comment="null: not said"),
    sa.Column("cost", sa.String(10), nullable=False, server_default="", comment="free, small, paid; empty: not said"),
    sa.Column("interpreter", sa.String(12), nullable=False, server_default="", comment="yes, on request, no; empty: not said"),
)


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("services", column._copy())


def downgrade() -> None:
    for column in reversed(COLUMNS):
        op.drop_column("services", column.name)
