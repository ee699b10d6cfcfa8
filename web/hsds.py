"""The directory for other programs: the read-only interface of the open standard HSDS 3.0."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, NamedTuple

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from starlette.requests import Request

from directory.hsds.collection import PER_PAGE, PER_PAGE_AT_MOST, Asked, Collection, revision_of, stored
from directory.hsds.lens import FIELDS, NEEDS, need_term, taxonomy_of
from directory.hsds.outgoing import page_of
from directory.hsds.shape import Body
from directory.needs import taxonomy
from storage.unit import Unit
from web.pace import Pace
from web.pages import doors_of, keep

EACH, SECONDS = 240, 60.0  # requests of one address in a minute: all 20,000 offers, full, in pages of 100
_WORDS_AT_MOST = 200
_PAGES = {"page", "per_page", "format"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json"
PROFILE = "https://docs.openreferral.org/en/3.0/"


class Shelf:
    """The directory of the last revision somebody asked for, and how fast each address asks."""

    def __init__(self) -> None:
        self.pace = Pace(EACH, SECONDS)
        self._collection: Collection | None = None
        self._reading = asyncio.Lock()

    async def collection(self, request: Request) -> tuple[Collection, date]:
        """The directory as it is now, and the day. Read once for each revision, beside the units of work."""
        doors = doors_of(request)
        async with self._reading:
            revision, now = await keep(doors, _revision)
            if self._collection is None or self._collection.revision != revision:
                self._collection = await asyncio.to_thread(Collection, await keep(doors, stored))
            return self._collection, now.date()


class NotServed(Exception):
    """A parameter this interface does not have, or cannot read. The words are for whoever writes the program."""


class Question(NamedTuple):
    """What was asked, understood."""

    request: Request
    said: Mapping[str, str]

    def flag(self, name: str) -> bool:
        """true or false; not said is false."""
        value = self.said.get(name, "false").lower()
        if value not in {"true", "false"}:
            raise NotServed(f"{name}: true or false")
        return value == "true"

    def number(self, name: str, otherwise: int, at_most: int) -> int:
        """A whole number from 1 on."""
        value = self.said.get(name, str(otherwise))
        if not (value.isascii() and value.isdigit() and len(value) < 9 and 1 <= int(value) <= at_most):
            raise NotServed(f"{name}: a number from 1 to {at_most}")
        return int(value)

    @property
    def cut(self) -> tuple[int, int]:
        """Which page, and how many on it. Organizations with all their offers are large: a page of them is a usual one at most."""
        at_most = PER_PAGE if "full_service" in self.said and self.flag("full_service") else PER_PAGE_AT_MOST
        return self.number("page", 1, 1_000_000), self.number("per_page", PER_PAGE, at_most)

    @property
    def asked(self) -> Asked:
        """What the list is narrowed to."""
        after = self.said.get("modified_after", "")
        return Asked(
            search=self.said.get("search", ""),
            modified_after=_milliseconds(after) if after else 0,
            term=self.said.get("taxonomy_term_id", ""),
            taxonomy=self.said.get("taxonomy_id", ""),
            organization=self.said.get("organization_id", ""),
        )


Answers = Callable[[Question, Collection, date, str], Body | None]
_FILTERS = _PAGES | {"search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full"}


def _services(asked: Question, directory: Collection, today: date, _id: str) -> Body:
    return directory.services(asked.asked, *asked.cut, full=asked.flag("full"), today=today)


def _service(_asked: Question, directory: Collection, today: date, key: str) -> Body | None:
    return directory.service(key, today)


def _organizations(asked: Question, directory: Collection, today: date, _id: str) -> Body:
    full, full_service = asked.flag("full"), asked.flag("full_service")
    return directory.organizations(asked.asked.search, *asked.cut, full=full, full_service=full_service, today=today)


def _organization(asked: Question, directory: Collection, today: date, key: str) -> Body | None:
    return directory.organization(key, full_service=asked.flag("full_service"), today=today)


def _at_locations(asked: Question, directory: Collection, today: date, _id: str) -> Body:
    return directory.at_locations(asked.asked, *asked.cut, full=asked.flag("full"), today=today)


def _at_location(_asked: Question, directory: Collection, today: date, key: str) -> Body | None:
    return directory.at_location(key, today)


def _taxonomies(asked: Question, directory: Collection, _today: date, _id: str) -> Body:
    return _page(directory.taxonomies(asked.asked.search), asked)


def _taxonomy(_asked: Question, _directory: Collection, _today: date, key: str) -> Body | None:
    return next((body for body in map(taxonomy_of, (NEEDS, FIELDS)) if body["id"] == key), None)


def _terms(asked: Question, directory: Collection, _today: date, _id: str) -> Body:
    return _page(directory.terms(asked.asked.search, asked.asked.taxonomy), asked)


def _term(_asked: Question, _directory: Collection, _today: date, key: str) -> Body | None:
    return next((body for body in map(need_term, taxonomy().by_code) if body["id"] == key), None)


def _about(_asked: Question, _directory: Collection, _today: date, _id: str) -> Body:
    return {"version": "3.0", "profile": PROFILE, "openapi_url": OPENAPI}


def _page(bodies: list[Body], asked: Question) -> Body:
    number, size = asked.cut
    return page_of(bodies[(number - 1) * size : number * size], number, size, len(bodies))


PATHS: Mapping[str, tuple[Answers, frozenset[str]]] = {
    "/": (_about, frozenset()),
    "/services": (_services, frozenset(_FILTERS)),
    "/services/{id}": (_service, frozenset()),
    "/organizations": (_organizations, frozenset(_PAGES | {"search", "full", "full_service"})),
    "/organizations/{id}": (_organization, frozenset({"full_service"})),
    "/service_at_locations": (_at_locations, frozenset(_FILTERS)),
    "/service_at_locations/{id}": (_at_location, frozenset()),
    "/taxonomies": (_taxonomies, frozenset(_PAGES | {"search"})),
    "/taxonomies/{id}": (_taxonomy, frozenset()),
    "/taxonomy_terms": (_terms, frozenset(_PAGES | {"search", "taxonomy_id"})),
    "/taxonomy_terms/{id}": (_term, frozenset()),
}


def _revision(unit: Unit) -> tuple[str, datetime]:
    return revision_of(unit), unit.now


def _said(request: Request, known: frozenset[str]) -> dict[str, str]:
    """The parameters; one that is not known would silently give more than was asked for."""
    said: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            here = ", ".join(sorted(known)) or "none"
            raise NotServed(f"{name[:40]}: this parameter is not supported here; supported: {here}")
        if name in said:
            raise NotServed(f"{name}: said twice")
        if len(value) > _WORDS_AT_MOST:
            raise NotServed(f"{name}: at most {_WORDS_AT_MOST} characters")
        said[name] = value
    if said.get("format", "json") != "json":
        raise NotServed("format: only json is supported")
    return said


def _milliseconds(words: str) -> int:
    try:
        at = datetime.fromisoformat(words.replace(" ", "+"))  # a plus in an address arrives as a blank
    except ValueError:
        raise NotServed("modified_after: a moment like 2026-05-04T10:00:00Z") from None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (at - _EPOCH) // timedelta(milliseconds=1)


def _answer(path: str) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    answers, known = PATHS[path]

    async def on_question(request: Request) -> Response:
        shelf: Shelf = request.app.state.hsds
        if wait := shelf.pace.wait(request.client.host if request.client else ""):
            return JSONResponse({"error": "too many requests"}, 429, {"Retry-After": str(wait)})
        try:
            question = Question(request, _said(request, known))
            directory, today = await shelf.collection(request)
            headers = _marks(request, directory, today)
            if _is_known(request, headers):
                return Response(status_code=304, headers=headers)
            body = await asyncio.to_thread(answers, question, directory, today, request.path_params.get("id", ""))
        except NotServed as no:
            return JSONResponse({"error": str(no)}, 400)
        if body is None:
            return JSONResponse({"error": "there is no such id"}, 404)
        return JSONResponse(body, headers=headers)

    on_question.__doc__ = f"Answers GET /hsds{path} as the standard describes it."
    return on_question


def _marks(request: Request, directory: Collection, today: date) -> dict[str, str]:
    """What a program sends along next time. The day counts: an entry can become too old without being changed."""
    whole = f"{directory.revision} {today} {request.url.path} {request.url.query}"
    midnight = datetime(today.year, today.month, today.day, tzinfo=UTC)
    changed = max(midnight, _EPOCH + timedelta(seconds=directory.changed_at // 1000))
    return {"ETag": f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"', "Last-Modified": format_datetime(changed, usegmt=True)}


def _is_known(request: Request, marks: Mapping[str, str]) -> bool:
    if (tags := request.headers.get("if-none-match")) is not None:  # it counts more than the moment (RFC 9110, 13.1.3)
        return any(tag.strip().removeprefix("W/") in {marks["ETag"], "*"} for tag in tags.split(","))
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return since.tzinfo is not None and parsedate_to_datetime(marks["Last-Modified"]) <= since
    except (ValueError, TypeError):
        return False


def routes() -> APIRouter:
    """The paths of the standard. Whoever asks needs no key."""
    router = APIRouter(prefix="/hsds", include_in_schema=False)
    for path in PATHS:
        router.add_api_route(path, _answer(path), methods=["GET"])
    return router
