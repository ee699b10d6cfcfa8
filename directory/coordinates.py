"""Coordinates a source gives: whether they can be meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from directory.entries import Doubt, Entry, ServedArea, Surroundings
from directory.places import FAR, kilometres

SWAPPED = "latitude and longitude seem swapped"
ELSEWHERE = "coordinates outside of Germany"
OUTSIDE = "coordinates outside of the district"
UNREADABLE = "not a coordinate"
OTHER_TOWN = "coordinates far from the town of the address"
_LATITUDE, _LONGITUDE = (47.2, 55.1), (5.8, 15.1)  # Germany, from Oberstdorf to List and from Selfkant to Görlitz


def what_is_wrong(latitude: Any, longitude: Any, around: Surroundings, city: str = "", areas: Iterable[ServedArea] = ()) -> str:
    """Why somebody has to look at them; empty: they can be meant, or none are given.

    What is for more than the district may lie outside of it.
    """
    given = [number for value in (latitude, longitude) if (number := _number(value)) is not None]
    if any(isinstance(value, str) and value.strip() and _number(value) is None for value in (latitude, longitude)):
        return UNREADABLE
    if len(given) < 2 or given == [0, 0]:
        return ""
    north, east = given
    if not (_within(north, _LATITUDE) and _within(east, _LONGITUDE)):
        return SWAPPED if _within(east, _LATITUDE) and _within(north, _LONGITUDE) else ELSEWHERE
    if city in around.centres:
        return OTHER_TOWN if kilometres(north, east, *around.centres[city]) > FAR else ""
    near = not around.centres or any(kilometres(north, east, *middle) <= FAR for middle in around.centres.values())
    return "" if near or any(area.extent in ("land", "country") for area in areas) else OUTSIDE


def placed(entry: Entry, latitude: Any, longitude: Any, around: Surroundings) -> tuple[Entry, tuple[Doubt, ...]]:
    """The entry with its coordinates when they can be meant, else with a doubt."""
    wrong = what_is_wrong(latitude, longitude, around, entry.city, entry.areas)
    if wrong:
        return entry, (Doubt(entry.source_id, "street", wrong, f"{latitude}, {longitude}"[:300]),)
    north, east = _number(latitude), _number(longitude)
    if north is None or east is None or (north, east) == (0, 0):
        return entry, ()
    return replace(entry, latitude=north, longitude=east), ()


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value.replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
