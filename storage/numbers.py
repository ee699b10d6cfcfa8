"""The number of a row that was just inserted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult


def new_id(inserted: CursorResult[Any]) -> int:
    """The number the database gave to the one row of this insert."""
    key = inserted.inserted_primary_key
    if key is None:
        raise ValueError("this was no insert of one row")
    return int(key[0])
