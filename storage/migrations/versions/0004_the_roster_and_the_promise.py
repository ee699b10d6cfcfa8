"""the roster, the promise of a handover, and notes of the staff"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DISTRICT = "one installation can serve many districts"


def upgrade() -> None:
    with op.batch_alter_table("staff") as staff:
        staff.add_column(
            sa.Column("languages", sa.String(length=200), nullable=False, server_default="", comment="codes they work in, joined by blanks")
        )
        staff.add_column(
            sa.Column("areas", sa.String(length=400), nullable=False, server_default="", comment="areas they know best, joined by blanks")
        )
        staff.add_column(sa.Column("capacity", sa.Integer(), nullable=True, comment="open cases they can have at a time; null: not said"))
    posts = op.create_table(
        "posts",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment=DISTRICT),
        sa.Column("municipality", sa.String(length=60), nullable=False),
        sa.Column("staff_id", NUMBER, nullable=True, comment="null: the post is vacant"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_posts_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index(op.f("ix_posts_staff_id"), "posts", ["staff_id"])
    op.create_index("ix_posts_municipality", "posts", ["district", "municipality"])
    held = sa.table("staff_municipalities", sa.column("district"), sa.column("municipality"), sa.column("staff_id"))
    op.execute(
        posts.insert().from_select(
            ["district", "municipality", "staff_id"], sa.select(held.c.district, held.c.municipality, held.c.staff_id)
        )
    )
    op.drop_table("staff_municipalities")
    op.create_table(
        "absences",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment=DISTRICT),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column(
            "first_day", sa.String(length=10), nullable=False, comment="ISO date; the reason is nobody's business and stands nowhere"
        ),
        sa.Column("last_day", sa.String(length=10), nullable=False, comment="ISO date, included"),
        sa.Column("substitute_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_absences_staff_id_staff")),
        sa.ForeignKeyConstraint(["substitute_id"], ["staff.id"], name=op.f("fk_absences_substitute_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index(op.f("ix_absences_staff_id"), "absences", ["staff_id"])
    op.create_table(
        "municipality_settings",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("municipality", sa.String(length=60), nullable=False),
        sa.Column("service_hours", sa.String(length=200), nullable=False, comment="as a German office writes them"),
        sa.Column("promise_days", sa.Integer(), nullable=False, comment="a handover is acknowledged within so many service days"),
        sa.Column(
            "target_groups",
            sa.String(length=300),
            nullable=False,
            server_default="",
            comment="whom its case management takes on; empty: not agreed",
        ),
        sa.PrimaryKeyConstraint("district", "municipality", name=op.f("pk_municipality_settings")),
    )
    with op.batch_alter_table("cases") as cases:
        cases.add_column(
            sa.Column("responsible_id", NUMBER, nullable=True, comment="who is asked to accept it; null: nobody could be found")
        )
        cases.add_column(
            sa.Column(
                "rung",
                sa.String(length=12),
                nullable=False,
                server_default="own",
                comment="how far up the ladder it was asked: own, substitute, team ...",
            )
        )
        cases.add_column(
            sa.Column(
                "reasons",
                sa.Text(),
                nullable=False,
                server_default="[]",
                comment="JSON: why they are responsible; numbers of staff and dates only",
            )
        )
        cases.add_column(sa.Column("asked_at", sa.BigInteger(), nullable=True, comment="when the promise that stands now was made"))
        cases.add_column(
            sa.Column("promised_at", sa.BigInteger(), nullable=True, comment="by when somebody accepts it; null: no promise stands")
        )
        cases.add_column(sa.Column("next_step_at", sa.BigInteger(), nullable=True, comment="when the promise clock looks at it again"))
        cases.add_column(sa.Column("broken", sa.Integer(), nullable=False, server_default="0", comment="how many promises were not kept"))
    op.create_index("ix_cases_listed", "cases", ["district", "state", "municipality"])
    op.create_index("ix_cases_next_step", "cases", ["next_step_at"])
    op.create_table(
        "case_askings",
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment=DISTRICT),
        sa.Column("rung", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_askings_case_id_cases")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_askings_staff_id_staff")),
        sa.PrimaryKeyConstraint("case_id", "staff_id", name=op.f("pk_case_askings")),
    )
    op.create_index(op.f("ix_case_askings_staff_id"), "case_askings", ["staff_id"])
    op.create_table(
        "notes",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment=DISTRICT),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False, comment="sealed with the case's own key; no outbox row ever carries it"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notes_case_id_cases")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notes_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_case_id"), "notes", ["case_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_notes_case_id"), table_name="notes")
    op.drop_table("notes")
    op.drop_index(op.f("ix_case_askings_staff_id"), table_name="case_askings")
    op.drop_table("case_askings")
    op.drop_index("ix_cases_next_step", table_name="cases")
    op.drop_index("ix_cases_listed", table_name="cases")
    with op.batch_alter_table("cases") as cases:
        for column in ("broken", "next_step_at", "promised_at", "asked_at", "reasons", "rung", "responsible_id"):
            cases.drop_column(column)
    op.drop_table("municipality_settings")
    op.drop_index(op.f("ix_absences_staff_id"), table_name="absences")
    op.drop_table("absences")
    held = op.create_table(
        "staff_municipalities",
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("municipality", sa.String(length=60), nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment=DISTRICT),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_municipalities_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", "municipality", name=op.f("pk_staff_municipalities")),
    )
    posts = sa.table("posts", sa.column("district"), sa.column("municipality"), sa.column("staff_id"))
    filled = sa.select(posts.c.staff_id, posts.c.municipality, sa.func.min(posts.c.district)).where(posts.c.staff_id.is_not(None))
    op.execute(held.insert().from_select(["staff_id", "municipality", "district"], filled.group_by(posts.c.staff_id, posts.c.municipality)))
    op.drop_index("ix_posts_municipality", table_name="posts")
    op.drop_index(op.f("ix_posts_staff_id"), table_name="posts")
    op.drop_table("posts")
    with op.batch_alter_table("staff") as staff:
        for column in ("capacity", "areas", "languages"):
            staff.drop_column(column)
