"""What the pages of the desk show, read in one unit each."""

from __future__ import annotations

from dataclasses import dataclass

from cases.access import access_case, cases_of
from storage.cases import CaseRow, MessageRow
from storage.staff import StaffRow
from storage.unit import Unit
from web import desk_words as words

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

    @property
    def state_label(self) -> str:
        return words.STATES[self.state]


@dataclass(frozen=True)
class Said:
    """One message of a thread."""

    id: int
    sender: str
    who: str
    words: str
    at: str
    carried: str
    carried_label: str


@dataclass(frozen=True)
class CasePage:
    """All of one case. `reach` says whether the person can be written to: yes, unreachable, gone."""

    line: CaseLine
    language_code: str
    mine: bool
    thread: tuple[Said, ...]
    consents: tuple[str, ...]
    channel: str
    reach: str
    unreachable_since: str

    @property
    def newest(self) -> int:
        """The number of the newest message, to notice what came while somebody typed."""
        return max((said.id for said in self.thread), default=0)


def case_line(unit: Unit, case: CaseRow, staff: StaffRow, names: Names, trouble: str = "") -> CaseLine:
    """A case as one line."""
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
    )


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
    undelivered, unreachable = unit.cases.undelivered(still_open), unit.cases.unreachable(still_open)
    trouble = {**dict.fromkeys(unreachable, words.UNREACHABLE), **dict.fromkeys(undelivered, words.UNDELIVERED)}
    return [case_line(unit, case, staff, names, trouble.get(case.id, "")) for case in listed]


def case_page(unit: Unit, staff: StaffRow, case_id: int) -> CasePage:
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
        thread=tuple(_said(names, message, staff, channel) for message in unit.cases.thread(case.id)),
        consents=tuple(_consent(*consent) for consent in unit.cases.consents_of(case.id)),
        channel=words.CHANNELS.get(channel, channel),
        reach=reach,
        unreachable_since=words.moment(contact.unreachable_at) if contact is not None and contact.unreachable_at is not None else "",
    )


def _said(names: Names, message: MessageRow, staff: StaffRow, channel: str) -> Said:
    who = {"person": "Person", "staff": _name(names, message.staff_id, staff)}.get(message.sender, "KIM-Lotse")
    label = words.carried_label(message.carried, channel)
    return Said(message.id, message.sender, who, message.words, words.moment(message.at), message.carried or "", label)


def _consent(purpose: str, version: str, language: str, given_at: int, withdrawn_at: int | None) -> str:
    about = {"talk to a person": "Weitergabe an einen Menschen bei KIM"}.get(purpose, purpose)
    told = f"{about}: ja am {words.moment(given_at)}, Fassung {version}, auf {words.language_name(language)}"
    return told if withdrawn_at is None else f"{told}; zurückgenommen am {words.moment(withdrawn_at)}"
