"""numbers that never come again: SQLite gave the number of a deleted last row to the next one, and what still held it meant another row"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# Rows that are deleted, and whose numbers are kept elsewhere: in other tables without a foreign key, and on pages that stay open.
COUNTED = ("cases", "contacts", "inbox", "messages", "outbox", "persons", "web_lines")
KEPT_IN = (
    ("cases", "audit", "case_id"),
    ("contacts", "outbox", "contact_id"),
    ("contacts", "staff_links", "contact_id"),
    ("inbox", "messages", "inbox_id"),
    ("messages", "sealed_messages", "message_id"),
    ("outbox", "messages", "outbox_id"),
    ("outbox", "web_lines", "outbox_id"),
)
BEGIN = sa.text("insert into sqlite_sequence (name, seq) select :name, 0 where :name not in (select name from sqlite_sequence)")
GO_ON = sa.text("update sqlite_sequence set seq = max(seq, :newest) where name = :name")


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return  # PostgreSQL never gives a number twice
    _rebuild(counted=True)
    for name, table, column in KEPT_IN:
        newest = connection.execute(sa.select(sa.func.max(sa.column(column))).select_from(sa.table(table))).scalar() or 0
        connection.execute(BEGIN, {"name": name})
        connection.execute(GO_ON, {"name": name, "newest": newest})


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(counted=False)


def _rebuild(*, counted: bool) -> None:
    for name in COUNTED:
        with op.batch_alter_table(name, recreate="always", table_kwargs={"sqlite_autoincrement": counted}):
            pass
