"""verification tasks as a queue, links for providers, and what providers would change"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
COLUMNS = (
    sa.Column("need", sa.String(60), nullable=False, server_default="", comment="asked for by signals of this need; empty: by the import"),
    sa.Column("municipality", sa.String(60), nullable=False, server_default=""),
    sa.Column("taken_by", NUMBER, nullable=True, comment="who looks"),
    sa.Column("ended_by", NUMBER, nullable=True),
    sa.Column("ended_at", sa.BigInteger, nullable=True),
)


def _district() -> sa.Column[str]:
    return sa.Column("district", sa.String(40), nullable=False, comment="one installation can serve many districts")


def _staff(table: str, column: str, *, nullable: bool = True, comment: str | None = None) -> sa.Column[int]:
    return sa.Column(column, NUMBER, sa.ForeignKey("staff.id", name=op.f(f"fk_{table}_{column}_staff")), nullable=nullable, comment=comment)


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("verification_tasks", column._copy())
    op.create_table(
        "provider_links",
        sa.Column("token_hash", sa.String(64), primary_key=True, comment="only the hash is kept"),
        _district(),
        sa.Column("source_id", sa.String(120), nullable=False, comment="the entry it shows"),
        _staff("provider_links", "made_by", nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger, nullable=True),
    )
    op.create_table(
        "entry_proposals",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        _district(),
        sa.Column("source_id", sa.String(120), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("before", sa.Text, nullable=False, comment="what the entry said when it was proposed"),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False, server_default="open", comment="open, taken, refused"),
        sa.Column("proposed_at", sa.BigInteger, nullable=False),
        _staff("entry_proposals", "first_by", comment="of two who have to agree, the first"),
        _staff("entry_proposals", "decided_by"),
        sa.Column("decided_at", sa.BigInteger, nullable=True),
    )


def downgrade() -> None:
    op.drop_table("entry_proposals")
    op.drop_table("provider_links")
    for column in reversed(COLUMNS):
        op.drop_column("verification_tasks", column.name)
