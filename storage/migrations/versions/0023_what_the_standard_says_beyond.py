"""what the standard (HSDS) says beyond our columns, and when a service changed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    changed = sa.Column(
        "changed_at", sa.BigInteger(), nullable=False, server_default="0", comment="by an import or at the desk; 0: before this was noted"
    )
    op.add_column("services", changed)
    op.create_table(
        "hsds_kept",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(40), nullable=False, comment="one installation can serve many districts"),
        sa.Column(
            "kind", sa.String(20), nullable=False, comment="service, organization, taxonomy, taxonomy_term; table, file: of a package"
        ),
        sa.Column("key", sa.String(200), nullable=False, comment="a service: the id of its source"),
        sa.Column(
            "body",
            sa.Text(),
            nullable=False,
            comment="JSON as it came: what HSDS says beyond our columns; may name contacts a source publishes",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hsds_kept")),
        sa.UniqueConstraint("district", "kind", "key", name=op.f("uq_hsds_kept_district")),
    )


def downgrade() -> None:
    op.drop_table("hsds_kept")
    op.drop_column("services", "changed_at")
