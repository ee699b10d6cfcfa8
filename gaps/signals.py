"""Gap signals (Hinweise): one observed unmet need each, without the person. docs/glossary.md explains the words."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from directory.needs import SENSITIVE, taxonomy
from gaps.fields import Cause, Gap, Kind, Source
from storage.gap_rows import NewSignal, SignalRow
from storage.unit import Unit

LOCAL = ZoneInfo("Europe/Berlin")


def iso_week(now: datetime) -> str:
    """The ISO week in Germany, e.g. 2026-W48. Nothing finer is kept."""
    year, week, _ = now.astimezone(LOCAL).isocalendar()
    return f"{year}-W{week:02d}"


def note(unit: Unit, person_id: int, gap: Gap, source: Source = Source.NO_OFFER) -> bool:
    """Writes a signal down, once per person, need, place and week. False when this person's was there already.

    What a human found, and a promise that was not kept, stands as a row of its own; the person still counts once.

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
    noted = new or source is not Source.NO_OFFER
    if noted:
        unit.gaps.add(as_row(gap, source, need.area, week))
    return noted


def as_row(gap: Gap, source: Source, area: str, week: str) -> NewSignal:
    """A gap as the log keeps it."""
    broken = gap.broken
    return NewSignal(
        need=gap.need,
        area=area,
        municipality=gap.municipality,
        cause=gap.cause,
        kind=gap.kind or kind_of(gap),
        source=source,
        language=gap.language,
        week=week,
        sphere_from=broken.sphere_from if broken else None,
        sphere_to=broken.sphere_to if broken else None,
        trigger=broken.trigger if broken else None,
        target_group=gap.target_group,
        age_band=gap.age_band,
        tried=json.dumps([[one.service, one.outcome] for one in gap.tried]),
        urgency=gap.urgency,
        evidence=gap.evidence,
        note=gap.note,
    )


def kind_of(gap: Gap) -> Kind:
    """What kind of gap the cause makes it (Art), when nobody said."""
    if gap.broken is not None:
        return Kind.BREAK
    return Kind.MISSING_OFFER if gap.cause in (Cause.NOTHING_LISTED, Cause.NONE_EXISTS) else Kind.OUT_OF_REACH


def note_from_case(
    unit: Unit, person_id: int | None, need: str | None, municipality: str | None, cause: Cause, language: str, source: Source
) -> None:
    """The same for what a handover or a case showed. Nothing is noted without a need, in a crisis, or once the person was erased."""
    if person_id is not None and need is not None and not taxonomy()[need].crisis:
        note(unit, person_id, Gap(need, municipality, cause, language), source)


def live_list(unit: Unit, at_most: int = 50) -> list[SignalRow]:
    """The newest signals. For coordinators only; a row shows need, cause and municipality, and nobody may export it."""
    return unit.gaps.newest(at_most)


def close_weeks(unit: Unit) -> list[str]:
    """Counts the weeks that are over and destroys their salts. Which weeks that were."""
    return unit.gaps.close_weeks_before(iso_week(unit.now), sorted(SENSITIVE))
