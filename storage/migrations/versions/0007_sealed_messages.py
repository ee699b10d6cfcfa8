"""answers that are read on our own page instead of in somebody else's chat"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sealed_messages",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("message_id", NUMBER, nullable=False, comment="the answer in the thread that it carries"),
        sa.Column("words", sa.LargeBinary(), nullable=False, comment="sealed with a key that is in the link and nowhere else"),
        sa.Column("code_hash", sa.String(length=64), nullable=True, comment="keyed; null: no code is asked for"),
        sa.Column("wrong", sa.Integer(), nullable=False, server_default="0", comment="wrong codes"),
        sa.Column("device_hash", sa.String(length=64), nullable=True, comment="the device that opened it; no other one may"),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_sealed_messages_case_id_cases")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sealed_messages")),
    )
    op.create_index(op.f("ix_sealed_messages_case_id"), "sealed_messages", ["case_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sealed_messages_case_id"), table_name="sealed_messages")
    op.drop_table("sealed_messages")
