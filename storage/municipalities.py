"""The municipalities of a district, their parts and postal codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from storage.tables import municipalities, municipality_parts


class MunicipalityRow(NamedTuple):
    """One town as it is kept; the regional team is None when it is not assigned."""

    name: str
    ags: str
    latitude: float
    longitude: float
    regional_team: str | None
    parts: tuple[str, ...]
    postal_codes: tuple[str, ...]


class MunicipalityRows:
    """The municipalities of one district."""

    def __init__(self, connection: Connection, district: str) -> None:
        self._connection = connection
        self._district = district

    def all(self) -> tuple[MunicipalityRow, ...]:
        """Every municipality, in the order of the file they came from."""
        parts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        of_district = select(municipality_parts).filter_by(district=self._district)
        for row in self._connection.execute(of_district.order_by(municipality_parts.c.id)):
            parts[row.municipality, row.kind].append(row.name)
        query = select(municipalities).filter_by(district=self._district).order_by(municipalities.c.id)
        return tuple(
            MunicipalityRow(
                row.name,
                row.ags,
                row.latitude,
                row.longitude,
                row.regional_team,
                tuple(parts[row.name, "ortsteil"]),
                tuple(parts[row.name, "postal_code"]),
            )
            for row in self._connection.execute(query)
        )

    def has(self, name: str) -> bool:
        """Whether the district has a municipality of this name."""
        wanted = select(municipalities.c.id).filter_by(district=self._district, name=name)
        return self._connection.execute(wanted).first() is not None

    def replace(self, rows: Iterable[MunicipalityRow]) -> None:
        """These and no others are the municipalities of the district from now on."""
        self._connection.execute(delete(municipality_parts).filter_by(district=self._district))
        self._connection.execute(delete(municipalities).filter_by(district=self._district))
        for row in rows:
            values = {name: getattr(row, name) for name in ("name", "ags", "latitude", "longitude", "regional_team")}
            self._connection.execute(insert(municipalities), values | {"district": self._district})
            for kind, names in (("ortsteil", row.parts), ("postal_code", row.postal_codes)):
                if names:
                    own = {"district": self._district, "municipality": row.name, "kind": kind}
                    self._connection.execute(insert(municipality_parts), [own | {"name": name} for name in names])

    def assign_team(self, municipality: str, team: str | None) -> None:
        """Which regional team a municipality belongs to is configuration, and may change."""
        mine = update(municipalities).filter_by(district=self._district, name=municipality)
        self._connection.execute(mine.values(regional_team=team))
