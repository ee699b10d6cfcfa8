"""`lotse spheres check`: do all codes of the spheres model exist, and has every entry its source?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TextIO

import yaml

from directory.needs import taxonomy
from gaps.fields import TargetGroup
from gaps.spheres import FILE, spheres

CODE_AT_MOST, EVENT_AT_MOST = 30, 40  # characters of gap_signals.sphere_from and .trigger
_PARAGRAPH = re.compile(r"^§ ?\d+[a-z]?(?: (?:Abs|Satz|Nr|Buchst)\. ?\w+| Satz \d+)* \S+")
_KEYS = {"code", "event", "from", "to", "who", "authorities", "needs", "changes", "papers", "law", "as_of", "reviewer"}
_MAY = {"deadlines", "check", "texts"}


def wrong(raw: Mapping[str, Any]) -> Iterator[str]:
    """What must not be, one line each; nothing when the model is whole."""
    for name, longest in (("spheres", CODE_AT_MOST), ("events", EVENT_AT_MOST), ("authorities", EVENT_AT_MOST)):
        for code, label in raw[name].items():
            if len(code) > longest or not label.get("de") or not label.get("en"):
                yield f"{name} {code}: too long, or without a name in German and English"
    for need in taxonomy().needs:
        yield from (f"{need.code}: its law {law} is no sphere" for law in need.law if law not in raw["spheres"])
    seen: set[str] = set()
    for entry in raw["transitions"]:
        code = entry.get("code", "?")
        if code in seen:
            yield f"{code}: stands there twice"
        seen.add(code)
        yield from (f"{code}: {problem}" for problem in _wrong_in(entry, raw))
    used = {entry.get("event") for entry in raw["transitions"]}
    yield from (f"event {event}: nothing changes" for event in raw["events"] if event not in used)


def _wrong_in(entry: Mapping[str, Any], raw: Mapping[str, Any]) -> Iterator[str]:
    missing, strange = _KEYS - entry.keys(), entry.keys() - _KEYS - _MAY
    if missing or strange:
        yield f"missing {sorted(missing)}, unknown {sorted(strange)}"
        return
    codes = {
        "from": ([entry["from"]], raw["spheres"]),
        "to": ([entry["to"]], raw["spheres"]),
        "event": ([entry["event"]], raw["events"]),
        "authorities": (entry["authorities"], raw["authorities"]),
        "who": (entry["who"], {group.value for group in TargetGroup}),
        "needs": (entry["needs"], taxonomy().by_code),
    }
    for name, (used, known) in codes.items():
        yield from (f"{name} {code}: no such code" for code in used if code not in known)
    yield from (
        f"{need}: a danger, and no matter of an office" for need in entry["needs"] if need in taxonomy() and taxonomy()[need].crisis
    )
    if not entry["needs"] or not entry["authorities"] or not entry["changes"].strip():
        yield "names no need, no authority, or not what changes"
    if not entry["law"]:
        yield "has no source"
    yield from (f"law {law!r} is no paragraph" for law in entry["law"] if not _PARAGRAPH.match(law))
    for deadline in entry.get("deadlines", ()):
        if not deadline.get("de") or not _PARAGRAPH.match(deadline.get("law") or ""):
            yield f"deadline {deadline.get('de', '')!r} has no paragraph"
    if not isinstance(entry["as_of"], date):
        yield "has no day for which it stands (as_of)"
    if entry["reviewer"] is not None:
        yield "is shipped as reviewed: the desk keeps who reviewed which text, and a change of the text withdraws it"


def main(out: TextIO) -> int:
    """Checks the model. 0 when nothing is wrong, 1 when something is."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    problems = list(wrong(raw))
    out.writelines(f"wrong: {problem}\n" for problem in problems)
    if problems:
        return 1
    model = spheres()
    to_check = sum(bool(one.check) for one in model.transitions.values())
    out.write(
        f"{len(model.transitions)} transitions, {len(model.events)} events, {len(model.spheres)} spheres; {to_check} with a question\n"
    )
    return 0
