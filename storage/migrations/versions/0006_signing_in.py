"""signing in by passkey, or by password and authenticator app"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DISTRICT = "one installation can serve many districts"


def upgrade() -> None:
    with op.batch_alter_table("staff") as staff:
        staff.add_column(
            sa.Column("login", sa.String(length=80), nullable=True, comment="what they type to sign in with a password; folded")
        )
        staff.add_column(sa.Column("password_hash", sa.String(length=200), nullable=True, comment="Argon2id"))
        staff.add_column(sa.Column("totp", sa.LargeBinary(), nullable=True, comment="sealed: the secret of their authenticator app"))
        staff.add_column(
            sa.Column("totp_step", sa.BigInteger(), nullable=False, server_default="0", comment="the last step used: a code works once")
        )
        staff.create_unique_constraint(op.f("uq_staff_district"), ["district", "login"])
    with op.batch_alter_table("staff_sessions") as sessions:
        sessions.add_column(
            sa.Column(
                "settled",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="opened with a second factor, or one was set up in it",
            )
        )
    op.create_table(
        "passkeys",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment=DISTRICT),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("credential_id", sa.String(length=400), nullable=False, comment="base64url, as the authenticator names it"),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_passkeys_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index(op.f("ix_passkeys_staff_id"), "passkeys", ["staff_id"])
    op.create_table(
        "sign_in_challenges",
        sa.Column("challenge", sa.String(length=100), nullable=False, comment="base64url; used once"),
        sa.Column("district", sa.String(length=40), nullable=False, comment=DISTRICT),
        sa.Column("staff_id", NUMBER, nullable=True, comment="for whom a passkey is made; null: somebody signs in"),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("challenge", name=op.f("pk_sign_in_challenges")),
    )
    op.create_table(
        "sign_in_tries",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column(
            "login_hash",
            sa.String(length=64),
            nullable=False,
            comment="keyed hash of what was typed: it may be a password in the wrong field",
        ),
        sa.Column("number", sa.Integer(), nullable=False, comment="wrong tries in a row"),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district", "login_hash", name=op.f("pk_sign_in_tries")),
    )


def downgrade() -> None:
    op.drop_table("sign_in_tries")
    op.drop_table("sign_in_challenges")
    op.drop_index(op.f("ix_passkeys_staff_id"), table_name="passkeys")
    op.drop_table("passkeys")
    with op.batch_alter_table("staff_sessions") as sessions:
        sessions.drop_column("settled")
    with op.batch_alter_table("staff") as staff:
        staff.drop_constraint(op.f("uq_staff_district"), type_="unique")
        for column in ("totp_step", "totp", "password_hash", "login"):
            staff.drop_column(column)
