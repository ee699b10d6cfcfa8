"""A half-year as a report finds it: published numbers, themes, decisions. Used by several tests."""

from __future__ import annotations

from datetime import date

from gaps.report import Asked, Decision, Facts, Finding, ForMinistry, Grid, Measure, Theme

TOWNS = ("Altenbeken", "Bad Lippspringe", "Büren", "Delbrück", "Hövelhof", "Lichtenau", "Paderborn", "Salzkotten", "Übrige")
AREAS = ("Arbeit", "Gesundheit", "Sprache", "Wohnen", "Übrige")
QUARTERS = ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")


def _line(first: int) -> tuple[int | None, ...]:
    return tuple(None if (first + at) % 3 == 0 else 5 * (1 + (first * at) % 7) for at in range(len(TOWNS)))


PLACES = Grid(AREAS, TOWNS, tuple(_line(number) for number in range(1, 6)), (120, 85, 60, 200, 15))
SPHERES = Grid(("AsylbLG", "SGB VIII"), ("SGB II", "SGB XII", "Übrige"), ((25, None, 10), (None, None, 5)), (35, 10), "Rechtskreis")


def theme(number: int, **more: object) -> Theme:
    """One of five themes."""
    titles = ("Kein Hebammenangebot in Büren", "Wartezeit auf Sprachkurse", "Wohnung für große Familien", "Kinderarzt", "Schulplatz ab 16")
    values: dict[str, object] = {
        "title": titles[number % 5],
        "level": "Kreis",
        "state": "Vorlage für die Lenkungsgruppe" if number < 2 else "in der Arbeitsgruppe",
        "office": "Koordination Bildung",
        "parties": "VHS, Jobcenter",
        "vignette": "Eine Mutter mit drei Kindern wartet seit acht Monaten auf einen Kurs mit Kinderbetreuung. Sie fährt zweimal umsonst.",
        "proposal": "Der Kreis richtet einen Kurs mit Kinderbetreuung in Büren ein und prüft ihn nach einem halben Jahr.",
        "trend": tuple(zip(QUARTERS, (10, 15, None if number == 3 else 25 + 5 * number, 30 + 10 * number), strict=True)),
        "unmet": 60 - 10 * number,
        "met": 20 * number,
        "draft": number < 2,
    }
    return Theme(**(values | more))  # type: ignore[arg-type]


FULL = Facts(
    district="Paderborn",
    period="2026-H1",
    today=date(2026, 7, 15),
    quarters=("2026-Q1", "2026-Q2"),
    by_municipality=(Asked("Büren", 60, 40), Asked("Paderborn", 200, 800), Asked("Übrige", 15, None)),
    by_language=(Asked("Arabisch", 90, 210), Asked("Ukrainisch", 45, 155), Asked("Übrige", 140, 400)),
    silent=("Borchen", "Bad Wünnenberg"),
    themes=tuple(theme(number) for number in range(5)),
    places=PLACES,
    spheres=SPHERES,
    decisions=(
        Decision(
            "Dolmetschen beim Jugendamt",
            "Der Kreis bezahlt einen Pool von Sprachmittlerinnen.",
            date(2025, 11, 20),
            "Umsetzung",
            (
                Measure("Ausschreibung", "Jugendamt", date(2026, 3, 31), date(2026, 3, 20)),
                Measure("Pool steht", "Kommunales Integrationszentrum", date(2026, 6, 30)),
            ),
            before=35,
            after=15,
        ),
    ),
    ministry=(
        ForMinistry("Anerkennung dauert zu lange", "Land", "Mehr Stellen in der Anerkennung.", "MKJFGFI NRW", date(2026, 2, 3)),
        ForMinistry("Kein Familienkurs im Förderplan", "Bund", "Kurse mit Kinderbetreuung fördern."),
    ),
    findings=(Finding("Kinderbetreuung", "Warteliste", "Büren, Lichtenau"), Finding("Sprachkurs", "=nicht erreichbar", "Hövelhof")),
    annex=(("Hinweise je Schwerpunkt und Kommune", PLACES), ("Brüche zwischen Rechtskreisen", SPHERES)),
)
NOTHING = Facts("Paderborn", "2026-H1", date(2026, 7, 15), missing=("2026-Q1", "2026-Q2"))
