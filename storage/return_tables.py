"""The way back into a web chat: codes people noted down, and the address for one mail that something waits."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, LargeBinary, String, Table

from storage.schema import Number, district_column, metadata

return_codes = Table(
    "return_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True, comment="keyed"),
    district_column(),
    Column("person_id", Number, ForeignKey("persons.id"), nullable=False, unique=True, comment="whose chat it opens; one code each"),
    Column("case_id", Number, ForeignKey("cases.id"), nullable=False, index=True, comment="the code goes with this case"),
)

return_mails = Table(
    "return_mails",
    metadata,
    Column("person_id", Number, ForeignKey("persons.id"), primary_key=True, autoincrement=False),
    district_column(),
    Column("case_id", Number, ForeignKey("cases.id"), nullable=False, index=True, comment="the address goes with this case"),
    Column("sealed", LargeBinary, nullable=False, comment="JSON with the person's key: the address, and what ends the mails"),
    Column("stop_hash", String(64), nullable=False, unique=True, comment="keyed hash of what ends the mails"),
    Column("named", Boolean, nullable=False, comment="whether the mail may name KIM"),
    Column("mailed_at", BigInteger, nullable=True, comment="when a mail was written; null: none since they were last here"),
)
