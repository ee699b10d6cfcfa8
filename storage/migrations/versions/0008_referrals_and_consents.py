"""what came of a proposal, call-backs, and a yes that somebody else carries"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DISTRICT = "one installation can serve many districts"


def upgrade() -> None:
    quiet: sa.Column[bool] = sa.Column(
        "quiet", sa.Boolean(), nullable=False, server_default=sa.false(), comment="nothing is asked unbidden; why stands nowhere"
    )
    op.add_column("persons", quiet)
    call_back = "sealed with the case's key: the number to call, when, and who may pick up"
    op.add_column("cases", sa.Column("call_back", sa.LargeBinary(), nullable=True, comment=call_back))
    op.add_column("consents", sa.Column("person_id", NUMBER, nullable=True, comment="who said it, when somebody else asks for them"))
    op.create_index(op.f("ix_consents_person_id"), "consents", ["person_id"])
    op.create_table(
        "yes_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False, comment="keyed"),
        sa.Column("district", sa.String(length=40), nullable=False, comment=DISTRICT),
        sa.Column("person_id", NUMBER, nullable=False, comment="who may be asked for with it"),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_yes_codes_person_id_persons")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_yes_codes")),
    )
    op.create_index(op.f("ix_yes_codes_person_id"), "yes_codes", ["person_id"])
    op.create_table(
        "referrals",
        sa.Column("id", NUMBER, nullable=False, autoincrement=True),
        sa.Column("district", sa.String(length=40), nullable=False, comment=DISTRICT),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("contact_id", NUMBER, nullable=False, comment="where the person is asked"),
        sa.Column("need", sa.String(length=60), nullable=False),
        sa.Column("municipality", sa.String(length=60), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("services", sa.Text(), nullable=False, comment="JSON: the services that were proposed, by the id of their source"),
        sa.Column("state", sa.String(length=10), nullable=False, server_default="proposed", comment="proposed, asked, reached"),
        sa.Column("reached", sa.String(length=120), nullable=False, server_default="", comment="which of them the person reached"),
        sa.Column("wanted", sa.Boolean(), nullable=False, server_default=sa.false(), comment="the person wants to be asked"),
        sa.Column("asked", sa.Integer(), nullable=False, server_default="0", comment="how often the person was asked"),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False, comment="when it is looked at again"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_referrals_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("person_id", "need", name=op.f("uq_referrals_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_referrals_next_at"), "referrals", ["next_at"])
    op.create_table(
        "help_counts",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False, comment="e.g. 2026-Q4; nothing finer"),
        sa.Column("service", sa.String(length=120), nullable=False, comment="the id of its source"),
        sa.Column("need", sa.String(length=60), nullable=False),
        sa.Column("municipality", sa.String(length=60), nullable=False, comment="empty: not said"),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("proposed", sa.Integer(), nullable=False, comment="people it was proposed to"),
        sa.Column("answered", sa.Integer(), nullable=False, comment="of them: who said what came of it"),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("helped", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("district", "quarter", "service", "need", "municipality", "language", name=op.f("pk_help_counts")),
    )


def downgrade() -> None:
    op.drop_table("help_counts")
    op.drop_index(op.f("ix_referrals_next_at"), table_name="referrals")
    op.drop_table("referrals")
    op.drop_index(op.f("ix_yes_codes_person_id"), table_name="yes_codes")
    op.drop_table("yes_codes")
    op.drop_index(op.f("ix_consents_person_id"), table_name="consents")
    for table, column in (("consents", "person_id"), ("cases", "call_back"), ("persons", "quiet")):
        op.drop_column(table, column)
