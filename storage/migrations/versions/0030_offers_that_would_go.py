"""offers that an import would take away, until two people agreed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TABLE = "directory_removals"


def _staff(column: str, comment: str) -> sa.Column[int]:
    return sa.Column(column, NUMBER, sa.ForeignKey("staff.id", name=op.f(f"fk_{TABLE}_{column}_staff")), nullable=True, comment=comment)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("district", sa.String(40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("source_ids", sa.Text, nullable=False, comment="the offers that would go, as JSON; what is agreed to is exactly these"),
        sa.Column("offered", sa.BigInteger, nullable=False, comment="how many there were"),
        _staff("asked_by", "whoever said at the machine who they are; null: nobody did"),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        _staff("agreed_by", "somebody else, at the desk"),
        sa.Column("agreed_at", sa.BigInteger, nullable=True),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table(TABLE)
