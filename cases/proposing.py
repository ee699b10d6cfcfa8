"""Somebody at KIM proposes a service to the person of a case: the card of the directory, as an answer."""

from __future__ import annotations

from cases import referral
from cases.access import access_case
from cases.auditing import Action, note
from cases.conversation import Ways, write_as_staff
from cases.people import person_at
from cases.refusals import NotUnderstood
from cases.sealed import is_delicate
from directory.find import load_directory
from directory.found import Service
from storage.cases import CaseRow
from storage.staff import StaffRow
from storage.unit import Unit


def propose(unit: Unit, staff: StaffRow, case_id: int, source_id: str, words: str, form_key: str, ways: Ways) -> None:
    """Sends the card (`words`) of a service like any answer: by the same ways, with ten seconds to take it back, once for each form.

    A service that is only there for delicate needs is sealed whatever the case is about: its name tells enough. Raises NotUnderstood
    when it is not offered any more. It is a referral from then on (cases/referral.py).
    """
    case = access_case(unit, staff, case_id)
    service = load_directory(unit).named(source_id)
    if service is None or not service.usable:
        raise NotUnderstood("service")
    before = unit.threads.newest(case_id)
    write_as_staff(unit, staff, case_id, words, form_key, ways, sealed=all(map(is_delicate, service.needs)))
    if unit.threads.newest(case_id) != before:
        note(unit, Action.PROPOSED, staff, case_id, str(service.id))
        _ask_later_whether_it_helped(unit, case, service)


def _ask_later_whether_it_helped(unit: Unit, case: CaseRow, service: Service) -> None:
    person = person_at(unit, case.contact_id)
    need = case.need if case.need in service.needs else min(service.needs, default=None)
    if person is not None and need is not None and person.id == case.person_id:
        referral.propose(unit, person, need, [service])
