"""Counting people without knowing them: weekly tokens, the counts of the weeks that are over, and what was published of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, insert, or_, select, update

from storage.gap_tables import gap_answers, gap_bursts, gap_counts, gap_releases, gap_salts, gap_signals, gap_tokens, gap_warnings
from storage.once import insert_into, insert_of
from storage.prepared import Prepared

if TYPE_CHECKING:
    from storage.unit import Unit

SLOT_MS = 3_600_000  # an hour


class TokenRow(NamedTuple):
    """What one person asked for in one week; the order of the fields is that of gaps/weekly.py."""

    token: str
    side: str
    need: str
    area: str
    municipality: str
    cause: str
    kind: str
    language: str
    sphere_from: str
    sphere_to: str
    evidence: str


class AnswerRow(NamedTuple):
    """What one person said in one week came of a service that was proposed for a need: helped, unhelped or unreached."""

    token: str
    need: str
    service: str
    municipality: str
    language: str
    outcome: str


class CountRow(NamedTuple):
    """One cell of one week that is over."""

    week: str
    side: str
    by: str
    row: str
    column: str
    burst: str
    hints: int
    people: int
    firsts: int


class BurstRow(NamedTuple):
    """So many people asked for the same within two hours that a human has to look. `counts`: None until somebody decided.

    `crowd`: many new chats came at that time, whatever they asked for; then `people` may be few.
    """

    week: str
    need: str
    municipality: str
    people: int
    counts: bool | None
    crowd: bool


class WarningRow(NamedTuple):
    """Something early warning found in a week: `kind` and `about` say what, `body` is JSON."""

    week: str
    kind: str
    about: str
    body: str


_salt = Prepared(select(gap_salts.c.salt).where(gap_salts.c.district == bindparam("district"), gap_salts.c.week == bindparam("week")))
# PostgreSQL's driver counts no rows of such an insert, so the new row itself has to say that it is there.
_first = Prepared(
    lambda dialect: insert_into(dialect, gap_tokens).on_conflict_do_nothing().returning(gap_tokens.c.token),
    *("district", "week", *TokenRow._fields),
)


class GapCountRows:
    """Tokens, counts and publications of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def salt(self, week: str, fresh: Callable[[], bytes]) -> bytes:
        """The week's salt; `fresh` makes it when the week has none yet."""
        unit = self._unit
        mine = {"district": unit.district, "week": week}
        known = _salt.first(unit.connection, mine)
        if known is None:
            salt = insert_of(unit.connection, gap_salts).values(**mine, salt=fresh())
            unit.connection.execute(salt.on_conflict_do_nothing())
            known = _salt.first(unit.connection, mine)
        return bytes(known[0])

    def first_this_week(self, week: str, row: TokenRow) -> bool:
        """Remembers the token. False when this person already asked for the same there this week: it counts once."""
        unit = self._unit
        return _first.first(unit.connection, {"district": unit.district, "week": week, **row._asdict()}) is not None

    def answered(self, week: str, rows: Iterable[AnswerRow]) -> None:
        """Remembers what somebody said; of the same service and need only the first time in a week."""
        unit = self._unit
        for row in rows:
            once = insert_of(unit.connection, gap_answers).values(district=unit.district, week=week, **row._asdict())
            unit.connection.execute(once.on_conflict_do_nothing())

    def answers(self, week: str) -> list[AnswerRow]:
        """What was said in a week."""
        wanted = select(*(gap_answers.c[name] for name in AnswerRow._fields))
        mine = wanted.where(gap_answers.c.district == self._unit.district, gap_answers.c.week == week)
        return [AnswerRow(*row) for row in self._unit.connection.execute(mine)]

    def in_this_hour(self, week: str, need: str, municipality: str, suspicious: int, *, crowd: bool) -> None:
        """One more person asked for this there. From `suspicious` of them within this hour and the last one on, a human has to look; also
        when there is a `crowd` of new chats just now."""
        unit, slot = self._unit, self._unit.now_ms // SLOT_MS
        key = {"district": unit.district, "week": week, "need": need, "municipality": municipality}
        fresh = insert_of(unit.connection, gap_bursts).values(**key, slot=slot, now=0, before=0, people=0, flagged=False)
        unit.connection.execute(fresh.on_conflict_do_nothing())
        mine = [gap_bursts.c[name] == value for name, value in key.items()]
        row = unit.connection.execute(
            select(gap_bursts.c.slot, gap_bursts.c.now, gap_bursts.c.before, gap_bursts.c.people).where(*mine)
        ).one()
        now, before = (row.now + 1, row.before) if row.slot == slot else (1, row.now if row.slot == slot - 1 else 0)
        changed = {"slot": slot, "now": now, "before": before, "people": max(row.people, now + before)}
        if now + before >= suspicious:
            changed["flagged"] = True
        unit.connection.execute(update(gap_bursts).where(*mine).values(**changed))
        if crowd:
            self._look_at(*mine)

    def crowd_came(self) -> None:
        """Many new chats came in this hour and the last one: a human has to look at what was missing meanwhile, wherever."""
        slot = self._unit.now_ms // SLOT_MS
        self._look_at(gap_bursts.c.district == self._unit.district, gap_bursts.c.slot.in_((slot - 1, slot)))

    def _look_at(self, *which: ColumnElement[bool]) -> None:
        """Also what somebody had let count before: it was not this they looked at."""
        fresh = update(gap_bursts).where(*which, ~gap_bursts.c.crowd)
        self._unit.connection.execute(fresh.values(crowd=True, flagged=True, counts=None))

    def bursts(self) -> list[BurstRow]:
        """What waits for a human, and what humans decided; newest week first."""
        wanted = select(*(gap_bursts.c[name] for name in BurstRow._fields))
        mine = wanted.where(gap_bursts.c.district == self._unit.district, gap_bursts.c.flagged)
        return [BurstRow(*row) for row in self._unit.connection.execute(mine.order_by(gap_bursts.c.week.desc(), gap_bursts.c.need))]

    def decide_burst(self, week: str, need: str, municipality: str, *, counts: bool) -> bool:
        """A human looked: these count, or never. False when there is no such burst."""
        c = gap_bursts.c
        mine = update(gap_bursts).where(c.district == self._unit.district, c.week == week, c.need == need, c.municipality == municipality)
        return self._unit.connection.execute(mine.where(c.flagged).values(counts=counts)).rowcount == 1

    def decide_crowd(self, week: str, *, counts: bool) -> bool:
        """A human looked at a crowd: what was missing meanwhile counts, or never. False when none of this week waits."""
        c = gap_bursts.c
        mine = update(gap_bursts).where(c.district == self._unit.district, c.week == week, c.crowd, c.counts.is_(None))
        return self._unit.connection.execute(mine.values(counts=counts)).rowcount > 0

    def open_before(self, week: str) -> list[str]:
        """The weeks that are over and not counted yet."""
        mine = select(gap_salts.c.week).where(gap_salts.c.district == self._unit.district, gap_salts.c.week < week)
        return [row.week for row in self._unit.connection.execute(mine.order_by(gap_salts.c.week))]

    def tokens(self, week: str) -> list[TokenRow]:
        """All tokens of a week."""
        wanted = select(*(gap_tokens.c[name] for name in TokenRow._fields))
        mine = wanted.where(gap_tokens.c.district == self._unit.district, gap_tokens.c.week == week)
        return [TokenRow(*row) for row in self._unit.connection.execute(mine)]

    def close(self, week: str, counted: Iterable[CountRow]) -> None:
        """Keeps the counts of a week and destroys its salt and tokens; nobody can count its people again. The hours of bursts go too."""
        execute, district = self._unit.connection.execute, self._unit.district
        rows = [{"district": district, **row._asdict()} for row in counted]
        if rows:
            execute(insert(gap_counts), rows)
        for table in (gap_tokens, gap_answers, gap_salts):
            execute(delete(table).where(table.c.district == district, table.c.week == week))
        over = (gap_bursts.c.district == district, gap_bursts.c.week == week)
        execute(delete(gap_bursts).where(*over, ~gap_bursts.c.flagged))
        execute(update(gap_bursts).where(*over).values(slot=0, now=0, before=0))

    def shuffle(self, week: str, seed: random.Random) -> int:
        """Deals the signals of a week that is over to their own numbers at random, so that no order tells who came when. How many.

        A signal's number is therefore worth nothing beyond its week; what has to be found again stands in the signal itself (theme_id).
        """
        execute, c = self._unit.connection.execute, gap_signals.c
        names = [column.name for column in c if column.name != "id"]
        rows = [
            row._asdict() for row in execute(select(gap_signals).where(c.district == self._unit.district, c.week == week).order_by(c.id))
        ]
        ids = [row["id"] for row in rows]
        seed.shuffle(rows)
        dealt = [{"number": number, **{f"new_{name}": row[name] for name in names}} for number, row in zip(ids, rows, strict=True)]
        if dealt:
            execute(
                update(gap_signals).where(c.id == bindparam("number")).values({name: bindparam(f"new_{name}") for name in names}), dealt
            )
        return len(dealt)

    def weeks(self) -> list[str]:
        """The weeks with counts."""
        mine = select(gap_counts.c.week).where(gap_counts.c.district == self._unit.district)
        return [row.week for row in self._unit.connection.execute(mine.distinct().order_by(gap_counts.c.week))]

    def counts(self, weeks: Sequence[str]) -> list[CountRow]:
        """The counts of these weeks. What looked like a flood is left out, unless a human let it count."""
        c, b = gap_counts.c, gap_bursts.c
        let = select(b.need + "|" + b.municipality).where(b.district == c.district, b.week == c.week, b.counts)
        wanted = select(*(c[name] for name in CountRow._fields)).where(c.district == self._unit.district, c.week.in_(weeks))
        return [CountRow(*row) for row in self._unit.connection.execute(wanted.where(or_(c.burst == "", c.burst.in_(let))))]

    def cells(self, by: str, since: str) -> list[CountRow]:
        """The cells of one table in each week from this one on, floods that were let in included."""
        c = gap_counts.c
        wanted = select(*(c[name] for name in CountRow._fields)).where(c.district == self._unit.district, c.by == by, c.week >= since)
        return [CountRow(*row) for row in self._unit.connection.execute(wanted)]

    def warn(self, week: str, kind: str, about: str, body: str) -> None:
        """Keeps what early warning found in a week; the same thing once."""
        values = {"district": self._unit.district, "week": week, "kind": kind, "about": about, "body": body}
        self._unit.connection.execute(insert_of(self._unit.connection, gap_warnings).values(values).on_conflict_do_nothing())

    def warnings(self, since: str) -> list[WarningRow]:
        """What early warning found from this week on, newest first."""
        c = gap_warnings.c
        wanted = select(*(c[name] for name in WarningRow._fields)).where(c.district == self._unit.district, c.week >= since)
        return [WarningRow(*row) for row in self._unit.connection.execute(wanted.order_by(c.week.desc(), c.kind, c.about))]

    def released(self) -> list[str]:
        """The periods that were published."""
        mine = select(gap_releases.c.period).where(gap_releases.c.district == self._unit.district)
        return [row.period for row in self._unit.connection.execute(mine.order_by(gap_releases.c.period))]

    def release(self, period: str, body: str) -> None:
        """Publishes a period. What was published before stays as it was."""
        row = insert_of(self._unit.connection, gap_releases).values(
            district=self._unit.district, period=period, body=body, released_at=self._unit.now_ms
        )
        self._unit.connection.execute(row.on_conflict_do_nothing())

    def releases(self) -> list[tuple[str, str]]:
        """Period and what was published, oldest first."""
        mine = select(gap_releases.c.period, gap_releases.c.body).where(gap_releases.c.district == self._unit.district)
        return [(row.period, row.body) for row in self._unit.connection.execute(mine.order_by(gap_releases.c.period))]

    def forget_before(self, week: str) -> None:
        """Counts, bursts and warnings of weeks before this one go."""
        for table in (gap_counts, gap_bursts, gap_warnings):
            self._unit.connection.execute(delete(table).where(table.c.district == self._unit.district, table.c.week < week))
