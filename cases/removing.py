"""An import that takes many offers away needs two people: one types the number at the machine, somebody else at the desk (promises, I7)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from cases.auditing import Action, note
from cases.refusals import CaseNotFound, NeedsSecondPerson, NobodyCalledSo, NotAllowed, NotUnderstood, SecondPersonMissing
from storage.moments import to_ms
from storage.removal_rows import RemovalRow
from storage.staff import StaffRow
from storage.unit import Unit

DECIDERS = ("coordinator", "admin")
LASTS = timedelta(days=7)  # from asking to importing; later it has to be asked for again
FEW = 20  # more than these, or more than a tenth of all offers, are many


def are_many(gone: int, offered: int) -> bool:
    """Whether it could be a broken file rather than a directory that was kept."""
    return gone > min(FEW, offered // 10)


def somebody_called(unit: Unit, name: str) -> StaffRow | None:
    """The member of the staff whoever sits at the machine says they are; None when they say nothing. Raises NobodyCalledSo."""
    if not name:
        return None
    found = [one for role in DECIDERS for one in unit.staff.by_role(role) if one.name == name]
    if len(found) != 1:
        raise NobodyCalledSo(name)
    return found[0]


def take_away(unit: Unit, source_ids: Collection[str], offered: int, operator: StaffRow | None) -> None:
    """An import takes these offers away: written down; of many only when somebody else agreed to exactly these. Raises SecondPersonMissing.

    Where nobody else could agree (no coordinator or admin, or only the operator), the number typed at the machine has to be enough.
    """
    if not source_ids:
        return
    how = "few"
    if are_many(len(source_ids), offered):
        others = [one for role in DECIDERS for one in unit.staff.by_role(role) if operator is None or one.id != operator.id]
        waiting = _waiting(unit)
        agreed = waiting is not None and waiting.agreed_by is not None and set(waiting.source_ids) == set(source_ids)
        if others and not agreed:
            raise SecondPersonMissing(len(source_ids))
        how = f"agreed {waiting.id}" if waiting is not None and agreed else "alone"
        unit.removals.forget()
    note(unit, Action.OFFERS_GO, operator, about=f"{len(source_ids)} {how}")


def ask(unit: Unit, source_ids: Collection[str], offered: int, operator: StaffRow | None) -> None:
    """The import stands still until somebody else agrees. What is asked for again keeps waiting."""
    waiting = _waiting(unit)
    asked_by = None if operator is None else operator.id
    if waiting is not None and set(waiting.source_ids) == set(source_ids) and waiting.asked_by == asked_by:
        return
    number = unit.removals.ask(source_ids, offered, asked_by)
    note(unit, Action.REMOVAL_ASKED, operator, about=f"{len(source_ids)} asked {number}")


def waiting_for_yes(unit: Unit) -> RemovalRow | None:
    """What nobody agreed to yet."""
    found = _waiting(unit)
    return found if found is not None and found.agreed_by is None else None


def decide(unit: Unit, staff: StaffRow, removal_id: int, typed: str, *, agree: bool) -> None:
    """The second person types how many go, or refuses. Raises NotAllowed, CaseNotFound, NeedsSecondPerson, NotUnderstood."""
    if staff.role not in DECIDERS:
        raise NotAllowed
    found = waiting_for_yes(unit)
    if found is None or found.id != removal_id:  # another import asked meanwhile: it has to be seen
        raise CaseNotFound
    if agree:
        if found.asked_by == staff.id:
            raise NeedsSecondPerson
        if typed.strip() != str(len(found.source_ids)):
            raise NotUnderstood("gone")
        unit.removals.agree(found.id, staff.id)
    else:
        unit.removals.forget()
    note(unit, Action.REMOVAL_DECIDED, staff, about=f"{'yes' if agree else 'no'} {found.id}")


def _waiting(unit: Unit) -> RemovalRow | None:
    found = unit.removals.waiting()
    return found if found is not None and found.asked_at > to_ms(unit.now - LASTS) else None
