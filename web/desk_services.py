"""The directory at the desk: search it in any language, print a card, or send it into a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.access import access_case, open_case
from cases.conversation import Ways, is_sealed
from cases.proposing import propose
from cases.refusals import CaseClosed, NotUnderstood
from cases.sealed import is_delicate
from directory.find import Directory, load_directory
from directory.found import Service
from directory.match import understand
from directory.name_search import named_like
from directory.needs import taxonomy
from directory.slips import has_slip, slip_path
from locales.service_lines import lasting_lines
from locales.speech import FALLBACK, _, isolate, speaking
from storage.cases import CaseRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_cases import ways_of
from web.desk_door import Sent, SignedIn, number, require_role
from web.desk_words import area_label, language_name, need_label, place_name
from web.once import new_form_key
from web.pages import page
from web.reading import on_pages

QUERY_AT_MOST = 2_000  # characters
NEEDS_AT_MOST, EACH_AT_MOST = 6, 8
AT_THE_DESK = ("case_manager", "coordinator")


@dataclass(frozen=True)
class Entry:
    """A service in the list. `cards`: the needs there can be a card of."""

    source_id: str
    name: str
    lines: tuple[str, ...]
    cards: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Group:
    """What was found for one need; `need` empty: by its name."""

    need: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class ForCase:
    """The case the search was opened from."""

    id: int
    reference: str
    language: str
    language_name: str
    need: str
    municipality: str
    place: str
    accepted: bool
    sealed: bool


def _entry(service: Service) -> Entry:
    needs = sorted(need for need in service.needs if has_slip(need))
    with speaking(FALLBACK):
        return Entry(service.source_id, service.name, tuple(lasting_lines(service)), tuple((need, need_label(need)) for need in needs))


def _needs_in(words: str) -> Iterable[str]:
    """The needs that staff may mean. Danger hides nothing here: whoever looks for a shelter for somebody has to find it."""
    understood = understand(words)
    if understood.decision == "match":
        return understood.several
    return [scored.code for scored in understood.needs[:3]] if understood.decision in ("ask", "crisis") else ()


def search(directory: Directory, words: str, municipality: str | None, need: str) -> list[Group]:
    """What fits a need, or words in any language, or a name; the names last. Empty groups are told for needs: that is an answer, too."""
    needs = [need] if need else list(dict.fromkeys(_needs_in(words)))[:NEEDS_AT_MOST] if words.strip() else []
    groups = [
        Group(code, need_label(code), tuple(map(_entry, directory.find(code, municipality)[:EACH_AT_MOST])))
        for code in needs
        if code in taxonomy()
    ]
    if named := named_like(directory, words, municipality, EACH_AT_MOST):
        groups.append(Group("", "Nach dem Namen", tuple(map(_entry, named))))
    return groups


def _for_case(unit: Unit, case: CaseRow, ways: Ways) -> ForCase:
    return ForCase(
        id=case.id,
        reference=case.reference,
        language=case.language,
        language_name=language_name(case.language),
        need=case.need or "",
        municipality=case.municipality or "",
        place=place_name(case.municipality),
        accepted=case.state == "accepted" and case.person_id is not None,
        sealed=is_sealed(unit, case, ways),
    )


async def on_search(desk: SignedIn, q: str = "", town: str | None = None, need: str | None = None, case: str = "") -> HTMLResponse:
    """The search; opened from a case it begins with what the case is about."""
    require_role(desk, *AT_THE_DESK)
    ways = ways_of(desk)
    about = await desk.about(case, lambda unit, staff, one: _for_case(unit, open_case(unit, staff, one), ways)) if case else None
    directory = await desk.keep(lambda unit, _staff: load_directory(unit))
    words, asked = q[:QUERY_AT_MOST], q.strip() or need or town
    wanted = need if need in taxonomy() else about.need if about is not None and not asked else ""
    where = town if town in directory.keys else about.municipality if about is not None and town is None else ""
    areas = [
        (area_label(area.code), [(one.code, need_label(one.code)) for one in taxonomy().of_area(area.code)]) for area in taxonomy().areas
    ]
    return page(
        "desk/services.html",
        desk=desk,
        here="services",
        case=about,
        q=words,
        town=where,
        need=wanted,
        towns=sorted(directory.keys),
        areas=areas,
        groups=search(directory, words, where or None, wanted or ""),
        asked=bool(asked or wanted),
        languages=[(one.code, language_name(one.code)) for one in on_pages().values()],
        reads=about.language if about is not None else FALLBACK,
        form_key=new_form_key(),
    )


async def on_card(desk: SignedIn, need: str = "", service: str = "", town: str = "", lang: str = FALLBACK) -> Response:
    """The card of one service, in the chosen language: the same page that people get by a button, so it holds nothing of the case."""
    require_role(desk, *AT_THE_DESK)
    directory = await desk.keep(lambda unit, _staff: load_directory(unit))
    known = directory.named(service) is not None and lang in on_pages() and (not town or town in directory.keys)
    if not known or not has_slip(need):
        raise NotUnderstood("service")
    return RedirectResponse(slip_path(need, town or None, lang, [service]), 303)


def card_text(service: Service, language: str, link: str) -> str:
    """The card of a service as an answer, in this language; with the address of the card to show, where it tells nothing delicate."""
    with speaking(language):
        lines = [_("You can ask here:"), "", isolate(service.name), *lasting_lines(service)]
        return "\n".join([*lines, "", f"📄 {_('Card to show')}: {link}"] if link else lines)


def _send(unit: Unit, staff: StaffRow, case_id: int, source_id: str, need: str, form_key: str, ways: Ways) -> None:
    case = access_case(unit, staff, case_id)
    service = load_directory(unit).named(source_id)
    if service is None:
        raise NotUnderstood("service")
    tells_nothing = need in service.needs and has_slip(need) and not is_delicate(need)
    path = slip_path(need, case.municipality, case.language, [source_id]) if tells_nothing else ""
    words = card_text(service, case.language, ways.public_url.rstrip("/") + path if path else "")
    propose(unit, staff, case_id, source_id, words, form_key, ways)


async def on_send(case_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Sends the card to the person of the case; it stands in the thread and can be taken back for ten seconds."""
    source_id, need, form_key = sent.one("service", 200), sent.one("need", 60), sent.one("form_key", 40) or new_form_key()
    try:
        await desk.about(case_id, lambda unit, staff, one: _send(unit, staff, one, source_id, need, form_key, ways_of(desk)))
    except LookupError:  # erased a moment ago
        raise CaseClosed from None
    return RedirectResponse(f"/desk/cases/{number(case_id)}#end", 303)


def routes() -> APIRouter:
    """The directory at the desk."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/desk/services", on_search, methods=["GET"])
    router.add_api_route("/desk/services/card", on_card, methods=["GET"])
    router.add_api_route("/desk/cases/{case_id}/services", on_send, methods=["POST"])
    return router
