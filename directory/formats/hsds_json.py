"""The standard's JSON (HSDS 3.0): one offer, one organization with its offers, a page of either, or a package of such files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from directory.archives import MAX_UNPACKED
from directory.csv_text import MAX_ROWS
from directory.entries import Doubt, Entry, Kept, Reading, Surroundings, merged
from directory.formats import Files, Format
from directory.hsds.lens import read as read_offer
from directory.hsds.shape import Body
from directory.refusals import ImportRefused

SERVICES, ORGANIZATIONS, TERMS, TAXONOMIES = "services.json", "organizations.json", "taxonomy_terms.json", "taxonomies.json"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,119}")
INACTIVE = {"inactive", "defunct"}
_DEPTH = 40  # a service of the standard is nested nine deep


def recognises(file: str, start: bytes) -> bool:
    """A JSON file that is not a list: the standard's documents are objects."""
    return file.lower().endswith(".json") and start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def read(file: str, raw: bytes, around: Surroundings) -> Reading:
    """Every active offer of the document as an entry, and the whole document kept; or ImportRefused."""
    return reading_of(file, _parts(document(file, raw)), around)


def recognises_files(files: Files) -> bool:
    """A package of pages, as `lotse export --hsds json` writes it."""
    return SERVICES in files or ORGANIZATIONS in files


def read_files(name: str, files: Files, around: Surroundings) -> Reading:
    """The offers of all pages of a package; one that stands in two of them counts where it stands first."""
    parts: dict[tuple[str, str], Body] = {}
    for file in (SERVICES, ORGANIZATIONS, TAXONOMIES, TERMS):
        if file in files:
            for kind, body in _parts(document(f"{name}/{file}", files[file]), file):
                parts.setdefault((kind, str(body.get("id", ""))), body)
    return reading_of(name, ((kind, body) for (kind, _), body in parts.items()), around)


def document(file: str, raw: bytes) -> Any:
    """The JSON of a file, or ImportRefused with its row."""
    if len(raw) > MAX_UNPACKED:
        raise ImportRefused(file, 0, "", f"larger than {MAX_UNPACKED // 1_000_000} MB")
    try:
        said = json.loads(raw.decode("utf-8-sig"))
    except json.JSONDecodeError as broken:
        raise ImportRefused(file, broken.lineno, str(broken.colno), f"not readable as JSON: {broken.msg}") from None
    except UnicodeDecodeError as broken:
        raise ImportRefused(file, raw.count(b"\n", 0, broken.start) + 1, "", "not UTF-8, as JSON has to be") from None
    except (RecursionError, ValueError):
        raise ImportRefused(file, 0, "", "nested too deeply, or a number too long") from None
    if _deeper(said, _DEPTH):
        raise ImportRefused(file, 0, "", "nested too deeply")
    return said


def reading_of(file: str, parts: Iterable[tuple[str, Body]], around: Surroundings) -> Reading:
    """Entries, doubts and what is kept of a number of offers and organizations in the standard's form."""
    entries: list[Entry] = []
    doubts: list[Doubt] = []
    kept: list[Kept] = []
    seen: set[tuple[str, str]] = set()
    for number, (kind, body) in enumerate(parts, 1):
        key = _key(file, number, kind, body)
        if kind == "service":
            entry, of_entry = read_offer(body, around)
            key = entry.source_id
            _refuse_nameless(file, number, entry)
            if str(body.get("status", "active")) not in INACTIVE:
                entries.append(entry)
                doubts += of_entry
        if (kind, key) in seen:
            raise ImportRefused(file, number, "id", f"{kind} {key} stands there twice")
        seen.add((kind, key))
        kept.append(Kept(kind, key, json.dumps(body, ensure_ascii=False)))
    if not entries:
        raise ImportRefused(file, 0, "", "no active service in it")
    if len(entries) > MAX_ROWS:
        raise ImportRefused(file, 0, "", f"more than {MAX_ROWS} services")
    return Reading(tuple(entries), merged(doubts), tuple(kept))


def _parts(said: Any, file: str = "") -> Iterator[tuple[str, Body]]:
    """What a document holds: kind and object."""
    if not isinstance(said, dict):
        return
    if isinstance(contents := said.get("contents"), list):
        for one in contents:
            yield from _parts(one, file)
    elif file in {TERMS, TAXONOMIES}:
        yield ("taxonomy_term" if file == TERMS else "taxonomy"), said
    elif isinstance(services := said.get("services"), list):
        organization = {key: value for key, value in said.items() if key != "services"}
        for one in services:
            if isinstance(one, dict) and len(one) > 1:  # a bare id stands for an offer that is told elsewhere
                yield "service", one if "organization" in one else one | {"organization": organization}
        yield "organization", organization
    elif "status" in said or "organization" in said or file == SERVICES:
        yield "service", said
    else:
        yield "organization", said


def _key(file: str, number: int, kind: str, body: Body) -> str:
    key = body.get("id")
    if not isinstance(key, str) or not _ID.fullmatch(key):
        raise ImportRefused(file, number, "id", f"the id of a {kind} is missing or no id")
    return key


def _refuse_nameless(file: str, number: int, entry: Entry) -> None:
    if not _ID.fullmatch(entry.source_id):
        raise ImportRefused(file, number, "id", "an id is letters, digits, dots, dashes; at most 120")
    if not entry.name:
        raise ImportRefused(file, number, "name", "a service without a name")
    if not entry.organization:
        raise ImportRefused(file, number, "organization", "a service without an organization; lists need `full=true`")


def _deeper(said: Any, than: int) -> bool:
    if not isinstance(said, dict | list):
        return False
    inside = said.values() if isinstance(said, dict) else said
    return than == 0 or any(_deeper(one, than - 1) for one in inside)


FORMAT = Format("HSDS JSON", recognises, read, recognises_files, read_files)
