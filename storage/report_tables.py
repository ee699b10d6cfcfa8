"""Reports to the steering group that were made, with their files: published numbers and texts of themes, no person, no case."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, String, Table

from storage.schema import COUNTED, Number, district_column, id_column, metadata

reports = Table(
    "reports",
    metadata,
    id_column(),
    district_column(),
    Column("period", String(7), nullable=False, comment="a half-year that is over, e.g. 2026-H1"),
    Column("state", String(10), nullable=False, comment="running, ready or failed"),
    Column("done", Integer, nullable=False, comment="files made so far"),
    Column("of", Integer, nullable=False, comment="files to make; 0: not begun"),
    Column("why", String(200), nullable=False, comment="why it failed, in words for coordinators; empty: it did not"),
    Column("asked_by", Number, ForeignKey("staff.id"), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    sqlite_autoincrement=COUNTED,
)

report_files = Table(
    "report_files",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("report_id", Number, ForeignKey("reports.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("raw", LargeBinary, nullable=False),
)

report_templates = Table(
    "report_templates",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("name", String(120), nullable=False, comment="what the file was called"),
    Column("raw", LargeBinary, nullable=False, comment="a Word file; no person, no case"),
    Column("by_id", Number, ForeignKey("staff.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
)
