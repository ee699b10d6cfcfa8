"""interpreters, invited to one case with the person's yes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DISTRICT = "one installation can serve many districts"
WISH = "what the person said yes to: any, woman, man; empty: no yes"
STATE = "asked, agreed, declined, booked, over"
BRIEFING = "sealed with the case's key, for the interpreter; null once it is over"


def upgrade() -> None:
    gender = "interpreters say it themselves: woman, man, or empty"
    op.add_column("staff", sa.Column("gender", sa.String(length=10), nullable=False, server_default="", comment=gender))
    op.create_table(
        "interpretings",
        sa.Column("id", NUMBER, nullable=False, autoincrement=True),
        sa.Column("district", sa.String(length=40), nullable=False, comment=DISTRICT),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("asked_by", NUMBER, nullable=False),
        sa.Column("wish", sa.String(length=10), nullable=False, server_default="", comment=WISH),
        sa.Column("not_from_community", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("state", sa.String(length=10), nullable=False, server_default="asked", comment=STATE),
        sa.Column("why", sa.String(length=12), nullable=False, server_default="", comment="a code: why it is over"),
        sa.Column("staff_id", NUMBER, nullable=True, comment="who is booked, or was"),
        sa.Column("briefing", sa.LargeBinary(), nullable=True, comment=BRIEFING),
        sa.Column("expires_at", sa.BigInteger(), nullable=True, comment="the interpreter sees the case until then"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when the state last changed"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_interpretings_case_id_cases")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_interpretings_asked_by_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_interpretings_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interpretings")),
    )
    op.create_index(op.f("ix_interpretings_case_id"), "interpretings", ["case_id"])
    op.create_index(op.f("ix_interpretings_staff_id"), "interpretings", ["staff_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_interpretings_staff_id"), table_name="interpretings")
    op.drop_index(op.f("ix_interpretings_case_id"), table_name="interpretings")
    op.drop_table("interpretings")
    op.drop_column("staff", "gender")
