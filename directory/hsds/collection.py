"""The directory at one revision, ready to be asked page by page as the standard's interface asks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from directory.entries import Surroundings
from directory.folding import fold
from directory.hsds.lens import FIELDS, NEEDS, id_of, need_term, taxonomy_of
from directory.hsds.outgoing import page_of
from directory.hsds.public import brief, conforming, organization_id, place_ids, public_offers, service_id, without_lists
from directory.hsds.shape import Body
from directory.needs import taxonomy
from directory.starting import surroundings
from storage.hsds_kept import KeptRows
from storage.services import OpenUnit, ServiceRow, ServiceRows

T = TypeVar("T")
PER_PAGE, PER_PAGE_AT_MOST = 50, 500


class Stored(NamedTuple):
    """What a unit of work reads; everything else is done outside of it."""

    revision: str
    district: str
    rows: tuple[ServiceRow, ...]
    kept: dict[str, str]
    organizations: dict[str, str]
    around: Surroundings


class Offer(NamedTuple):
    """One offer with the ids it is found by, its folded words, how a list names it, and the ids of its places."""

    row: ServiceRow
    id: str
    organization: str
    words: str
    brief: Body
    places: tuple[str, ...]


class Asked(NamedTuple):
    """What a list is narrowed to; empty: to nothing. All that is said has to fit."""

    search: str = ""
    modified_after: int = 0
    term: str = ""
    taxonomy: str = ""
    organization: str = ""


def revision_of(unit: OpenUnit) -> str:
    """One look at an index."""
    return ServiceRows(unit.connection, unit.district).revision()


def stored(unit: OpenUnit) -> Stored:
    """The whole directory as this unit sees it."""
    store, rows = KeptRows(unit.connection, unit.district), ServiceRows(unit.connection, unit.district)
    kept, organizations = ({row.key: row.body for row in store.of_kind(kind)} for kind in ("service", "organization"))
    return Stored(rows.revision(), unit.district, rows.all(), kept, organizations, surroundings(unit))


class Collection:
    """All active offers of one revision. Never changes; safe to share."""

    def __init__(self, of: Stored) -> None:
        self.revision = of.revision
        self.changed_at = max((row.changed_at for row in of.rows), default=0)
        self._of = of
        self._offers = tuple(self._offer(row) for row in of.rows if row.status == "active")
        self._by_id = {offer.id: offer for offer in self._offers}
        self._terms = {id_of(NEEDS, code): code for code in taxonomy().by_code}
        self._by_organization: dict[str, list[Offer]] = {}
        for offer in self._offers:
            self._by_organization.setdefault(offer.organization, []).append(offer)
        self._by_place: dict[str, tuple[Offer, int]] = {}
        for offer in self._offers:
            for at, key in enumerate(offer.places):
                self._by_place.setdefault(key, (offer, at))

    def services(self, asked: Asked, number: int, size: int, *, full: bool, today: date) -> Body:
        """A page of offers; `full` with all that nests in them."""
        found = self._found(asked)
        bodies = [body for _, body in self._public(_cut(found, number, size), today)]
        return page_of(bodies if full else [without_lists(body) for body in bodies], number, size, len(found))

    def service(self, key: str, today: date) -> Body | None:
        """One offer with all that nests in it."""
        return next((body for _, body in self._public([self._by_id[key]], today)), None) if key in self._by_id else None

    def organizations(self, search: str, number: int, size: int, *, full: bool, full_service: bool, today: date) -> Body:
        """A page of organizations that offer something."""
        words = fold(search)
        found = [key for key, offers in self._by_organization.items() if words in fold(offers[0].row.organization)]
        bodies = [body for key in _cut(found, number, size) if (body := self.organization(key, full_service=full_service, today=today))]
        if not full:
            bodies = [without_lists(body) | ({"services": body["services"]} if full_service else {}) for body in bodies]
        return page_of(bodies, number, size, len(found))

    def organization(self, key: str, *, full_service: bool, today: date) -> Body | None:
        """One organization with its offers: their names, or all that nests in them."""
        if key not in self._by_organization:
            return None
        offers = self._by_organization[key]
        bodies = [body for _, body in self._public(offers if full_service else offers[:1], today)]
        nested: Body = bodies[0]["organization"]
        came = conforming("organizations.csv", json.loads(self._of.organizations.get(key, "null")))
        body = (came or nested) | {"name": nested["name"]}
        bare = ({name: value for name, value in one.items() if name != "organization"} for one in bodies)
        body["services"] = list(bare) if full_service else [offer.brief for offer in offers]
        return body

    def at_locations(self, asked: Asked, number: int, size: int, *, full: bool, today: date) -> Body:
        """A page of places where something is offered."""
        found = [(offer, at) for offer in self._found(asked) for at in range(len(offer.places))]
        bodies = [body for offer, at in _cut(found, number, size) if (body := self._at(offer, at, today))]
        return page_of(bodies if full else [without_lists(body) for body in bodies], number, size, len(found))

    def at_location(self, key: str, today: date) -> Body | None:
        """One place where something is offered, with the offer."""
        return self._at(*self._by_place[key], today) if key in self._by_place else None

    def taxonomies(self, search: str) -> list[Body]:
        """Our two taxonomies."""
        return [body for body in map(taxonomy_of, (NEEDS, FIELDS)) if fold(search) in fold(f"{body['name']} {body['description']}")]

    def terms(self, search: str, of: str) -> list[Body]:
        """The needs as terms; `of` is the id of a taxonomy."""
        if of and of != taxonomy_of(NEEDS)["id"]:
            return []
        terms = map(need_term, taxonomy().by_code)
        return [term for term in terms if fold(search) in fold(f"{term['code']} {term['name']} {term['description']}")]

    def _offer(self, row: ServiceRow) -> Offer:
        kept = json.loads(self._of.kept[row.source_id]) if row.source_id in self._of.kept else None
        about = (row, kept, self._of.district)
        words = fold(" ".join((row.name, row.organization, row.description)), 4_000)
        return Offer(row, service_id(*about), organization_id(*about), words, brief(*about), place_ids(*about))

    def _found(self, asked: Asked) -> list[Offer]:
        words = fold(asked.search).split()
        need = self._terms.get(asked.term, "")
        ours = {"": True, taxonomy_of(NEEDS)["id"]: True}.get(asked.taxonomy, False)
        return [
            offer
            for offer in self._offers
            if offer.row.changed_at >= asked.modified_after
            and (not asked.term or need in offer.row.needs)
            and (not asked.taxonomy or (ours and offer.row.needs))
            and (not asked.organization or offer.organization == asked.organization)
            and all(word in offer.words for word in words)
        ]

    def _public(self, offers: Sequence[Offer], today: date) -> Iterator[tuple[ServiceRow, Body]]:
        yield from public_offers([offer.row for offer in offers], self._of.kept, self._of.around, self._of.district, today)

    def _at(self, offer: Offer, at: int, today: date) -> Body | None:
        [(_, service)] = self._public([offer], today)
        places = service.pop("service_at_locations", [])
        return places[at] | {"service": service} if at < len(places) else None


def _cut(found: Sequence[T], number: int, size: int) -> Sequence[T]:
    return found[(number - 1) * size : number * size]
