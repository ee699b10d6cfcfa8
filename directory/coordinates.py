"""Coordinates a source gives: whether they can be meant."""

from __future__ import annotations

from typing import Any

SWAPPED = "latitude and longitude seem swapped"
ELSEWHERE = "coordinates outside of Germany"
_LATITUDE, _LONGITUDE = (47.2, 55.1), (5.8, 15.1)  # Germany, from Oberstdorf to List and from Selfkant to Görlitz


def what_is_wrong(latitude: Any, longitude: Any) -> str:
    """Why somebody has to look at them; empty: they can be meant, or none are given."""
    given = [value for value in (latitude, longitude) if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(given) < 2 or given == [0, 0]:
        return ""
    north, east = given
    if _within(north, _LATITUDE) and _within(east, _LONGITUDE):
        return ""
    return SWAPPED if _within(east, _LATITUDE) and _within(north, _LONGITUDE) else ELSEWHERE


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
