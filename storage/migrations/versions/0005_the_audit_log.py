"""the audit log as a chain, in place of the list of accesses

The list of accesses ends here: its rows had no keyed hash, so nothing could tell whether they are what was written.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DISTRICT = "one installation can serve many districts"


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment=DISTRICT),
        sa.Column("number", NUMBER, nullable=False, comment="counts without a gap within the district"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", NUMBER, nullable=True, comment="null: the person themselves, or the house"),
        sa.Column("action", sa.String(length=20), nullable=False, comment="what was done; never any content"),
        sa.Column("case_id", NUMBER, nullable=True, comment="what was asked for; a refused one may not be there"),
        sa.Column("about", sa.String(length=60), nullable=False, server_default="", comment="a number or a code"),
        sa.Column("hash", sa.String(length=64), nullable=False, comment="keyed; covers this row and the hash before it"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("district", "number", name=op.f("uq_audit_district")),
    )
    op.create_index("ix_audit_case", "audit", ["case_id", "staff_id"])
    op.create_table(
        "audit_heads",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("before", NUMBER, nullable=False, comment="number of the last row that was forgotten"),
        sa.Column("before_hash", sa.String(length=64), nullable=False),
        sa.Column("last", NUMBER, nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False, comment="keyed; covers the four before"),
        sa.PrimaryKeyConstraint("district", name=op.f("pk_audit_heads")),
    )
    op.drop_index("ix_case_accesses_case", table_name="case_accesses")
    op.drop_table("case_accesses")


def downgrade() -> None:
    op.create_table(
        "case_accesses",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment=DISTRICT),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False, comment="what was asked for; a refused one may not be there"),
        sa.Column("action", sa.String(length=10), nullable=False, comment="opened or refused; never any content"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False, comment="a page that stays open is one access"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_accesses_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_accesses")),
    )
    op.create_index("ix_case_accesses_case", "case_accesses", ["case_id", "staff_id"])
    op.drop_table("audit_heads")
    op.drop_index("ix_audit_case", table_name="audit")
    op.drop_table("audit")
