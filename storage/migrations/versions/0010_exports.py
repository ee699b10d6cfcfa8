"""a closed case that goes to the case file of the office: who asked for it, who released it, what was taken"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "exports",
        sa.Column("id", NUMBER, nullable=False, autoincrement=True),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("asked_by", NUMBER, nullable=False),
        sa.Column("with_notes", sa.Boolean(), nullable=False, comment="whether the notes of the staff go along"),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("released_by", NUMBER, nullable=True, comment="never who asked"),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("file_at", sa.BigInteger(), nullable=True, comment="when the file was taken; once"),
        sa.Column("print_at", sa.BigInteger(), nullable=True, comment="when the page to print was taken; once"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_exports_case_id_cases")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_exports_asked_by_staff")),
        sa.ForeignKeyConstraint(["released_by"], ["staff.id"], name=op.f("fk_exports_released_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index(op.f("ix_exports_case_id"), "exports", ["case_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_exports_case_id"), table_name="exports")
    op.drop_table("exports")
