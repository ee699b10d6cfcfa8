"""To a person: what is passed on is shown and changed first, and nothing goes without a yes."""

from __future__ import annotations

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message
from aiogram.utils.formatting import Text

from cases.access import interpreter_of
from cases.coming_back import forget_address
from cases.conversation import end_by_person, is_silent, open_case_of, write_as_person
from cases.handover import hand_over, independent_advice, leave, prepare, waiting_package, want_call_back
from cases.people import Person
from cases.referral import be_quiet
from cases.refusals import NothingToPassOn, TheirYesIsMissing, TownFull
from directory.fallback import town_hall_and_kim
from directory.find import Directory
from directory.folding import is_blank
from directory.needs import taxonomy
from handlers.ask import on_need, too_long
from handlers.buttons import InCase, PassOn, ShowNeed
from handlers.cards import fallback_text
from handlers.cutting import TOO_LONG
from handlers.filters import At, HasCaption, Says, Words
from handlers.keyboards import button, case_rows, main_rows, need_rows, package_rows, sos_row
from handlers.package_cards import package_card
from handlers.promising import closed_line, waiting_lines
from handlers.saying import Method, isolate, say, toast
from locales.speech import _
from storage.cases import CaseRow
from storage.unit import Unit

BEFORE_THE_CASE_MS = 3_600_000  # what was passed on was written shortly before


async def on_human(_message: Message, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    """They want a person. Whoever already has one writes to them; else the package is shown."""
    case = open_case_of(unit, person)
    if case is not None:
        return [_at_case(unit, person, case)]
    return [_advice_or_offer(unit, person, last_need(person), directory)]


def _advice_or_offer(unit: Unit, person: Person, need: str | None, directory: Directory) -> Method:
    """Where a handover could touch somebody's status, advice that belongs to no office is offered first, once."""
    advice = independent_advice(need)
    if advice is None or advice in (person.draft.get("advised") or ()) or not directory.find(advice, person.municipality):
        return offer(unit, person, need, str(person.draft.get("words") or ""))
    unit.people.update(person.id, draft={**person.draft, "advised": [*(person.draft.get("advised") or ()), advice]})
    rows = [
        [button(_("Show independent advice"), ShowNeed(need=advice).pack())],
        [button(_("Go on to KIM"), PassOn(step="on", need=need or "").pack())],
        sos_row(),
    ]
    return say(_("For this there is also independent advice. It does not belong to an office, and it is free."), rows)


async def on_someone_else(_message: Message, unit: Unit, person: Person) -> list[Method]:
    """They ask for somebody else: works like asking for oneself, without names, and is passed on only with that person's own yes."""
    unit.people.update(person.id, draft={**person.draft, "for_someone_else": True})
    text = _("That is fine. Please do not write the name. Write what the other person needs and in which town they live.")
    return [say(text, main_rows())]


def last_need(person: Person) -> str | None:
    """The code of the need they asked for last."""
    needs = person.draft.get("needs") or []
    return str(needs[0]) if needs else None


def offer(unit: Unit, person: Person, need: str | None, words: str) -> Method:
    """Shows what would be passed on; it waits for a yes. About somebody else it first takes theirs."""
    for_someone_else = bool(person.draft.get("for_someone_else"))
    package = prepare(unit, person, need=need, words=words, for_someone_else=for_someone_else)
    if for_someone_else and package.yes_of is None:
        return _asks_for_their_code(unit, person)
    return say(package_card(package), package_rows(package))


def _asks_for_their_code(unit: Unit, person: Person) -> Method:
    unit.people.update(person.id, conversation_place="their_code")
    asked = _(
        "The other person must say yes themselves. They open this chat on their own phone and write /code. Then write their code here."
    )
    return say(asked, [[button(_("I have no code"), PassOn(step="no").pack())], sos_row()])


async def on_pass_on(query: CallbackQuery, callback_data: PassOn, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    """One step of the handover."""
    if callback_data.step in ("start", "on"):
        need = callback_data.need if callback_data.need in taxonomy() else last_need(person)
        if callback_data.step == "start":
            return [toast(query), _advice_or_offer(unit, person, need, directory)]
        return [toast(query), offer(unit, person, need, str(person.draft.get("words") or ""))]
    try:
        package = waiting_package(person)
    except NothingToPassOn:
        return [toast(query), _nothing_waits(unit, person)]
    if callback_data.step == "yes":
        try:
            return [toast(query), _handed_over(unit, person, hand_over(unit, person))]
        except TownFull as full:
            leave(unit, person)
            return [toast(query), _another_place(unit, full, directory)]
        except TheirYesIsMissing:
            return [toast(query), _asks_for_their_code(unit, person)]
    if callback_data.step == "no":
        leave(unit, person)
        return [toast(query), say(_("Nothing was passed on."), main_rows())]
    if callback_data.step == "words":
        unit.people.update(person.id, conversation_place="package_words")
        return [toast(query), say(_("Write now what KIM should read. Please no names and no numbers of papers."), [sos_row()])]
    if callback_data.step == "uncalled":
        return [toast(query), offer(unit, want_call_back(unit, person, None), package.need, package.words)]
    need, words = (None, package.words) if callback_data.step == "general" else (package.need, "")
    return [toast(query), offer(unit, person, need, words)]


def _nothing_waits(unit: Unit, person: Person) -> Method:
    case = open_case_of(unit, person)
    if case is not None:
        return _handed_over(unit, person, case)
    return say(_("This button is from an older message. Please start again: /start"), main_rows())


def _handed_over(unit: Unit, person: Person, case: CaseRow) -> Method:
    received = _("KIM has your message. Your number is {number}.").format(number=case.reference)
    spoken = _("Say this number at a KIM desk or on the phone. Then you do not have to tell everything again.")
    return say(
        "\n".join([received, *waiting_lines(unit, case), spoken, _("What you write now goes to them too.")]),
        case_rows(case, person.channel),
    )


def _another_place(unit: Unit, full: TownFull, directory: Directory) -> Method:
    """Nobody is turned away without a place to go."""
    text = _("KIM in {town} cannot take on anybody new at the moment. Nothing was passed on.").format(town=isolate(full.municipality))
    places = fallback_text(town_hall_and_kim(directory, full.municipality), unit.now)
    rows = [*(need_rows([full.need]) if full.need is not None else []), *main_rows()]
    return say(Text(text, "\n\n", places), rows)


async def on_package_words(message: Message, unit: Unit, person: Person) -> list[Method]:
    """New words for the package; it is shown again before anything goes. Until then the next message is still meant for it."""
    package = waiting_package(person)
    words = message.text or ""
    if is_blank(words):
        return [say(_("Please write a few words."), [sos_row()])]
    if len(words) > TOO_LONG:
        return [too_long()]
    unit.people.update(person.id, conversation_place="")
    return [offer(unit, person, package.need, words)]


async def on_words_in_case(message: Message, unit: Unit, person: Person, inbox_id: int, directory: Directory) -> list[Method]:
    """What is written while somebody at KIM has the case goes to them, and the program is silent; unless they have been silent for days."""
    case = open_case_of(unit, person)
    if case is None:
        unit.people.update(person.id, conversation_place="")
        return [say(_("This conversation has ended. Write what you need, or talk to a person again."), main_rows())]
    words = message.text or message.caption or ""
    if is_blank(words):
        return [say(_("Please write a few words."), case_rows(case, person.channel))]
    alone = is_silent(unit, case) and len(words) <= TOO_LONG
    write_as_person(unit, case, f"{_signs(message)}{words}", inbox_id)
    if alone:
        back = _("KIM has your message. Nobody at KIM has written here for some days, so the program answers again too.")
        return [say(back, case_rows(case, person.channel)), *await _answered(message, unit, person, directory)]
    text = " ".join([_("KIM has your message ({number}).").format(number=case.reference), closed_line(unit, case.municipality)]).strip()
    if message.text is None:
        text += " " + _("I did not open the picture or file, and KIM does not see it.")
    if len(words) > TOO_LONG:
        text += " " + _("It is very long. Please write the most important things again in a few sentences.")
    return [say(text, case_rows(case, person.channel))]


async def _answered(message: Message, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    try:
        return await on_need(message, unit, person, directory)
    except SkipHandler:  # only a word or two
        return []


def _signs(message: Message) -> str:
    """Shows whoever reads it that the words are not the person's own, or stood below a file nobody opened."""
    return ("↪ " if message.forward_origin else "") + ("📎 " if message.text is None else "")


async def on_edit_in_case(message: Message, unit: Unit, person: Person, inbox_id: int) -> list[Method]:
    """An edited message: whoever answers sees the new version beside the old one.

    A message from before the case stays where it was: what was erased or closed does not come back.
    """
    case = open_case_of(unit, person)
    if case is None:
        raise SkipHandler
    of_this_case = message.date.timestamp() * 1_000 > case.created_at - BEFORE_THE_CASE_MS
    if message.text and of_this_case:
        write_as_person(unit, case, f"✎ {message.text}", inbox_id)
    return []


async def on_case_button(query: CallbackQuery, callback_data: InCase, unit: Unit, person: Person) -> list[Method]:
    """Steps in an open case; a case of somebody else looks like none."""
    case = open_case_of(unit, person)
    if case is None or case.id != callback_data.case:
        return [toast(query), _nothing_waits(unit, person)]
    if callback_data.step == "write":
        return [toast(query), _at_case(unit, person, case)]
    if callback_data.step == "ask":
        unit.people.update(person.id, conversation_place="")
        rows = [[button("✍️ " + _("Write to KIM again"), InCase(step="write", case=case.id).pack())], *main_rows()]
        return [toast(query), say(_("Now the program answers. Your conversation with KIM stays open."), rows)]
    if callback_data.step == "end":
        rows = [
            [button(_("Yes, end it"), InCase(step="really", case=case.id).pack())],
            [button(_("No"), InCase(step="write", case=case.id).pack())],
            sos_row(),
        ]
        return [toast(query), say(_("Do you want to end the conversation with KIM?"), rows)]
    end_by_person(unit, person, case)
    return [toast(query), say(_("The conversation has ended. You can write here again at any time."), main_rows())]


def _at_case(unit: Unit, person: Person, case: CaseRow) -> Method:
    unit.people.update(person.id, draft={**person.draft, "case": case.id}, conversation_place="human")
    who = unit.staff.one(case.accepted_by) if case.accepted_by is not None else None
    if who is not None:
        lines = [_("You are writing with {name} at KIM. What you write goes there.").format(name=who.name)]
        interpreter = interpreter_of(unit, case)
        if interpreter is not None:
            lines.append(_("{name} interprets here now.").format(name=isolate(interpreter.name)))
        return say("\n".join(lines), case_rows(case, person.channel))
    return _handed_over(unit, person, case)


async def on_stop(_message: Message, unit: Unit, person: Person) -> list[Method]:
    """They want to be left alone: nothing is sent unasked any more; and how to forget everything."""
    be_quiet(unit, person)
    forget_address(unit, person.id)
    return [say(_("I write only when you write, or when KIM answers you. To delete everything: /delete"), [sos_row()])]


def routes() -> Router:
    """To a person."""
    router = Router(name=__name__)
    router.message.register(on_human, Says("human", "human", "mensch"))
    router.message.register(on_someone_else, Says("someone_else"))
    router.message.register(on_stop, Says("stop", "stop", "stopp"))
    router.message.register(on_package_words, At("package_words"), Words())
    router.message.register(on_words_in_case, At("human"), Words())
    router.message.register(on_words_in_case, At("human"), HasCaption())
    router.edited_message.register(on_edit_in_case, At("human"))
    router.callback_query.register(on_pass_on, PassOn.filter())
    router.callback_query.register(on_case_button, InCase.filter())
    return router
