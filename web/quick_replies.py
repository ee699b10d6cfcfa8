"""Fixed sentences staff can answer with: chosen in German, said in the language of the person, translated by people beforehand."""

from __future__ import annotations

from locales.speech import FALLBACK, _, speaking
from storage.cases import CaseRow
from storage.unit import Unit


def _sentences() -> dict[str, str]:
    # NOTE: all of these are said by somebody who works at KIM to a person who asked for help; nothing about who they are
    return {
        "read": _("Thank you. I have read your message."),
        "time": _("I need a little more time. I will write to you again."),
        "more": _("Please write a little more about it."),
        "call": _("Please write when I can call you."),
        "come": _("Please come at the agreed time."),
        "cannot_come": _("If you cannot come, please write to me here."),
        "letter": _("Please bring your letter with you."),
        "papers": _("Please bring your passport or residence card with you."),
        "no_files": _("Please do not send documents or photos here."),
        "interpreter": _("Do you need an interpreter for the appointment?"),
        "weekdays": _("The office is open on weekdays."),
    }


def quick_replies(language: str = FALLBACK) -> dict[str, str]:
    """The sentences by code, in one language; staff choose in German."""
    with speaking(language):
        return _sentences()


def language_of(unit: Unit, case: CaseRow) -> str:
    """The language the person of this case reads now."""
    contact = None if case.contact_id is None else unit.people.contact(case.contact_id)
    return case.language if contact is None else contact.language
