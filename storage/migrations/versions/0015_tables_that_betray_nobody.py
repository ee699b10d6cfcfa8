"""tables that betray nobody: tokens with all that is counted, counts by table, bursts, and what was published"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OLD_TOKEN = ("district", "week", "need", "municipality", "token", "area")


def upgrade() -> None:
    tokens = _read("gap_tokens", OLD_TOKEN)
    op.drop_table("gap_tokens")
    op.drop_table("gap_counts")  # counted by area and municipality only: no published table can be made of them
    made = op.create_table(
        "gap_tokens",
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("side", sa.String(3), nullable=False, comment="gap: nobody could help; met: something was proposed"),
        sa.Column("need", sa.String(60), nullable=False),
        sa.Column("municipality", sa.String(60), nullable=False, comment="empty: not said"),
        sa.Column("token", sa.String(64), nullable=False, comment="keyed by the week's salt: counts people, leads to nobody"),
        sa.Column("area", sa.String(30), nullable=False),
        sa.Column("cause", sa.String(40), nullable=False, server_default=""),
        sa.Column("kind", sa.String(30), nullable=False, server_default=""),
        sa.Column("language", sa.String(8), nullable=False, server_default=""),
        sa.Column("sphere_from", sa.String(30), nullable=False, server_default=""),
        sa.Column("sphere_to", sa.String(30), nullable=False, server_default=""),
        sa.Column("evidence", sa.String(30), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("district", "week", "side", "need", "municipality", "token", name=op.f("pk_gap_tokens")),
    )
    if tokens:
        op.bulk_insert(made, [{**row, "side": "gap"} for row in tokens])
    op.create_table(
        "gap_counts",
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("side", sa.String(3), nullable=False),
        sa.Column("by", sa.String(20), nullable=False, comment="which table"),
        sa.Column("row", sa.String(60), nullable=False, comment="*: all rows"),
        sa.Column("column", sa.String(60), nullable=False, comment="*: all columns"),
        sa.Column(
            "burst",
            sa.String(125),
            nullable=False,
            comment="not empty: need and municipality of a flood; counted only when a human says so",
        ),
        sa.Column("hints", sa.Integer(), nullable=False, comment="need, place and person of that week, each once"),
        sa.Column("people", sa.Integer(), nullable=False, comment="distinct people of that week, counted before the salt was destroyed"),
        sa.Column("firsts", sa.Integer(), nullable=False, comment="the same, each person in one cell of its row or margin only"),
        sa.PrimaryKeyConstraint("district", "week", "side", "by", "row", "column", "burst", name=op.f("pk_gap_counts")),
    )
    op.create_table(
        "gap_bursts",
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("need", sa.String(60), nullable=False),
        sa.Column("municipality", sa.String(60), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False, comment="the hour that is counted; 0 once the week is over"),
        sa.Column("now", sa.Integer(), nullable=False, comment="people in that hour"),
        sa.Column("before", sa.Integer(), nullable=False, comment="people in the hour before"),
        sa.Column("people", sa.Integer(), nullable=False, comment="the most within two hours"),
        sa.Column("flagged", sa.Boolean(), nullable=False, comment="so many that a human has to look"),
        sa.Column("counts", sa.Boolean(), nullable=True, comment="null: nobody looked yet, and they do not count"),
        sa.PrimaryKeyConstraint("district", "week", "need", "municipality", name=op.f("pk_gap_bursts")),
    )
    op.create_table(
        "gap_releases",
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("period", sa.String(7), nullable=False, comment="a quarter or half-year that is over"),
        sa.Column("body", sa.Text(), nullable=False, comment="JSON: all numbers that will ever be given about it; decided once"),
        sa.Column("released_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district", "period", name=op.f("pk_gap_releases")),
    )


def downgrade() -> None:
    tokens = {tuple(row.values()): row for row in _read("gap_tokens", OLD_TOKEN, "side = 'gap'")}
    for name in ("gap_releases", "gap_bursts", "gap_counts", "gap_tokens"):
        op.drop_table(name)
    made = op.create_table(
        "gap_tokens",
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("need", sa.String(60), nullable=False),
        sa.Column("municipality", sa.String(60), nullable=False, comment="empty: not said"),
        sa.Column("token", sa.String(64), nullable=False, comment="keyed by the week's salt: counts people, leads to nobody"),
        sa.Column("area", sa.String(30), nullable=False),
        sa.PrimaryKeyConstraint("district", "week", "need", "municipality", "token", name=op.f("pk_gap_tokens")),
    )
    if tokens:
        op.bulk_insert(made, list(tokens.values()))
    op.create_table(
        "gap_counts",
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("area", sa.String(30), nullable=False),
        sa.Column("municipality", sa.String(60), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False, comment="distinct people of that week, counted before the salt was destroyed"),
        sa.PrimaryKeyConstraint("district", "week", "area", "municipality", name=op.f("pk_gap_counts")),
    )


def _read(table: str, names: tuple[str, ...], which: str = "1 = 1") -> list[dict[str, object]]:
    columns: list[sa.ColumnClause[object]] = [sa.column(name) for name in names]
    rows = op.get_bind().execute(sa.select(*columns).select_from(sa.table(table)).where(sa.text(which)))
    return [dict(zip(names, row, strict=True)) for row in rows]
