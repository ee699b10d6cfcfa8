"""What is missing, for coordinators: the newest signals as they come, what surges, and what was said of help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, StreamingResponse
from starlette.requests import Request

from directory.find import load_directory
from gaps.early_warning import Silence, SuggestedBundle
from gaps.help_rates import Rate, newest, rates
from gaps.releases import releases
from gaps.safe_tables import FEWEST, OTHER, rounded
from gaps.signals import CROWD, LIVE, doubtful, live_list
from gaps.warnings import warnings
from gaps.weekly import ALL
from storage.gap_counts import BurstRow
from storage.gap_rows import SignalRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import SignedIn, require_role
from web.desk_live import tell_of_changes
from web.desk_signals import Doubtful, doubt_of
from web.desk_words import CAUSES, in_words, language_name, need_label, place_name
from web.number_words import REST, period_label
from web.pages import page

NEWS = 4  # weeks for which a warning stands there
_GROUPS = {OTHER: REST, ALL: "Alle zusammen"}


@dataclass(frozen=True)
class Missing:
    """What the page shows, read in one unit. `helped`: what people said of what was proposed, by service, municipality and language, in
    the quarter `helped_in`."""

    signals: list[SignalRow]
    surges: list[SuggestedBundle]
    silent: list[Silence]
    bursts: list[BurstRow]
    doubtful: Doubtful
    helped_in: str
    helped: tuple[tuple[str, list[Rate]], ...]


def _facts(unit: Unit, _staff: StaffRow) -> Missing:
    release, directory = newest(releases(unit)), load_directory(unit)

    def service_name(code: str) -> str:
        service = directory.named(code)
        return code if service is None else service.name

    def named(by: str, name: Callable[[str], str]) -> list[Rate]:
        lines = [] if release is None else rates(release, by)
        return [replace(rate, what=_GROUPS.get(rate.what) or name(rate.what)) for rate in lines]

    helped = (
        ("Angebot", named("service", service_name)),
        ("Kommune", named("municipality", lambda code: place_name(code or None))),
        ("Sprache", named("language", language_name)),
    )
    bursts = [row for row in unit.gap_counts.bursts() if row.counts is None]
    return Missing(live_list(unit), *warnings(unit, NEWS), bursts, doubtful(unit), period_label(release.period) if release else "", helped)


def _about(one: BurstRow) -> tuple[str, str]:
    return need_label(one.need), place_name(one.municipality or None)


async def on_gaps(desk: SignedIn) -> HTMLResponse:
    """The gap log: need, cause, municipality and week; nothing that leads to a person."""
    require_role(desk, "coordinator")
    missing = await desk.keep(_facts)
    rows = [
        (need_label(one.need), in_words(CAUSES, one.cause), place_name(one.municipality), one.week, doubt_of(one, missing.doubtful))
        for one in missing.signals
    ]
    crowded = sorted({one.week for one in missing.bursts if one.crowd}, reverse=True)
    return page(
        "desk/gaps.html",
        desk=desk,
        here="gaps",
        rows=rows,
        surges=[
            (
                need_label(one.need),
                in_words(CAUSES, one.cause),
                ", ".join(map(place_name, one.municipalities)),
                list(map(language_name, one.languages)),
            )
            for one in missing.surges
        ],
        silent=[(one.municipality, language_name(one.language) if one.language else "", one.first_week) for one in missing.silent],
        bursts=[(one, *_about(one), rounded(one.people)) for one in missing.bursts if not one.crowd],
        crowds=[(week, sorted(_about(one) for one in missing.bursts if one.crowd and one.week == week)) for week in crowded],
        crowd=CROWD,
        fewest=FEWEST,
        helped=missing.helped,
        helped_in=missing.helped_in,
    )


async def on_live(request: Request, desk: SignedIn) -> StreamingResponse:
    """Tells an open list that something new came, without content: the page fetches itself."""
    require_role(desk, "coordinator")
    shown = await desk.keep(_newest)
    return tell_of_changes(request, desk, LIVE, shown, _newest)


def _newest(unit: Unit, _staff: StaffRow) -> object:
    return unit.gaps.last()


def routes() -> APIRouter:
    """The gap log."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/desk/gaps", on_gaps, methods=["GET"])
    router.add_api_route("/desk/gaps/events", on_live, methods=["GET"])
    return router
