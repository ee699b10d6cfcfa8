"""What an import does only when two people want it: taking many offers away (promises, I7), changing how people in danger reach help (I12).

One starts the import at the machine, somebody else sees what it would do and types how many things that are, at the desk. A thing is the id
of an offer that would go, or id, field, before and after of a contact that would change, joined by tabs: no id and no cleaned text has one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from cases.auditing import Action, note
from cases.refusals import CaseNotFound, NeedsSecondPerson, NobodyCalledSo, NotAllowed, NotUnderstood, SecondPersonMissing
from directory.diffs import Change
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


def contact_changes(changes: Iterable[Change]) -> list[str]:
    """The contacts of offers for people in danger among these changes, as things to agree to."""
    return ["\t".join((one.entry.source_id, field.field, field.before, field.after)) for one in changes for field in one.call_back]


def to_agree(gone: Collection[str], changes: Collection[str], offered: int) -> list[str]:
    """What of an import somebody else has to agree to; empty: nothing."""
    return [*(gone if are_many(len(gone), offered) else ()), *changes]


def take_away(unit: Unit, gone: Collection[str], changes: Collection[str], offered: int, operator: StaffRow | None) -> None:
    """An import takes these offers away and changes these contacts: written down. Raises SecondPersonMissing.

    Where nobody else could agree (no coordinator or admin, or only the operator), what was typed at the machine has to be enough.
    """
    if not gone and not changes:
        return
    how, things = "few", to_agree(gone, changes, offered)
    if things:
        others = [one for role in DECIDERS for one in unit.staff.by_role(role) if operator is None or one.id != operator.id]
        waiting = _waiting(unit)
        agreed = waiting is not None and waiting.agreed_by is not None and set(waiting.source_ids) == set(things)
        if others and not agreed:
            raise SecondPersonMissing(things, len(changes), offered)
        how = f"agreed {waiting.id}" if waiting is not None and agreed else "alone"
        unit.removals.forget()
    note(unit, Action.OFFERS_GO, operator, about=f"{len(gone)} {how}" if gone else f"contacts {len(changes)} {how}")


def ask(unit: Unit, things: Collection[str], offered: int, operator: StaffRow | None) -> None:
    """The import stands still until somebody else agrees. What is asked for again keeps waiting."""
    waiting = _waiting(unit)
    asked_by = None if operator is None else operator.id
    if waiting is not None and set(waiting.source_ids) == set(things) and waiting.asked_by == asked_by:
        return
    number = unit.removals.ask(things, offered, asked_by)
    note(unit, Action.REMOVAL_ASKED, operator, about=f"{len(things)} asked {number}")


def waiting_for_yes(unit: Unit) -> RemovalRow | None:
    """What nobody agreed to yet."""
    found = _waiting(unit)
    return found if found is not None and found.agreed_by is None else None


def decide(unit: Unit, staff: StaffRow, removal_id: int, typed: str, *, agree: bool) -> None:
    """The second person types how many things it is, or refuses. Raises NotAllowed, CaseNotFound, NeedsSecondPerson, NotUnderstood."""
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
