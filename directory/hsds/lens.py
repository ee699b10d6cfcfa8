"""An offer as the standard writes it: read it, and write back only what changed since."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from directory.checking import check
from directory.coordinates import placed
from directory.entries import Doubt, Entry, ServedArea, Surroundings
from directory.hsds.shape import Body
from directory.kinds import likely_kind
from directory.needs import taxonomy
from directory.phones import read_phones

_SPACE = UUID("6f0d2a1e-5c1b-5e0e-9d0f-3b3c2f7f5a10")  # ids of what has none in the standard's form; by chance, once
NEEDS, FIELDS = "kim-lotse-needs", "kim-lotse-fields"
AREA_UNKNOWN = "area not known here"

# What the standard has a column for, by the name of our field.
_PLAIN = {
    "name": "name",
    "description": "description",
    "url": "url",
    "email": "email",
    "eligibility": "eligibility_description",
    "fees": "fees_description",
    "assured_date": "assured_date",
    "age_from": "minimum_age",
    "age_to": "maximum_age",
}
# What it has none for is said by its attributes.
_ATTRIBUTES = (
    *("kind", "for_detention", "appointment", "source_url", "source_note"),
    *("groups", "residence", "waiting_weeks", "cost", "interpreter"),
)
_SILENT = {"", "False", "None", "unknown"}


@lru_cache(4096)  # the same terms stand in every offer
def id_of(*parts: str) -> str:
    """The same id for the same parts, on every machine."""
    return str(uuid5(_SPACE, "\x1f".join(parts)))


def source_id_of(body: Body) -> str:
    """By which id we know the offer: the one we gave it once, else the standard's."""
    return next((value for code, value in _own(body) if code == "source_id"), str(body.get("id", "")))


def read(body: Body, around: Surroundings) -> tuple[Entry, tuple[Doubt, ...]]:
    """The offer as an entry with its doubts, checked like every other source."""
    said = {field: _text(body.get(column)) for field, column in _PLAIN.items()}
    said["assured_date"] = said["assured_date"][:10]
    said |= {code: value for code, value in _own(body) if code in _ATTRIBUTES}
    said["source_id"] = source_id_of(body)
    said["organization"] = _text(_one(body, "organization").get("name"))
    said["needs"] = ";".join(_terms(body))
    said["phones"] = "; ".join(_text(phone.get("number")) for phone in _phones(body))
    said["languages"] = ";".join(_text(one.get("code")) or _text(one.get("name")) for one in _many(body, "languages"))
    said["hours"] = "; ".join(dict.fromkeys(filter(None, (_text(one.get("description")) for one in _schedules(body)))))
    address = address_of(body)
    said["street"] = ", ".join(filter(None, (_text(address.get("address_1")), _text(address.get("address_2")))))
    said |= {"postal_code": _text(address.get("postal_code")), "city": _text(address.get("city"))}
    areas, unknown = _areas(body, around)
    entry, doubts = check(said, areas, around.municipalities)
    more = [Doubt(entry.source_id, "areas", AREA_UNKNOWN, name[:300]) for name in unknown]
    spot = _spot(body)
    for place in _places(body):
        town = next((_text(address.get("city")) for address in _many(place, "addresses")), "")
        there, of_place = placed(replace(entry, city=town), place.get("latitude"), place.get("longitude"), around)
        more += of_place
        if place is spot:
            entry = replace(entry, latitude=there.latitude, longitude=there.longitude)
    return entry, (*doubts, *more)


def written(body: Body | None, before: Entry | None, after: Entry, district: str, area_name: Callable[[ServedArea], str]) -> Body:
    """The offer in the standard's form. `body` is what came in and `before` what was read from it: only what differs is written anew.

    Without a body everything is written. A kind that was only guessed is not said.
    """
    if body is not None and before is not None:
        if not before.kind and after.kind == likely_kind(after.organization, after.name):
            before = replace(before, kind=after.kind)
        if before == after:
            return body
    body = copy.deepcopy(body) if body else {"id": id_of(district, "service", after.source_id), "name": "", "status": "active"}
    if before is None:
        before = Entry(source_id="", organization="", name="")
    pen = _Pen(body, district, after)
    for field in (*_PLAIN, *_ATTRIBUTES):
        if getattr(before, field) != getattr(after, field):
            pen.field(field)
    if before.organization != after.organization:
        pen.organization()
    if before.needs != after.needs:
        pen.needs()
    if before.phones != after.phones:
        pen.phones()
    if before.languages != after.languages:
        pen.listed("languages", "code", before.languages, after.languages, lambda code: {"code": code})
    if before.areas != after.areas:
        names = [tuple(map(area_name, entry.areas)) for entry in (before, after)]
        pen.listed("service_areas", "name", names[0], names[1], lambda name: {"name": name, "extent": name, "extent_type": "text"})
    if before.hours != after.hours:
        pen.hours()
    if (before.street, before.postal_code, before.city) != (after.street, after.postal_code, after.city):
        pen.address()
    if after.latitude is not None and (before.latitude, before.longitude) != (after.latitude, after.longitude):
        pen.coordinates()
    if source_id_of(body) != after.source_id:
        pen.attribute("source_id", after.source_id)
    return body


class _Pen:
    """Writes into one object of the standard; ids of new parts follow from what they are."""

    def __init__(self, body: Body, district: str, after: Entry) -> None:
        self.body, self.district, self.after = body, district, after

    def id(self, *parts: str) -> str:
        return id_of(self.district, str(self.body["id"]), *parts)

    def field(self, field: str) -> None:
        value = getattr(self.after, field)
        if field in _ATTRIBUTES:
            self.attribute(field, "yes" if value is True else "" if str(value) in _SILENT else str(value))
        elif value in ("", None):
            self.body.pop(_PLAIN[field], None)
        else:
            self.body[_PLAIN[field]] = value

    def attribute(self, code: str, value: str) -> None:
        others = [
            one for one in _many(self.body, "attributes") if not (_of(one, FIELDS) and _one(one, "taxonomy_term").get("code") == code)
        ]
        told = [{"id": self.id("attribute", code), "link_entity": "service", "value": value, "taxonomy_term": term(FIELDS, code, code, "")}]
        self._set("attributes", [*others, *(told if value else [])])

    def needs(self) -> None:
        known = taxonomy()
        others = [one for one in _many(self.body, "attributes") if _one(one, "taxonomy_term").get("code") not in known]
        told = [
            {"id": self.id("need", code), "link_entity": "service", "taxonomy_term": need_term(code)}
            for code in self.after.needs
            if code in known
        ]
        self._set("attributes", [*others, *told])

    def organization(self) -> None:
        name = self.after.organization
        if not (organization := _one(self.body, "organization")):
            organization = self.body["organization"] = {"id": id_of(self.district, "organization", name), "name": name, "description": ""}
        organization["name"] = name

    def phones(self) -> None:
        wanted = self.after.phones
        for holder in _holders(self.body):
            if phones := _many(holder, "phones"):
                left = [one for one in phones if not (numbers := _numbers(one)) or set(numbers) & set(wanted)]
                holder["phones"] = left
                if not left:
                    del holder["phones"]
        there = {number for phone in _phones(self.body) for number in _numbers(phone)}
        new = [{"id": self.id("phone", number), "number": number, "type": "voice"} for number in wanted if number not in there]
        self._set("phones", [*_many(self.body, "phones"), *new])

    def listed(self, key: str, name: str, before: tuple[str, ...], after: tuple[str, ...], told: Callable[[str], Body]) -> None:
        left = [one for one in _many(self.body, key) if one.get(name) not in before or one.get(name) in after]
        there = {one.get(name) for one in left}
        self._set(key, [*left, *({"id": self.id(key, one)} | told(one) for one in after if one not in there)])

    def hours(self) -> None:
        for holder in _holders(self.body):
            if holder.pop("schedules", None):
                break
        if self.after.hours:
            self.body["schedules"] = [{"id": self.id("schedule"), "description": self.after.hours}]

    def address(self) -> None:
        after = self.after
        if not (address := address_of(self.body)):
            location: Body = {"id": self.id("location"), "location_type": "physical", "name": after.organization}
            address = {"id": self.id("address"), "state_province": "", "country": "DE", "address_type": "physical"}
            location["addresses"] = [address]
            self.body.setdefault("service_at_locations", []).append({"id": self.id("at"), "location": location})
        address.pop("address_2", None)
        address |= {"address_1": after.street, "postal_code": after.postal_code, "city": after.city}

    def coordinates(self) -> None:
        if not (spot := _spot(self.body)):
            self.address()
            spot = _spot(self.body)
        spot |= {"latitude": self.after.latitude, "longitude": self.after.longitude}

    def _set(self, key: str, values: list[Body]) -> None:
        if values:
            self.body[key] = values
        else:
            self.body.pop(key, None)


def term(of: str, code: str, name: str, description: str) -> Body:
    """A term of one of our taxonomies, as it nests in an attribute."""
    return {
        "id": id_of(of, code),
        "code": code,
        "name": name,
        "description": description,
        "taxonomy": of,
        "taxonomy_detail": taxonomy_of(of),
    }


def need_term(code: str) -> Body:
    """A need as a term of the standard."""
    need = taxonomy()[code]
    return term(NEEDS, code, need.label_de, need.label_en) | {"language": "de"}


def taxonomy_of(name: str) -> Body:
    """One of our two taxonomies: the needs, and the fields the standard has no column for."""
    what = "What newcomers can need" if name == NEEDS else "Fields of an offer that the standard has no column for"
    return {"id": id_of("taxonomy", name), "name": name, "description": what, "version": "1"}


def _own(body: Body) -> Iterator[tuple[str, str]]:
    for attribute in _many(body, "attributes"):
        if _of(attribute, FIELDS):
            yield _text(_one(attribute, "taxonomy_term").get("code")), _text(attribute.get("value"))


def _terms(body: Body) -> Iterator[str]:
    """Codes of the terms the source gives the offer; what is no need of ours is said too, so that somebody can map it."""
    for attribute in _many(body, "attributes"):
        if not _of(attribute, FIELDS) and (term := _one(attribute, "taxonomy_term")):
            yield (_text(term.get("code")) or _text(term.get("name"))).replace(";", ",")


def _of(attribute: Body, name: str) -> bool:
    return _one(attribute, "taxonomy_term").get("taxonomy") == name


def _holders(body: Body) -> Iterator[Body]:
    """The offer, then where it is given: each may carry phones and hours."""
    yield body
    for at in _many(body, "service_at_locations"):
        yield at
        if location := _one(at, "location"):
            yield location


def _phones(body: Body) -> Iterator[Body]:
    return (phone for holder in _holders(body) for phone in _many(holder, "phones"))


def _numbers(phone: Body) -> tuple[str, ...]:
    return read_phones(_text(phone.get("number")))[0]


def _schedules(body: Body) -> list[Body]:
    return next((schedules for holder in _holders(body) if (schedules := _many(holder, "schedules"))), [])


def address_of(body: Body) -> Body:
    """Where people go: the first address of the first place that has one."""
    return _with_address(body)[1]


def _spot(body: Body) -> Body:
    """The place of that address, else the first place."""
    return _with_address(body)[0] or next(_places(body), {})


def _with_address(body: Body) -> tuple[Body, Body]:
    found = [(place, address) for place in _places(body) for address in _many(place, "addresses")]
    physical = (one for one in found if one[1].get("address_type", "physical") == "physical")
    return next(physical, found[0] if found else ({}, {}))


def _places(body: Body) -> Iterator[Body]:
    return (place for at in _many(body, "service_at_locations") if (place := _one(at, "location")))


def _areas(body: Body, around: Surroundings) -> tuple[tuple[ServedArea, ...], list[str]]:
    areas, unknown = [], []
    for one in _many(body, "service_areas"):
        names = [_text(one.get(key)) for key in ("name", "extent", "description")]
        known = next(filter(None, map(around.area, names)), None)
        if known:
            areas.append(known)
        else:
            unknown.append(next(filter(None, names), ""))
    return tuple(dict.fromkeys(areas)), unknown


def _many(body: Body, key: str) -> list[Body]:
    value = body.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _one(body: Body, key: str) -> Body:
    value = body.get(key)
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()
