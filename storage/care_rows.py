"""Links for providers, what they would change, and the queue of verification tasks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, insert, select, update

from storage.care_tables import entry_proposals, provider_links
from storage.gap_rows import SignalRow
from storage.gap_tables import gap_signals
from storage.tables import verification_tasks

if TYPE_CHECKING:
    from storage.unit import Unit


class QueuedTask(NamedTuple):
    """A verification task with who looks. `need`, `municipality`: of the signals it stands in the way of; empty: of none."""

    id: int
    source_id: str
    field: str
    reason: str
    value: str
    need: str
    municipality: str
    taken_by: int | None


class ProposalRow(NamedTuple):
    """One field that a provider would change. `first_by`: who agreed first, where two have to."""

    id: int
    source_id: str
    field: str
    before: str
    after: str
    state: str
    proposed_at: int
    first_by: int | None


class LinkRow(NamedTuple):
    """A link a provider was given: for which entry, until when, whether it was used, and what became of the mail, if there was one."""

    source_id: str
    expires_at: int
    used_at: int | None
    mail: str


_task = [verification_tasks.c[name] for name in QueuedTask._fields]
_proposal = [entry_proposals.c[name] for name in ProposalRow._fields]


class CareRows:
    """The care of the directory in the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    # --- the queue

    def queue(self) -> list[QueuedTask]:
        """What waits: first what signals wait for, then the oldest."""
        mine = select(*_task).where(verification_tasks.c.district == self._unit.district, verification_tasks.c.state == "open")
        rows = self._unit.connection.execute(mine.order_by(verification_tasks.c.need == "", verification_tasks.c.id))
        return [QueuedTask(*row) for row in rows]

    def task(self, task_id: int) -> QueuedTask | None:
        """One that is open."""
        mine = (
            verification_tasks.c.district == self._unit.district,
            verification_tasks.c.id == task_id,
            verification_tasks.c.state == "open",
        )
        row = self._unit.connection.execute(select(*_task).where(*mine)).first()
        return None if row is None else QueuedTask(*row)

    def ask_for(self, source_id: str, field: str, reason: str, value: str, need: str, municipality: str) -> None:
        """Opens a task that signals wait for, or ties one that is there to them. Whoever looked already is not asked again for the same."""
        unit = self._unit
        key = {"district": unit.district, "source_id": source_id, "field": field, "reason": reason}
        tied = {"need": need, "municipality": municipality}
        found = unit.connection.execute(select(verification_tasks.c.value, verification_tasks.c.state).filter_by(**key)).first()
        if found is None:
            unit.connection.execute(insert(verification_tasks), {**key, **tied, "value": value})
        elif found.value != value or found.state == "open":
            again = {"value": value, "state": "open", **tied}
            unit.connection.execute(update(verification_tasks).filter_by(**key).values(**again))

    def settled(self) -> dict[tuple[str, str, str], str]:
        """What somebody looked at: entry, field and reason, and the value it had then."""
        columns = [verification_tasks.c[name] for name in ("source_id", "field", "reason", "value")]
        mine = select(*columns).where(verification_tasks.c.district == self._unit.district, verification_tasks.c.state != "open")
        return {(row.source_id, row.field, row.reason): row.value for row in self._unit.connection.execute(mine)}

    def take(self, task_id: int, staff_id: int | None) -> bool:
        """Who looks from now on; None: nobody. False: it is not open."""
        mine = (
            verification_tasks.c.district == self._unit.district,
            verification_tasks.c.id == task_id,
            verification_tasks.c.state == "open",
        )
        return self._unit.connection.execute(update(verification_tasks).where(*mine).values(taken_by=staff_id)).rowcount == 1

    def end(self, task_ids: Iterable[int], state: str, staff_id: int | None) -> None:
        """These are settled: done, corrected or wrong."""
        unit = self._unit
        mine = (verification_tasks.c.district == unit.district, verification_tasks.c.id.in_(list(task_ids)))
        values = {"state": state, "ended_by": staff_id, "ended_at": unit.now_ms}
        unit.connection.execute(update(verification_tasks).where(*mine).values(**values))

    def doubted_signals(self, need: str, municipality: str) -> list[SignalRow]:
        """Signals of this need and place that were put down to the directory and are not settled."""
        place = gap_signals.c.municipality == municipality if municipality else gap_signals.c.municipality.is_(None)
        mine = (gap_signals.c.district == self._unit.district, gap_signals.c.need == need, place)
        open_ones = (gap_signals.c.kind == "directory error", gap_signals.c.state.in_(["recorded", "checked"]))
        columns = [gap_signals.c[name] for name in SignalRow._fields]
        return [SignalRow(*row) for row in self._unit.connection.execute(select(*columns).where(*mine, *open_ones))]

    def white_spots(self) -> set[tuple[str, str]]:
        """Need and municipality of the signals whose source is the directory itself."""
        mine = (gap_signals.c.district == self._unit.district, gap_signals.c.source == "directory")
        rows = self._unit.connection.execute(select(gap_signals.c.need, gap_signals.c.municipality).where(*mine).distinct())
        return {(row.need, row.municipality or "") for row in rows}

    # --- links

    def add_link(self, token_hash: str, source_id: str, made_by: int, expires_at: int, mail: str = "") -> None:
        """A link that shows one entry to whoever has it. `mail`: what became of the mail that carries it."""
        values = {"token_hash": token_hash, "source_id": source_id, "made_by": made_by, "expires_at": expires_at, "mail": mail}
        self._unit.connection.execute(insert(provider_links), values | {"district": self._unit.district})

    def entry_of_link(self, token_hash: str) -> str | None:
        """Which entry the link shows; None: it was used, has expired, or never was."""
        unit, links = self._unit, provider_links.c
        mine = (links.district == unit.district, links.token_hash == token_hash, links.used_at.is_(None), links.expires_at > unit.now_ms)
        found: str | None = unit.connection.execute(select(links.source_id).where(*mine)).scalar()
        return found

    def use_link(self, token_hash: str) -> bool:
        """It works no more. False: it did not before."""
        unit, links = self._unit, provider_links.c
        mine = (links.district == unit.district, links.token_hash == token_hash, links.used_at.is_(None), links.expires_at > unit.now_ms)
        return unit.connection.execute(update(provider_links).where(*mine).values(used_at=unit.now_ms)).rowcount == 1

    def mail_became(self, token_hash: str, mail: str) -> str | None:
        """What became of the mail with this link; the entry it shows."""
        unit, links = self._unit, provider_links.c
        mine = (links.district == unit.district, links.token_hash == token_hash)
        unit.connection.execute(update(provider_links).where(*mine).values(mail=mail))
        found: str | None = unit.connection.execute(select(links.source_id).where(*mine)).scalar()
        return found

    def mailed_since(self, source_ids: Iterable[str], expires_after: int) -> int:
        """How many mails about these entries went or go out, with a link that expires after this moment."""
        unit, links = self._unit, provider_links.c
        counted = select(func.count()).select_from(provider_links).where(links.district == unit.district, links.mail.in_(["waits", "sent"]))
        mine = counted.where(links.source_id.in_(list(source_ids)), links.expires_at > expires_after)
        return int(unit.connection.execute(mine).scalar_one())

    def asked(self) -> dict[str, LinkRow]:
        """By entry: the newest link."""
        links = provider_links.c
        newest = select(*(links[name] for name in LinkRow._fields)).where(links.district == self._unit.district)
        rows = self._unit.connection.execute(newest.order_by(links.expires_at))
        return {row.source_id: LinkRow(*row) for row in rows}

    # --- what providers would change

    def propose(self, source_id: str, changes: Iterable[tuple[str, str, str]]) -> None:
        """Field, before and after of each; what was proposed for the same field and is still open is replaced."""
        unit = self._unit
        for field, before, after in changes:
            older = {"district": unit.district, "source_id": source_id, "field": field, "state": "open"}
            unit.connection.execute(update(entry_proposals).filter_by(**older).values(state="refused", decided_at=unit.now_ms))
            unit.connection.execute(insert(entry_proposals), older | {"before": before, "after": after, "proposed_at": unit.now_ms})

    def proposals(self) -> list[ProposalRow]:
        """What waits for a decision, the oldest first."""
        mine = (entry_proposals.c.district == self._unit.district, entry_proposals.c.state == "open")
        rows = self._unit.connection.execute(select(*_proposal).where(*mine).order_by(entry_proposals.c.id))
        return [ProposalRow(*row) for row in rows]

    def agree_first(self, proposal_id: int, staff_id: int) -> None:
        """The first of two agreed."""
        self._change(proposal_id, first_by=staff_id)

    def decide(self, proposal_id: int, state: str, staff_id: int) -> None:
        """Taken or refused."""
        self._change(proposal_id, state=state, decided_by=staff_id, decided_at=self._unit.now_ms)

    def _change(self, proposal_id: int, **values: object) -> None:
        mine = (entry_proposals.c.district == self._unit.district, entry_proposals.c.id == proposal_id)
        self._unit.connection.execute(update(entry_proposals).where(*mine).values(**values))
