"""Themes with their history, and the steps of the signals they are made of. History is only added to."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from storage.gap_rows import SignalRow
from storage.gap_tables import gap_signals
from storage.numbers import new_id
from storage.once import insert_of
from storage.theme_tables import declined_bundles, letters, signal_steps, theme_scopes, theme_steps, themes

if TYPE_CHECKING:
    from storage.unit import Unit

TEXTS_SAVED = "text"  # a step that is none: somebody saved other texts


class ThemeRow(NamedTuple):
    """One theme. `texts` are its words by name; `version` counts every change of them."""

    id: int
    state: str
    level: str
    area: str
    cause: str
    texts: dict[str, str]
    due_day: str
    version: int
    created_at: int
    changed_at: int
    closed_week: str


class StepRow(NamedTuple):
    """One entry of a history. `about`: the theme (0: a signal); `texts` is what was saved, for a theme's texts."""

    about: int
    state: str
    why: str
    texts: dict[str, str] | None
    by_id: int | None
    at: int


class LetterRow(NamedTuple):
    """A letter to the ministry, and its answer."""

    id: int
    theme_id: int
    addressee: str
    words: str
    sent_day: str
    answer: str
    answered_day: str


_theme = [themes.c[name] for name in ThemeRow._fields]
_signal = [gap_signals.c[name] for name in SignalRow._fields]
_letter = [letters.c[name] for name in LetterRow._fields]


def _opened(row: Any) -> ThemeRow:
    return ThemeRow(*row)._replace(texts=json.loads(row.texts))


class ThemeRows:
    """The themes of the unit's district, and what their signals went through."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    # --- signals

    def signals(self, ids: Sequence[int]) -> list[SignalRow]:
        """These signals, locked until the unit ends."""
        mine = (gap_signals.c.district == self._unit.district, gap_signals.c.id.in_(list(ids)))
        rows = self._unit.connection.execute(select(*_signal).where(*mine).order_by(gap_signals.c.id).with_for_update())
        return [SignalRow(*row) for row in rows]

    def signal_steps(
        self, signals: Sequence[SignalRow], states: Sequence[str], why: str, by_id: int | None, theme_id: int | None = None
    ) -> None:
        """Each of these signals takes these steps, one after the other."""
        unit = self._unit
        kept = {"district": unit.district, "why": why, "by_id": by_id, "at": unit.now_ms}
        for one in signals:
            life = one.life or secrets.token_urlsafe(16)
            unit.connection.execute(insert(signal_steps), [{**kept, "life": life, "state": state} for state in states])
            mine = update(gap_signals).where(gap_signals.c.district == unit.district, gap_signals.c.id == one.id)
            belongs = {} if theme_id is None else {"theme_id": theme_id}
            unit.connection.execute(mine.values(state=states[-1], life=life, **belongs))

    def steps_of_signal(self, life: str | None) -> list[StepRow]:
        """What a signal went through, the first step first."""
        mine = (signal_steps.c.district == self._unit.district, signal_steps.c.life == (life or ""))
        rows = self._unit.connection.execute(select(signal_steps).where(*mine).order_by(signal_steps.c.id))
        return [StepRow(0, row.state, row.why, None, row.by_id, row.at) for row in rows]

    def log(self, states: Sequence[str], before: int | None, at_most: int) -> list[SignalRow]:
        """Signals in one of these states, the newest first, with a smaller number than `before`."""
        c = gap_signals.c
        newest = select(*_signal).where(c.district == self._unit.district).order_by(c.id.desc()).limit(at_most)
        if before is not None:
            newest = newest.where(c.id < before)
        # State by state: an index gives the newest of one state in their order, not those of several.
        found = (row for state in states for row in self._unit.connection.execute(newest.where(c.state == state)))
        return sorted((SignalRow(*row) for row in found), key=lambda row: -row.id)[:at_most]

    def unbundled(self, need: str, cause: str, places: Sequence[str], states: Sequence[str], at_most: int) -> list[SignalRow]:
        """Signals of this need, cause and these places ('' = not said) in one of these states, the newest first."""
        c = gap_signals.c
        about = (c.need == need, c.cause == cause, func.coalesce(c.municipality, "").in_(list(places)), c.state.in_(list(states)))
        wanted = select(*_signal).where(c.district == self._unit.district, *about).order_by(c.id.desc()).limit(at_most)
        return [SignalRow(*row) for row in self._unit.connection.execute(wanted)]

    def alike(self, need: str, cause: str, states: Sequence[str], at_most: int) -> list[SignalRow]:
        """Signals of this need and cause, wherever they come from, in one of these states, the newest first."""
        c = gap_signals.c
        wanted = select(*_signal).where(c.district == self._unit.district, c.need == need, c.cause == cause, c.state.in_(list(states)))
        return [SignalRow(*row) for row in self._unit.connection.execute(wanted.order_by(c.id.desc()).limit(at_most))]

    def waiting(self, states: Sequence[str], after: int, at_most: int) -> tuple[int, int]:
        """How many signals are in one of these states, and how many of all have a number above `after`; both counted up to `at_most`."""
        c, execute = gap_signals.c, self._unit.connection.execute
        mine = select(c.id).where(c.district == self._unit.district).limit(at_most)
        waits = sum(execute(select(func.count()).select_from(mine.where(c.state == state).subquery())).scalar_one() for state in states)
        new = execute(select(func.count()).select_from(mine.where(c.id > after).subquery())).scalar_one()
        return min(waits, at_most), new

    def signals_of(self, theme_id: int, at_most: int = 200) -> list[SignalRow]:
        """The signals that were bundled into a theme, the newest first."""
        mine = (gap_signals.c.district == self._unit.district, gap_signals.c.theme_id == theme_id)
        rows = self._unit.connection.execute(select(*_signal).where(*mine).order_by(gap_signals.c.id.desc()).limit(at_most))
        return [SignalRow(*row) for row in rows]

    def forget_steps_without_signal(self) -> int:
        """The steps of signals that are forgotten go with them. How many went."""
        gone = ~select(gap_signals.c.id).where(gap_signals.c.life == signal_steps.c.life).exists()
        return self._unit.connection.execute(delete(signal_steps).where(signal_steps.c.district == self._unit.district, gone)).rowcount

    # --- themes

    def add(self, *, state: str, level: str, area: str, cause: str, texts: dict[str, str], by_id: int, why: str) -> int:
        """A new theme; its number. Its first step and its first texts are in its history."""
        unit = self._unit
        values = {"state": state, "level": level, "area": area, "cause": cause, "texts": json.dumps(texts)}
        moments = {"district": unit.district, "created_at": unit.now_ms, "changed_at": unit.now_ms}
        theme_id = new_id(unit.connection.execute(insert(themes), {**values, **moments}))
        self._note(theme_id, state, why, by_id)
        self._note(theme_id, TEXTS_SAVED, "", by_id, texts)
        return theme_id

    def _note(self, theme_id: int, state: str, why: str, by_id: int | None, texts: dict[str, str] | None = None) -> None:
        unit = self._unit
        values = {"theme_id": theme_id, "state": state, "why": why, "by_id": by_id, "texts": None if texts is None else json.dumps(texts)}
        unit.connection.execute(insert(theme_steps), {"district": unit.district, "at": unit.now_ms, **values})

    def one(self, theme_id: int) -> ThemeRow | None:
        """A theme by number, locked until the unit ends."""
        wanted = select(*_theme).where(themes.c.district == self._unit.district, themes.c.id == theme_id)
        row = self._unit.connection.execute(wanted.with_for_update()).first()
        return None if row is None else _opened(row)

    def all(self) -> list[ThemeRow]:
        """Every theme, the one that changed last on top."""
        wanted = select(*_theme).where(themes.c.district == self._unit.district).order_by(themes.c.changed_at.desc(), themes.c.id.desc())
        return [_opened(row) for row in self._unit.connection.execute(wanted)]

    def save(self, theme_id: int, version: int, texts: dict[str, str], level: str, due_day: str, by_id: int, why: str) -> bool:
        """New texts, when nobody else saved since `version`. False: somebody did, and nothing changed."""
        unit = self._unit
        mine = update(themes).where(themes.c.district == unit.district, themes.c.id == theme_id, themes.c.version == version)
        values = {"texts": json.dumps(texts), "level": level, "due_day": due_day, "version": version + 1, "changed_at": unit.now_ms}
        if unit.connection.execute(mine.values(**values)).rowcount != 1:
            return False
        self._note(theme_id, TEXTS_SAVED, why, by_id, texts)
        return True

    def step(self, theme_id: int, state: str, why: str, by_id: int | None, closed_week: str = "") -> None:
        """The theme takes a step. `closed_week` is kept when it is closed, and empty when it is not."""
        unit = self._unit
        mine = update(themes).where(themes.c.district == unit.district, themes.c.id == theme_id)
        unit.connection.execute(mine.values(state=state, closed_week=closed_week, changed_at=unit.now_ms))
        self._note(theme_id, state, why, by_id)

    def history(self, theme_id: int) -> list[StepRow]:
        """Every step and every saved text, the first one first."""
        mine = (theme_steps.c.district == self._unit.district, theme_steps.c.theme_id == theme_id)
        rows = self._unit.connection.execute(select(theme_steps).where(*mine).order_by(theme_steps.c.id))
        return [
            StepRow(row.theme_id, row.state, row.why, None if row.texts is None else json.loads(row.texts), row.by_id, row.at)
            for row in rows
        ]

    def steps_since(self, moment: int) -> list[StepRow]:
        """What themes went through since then, the newest first; texts left out."""
        mine = (theme_steps.c.district == self._unit.district, theme_steps.c.at > moment)
        rows = self._unit.connection.execute(select(theme_steps).where(*mine).order_by(theme_steps.c.id.desc()).limit(50))
        return [StepRow(row.theme_id, row.state, row.why, None, row.by_id, row.at) for row in rows]

    # --- what a theme is about

    def widen(self, theme_id: int, pairs: Iterable[tuple[str, str]]) -> None:
        """The theme is about these needs and municipalities, too ('' = not said)."""
        unit = self._unit
        for need, municipality in pairs:
            values = {"district": unit.district, "theme_id": theme_id, "need": need, "municipality": municipality}
            unit.connection.execute(insert_of(unit.connection, theme_scopes).values(values).on_conflict_do_nothing())

    def scope(self, theme_id: int) -> list[tuple[str, str]]:
        """The needs and municipalities a theme is about."""
        mine = (theme_scopes.c.district == self._unit.district, theme_scopes.c.theme_id == theme_id)
        wanted = select(theme_scopes.c.need, theme_scopes.c.municipality).where(*mine)
        rows = self._unit.connection.execute(wanted.order_by(theme_scopes.c.need, theme_scopes.c.municipality))
        return [(row.need, row.municipality) for row in rows]

    def weeks(self, theme_id: int, but_not: Sequence[str]) -> list[tuple[str, str, str, int]]:
        """Signals in a theme's scope: (week, need, municipality, how many), without those in the states `but_not`."""
        place = func.coalesce(gap_signals.c.municipality, "")
        about = (theme_scopes.c.need == gap_signals.c.need) & (theme_scopes.c.municipality == place)
        scope = select(theme_scopes.c.theme_id).where(theme_scopes.c.theme_id == theme_id, about)
        wanted = (
            select(gap_signals.c.week, gap_signals.c.need, place, func.count())
            .where(gap_signals.c.district == self._unit.district, scope.exists(), gap_signals.c.state.not_in(list(but_not)))
            .group_by(gap_signals.c.week, gap_signals.c.need, place)
            .order_by(gap_signals.c.week)
        )
        return [(week, need, town, int(number)) for week, need, town, number in self._unit.connection.execute(wanted)]

    # --- suggested bundles, letters

    def decline_bundle(self, bundle: str, by_id: int) -> None:
        """This suggestion is not shown again."""
        unit = self._unit
        values = {"district": unit.district, "bundle": bundle, "by_id": by_id, "at": unit.now_ms}
        unit.connection.execute(insert_of(unit.connection, declined_bundles).values(values).on_conflict_do_nothing())

    def declined_bundles(self) -> set[str]:
        """The suggestions somebody declined."""
        mine = select(declined_bundles.c.bundle).where(declined_bundles.c.district == self._unit.district)
        return set(self._unit.connection.execute(mine).scalars())

    def add_letter(self, theme_id: int, addressee: str, words: str, sent_day: str, by_id: int) -> None:
        """A letter to the ministry."""
        values = {"theme_id": theme_id, "addressee": addressee, "words": words, "sent_day": sent_day, "by_id": by_id}
        self._unit.connection.execute(insert(letters), {"district": self._unit.district, **values})

    def answer_letter(self, theme_id: int, letter_id: int, answer: str, answered_day: str) -> bool:
        """The ministry answered. False: there is no such letter, or its answer stands already."""
        waits = (letters.c.id == letter_id, letters.c.theme_id == theme_id, letters.c.answered_day == "")
        answered = update(letters).where(letters.c.district == self._unit.district, *waits)
        return self._unit.connection.execute(answered.values(answer=answer, answered_day=answered_day)).rowcount == 1

    def letters(self, theme_id: int | None = None) -> list[LetterRow]:
        """The letters of one theme, or all of them."""
        wanted = select(*_letter).where(letters.c.district == self._unit.district).order_by(letters.c.sent_day, letters.c.id)
        mine = wanted if theme_id is None else wanted.where(letters.c.theme_id == theme_id)
        return [LetterRow(*row) for row in self._unit.connection.execute(mine)]
