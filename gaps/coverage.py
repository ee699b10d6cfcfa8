"""What the directory alone says: for each need and municipality, whether there is something. White spots, before anybody asks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from directory.find import Directory
from directory.needs import Need
from gaps.why_not import Step, Wanted, Why, stands_in_the_way, why_not

_ANYBODY = "und"  # ISO 639: no language, because nobody asks


class Cover(StrEnum):
    """How well a need is covered in a municipality, best first."""

    CONFIRMED = "confirmed"  # an offer somebody confirmed within 18 months
    UNVERIFIED = "unverified"  # only what nobody ever confirmed
    HINDERED = "hindered"  # only with a long wait or for money
    OUTDATED = "outdated"  # only what nobody confirmed for long; people are not shown it
    ELSEWHERE = "elsewhere"  # only in other municipalities
    NOTHING = "nothing"


WHITE = (Cover.ELSEWHERE, Cover.NOTHING)  # a gap the directory shows by itself; an outdated entry is a task


@dataclass(frozen=True)
class Cell:
    """One need in one municipality. `offers`: how many people there are shown. `why`: what stands in the way, if anything."""

    cover: Cover
    offers: int
    why: Why | None


def coverage(directory: Directory, needs: Iterable[Need], today: date) -> Mapping[tuple[str, str], Cell]:
    """By need and municipality, for somebody of whom nothing is known. Needs of a crisis are left out: they never become signals."""
    return {
        (need.code, town): cell_of(directory, need.code, town, today)
        for need in needs
        if not need.crisis
        for town in directory.municipalities
    }


def cell_of(directory: Directory, need: str, town: str, today: date) -> Cell:
    """One cell of the map."""
    wanted = Wanted(need, town, _ANYBODY, today)
    services = directory.of_need(need)
    blocked = [
        stands_in_the_way(service, wanted) - {Step.LANGUAGE, Step.INTERPRETER}
        for service in services
        if service.usable and not service.for_detention
    ]
    shown = [steps for steps in blocked if not steps & {Step.PLACE, Step.OUTDATED}]
    why = why_not(wanted, services, directory.centres)
    if any(not steps for steps in shown):
        return Cell(Cover.CONFIRMED, len(shown), None)
    if any(steps == {Step.UNVERIFIED} for steps in shown):
        return Cell(Cover.UNVERIFIED, len(shown), why)
    if shown:
        return Cell(Cover.HINDERED, len(shown), why)
    if any(Step.PLACE not in steps for steps in blocked):
        return Cell(Cover.OUTDATED, 0, why)
    return Cell(Cover.ELSEWHERE if blocked else Cover.NOTHING, 0, why)
