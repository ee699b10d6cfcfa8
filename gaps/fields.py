"""The fields of a gap signal (Hinweis) and the values they may have. Stored as they stand here; docs/glossary.md gives the German words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from directory.eligibility import Group


class Cause(StrEnum):
    """Why nobody could help (Ursache). The first two the bot can know by itself; most others need a human."""

    NOTHING_LISTED = "nothing listed, unchecked"
    NOT_IN_THIS_MUNICIPALITY = "not in this municipality"
    NONE_EXISTS = "none exists"  # only after the directory was checked
    FULL = "full or waiting list"
    NOT_ELIGIBLE = "not eligible"
    LANGUAGE = "language or interpreter missing"
    NOT_REACHABLE = "not reachable"
    STUCK = "papers or procedure stuck"
    UNCLEAR = "responsibility unclear"
    NO_REPLY = "no reply"
    COSTS = "costs"


class Source(StrEnum):
    """Who observed it (Quelle)."""

    NO_OFFER = "bot: no offer"
    NO_REPLY = "no reply"
    FULL_TOWN = "case management full"
    CASE_MANAGER = "case manager"
    DID_NOT_HELP = "did not help"  # somebody reached the service
    REFERRAL_FAILED = "referral failed"  # nobody was reached
    PARTNER = "partner"
    WHITE_SPOT = "directory"  # nothing listed for a municipality, before anybody asked


class Kind(StrEnum):
    """What is missing (Art)."""

    MISSING_OFFER = "missing offer"
    OUT_OF_REACH = "gap in the system"
    BREAK = "break between spheres"
    DIRECTORY_ERROR = "directory error"


# For whom (Zielgruppe): the same codes as the directory's offers have. Optional, asked at most once, with the reason.
TargetGroup = Group


class AgeBand(StrEnum):
    """How old, coarsely."""

    CHILD = "under 18"
    YOUNG = "18 to 26"
    ADULT = "27 to 64"
    OLD = "65 and older"


class Urgency(StrEnum):
    """What follows if nothing happens (Folge)."""

    BENEFIT_GAP = "benefit gap"
    LOSS_OF_HOME = "loss of home"
    DEADLINE = "deadline"
    CHILD_WELFARE = "child welfare"
    HEALTH = "health"
    DELAY = "delay"


class CameOf(StrEnum):
    """What came of a service that was tried."""

    NOT_REACHED = "not reached"
    FULL = "full"
    REFUSED = "refused"
    DID_NOT_HELP = "did not help"
    WRONG_HOURS = "hours do not fit"


class Evidence(StrEnum):
    """How sure it is (Belegstufe), weakest first."""

    SINGLE = "single hint"
    REPEATED = "repeated"
    CONFIRMED = "confirmed by a case manager"
    STRUCTURAL = "structurally confirmed"


class SignalState(StrEnum):
    """Where a signal is in its life: recorded, checked, then one of four ends; what is structural may be bundled into a theme."""

    RECORDED = "recorded"
    CHECKED = "checked"
    CORRECTED = "directory corrected"
    SOLVED = "solved in the single case"
    DUPLICATE = "duplicate"
    STRUCTURAL = "structural"
    BUNDLED = "bundled"


NOT_MISSING = (SignalState.CORRECTED, SignalState.DUPLICATE)  # what turned out to be no unmet need


@dataclass(frozen=True)
class Break:
    """A break between two legal spheres (Rechtskreise), and the event that led from one to the other: codes of the spheres model."""

    sphere_from: str
    sphere_to: str
    trigger: str


@dataclass(frozen=True)
class Tried:
    """A service that was proposed, by the id of its source, and what came of it."""

    service: str
    outcome: CameOf


@dataclass(frozen=True)
class Gap:
    """A need nobody listed could meet. `municipality` is None when the person would rather not say; so is any other field not recorded.

    `note` is written by staff, without names; a newcomer's own words never stand here.
    """

    need: str
    municipality: str | None
    cause: Cause
    language: str
    kind: Kind | None = None  # None: as the cause says
    broken: Break | None = None
    target_group: TargetGroup | None = None
    age_band: AgeBand | None = None
    tried: tuple[Tried, ...] = ()
    urgency: Urgency | None = None
    evidence: Evidence = Evidence.SINGLE
    note: str | None = None
