"""Moments as the tables keep them: whole milliseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def to_ms(moment: datetime) -> int:
    """Whole milliseconds since 1970. A moment without a zone is refused: nobody can tell when it was."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return round(moment.timestamp() * 1000)


def from_ms(value: int) -> datetime:
    """The moment in UTC."""
    return datetime.fromtimestamp(value / 1000, UTC)
