"""What an import would change, before it does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from rapidfuzz import fuzz

from directory.entries import Entry, ServedArea
from directory.needs import tells_of_danger

_WAYS_TO_REACH = ("phones", "email", "url", "street", "postal_code", "city")
_ANOTHER = 50  # below this likeness of names the id is probably used again for something else


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that would be different."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One service that stays, with what would be different about it."""

    entry: Entry
    before: Entry
    fields: tuple[FieldChange, ...]

    @property
    def call_back(self) -> tuple[FieldChange, ...]:
        """New ways to reach an offer for people in danger: a wrong number there can hurt, somebody has to try it."""
        if not tells_of_danger((*self.entry.needs, *self.before.needs)):
            return ()
        return tuple(change for change in self.fields if change.field in _WAYS_TO_REACH)

    @property
    def another_service(self) -> bool:
        """True when the id seems to be used again for something else."""
        return fuzz.token_set_ratio(_plain(self.entry), _plain(self.before)) < _ANOTHER


@dataclass(frozen=True)
class Diff:
    """New, changed and gone services; and ids that may be the same service twice."""

    new: tuple[Entry, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Entry, ...] = ()
    doubles: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def plan(now: Iterable[Entry], entries: Iterable[Entry], gone_before: frozenset[str] = frozenset()) -> Diff:
    """What has to happen so that `now` becomes `entries`. Ids in `gone_before` are no longer offered; they count as new when they are back.

    What a source leaves open (kind, assured date) is not a change; an entry that changed in anything else is no longer assured.
    """
    there = {entry.source_id: entry for entry in now if entry.source_id not in gone_before}
    entries = tuple(entries)
    changes = (_change(there[entry.source_id], entry) for entry in entries if entry.source_id in there)
    coming = {entry.source_id for entry in entries}
    return Diff(
        new=tuple(entry for entry in entries if entry.source_id not in there),
        changed=tuple(change for change in changes if change.fields),
        gone=tuple(entry for source_id, entry in there.items() if source_id not in coming),
        doubles=tuple(_doubles(entries)),
    )


def _change(before: Entry, after: Entry) -> Change:
    different: list[FieldChange] = []
    for name in (field.name for field in fields(Entry)):
        old, new = getattr(before, name), getattr(after, name)
        if name in {"needs", "languages", "areas"}:
            old, new = tuple(sorted(old)), tuple(sorted(new))
        if old != new and (new or name not in {"kind", "assured_date"}):
            different.append(FieldChange(name, _shown(old), _shown(new)))
    return Change(after, before, tuple(different))


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(_shown(one) for one in value)
    if isinstance(value, ServedArea):
        return value.name or value.extent
    return "" if value is None else str(value)


def _plain(entry: Entry) -> str:
    return " ".join(re.findall(r"\w+", f"{entry.organization} {entry.name}".casefold()))


def _doubles(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Pairs with the same names, apart from spelling of case and signs, for the same places."""
    alike: defaultdict[tuple[str, frozenset[ServedArea]], list[str]] = defaultdict(list)
    for entry in entries:
        alike[_plain(entry), frozenset(entry.areas)].append(entry.source_id)
    for first, *others in alike.values():
        yield from ((first, other) for other in others)


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "sum": "{new} new, {changed} changed, {gone} gone",
        "new": "NEW      {id}: {name} ({organization})",
        "changed": "CHANGED  {id}: {name}",
        "field": "           {field}: {before} -> {after}",
        "gone": "GONE     {id}: {name} ({organization})",
        "another": "           ! is this still the same service, or is the id used again?",
        "call": "           ! for people in danger: dial it before you rely on it",
        "double": "DOUBLE?  {first} and {second} have the same name",
    },
    "de": {
        "sum": "{new} neu, {changed} geändert, {gone} weg",
        "new": "NEU      {id}: {name} ({organization})",
        "changed": "GEÄNDERT {id}: {name}",
        "field": "           {field}: {before} -> {after}",
        "gone": "WEG      {id}: {name} ({organization})",
        "another": "           ! Ist das noch dasselbe Angebot, oder wurde die Kennung neu vergeben?",
        "call": "           ! Für Menschen in Gefahr: anrufen, bevor sich jemand darauf verlässt",
        "double": "DOPPELT? {first} und {second} heißen gleich",
    },
}


def lines(diff: Diff, language: str = "en") -> tuple[str, ...]:
    """The diff as a person reads it, in German or else in English."""
    say = _WORDS.get(language, _WORDS["en"])
    told = [say["sum"].format(new=len(diff.new), changed=len(diff.changed), gone=len(diff.gone))]
    told += [say["new"].format(id=entry.source_id, name=entry.name, organization=entry.organization) for entry in diff.new]
    for change in diff.changed:
        told.append(say["changed"].format(id=change.entry.source_id, name=change.entry.name))
        for one in change.fields:
            told.append(say["field"].format(field=one.field, before=one.before[:200] or "-", after=one.after[:200] or "-"))
        told += [say["another"]] * change.another_service + [say["call"]] * bool(change.call_back)
    told += [say["gone"].format(id=entry.source_id, name=entry.name, organization=entry.organization) for entry in diff.gone]
    told += [say["double"].format(first=first, second=second) for first, second in diff.doubles]
    return tuple(told)
