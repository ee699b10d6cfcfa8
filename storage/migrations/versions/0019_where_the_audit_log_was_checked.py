"""where the audit log was checked: up to which row the chain was whole when all of it was looked at last"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit_checks",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when the whole chain was looked at last"),
        sa.Column("number", NUMBER, nullable=False, comment="up to where it was whole then"),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("broken", NUMBER, nullable=True, comment="the first number that did not fit"),
        sa.Column("seal", sa.String(length=64), nullable=False, comment="keyed; covers the four before"),
        sa.PrimaryKeyConstraint("district", name=op.f("pk_audit_checks")),
    )


def downgrade() -> None:
    op.drop_table("audit_checks")
