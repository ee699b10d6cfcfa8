"""People: who writes, in which language, from where."""

from __future__ import annotations

from gaps.signals import note_new_chat
from storage.people import PersonRow as Person
from storage.unit import Unit

__all__ = ["Person", "choose_language", "decline_place", "live_in", "person_at", "speak", "still_there", "who"]


def who(unit: Unit, *, channel: str, chat_hash: str, chat: str, language: str) -> Person:
    """The person behind this chat; a new one speaks `language` until they choose or write in another one."""
    known = unit.people.by_chat(chat_hash)
    if known is not None:
        return known
    note_new_chat(unit, channel)
    return unit.people.welcome(channel=channel, chat_hash=chat_hash, chat=chat, language=language)


def speak(unit: Unit, person: Person, language: str) -> Person:
    """They wrote in this language: answer in it, unless they have chosen one or read a form of it, as Leichte Sprache."""
    if person.language_chosen or person.language.partition("-")[0] == language:
        return person
    unit.people.update(person.id, language=language)
    return person._replace(language=language)


def choose_language(unit: Unit, person: Person, language: str) -> Person:
    """They chose this language; it is not guessed again."""
    unit.people.update(person.id, language=language, language_chosen=True)
    return person._replace(language=language, language_chosen=True)


def live_in(unit: Unit, person: Person, municipality: str) -> Person:
    """They live in this municipality. Nothing finer is kept."""
    unit.people.update(person.id, municipality=municipality, place_declined=False)
    return person._replace(municipality=municipality, place_declined=False)


def decline_place(unit: Unit, person: Person) -> Person:
    """They would rather not say; they get what exists for the whole district, and are not asked again."""
    unit.people.update(person.id, municipality=None, place_declined=True)
    return person._replace(municipality=None, place_declined=True)


def person_at(unit: Unit, contact_id: int | None) -> Person | None:
    """The person who writes from this contact; None when there is no such contact any more."""
    contact = None if contact_id is None else unit.people.contact(contact_id)
    return None if contact is None else unit.people.by_chat(contact.chat_hash)


def still_there(unit: Unit, contact_id: int | None, person_id: int) -> Person | None:
    """This person, when this contact is still theirs and reaches them; else None."""
    person = person_at(unit, contact_id)
    return person if person is not None and person.unreachable_at is None and person.id == person_id else None
