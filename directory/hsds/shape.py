"""The tables of HSDS 3.0, how they nest in JSON, and the way between the two forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

Body = dict[str, Any]  # one object of the standard's JSON
Row = dict[str, str]  # one row of the standard's CSV
Tables = dict[str, dict[str, Row]]  # file -> id -> row


class Nested(NamedTuple):
    """A key under which other objects nest. `many`: a list whose rows point at this one by `link`; else this one points at them."""

    file: str
    link: str
    many: bool = True


COLUMNS: Mapping[str, tuple[str, ...]] = {
    file: tuple(columns.split())
    for file, columns in {
        "organizations.csv": "id name alternate_name description email website tax_status tax_id year_incorporated legal_status logo uri"
        " parent_organization_id",
        "programs.csv": "id organization_id name alternate_name description",
        "services.csv": "id organization_id program_id name alternate_name description url email status interpretation_services"
        " application_process fees_description wait_time fees accreditations eligibility_description minimum_age maximum_age"
        " assured_date assurer_email licenses alert last_modified",
        "attributes.csv": "id link_id taxonomy_term_id link_type link_entity value",
        "service_at_location.csv": "id service_id location_id description",
        "locations.csv": "id location_type url organization_id name alternate_name description transportation latitude longitude"
        " external_identifier external_identifier_type",
        "phones.csv": "id location_id service_id organization_id contact_id service_at_location_id number extension type description",
        "contacts.csv": "id organization_id service_id service_at_location_id location_id name title department email",
        "addresses.csv": "id location_id attention address_1 address_2 city region state_province postal_code country address_type",
        "schedules.csv": "id service_id location_id service_at_location_id valid_from valid_to dtstart timezone until count wkst freq"
        " interval byday byweekno bymonthday byyearday description opens_at closes_at schedule_link attending_type notes",
        "funding.csv": "id organization_id service_id source",
        "service_areas.csv": "id service_id name description extent extent_type uri",
        "required_documents.csv": "id service_id document uri",
        "languages.csv": "id service_id location_id phone_id name code note",
        "accessibility.csv": "id location_id description details url",
        "taxonomies.csv": "id name description uri version",
        "taxonomy_terms.csv": "id code name description parent_id taxonomy language taxonomy_id term_uri",
        "metadata.csv": "id resource_id resource_type last_action_date last_action_type field_name previous_value replacement_value"
        " updated_by",
        "meta_table_descriptions.csv": "id name language character_set",
        "cost_options.csv": "id service_id valid_from valid_to option currency amount amount_description",
        "organization_identifiers.csv": "id organization_id identifier_scheme identifier_type identifier",
    }.items()
}
NUMBERS = frozenset(
    ["extension", "timezone", "count", "interval", "minimum_age", "maximum_age", "year_incorporated", "latitude", "longitude", "amount"]
)
_REQUIRED: Mapping[str, frozenset[str]] = {  # may be empty and may not be missing; an empty cell says both
    **dict.fromkeys(("organizations.csv", "programs.csv", "taxonomies.csv", "taxonomy_terms.csv"), frozenset({"description"})),
    "addresses.csv": frozenset({"address_1", "city", "state_province", "postal_code", "country"}),
}

_EVERYWHERE = {"attributes": Nested("attributes.csv", "link_id"), "metadata": Nested("metadata.csv", "resource_id")}


def _children(link: str, *keys: str) -> dict[str, Nested]:
    return {key: Nested(f"{key}.csv", link) for key in keys}


NESTED: Mapping[str, Mapping[str, Nested]] = {
    "services.csv": _children("service_id", "phones", "schedules", "service_areas", "languages", "funding", "cost_options")
    | _children("service_id", "required_documents", "contacts")
    | {
        "service_at_locations": Nested("service_at_location.csv", "service_id"),
        "organization": Nested("organizations.csv", "organization_id", many=False),
        "program": Nested("programs.csv", "program_id", many=False),
    },
    "service_at_location.csv": _children("service_at_location_id", "contacts", "phones", "schedules")
    | {"location": Nested("locations.csv", "location_id", many=False)},
    "locations.csv": _children("location_id", "languages", "addresses", "contacts", "accessibility", "phones", "schedules"),
    "organizations.csv": _children("organization_id", "funding", "contacts", "phones", "locations", "programs", "organization_identifiers"),
    "contacts.csv": _children("contact_id", "phones"),
    "phones.csv": _children("phone_id", "languages"),
    "attributes.csv": {"taxonomy_term": Nested("taxonomy_terms.csv", "taxonomy_term_id", many=False)},
    "taxonomy_terms.csv": {"taxonomy_detail": Nested("taxonomies.csv", "taxonomy_id", many=False)},
}


def nested_in(file: str) -> Mapping[str, Nested]:
    """The keys under which other objects nest in one of this table."""
    bare = file in {"attributes.csv", "metadata.csv", "taxonomies.csv", "taxonomy_terms.csv"}
    return NESTED.get(file, {}) if bare else {**NESTED.get(file, {}), **_EVERYWHERE}


def flatten(file: str, body: Body, into: Tables) -> str:
    """Writes the object and all that nests in it as rows; an id that comes again is the same row. The object's id."""
    key = str(body.get("id", ""))
    row = into.setdefault(file, {}).setdefault(key, {"id": key})
    nested = nested_in(file)
    for name, value in body.items():
        if name in nested:
            of = nested[name]
            for one in value if isinstance(value, list) else [value]:
                if not isinstance(one, dict):
                    continue
                other = flatten(of.file, one, into)
                if of.many:
                    into[of.file][other][of.link] = key
                else:
                    row[of.link] = other
        elif name in COLUMNS[file] and value is not None:
            row[name] = str(value)
    return key


class Nesting:
    """Rows of a whole package, ready to be put together again."""

    def __init__(self, tables: Mapping[str, Iterable[Row]]) -> None:
        self._rows = {file: {row.get("id", ""): row for row in rows} for file, rows in tables.items()}
        self._linked: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for file, rows in self._rows.items():
            links = {of.link for parent in COLUMNS for of in nested_in(parent).values() if of.file == file and of.many}
            for row in rows.values():
                for link in links:
                    if row.get(link):
                        self._linked[file, link, row[link]].append(row)

    def all(self, file: str) -> Iterator[Body]:
        """Each object of a table with all that belongs to it nested in it."""
        return (self._body(file, row) for row in self._rows.get(file, {}).values())

    def _body(self, file: str, row: Row) -> Body:
        nested, required = nested_in(file), _REQUIRED.get(file, frozenset())
        # Where it belongs is said by where it nests.
        links = {of.link for parent in COLUMNS for of in nested_in(parent).values() if of.many and of.file == file}
        links |= {of.link for of in nested.values() if not of.many and row.get(of.link, "") in self._rows.get(of.file, {})}
        body: Body = {name: _typed(name, value) for name, value in row.items() if (value or name in required) and name not in links}
        for name, of in nested.items():
            if of.many:
                if rows := self._linked.get((of.file, of.link, row.get("id", ""))):
                    body[name] = [self._body(of.file, one) for one in rows]
            elif one := self._rows.get(of.file, {}).get(row.get(of.link, "")):
                body[name] = self._body(of.file, one)
        return body


def _typed(name: str, value: str) -> Any:
    if name not in NUMBERS:
        return value
    try:
        return int(value)
    except ValueError:
        try:
            return float(value)
        except ValueError:
            return value


def merged_rows(kept: Iterable[Row], then: Mapping[str, Row], now: Mapping[str, Row], columns: Iterable[str]) -> list[Row]:
    """The rows as they came, with what changed between then and now written into them; new ones behind, removed ones left out."""
    rows: list[Row] = []
    seen: set[str] = set()
    for row in kept:
        key = row.get("id", "")
        seen.add(key)
        if key in then and key not in now:
            continue
        before, after = then.get(key, {}), now.get(key, {})
        changed = {name: after.get(name, "") for name in (*before, *after) if before.get(name, "") != after.get(name, "")}
        rows.append(row | changed if changed else row)
    rows += [{name: row.get(name, "") for name in columns} for key, row in now.items() if key not in seen]
    return rows
