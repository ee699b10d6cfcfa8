"""Who reports gaps from outside, and who reviewed the model of legal spheres."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table

from storage.schema import Number, district_column, id_column, metadata

partners = Table(
    "partners",
    metadata,
    id_column(),
    district_column(),
    Column("name", String(80), nullable=False, comment="an organisation, never a person"),
    Column("token_hash", String(64), nullable=False, unique=True, comment="of the link by which it reports gaps"),
    Column("made_by", Number, ForeignKey("staff.id"), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger, nullable=True),
)

sphere_reviews = Table(
    "sphere_reviews",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("code", String(60), primary_key=True, comment="an entry of gaps/data/spheres.yaml"),
    Column("digest", String(64), nullable=False, comment="of the text that was reviewed: another text is not reviewed"),
    Column("staff_id", Number, ForeignKey("staff.id"), nullable=False),
    Column("reviewed_at", BigInteger, nullable=False),
)
