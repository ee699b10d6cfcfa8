"""Regional teams, working groups and the steering group: their members, tasks, meetings and minutes."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text

from storage.schema import COUNTED, Number, district_column, id_column, metadata

bodies = Table(
    "bodies",
    metadata,
    id_column(),
    district_column(),
    Column("kind", String(20), nullable=False, comment="regional_team, working_group or steering_group"),
    Column("name", String(120), nullable=False),
    Column("theme_id", Number, ForeignKey("themes.id"), nullable=True, index=True, comment="what a working group works on"),
    Column("ended_at", BigInteger, nullable=True),
    sqlite_autoincrement=COUNTED,
)

body_members = Table(
    "body_members",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("body_id", Number, ForeignKey("bodies.id"), primary_key=True),
    Column("staff_id", Number, ForeignKey("staff.id"), primary_key=True),
)

duties = Table(
    "duties",
    metadata,
    id_column(),
    district_column(),
    Column("body_id", Number, ForeignKey("bodies.id"), nullable=True, index=True, comment="a task of this group"),
    Column("theme_id", Number, ForeignKey("themes.id"), nullable=True, index=True, comment="a measure of this theme"),
    Column("what", Text, nullable=False),
    Column("office", String(120), nullable=False, server_default="", comment="who does it, where it is nobody at this desk"),
    Column("owner_id", Number, ForeignKey("staff.id"), nullable=True),
    Column("due_day", String(10), nullable=False),
    Column("reminded_at", BigInteger, nullable=True),
    Column("done_at", BigInteger, nullable=True),
    Column("created_at", BigInteger, nullable=False),
    sqlite_autoincrement=COUNTED,
)

meetings = Table(
    "meetings",
    metadata,
    id_column(),
    district_column(),
    Column("body_id", Number, ForeignKey("bodies.id"), nullable=False, index=True),
    Column("day", String(10), nullable=False),
    Column("hour", String(5), nullable=False),
    Column("place", String(120), nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", BigInteger, nullable=False),
    sqlite_autoincrement=COUNTED,
)

meeting_moves = Table(
    "meeting_moves",
    metadata,
    id_column(),
    district_column(),
    Column("meeting_id", Number, ForeignKey("meetings.id"), nullable=False, index=True),
    Column("was", String(150), nullable=False, comment="day, hour and place before"),
    Column("by_id", Number, nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_autoincrement=COUNTED,
)

agenda_items = Table(
    "agenda_items",
    metadata,
    id_column(),
    district_column(),
    Column("meeting_id", Number, ForeignKey("meetings.id"), nullable=False, index=True),
    Column("theme_id", Number, ForeignKey("themes.id"), nullable=True),
    Column("title", String(200), nullable=False),
    Column("why", Text, nullable=False),
    Column("state", String(20), nullable=False, comment="proposed, taken or left_out"),
    Column("proposed_by", Number, nullable=False),
    Column("outcome", String(20), nullable=False, server_default="", comment="decided, deferred, rejected or forwarded; empty: not yet"),
    Column("reason", Text, nullable=False, server_default=""),
    sqlite_autoincrement=COUNTED,
)

minutes = Table(
    "minutes",
    metadata,
    id_column(),
    district_column(),
    Column("body_id", Number, ForeignKey("bodies.id"), nullable=False, index=True),
    Column("meeting_id", Number, ForeignKey("meetings.id"), nullable=True, index=True),
    Column("words", Text, nullable=False),
    Column("by_id", Number, nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_autoincrement=COUNTED,
)

desk_looks = Table(
    "desk_looks",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("staff_id", Number, ForeignKey("staff.id"), primary_key=True),
    Column("before_at", BigInteger, nullable=False, comment="the look before this one: what changed since then is new"),
    Column("seen_at", BigInteger, nullable=False),
    Column("before_signal", Number, nullable=False, server_default="0", comment="the newest signal then"),
    Column("seen_signal", Number, nullable=False, server_default="0", comment="the newest signal then"),
)

area_offices = Table(
    "area_offices",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("area", String(30), primary_key=True),
    Column("office", String(120), nullable=False, comment="the coordinating office for this area; configuration, never code"),
)
