"""the district's own Word template for the reports, uploaded at the desk"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "report_templates",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False, comment="what the file was called"),
        sa.Column("raw", sa.LargeBinary(), nullable=False, comment="a Word file; no person, no case"),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_report_templates_by_id_staff")),
        sa.PrimaryKeyConstraint("district", name=op.f("pk_report_templates")),
    )


def downgrade() -> None:
    op.drop_table("report_templates")
