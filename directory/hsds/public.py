"""What the public interface says of an offer: the standard's fields, valid, and no person by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from directory.addresses import read_url
from directory.entries import Entry, Surroundings
from directory.found import long_unconfirmed
from directory.hsds.lens import address_of, id_of, written
from directory.hsds.outgoing import offers
from directory.hsds.shape import COLUMNS, NUMBERS, Body, nested_in
from directory.importing import as_entry
from storage.services import ServiceRow

# Persons, and what is only for whoever keeps the data.
_WITHHELD = frozenset({"contacts", "metadata", "attention", "assurer_email"})
_LINKS = frozenset({"url", "website", "logo", "uri", "term_uri", "schedule_link"})  # somebody may click on it, wherever it is shown
_ONE_OF: Mapping[str, frozenset[str]] = {
    "status": frozenset({"active", "inactive", "defunct", "temporarily closed"}),
    "location_type": frozenset({"physical", "postal", "virtual"}),
    "address_type": frozenset({"physical", "postal", "virtual"}),
    "wkst": frozenset({"MO", "TU", "WE", "TH", "FR", "SA", "SU"}),
    "freq": frozenset({"WEEKLY", "MONTHLY"}),
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(COLUMNS, ("id",)),
    "services.csv": ("id", "name", "status"),
    "locations.csv": ("id", "location_type"),
    "organizations.csv": ("id", "name", "description"),
    "programs.csv": ("id", "name", "description"),
    "phones.csv": ("id", "number"),
    "taxonomies.csv": ("id", "name", "description"),
    "taxonomy_terms.csv": ("id", "name", "description"),
    "organization_identifiers.csv": ("id", "identifier_type", "identifier"),
    "addresses.csv": ("id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
}
NEVER_CONFIRMED = "Diese Angaben hat noch niemand bestätigt."
LONG_UNCONFIRMED = "Diese Angaben hat seit mehr als 18 Monaten niemand bestätigt (zuletzt am {day})."


def conforming(file: str, body: Any) -> Body | None:
    """The object with all the standard knows of it and nothing else; None when it lacks what the standard asks for."""
    if not isinstance(body, dict):
        return None
    out: Body = {}
    nested = nested_in(file)
    for name, value in body.items():
        if name in _WITHHELD:
            continue
        if name in nested:
            of = nested[name]
            if of.many and isinstance(value, list):
                out[name] = [one for one in (conforming(of.file, item) for item in value) if one]
            elif not of.many and (one := conforming(of.file, value)):
                out[name] = one
        elif name in COLUMNS[file] and _fits(name, value):
            out[name] = value
    return out if all(name in out for name in _NEEDED[file]) else None


def public_offers(
    rows: Iterable[ServiceRow], kept: Mapping[str, str], around: Surroundings, district: str, today: date
) -> Iterable[tuple[ServiceRow, Body]]:
    """Each service as everybody may read it. Of offers for people in danger only what the directory itself shows."""
    for row, body in offers(rows, kept, around, district):
        known = body
        if _in_danger(row):
            organization = body["organization"]
            frame = {"id": body["id"], "name": "", "status": "active"}
            frame["organization"] = {"id": organization["id"], "name": "", "description": ""}
            known = written(frame, Entry(source_id="", organization="", name=""), as_entry(row), district, around.name)
        said = conforming("services.csv", known | {"status": "active"})
        if said is None:  # a source whose ids are numbers, say: the offer is ours all the same
            said = conforming("services.csv", written(None, None, as_entry(row), district, around.name)) or {}
        if row.changed_at:
            said["last_modified"] = moment(row.changed_at)
        if long_unconfirmed(row.assured_date or None, today):
            words = LONG_UNCONFIRMED.format(day=row.assured_date) if row.assured_date else NEVER_CONFIRMED
            said["alert"] = " ".join(filter(None, (str(said.get("alert", "")), words)))
        yield row, said


def place_ids(row: ServiceRow, kept: Body | None, district: str) -> tuple[str, ...]:
    """The ids of the places an offer is given at, as `public_offers` writes them, without writing it."""
    key = service_id(row, kept, district)
    own = (id_of(district, key, "at"),) if row.street or row.city or row.latitude is not None else ()
    if kept is None or _in_danger(row):
        return own
    listed = kept.get("service_at_locations")
    came = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    valid = tuple(str(at["id"]) for at in (conforming("service_at_location.csv", one) for one in came) if at)
    return valid if address_of(kept) else (*valid, *own)


def brief(row: ServiceRow, kept: Body | None, district: str) -> Body:
    """An offer as an organization lists it: as it came, unless its name had to be made harmless."""
    came = (kept or {}).get("name")
    name = came if isinstance(came, str) and came.strip() == row.name else row.name
    return {"id": service_id(row, kept, district), "name": name, "status": "active"}


def without_lists(body: Body) -> Body:
    """Only what there is one of, as lists of the standard have it."""
    return {key: without_lists(value) if isinstance(value, dict) else value for key, value in body.items() if not isinstance(value, list)}


def _in_danger(row: ServiceRow) -> bool:
    return any(need.startswith("safety.") for need in row.needs)


def service_id(row: ServiceRow, kept: Body | None, district: str) -> str:
    """The id of an offer: the source's, else the one an export gives."""
    return str(kept["id"]) if kept else id_of(district, "service", row.source_id)


def organization_id(row: ServiceRow, kept: Body | None, district: str) -> str:
    """The id of who offers it: the source's, else the one an export gives."""
    came = (kept or {}).get("organization")
    key = came.get("id") if isinstance(came, dict) else None
    return key if isinstance(key, str) else id_of(district, "organization", row.organization)


def moment(ms: int) -> str:
    """As the standard writes a moment."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)).isoformat(timespec="milliseconds")


def _fits(name: str, value: Any) -> bool:
    if name in NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if name in _LINKS and isinstance(value, str) and value and not read_url(value)[0]:
        return False
    return isinstance(value, str) and (name not in _ONE_OF or value in _ONE_OF[name])
