"""Where somebody lives: asked once, kept as the municipality, changeable, and nobody has to say it."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from cases.handover import waiting_package
from cases.needs import asked_for_whom, look_up
from cases.own_words import understood_here
from cases.people import Person, decline_place, live_in
from cases.refusals import NothingToPassOn
from directory.find import Directory
from directory.match import Known, understand
from directory.places import PlaceAnswer
from handlers.ask import asks_for_whom, found_message, not_understood, remember
from handlers.buttons import LiveIn, Menu
from handlers.filters import At, HasLocation, Says, Words
from handlers.keyboards import main_rows, package_rows, place_keys, place_rows
from handlers.package_cards import package_card
from handlers.saying import Method, isolate, say, toast
from locales.speech import _
from storage.unit import Unit

_SENTENCE = 2  # words beside a place that may name a need; one word alone is a slip more often


async def on_place(_message: Message, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    unit.people.update(person.id, conversation_place="ask_place")
    return [say(_question(person), place_rows(place_keys(directory)))]


async def on_place_button(query: CallbackQuery, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    return [toast(query), *await on_place(query, unit, person, directory)]  # type: ignore[arg-type]


def _question(person: Person) -> str:
    if person.municipality is None:
        return _("In which town or village do you live? You can also type it, or the postal code.")
    return _("Your town is {town}. Where do you live now?").format(town=isolate(person.municipality))


async def on_typed_place(message: Message, unit: Unit, person: Person, directory: Directory, known: Known | None = None) -> list[Method]:
    """A typed town, village or postal code, with slips and in any script. Whatever is none of these is a need.

    Who tells a need in the same breath gets it answered for that place, together with what they asked before.
    """
    words = message.text or ""
    answer = directory.atlas.find_place(words)
    told = _told_besides(words, unit, directory, known)
    if not told:
        return _placed(answer, unit, person, directory)
    named = directory.atlas.place_in_sentence(words)
    if named.exact is None:
        if named.choices or answer.outside:  # the need is answered, and the question for the place stands
            raise SkipHandler
        return _placed(answer, unit, person, directory)
    before = f"{person.draft['words']}\n" if person.draft.get("needs") and person.draft.get("words") else ""
    needs = list(dict.fromkeys((*told, *(person.draft.get("needs") or ()))))
    person = remember(unit, person, before + words, needs)
    return settled(unit, live_in(unit, person, named.exact), directory, told)


def _told_besides(words: str, unit: Unit, directory: Directory, known: Known | None) -> tuple[str, ...]:
    """The needs that a sentence names beside a place. The name itself says nothing: some villages are called like other things."""
    beside = directory.atlas.without_places(words)
    if len(beside.split()) < _SENTENCE:
        return ()
    understood = understood_here(unit, beside, understand(beside, known))
    return understood.several if understood.decision == "match" else ()


async def on_place_alone(message: Message, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    """Only a town, and nobody asked: they live there now. Anything else was not understood."""
    words = message.text or ""
    place = directory.atlas.find_place(words)
    if place.exact is None and not (place.outside and words.strip().isdecimal()):
        return [say(not_understood(words), main_rows())]
    return _placed(place, unit, person, directory)


async def on_location(message: Message, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    """A shared location becomes the municipality and is thrown away."""
    if message.location is None:
        raise SkipHandler
    if message.location.live_period:
        return [say(_("Thank you, one time is enough. Please stop sharing your live location."))]
    return _placed(directory.atlas.by_coordinates(message.location.latitude, message.location.longitude), unit, person, directory)


def _placed(place: PlaceAnswer, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    if place.exact is not None:
        return settled(unit, live_in(unit, person, place.exact), directory)
    if place.choices:
        names = [pair for pair in place_keys(directory) if pair[0] in place.choices]
        return [say(_("Which of these do you mean?"), place_rows(names))]
    if place.outside:
        text = _("I know only the district of Paderborn. For another place in Germany: the town hall there, or www.bamf.de.")
        return [say(text, place_rows(place_keys(directory)))]
    raise SkipHandler


async def on_live_in(query: CallbackQuery, callback_data: LiveIn, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    if callback_data.ags == "-":
        return [toast(query), *settled(unit, decline_place(unit, person), directory)]
    name = next((name for name, ags in place_keys(directory) if ags == callback_data.ags), None)
    if name is None:
        return [toast(query), say(_("This button is from an older message. Please start again: /start"), main_rows())]
    return [toast(query), *settled(unit, live_in(unit, person, name), directory)]


def settled(unit: Unit, person: Person, directory: Directory, told: Sequence[str] = ()) -> list[Method]:
    """The place is known now: what was asked before is answered for it, and before that the needs `told` together with the place."""
    unit.people.update(person.id, conversation_place="")
    waiting = _waiting_card(person)
    needs = [*told, *(() if waiting else person.draft.get("needs") or ())]
    if needs:
        found, _asks = look_up(unit, person, needs, directory)
        if not waiting and (asked := asked_for_whom(person, found)) is not person:
            unit.people.update(person.id, draft=asked.draft)
        return [found_message(found, unit, person, directory), *waiting, *([] if waiting else asks_for_whom(found))]
    if waiting:
        return waiting
    if person.municipality is None:
        return [say(_("That is fine. I show what exists for the whole district."), main_rows())]
    return [say(_("Thank you. I will show what exists for {town}.").format(town=isolate(person.municipality)), main_rows())]


def _waiting_card(person: Person) -> list[Method]:
    """The package that waits for a yes, if there is one, with the place as it is now."""
    try:
        package = waiting_package(person)
    except NothingToPassOn:
        return []
    return [say(package_card(package), package_rows(package))]


def routes() -> Router:
    """Places."""
    router = Router(name=__name__)
    router.message.register(on_place, Says("place", "place", "ort", "wohnort"))
    router.message.register(on_location, HasLocation())
    router.message.register(on_typed_place, At("ask_place"), Words())
    router.callback_query.register(on_place_button, Menu.filter_to("place"))
    router.callback_query.register(on_live_in, LiveIn.filter())
    return router


def alone() -> Router:
    """A town by itself: asked after nothing else fits."""
    router = Router(name=f"{__name__}.alone")
    router.message.register(on_place_alone, Words())
    return router
