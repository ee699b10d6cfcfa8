"""Gap or directory error? Verification tasks as a queue, and links by which a provider confirms or corrects its own entry."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from cases.access import require_coordinator
from cases.auditing import Action, note
from cases.desk_access import hash_token
from cases.refusals import CaseNotFound, DirectoryFirst, LinkUsedUp, NeedsSecondPerson, NotUnderstood
from directory.checking import NO_WAY, check
from directory.entries import ServedArea
from directory.find import load_directory
from directory.found import OUTDATED_AFTER, Service
from directory.hours import BERLIN
from directory.importing import NEVER_ASKED, OUTDATED, as_entry, correct
from directory.needs import tells_of_danger
from gaps.fields import Cause, SignalState, Source
from gaps.lives import way_to
from gaps.why_not import days_since_assured
from storage.care_rows import ProposalRow, QueuedTask
from storage.gap_rows import SignalRow
from storage.moments import to_ms
from storage.municipalities import MunicipalityRows
from storage.services import ServiceRow, ServiceRows
from storage.staff import StaffRow
from storage.unit import Unit

LINK_LASTS = timedelta(days=30)
FRESHNESS = frozenset({OUTDATED, NEVER_ASKED})
ENDS = ("done", "corrected", "wrong")
WAYS = ("phones", "email", "url", "street", "postal_code", "city")  # by these somebody is reached
PROPOSABLE = (*WAYS, "hours", "languages", "eligibility", "fees")
_TRIED = frozenset({Source.DID_NOT_HELP.value, Source.REFERRAL_FAILED.value, Source.NO_REPLY.value})


def today_of(unit: Unit) -> date:
    """The day in Germany."""
    return unit.now.astimezone(BERLIN).date()


# --- gap or directory error


def doubts_about(unit: Unit, signal: SignalRow) -> list[tuple[Service, str, str, str]]:
    """Entries that may be the reason for a signal: the entry, and field, reason and value of the task about it.

    Not confirmed for long, or with no way to reach them: people are not shown those. Where somebody tried a service, also what nobody
    ever confirmed.
    """
    found = []
    tried = signal.source in _TRIED or signal.cause == Cause.NO_REPLY.value
    for service in load_directory(unit).of_need(signal.need):
        if service.status != "active" or service.for_detention or service.nearness(signal.municipality) is None:
            continue
        stale = days_since_assured(service, today_of(unit))
        if not service.usable:
            found.append((service, "contact", NO_WAY, ""))
        elif stale is not None and stale > OUTDATED_AFTER:
            found.append((service, "assured_date", OUTDATED, service.assured_date or ""))
        elif stale is None and tried:
            found.append((service, "assured_date", NEVER_ASKED, ""))
    return found


def open_tasks_for(unit: Unit, signals: Iterable[SignalRow]) -> None:
    """Whatever is doubtful about the directory for these signals becomes a verification task, tied to need and municipality."""
    for signal in signals:
        for service, field, reason, value in doubts_about(unit, signal):
            unit.care.ask_for(service.source_id, field, reason, value, signal.need, signal.municipality or "")


def require_directory_in_order(unit: Unit, signals: Sequence[SignalRow]) -> None:
    """Raises DirectoryFirst when one of these signals may be an error of the directory that nobody settled."""
    waiting = {(task.source_id, task.field, task.reason) for task in unit.care.queue()}
    known = unit.care.settled()
    for signal in signals:
        for service, field, reason, value in doubts_about(unit, signal):
            key = (service.source_id, field, reason)
            if key in waiting or known.get(key) != value:
                raise DirectoryFirst


# --- the queue


def take_task(unit: Unit, staff: StaffRow, task_id: int) -> None:
    """This member looks; a second time: nobody does. Raises NotAllowed, CaseNotFound."""
    task = _task(unit, staff, task_id)
    unit.care.take(task_id, None if task.taken_by == staff.id else staff.id)
    note(unit, Action.ENTRY_CHECKED, staff, about=f"taken {task_id}")


def end_task(unit: Unit, staff: StaffRow, task_id: int, how: str) -> None:
    """Somebody looked: it is right (done), was corrected at its source, or is wrong and no longer offered. Raises as take_task().

    An entry that is right or corrected is confirmed today, and signals that were put down to it are settled. One that is wrong is not
    offered any more; its signals stand, because then something is missing.
    """
    task = _task(unit, staff, task_id)
    if how not in ENDS:
        raise NotUnderstood("state")
    services = ServiceRows(unit.connection, unit.district)
    if how == "wrong":
        services.mark_gone([task.source_id])
        services.renew_revision()
    else:
        if task.reason in FRESHNESS or how == "corrected":
            confirm(unit, task.source_id, staff)
        _settle(unit, task, staff)
    unit.care.end([task_id], how, staff.id)
    note(unit, Action.ENTRY_CHECKED, staff, about=f"{how} {task_id}")


def confirm(unit: Unit, source_id: str, staff: StaffRow | None) -> None:
    """A human confirmed the entry today: what doubted its age is settled, and signals that were put down to it, too."""
    ServiceRows(unit.connection, unit.district).assure(source_id, today_of(unit).isoformat())
    for task in unit.care.queue():
        if task.source_id == source_id and task.reason in FRESHNESS:
            unit.care.end([task.id], "done", None if staff is None else staff.id)
            _settle(unit, task, staff)


def _settle(unit: Unit, task: QueuedTask, staff: StaffRow | None) -> None:
    for signal in unit.care.doubted_signals(task.need, task.municipality) if task.need else ():
        way = way_to(SignalState(signal.state), SignalState.CORRECTED)
        if way:
            unit.themes.signal_steps([signal], way, "", None if staff is None else staff.id)


def _task(unit: Unit, staff: StaffRow, task_id: int) -> QueuedTask:
    require_coordinator(staff)
    task = unit.care.task(task_id)
    if task is None:
        raise CaseNotFound
    return task


# --- the provider's own link


def make_link(unit: Unit, staff: StaffRow, source_id: str) -> str:
    """The token of a link for whoever offers this: once, for 30 days. Raises NotAllowed, CaseNotFound."""
    require_coordinator(staff)
    active_entry(unit, source_id)
    token = new_link(unit, staff, source_id)
    note(unit, Action.PROVIDER_LINK, staff, about=source_id[:60])
    return token


def new_link(unit: Unit, staff: StaffRow, source_id: str, mail: str = "") -> str:
    """The token of a link that works once; only its hash is kept. `mail`: what became of the mail that carries it."""
    token = secrets.token_urlsafe(24)
    unit.care.add_link(hash_token(token), source_id, staff.id, to_ms(unit.now + LINK_LASTS), mail)
    return token


def entry_of(unit: Unit, token: str) -> ServiceRow:
    """The entry a link shows; looking uses nothing up. Raises LinkUsedUp."""
    source_id = unit.care.entry_of_link(hash_token(token))
    if source_id is None:
        raise LinkUsedUp
    try:
        return active_entry(unit, source_id)
    except CaseNotFound:
        raise LinkUsedUp from None


def confirm_by_provider(unit: Unit, token: str) -> None:
    """The provider says that everything is right. Raises LinkUsedUp."""
    row = entry_of(unit, token)
    unit.care.use_link(hash_token(token))
    confirm(unit, row.source_id, None)
    note(unit, Action.ENTRY_CONFIRMED, None, about=row.source_id[:60])


def correct_by_provider(unit: Unit, token: str, said: Mapping[str, str]) -> int:
    """What the provider would change becomes proposals; how many. Nothing else changes. Raises LinkUsedUp, NotUnderstood."""
    row = entry_of(unit, token)
    before = shown(row)
    after = _checked(unit, row, {field: said.get(field, before[field]) for field in PROPOSABLE})
    changes = [(field, before[field], after[field]) for field in PROPOSABLE if after[field] != before[field]]
    if not changes:
        raise NotUnderstood("proposal")
    unit.care.use_link(hash_token(token))
    unit.care.propose(row.source_id, changes)
    note(unit, Action.ENTRY_PROPOSED, None, about=row.source_id[:60])
    return len(changes)


def shown(row: ServiceRow) -> dict[str, str]:
    """The fields a provider may correct, as they stand in its form."""
    return {field: "; ".join(value) if isinstance(value := getattr(row, field), tuple) else str(value) for field in PROPOSABLE}


def _checked(unit: Unit, row: ServiceRow, said: Mapping[str, str]) -> dict[str, str]:
    towns = frozenset(town.name for town in MunicipalityRows(unit.connection, unit.district).all())
    kept = {"source_id": row.source_id, "organization": row.organization, "name": row.name, "needs": ";".join(row.needs)}
    entry, doubts = check({**kept, **said}, (ServedArea("district"),), towns)
    if any(doubt.field in PROPOSABLE and doubt.field not in ("hours", "eligibility") for doubt in doubts):
        raise NotUnderstood("proposal")
    return {field: "; ".join(value) if isinstance(value := getattr(entry, field), tuple) else str(value) for field in PROPOSABLE}


# --- deciding on proposals


def needs_two(row: ServiceRow, field: str) -> bool:
    """Ways to reach an offer for people in danger change only when two people agree: a wrong number there can hurt (promises, A16)."""
    return field in WAYS and for_people_in_danger(row)


def for_people_in_danger(row: ServiceRow) -> bool:
    """Whether people in danger go there, or for what nobody else may know."""
    return tells_of_danger(row.needs)


def decide(unit: Unit, staff: StaffRow, proposal_id: int, *, take: bool) -> None:
    """Takes a proposal into the entry, or refuses it. Raises NotAllowed, CaseNotFound, NeedsSecondPerson.

    Where two have to agree the first yes is kept and nothing changes; the second has to be somebody else's.
    """
    require_coordinator(staff)
    proposal = next((one for one in unit.care.proposals() if one.id == proposal_id), None)
    if proposal is None:
        raise CaseNotFound
    row = active_entry(unit, proposal.source_id)
    if not take:
        unit.care.decide(proposal_id, "refused", staff.id)
    elif needs_two(row, proposal.field) and proposal.first_by is None:
        unit.care.agree_first(proposal_id, staff.id)
    elif needs_two(row, proposal.field) and proposal.first_by == staff.id:
        raise NeedsSecondPerson
    else:
        _take(unit, proposal, row, staff)
    note(unit, Action.ENTRY_DECIDED, staff, about=f"{'yes' if take else 'no'} {proposal_id}")


def _take(unit: Unit, proposal: ProposalRow, row: ServiceRow, staff: StaffRow) -> None:
    unit.care.decide(proposal.id, "taken", staff.id)
    parts = tuple(filter(None, (part.strip() for part in proposal.after.split(";"))))
    value = parts if isinstance(getattr(row, proposal.field), tuple) else proposal.after
    correct(unit, as_entry(row), row.service_id, proposal.field, value)
    confirm(unit, row.source_id, staff)


def active_entry(unit: Unit, source_id: str) -> ServiceRow:
    """An entry people are offered. Raises CaseNotFound."""
    found = ServiceRows(unit.connection, unit.district).named(source_id)
    if found is None or found.status != "active":
        raise CaseNotFound
    return found
