"""Notices put into words when they are carried, in the language of whoever hears them."""

from __future__ import annotations

from typing import Any

from cases.telling import NoticeKind
from gaps.signals import Cause
from handlers.buttons import AcceptCase, InCase
from handlers.cutting import parts
from handlers.keyboards import button, main_rows, need_label
from handlers.saying import Method, isolate, say
from locales.speech import _, language_name, speaking


def cause_label(cause: str) -> str:
    """A cause of the gap log in the language spoken now."""
    if cause == Cause.NOT_IN_THIS_MUNICIPALITY:
        return _("not in this municipality")
    return _("nothing listed, unchecked")


def case_line(municipality: str | None, need: str | None, language: str) -> str:
    """What staff are told of a case: place, topic, language; nothing the person wrote."""
    town = isolate(municipality) if municipality else _("(not said)")
    topic = need_label(need) if need else _("no topic")
    return f"{town}: {topic}, {language_name(language)}"


def in_words(kind: str, facts: dict[str, Any], language: str) -> list[Method]:
    """A notice as messages in this language. Raises KeyError for a kind nobody knows: a bug."""
    with speaking(language):
        return _WORDS[NoticeKind(kind)](facts)


def _new_handover(facts: dict[str, Any]) -> list[Method]:
    text = _("New handover in {about}").format(about=case_line(facts["municipality"], facts["need"], facts["language"]))
    return [say(text, [[button(_("Accept"), AcceptCase(case=facts["case"]).pack())]])]


def _person_wrote(facts: dict[str, Any]) -> list[Method]:
    return [say(_("New message in {number}. Please read it on the desk.").format(number=facts["reference"]))]


def _person_ended(facts: dict[str, Any]) -> list[Method]:
    return [say(_("{number} was ended by the person.").format(number=facts["reference"]))]


def _case_accepted(facts: dict[str, Any]) -> list[Method]:
    return [say(_("{name} from KIM answers you here.").format(name=isolate(facts["manager"])))]


def _staff_wrote(facts: dict[str, Any]) -> list[Method]:
    texts = parts(f"{isolate(facts['manager'])} (KIM):\n{facts['words']}")
    answer = [[button("✍️ " + _("Answer"), InCase(step="write", case=facts["case"]).pack())]]
    return [say(text, answer if number == len(texts) - 1 else ()) for number, text in enumerate(texts)]


def _case_closed(_facts: dict[str, Any]) -> list[Method]:
    return [say(_("KIM has ended this conversation. If you still need something, just write here."), main_rows())]


_WORDS = {
    NoticeKind.NEW_HANDOVER: _new_handover,
    NoticeKind.PERSON_WROTE: _person_wrote,
    NoticeKind.PERSON_ENDED: _person_ended,
    NoticeKind.CASE_ACCEPTED: _case_accepted,
    NoticeKind.STAFF_WROTE: _staff_wrote,
    NoticeKind.CASE_CLOSED: _case_closed,
}
