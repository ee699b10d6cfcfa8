"""staff hear by e-mail that something waits; templates of answers; the German of a fixed sentence"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
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


def downgrade() -> None:
    staff_mail = sa.table("contacts", sa.column("channel"))
    op.execute(staff_mail.delete().where(staff_mail.c.channel == "email"))  # what came before can write to nobody there
    queued = sa.table("outbox", sa.column("channel"))
    op.execute(queued.delete().where(queued.c.channel == "email"))
    with op.batch_alter_table("staff") as staff:
        staff.drop_column("told_by")
