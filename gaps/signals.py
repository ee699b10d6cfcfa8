"""Gap signals (Hinweise): one observed unmet need each, without the person. docs/glossary.md explains the words."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from directory.needs import SENSITIVE, taxonomy
from storage.gap_rows import SignalRow
from storage.unit import Unit

LOCAL = ZoneInfo("Europe/Berlin")


class Cause(StrEnum):
    """Why nobody could help (Ursache). What the bot can know by itself; more causes need a human."""

    NOTHING_LISTED = "nothing listed, unchecked"
    NOT_IN_THIS_MUNICIPALITY = "not in this municipality"


class Source(StrEnum):
    """Who observed it (Quelle)."""

    NO_OFFER = "bot: no offer"


class Kind(StrEnum):
    """What is missing (Art)."""

    MISSING_OFFER = "missing offer"
    OUT_OF_REACH = "gap in the system"


@dataclass(frozen=True)
class Gap:
    """A need nobody listed could meet. `municipality` is None when the person would rather not say."""

    need: str
    municipality: str | None
    cause: Cause
    language: str


def iso_week(now: datetime) -> str:
    """The ISO week in Germany, e.g. 2026-W48. Nothing finer is kept."""
    year, week, _ = now.astimezone(LOCAL).isocalendar()
    return f"{year}-W{week:02d}"


def note(unit: Unit, person_id: int, gap: Gap) -> bool:
    """Writes a signal down, once per person, need, place and week. False when this person's was there already.

    The person is only used to make the week's token; its salt is destroyed when the week is over. Crisis needs
    never become signals: asking for one is a mistake in the code and raises ValueError.
    """
    need = taxonomy()[gap.need]
    if need.crisis:
        raise ValueError("a crisis is never a gap signal")
    week = iso_week(unit.now)
    salt = unit.gaps.salt(week, secrets.token_bytes(32))
    token = hmac.new(salt, str(person_id).encode(), hashlib.sha256).hexdigest()
    new = unit.gaps.first_this_week(week=week, need=need.code, area=need.area, municipality=gap.municipality or "", token=token)
    if new:
        unit.gaps.add(
            need=need.code,
            area=need.area,
            municipality=gap.municipality,
            cause=gap.cause,
            kind=Kind.OUT_OF_REACH if gap.cause is Cause.NOT_IN_THIS_MUNICIPALITY else Kind.MISSING_OFFER,
            source=Source.NO_OFFER,
            language=gap.language,
            week=week,
        )
    return new


def live_list(unit: Unit, at_most: int = 50) -> list[SignalRow]:
    """The newest signals. For coordinators only; a row shows need, cause and municipality, and nobody may export it."""
    return unit.gaps.newest(at_most)


def close_weeks(unit: Unit) -> list[str]:
    """Counts the weeks that are over and destroys their salts. Which weeks that were."""
    return unit.gaps.close_weeks_before(iso_week(unit.now), sorted(SENSITIVE))
