"""Cards: facts in, finished text out. They open nothing and call nobody, so chat, courier and tests share them."""

from __future__ import annotations

from datetime import datetime

from aiogram.utils.formatting import Bold, Text, as_list

from cases.needs import Found
from directory.found import Service
from directory.hours import opening
from handlers.keyboards import PER_CARD, need_label
from handlers.saying import isolate
from handlers.static_card import numbers_to_call
from handlers.why_texts import why_lines, worth_showing
from locales.notice_file import ReleasedNotice
from locales.service_lines import service_lines
from locales.speech import _, _n, in_german, spoken


def notice_text(released: ReleasedNotice | None) -> Text:
    """The first layer of the notice: who this is, what not to write, what is kept. Level A2, above the first answer."""
    if released is not None and (wording := released.in_language(spoken())):
        return Text("ℹ️ ", "\n".join(wording.short))
    return Text(
        "ℹ️ ",
        _("I am the information service of KIM in the district of Paderborn. I am a computer program, not a person."),
        "\n",
        _("Please do not write names, addresses or numbers of papers here."),
        "\n",
        _("I keep your language, your town and, for a short time, what you write."),
    )


def notice_details(channel: str, released: ReleasedNotice | None) -> str:
    """The rest of the notice, behind a button."""
    if released is not None and (wording := released.in_language(spoken())):
        return wording.long
    lines = [
        _("KIM is the integration management of the district (Kommunales Integrationsmanagement)."),
        _("You can also phone or visit. Writing here is your choice."),
        _("Telegram can read this chat. Its computers may be in other countries.") if channel == "telegram" else "",
        _("What you write without asking for a person is deleted after 24 hours at the latest."),
        _("People at KIM read something only if you say yes to passing it on. They keep it until 30 days after the end."),
        _("We do not pass anything to offices, employers or the police unless you say yes."),
        _("The law knows exceptions: danger to life, a child in danger, an order of a court."),
        _("We count which help is missing, without names."),
        _("This program does not decide anything and is no legal advice. Writing here does not keep a deadline."),
        _("This is no emergency service. In danger call 112 or 110."),
        _("See what is kept: /mydata. Delete everything: /delete. You can complain to the data protection authority (LDI NRW)."),
        _("You may write at any age. Tip: delete this chat on your phone if others look at it."),
    ]
    return "\n\n".join(line for line in lines if line)


def lines_text(answer: tuple[Found, ...], municipality: str | None) -> Text:
    """Several needs: one line each, the cards on tap."""
    lines: list[Text] = [Text(_("This is what I found:"))]
    for found in answer:
        lines.append(Text("• ", Bold(need_label(found.need)), ": ", _what_exists(found, municipality)))
    lines.append(Text(_("Tap a topic to see who helps.")))
    return as_list(*lines)


def _what_exists(found: Found, municipality: str | None) -> str:
    if not found.services:
        return _("depends on your town") if _depends_on_the_town(found, municipality) else _("nothing recorded here yet")
    first = isolate(found.services[0].name)
    rest = len(found.services) - 1
    if rest == 0:
        return first
    return _n("{name} and {n} more", "{name} and {n} more", rest).format(name=first, n=rest)


def need_card(found: Found, municipality: str | None, now: datetime, start: int = 0) -> Text:
    """Up to three services for one need, or the honest sentence that nothing is recorded."""
    head: list[Text] = [Text(Bold(need_label(found.need)), *([f" · {isolate(municipality)}"] if municipality else []))]
    if not found.services:
        depends = _depends_on_the_town(found, municipality)
        nothing = _("This depends on your town.") if depends else _("We have nothing recorded for this here.")
        why = [] if depends or found.why is None else [Text(line) for line in why_lines(found.why)]
        said = as_list(*head, Text(nothing), *why, *_elsewhere(found))
        nearest = None if depends or found.why is None else worth_showing(found.why)
        return said if nearest is None else as_list(said, service_card(1, nearest, now), sep="\n\n")
    shown = found.services[start : start + PER_CARD]
    blocks = [service_card(number, service, now) for number, service in enumerate(shown, start + 1)]
    unverified = any(service.assured_date is None for service in shown)
    why = [Text("ℹ️ ", line) for line in why_lines(found.why)] if found.why is not None and not start else []
    it_depends = [Text("❔ ", _("It depends on your papers or your age. Please ask there."))] if found.depends else []
    foot = [Text("⚠️ ", _("Nobody has checked these entries yet. Please phone before you go."))] if unverified else []
    return as_list(*head, *why, *blocks, *it_depends, *foot, sep="\n\n")


def _depends_on_the_town(found: Found, municipality: str | None) -> bool:
    """Nothing is for the whole district, but some towns have something: "nothing recorded" would send people away."""
    return municipality is None and bool(found.elsewhere)


def _elsewhere(found: Found) -> list[Text]:
    named = found.why is not None and found.why.place is not None and found.why.km is not None
    if not found.elsewhere or (named and len(found.elsewhere) == 1):
        return []
    places = ", ".join(isolate(name) for name in found.elsewhere[:3])
    return [Text(_("There is something in: {places}.").format(places=places))]


def fallback_text(services: tuple[Service, ...], now: datetime) -> Text:
    """Where to ask when nothing is recorded: the town hall and KIM."""
    blocks = [service_card(number, service, now) for number, service in enumerate(services, 1)]
    return as_list(Text(_("You can ask here:")), *blocks, sep="\n\n")


def service_card(number: int, service: Service, now: datetime) -> Text:
    """What, where, when open, how to reach it, languages, cost, verified or not."""
    lines = service_lines(service, hours_line(service, now))
    return as_list(Text(f"{number}. ", Bold(isolate(service.name))), *map(Text, lines))


def hours_line(service: Service, now: datetime) -> str:
    """Open or closed now, in German time; where the hours cannot be told for sure, the words of the source."""
    today = opening(service.spans, now)
    if today.state == "unknown":
        return in_german(service.hours_text) if service.hours_text else ""
    if today.opens_at is None:
        return _("Closed for today")
    span = isolate(f"{today.opens_at}-{today.closes_at}")
    if today.state == "open":
        return _("Open now ({hours})").format(hours=span)
    return _("Closed now, open later today ({hours})").format(hours=span)


def emergency_card(crisis: tuple[str, ...]) -> Text:
    """The emergency answer: 112 and 110 first, then two or three fitting numbers, then one question. Same numbers in every language."""
    danger, *others = numbers_to_call(crisis)
    question = Text(Bold(_("Are you safe right now?")))
    return as_list(Text("🆘 ", Bold(danger)), *map(Text, others), question)


def asks_place_text() -> str:
    """The one question for the town, with its reason."""
    return _("In which town or village do you live? Then I can show what is near you. You can also type it, or the postal code.")
