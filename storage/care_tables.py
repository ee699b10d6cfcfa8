"""The care of the directory: links by which a provider looks at its own entry, and what it would change."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, Text

from storage.schema import Number, district_column, id_column, metadata

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
