"""who opened which case, and whether an answer arrived"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_accesses",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False, comment="what was asked for; a refused one may not be there"),
        sa.Column("action", sa.String(length=10), nullable=False, comment="opened or refused; never any content"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False, comment="a page that stays open is one access"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_accesses_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_accesses")),
    )
    op.create_index("ix_case_accesses_case", "case_accesses", ["case_id", "staff_id"])
    with op.batch_alter_table("messages") as messages:
        messages.add_column(
            sa.Column(
                "carried",
                sa.String(length=10),
                nullable=True,
                comment="what became of the row that carried it: sent or dead; kept when that row goes",
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("messages") as messages:
        messages.drop_column("carried")
    op.drop_index("ix_case_accesses_case", table_name="case_accesses")
    op.drop_table("case_accesses")
