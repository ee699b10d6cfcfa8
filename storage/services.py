"""The directory of help: services with everything that hangs on them, by the id of their source."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, delete, insert, select, update

from storage.care_tables import entry_proposals
from storage.tables import (
    directory_revisions,
    locations,
    organizations,
    phones,
    schedules,
    service_areas,
    service_languages,
    service_needs,
    services,
    verification_tasks,
)


class OpenUnit(Protocol):
    """What the directory needs of a unit of work."""

    @property
    def connection(self) -> Connection: ...

    district: str
    now_ms: int


class ServiceRow(NamedTuple):
    """One service as it is kept; `service_id` 0 means not kept yet. Hours are the source's text, schedules what was understood of it."""

    service_id: int
    source_id: str
    organization: str
    name: str
    description: str
    kind: str
    for_detention: bool
    url: str
    email: str
    eligibility: str
    fees: str
    appointment: str
    assured_date: str
    status: str
    source_url: str
    source_note: str
    street: str
    postal_code: str
    city: str
    phones: tuple[str, ...]
    hours: str
    schedules: tuple[tuple[str, str, str], ...]  # byday, opens_at, closes_at
    areas: tuple[tuple[str, str], ...]  # extent, name
    languages: tuple[str, ...]
    needs: tuple[str, ...]
    groups: str = ""  # codes of target groups, joined by ";"; empty, like all below: not said in a column of its own
    age_from: int | None = None
    age_to: int | None = None
    residence: str = ""  # municipalities, joined by ";"
    waiting_weeks: int | None = None
    cost: str = ""
    interpreter: str = ""
    latitude: float | None = None
    longitude: float | None = None
    changed_at: int = 0


# Called alike in the row and in the table.
_COLUMNS = (
    *("name", "description", "kind", "for_detention", "url", "email"),
    *("eligibility", "fees", "appointment", "source_url", "source_note"),
    *("groups", "age_from", "age_to", "residence", "waiting_weeks", "cost", "interpreter"),
)
_CHILDREN: tuple[Table, ...] = (locations, phones, schedules, service_areas, service_languages, service_needs)
_revision = select(directory_revisions.c.token).where(directory_revisions.c.district == bindparam("of"))
_CORRECTED = {"field": "kind", "reason": "corrected on the desk"}


class ServiceRows:
    """The services of one district."""

    def __init__(self, connection: Connection, district: str, now_ms: int = 0) -> None:
        """Whoever changes services says when."""
        self._connection = connection
        self._district = district
        self._now_ms = now_ms
        self._organizations: dict[str, int] | None = None  # by name, read when the first is asked for

    def all(self) -> tuple[ServiceRow, ...]:
        """Every service, also those that are gone, in the order they came."""
        return self._read()

    def named(self, source_id: str) -> ServiceRow | None:
        """One service by the id of its source, also one that is gone."""
        return next(iter(self._read(services.c.source_id == source_id)), None)

    def _read(self, *only: ColumnElement[bool]) -> tuple[ServiceRow, ...]:
        query = (
            select(services, organizations.c.name.label("organization"))
            .join(organizations, organizations.c.id == services.c.organization_id)
            .where(services.c.district == self._district, *only)
            .order_by(services.c.id)
        )
        rows = self._connection.execute(query).mappings().all()
        these = select(services.c.id).where(services.c.district == self._district, *only) if only else None
        kept = {table.name: self._of(table, these) for table in _CHILDREN}
        return tuple(_row(row, {name: of.get(row["id"], []) for name, of in kept.items()}) for row in rows)

    def keep(self, row: ServiceRow) -> int:
        """Writes the service and all that hangs on it, new or in place of what was there; its number stays. It is active afterwards."""
        values: dict[str, Any] = {column: getattr(row, column) for column in _COLUMNS}
        values |= {"organization_id": self._organization(row.organization), "assured_date": row.assured_date or None, "status": "active"}
        service_id = row.service_id
        if service_id:
            self._change(row.source_id, **values)
            for table in _CHILDREN:
                self._connection.execute(delete(table).where(table.c.service_id == service_id))
        else:
            values |= {"district": self._district, "source_id": row.source_id, "changed_at": self._now_ms}
            service_id = self._inserted(services, values)
        for table, children in _children(row).items():
            if children:
                own = {"district": self._district, "service_id": service_id}
                self._connection.execute(insert(table), [child | own for child in children])
        return service_id

    def keep_new(self, rows: Sequence[ServiceRow]) -> None:
        """Writes services that were never kept, with all that hangs on them; many at once, in their order."""
        fresh = [
            {column: getattr(row, column) for column in _COLUMNS}
            | {"organization_id": self._organization(row.organization), "assured_date": row.assured_date or None, "status": "active"}
            | {"district": self._district, "source_id": row.source_id, "changed_at": self._now_ms}
            for row in rows
        ]
        if not fresh:
            return
        self._connection.execute(insert(services), fresh)
        query = select(services.c.id, services.c.source_id).where(services.c.district == self._district)
        asked = self._connection.execute(query.where(services.c.source_id.in_([row.source_id for row in rows])))
        ids = {row.source_id: row.id for row in asked}
        hanging: defaultdict[Table, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            own = {"district": self._district, "service_id": ids[row.source_id]}
            for table, children in _children(row).items():
                hanging[table] += [child | own for child in children]
        for table, children in hanging.items():
            if children:
                self._connection.execute(insert(table), children)

    def mark_gone(self, source_ids: Iterable[str]) -> None:
        """These are no longer offered. They stay in the tables, so that old buttons and cases still find a name."""
        for source_id in source_ids:
            self._change(source_id, status="gone")

    def assure(self, source_id: str, day: str) -> None:
        """A human confirmed the entry on this day."""
        self._change(source_id, assured_date=day)
        self.renew_revision()

    def correct_kind(self, source_id: str, kind: str) -> None:
        """Staff know better than the source; the correction outlives every import."""
        self._change(source_id, kind=kind)
        key = {"district": self._district, "source_id": source_id, **_CORRECTED}
        self._connection.execute(delete(verification_tasks).filter_by(**key))
        self._connection.execute(insert(verification_tasks), key | {"value": kind, "state": "done"})
        self.renew_revision()

    def corrected_kinds(self) -> Mapping[str, str]:
        """What staff corrected, by source id."""
        query = select(verification_tasks.c.source_id, verification_tasks.c.value).filter_by(district=self._district, **_CORRECTED)
        return {row.source_id: row.value for row in self._connection.execute(query)}

    def corrections(self) -> dict[str, list[tuple[str, str, str]]]:
        """By entry: field, what its source said, and what it says since a proposal was taken; the oldest first."""
        mine = (entry_proposals.c.district == self._district, entry_proposals.c.state == "taken")
        found: dict[str, list[tuple[str, str, str]]] = {}
        for row in self._connection.execute(select(entry_proposals).where(*mine).order_by(entry_proposals.c.id)):
            found.setdefault(row.source_id, []).append((row.field, row.before, row.after))
        return found

    def revision(self) -> str:
        """Changes with every change of the directory, and never comes back. One look at an index."""
        return self._connection.execute(_revision, {"of": self._district}).scalar() or ""

    def renew_revision(self) -> None:
        """Whoever changes the directory says so here, first: a second import waits until this one is through."""
        token = secrets.token_hex(16)  # a counter could come back after a rollback, while somebody still holds what was rolled back
        renewed = update(directory_revisions).filter_by(district=self._district).values(token=token)
        if not self._connection.execute(renewed).rowcount:
            self._connection.execute(insert(directory_revisions), {"district": self._district, "token": token})

    def _change(self, source_id: str, **values: Any) -> None:
        mine = services.c.district == self._district, services.c.source_id == source_id
        self._connection.execute(update(services).where(*mine).values(values | {"changed_at": self._now_ms}))

    def _organization(self, name: str) -> int:
        if self._organizations is None:
            asked = self._connection.execute(select(organizations.c.name, organizations.c.id).filter_by(district=self._district))
            self._organizations = {row.name: row.id for row in asked}
        if name not in self._organizations:
            self._organizations[name] = self._inserted(organizations, {"district": self._district, "name": name})
        return self._organizations[name]

    def _inserted(self, table: Table, values: dict[str, Any]) -> int:
        return int(self._connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one())

    def _of(self, table: Table, these: Select[Any] | None) -> dict[int, list[Mapping[str, Any]]]:
        by_service: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
        wanted = select(table).where(table.c.district == self._district).order_by(table.c.id)
        if these is not None:
            wanted = wanted.where(table.c.service_id.in_(these))
        for row in self._connection.execute(wanted).mappings():
            by_service[row["service_id"]].append(dict(row))
        return by_service


def _row(row: Mapping[Any, Any], of: Mapping[str, list[Mapping[str, Any]]]) -> ServiceRow:
    [place, *_] = of["locations"] or [dict.fromkeys(("address", "postal_code", "city"), "") | {"latitude": None, "longitude": None}]
    hours = of["schedules"]
    return ServiceRow(
        service_id=row["id"],
        source_id=row["source_id"],
        organization=row["organization"],
        **{column: row[column] for column in _COLUMNS},
        assured_date=row["assured_date"] or "",
        status=row["status"],
        street=place["address"],
        postal_code=place["postal_code"],
        city=place["city"],
        latitude=place["latitude"],
        longitude=place["longitude"],
        phones=tuple(phone["number"] for phone in of["phones"]),
        hours=hours[0]["description"] if hours else "",
        schedules=tuple((span["byday"], span["opens_at"], span["closes_at"]) for span in hours if span["byday"]),
        areas=tuple((area["extent"], area["name"]) for area in of["service_areas"]),
        languages=tuple(language["code"] for language in of["service_languages"]),
        needs=tuple(need["need"] for need in of["service_needs"]),
        changed_at=row["changed_at"],
    )


def _children(row: ServiceRow) -> dict[Table, list[dict[str, Any]]]:
    place = {"address": row.street, "postal_code": row.postal_code, "city": row.city, "latitude": row.latitude, "longitude": row.longitude}
    understood = row.schedules or ((("", "", ""),) if row.hours else ())
    return {
        locations: [place] if row.street or row.city or row.latitude is not None else [],
        phones: [{"number": number} for number in row.phones],
        schedules: [{"description": row.hours, "byday": days, "opens_at": start, "closes_at": end} for days, start, end in understood],
        service_areas: [{"extent": extent, "name": name} for extent, name in row.areas],
        service_languages: [{"code": code} for code in row.languages],
        service_needs: [{"need": need} for need in row.needs],
    }
