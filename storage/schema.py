"""What all tables are made of: the metadata with its naming, numbers, and the columns every table has."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# For rows that are deleted, and whose numbers are kept elsewhere: SQLite would give the number of the last one to the next one.
COUNTED = True
# SQLite numbers only an INTEGER primary key by itself; PostgreSQL wants the 64 bits.
Number = BigInteger().with_variant(Integer, "sqlite")


def id_column() -> Column[int]:
    """A number the database gives."""
    return Column("id", Number, primary_key=True, autoincrement=True)


def district_column() -> Column[str]:
    """Whose row it is."""
    return Column("district", String(40), nullable=False, comment="one installation can serve many districts")
