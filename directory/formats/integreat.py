"""Places of the Integreat app: the answer of its interface (version 3, `locations`), a list of points of interest in one language."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from directory.checking import check
from directory.coordinates import placed
from directory.csv_text import MAX_ROWS
from directory.entries import Doubt, Entry, Reading, ServedArea, Surroundings, merged
from directory.formats import Format
from directory.formats.hsds_json import document
from directory.hsds.lens import AREA_UNKNOWN
from directory.refusals import ImportRefused

AREA_GUESSED = "area taken from the address"
_DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_CLOCK = re.compile(r"[0-2][0-9]:[0-5][0-9]")


def recognises(file: str, start: bytes) -> bool:
    """A JSON file that is a list; the standard's documents are objects."""
    return file.lower().endswith(".json") and start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")


def read(file: str, raw: bytes, around: Surroundings) -> Reading:
    """Every place as an entry, or ImportRefused. Whom it serves is not said there: the town of its address is taken, and a task opened."""
    places = document(file, raw)
    if not places:
        raise ImportRefused(file, 0, "", "no places in it")
    if len(places) > MAX_ROWS:
        raise ImportRefused(file, 0, "", f"more than {MAX_ROWS} places")
    entries: list[Entry] = []
    doubts: list[Doubt] = []
    seen: set[str] = set()
    for number, place in enumerate(places, 1):
        if not isinstance(place, dict) or not isinstance(place.get("location"), dict):
            raise ImportRefused(file, number, "location", "no place of Integreat")
        said = _said(file, number, place)
        if said["source_id"] in seen:
            raise ImportRefused(file, number, "id", f"place {said['source_id']} stands there twice")
        seen.add(said["source_id"])
        area = around.area(said["city"])
        areas = () if area is None else (ServedArea("municipality", area.name),) if area.name else (area,)
        location = place["location"]
        entry, of_entry = check(said, areas, around.municipalities)
        entry, of_place = placed(entry, location.get("latitude"), location.get("longitude"), around)
        entries.append(entry)
        doubts += [*of_entry, *of_place]
        doubts.append(Doubt(entry.source_id, "areas", AREA_GUESSED if area else AREA_UNKNOWN, said["city"][:300]))
    return Reading(tuple(entries), merged(doubts))


def _said(file: str, number: int, place: dict[str, Any]) -> dict[str, str]:
    location, organization, category = (_part(place, key) for key in ("location", "organization", "category"))
    key = location.get("id")
    if not isinstance(key, int) or isinstance(key, bool):
        raise ImportRefused(file, number, "id", "the id is missing or no number")
    name = _text(place.get("title")) or _text(location.get("name"))
    if not name:
        raise ImportRefused(file, number, "title", "must not be empty")
    return {
        "source_id": f"integreat-{key}",
        "organization": _text(organization.get("name")) or name,
        "name": name,
        "description": _text(place.get("content")) or _text(place.get("excerpt")),
        "needs": _text(category.get("name")).replace(";", ","),  # no need of ours: somebody maps it
        "street": _text(location.get("address")),
        "postal_code": _text(location.get("postcode")),
        "city": _text(location.get("town")),
        "phones": _text(place.get("phone_number")),
        "email": _text(place.get("email")),
        "url": _text(place.get("website")),
        "hours": "vorübergehend geschlossen" if place.get("temporarily_closed") is True else _hours(place.get("opening_hours")),
        "appointment": "yes" if place.get("appointment_url") else "",
        "source_url": _text(place.get("url")),
    }


def _hours(days: Any) -> str:
    """The week as people in Germany write it; days that are alike stand together. Empty: not said."""
    if not isinstance(days, list) or len(days) != len(_DAYS):
        return ""
    told = [(name, _day(day)) for name, day in zip(_DAYS, days, strict=True)]
    parts = []
    for hours, alike in groupby((one for one in told if one[1]), key=lambda one: one[1]):
        names = [name for name, _ in alike]
        parts.append(f"{', '.join(names)} {hours}")
    return "; ".join(parts)


def _day(day: Any) -> str:
    if not isinstance(day, dict) or day.get("closed") is True:
        return ""
    if day.get("allDay") is True:
        return "00:00-24:00"
    slots = [(_text(slot.get("start")), _text(slot.get("end"))) for slot in day.get("timeSlots") or () if isinstance(slot, dict)]
    hours = " und ".join(f"{start}-{end}" for start, end in slots if _CLOCK.fullmatch(start) and _CLOCK.fullmatch(end))
    return f"{hours} mit Termin" if hours and day.get("appointmentOnly") is True else hours


def _part(place: dict[str, Any], key: str) -> dict[str, Any]:
    value = place.get(key)
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


FORMAT = Format("Integreat places (JSON)", recognises, read)
