"""Keyboards: rows of buttons below a message."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal
from urllib.parse import quote

from aiogram.types import InlineKeyboardButton as Button

from cases.handover import Package
from cases.interpreting import Said
from cases.needs import Found
from cases.referral import is_private
from directory.eligibility import Group
from directory.find import Directory
from directory.found import Service
from directory.needs import ASKED_ALIKE, taxonomy
from gaps.why_not import BANDS
from handlers.buttons import (
    AskLater,
    CallBack,
    ChooseLanguage,
    ForWhom,
    InCase,
    Interpreting,
    LiveIn,
    Menu,
    NotMeant,
    PassOn,
    SafeNow,
    ShowArea,
    ShowNeed,
)
from handlers.own_pages import come_back_link
from handlers.saying import Row
from handlers.why_texts import ages_label, group_label
from locales.direction import read_rightly
from locales.speech import _, _p, languages
from storage.cases import CaseRow

PER_CARD = 3  # services on one card; a slow old phone must be able to read it


def button(label: str, data: str) -> Button:
    """A button that tells the bot something. The same ones stand below nearly every message: nobody may change them."""
    return _button(read_rightly(label), data, None)


@lru_cache(4_096)
def _button(label: str, data: str | None, url: str | None) -> Button:
    return Button(text=label, callback_data=data, url=url)


def need_label(code: str) -> str:
    """The name of a need in the language spoken now."""
    return _p("need", taxonomy()[code].label_en) if code in taxonomy() else code


def area_label(code: str) -> str:
    """The name of an area in the language spoken now."""
    return next(_p("area", area.label_en) for area in taxonomy().areas if area.code == code)


def sos_row() -> Row:
    """The SOS button: in every menu."""
    return [button("🆘 " + _("Emergency"), Menu(to="sos").pack())]


def human_button(need: str = "") -> Button:
    """To a person."""
    return button("🙋 " + _("Talk to a person"), PassOn(step="start", need=need).pack())


def language_button() -> Button:
    """To the list of languages."""
    return button("🌐 " + _("Language"), Menu(to="language").pack())


def main_rows() -> list[Row]:
    """What one can always do."""
    return [
        [button("🧭 " + _("Topics"), Menu(to="topics").pack()), human_button()],
        [button("📍 " + _("My town"), Menu(to="place").pack()), language_button()],
        sos_row(),
    ]


def language_rows() -> list[Row]:
    """Each language by its own name."""
    buttons = [button(language.own_name, ChooseLanguage(code=code).pack()) for code, language in languages().items()]
    return [*_pairs(buttons), sos_row()]


AREA_SIGNS = {
    "residence": "📄", "housing": "🏠", "money": "💶", "language": "🗣", "work": "🛠", "education": "🎒",
    "family": "👪", "health": "🩺", "safety": "🛟", "mobility": "🚌", "daily": "🧺", "community": "🤝",
}  # fmt: skip


def area_rows() -> list[Row]:
    """The twelve areas, with pictures for those who do not read; a call for those who do not write."""
    call = button("📞 " + _("Call me back"), CallBack(step="ask").pack())
    buttons = [button(f"{AREA_SIGNS[area.code]} {area_label(area.code)}", ShowArea(area=area.code).pack()) for area in taxonomy().areas]
    changes = button("🔄 " + _("What changes for me now?"), Menu(to="changes").pack())
    return [*_pairs(buttons), [changes], [call, human_button()], sos_row()]


def pictured_rows() -> list[Row]:
    """For whoever sent something else than words: help with letters above the areas."""
    letters = button("✉️ " + _("Help with letters"), ShowNeed(need="daily.letters_forms").pack())
    return [[letters], *area_rows()]


def need_rows(codes: Iterable[str]) -> list[Row]:
    """One button per need."""
    return [[button(need_label(code), ShowNeed(need=code).pack())] for code in codes]


def place_rows(names: Iterable[tuple[str, str]]) -> list[Row]:
    """Municipalities by name, each with its official key, and the way not to say it."""
    buttons = [button(name, LiveIn(ags=ags).pack()) for name, ags in names]
    return [*_pairs(buttons), [button(_("I would rather not say"), LiveIn(ags="-").pack())], sos_row()]


def group_rows() -> list[Row]:
    """The papers somebody may have, and the way not to say it."""
    asked = [group for group in Group if group is not Group.UNACCOMPANIED_MINOR]  # nobody is asked for their parents
    rows = [[button(group_label(group), ForWhom(asked="group", answer=group.value).pack())] for group in asked]
    return [*rows, _rather_not("group"), sos_row()]


def age_rows() -> list[Row]:
    """Ages, coarsely, and the way not to say it."""
    buttons = [button(ages_label(ages), ForWhom(asked="age", answer=band.value).pack()) for band, ages in BANDS.items()]
    return [*_pairs(buttons), _rather_not("age"), sos_row()]


def _rather_not(asked: Literal["group", "age"]) -> Row:
    return [button(_("I would rather not say"), ForWhom(asked=asked, answer="-").pack())]


def place_keys(directory: Directory) -> list[tuple[str, str]]:
    """The municipalities in alphabetical order, each with its official key."""
    return sorted(directory.keys.items())


def found_rows(found: Found, start: int, channel: str, slip: str) -> list[Row]:
    """Below a card: links of its services, more of them, the same as a card to show, and the ways on."""
    shown = found.services[start : start + PER_CARD]
    rows: list[Row] = [links for links in (_links(number, service, channel) for number, service in enumerate(shown, start + 1)) if links]
    if len(found.services) > start + PER_CARD:
        rows.append([button(_("Show more"), ShowNeed(need=found.need, start=start + PER_CARD).pack())])
    rows.append(slip_row(slip))
    rows += alike_rows(found.need)
    rows.append([button(_("Not what I meant"), NotMeant(need=found.need).pack()), human_button(found.need)])
    if is_private(found.need):
        rows.append([button("🔔 " + _("Ask me later if it helped"), AskLater(need=found.need).pack())])
    rows.append(sos_row())
    return rows


def alike_rows(need: str) -> list[Row]:
    """To what is asked for by the same words; none when nothing is."""
    return need_rows([ASKED_ALIKE[need]]) if need in ASKED_ALIKE else []


def slip_row(slip: str) -> Row:
    """To the card to show at a counter; empty when there is none."""
    # NOTE: a page to hold up at a counter, or to print: what one needs, in two languages
    return [link_button("📄 " + _("Card to show"), slip)] if slip else []


def link_button(label: str, url: str) -> Button:
    """A button that opens a page; nobody may change it either."""
    return _button(read_rightly(label), None, url)


def _links(number: int, service: Service, channel: str) -> list[Button]:
    links = []
    if service.address:
        links.append(link_button(f"{number} 🗺 " + _("Map"), f"https://www.openstreetmap.org/search?query={quote(service.address)}"))
    if service.url.startswith(("http://", "https://")):
        links.append(link_button(f"{number} 🔗 " + _("Website"), service.url))
    if service.phones and channel == "web":  # Telegram refuses tel: links; it makes numbers in texts tappable itself
        links.append(link_button(f"{number} 📞 " + _("Call"), "tel:" + "".join(c for c in service.phones[0] if c.isdigit() or c == "+")))
    return links


def safe_rows() -> list[Row]:
    """Are you safe right now?"""
    return [
        [button(_("Yes"), SafeNow(answer="yes").pack()), button(_("No"), SafeNow(answer="no").pack())],
        [button(_("I cannot talk"), SafeNow(answer="silent").pack())],
    ]


def danger_rows() -> list[Row]:
    """Are you in danger now? Yes leads to the emergency numbers."""
    return [
        [button(_("Yes"), Menu(to="sos").pack()), button(_("No"), SafeNow(answer="yes").pack())],
        [button(_("I cannot talk"), SafeNow(answer="silent").pack())],
    ]


def package_rows(package: Package) -> list[Row]:
    """Below what would be passed on. Yes and no are the same size, nothing is chosen beforehand."""
    rows: list[Row] = [[button(_("Yes, pass it on"), PassOn(step="yes").pack()), button(_("No"), PassOn(step="no").pack())]]
    rows.append([button(_("Write it differently"), PassOn(step="words").pack())])
    if package.words:
        rows.append([button(_("Leave my words out"), PassOn(step="bare").pack())])
    if package.need is not None:
        rows.append([button(_("Leave the topic out"), PassOn(step="general").pack())])
    if package.call_back is not None:
        rows.append([button(_("Leave the number out"), PassOn(step="uncalled").pack())])
    rows.append([button(_("Change my town"), Menu(to="place").pack())])
    rows.append(sos_row())
    return rows


def case_rows(case: CaseRow, channel: str) -> list[Row]:
    """While somebody at KIM has the case. A web chat can be left and come back to."""
    later = come_back_link(channel)
    return [
        [button(_("Ask the program something"), InCase(step="ask", case=case.id).pack())],
        *([[link_button("🔑 " + _("I want to come back later"), later)]] if later else []),
        [
            button("🧾 " + _("My receipt"), InCase(step="receipt", case=case.id).pack()),
            button(_("End this conversation"), InCase(step="end", case=case.id).pack()),
        ],
        sos_row(),
    ]


def interpreter_wishes() -> dict[Said, str]:
    """The ways to say yes to an interpreter."""
    return {
        "any": _("Yes"),
        "woman": _("Yes, a woman"),
        "man": _("Yes, a man"),
        "other": _("Yes, but nobody from my community"),
    }


def interpreter_rows(number: int) -> list[Row]:
    """Below the question for an interpreter. Yes and no are the same size, nothing is chosen beforehand."""
    wishes = [[button(label, Interpreting(said=said, number=number).pack())] for said, label in interpreter_wishes().items()]
    return [*wishes, [button(_("No"), Interpreting(said="no", number=number).pack())], sos_row()]


def interpreter_back_row(number: int) -> Row:
    """One tap, and nobody interprets."""
    return [button(_("Take my yes back"), Interpreting(said="back", number=number).pack())]


def _pairs(buttons: list[Button]) -> list[Row]:
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
