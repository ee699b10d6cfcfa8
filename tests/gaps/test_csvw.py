"""The published statistics as CSV on the Web say what the releases say, and no more."""

from __future__ import annotations

import csv
import io
import json

from gaps.csvw import files
from gaps.releases import Release
from gaps.safe_tables import OTHER, SafeTable

TABLE = SafeTable(("housing", OTHER), ("Büren", ""), (40, 10), (15, 35), ((15, None), (None, 10)))
RELEASE = Release(
    "2026-Q3", {"gap.municipality": TABLE, "gap.cause": SafeTable(("housing",), (), (40,), ())}, {"gap": {"housing": {OTHER: 40}}}
)


def rows(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode(), newline="")))


def test_every_published_number_stands_on_one_line_and_a_suppressed_one_is_empty() -> None:
    said = dict(files([RELEASE]))
    numbers = {(row["table"], row["row"], row["column"]): row["at_least"] for row in rows(said["gaps.csv"]) if row["period"] == "2026-Q3"}

    assert numbers["municipality", "housing", "Büren"] == "15"
    assert numbers["municipality", "housing", "-"] == ""
    assert sorted(filter(None, numbers.values())) == sorted(["40", "10", "15", "35", "15", "10", "40", "40"])


def test_the_description_names_every_column_of_the_table_and_the_dictionary_every_code() -> None:
    said = dict(files([RELEASE]))
    described = json.loads(said["gaps.csv-metadata.json"])
    table, words = rows(said["gaps.csv"]), {row["code"]: row for row in rows(said["dictionary.csv"])}

    assert described["@context"][0] == "http://www.w3.org/ns/csvw" and described["url"] == "gaps.csv"
    assert [column["name"] for column in described["tableSchema"]["columns"]] == list(table[0])
    keys = [tuple(row[name] for name in described["tableSchema"]["primaryKey"]) for row in table]
    assert len(set(keys)) == len(keys)
    assert {row[name] for row in table for name in ("side", "row", "column")} == words.keys()
    assert words["housing"]["de"] != "housing"


def test_without_releases_there_is_a_header_and_nothing_else() -> None:
    assert rows(dict(files([]))["gaps.csv"]) == []
