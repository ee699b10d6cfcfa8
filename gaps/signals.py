"""Gap signals (Hinweise): one observed unmet need each, without the person. docs/glossary.md explains the words."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable

from directory.needs import SENSITIVE, taxonomy
from gaps.fields import Cause, Evidence, Gap, Kind, Source, Tried
from gaps.periods import iso_week
from gaps.weekly import MET, UNMET, Hint, count_week
from storage.gap_counts import AnswerRow, CountRow, TokenRow
from storage.gap_rows import NewSignal, SignalRow
from storage.municipalities import MunicipalityRows
from storage.unit import Unit

LIVE = "gaps"  # the mark that wakes the live list
SUSPICIOUS = 30  # people with the same need in the same place within two hours: no district has so many by itself
CROWD = 50  # new chats of one channel within two hours, whatever they ask for


def note(unit: Unit, person_id: int, gap: Gap, source: Source = Source.NO_OFFER) -> bool:
    """Writes a signal down, once per person, need, place and week. False when this person's was there already.

    What a human found, and a promise that was not kept, stands as a row of its own; the person still counts once. What a case manager
    found is not counted at all.

    The person is only used to make the week's token; its salt is destroyed when the week is over. Crisis needs
    never become signals: asking for one is a mistake in the code and raises ValueError.
    """
    need = taxonomy()[gap.need]
    if need.crisis:
        raise ValueError("a crisis is never a gap signal")
    week = iso_week(unit.now)
    if source is Source.CASE_MANAGER:
        note_finding(unit, gap, source)
        return True
    token = TokenRow(
        token=_token(unit, week, person_id),
        side=UNMET,
        need=need.code,
        area=need.area,
        municipality=gap.municipality or "",
        cause=gap.cause,
        kind=gap.kind or kind_of(gap),
        language=gap.language,
        sphere_from=gap.broken.sphere_from if gap.broken else "",
        sphere_to=gap.broken.sphere_to if gap.broken else "",
        evidence=gap.evidence,
    )
    new = unit.gap_counts.first_this_week(week, token)
    if new:
        crowd = unit.new_chats.most() >= CROWD
        unit.gap_counts.in_this_hour(week, need.code, token.municipality, SUSPICIOUS, crowd=crowd)
    noted = new or source is not Source.NO_OFFER
    if noted:
        unit.gaps.add(as_row(gap, source, need.area, week))
        unit.mark(LIVE)
    return noted


def note_new_chat(unit: Unit, channel: str) -> None:
    """Somebody wrote for the first time. When so many do within two hours, a human has to look at what was missing meanwhile.

    Only how many they are is kept, for two hours: no person knows when they came, and no signal whose it is.
    """
    if unit.new_chats.count(channel) == CROWD:
        unit.gap_counts.crowd_came()


def doubtful(unit: Unit) -> dict[tuple[str, str, str], bool | None]:
    """Week, need and municipality of signals that came many at once, and whether a human let them count (None: nobody looked yet)."""
    return {(one.week, one.need, one.municipality): one.counts for one in unit.gap_counts.bursts()}


def note_met(unit: Unit, person_id: int, needs: Iterable[str], municipality: str | None, language: str) -> None:
    """Something was proposed for these needs: what gaps are held against. Counted once per person, need, place and week; no signal."""
    counted = [need for code in needs if not (need := taxonomy()[code]).crisis]
    if not counted:
        return
    week = iso_week(unit.now)
    token = _token(unit, week, person_id)
    for need in counted:
        row = TokenRow(token, MET, need.code, need.area, municipality or "", "", "", language, "", "", "")
        unit.gap_counts.first_this_week(week, row)


def note_outcome(
    unit: Unit, person_id: int, need: str, municipality: str | None, language: str, services: Iterable[str], outcome: str
) -> None:
    """What somebody said came of services that were proposed: counted by the week's token, and no signal. Of delicate needs nothing."""
    if need not in SENSITIVE and not taxonomy()[need].crisis:
        week = iso_week(unit.now)
        token = _token(unit, week, person_id)
        unit.gap_counts.answered(week, (AnswerRow(token, need, one, municipality or "", language, outcome) for one in services))


def _token(unit: Unit, week: str, person_id: int) -> str:
    salt = unit.gap_counts.salt(week, lambda: secrets.token_bytes(32))
    return hmac.new(salt, str(person_id).encode(), hashlib.sha256).hexdigest()


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
    unit: Unit,
    person_id: int | None,
    need: str | None,
    municipality: str | None,
    cause: Cause,
    language: str,
    source: Source,
    tried: tuple[Tried, ...] = (),
) -> None:
    """The same for what a handover or a case showed. Nothing is noted without a need, in a crisis, or once the person was erased."""
    if person_id is not None and need is not None and not taxonomy()[need].crisis:
        evidence = Evidence.CONFIRMED if source is Source.CASE_MANAGER else Evidence.SINGLE
        note(unit, person_id, Gap(need, municipality, cause, language, tried=tried, evidence=evidence), source)


def note_finding(unit: Unit, gap: Gap, source: Source) -> None:
    """What somebody at the desk or a partner reports: a row of its own, in no count of people, so no count gives it back.

    A crisis raises ValueError.
    """
    need = taxonomy()[gap.need]
    if need.crisis:
        raise ValueError("a crisis is never a gap signal")
    unit.gaps.add(as_row(gap, source, need.area, iso_week(unit.now)))
    unit.mark(LIVE)


def live_list(unit: Unit, at_most: int = 50) -> list[SignalRow]:
    """The newest signals. For coordinators only; a row shows need, cause and municipality, and nobody may export it."""
    return unit.gaps.newest(at_most)


def close_weeks(unit: Unit) -> list[str]:
    """Counts the weeks that are over, destroys their salts and shuffles their signals. Which weeks that were."""
    over = unit.gap_counts.open_before(iso_week(unit.now))
    if not over:
        return over
    teams = {row.name: row.regional_team or "" for row in MunicipalityRows(unit.connection, unit.district).all()}
    floods = {(row.week, row.need, row.municipality) for row in unit.gap_counts.bursts()}
    for week in over:
        hints = [
            Hint(*row, burst=f"{row.need}|{row.municipality}" if (week, row.need, row.municipality) in floods and row.side == UNMET else "")
            for row in unit.gap_counts.tokens(week)
        ]
        answers = unit.gap_counts.answers(week)
        unit.gap_counts.close(week, (CountRow(week, *count) for count in count_week(hints, SENSITIVE, teams, Kind.BREAK, answers)))
        unit.gap_counts.shuffle(week, secrets.SystemRandom())
    unit.mark("forgotten")  # the database empties its log at once
    return over
