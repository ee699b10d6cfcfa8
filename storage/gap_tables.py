"""The gap log: signals without a key to a person, and what counts people without knowing them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, Text, false

from storage.schema import district_column, id_column, metadata

gap_signals = Table(
    "gap_signals",
    metadata,
    id_column(),
    district_column(),
    Column("need", String(60), nullable=False, comment="a code of needs.yaml, never the person's words"),
    Column("area", String(30), nullable=False),
    Column("municipality", String(60), nullable=True, comment="null: the person would rather not say"),
    Column("cause", String(40), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("source", String(20), nullable=False),
    Column("language", String(8), nullable=False),
    Column("week", String(8), nullable=False, comment="ISO week, e.g. 2026-W47; nothing finer"),
    Column("sphere_from", String(30), nullable=True, comment="only for a break between legal spheres (Rechtskreise)"),
    Column("sphere_to", String(30), nullable=True),
    Column("trigger", String(40), nullable=True, comment="the event that moved the person from one sphere to the other"),
    Column("target_group", String(30), nullable=True, comment="null: not recorded"),
    Column("age_band", String(15), nullable=True, comment="coarse; null: not recorded"),
    Column("tried", Text, nullable=False, server_default="[]", comment="JSON: services proposed and what came of each"),
    Column("urgency", String(20), nullable=True, comment="what follows if nothing happens (Folge)"),
    Column("evidence", String(30), nullable=False, server_default="single hint"),
    Column("note", Text, nullable=True, comment="by staff only, no names; never a newcomer's words"),
    Column("state", String(30), nullable=False, server_default="recorded"),
    Column("theme_id", Integer, nullable=True, comment="once bundled"),
    Column("life", String(22), nullable=True, comment="random, from its first step on: its steps are found by it, whatever its number is"),
    Index("ix_gap_signals_district_id", "district", "id"),
    Index("ix_gap_signals_district_week", "district", "week"),
    Index("ix_gap_signals_district_state", "district", "state", "id"),
    Index("ix_gap_signals_theme_id", "theme_id"),
)

gap_salts = Table(
    "gap_salts",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("week", String(8), primary_key=True),
    Column("salt", LargeBinary, nullable=False, comment="destroyed when the week is over; never in a backup"),
)

gap_tokens = Table(
    "gap_tokens",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("week", String(8), primary_key=True),
    Column("side", String(3), primary_key=True, comment="gap: nobody could help; met: something was proposed"),
    Column("need", String(60), primary_key=True),
    Column("municipality", String(60), primary_key=True, comment="empty: not said"),
    Column("token", String(64), primary_key=True, comment="keyed by the week's salt: counts people, leads to nobody"),
    Column("area", String(30), nullable=False),
    Column("cause", String(40), nullable=False, server_default=""),
    Column("kind", String(30), nullable=False, server_default=""),
    Column("language", String(8), nullable=False, server_default=""),
    Column("sphere_from", String(30), nullable=False, server_default=""),
    Column("sphere_to", String(30), nullable=False, server_default=""),
    Column("evidence", String(30), nullable=False, server_default=""),
)

gap_answers = Table(
    "gap_answers",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("week", String(8), primary_key=True),
    Column("token", String(64), primary_key=True, comment="as in gap_tokens; goes with it when the week is over"),
    Column("need", String(60), primary_key=True),
    Column("service", String(120), primary_key=True, comment="the id of its source"),
    Column("municipality", String(60), nullable=False, comment="empty: not said"),
    Column("language", String(8), nullable=False),
    Column("outcome", String(10), nullable=False, comment="helped, unhelped or unreached"),
)

gap_counts = Table(
    "gap_counts",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("week", String(8), primary_key=True),
    Column("side", String(3), primary_key=True),
    Column("by", String(20), primary_key=True, comment="which table"),
    Column("row", String(60), primary_key=True, comment="*: all rows"),
    Column("column", String(120), primary_key=True, comment="*: all columns"),
    Column(
        "burst", String(125), primary_key=True, comment="not empty: need and municipality of a flood; counted only when a human says so"
    ),
    Column("hints", Integer, nullable=False, comment="need, place and person of that week, each once"),
    Column("people", Integer, nullable=False, comment="distinct people of that week, counted before the salt was destroyed"),
    Column("firsts", Integer, nullable=False, comment="the same, each person in one cell of its row or margin only"),
)

gap_bursts = Table(
    "gap_bursts",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("week", String(8), primary_key=True),
    Column("need", String(60), primary_key=True),
    Column("municipality", String(60), primary_key=True),
    Column("slot", BigInteger, nullable=False, comment="the hour that is counted; 0 once the week is over"),
    Column("now", Integer, nullable=False, comment="people in that hour"),
    Column("before", Integer, nullable=False, comment="people in the hour before"),
    Column("people", Integer, nullable=False, comment="the most within two hours"),
    Column("flagged", Boolean, nullable=False, comment="so many that a human has to look"),
    Column("counts", Boolean, nullable=True, comment="null: nobody looked yet, and they do not count"),
    Column("crowd", Boolean, nullable=False, server_default=false(), comment="flagged because many new chats came at that time"),
)

new_chats = Table(
    "new_chats",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("slot", BigInteger, nullable=False, comment="the hour that is counted"),
    Column("now", Integer, nullable=False, comment="new chats in that hour; which ones stands nowhere"),
    Column("before", Integer, nullable=False, comment="in the hour before; nothing older is kept"),
)

gap_releases = Table(
    "gap_releases",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("period", String(7), primary_key=True, comment="a quarter or half-year that is over"),
    Column("body", Text, nullable=False, comment="JSON: all numbers that will ever be given about it; decided once"),
    Column("released_at", BigInteger, nullable=False),
)

gap_warnings = Table(
    "gap_warnings",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("week", String(8), primary_key=True, comment="the week it was found in"),
    Column("kind", String(10), primary_key=True, comment="surge or silence"),
    Column("about", String(500), primary_key=True, comment="need, cause and places; or place and language"),
    Column("body", Text, nullable=False, comment="JSON: from when, how many, how many would be usual"),
)
