"""What the pages of the desk show, read in one unit each."""

from __future__ import annotations

from dataclasses import dataclass

from cases.access import access_case, cases_of
from cases.conversation import Ways, is_sealed
from cases.forgetting import UNTOUCHED, WARNED_BEFORE, goes_at
from cases.promise import agreed, reasons_of
from cases.sealed import LASTS, UNREAD
from storage.cases import CaseRow
from storage.moments import to_ms
from storage.municipalities import MunicipalityRows
from storage.sealed_messages import SealedRow
from storage.staff import StaffRow
from storage.threads import MessageRow
from storage.unit import Unit
from web import desk_words as words
from web.desk_alarms import Alarm, Muting, alarms_for, muting
from web.desk_coming_back import NOT_READ, coming_back, not_read, read_label
from web.desk_interpreter_facts import InterpreterPart, interpreter_part
from web.desk_summary import call_back, in_short

Names = dict[int, tuple[str, bool]]


@dataclass(frozen=True)
class CaseLine:
    """One case in the list."""

    id: int
    reference: str
    place: str
    need: str
    language: str
    for_someone_else: bool
    state: str
    since: str
    ago: str
    who: str
    outcome: str
    trouble: str
    group: str
    promise: str
    late: str
    rung: str
    unanswered: str


@dataclass(frozen=True)
class Said:
    """One message of a thread. `held`: whoever looks wrote it a few seconds ago and can take it back.

    `german`: what a fixed sentence in another language means.
    """

    id: int
    sender: str
    who: str
    words: str
    at: str
    carried: str
    carried_label: str
    held: bool
    german: str


@dataclass(frozen=True)
class Noted:
    """One note of the staff. It is not a `Said`: no page sends it."""

    who: str
    words: str
    at: str


@dataclass(frozen=True)
class Talk:
    """What was said in a case, oldest first."""

    thread: tuple[Said, ...]

    @property
    def newest(self) -> int:
        """The number of the newest message, to notice what came while somebody typed."""
        return max((said.id for said in self.thread), default=0)

    @property
    def held(self) -> bool:
        """Whether something can still be taken back, so that the page looks again soon."""
        return any(said.held for said in self.thread)


@dataclass(frozen=True)
class CasePage(Talk):
    """All of one case. `reach` says whether the person can be written to: yes, unreachable, gone.

    `seals`: "always" when answers are read on our own page, "may" when staff choose, "" where the chat is our own page.
    """

    line: CaseLine
    language_code: str
    mine: bool
    notes: tuple[Noted, ...]
    explained: tuple[str, ...]
    asked: tuple[str, ...]
    target_groups: tuple[str, ...]
    towns: tuple[str, ...]
    consents: tuple[str, ...]
    in_short: tuple[str, ...]
    call_back: tuple[str, ...]
    goes_at: str
    channel: str
    reach: str
    unreachable_since: str
    seals: str
    comes_back: tuple[str, ...]
    alarms: tuple[Alarm, ...]
    muting: Muting
    interpreting: InterpreterPart


def case_line(unit: Unit, case: CaseRow, staff: StaffRow, names: Names, trouble: str = "", unanswered: int | None = None) -> CaseLine:
    """A case as one line. `unanswered`: since when the person waits for an answer of whoever accepted it."""
    since = {"waiting": case.created_at, "accepted": case.accepted_at, "closed": case.closed_at}[case.state] or case.created_at
    return CaseLine(
        id=case.id,
        reference=case.reference,
        place=words.place_name(case.municipality),
        need=words.need_label(case.need),
        language=words.language_name(case.language),
        for_someone_else=case.for_someone_else,
        state=case.state,
        since=words.moment(since),
        ago=words.ago(since, unit.now),
        who=_name(names, case.accepted_by, staff),
        outcome=words.outcome_label(case.outcome),
        trouble=trouble,
        group=_group(case, staff),
        promise=words.moment(case.promised_at) if case.state == "waiting" and case.promised_at is not None else "",
        late="" if case.state != "waiting" else words.BROKEN if case.broken else "" if case.promised_at is not None else words.NO_PROMISE,
        rung=words.RUNGS.get(case.rung, "") if case.state == "waiting" and case.rung != "own" else "",
        unanswered=words.ago(unanswered, unit.now) if unanswered is not None else "",
    )


def _group(case: CaseRow, staff: StaffRow) -> str:
    """Where it stands in the list: what waits for whoever looks comes first."""
    if case.state == "waiting":
        return "for_you" if case.responsible_id == staff.id else "waiting"
    if case.state == "accepted":
        return "yours" if case.accepted_by == staff.id else "team"
    return "closed"


def _name(names: Names, staff_id: int | None, me: StaffRow) -> str:
    if staff_id is None:
        return ""
    if me.id == staff_id:
        return f"{me.name} (Sie)"
    name, still_here = names.get(staff_id, ("", False))
    return name if still_here else "nicht mehr im Team"


def case_list(unit: Unit, staff: StaffRow) -> list[CaseLine]:
    """The cases this member may see, waiting ones first; of those the one that waits longest."""
    names, listed = unit.staff.names(), cases_of(unit, staff)
    still_open = [case.id for case in listed if case.state != "closed"]
    undelivered, unreachable = unit.threads.undelivered(still_open), unit.cases.unreachable(still_open)
    unread = unit.sealed.unread(still_open, to_ms(unit.now + LASTS - UNREAD))
    soon = unit.cases.untouched_since(to_ms(unit.now - UNTOUCHED + WARNED_BEFORE), still_open)
    trouble = {**dict.fromkeys(soon, words.GOES_SOON), **dict.fromkeys(not_read(unit, still_open), NOT_READ)}
    trouble |= dict.fromkeys(unread, words.UNREAD)
    trouble |= {**dict.fromkeys(unreachable, words.UNREACHABLE), **dict.fromkeys(undelivered, words.UNDELIVERED)}
    waits = unit.threads.waits_for_answer([case.id for case in listed if case.state == "accepted"])
    lines = [case_line(unit, case, staff, names, trouble.get(case.id, ""), waits.get(case.id)) for case in listed]
    return sorted(lines, key=lambda line: (line.group == "yours" and not line.unanswered, line.group == "team" and not line.unanswered))


def case_page(unit: Unit, staff: StaffRow, case_id: int, ways: Ways) -> CasePage:
    """One case with its thread. Raises CaseNotFound."""
    case = access_case(unit, staff, case_id)
    contact = None if case.contact_id is None else unit.people.contact(case.contact_id)
    reach = "gone" if contact is None else "unreachable" if contact.unreachable_at is not None else "yes"
    names = unit.staff.names()
    channel = "" if contact is None else contact.channel
    return CasePage(
        line=case_line(unit, case, staff, names),
        language_code=case.language,
        mine=case.accepted_by == staff.id,
        thread=thread_of(unit, case, staff, names, channel),
        seals="" if contact is None or channel == "web" else "always" if is_sealed(unit, case, ways) else "may",
        notes=tuple(Noted(_name(names, note.staff_id, staff), note.words, words.moment(note.at)) for note in unit.threads.notes(case.id)),
        explained=tuple(words.explained(reasons_of(case), names)),
        asked=tuple(
            f"{_name(names, number, staff)} ({words.RUNGS.get(rung, rung)}), {words.moment(at)}"
            for number, rung, at in unit.cases.askings(case.id)
        ),
        target_groups=tuple(words.TARGET_GROUPS[code] for code in agreed(unit, case.municipality).target_groups),
        towns=tuple(town.name for town in MunicipalityRows(unit.connection, unit.district).all() if town.name != case.municipality),
        consents=tuple(words.consent_line(*consent) for consent in unit.consents.of_case(case.id)),
        in_short=in_short(unit, case),
        call_back=call_back(unit, case),
        goes_at="" if (goes := goes_at(case)) is None else words.moment(goes),
        channel=words.CHANNELS.get(channel, channel),
        reach=reach,
        unreachable_since=words.moment(contact.unreachable_at) if contact is not None and contact.unreachable_at is not None else "",
        comes_back=coming_back(unit, case),
        alarms=alarms_for(unit, staff, case),
        muting=muting(unit, case),
        interpreting=interpreter_part(unit, staff, case),
    )


def thread_of(unit: Unit, case: CaseRow, staff: StaffRow, names: Names, channel: str) -> tuple[Said, ...]:
    """The thread of a case for this member, who may see it."""
    sealed = unit.sealed.of_case(case.id)
    return tuple(_said(names, message, staff, channel, sealed.get(message.id)) for message in unit.threads.messages(case.id))


def _said(names: Names, message: MessageRow, staff: StaffRow, channel: str, sealed: SealedRow | None) -> Said:
    name = _name(names, message.staff_id, staff)
    who = {"person": "Person", "staff": name, "interpreter": f"{name}, dolmetscht"}.get(message.sender, "KIM-Lotse")
    label = words.carried_label(message.carried, channel)
    if channel == "web" and message.carried == "sent":
        label = read_label(label, message.read_at)
    if sealed is not None:
        opened = f"geöffnet {words.moment(sealed.opened_at)}" if sealed.opened_at is not None else "noch nicht geöffnet"
        label = f"{label} · versiegelt, {opened}"
    held = message.held and message.staff_id == staff.id
    return Said(
        message.id, message.sender, who, message.words, words.moment(message.at), message.carried or "", label, held, message.german or ""
    )
