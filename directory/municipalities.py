"""Taking over the municipalities of a district and which regional team each belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from directory.csv_text import read_sheet
from directory.refusals import ImportRefused
from storage.municipalities import MunicipalityRow, MunicipalityRows
from storage.services import OpenUnit, ServiceRows

_COLUMNS = ("name", "ags", "postal_codes", "districts", "latitude", "longitude")
DATA = Path(__file__).parent / "data" / "paderborn"


def read_municipalities(file: str, raw: bytes, teams: Mapping[str, str] | None = None) -> tuple[MunicipalityRow, ...]:
    """The municipalities of a CSV file, or ImportRefused. `teams` names the regional team of those that have one."""
    sheet = read_sheet(file, raw)
    for column in _COLUMNS:
        if column not in sheet.header:
            raise ImportRefused(file, 1, column, "this column is missing")
    rows: list[MunicipalityRow] = []
    for number, cells in sheet.rows:
        said = dict(zip(sheet.header, cells, strict=True))
        if not said["name"] or said["name"] in {row.name for row in rows}:
            raise ImportRefused(file, number, "name", "is missing or stands there twice")
        try:
            latitude, longitude = float(said["latitude"]), float(said["longitude"])
        except ValueError:
            raise ImportRefused(file, number, "latitude", "not a coordinate") from None
        if not (47 <= latitude <= 56 and 5 <= longitude <= 16):
            raise ImportRefused(file, number, "latitude", "not in Germany; are latitude and longitude swapped?")
        if not (len(said["ags"]) == 8 and said["ags"].isdecimal()):
            raise ImportRefused(file, number, "ags", "the official key has eight digits; was a leading zero lost?")
        team = (teams or {}).get(said["name"])
        rows.append(
            MunicipalityRow(said["name"], said["ags"], latitude, longitude, team, _list(said["districts"]), _list(said["postal_codes"]))
        )
    return tuple(rows)


def read_teams(file: str, raw: bytes) -> Mapping[str, str]:
    """Municipality to regional team. A municipality in two teams is refused; without teams the mapping is empty."""
    try:
        said = yaml.safe_load(raw.decode("utf-8")) or {}
        teams = [(str(team["name"]), [str(name) for name in team["municipalities"]]) for team in said["teams"]]
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError):
        raise ImportRefused(file, 0, "", "expected `teams`, each with `name` and `municipalities`") from None
    team_of: dict[str, str] = {}
    for team, municipalities in teams:
        for municipality in municipalities:
            if municipality in team_of:
                raise ImportRefused(file, 0, "", f"{municipality} stands in {team_of[municipality]} and in {team}")
            team_of[municipality] = team
    return team_of


def load_municipalities(unit: OpenUnit, rows: tuple[MunicipalityRow, ...]) -> None:
    """These are the municipalities of the district from now on; parts, codes and teams included."""
    ServiceRows(unit.connection, unit.district).renew_revision()
    MunicipalityRows(unit.connection, unit.district).replace(rows)


def paderborn() -> tuple[MunicipalityRow, ...]:
    """The municipalities this project ships, with the regional teams as configured."""
    teams_file, file = DATA / "regional_teams.yaml", DATA / "municipalities.csv"
    teams = read_teams(teams_file.name, teams_file.read_bytes())
    return read_municipalities(file.name, file.read_bytes(), teams)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
