"""The directory as the standard has it (HSDS 3.0): what came in goes out again, with what changed since."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from directory.entries import Entry, Surroundings
from directory.formats.hsds_json import INACTIVE, ORGANIZATIONS, SERVICES, TAXONOMIES, TERMS
from directory.formats.hsds_tabular import PACKAGE
from directory.hsds.lens import FIELDS, NEEDS, need_term, read, taxonomy_of, written
from directory.hsds.shape import COLUMNS, NUMBERS, Body, Row, Tables, flatten, merged_rows
from directory.importing import as_entry
from directory.needs import taxonomy
from directory.starting import surroundings
from storage.hsds_kept import KeptRows
from storage.services import OpenUnit, ServiceRow, ServiceRows


def offers(rows: Iterable[ServiceRow], kept: Mapping[str, str], around: Surroundings, district: str) -> Iterator[tuple[ServiceRow, Body]]:
    """Each service in the standard's form. `kept` holds the JSON of those that came in it, by source id."""
    for row in rows:
        body: Body | None = None
        before: Entry | None = None
        if row.source_id in kept:
            body = json.loads(kept[row.source_id])
            before, _ = read(body or {}, around)
        yield row, written(body, before, as_entry(row), district, around.name)


class Outgoing:
    """One district's directory, ready to be written down. Holds all of it in memory."""

    def __init__(self, unit: OpenUnit) -> None:
        rows = ServiceRows(unit.connection, unit.district).all()
        store = KeptRows(unit.connection, unit.district)
        kept = {row.key: row.body for row in store.of_kind("service")}
        active = {row.source_id: row for row in rows if row.status == "active"}
        now = {row.source_id: body for row, body in offers(active.values(), kept, surroundings(unit), unit.district)}
        self._then = [json.loads(body) for body in kept.values()]
        came_so = {key: body for key, text in kept.items() if (body := json.loads(text)).get("status") in INACTIVE}
        # In the order they came, then ours: an offer that is gone goes out only when the source itself said so.
        order = [*(key for key in kept if key in now or key in came_so), *(key for key in now if key not in kept)]
        self.services: list[Body] = [now[key] if key in now else came_so[key] for key in order]
        self._organizations_then = {row.key: json.loads(row.body) for row in store.of_kind("organization")}
        self.organizations = _organizations(self.services, self._organizations_then)
        self._more = {kind: [json.loads(row.body) for row in store.of_kind(kind)] for kind in ("taxonomy", "taxonomy_term")}
        self._tables = {row.key: json.loads(row.body) for row in store.of_kind("table")}
        self._package = next((json.loads(row.body) for row in store.of_kind("file") if row.key == PACKAGE), "")

    def as_json(self) -> Iterator[tuple[str, bytes]]:
        """The files of a JSON package: pages of services, organizations, taxonomies and terms."""
        of: dict[str, list[Body]] = {}
        for body in self.services:
            bare = {key: value for key, value in body.items() if key != "organization"}
            of.setdefault(str(body.get("organization", {}).get("id", "")), []).append(bare)
        yield SERVICES, _page(page_of(self.services))
        full = [body | ({"services": of[key]} if key in of else {}) for key, body in self.organizations.items()]
        yield ORGANIZATIONS, _page(page_of(full))
        ours = [taxonomy_of(NEEDS), taxonomy_of(FIELDS)]
        yield TAXONOMIES, _page(page_of(_once(self._more["taxonomy"] + ours)))
        yield TERMS, _page(page_of(_once(self._more["taxonomy_term"] + [need_term(code) for code in taxonomy().by_code])))

    def as_tables(self) -> Iterator[tuple[str, bytes]]:
        """The files of a tabular package: what came as tables as it came, with what changed since written into it."""
        then = _flat(self._then, self._organizations_then.values())
        now = _flat(self.services, self.organizations.values())
        files = dict.fromkeys([*self._tables, *(file for file in COLUMNS if now.get(file))])
        for file in files:
            table = self._tables.get(file, {"header": [], "rows": []})
            rows = [dict(zip(table["header"], cells, strict=True)) for cells in table["rows"]]
            columns = table["header"] or COLUMNS[file]
            came = then.get(file, {}) if file in self._tables else {}
            yield file, _csv(columns, merged_rows(rows, came, now.get(file, {}), columns))
        yield PACKAGE, self._package.encode() if self._package else _json(_description(files))


def page_of(contents: list[Body], number: int = 1, size: int = 0, total: int | None = None) -> Body:
    """A page as the standard's interface has it; without a size everything is one page."""
    total = len(contents) if total is None else total
    pages = max(1, -(-total // size)) if size else 1
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _organizations(services: Iterable[Body], kept: Mapping[str, Body]) -> dict[str, Body]:
    """Every organization by its id: as it came by itself, else as it stands in an offer. A new name at the desk counts for it too."""
    found = dict(kept)
    for body in services:
        if isinstance(organization := body.get("organization"), dict):
            key = str(organization.get("id", ""))
            found[key] = found.get(key, organization) | {"name": organization.get("name", "")}
    return found


def _flat(services: Iterable[Body], organizations: Iterable[Body]) -> Tables:
    tables: Tables = {}
    for body in organizations:
        flatten("organizations.csv", body, tables)
    for body in services:
        flatten("services.csv", body, tables)
    return tables


def _once(bodies: list[Body]) -> list[Body]:
    return list({str(body.get("id", "")): body for body in reversed(bodies)}.values())[::-1]


def _page(page: Body) -> bytes:
    """A page with each object on a line of its own: the indented form takes six times as long, and nobody reads 20,000 offers so."""
    frame = json.dumps(page | {"contents": []}).removesuffix("]}")
    return "".join((frame, "\n", ",\n".join(json.dumps(one, ensure_ascii=False) for one in page["contents"]), "\n]}\n")).encode()


def _json(said: Any) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(columns: Collection[str], rows: list[Row]) -> bytes:
    more = dict.fromkeys(name for row in rows for name in row if name not in columns)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*columns, *more], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _description(files: Iterable[str]) -> Body:
    """What a reader of tables has to know (Frictionless Data), for a package that came from us."""
    return {
        "name": "human_services_data",
        "profile": "tabular-data-package",
        "version": "3.0.0",
        "resources": [
            {
                "name": file.removesuffix(".csv"),
                "path": file,
                "format": "csv",
                "mediatype": "text/csv",
                "profile": "tabular-data-resource",
                "schema": {
                    "primaryKey": "id",
                    "fields": [{"name": name, "type": "number" if name in NUMBERS else "string"} for name in COLUMNS[file]],
                },
            }
            for file in files
            if file in COLUMNS
        ],
    }
