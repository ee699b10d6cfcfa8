"""The care of the directory: links for providers, what they would change, and offers that an import would take away."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, Text

from storage.schema import COUNTED, Number, district_column, id_column, metadata

provider_links = Table(
    "provider_links",
    metadata,
    Column("token_hash", String(64), primary_key=True, comment="only the hash is kept"),
    district_column(),
    Column("source_id", String(120), nullable=False, comment="the entry it shows"),
    Column("made_by", Number, ForeignKey("staff.id"), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger, nullable=True),
    Column(
        "mail",
        String(10),
        nullable=False,
        server_default="",
        comment="waits, sent, refused or failed; empty: the link was handed over by a person",
    ),
)

entry_proposals = Table(
    "entry_proposals",
    metadata,
    id_column(),
    district_column(),
    Column("source_id", String(120), nullable=False),
    Column("field", String(40), nullable=False),
    Column("before", Text, nullable=False, comment="what the entry said when it was proposed"),
    Column("after", Text, nullable=False),
    Column("state", String(10), nullable=False, server_default="open", comment="open, taken, refused"),
    Column("proposed_at", BigInteger, nullable=False),
    Column("first_by", Number, ForeignKey("staff.id"), nullable=True, comment="of two who have to agree, the first"),
    Column("decided_by", Number, ForeignKey("staff.id"), nullable=True),
    Column("decided_at", BigInteger, nullable=True),
)

directory_removals = Table(
    "directory_removals",
    metadata,
    id_column(),
    district_column(),
    Column("source_ids", Text, nullable=False, comment="the offers that would go, as JSON; what is agreed to is exactly these"),
    Column("offered", BigInteger, nullable=False, comment="how many there were"),
    Column("asked_by", Number, ForeignKey("staff.id"), nullable=True, comment="whoever said at the machine who they are; null: nobody did"),
    Column("asked_at", BigInteger, nullable=False),
    Column("agreed_by", Number, ForeignKey("staff.id"), nullable=True, comment="somebody else, at the desk"),
    Column("agreed_at", BigInteger, nullable=True),
    sqlite_autoincrement=COUNTED,
)
