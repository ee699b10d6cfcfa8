"""Who is responsible for a handover: pure rules over the roster. They take plain values and say why.

In this order: whoever holds a post in the municipality and is there; the substitute they named; the regional team; a coordinator.
Of several the one who speaks the person's language, then who knows the area, then who has fewest open cases.
A town whose people are there but full takes on nobody: that is said, instead of a promise nobody can keep.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Rung(StrEnum):
    """How far up it is asked."""

    OWN = "own"
    SUBSTITUTE = "substitute"
    TEAM = "team"
    COORDINATOR = "coordinator"
    NOBODY = "nobody"


RUNGS = (Rung.OWN, Rung.SUBSTITUTE, Rung.TEAM, Rung.COORDINATOR)


class Why(StrEnum):
    """One step of the explanation. The words are the desk's."""

    NO_PLACE = "no_place"  # the person did not say where they live
    NO_POST = "no_post"  # nobody holds a post there
    ABSENT = "absent"  # this member, until this day
    FULL = "full"  # this member has as many cases as they can
    IN_TOWN = "in_town"
    SPEAKS = "speaks"
    KNOWS = "knows"
    SUBSTITUTE = "substitute"  # for this member
    TEAM = "team"  # of this name
    COORDINATOR = "coordinator"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Absence:
    """Days somebody is not there, both ends included, and who stands in."""

    first: date
    last: date
    substitute: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the staff as far as the rules look at them. `load` is their open cases; `capacity` None: they never said."""

    id: int
    municipalities: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    capacity: int | None = None
    load: int = 0
    absences: tuple[Absence, ...] = ()

    def absence(self, day: date) -> Absence | None:
        """The absence this day falls into."""
        return next((one for one in self.absences if one.first <= day <= one.last), None)

    @property
    def full(self) -> bool:
        return self.capacity is not None and self.load >= self.capacity


@dataclass(frozen=True)
class Roster:
    """Everybody who can be asked. `teams` names the regional team of each municipality that has one."""

    managers: tuple[Member, ...] = ()
    coordinators: tuple[Member, ...] = ()
    teams: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the explanation: about whom, until when, and of which name."""

    why: Why
    staff: int | None = None
    until: date | None = None
    name: str | None = None


@dataclass(frozen=True)
class Decision:
    """Who is responsible, how far up the ladder that is, and why. `full`: the town takes on nobody now, so nobody is asked."""

    responsible: int | None
    rung: Rung
    reasons: tuple[Reason, ...]
    full: bool = False


def decide(roster: Roster, municipality: str | None, language: str, area: str | None, day: date, *, urgent: bool = False) -> Decision:
    """Who is responsible for a handover that is looked at on this day. An `urgent` one finds a coordinator where the town is full."""
    if municipality is None:
        return _coordinator(roster, day, (Reason(Why.NO_PLACE),))
    in_town = [member for member in roster.managers if municipality in member.municipalities]
    reasons: list[Reason] = [] if in_town else [Reason(Why.NO_POST, name=municipality)]
    there = []
    for member in in_town:
        absence = member.absence(day)
        if absence is not None:
            reasons.append(Reason(Why.ABSENT, member.id, absence.last))
        elif member.full:
            reasons.append(Reason(Why.FULL, member.id))
        else:
            there.append(member)
    if there:
        chosen = _best(there, language, area)
        return Decision(chosen.id, Rung.OWN, (Reason(Why.IN_TOWN, chosen.id, name=municipality), *_merits(chosen, language, area)))
    standing_in = [one for member in in_town if (one := _substitute(roster, member, day)) is not None]
    if standing_in:
        chosen = _best(standing_in, language, area)
        return Decision(chosen.id, Rung.SUBSTITUTE, (*reasons, Reason(Why.SUBSTITUTE, chosen.id)))
    team = _team(roster, municipality, day)
    if team:
        chosen = _best(team, language, area)
        return Decision(chosen.id, Rung.TEAM, (*reasons, Reason(Why.TEAM, chosen.id, name=roster.teams[municipality])))
    if any(reason.why is Why.FULL for reason in reasons) and not urgent:
        return Decision(None, Rung.NOBODY, tuple(reasons), full=True)
    return _coordinator(roster, day, tuple(reasons))


def _coordinator(roster: Roster, day: date, reasons: tuple[Reason, ...]) -> Decision:
    there = [member for member in roster.coordinators if member.absence(day) is None]
    if not there:
        return Decision(None, Rung.NOBODY, (*reasons, Reason(Why.NOBODY)))
    chosen = _best(there, "", None)
    return Decision(chosen.id, Rung.COORDINATOR, (*reasons, Reason(Why.COORDINATOR, chosen.id)))


def _best(members: Iterable[Member], language: str, area: str | None) -> Member:
    return min(members, key=lambda member: (language not in member.languages, area not in member.areas, member.load, member.id))


def _merits(member: Member, language: str, area: str | None) -> tuple[Reason, ...]:
    speaks = (Reason(Why.SPEAKS, member.id, name=language),) if language in member.languages else ()
    knows = (Reason(Why.KNOWS, member.id, name=area),) if area in member.areas else ()
    return (*speaks, *knows)


def _substitute(roster: Roster, member: Member, day: date, seen: frozenset[int] = frozenset()) -> Member | None:
    """Whoever stands in for somebody absent; when they are absent, too, whoever stands in for them."""
    absence = member.absence(day)
    if absence is None or absence.substitute is None or absence.substitute in seen | {member.id}:
        return None
    everybody = (*roster.managers, *roster.coordinators)
    stand_in = next((one for one in everybody if one.id == absence.substitute), None)
    if stand_in is None or stand_in.full:
        return None
    return stand_in if stand_in.absence(day) is None else _substitute(roster, stand_in, day, seen | {member.id})


def _team(roster: Roster, municipality: str, day: date) -> list[Member]:
    team = roster.teams.get(municipality)
    if team is None:
        return []
    towns = {town for town, its_team in roster.teams.items() if its_team == team and town != municipality}
    return [member for member in roster.managers if member.municipalities & towns and member.absence(day) is None and not member.full]


def asked_at(roster: Roster, municipality: str | None, rung: Rung, day: date) -> tuple[int, ...]:
    """Who is asked when a handover climbs to this rung: everybody of it who is there, however much they have to do.

    Coordinators are the last who can be asked: when all of them are absent, all are asked.
    """
    if rung is Rung.COORDINATOR or municipality is None:
        there = tuple(member.id for member in roster.coordinators if member.absence(day) is None)
        return there or tuple(member.id for member in roster.coordinators)
    in_town = [member for member in roster.managers if municipality in member.municipalities]
    if rung is Rung.OWN:
        return tuple(member.id for member in in_town if member.absence(day) is None)
    if rung is Rung.SUBSTITUTE:
        stand_ins = {one.id for member in in_town if (one := _substitute(roster, member, day)) is not None}
        return tuple(sorted(stand_ins | {member.id for member in in_town if member.absence(day) is None}))
    return tuple(member.id for member in _team(roster, municipality, day))


@dataclass(frozen=True, slots=True)
class WhiteSpot:
    """Days on which nobody of the town or standing in for them is there. `vacant`: because nobody holds a post."""

    municipality: str
    first: date
    last: date
    vacant: bool


def white_spots(roster: Roster, municipalities: Collection[str], first: date, days: int, working: Collection[date]) -> list[WhiteSpot]:
    """Where the roster has holes within the next `days` days. `working` are the days on which somebody should be there."""
    found: list[WhiteSpot] = []
    ahead = [first + timedelta(days=number) for number in range(days) if first + timedelta(days=number) in working]
    for town in municipalities:
        in_town = [member for member in roster.managers if town in member.municipalities]
        run: list[date] = []
        for day in [*ahead, None]:
            if day is not None and not any(
                member.absence(day) is None or _substitute(roster, member, day) is not None for member in in_town
            ):
                run.append(day)
            elif run:
                found.append(WhiteSpot(town, run[0], run[-1], not in_town))
                run = []
    return found
