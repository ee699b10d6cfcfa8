"""Themes: what becomes of gap signals. None of these tables has a key to a person or a case."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table, Text

from storage.schema import COUNTED, Number, district_column, id_column, metadata

signal_steps = Table(
    "signal_steps",
    metadata,
    id_column(),
    district_column(),
    Column("life", String(22), nullable=False, index=True, comment="of its signal, whose number changes when its week is over"),
    Column("state", String(30), nullable=False),
    Column("why", Text, nullable=False),
    Column("by_id", Number, nullable=True, comment="a member of the staff; null: the house"),
    Column("at", BigInteger, nullable=False),
    sqlite_autoincrement=COUNTED,
)

themes = Table(
    "themes",
    metadata,
    id_column(),
    district_column(),
    Column("state", String(30), nullable=False),
    Column("level", String(20), nullable=False, comment="municipality, district, land or bund"),
    Column("area", String(30), nullable=False),
    Column("cause", String(40), nullable=False, server_default="", comment="of most of its signals; empty: not said"),
    Column(
        "texts",
        Text,
        nullable=False,
        comment="JSON: title, office, parties, vignette, proposal, decision, answer, owner; no names of people",
    ),
    Column("due_day", String(10), nullable=False, server_default="", comment="ISO day; empty: none"),
    Column("version", Integer, nullable=False, server_default="1", comment="two editors do not overwrite each other"),
    Column("created_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("closed_week", String(8), nullable=False, server_default="", comment="ISO week; empty: it is open"),
    sqlite_autoincrement=COUNTED,
)

theme_scopes = Table(
    "theme_scopes",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("theme_id", Number, ForeignKey("themes.id"), primary_key=True),
    Column("need", String(60), primary_key=True),
    Column("municipality", String(60), primary_key=True, comment="empty: not said"),
)

theme_steps = Table(
    "theme_steps",
    metadata,
    id_column(),
    district_column(),
    Column("theme_id", Number, ForeignKey("themes.id"), nullable=False, index=True),
    Column("state", String(30), nullable=False, comment="or 'text': then `texts` is what was saved"),
    Column("why", Text, nullable=False),
    Column("texts", Text, nullable=True),
    Column("by_id", Number, nullable=True, comment="a member of the staff; null: the house"),
    Column("at", BigInteger, nullable=False),
    sqlite_autoincrement=COUNTED,
)

declined_bundles = Table(
    "declined_bundles",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("bundle", String(64), primary_key=True, comment="hash of need, cause and municipalities"),
    Column("by_id", Number, nullable=False),
    Column("at", BigInteger, nullable=False),
)

letters = Table(
    "letters",
    metadata,
    id_column(),
    district_column(),
    Column("theme_id", Number, ForeignKey("themes.id"), nullable=False, index=True),
    Column("addressee", String(200), nullable=False, comment="a ministry or another authority"),
    Column("words", Text, nullable=False),
    Column("sent_day", String(10), nullable=False),
    Column("answer", Text, nullable=False, server_default=""),
    Column("answered_day", String(10), nullable=False, server_default=""),
    Column("by_id", Number, nullable=False),
    sqlite_autoincrement=COUNTED,
)

solved_paths = Table(
    "solved_paths",
    metadata,
    id_column(),
    district_column(),
    Column("need", String(60), nullable=False),
    Column("cause", String(40), nullable=False),
    Column("team", String(60), nullable=False, comment="the regional team, or the municipality where none is assigned"),
    Column("words", Text, nullable=False, comment="which offices in which order, which paper helped; no person, no case"),
    Column("everywhere", Boolean, nullable=False, comment="the team says others may read it"),
    Column("by_id", Number, nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_autoincrement=COUNTED,
)

told_wishes = Table(
    "told_wishes",
    metadata,
    id_column(),
    district_column(),
    Column("person_id", Number, ForeignKey("persons.id"), nullable=False, index=True),
    Column("contact_id", Number, nullable=False, comment="where the person is told; its address is sealed in contacts"),
    Column("need", String(60), nullable=False),
    Column("municipality", String(60), nullable=False, comment="empty: not said"),
    Column("asked_at", BigInteger, nullable=False),
    Column("said_yes", Boolean, nullable=False, comment="false: asked, and nothing is kept for a message"),
    Column("expires_at", BigInteger, nullable=False),
    sqlite_autoincrement=COUNTED,
)

told_counts = Table(
    "told_counts",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("quarter", String(7), primary_key=True),
    Column("need", String(60), primary_key=True),
    Column("municipality", String(60), primary_key=True, comment="empty: not said"),
    Column("people", Integer, nullable=False, comment="how many were told that there is an offer now"),
)

applied_renames = Table(
    "applied_renames",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("kind", String(20), primary_key=True, comment="need or municipality"),
    Column("old", String(60), primary_key=True),
    Column("new", String(60), primary_key=True),
    Column("at", BigInteger, nullable=False),
)
