"""The areas of the desk and the pages in each, by role: one list, for the menu of every page."""

from __future__ import annotations

from dataclasses import dataclass

COORDINATOR, MANAGER, ADMIN, AUDITOR = "coordinator", "case_manager", "admin", "auditor"
OFFICE, INTERPRETER, STEERING = "office_contact", "interpreter", "steering"
WITH_CASES = (COORDINATOR, MANAGER)
EVERYBODY = (*WITH_CASES, ADMIN, AUDITOR, OFFICE, INTERPRETER, STEERING)


@dataclass(frozen=True)
class Place:
    """A page of the menu. `here` is what the page calls itself; pages below it call themselves the same."""

    href: str
    label: str
    here: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Area:
    """Pages that belong together."""

    label: str
    places: tuple[Place, ...]

    def holds(self, here: str) -> bool:
        """Whether the page that is shown is one of this area."""
        return any(place.here == here for place in self.places)


AREAS = (
    Area("Übersicht", (Place("/desk/today", "Übersicht", "today", (COORDINATOR,)),)),
    Area(
        "Fälle",
        (
            Place("/desk", "Fälle", "cases", WITH_CASES),
            Place("/desk/exports", "Freigaben", "exports", (*WITH_CASES, ADMIN)),
            Place("/desk/questions", "Verfahrensfragen", "questions", (*WITH_CASES, OFFICE)),
            Place("/desk/interpreting", "Dolmetschen", "interpreting", (INTERPRETER,)),
        ),
    ),
    Area(
        "Lücken",
        (
            Place("/desk/gaps", "Was fehlt", "gaps", (COORDINATOR,)),
            Place("/desk/signals", "Hinweise", "signals", (COORDINATOR,)),
            Place("/desk/report", "Lücke melden", "report", (COORDINATOR, OFFICE)),
            Place("/desk/paths", "Was half", "paths", WITH_CASES),
            Place("/desk/themes", "Themen", "themes", (*WITH_CASES, OFFICE, STEERING)),
            Place("/desk/meetings", "Sitzungen", "meetings", (*WITH_CASES, OFFICE, STEERING)),
            Place("/desk/groups", "Gruppen", "groups", (*WITH_CASES, OFFICE, STEERING)),
            Place("/desk/reports", "Berichte", "reports", (COORDINATOR,)),
        ),
    ),
    Area(
        "Verzeichnis",
        (
            Place("/desk/services", "Angebote", "services", WITH_CASES),
            Place("/desk/tasks", "Prüfaufgaben", "tasks", (COORDINATOR,)),
            Place("/desk/coverage", "Abdeckung", "coverage", (COORDINATOR,)),
            Place("/desk/partners", "Partner", "partners", (COORDINATOR,)),
            Place("/desk/spheres", "Rechtskreise", "spheres", (*WITH_CASES, OFFICE, ADMIN)),
        ),
    ),
    Area(
        "Team",
        (
            Place("/desk/roster", "Dienstplan", "roster", (*WITH_CASES, ADMIN, AUDITOR)),
            Place("/desk/templates", "Vorlagen", "templates", (*WITH_CASES, ADMIN)),
            Place("/desk/words", "Sätze", "own_words", WITH_CASES),
            Place("/desk/report-template", "Berichtsvorlage", "report_template", (ADMIN,)),
            Place("/desk/staff", "Zugänge", "staff", (ADMIN,)),
            Place("/desk/audit", "Protokoll", "audit", (COORDINATOR, ADMIN, AUDITOR)),
        ),
    ),
    Area("Ich", (Place("/desk/me", "Ich", "me", EVERYBODY),)),
)


def menu(role: str) -> tuple[Area, ...]:
    """The areas in which this role has a page, with those pages only."""
    mine = (Area(area.label, tuple(place for place in area.places if role in place.roles)) for area in AREAS)
    return tuple(area for area in mine if area.places)
