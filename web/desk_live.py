"""An open page of the desk hears that something changed, without content, and fetches itself."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request

from cases.desk_access import still_signed_in
from cases.refusals import CaseNotFound
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import Desk
from web.pages import keep
from web.streams import NothingMore, Streams, reply_with


def tell_of_changes(request: Request, desk: Desk, mark: str, shown: object, look: Callable[[Unit, StaffRow], object]) -> StreamingResponse:
    """Events for a page that shows `shown`: one each time `look` gives something else, woken by `mark`. 503 when there are too many.

    It ends when whoever looks signed out or left the team, or when `look` raises CaseNotFound: it is not theirs any more.
    """
    streams: Streams = request.app.state.streams
    if streams.full():
        raise HTTPException(503)

    def still(unit: Unit) -> object:
        staff = still_signed_in(unit, desk.cookie)
        if staff is None:
            raise NothingMore
        try:
            return look(unit, staff)
        except CaseNotFound:
            raise NothingMore from None

    async def read() -> bytes:
        nonlocal shown
        now = await keep(desk.doors, still)
        if now == shown:
            return b""
        shown = now
        return b"data: changed\n\n"

    return reply_with(streams.follow(f"desk:{desk.staff.id}", mark, read))
