"""Finding help: a snapshot of the whole directory in memory, as new as the unit that asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any
from weakref import WeakKeyDictionary

from directory.eligibility_text import read_cost, read_eligibility, structured
from directory.entries import ServedArea
from directory.found import Service, elsewhere, rank
from directory.hours_text import Span
from directory.places import Atlas, Place
from directory.words import Spellings, load_words
from storage.municipalities import MunicipalityRow, MunicipalityRows
from storage.services import OpenUnit, ServiceRow, ServiceRows


class Directory:
    """Everything the directory knew at one revision. Never changes; safe to share between threads and to keep beyond a unit."""

    def __init__(
        self, revision: str, services: Iterable[Service], places: Iterable[Place], spellings: Spellings, towns: Iterable[MunicipalityRow]
    ) -> None:
        self.revision = revision
        self.services: Mapping[int, Service] = MappingProxyType({service.id: service for service in services})
        self._by_source = {service.source_id: service for service in self.services.values()}
        self.atlas = Atlas(places, spellings)
        towns = tuple(towns)
        self.teams = MappingProxyType({row.name: row.regional_team for row in towns})
        self.keys = MappingProxyType({row.name: row.ags for row in towns})  # the official key: what a button carries
        self.centres = MappingProxyType({row.name: (row.latitude, row.longitude) for row in towns})
        self._by_need: defaultdict[str, list[Service]] = defaultdict(list)
        for service in self.services.values():
            for need in service.needs:
                self._by_need[need].append(service)
        self._found: dict[tuple[str, str | None, bool], tuple[Service, ...]] = {}

    @property
    def municipalities(self) -> tuple[str, ...]:
        """The municipalities of the district, in the order of their file."""
        return tuple(place.name for place in self.atlas.places)

    def find(self, need: str, municipality: str | None, for_detention: bool = False) -> tuple[Service, ...]:
        """Usable services, best first; empty when nothing is known. Not said or not ours: those for the whole district and beyond."""
        if need not in self._by_need:
            return ()
        asked = (need, municipality if municipality in self.teams else None, for_detention)
        if asked not in self._found:
            self._found[asked] = rank(self._by_need[need], *asked)
        return self._found[asked]

    def of_need(self, need: str) -> tuple[Service, ...]:
        """Everything listed for the need, for whomever, wherever, usable or not."""
        return tuple(self._by_need.get(need, ()))

    def elsewhere(self, need: str, municipality: str | None) -> tuple[str, ...]:
        """Other municipalities of the district that have something for the need, when it does not serve this one."""
        return elsewhere(self._by_need.get(need, ()), need, municipality)

    def service(self, service_id: int) -> Service | None:
        """One service by the id a button carries; also one that is gone, so that its name can still be said."""
        return self.services.get(service_id)

    def named(self, source_id: str) -> Service | None:
        """One service by the id of its source."""
        return self._by_source.get(source_id)

    def team(self, municipality: str | None) -> str | None:
        """The regional team of a municipality; None while it is not assigned."""
        return self.teams.get(municipality) if municipality else None


# One snapshot for each database and district. The engine is the key, so that two databases in one process never mix.
_kept: WeakKeyDictionary[Any, dict[str, Directory]] = WeakKeyDictionary()


def load_directory(unit: OpenUnit) -> Directory:
    """The directory as this unit sees it: from memory while the revision is the same (one look at an index), else read again."""
    rows = ServiceRows(unit.connection, unit.district)
    of_engine = _kept.setdefault(unit.connection.engine, {})
    kept = of_engine.get(unit.district)
    while kept is None or kept.revision != rows.revision():  # looks again behind: an import may have ended while we read
        revision = rows.revision()
        municipalities = MunicipalityRows(unit.connection, unit.district).all()
        towns = tuple(row.name for row in municipalities)
        services = [_service(row, towns) for row in rows.all()]
        kept = of_engine[unit.district] = Directory(
            revision, services, [_place(row) for row in municipalities], load_words(), municipalities
        )
    return kept


def find(unit: OpenUnit, need: str, municipality: str | None) -> tuple[Service, ...]:
    """What exists for the need in the municipality, best first; empty when nothing is known."""
    return load_directory(unit).find(need, municipality)


def elsewhere_in_district(unit: OpenUnit, need: str, municipality: str | None) -> tuple[str, ...]:
    """Other municipalities of the district that have something for the need."""
    return load_directory(unit).elsewhere(need, municipality)


def _place(row: MunicipalityRow) -> Place:
    return Place(row.name, row.parts, row.postal_codes, row.latitude, row.longitude)


def _service(row: ServiceRow, towns: tuple[str, ...]) -> Service:
    otherwise = {"needs", "areas", "assured_date", "cost"}
    who = read_eligibility(row.eligibility, towns)
    return Service(
        **{name: getattr(row, name) for name in ServiceRow._fields if name in Service.__slots__ and name not in otherwise},
        id=row.service_id,
        needs=frozenset(row.needs),
        areas=tuple(ServedArea(*area) for area in row.areas),
        spans=tuple(sorted(Span(day, opens_at, closes_at) for days, opens_at, closes_at in row.schedules for day in days.split(","))),
        hours_text=row.hours,
        assured_date=row.assured_date or None,
        who=structured(who, groups=row.groups, age_from=row.age_from, age_to=row.age_to, residence=row.residence),
        cost=row.cost or read_cost(row.fees),
    )
