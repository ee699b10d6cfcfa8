"""reports to the steering group, with their files"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("period", sa.String(length=7), nullable=False, comment="a half-year that is over, e.g. 2026-H1"),
        sa.Column("state", sa.String(length=10), nullable=False, comment="running, ready or failed"),
        sa.Column("done", sa.Integer(), nullable=False, comment="files made so far"),
        sa.Column("of", sa.Integer(), nullable=False, comment="files to make; 0: not begun"),
        sa.Column("why", sa.String(length=200), nullable=False, comment="why it failed, in words for coordinators; empty: it did not"),
        sa.Column("asked_by", NUMBER, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_reports_asked_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "report_files",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("report_id", NUMBER, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_files_report_id_reports")),
        sa.PrimaryKeyConstraint("district", "report_id", "kind", name=op.f("pk_report_files")),
    )


def downgrade() -> None:
    op.drop_table("report_files")
    op.drop_table("reports")
