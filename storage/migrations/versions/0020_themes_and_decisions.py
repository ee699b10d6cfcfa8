"""themes, their groups and meetings, what was decided, and who wants to be told"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    life = "random, from its first step on: its steps are found by it, whatever its number is"
    op.add_column("gap_signals", sa.Column("life", sa.String(22), nullable=True, comment=life))
    op.create_table(
        "applied_renames",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="need or municipality"),
        sa.Column("old", sa.String(length=60), nullable=False),
        sa.Column("new", sa.String(length=60), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district", "kind", "old", "new", name=op.f("pk_applied_renames")),
    )
    op.create_table(
        "area_offices",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=30), nullable=False),
        sa.Column(
            "office", sa.String(length=120), nullable=False, comment="the coordinating office for this area; configuration, never code"
        ),
        sa.PrimaryKeyConstraint("district", "area", name=op.f("pk_area_offices")),
    )
    op.create_table(
        "declined_bundles",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("bundle", sa.String(length=64), nullable=False, comment="hash of need, cause and municipalities"),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district", "bundle", name=op.f("pk_declined_bundles")),
    )
    op.create_table(
        "signal_steps",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("life", sa.String(length=22), nullable=False, comment="of its signal, whose number changes when its week is over"),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", NUMBER, nullable=True, comment="a member of the staff; null: the house"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_steps")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_signal_steps_life"), "signal_steps", ["life"], unique=False)
    op.create_table(
        "solved_paths",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("need", sa.String(length=60), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("team", sa.String(length=60), nullable=False, comment="the regional team, or the municipality where none is assigned"),
        sa.Column("words", sa.Text(), nullable=False, comment="which offices in which order, which paper helped; no person, no case"),
        sa.Column("everywhere", sa.Boolean(), nullable=False, comment="the team says others may read it"),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solved_paths")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "themes",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False, comment="municipality, district, land or bund"),
        sa.Column("area", sa.String(length=30), nullable=False),
        sa.Column("cause", sa.String(length=40), server_default="", nullable=False, comment="of most of its signals; empty: not said"),
        sa.Column(
            "texts",
            sa.Text(),
            nullable=False,
            comment="JSON: title, office, parties, vignette, proposal, decision, answer, owner; no names of people",
        ),
        sa.Column("due_day", sa.String(length=10), server_default="", nullable=False, comment="ISO day; empty: none"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False, comment="two editors do not overwrite each other"),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_week", sa.String(length=8), server_default="", nullable=False, comment="ISO week; empty: it is open"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "told_counts",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("need", sa.String(length=60), nullable=False),
        sa.Column("municipality", sa.String(length=60), nullable=False, comment="empty: not said"),
        sa.Column("people", sa.Integer(), nullable=False, comment="how many were told that there is an offer now"),
        sa.PrimaryKeyConstraint("district", "quarter", "need", "municipality", name=op.f("pk_told_counts")),
    )
    op.create_table(
        "bodies",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="regional_team, working_group or steering_group"),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("theme_id", NUMBER, nullable=True, comment="what a working group works on"),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_bodies_theme_id_themes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bodies")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_bodies_theme_id"), "bodies", ["theme_id"], unique=False)
    op.create_table(
        "desk_looks",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("before_at", sa.BigInteger(), nullable=False, comment="the look before this one: what changed since then is new"),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_desk_looks_staff_id_staff")),
        sa.PrimaryKeyConstraint("district", "staff_id", name=op.f("pk_desk_looks")),
    )
    op.create_table(
        "letters",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("theme_id", NUMBER, nullable=False),
        sa.Column("addressee", sa.String(length=200), nullable=False, comment="a ministry or another authority"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_day", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_day", sa.String(length=10), server_default="", nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_letters_theme_id_themes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_letters_theme_id"), "letters", ["theme_id"], unique=False)
    op.create_table(
        "theme_scopes",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("theme_id", NUMBER, nullable=False),
        sa.Column("need", sa.String(length=60), nullable=False),
        sa.Column("municipality", sa.String(length=60), nullable=False, comment="empty: not said"),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_theme_scopes_theme_id_themes")),
        sa.PrimaryKeyConstraint("district", "theme_id", "need", "municipality", name=op.f("pk_theme_scopes")),
    )
    op.create_table(
        "theme_steps",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("theme_id", NUMBER, nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False, comment="or 'text': then `texts` is what was saved"),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=True),
        sa.Column("by_id", NUMBER, nullable=True, comment="a member of the staff; null: the house"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_theme_steps_theme_id_themes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_steps")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_theme_steps_theme_id"), "theme_steps", ["theme_id"], unique=False)
    op.create_table(
        "body_members",
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("body_id", NUMBER, nullable=False),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_body_members_body_id_bodies")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_body_members_staff_id_staff")),
        sa.PrimaryKeyConstraint("district", "body_id", "staff_id", name=op.f("pk_body_members")),
    )
    op.create_table(
        "duties",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("body_id", NUMBER, nullable=True, comment="a task of this group"),
        sa.Column("theme_id", NUMBER, nullable=True, comment="a measure of this theme"),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column(
            "office", sa.String(length=120), server_default="", nullable=False, comment="who does it, where it is nobody at this desk"
        ),
        sa.Column("owner_id", NUMBER, nullable=True),
        sa.Column("due_day", sa.String(length=10), nullable=False),
        sa.Column("reminded_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_duties_body_id_bodies")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_duties_owner_id_staff")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_duties_theme_id_themes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_duties_body_id"), "duties", ["body_id"], unique=False)
    op.create_index(op.f("ix_duties_theme_id"), "duties", ["theme_id"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("body_id", NUMBER, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_meetings_body_id_bodies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_meetings_body_id"), "meetings", ["body_id"], unique=False)
    op.create_table(
        "told_wishes",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("contact_id", NUMBER, nullable=False, comment="where the person is told; its address is sealed in contacts"),
        sa.Column("need", sa.String(length=60), nullable=False),
        sa.Column("municipality", sa.String(length=60), nullable=False, comment="empty: not said"),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("said_yes", sa.Boolean(), nullable=False, comment="false: asked, and nothing is kept for a message"),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_told_wishes_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_wishes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_told_wishes_person_id"), "told_wishes", ["person_id"], unique=False)
    op.create_table(
        "agenda_items",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("theme_id", NUMBER, nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False, comment="proposed, taken or left_out"),
        sa.Column("proposed_by", NUMBER, nullable=False),
        sa.Column(
            "outcome",
            sa.String(length=20),
            server_default="",
            nullable=False,
            comment="decided, deferred, rejected or forwarded; empty: not yet",
        ),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_items_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_agenda_items_theme_id_themes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_agenda_items_meeting_id"), "agenda_items", ["meeting_id"], unique=False)
    op.create_table(
        "meeting_moves",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("was", sa.String(length=150), nullable=False, comment="day, hour and place before"),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_moves_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_moves")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_meeting_moves_meeting_id"), "meeting_moves", ["meeting_id"], unique=False)
    op.create_table(
        "minutes",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False, comment="one installation can serve many districts"),
        sa.Column("body_id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_minutes_body_id_bodies")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_minutes_body_id"), "minutes", ["body_id"], unique=False)
    op.create_index(op.f("ix_minutes_meeting_id"), "minutes", ["meeting_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_minutes_meeting_id"), table_name="minutes")
    op.drop_index(op.f("ix_minutes_body_id"), table_name="minutes")
    op.drop_table("minutes")
    op.drop_index(op.f("ix_meeting_moves_meeting_id"), table_name="meeting_moves")
    op.drop_table("meeting_moves")
    op.drop_index(op.f("ix_agenda_items_meeting_id"), table_name="agenda_items")
    op.drop_table("agenda_items")
    op.drop_index(op.f("ix_told_wishes_person_id"), table_name="told_wishes")
    op.drop_table("told_wishes")
    op.drop_index(op.f("ix_meetings_body_id"), table_name="meetings")
    op.drop_table("meetings")
    op.drop_index(op.f("ix_duties_theme_id"), table_name="duties")
    op.drop_index(op.f("ix_duties_body_id"), table_name="duties")
    op.drop_table("duties")
    op.drop_table("body_members")
    op.drop_index(op.f("ix_theme_steps_theme_id"), table_name="theme_steps")
    op.drop_table("theme_steps")
    op.drop_table("theme_scopes")
    op.drop_index(op.f("ix_letters_theme_id"), table_name="letters")
    op.drop_table("letters")
    op.drop_table("desk_looks")
    op.drop_index(op.f("ix_bodies_theme_id"), table_name="bodies")
    op.drop_table("bodies")
    op.drop_table("told_counts")
    op.drop_table("themes")
    op.drop_table("solved_paths")
    op.drop_index(op.f("ix_signal_steps_life"), table_name="signal_steps")
    op.drop_table("signal_steps")
    op.drop_table("declined_bundles")
    op.drop_table("area_offices")
    op.drop_table("applied_renames")
    op.drop_column("gap_signals", "life")
