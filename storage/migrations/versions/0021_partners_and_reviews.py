"""partners that report gaps by a link, and who reviewed which text of the legal spheres"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "partners",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("district", sa.String(40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("name", sa.String(80), nullable=False, comment="an organisation, never a person"),
        sa.Column("token_hash", sa.String(64), nullable=False, comment="of the link by which it reports gaps"),
        sa.Column("made_by", NUMBER, sa.ForeignKey("staff.id", name=op.f("fk_partners_made_by_staff")), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger, nullable=True),
        sa.UniqueConstraint("token_hash", name=op.f("uq_partners_token_hash")),
    )
    op.create_table(
        "sphere_reviews",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("code", sa.String(60), primary_key=True, comment="an entry of gaps/data/spheres.yaml"),
        sa.Column("digest", sa.String(64), nullable=False, comment="of the text that was reviewed: another text is not reviewed"),
        sa.Column("staff_id", NUMBER, sa.ForeignKey("staff.id", name=op.f("fk_sphere_reviews_staff_id_staff")), nullable=False),
        sa.Column("reviewed_at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("sphere_reviews")
    op.drop_table("partners")
