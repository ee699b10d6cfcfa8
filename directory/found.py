"""A service as a card shows it, and which ones come first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from directory.eligibility import FOR_EVERYBODY, Eligibility
from directory.entries import EXTENTS, ServedArea
from directory.hours_text import Span

AGED_AFTER = 365  # days: still shown with its date, behind newer ones (promises, I13)
OUTDATED_AFTER = 548  # days, 18 months (promises, I13)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Service:
    """An offer of the directory as one revision knew it, with all a card needs; each is only equal to itself.

    Texts are German, from the source; without `spans` only `hours_text` counts.
    """

    id: int
    source_id: str
    name: str
    organization: str
    description: str = ""
    kind: str = "practical_offer"
    needs: frozenset[str] = frozenset()
    areas: tuple[ServedArea, ...] = ()
    for_detention: bool = False
    street: str = ""
    postal_code: str = ""
    city: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    url: str = ""
    languages: tuple[str, ...] = ()
    eligibility: str = ""
    fees: str = ""
    appointment: str = "unknown"
    spans: tuple[Span, ...] = ()
    hours_text: str = ""
    assured_date: str | None = None
    status: str = "active"
    who: Eligibility = FOR_EVERYBODY  # `eligibility` and the source's columns, as far as they were understood
    waiting_weeks: int | None = None
    cost: str = ""  # free, small, paid; empty: not known
    interpreter: str = ""  # yes, on request, no; empty: not known
    latitude: float | None = None  # where it is, when its source says so
    longitude: float | None = None

    @property
    def address(self) -> str:
        """Street and town on one line; empty without a street, because a town alone leads nobody anywhere."""
        town = " ".join(filter(None, (self.postal_code, self.city)))
        return ", ".join(filter(None, (self.street, town))) if self.street else ""

    @property
    def usable(self) -> bool:
        """True when it is still offered and a person can call, write, click or go there."""
        return self.status == "active" and bool(self.phones or self.email or self.url or self.street)

    def nearness(self, municipality: str | None) -> int | None:
        """0 for the own municipality, 1 district, 2 Land, 3 country; None: not for people there. Without municipality only 1 and more."""
        reached = [EXTENTS.index(area.extent) for area in self.areas if area.extent != "municipality" or area.name == municipality]
        return min(reached, default=None)


def rank(services: Iterable[Service], need: str, municipality: str | None, for_detention: bool = False) -> tuple[Service, ...]:
    """The usable services for the need and the place, best first. Empty: nothing is known, which is a fact and not an error.

    For residence, advice that depends on nobody comes before the authority that decides. Then the nearer one, then the one a human
    confirmed, then the one that is easier to reach. Offers for people in detention are left out unless asked for.
    """
    fitting = [
        (service, nearness)
        for service in services
        if need in service.needs
        and service.usable
        and (for_detention or not service.for_detention)
        and (nearness := service.nearness(municipality)) is not None
    ]
    fitting.sort(
        key=lambda one: (
            for_detention and not one[0].for_detention,
            _second_for(need, one[0]),
            one[1],
            one[0].assured_date is None,
            not one[0].phones,
            one[0].id,
        )
    )
    return tuple(service for service, _ in fitting)


def older_last(services: Iterable[Service], need: str, municipality: str | None, today: date) -> tuple[Service, ...]:
    """Ranked services, but among equals those come later that were confirmed more than a year ago, and last those that never were."""

    def age(service: Service) -> int:
        if service.assured_date is None:
            return 2
        return int((today - date.fromisoformat(service.assured_date)).days > AGED_AFTER)

    return tuple(sorted(services, key=lambda one: (_second_for(need, one), one.nearness(municipality) or 0, age(one))))


def _second_for(need: str, service: Service) -> bool:
    return need.startswith("residence.") and service.kind != "independent_advice"


def long_unconfirmed(assured_date: str | None, today: date) -> bool:
    """True when nobody ever confirmed the entry, or the last time was more than 18 months ago."""
    if assured_date is None:
        return True
    return (today - date.fromisoformat(assured_date)).days > OUTDATED_AFTER


def elsewhere(services: Iterable[Service], need: str, municipality: str | None) -> tuple[str, ...]:
    """The other municipalities where something usable exists for the need that does not serve this one."""
    there = (
        area.name
        for service in services
        if need in service.needs and service.usable and not service.for_detention and service.nearness(municipality) is None
        for area in service.areas
        if area.extent == "municipality"
    )
    return tuple(dict.fromkeys(there))
