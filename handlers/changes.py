"""What changes for me now? An event by button; then which matters it touches, and who advises on them. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.formatting import Bold, Text, as_list

from cases.people import Person
from cases.sphere_reviews import what_changes
from directory.fallback import town_hall_and_kim
from directory.find import Directory
from directory.folding import fold
from directory.found import Service
from gaps.spheres import spheres
from handlers.buttons import Changed, Menu
from handlers.cards import fallback_text
from handlers.filters import Says
from handlers.keyboards import button, human_button, main_rows, need_rows, sos_row
from handlers.saying import Method, Row, say, toast
from locales.speech import _
from storage.unit import Unit

OFFICES, NEEDS = 3, 8  # on one message; more nobody reads on a phone
ADVICE = "community.migration_advice"


def label() -> str:
    """The question, as the button asks it."""
    return _("What changes for me now?")


def event_labels() -> dict[str, str]:
    """The events by code, in the words of the language spoken now."""
    # NOTE: somebody says of themselves what has happened or will happen; they choose one of these
    return {
        "arrival": _("I arrived in Germany"),
        "recognition": _("My asylum application was accepted"),
        "temporary_protection": _("I have temporary protection (§ 24)"),
        "toleration": _("I have a Duldung"),
        "refusal": _("My asylum application was refused"),
        "permit_expiry": _("My residence permit runs out"),
        "adulthood": _("I turn 18"),
        "end_of_school": _("School ends"),
        "work_starts": _("I start to work"),
        "work_ends": _("I lost my job"),
        "move": _("I move to another place"),
        "birth": _("A child was born"),
        "separation": _("We separate"),
        "pension": _("I reach pension age"),
        "naturalisation": _("I want to become German"),
    }


class AsksWhatChanges(Filter):
    """The question itself, in the language spoken now."""

    async def __call__(self, message: Message) -> bool:
        text = message.text or ""
        return len(text) < 80 and fold(text.strip(" ?؟;።")) == fold(label().strip(" ?؟;።"))


def _events() -> Method:
    rows: list[Row] = [[button(name, Changed(event=code).pack())] for code, name in event_labels().items() if code in spheres().events]
    return say(_("What has happened? I do not keep what you choose."), [*rows, sos_row()])


async def on_asked(_message: Message) -> list[Method]:
    return [_events()]


async def on_asked_button(query: CallbackQuery) -> list[Method]:
    return [toast(query), _events()]


async def on_changed(query: CallbackQuery, callback_data: Changed, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    """What the event touches, with what was reviewed in this language; who advises near them; and that a deadline may run."""
    changes = what_changes(unit, callback_data.event, person.language)
    if changes is None or callback_data.event not in event_labels():
        return [toast(query), say(_("This button is from an older message. Please start again: /start"), main_rows())]
    offices = advice(directory, changes.needs, person.municipality)
    above = Text(Bold(event_labels()[callback_data.event]))
    parts = [above, *(Text(text) for text in changes.texts), Text(_("A deadline may run. Please ask soon."))]
    if offices:
        parts.append(fallback_text(offices, unit.now))
    parts.append(Text(_("This can change for you:")))
    rows = [*need_rows(changes.needs[:NEEDS]), [human_button()], sos_row()]
    return [toast(query), say(as_list(*parts, sep="\n\n"), rows)]


def advice(directory: Directory, needs: Sequence[str], municipality: str | None) -> tuple[Service, ...]:
    """Who advises independently on these matters near somebody; the town hall and KIM where nobody is recorded. No gap is noted."""
    found = [service for need in (*needs, ADVICE) for service in directory.find(need, municipality) if service.kind == "independent_advice"]
    return tuple(dict.fromkeys(found))[:OFFICES] or town_hall_and_kim(directory, municipality)


def routes() -> Router:
    """What changes."""
    router = Router(name=__name__)
    router.message.register(on_asked, AsksWhatChanges())
    router.message.register(on_asked, Says("changes"))
    router.callback_query.register(on_asked_button, Menu.filter_to("changes"))
    router.callback_query.register(on_changed, Changed.filter())
    return router
