"""Threats that were written in the chat, until somebody at the desk saw them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table

from storage.schema import Number, district_column, id_column, metadata

alarms = Table(
    "alarms",
    metadata,
    id_column(),
    district_column(),
    Column("case_id", Number, ForeignKey("cases.id"), nullable=True, index=True, comment="the open case of whoever wrote it; null: none"),
    Column("once", String(64), nullable=False, unique=True, comment="keyed hash of person and hour: many threats are one alarm"),
    Column("at", BigInteger, nullable=False),
    Column("seen_by", Number, ForeignKey("staff.id"), nullable=True),
    Column("seen_at", BigInteger, nullable=True, comment="null: nobody said yet that they saw it"),
)
