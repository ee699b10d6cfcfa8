"""the district's own words, and what people chose when they were asked"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "own_words",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("need", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("phrase", sa.LargeBinary(), nullable=False, comment="sealed; kept with the yes of whoever wrote it, or written by staff"),
        sa.Column("state", sa.String(length=10), nullable=False, comment="offered or taken; what is taken back is deleted"),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_own_words_decided_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_words")),
    )
    op.create_index("ix_own_words_state", "own_words", ["district", "state"])
    op.create_table(
        "asked_back",
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("offered", sa.String(length=60), nullable=False, comment="the need that was offered first"),
        sa.Column("chosen", sa.String(length=60), nullable=False, comment="the need that was chosen; no words, no person, no moment"),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("district", "offered", "chosen", "language", name=op.f("pk_asked_back")),
    )


def downgrade() -> None:
    op.drop_table("asked_back")
    op.drop_index("ix_own_words_state", table_name="own_words")
    op.drop_table("own_words")
