"""threats that were written in the chat, and chats that get no answers for a day"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", NUMBER, nullable=False, autoincrement=True),
        sa.Column("district", sa.String(40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("case_id", NUMBER, nullable=True, comment="the open case of whoever wrote it; null: none"),
        sa.Column("once", sa.String(64), nullable=False, comment="keyed hash of person and hour: many threats are one alarm"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seen_by", NUMBER, nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=True, comment="null: nobody said yet that they saw it"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_alarms_case_id_cases")),
        sa.ForeignKeyConstraint(["seen_by"], ["staff.id"], name=op.f("fk_alarms_seen_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
        sa.UniqueConstraint("once", name=op.f("uq_alarms_once")),
    )
    op.create_index(op.f("ix_alarms_case_id"), "alarms", ["case_id"])
    muted = "nothing but emergencies is answered until then; null: everything is"
    op.add_column("persons", sa.Column("muted_until", sa.BigInteger(), nullable=True, comment=muted))


def downgrade() -> None:
    op.drop_column("persons", "muted_until")
    op.drop_index(op.f("ix_alarms_case_id"), table_name="alarms")
    op.drop_table("alarms")
