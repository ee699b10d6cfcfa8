"""A case in short, in German, put together from its facts alone: the person's own words stand beside it, untranslated."""

from __future__ import annotations

from collections.abc import Mapping

from directory.find import load_directory
from storage.cases import CaseRow
from storage.unit import Unit
from web.desk_words import language_name, need_label, place_name

HOURS = {"morning": "am Vormittag", "afternoon": "am Nachmittag", "any": "jederzeit"}
PICK_UP = {"only_me": "Nur die Person selbst soll abheben.", "others": "Auch andere dürfen abheben."}
NAME_KIM = {
    "yes": "KIM darf sich am Telefon melden.",
    "no": "KIM nur der Person selbst gegenüber nennen.",
}


def in_short(unit: Unit, case: CaseRow) -> tuple[str, ...]:
    """Who asks for what, from where, in which language, and what was shown to them already."""
    whom = "für jemand anderen, mit dessen Ja" if case.for_someone_else else "für sich selbst"
    place = "Ort nicht genannt" if case.municipality is None else f"wohnt in {place_name(case.municipality)}"
    lines = [f"Die Person fragt {whom}, {place}, liest {language_name(case.language)}."]
    lines.append("Kein Thema genannt." if case.need is None else f"Es geht um: {need_label(case.need)}.")
    shown = [row for row in unit.referrals.of_person(case.person_id) if row.need == case.need] if case.person_id is not None else []
    directory = load_directory(unit)
    names = [service.name for row in shown for source_id in row.services if (service := directory.named(source_id)) is not None]
    if names:
        lines.append(f"Gezeigt wurde ihr schon: {', '.join(names)}.")
    return tuple(lines)


def call_back(unit: Unit, case: CaseRow) -> tuple[str, ...]:
    """How the person wants to be called; empty when they do not."""
    return call_back_lines(unit.threads.call_back(case.id))


def call_back_lines(wish: Mapping[str, str]) -> tuple[str, ...]:
    """The same from what was kept of it."""
    if not wish:
        return ()
    return (
        f"Bitte anrufen: {wish['number']}, {HOURS[wish['hours']]}.",
        PICK_UP[wish["pick_up"]],
        NAME_KIM[wish["name_kim"]],
        "Keine Nachricht hinterlassen.",
    )
