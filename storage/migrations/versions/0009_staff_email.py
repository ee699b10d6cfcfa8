"""staff hear by e-mail that something waits; templates of answers; the German of a fixed sentence"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("staff") as staff:
        staff.add_column(
            sa.Column(
                "told_by",
                sa.String(length=40),
                nullable=False,
                server_default="telegram web email",
                comment="channels in which they hear that something waits, joined by blanks; empty: at the desk only",
            )
        )
    op.add_column(
        "messages",
        sa.Column(
            "german",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed the same way: what a fixed sentence in another language means; else null",
        ),
    )
    op.create_table(
        "reply_templates",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False, comment="sealed; German, written by staff"),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["staff.id"], name=op.f("fk_reply_templates_changed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_templates")),
    )


def downgrade() -> None:
    op.drop_table("reply_templates")
    with op.batch_alter_table("messages") as messages:
        messages.drop_column("german")
    staff_mail = sa.table("contacts", sa.column("channel"))
    op.execute(staff_mail.delete().where(staff_mail.c.channel == "email"))  # what came before can write to nobody there
    queued = sa.table("outbox", sa.column("channel"))
    op.execute(queued.delete().where(queued.c.channel == "email"))
    with op.batch_alter_table("staff") as staff:
        staff.drop_column("told_by")
