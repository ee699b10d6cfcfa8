"""Why not? For a need with no usable offer: the smallest change under which there is one. Pure: plain facts in, one reason out.

What stands in the way of an offer is a set of steps. The smallest change is, in this order: the fewest steps, then the easiest
ones (the order of `Step`, easiest first; of two steps the harder one is compared first), then the nearest place, the shortest wait.
That nobody ever confirmed an entry is a doubt about our directory and no step of its own: it only makes an offer come behind a
confirmed one that needs the same, and alone it is the smallest change there is. More than two steps at once are none: then nothing
is listed. docs/why-not.md says why the order is as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from directory.eligibility import Ages, Group, Verdict
from directory.found import OUTDATED_AFTER, Service
from directory.hours_text import DAYS, HOLIDAY, Span
from directory.places import kilometres
from gaps.fields import AgeBand, Cause, Gap, Kind

LONG_WAIT = 4  # weeks; whoever waits longer has no offer now
AT_MOST = 2  # steps at once
Centres = Mapping[str, tuple[float, float]]  # the middle of each municipality, latitude and longitude


class Step(IntEnum):
    """What would have to be different, easiest first."""

    UNVERIFIED = 1  # a phone call settles it
    INTERPRETER = 2  # they have one, who has to be asked for
    WAIT = 3
    HOURS = 4
    PLACE = 5
    LANGUAGE = 6
    COSTS = 7
    OUTDATED = 8  # nobody knows whether it still exists
    AGE = 9  # it is for others, and nobody can change that
    GROUP = 10


# What nobody is sent to: an entry nobody confirmed for long (a wrong number is a harm), and what is for others.
NOT_SHOWN = frozenset({Step.OUTDATED, Step.AGE, Step.GROUP})
_CAUSES: Mapping[Step, tuple[Cause, Kind]] = {
    Step.UNVERIFIED: (Cause.NOTHING_LISTED, Kind.DIRECTORY_ERROR),
    Step.INTERPRETER: (Cause.LANGUAGE, Kind.OUT_OF_REACH),
    Step.WAIT: (Cause.FULL, Kind.OUT_OF_REACH),
    Step.HOURS: (Cause.NOT_REACHABLE, Kind.OUT_OF_REACH),
    Step.PLACE: (Cause.NOT_IN_THIS_MUNICIPALITY, Kind.OUT_OF_REACH),
    Step.LANGUAGE: (Cause.LANGUAGE, Kind.OUT_OF_REACH),
    Step.COSTS: (Cause.COSTS, Kind.OUT_OF_REACH),
    Step.OUTDATED: (Cause.NOTHING_LISTED, Kind.DIRECTORY_ERROR),
    Step.AGE: (Cause.NOT_ELIGIBLE, Kind.OUT_OF_REACH),
    Step.GROUP: (Cause.NOT_ELIGIBLE, Kind.OUT_OF_REACH),
}


class DayBand(StrEnum):
    """When somebody can go somewhere, by one tap."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    WEEKEND = "weekend"


_WORKDAYS, _WEEKEND = DAYS[:5], DAYS[5:]
SPANS_OF: Mapping[DayBand, tuple[Span, ...]] = {
    DayBand.MORNING: tuple(Span(day, "07:00", "12:00") for day in _WORKDAYS),
    DayBand.AFTERNOON: tuple(Span(day, "13:00", "17:00") for day in _WORKDAYS),
    DayBand.EVENING: tuple(Span(day, "17:00", "22:00") for day in _WORKDAYS),
    DayBand.WEEKEND: tuple(Span(day, "07:00", "22:00") for day in _WEEKEND),
}


@dataclass(frozen=True)
class Wanted:
    """What somebody needs, and what is known of them. What they did not say is None, and never stands in the way."""

    need: str
    municipality: str | None
    language: str
    today: date
    group: Group | None = None
    ages: Ages | None = None
    can_come: tuple[Span, ...] | None = None


@dataclass(frozen=True)
class Why:
    """The smallest change. `steps`: hardest first; none and no service: nothing is listed at all.

    `none_here`: no offer for this need serves the municipality at all. `km`: by air line from the middle of the town to the offer
    itself, where its source says where it is, else to the middle of its town.
    """

    wanted: Wanted
    steps: tuple[Step, ...] = ()
    service: Service | None = None
    place: str | None = None
    km: int | None = None
    none_here: bool = True

    @property
    def cause(self) -> Cause:
        """The cause of a signal."""
        return _CAUSES[self.steps[0]][0] if self.steps else Cause.NOTHING_LISTED

    @property
    def kind(self) -> Kind:
        """The kind of a signal."""
        return _CAUSES[self.steps[0]][1] if self.steps else Kind.MISSING_OFFER

    @property
    def is_gap(self) -> bool:
        """False when there is an offer that only nobody confirmed yet: it is shown, with a warning, and is a task and no gap."""
        return self.steps != (Step.UNVERIFIED,)


def why_not(wanted: Wanted, services: Iterable[Service], centres: Centres) -> Why | None:
    """The smallest change under which there is an offer; None when there is a confirmed one without any."""
    offers = [service for service in services if wanted.need in service.needs and service.usable and not service.for_detention]
    none_here = not any(_serves(service, wanted.municipality) for service in offers)
    found: list[tuple[tuple[int, int, int, int, float, int, int], Why]] = []
    for service in offers:
        steps = stands_in_the_way(service, wanted)
        if not steps:
            return None
        real = sorted((step for step in steps if step is not Step.UNVERIFIED), reverse=True)
        if len(real) > AT_MOST:
            continue
        place, far = _nearest(service, wanted.municipality, centres) if Step.PLACE in steps else (None, None)
        hardest, other = [*real, 0, 0][:2]
        wait = service.waiting_weeks or 0 if Step.WAIT in steps else 0
        order = (len(real), hardest, other, int(Step.UNVERIFIED in steps), -1 if far is None else far, wait, service.id)
        km = None if far is None else round(far)
        found.append((order, Why(wanted, tuple(sorted(steps, reverse=True)), service, place, km, none_here)))
    return min(found, key=lambda one: one[0])[1] if found else Why(wanted, none_here=none_here)


def stands_in_the_way(service: Service, wanted: Wanted) -> frozenset[Step]:
    """What stands between this person and this offer; empty: nothing."""
    who, today = service.who, wanted.today
    stale = days_since_assured(service, today)
    facts = {
        Step.UNVERIFIED: stale is None,
        Step.OUTDATED: stale is not None and stale > OUTDATED_AFTER,
        Step.PLACE: not _serves(service, wanted.municipality),
        Step.GROUP: who.understood and who.admits_group(wanted.group) is Verdict.NO,
        Step.AGE: who.understood and who.admits_age(wanted.ages) is Verdict.NO,
        Step.WAIT: (service.waiting_weeks or 0) > LONG_WAIT,
        Step.COSTS: service.cost == "paid" and service.kind != "deciding_authority",  # the fee of an office is the law, not a gap
        Step.HOURS: not _open_when(service, wanted.can_come),
    }
    if not _speaks(service, wanted.language):
        facts |= {Step.INTERPRETER: service.interpreter == "on request", Step.LANGUAGE: service.interpreter == "no"}
    return frozenset(step for step, there in facts.items() if there)


def days_since_assured(service: Service, today: date) -> int | None:
    """How long ago a human confirmed the entry; None: nobody did."""
    if service.assured_date is None:
        return None
    try:
        return (today - date.fromisoformat(service.assured_date)).days
    except ValueError:
        return None


def _serves(service: Service, municipality: str | None) -> bool:
    lives_there = municipality is None or not service.who.residence or municipality in service.who.residence
    return lives_there and service.nearness(municipality) is not None


def _speaks(service: Service, language: str) -> bool:
    """Whether they speak it, or have somebody who does. An entry that names no languages says nothing."""
    return service.interpreter == "yes" or (not service.languages and not service.interpreter) or _plain(language) in service.languages


def _plain(language: str) -> str:
    return language.partition("-")[0]


def _open_when(service: Service, can_come: tuple[Span, ...] | None) -> bool:
    weekly = [span for span in service.spans if span.day != HOLIDAY]
    if can_come is None or not weekly:
        return True
    return any(
        span.day == free.day and span.opens_at < free.closes_at and free.opens_at < span.closes_at for span in weekly for free in can_come
    )


def _nearest(service: Service, municipality: str | None, centres: Centres) -> tuple[str | None, float | None]:
    """The nearest municipality that this offer is for, and how far away."""
    served = service.who.residence or tuple(area.name for area in service.areas if area.extent == "municipality")
    if service.city in served and service.city in centres:
        served = (service.city,)  # it serves others too, but this is where it is
    here = centres.get(municipality or "")
    if here is None:
        return next(iter(served), None), None
    away = [(kilometres(*here, *_middle(service, name, centres)), name) for name in served if name in centres]
    far, name = min(away, default=(None, next(iter(served), None)))
    return name, far


def _middle(service: Service, town: str, centres: Centres) -> tuple[float, float]:
    """Where to go in this town: to the offer itself, where its source says where it is."""
    if town == service.city and service.latitude is not None and service.longitude is not None:
        return service.latitude, service.longitude
    return centres[town]


BANDS: Mapping[AgeBand, Ages] = {
    AgeBand.CHILD: Ages(None, 17),
    AgeBand.YOUNG: Ages(18, 26),
    AgeBand.ADULT: Ages(27, 64),
    AgeBand.OLD: Ages(65, None),
}


def as_gap(why: Why, *, coarse: bool = True) -> Gap:
    """The fields of a signal. Not `coarse`: without target group and age, as for delicate needs."""
    wanted = why.wanted
    band = next((band for band, ages in BANDS.items() if ages == wanted.ages), None)
    told = {"target_group": wanted.group, "age_band": band} if coarse else {}
    return Gap(wanted.need, wanted.municipality, why.cause, wanted.language, kind=why.kind, **told)  # type: ignore[arg-type]


def asks(wanted: Wanted, services: Iterable[Service], told: Iterable[str]) -> str:
    """What to ask next: "group", "age", or nothing (empty). Only what was not `told` or declined, and only when it changes the answer.

    It does when for some answer none of these offers would be left. Where an age is only roughly known ("Jugendliche"), it is not asked.
    """
    offers, told = [service.who for service in services], set(told)
    if not all(who.understood for who in offers):
        return ""
    if "group" not in told and wanted.group is None and _changes([[who.admits_group(group) for group in Group] for who in offers]):
        return "group"
    if "age" not in told and wanted.ages is None:
        open_to = [who for who in offers if who.admits_group(wanted.group) is not Verdict.NO]
        if not any(who.more for who in open_to) and _changes([[who.admits_age(ages) for ages in BANDS.values()] for who in open_to]):
            return "age"
    return ""


def _changes(verdicts: list[list[Verdict]]) -> bool:
    return bool(verdicts) and any(all(verdict is Verdict.NO for verdict in answer) for answer in zip(*verdicts, strict=True))


def depends(wanted: Wanted, service: Service) -> bool:
    """Whether it depends on a paper or an age that the person did not tell."""
    who = service.who
    verdicts = {who.admits_group(wanted.group), who.admits_age(wanted.ages)} if who.understood else set()
    return Verdict.DEPENDS in verdicts and Verdict.NO not in verdicts
