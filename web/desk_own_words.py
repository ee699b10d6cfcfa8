"""The district's own words: what the bot did not understand, and what staff say it means."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.own_words import may_be_kept
from cases.refusals import CaseNotFound
from directory.needs import SENSITIVE, taxonomy
from gaps.safe_tables import FEWEST, rounded
from locales.speech import languages
from storage.own_words import OFFERED, TAKEN, AskedRow, OwnWordRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import Desk, Fields, Sent, SignedIn, number, require_role
from web.desk_words import language_name, need_label
from web.pages import page

ROLES = ("coordinator", "case_manager")
_UNTOLD = sorted({*SENSITIVE, *(need.code for need in taxonomy().needs if need.crisis)})  # about these no number is given here


def _facts(unit: Unit, _staff: StaffRow) -> tuple[list[OwnWordRow], list[AskedRow]]:
    return unit.own_words.all(), unit.own_words.choices(FEWEST, _UNTOLD, 30)


async def on_own_words(desk: SignedIn, refused: str = "") -> HTMLResponse:
    """What waits, what was taken in, and what people chose when they were asked."""
    require_role(desk, *ROLES)
    rows, asked = await desk.keep(_facts)
    sentences = [row._replace(need=need_label(row.need), language=language_name(row.language)) for row in rows]
    return page(
        "desk/own_words.html",
        desk=desk,
        here="own_words",
        waiting=[one for one in sentences if one.state == OFFERED],
        taken=[one for one in sentences if one.state == TAKEN],
        asked=[(need_label(one.offered), need_label(one.chosen), language_name(one.language), rounded(one.times)) for one in asked],
        needs=[(need.code, need_label(need.code)) for need in taxonomy().needs if not need.crisis],
        languages=[(code, language_name(code)) for code in languages()],
        refused=bool(refused),
    )


async def on_add(desk: SignedIn, sent: Sent) -> Response:
    """Staff say what a sentence means; it counts at once."""
    require_role(desk, *ROLES)
    phrase, need, language = " ".join(sent.one("phrase", 400).split()), sent.one("need", 60), sent.one("language", 8)
    if need not in taxonomy() or taxonomy()[need].crisis or language not in languages() or not may_be_kept(phrase):
        return RedirectResponse("/desk/words?refused=1", 303)
    await desk.keep(lambda unit, staff: unit.own_words.add(need=need, language=language, phrase=phrase, state=TAKEN, by=staff.id))
    return RedirectResponse("/desk/words", 303)


async def on_take(desk: SignedIn, sent: Sent) -> Response:
    """Takes a sentence in: from now on it is understood."""
    return await _decided(desk, sent, lambda unit, staff, sentence: unit.own_words.take(sentence, by=staff.id))


async def on_drop(desk: SignedIn, sent: Sent) -> Response:
    """Throws a sentence away, or takes it back: from now on it is not understood so."""
    return await _decided(desk, sent, lambda unit, _staff, sentence: unit.own_words.drop(sentence))


async def _decided(desk: Desk, sent: Fields, decide: Callable[[Unit, StaffRow, int], bool]) -> Response:
    require_role(desk, *ROLES)

    def work(unit: Unit, staff: StaffRow) -> None:
        if not decide(unit, staff, number(sent.one("id", 20))):
            raise CaseNotFound

    await desk.keep(work)
    return RedirectResponse("/desk/words", 303)


def routes() -> APIRouter:
    """The district's own words."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/desk/words", on_own_words, methods=["GET"])
    router.add_api_route("/desk/words/add", on_add, methods=["POST"])
    router.add_api_route("/desk/words/take", on_take, methods=["POST"])
    router.add_api_route("/desk/words/drop", on_drop, methods=["POST"])
    return router
