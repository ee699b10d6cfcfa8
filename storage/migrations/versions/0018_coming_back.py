"""coming back into a web chat: codes, the address for one mail, and what was read there"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DISTRICT = "one installation can serve many districts"
WHOSE = "whose chat it opens; one code each"
SEALED = "JSON with the person's key: the address, and what ends the mails"
MAILED = "when a mail was written; null: none since they were last here"


def upgrade() -> None:
    op.create_table(
        "return_codes",
        sa.Column("code_hash", sa.String(64), nullable=False, comment="keyed"),
        sa.Column("district", sa.String(40), nullable=False, comment=DISTRICT),
        sa.Column("person_id", NUMBER, nullable=False, comment=WHOSE),
        sa.Column("case_id", NUMBER, nullable=False, comment="the code goes with this case"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_return_codes_person_id_persons")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_return_codes_case_id_cases")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_return_codes")),
        sa.UniqueConstraint("person_id", name=op.f("uq_return_codes_person_id")),
    )
    op.create_index(op.f("ix_return_codes_case_id"), "return_codes", ["case_id"])
    op.create_table(
        "return_mails",
        sa.Column("person_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("district", sa.String(40), nullable=False, comment=DISTRICT),
        sa.Column("case_id", NUMBER, nullable=False, comment="the address goes with this case"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False, comment=SEALED),
        sa.Column("stop_hash", sa.String(64), nullable=False, comment="keyed hash of what ends the mails"),
        sa.Column("named", sa.Boolean(), nullable=False, comment="whether the mail may name KIM"),
        sa.Column("mailed_at", sa.BigInteger(), nullable=True, comment=MAILED),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_return_mails_person_id_persons")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_return_mails_case_id_cases")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_return_mails")),
        sa.UniqueConstraint("stop_hash", name=op.f("uq_return_mails_stop_hash")),
    )
    op.create_index(op.f("ix_return_mails_case_id"), "return_mails", ["case_id"])
    op.add_column(
        "messages", sa.Column("read_at", sa.BigInteger(), nullable=True, comment="when the person's own page fetched it; web chat")
    )
    op.create_index(op.f("ix_messages_outbox_id"), "messages", ["outbox_id"])
    op.execute("update messages set read_at = at")  # nobody knows of old ones; they are not called unread


def downgrade() -> None:
    op.drop_index(op.f("ix_messages_outbox_id"), table_name="messages")
    op.drop_column("messages", "read_at")
    op.drop_index(op.f("ix_return_mails_case_id"), table_name="return_mails")
    op.drop_table("return_mails")
    op.drop_index(op.f("ix_return_codes_case_id"), table_name="return_codes")
    op.drop_table("return_codes")
