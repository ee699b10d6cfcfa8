"""The audit log: who did what, and when, as a chain. Rows are only ever added; whoever changes, takes out or puts in one breaks the chain.

Each row's hash is keyed and covers the row and the hash before it, so that nobody without the key file can mend a chain they broke.
The head says where the chain begins and ends; rows that are old enough go from its beginning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from storage.once import insert_of
from storage.tables import audit, audit_checks, audit_heads, cases, staff

if TYPE_CHECKING:
    from storage.unit import Unit


class AuditRow(NamedTuple):
    """One row as it is read. `reference` is None when there is no such case; `active`: whether they are still in the team."""

    number: int
    at: int
    name: str | None
    active: bool
    action: str
    case_id: int | None
    reference: str | None
    about: str


class Verdict(NamedTuple):
    """What a look at the whole chain found. `anchor` names its end; `broken` is the first number that does not fit, None when all do."""

    entries: int
    anchor: str
    broken: int | None


class Checked(NamedTuple):
    """When the whole chain was looked at last, and what was found up to where. Since then only what came after is looked at."""

    at: int
    number: int
    hash: str
    broken: int | None


class AuditRows:
    """The audit log of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def _head(self, *, lock: bool = False) -> tuple[int, str, int, str, str]:
        """Where it begins and ends: (number before the first, hash before it, last number, last hash, seal)."""
        unit = self._unit
        columns = (audit_heads.c.before, audit_heads.c.before_hash, audit_heads.c.last, audit_heads.c.last_hash, audit_heads.c.seal)
        wanted = select(*columns).where(audit_heads.c.district == unit.district)
        row = unit.connection.execute(wanted.with_for_update() if lock else wanted).first()
        if row is None:
            start = unit.ring.chained("", unit.district)
            values = {"district": unit.district, **self._ends(0, start, 0, start)}
            unit.connection.execute(insert_of(unit.connection, audit_heads).values(values).on_conflict_do_nothing())
            row = unit.connection.execute(wanted.with_for_update() if lock else wanted).one()
        return row[0], row[1], row[2], row[3], row[4]

    def _ends(self, before: int, before_hash: str, last: int, last_hash: str) -> dict[str, int | str]:
        seal = self._unit.ring.chained(last_hash, self._unit.district, str(before), before_hash, str(last))
        return {"before": before, "before_hash": before_hash, "last": last, "last_hash": last_hash, "seal": seal}

    def note(self, action: str, staff_id: int | None, case_id: int | None = None, about: str = "") -> None:
        """Adds a row. `about` names a thing by number or code, never by words of a person."""
        unit = self._unit
        before, before_hash, last, last_hash, _ = self._head(lock=True)
        values = {"number": last + 1, "at": unit.now_ms, "staff_id": staff_id, "action": action, "case_id": case_id, "about": about[:60]}
        hashed = unit.ring.chained(last_hash, *_said(values))
        unit.connection.execute(insert(audit), {"district": unit.district, **values, "hash": hashed})
        self._set(self._ends(before, before_hash, last + 1, hashed))

    def _set(self, ends: dict[str, int | str]) -> None:
        self._unit.connection.execute(update(audit_heads).where(audit_heads.c.district == self._unit.district).values(ends))

    def last_at(self, action: str, staff_id: int, case_id: int) -> int | None:
        """When this member last did this to this case."""
        same = (audit.c.district == self._unit.district, audit.c.action == action)
        wanted = select(func.max(audit.c.at)).where(*same, audit.c.staff_id == staff_id, audit.c.case_id == case_id)
        return self._unit.connection.execute(wanted).scalar()

    def newest(self, *, before: int | None, at_most: int) -> list[AuditRow]:
        """The newest rows, or the newest before this number."""
        rows = (
            select(
                audit.c.number,
                audit.c.at,
                staff.c.name,
                staff.c.deactivated_at.is_(None),
                audit.c.action,
                audit.c.case_id,
                cases.c.reference,
                audit.c.about,
            )
            .outerjoin(staff, staff.c.id == audit.c.staff_id)
            .outerjoin(cases, (cases.c.id == audit.c.case_id) & (cases.c.district == audit.c.district))
            .where(audit.c.district == self._unit.district)
            .order_by(audit.c.number.desc())
            .limit(at_most)
        )
        if before is not None:
            rows = rows.where(audit.c.number < before)
        return [AuditRow(*row) for row in self._unit.connection.execute(rows)]

    def verify(self, anchor: str = "") -> Verdict:
        """Looks at every row. With an `anchor` from before, that row has to be there unchanged, unless its time is over.

        What it cannot see without an anchor: a database that was put back to an earlier state as a whole.
        """
        before, before_hash, _, _, _ = self._head()
        anchored, _, anchored_hash = anchor.partition(":")
        wanted = int(anchored) if anchored.isascii() and anchored.isdigit() else 0
        return self._walk(before, before_hash, wanted, anchored_hash)

    def check(self) -> Verdict:
        """The same, and remembers what was found, so that until the next time only what comes after has to be looked at."""
        verdict = self.verify()
        unit = self._unit
        number, hashed = (0, "") if verdict.broken is not None else self._head()[2:4]
        mark = Checked(unit.now_ms, number, hashed, verdict.broken)
        values = {**mark._asdict(), "seal": self._sealed(mark)}
        kept = insert_of(unit.connection, audit_checks).values(district=unit.district, **values)
        unit.connection.execute(kept.on_conflict_do_update(index_elements=["district"], set_=values))
        return verdict

    def verify_new(self) -> tuple[Verdict, int]:
        """Looks at the rows since the last `check`, and says when that was; at all of them when there was none, or its mark does not fit.

        A row from before the mark that is changed after it is found by the next `check`, not here. The mark is keyed: it cannot be moved
        without the key file. A chain that was broken stays so until it is checked again.
        """
        unit = self._unit
        mark = self._mark()
        before, _, last, _, _ = self._head()
        if mark is None or not before <= mark.number <= last:
            return self.verify(), unit.now_ms
        if mark.broken is not None:
            return Verdict(mark.broken - before, _anchor(mark.number, mark.hash), mark.broken), mark.at
        stands = select(audit.c.hash).where(audit.c.district == unit.district, audit.c.number == mark.number)
        if mark.number > before and unit.connection.execute(stands).scalar() != mark.hash:
            return self.verify(), unit.now_ms
        found = self._walk(mark.number, mark.hash)
        return found._replace(entries=found.entries + mark.number - before), mark.at

    def _mark(self) -> Checked | None:
        columns = (audit_checks.c.at, audit_checks.c.number, audit_checks.c.hash, audit_checks.c.broken, audit_checks.c.seal)
        row = self._unit.connection.execute(select(*columns).where(audit_checks.c.district == self._unit.district)).first()
        if row is None:
            return None
        mark = Checked(*row[:4])
        return mark if row.seal == self._sealed(mark) else None

    def _sealed(self, mark: Checked) -> str:
        return self._unit.ring.chained(mark.hash, self._unit.district, "checked", str(mark.at), str(mark.number), str(mark.broken))

    def _walk(self, start: int, start_hash: str, wanted: int = 0, anchored_hash: str = "") -> Verdict:
        """Every row after `start`."""
        unit = self._unit
        before, before_hash, last, last_hash, seal = self._head()
        number, hashed = start, start_hash
        columns = (audit.c.number, audit.c.at, audit.c.staff_id, audit.c.action, audit.c.case_id, audit.c.about, audit.c.hash)
        after = (audit.c.district == unit.district, audit.c.number > start)
        rows = unit.connection.execute(select(*columns).where(*after).order_by(audit.c.number))
        for row in rows:
            said = dict(zip(("number", "at", "staff_id", "action", "case_id", "about"), row, strict=False))
            if row.number != number + 1 or row.hash != unit.ring.chained(hashed, *_said(said)):
                return Verdict(number - start, _anchor(number, hashed), row.number)
            number, hashed = row.number, row.hash
            if number == wanted and not hashed.startswith(anchored_hash):
                return Verdict(number - start, _anchor(number, hashed), number)
        whole = (number, hashed) == (last, last_hash) and seal == self._ends(before, before_hash, last, last_hash)["seal"]
        if not whole or wanted > number:
            return Verdict(number - start, _anchor(number, hashed), number + 1)
        return Verdict(number - start, _anchor(number, hashed), None)

    def forget_before(self, moment: int) -> int:
        """Rows from before `moment` go, from the beginning of the chain. How many went."""
        unit = self._unit
        _, _, last, last_hash, _ = self._head(lock=True)
        old = (audit.c.district == unit.district, audit.c.at < moment)
        kept = select(func.min(audit.c.number)).where(audit.c.district == unit.district, audit.c.at >= moment)
        first_kept = unit.connection.execute(kept).scalar()
        up_to = select(audit.c.number, audit.c.hash).where(*old).order_by(audit.c.number.desc()).limit(1)
        if first_kept is not None:
            up_to = up_to.where(audit.c.number < first_kept)
        newest_old = unit.connection.execute(up_to).first()
        if newest_old is None:
            return 0
        gone = unit.connection.execute(delete(audit).where(audit.c.district == unit.district, audit.c.number <= newest_old.number)).rowcount
        self._set(self._ends(newest_old.number, newest_old.hash, last, last_hash))
        return gone


def _said(values: dict[str, int | str | None]) -> tuple[str, ...]:
    return tuple(str(values[name]) for name in ("number", "at", "staff_id", "action", "case_id", "about"))


def _anchor(number: int, hashed: str) -> str:
    return f"{number}:{hashed[:16]}"
