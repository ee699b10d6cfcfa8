"""A need in a person's own words, or by button: what exists where they live."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from cases.handover import WORDS_AT_MOST
from cases.identifying import shows_number
from cases.needs import Answer, Found, asked_for_whom, look_up, take_need
from cases.people import Person, live_in
from cases.referral import propose
from cases.wishes import ask_once
from directory.crisis import SOS
from directory.fallback import town_hall_and_kim
from directory.find import Directory
from directory.foreign import foreign_language
from directory.manners import is_only_rude, is_only_thanks, is_rude
from directory.match import Known, understand
from directory.needs import taxonomy
from handlers.buttons import Menu, NotMeant, ShowArea, ShowNeed, Wish
from handlers.cards import asks_place_text, fallback_text, lines_text, need_card
from handlers.cutting import TOO_LONG
from handlers.filters import JustWords, Words
from handlers.keyboards import (
    PER_CARD,
    age_rows,
    alike_rows,
    area_rows,
    button,
    found_rows,
    group_rows,
    human_button,
    language_button,
    main_rows,
    need_rows,
    place_keys,
    place_rows,
    slip_row,
    sos_row,
)
from handlers.learning import chosen
from handlers.own_pages import slip_link
from handlers.saying import Method, Row, say, toast
from handlers.sos import asks_whether_in_danger, emergency, rather
from handlers.why_texts import question_text
from locales.speech import _, foreign_lines, spoken
from storage.unit import Unit

EDITED_AT_ONCE = 3_600  # seconds between writing and mending
PLACE_WORDS = 4  # a longer message is no answer to a question for the town
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


async def on_need(message: Message, unit: Unit, person: Person, directory: Directory, known: Known | None = None) -> list[Method]:
    """Someone says what they need. The first message is answered at once; the town is asked afterwards, and only once.

    Whoever puts 🆘 beside it is also asked whether they are in danger; whoever sends a number of a phone or a paper is asked once not to.
    """
    words = message.text or message.caption or ""
    asked_not_to: list[Method] = []
    if shows_number(words) and any(map(str.isalpha, words)) and not person.draft.get("asked_for_no_numbers"):
        person = person._replace(draft={**person.draft, "asked_for_no_numbers": True})
        unit.people.update(person.id, draft=person.draft)
        asked_not_to = [say(_("Please do not send phone numbers, bank numbers or numbers of papers here. I do not need them."))]
    said = _answer(words, unit, person, directory, known)
    if SOS in words:
        return [*(said or ()), *asked_not_to, asks_whether_in_danger()]
    if said is None and not asked_not_to:
        raise SkipHandler  # perhaps only their town: handlers/place.py
    return [*(said or ()), *asked_not_to]


def _answer(words: str, unit: Unit, person: Person, directory: Directory, known: Known | None) -> list[Method] | None:
    """What is said to the words; None when they are few and name no need."""
    if len(words) > TOO_LONG:
        remember(unit, person, words, [])
        return [too_long()]
    if not _LINK.sub("", words).strip():
        return [say(not_understood(words), main_rows())]
    if is_only_thanks(words):
        return [say(_("You are welcome. Write to me again whenever you need something."), main_rows())]
    if person.municipality is None:
        named = directory.atlas.place_in_sentence(words).exact
        person = live_in(unit, person, named) if named else person
    foreign = foreign_language(words)
    answer = Answer(understand(words, known)) if foreign else take_need(unit, person, words, directory, known)
    decision = answer.understood.decision
    if decision == "crisis":
        return [emergency(answer.understood.crisis, rather(answer.understood))]
    if foreign:
        remember(unit, person, words, [])
        return [say(foreign_lines()[foreign], [[language_button()], *area_rows()])]
    if decision == "human" and not is_only_rude(words):
        remember_story(unit, person, words)
        return [say(_("Do you want to talk to a person at KIM?"), [[human_button()], sos_row()])]
    if decision == "ask":
        codes = [scored.code for scored in answer.understood.needs[:4]]
        remember(unit, person, words, [], asked=codes)
        rows = [*need_rows(codes), [*main_rows()[0]], sos_row()]
        return [say(_("I am not sure what you mean. Is it one of these?"), rows)]
    if decision != "match":
        if is_rude(words):
            return [say(_("I want to help you. Please stay polite. Write in a few words what you need, or talk to a person."), main_rows())]
        if len(words.split()) <= PLACE_WORDS:
            return None
        remember_story(unit, person, words)
        return [say(not_understood(words), main_rows())]
    person = person if answer.asks_place else asked_for_whom(person, answer.found)
    person = remember(unit, person, words, [found.need for found in answer.found])
    return answered(answer.found, answer.asks_place, unit, person, directory)


def not_understood(words: str) -> str:
    """Nothing readable, a number or a link gets a request for words; what was not understood is our failure, never a gap."""
    if not any(character.isalnum() for character in words):
        return _("Please write in a few words what you need. Or choose a topic.")
    if not _LINK.sub("", words).strip():
        return _("I cannot open links. Please write in a few words what you need, or choose a topic.")
    if not any(character.isalpha() for character in words):
        return _("This is only a number. Please write in a few words what you need. Please do not send numbers of papers.")
    return _("I did not find a topic in this. Write in a few words what you need, or choose a topic. You can also talk to a person.")


def too_long() -> Method:
    """Said when nobody would read all of it."""
    return say(_("This is very long. Please write the most important things in a few sentences."), [[human_button()], sos_row()])


def remember(unit: Unit, person: Person, words: str, needs: list[str], asked: Sequence[str] = ()) -> Person:
    """Keeps the words, sealed, for the moment the person wants to pass them on or says where they live; and what they were asked."""
    draft = {**person.draft, "words": words[:WORDS_AT_MOST], "needs": needs, "asked": list(asked), "may_keep": ""}
    unit.people.update(person.id, draft=draft)
    return person._replace(draft=draft)


def remember_story(unit: Unit, person: Person, words: str) -> None:
    """Keeps words in which no need was found, when there are enough of them to tell a person something."""
    if len(words.split()) > PLACE_WORDS:
        remember(unit, person, words, [])


async def on_edit(message: Message, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    """A slip that was mended at once is answered anew. An older message is left alone: what was forgotten does not come back."""
    words = message.text or ""
    late = (message.edit_date or 0) - message.date.timestamp() > EDITED_AT_ONCE
    if late or person.notice_at is None or not words or words.startswith("/"):
        return []
    try:
        return await on_need(message, unit, person, directory)
    except SkipHandler:  # only a word or two
        return []


def answered(found: tuple[Found, ...], asks_place: bool, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    """The answer, and the question for the town when it would make the answer better."""
    said = [found_message(found, unit, person, directory)]
    if asks_place:
        unit.people.update(person.id, conversation_place="ask_place")
        said.append(say(asks_place_text(), place_rows(place_keys(directory))))
    return [*said, *([] if asks_place else asks_for_whom(found))]


def asks_for_whom(found: tuple[Found, ...]) -> list[Method]:
    """The question for papers or age, behind an answer that stands already, when it would change it. Each is asked once."""
    if len(found) != 1 or not found[0].asks:
        return []
    return [say(question_text(found[0].asks), group_rows() if found[0].asks == "group" else age_rows())]


def found_message(found: tuple[Found, ...], unit: Unit, person: Person, directory: Directory) -> Method:
    """One message for what was found: a card, or one line per need with the cards on tap."""
    if len(found) > 1:
        return say(lines_text(found, person.municipality), [*need_rows(one.need for one in found), [human_button()], sos_row()])
    if found[0].services:
        return card(found[0], unit, person)
    return nothing_recorded(found[0], unit, person, directory)


def card(found: Found, unit: Unit, person: Person, start: int = 0) -> Method:
    """The card of a need, with what one can do next. Some days later the person is asked what came of it, where that can do no harm."""
    propose(unit, person, found.need, found.services[: start + PER_CARD])
    shown = found.services[start : start + PER_CARD] if start else ()
    slip = slip_link(found.need, person.municipality, person.channel, [service.source_id for service in shown])
    return _card(found, start, person.municipality, person.channel, spoken(), slip, unit.now.replace(second=0, microsecond=0))


@lru_cache(256)
def _card(found: Found, start: int, municipality: str | None, channel: str, _language: str, slip: str, minute: datetime) -> Method:
    """Many ask the same when something happens: within a minute they get the same card. Nobody may change it."""
    return say(need_card(found, municipality, minute, start), found_rows(found, start, channel, slip))


def nothing_recorded(found: Found, unit: Unit, person: Person, directory: Directory) -> Method:
    """We have nothing recorded (never: there is nothing); the town hall, KIM, and a person."""
    text = need_card(found, person.municipality, unit.now)
    text += "\n\n"
    text += fallback_text(town_hall_and_kim(directory, person.municipality), unit.now)
    slip = slip_row(slip_link(found.need, person.municipality, person.channel))
    question = ask_once(unit, person, found.need)
    wish: list[Row] = []
    if question is not None:
        # NOTE: the 180 days are cases/wishes.py, LASTS
        text += "\n\n" + _("Should I tell you when there is something for this near you? I would write to you once, within 180 days.")
        yes, no = Wish(answer="yes", number=question).pack(), Wish(answer="no", number=question).pack()
        wish = [[button(_("Yes, tell me"), yes), button(_("No"), no)]]
    return say(text, [*wish, slip, *alike_rows(found.need), [human_button(found.need)], *main_rows()[1:]])


async def on_topics(_message: Message) -> list[Method]:
    return [say(_("Choose a topic:"), area_rows())]


async def on_topics_button(query: CallbackQuery) -> list[Method]:
    return [toast(query), say(_("Choose a topic:"), area_rows())]


async def on_area(query: CallbackQuery, callback_data: ShowArea) -> list[Method]:
    needs = taxonomy().of_area(callback_data.area)
    if not needs:
        return await on_topics_button(query)
    rows = [*need_rows(need.code for need in needs), sos_row()]
    return [toast(query), say(_("What is it about?"), rows)]


async def on_need_button(query: CallbackQuery, callback_data: ShowNeed, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    """A need by tap. A crisis need gives the emergency card: that is what it is for."""
    if callback_data.need not in taxonomy():
        return await on_topics_button(query)
    if taxonomy()[callback_data.need].crisis:
        return [toast(query), emergency((callback_data.need,))]
    found, asks_place = look_up(unit, person, [callback_data.need], directory)
    start = callback_data.start if 0 <= callback_data.start < len(found[0].services) else 0
    if start:
        return [toast(query), card(found[0], unit, person, start)]
    asks_to_keep, draft = chosen(unit, person if asks_place else asked_for_whom(person, found), callback_data.need)
    unit.people.update(person.id, draft={**draft, "needs": [callback_data.need]})
    return [toast(query), *answered(found, asks_place, unit, person, directory), *asks_to_keep]


async def on_not_meant(query: CallbackQuery, callback_data: NotMeant) -> list[Method]:
    """The bot's failure, not a gap: the neighbours of this need, and all topics."""
    known = callback_data.need in taxonomy()
    near = (
        [need.code for need in taxonomy().of_area(taxonomy()[callback_data.need].area) if need.code != callback_data.need] if known else []
    )
    rows = [*need_rows(near[:6]), *main_rows()]
    return [toast(query), say(_("Sorry. Is it one of these? You can also write it in other words."), rows)]


def first() -> Router:
    """What nearly every message is. It stands before all that is asked of a message, and none of that would fit."""
    router = Router(name=f"{__name__}.first")
    router.message.register(on_need, JustWords())
    return router


def routes() -> Router:
    """Needs. The free words come last: everything more specific was asked before."""
    router = Router(name=__name__)
    router.callback_query.register(on_topics_button, Menu.filter_to("topics"))
    router.callback_query.register(on_area, ShowArea.filter())
    router.callback_query.register(on_need_button, ShowNeed.filter())
    router.callback_query.register(on_not_meant, NotMeant.filter())
    router.message.register(on_need, Words(), ~JustWords())
    router.edited_message.register(on_edit)
    return router
