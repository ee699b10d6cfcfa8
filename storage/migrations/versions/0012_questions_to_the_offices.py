"""questions about procedures to the immigration and naturalisation offices"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "procedure_questions",
        sa.Column("id", NUMBER, nullable=False, autoincrement=True),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("need", sa.String(length=60), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False, comment="sealed; about a procedure, never about a person"),
        sa.Column("asked_by", NUMBER, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True, comment="sealed; null: nobody answered yet"),
        sa.Column("answered_by", NUMBER, nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_procedure_questions_asked_by_staff")),
        sa.ForeignKeyConstraint(["answered_by"], ["staff.id"], name=op.f("fk_procedure_questions_answered_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_questions")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("procedure_questions")
