"""what became of the mail that carried a provider's link"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

COMMENT = "waits, sent, refused or failed; empty: the link was handed over by a person"


def upgrade() -> None:
    op.add_column("provider_links", sa.Column("mail", sa.String(10), nullable=False, server_default="", comment=COMMENT))


def downgrade() -> None:
    op.drop_column("provider_links", "mail")
