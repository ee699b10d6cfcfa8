"""Did you reach them, did it help? Two taps, days after something was proposed; and one tap that ends the asking."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.types import InlineKeyboardButton as Button
from aiogram.utils.formatting import Text, as_list

from cases import referral
from cases.needs import look_up, open_then
from cases.people import Person
from directory.find import Directory
from directory.needs import taxonomy
from gaps.fields import Cause
from gaps.why_not import DayBand
from handlers.buttons import AskLater, Step, Told
from handlers.cards import service_card
from handlers.keyboards import PER_CARD, button, human_button, main_rows, need_label, sos_row
from handlers.saying import Method, Row, say, toast
from locales.speech import _
from storage.referrals import ReferralRow
from storage.unit import Unit

NAME_AT_MOST = 40  # characters of a service's name on a button


async def on_told(query: CallbackQuery, callback_data: Told, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    """One step. Whatever is over, or somebody else's, looks alike: there is nothing to answer any more."""
    if callback_data.step == "stop":
        referral.be_quiet(unit, person)
        return [toast(query), say(_("I will not ask again. You can write here at any time."), main_rows())]
    row = referral.of_this_person(unit, person, callback_data.referral)
    if row is None:
        return [toast(query), say(_("This button is from an older message. Please start again: /start"), main_rows())]
    if callback_data.step == "when":
        return [toast(query), _other_hours(callback_data, row, unit, person, directory)]
    return [toast(query), _answer(callback_data, row, unit, directory)]


def _answer(told: Told, row: ReferralRow, unit: Unit, directory: Directory) -> Method:
    if told.step == "open":
        return _asks_whom(row, directory)
    if told.step == "reached":
        now = referral.reached(unit, row, told.service)
        return _asks_whom(row, directory) if now is None else _asks_whether_it_helped(now)
    if told.step == "not_yet":
        again = referral.not_yet(unit, row)
        once_more = _("That is fine. I will ask once more in a few days.")
        return say(once_more if again else _("I will not ask again. You can write here at any time."), main_rows())
    if told.step == "helped":
        referral.helped(unit, row)
        return say(_("I am glad. Thank you for telling me."), main_rows())
    if told.step in ("nobody", "unhelped"):
        return say(_("I am sorry. What was the reason? We count it without names."), _reason_rows(row))
    if told.reason == HOURS:
        return _asks_when(row)
    referral.did_not_help(unit, row, REASONS[told.reason] if 0 <= told.reason < len(REASONS) else None)
    return say(_thanks(), [[human_button(row.need)], *main_rows()])


def _thanks() -> str:
    return _("Thank you. We count what is missing, without names. Do you want to talk to a person at KIM?")


def _asks_when(row: ReferralRow) -> Method:
    """The one question, which nobody has to answer."""
    times = (_("In the morning"), _("In the afternoon"), _("In the evening"), _("At the weekend"))
    buttons = [_step(words, "when", row, reason=number) for number, words in enumerate(times)]
    rows: list[Row] = [buttons[:2], buttons[2:], [_step(_("I would rather not say"), "when", row, reason=len(TIMES))], sos_row()]
    return say(_("When can you go there? Then I look for another one. You do not have to say it."), rows)


def _other_hours(told: Told, row: ReferralRow, unit: Unit, person: Person, directory: Directory) -> Method:
    """What may be open when they can go; nothing is one more thing that is missing."""
    said = 0 <= told.reason < len(TIMES)
    others = open_then(unit, person, row.need, directory, TIMES[told.reason], row.services)[:PER_CARD] if said else ()
    referral.hours_do_not_fit(unit, person, row, others)
    rows: list[Row] = [[human_button(row.need)], *main_rows()]
    if others:
        cards = [service_card(number, service, unit.now) for number, service in enumerate(others, 1)]
        return say(as_list(Text(_("This may be open when you can go. Please phone before you go.")), *cards, sep="\n\n"), rows)
    nothing = _("I know nothing for this that is open then. We count it, without names. Do you want to talk to a person at KIM?")
    return say(nothing if said else _thanks(), rows)


def _asks_whom(row: ReferralRow, directory: Directory) -> Method:
    rows: list[Row] = []
    for number, source_id in enumerate(row.services):
        service = directory.named(source_id)
        if service is not None:
            rows.append([_step("✅ " + service.name[:NAME_AT_MOST], "reached", row, service=number)])
    rows.append([_step(_("No, nobody"), "nobody", row), _step(_("I have not tried yet"), "not_yet", row)])
    rows += [[_step(_("Do not ask me again"), "stop", row)], sos_row()]
    asked = _("Some days ago I showed you who helps with: {need}. Did you reach one of them?")
    return say(asked.format(need=need_label(row.need)), rows)


def _asks_whether_it_helped(row: ReferralRow) -> Method:
    rows = [[_step(_("Yes, it helped"), "helped", row), _step(_("No, it did not help"), "unhelped", row)], sos_row()]
    return say(_("Did it help you?"), rows)


# What a reason stands for; None: nothing that could be counted. Old buttons carry the place in this list: only add at the end.
REASONS = (
    Cause.FULL,
    Cause.NOT_ELIGIBLE,
    Cause.LANGUAGE,
    Cause.NOT_REACHABLE,
    Cause.STUCK,
    Cause.UNCLEAR,
    Cause.NO_REPLY,
    Cause.COSTS,
    None,
    Cause.NOT_REACHABLE,
)
HOURS = len(REASONS) - 1  # asks when they can go, before it is counted
SHOWN = (0, 1, 2, HOURS, 3, 4, 5, 6, 7, 8)  # the order in which they stand below each other
TIMES = tuple(DayBand)


def reasons() -> tuple[str, ...]:
    """REASONS in the words of the language spoken now."""
    return (
        _("It was full, or the wait is long"),
        _("They do not take me"),
        _("Nobody spoke my language"),
        _("Too far, or hard to get there"),
        _("A paper or a decision was missing"),
        _("They sent me to another office"),
        _("Nobody answered"),
        _("It cost too much"),
        _("Something else"),
        _("The hours do not fit"),
    )


def _reason_rows(row: ReferralRow) -> list[Row]:
    words = reasons()
    return [*([_step(words[number], "why", row, reason=number)] for number in SHOWN), sos_row()]


def _step(label: str, step: Step, row: ReferralRow, service: int = 0, reason: int = 0) -> Button:
    return button(label, Told(step=step, referral=row.id, service=service, reason=reason).pack())


async def on_ask_later(query: CallbackQuery, callback_data: AskLater, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    """Somebody wants to be asked about a need that is asked about only then."""
    known = callback_data.need in taxonomy() and not taxonomy()[callback_data.need].crisis
    found = look_up(unit, person, [callback_data.need], directory)[0] if known else ()
    if not found or not referral.wants_to_be_asked(unit, person, callback_data.need, found[0].services):
        return [toast(query), say(_("This button is from an older message. Please start again: /start"), main_rows())]
    return [toast(query), say(_("Good. In a few days you get a message here. No topic is named in it."), main_rows())]


def routes() -> Router:
    """What came of it."""
    router = Router(name=__name__)
    router.callback_query.register(on_told, Told.filter())
    router.callback_query.register(on_ask_later, AskLater.filter())
    return router
