"""Who sits at the desk, and whether a form really comes from there."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends
from starlette.requests import Request

from cases.access import note_refused
from cases.desk_access import is_settled, signed_in
from cases.refusals import CaseNotFound, NotAllowed
from storage.staff import StaffRow
from storage.unit import Unit
from web.bodies import fields_of, upload_of
from web.doors import Doors
from web.origins import CrossSite, cookie_name, refuse_other_pages
from web.pages import House, keep

COOKIE = "desk"
LARGEST = 2**63 - 1  # larger numbers no row has
T = TypeVar("T")


class SignInNeeded(Exception):
    """Nobody sits at the desk with this cookie."""


class SetUpNeeded(Exception):
    """They came by a one-time link and have to set up how they sign in, before they see anything."""


@dataclass(frozen=True)
class Desk:
    """A signed-in desk. `settled`: with a second factor, or where none is asked for."""

    staff: StaffRow
    csrf: str
    cookie: str
    doors: Doors
    settled: bool = True

    async def keep(self, work: Callable[[Unit, StaffRow], T]) -> T:
        """Runs a use case for whoever sits here, in a unit of its own."""
        return await keep(self.doors, lambda unit: work(unit, self.staff))

    async def about(self, case_id: str, work: Callable[[Unit, StaffRow, int], T]) -> T:
        """Runs a use case about one case, given as in an address. Whoever is refused is written down. Raises CaseNotFound."""
        wanted = number(case_id)
        try:
            return await self.keep(lambda unit, staff: work(unit, staff, wanted))
        except CaseNotFound:
            await self.keep(lambda unit, staff: note_refused(unit, staff, wanted))
            raise


async def at_open_desk(request: Request, doors: House) -> Desk:
    """Who sits here, also when they have not set up how they sign in. Raises SignInNeeded."""
    cookie = request.cookies.get(cookie_name(doors, COOKIE), "")

    def look(unit: Unit) -> tuple[StaffRow, str, bool] | None:
        found = signed_in(unit, cookie)
        return None if found is None else (*found, not doors.second_factor or is_settled(unit, cookie))

    found = await keep(doors, look) if cookie else None
    if found is None:
        raise SignInNeeded
    staff, csrf, settled = found
    return Desk(staff, csrf, cookie, doors, settled)


Opening = Annotated[Desk, Depends(at_open_desk)]


async def at_desk(desk: Opening) -> Desk:
    """Who sits here. Raises SignInNeeded, SetUpNeeded."""
    if not desk.settled:
        raise SetUpNeeded
    return desk


SignedIn = Annotated[Desk, Depends(at_desk)]


class Fields:
    """The fields of a form that was sent from this desk."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self._fields = fields

    def one(self, name: str, at_most: int = 100_000) -> str:
        """The last value of a field, "" when it is missing, cut to what may be kept."""
        return next((value for key, value in reversed(self._fields) if key == name), "")[:at_most]

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a field, each once."""
        return tuple(dict.fromkeys(value for key, value in self._fields if key == name))


async def sent_from_desk(request: Request, desk: Opening) -> Fields:
    """The form, when it carries this session's own secret and no other page sent it. Raises CrossSite."""
    refuse_other_pages(request, desk.doors)
    return _carrying_the_secret(desk, await fields_of(request))


def _carrying_the_secret(desk: Desk, sent: list[tuple[str, str]]) -> Fields:
    fields = Fields(sent)
    if not hmac.compare_digest(fields.one("csrf").encode(), desk.csrf.encode()):
        raise CrossSite
    return fields


async def file_from_desk(request: Request, desk: Desk, at_most: int) -> tuple[str, bytes]:
    """The file of a form, its name and its bytes, when the form carries this session's own secret. Raises CrossSite, BodyTooLarge."""
    refuse_other_pages(request, desk.doors)
    fields, name, raw = await upload_of(request, at_most)
    _carrying_the_secret(desk, fields)
    return name, raw


Sent = Annotated[Fields, Depends(sent_from_desk)]


def require_role(desk: Desk, *roles: str) -> None:
    """Raises NotAllowed."""
    if desk.staff.role not in roles:
        raise NotAllowed


def number(said: str) -> int:
    """A row's number in an address. Raises CaseNotFound for what no row can have."""
    if not (said.isascii() and said.isdigit() and len(said) < 20 and int(said) <= LARGEST):
        raise CaseNotFound
    return int(said)
