"""The people of the simulation: who works where, how fast they answer, when they are away. Everything follows from the seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from cases.desk_access import invite
from cases.team import agree, be_absent, describe
from storage.municipalities import MunicipalityRows
from storage.unit import Unit

TEAMS = {
    "Altenbeken": "Ost",
    "Bad Lippspringe": "Ost",
    "Lichtenau": "Ost",
    "Borchen": "Mitte",
    "Paderborn": "Mitte",
    "Delbrück": "Nord",
    "Hövelhof": "Nord",
}  # the others have none: there the coordinators are next
HOURS = ("Mo-Fr 08:00-16:00", "Mo-Do 8-12 Uhr und 14-16 Uhr, Fr 8-12 Uhr", "Di, Do 9-13 Uhr")
LANGUAGES = ("ar", "uk", "ro", "bg", "tr", "ti", "fa", "pl")


@dataclass
class Habits:
    """How somebody works: whether they take what they are asked about, and how long that takes them, in minutes of service."""

    takes: float
    minutes: float


def settle(unit: Unit, dice: random.Random, first: date, days: int) -> dict[int, Habits]:
    """Staff for every town but one, with absences in the time that is simulated. Paderborn has four; Altenbeken has a vacant post."""
    towns = MunicipalityRows(unit.connection, unit.district)
    habits: dict[int, Habits] = {}
    for number, town in enumerate(row.name for row in towns.all()):
        towns.assign_team(town, TEAMS.get(town))
        agree(unit, town, hours=HOURS[number % len(HOURS)], days=1 + number % 3, target_groups=())
        if town == "Altenbeken":
            unit.roster.add_post(town)
            continue
        for post in range(4 if town == "Paderborn" else 1 + number % 2):
            invite(unit, role="case_manager", name=f"{town} {post + 1}", municipalities=(town,))
    for number in range(2):
        invite(unit, role="coordinator", name=f"Koordination {number + 1}")
    managers = unit.staff.by_role("case_manager")
    for member in managers:
        habits[member.id] = Habits(dice.choice((1.0, 0.9, 0.5, 0.1)), dice.choice((30, 120, 400)))
        describe(unit, member.id, speaks=dice.sample(LANGUAGES, 2), areas=[], capacity=dice.choice((None, None, 25)))
        for _ in range(dice.randrange(3)):
            starts = first + timedelta(days=dice.randrange(days))
            other = dice.choice([None, *(one.id for one in managers if one.id != member.id)])
            be_absent(unit, member.id, starts, starts + timedelta(days=dice.randrange(20)), other)
    for member in unit.staff.by_role("coordinator"):
        habits[member.id] = Habits(0.9, 200)
    return habits
