"""Numbers for the emergency card: nationwide, with their source and the day a human dialled them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "data" / "crisis_numbers.yaml"
FRESH = timedelta(days=90)  # promises, Numbers: older than that, somebody dials it again


@dataclass(frozen=True)
class CrisisNumber:
    """One line of the card. `dial` or `url` may be empty, never both."""

    name: str
    dial: str
    url: str
    hours: str
    source: str
    verified_at: date | None


@cache
def _read() -> tuple[dict[str, CrisisNumber], dict[str, tuple[str, ...]]]:
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    numbers = {
        code: CrisisNumber(one["name"], one.get("dial", ""), one.get("url", ""), one.get("hours", ""), one["source"], one["verified_at"])
        for code, one in raw["numbers"].items()
    }
    return numbers, {"": tuple(raw["unknown"]), **{kind: tuple(codes) for kind, codes in raw["types"].items()}}


def fitting(crisis: tuple[str, ...], at_most: int = 3) -> tuple[CrisisNumber, ...]:
    """The numbers for these crisis codes, most fitting first; without a code, those for whatever happened."""
    numbers, types = _read()
    codes = [code for kind in (crisis or ("",)) for code in types.get(kind, types[""])]
    return tuple(numbers[code] for code in dict.fromkeys(codes))[:at_most]


def to_be_dialled(today: date) -> tuple[str, ...]:
    """The names of numbers that nobody has dialled in the last 90 days, or ever."""
    numbers, _ = _read()
    return tuple(one.name for one in numbers.values() if one.verified_at is None or today - one.verified_at > FRESH)
