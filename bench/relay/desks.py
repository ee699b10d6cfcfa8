"""The staff at their desks, with the pages they have open, however old those are."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

from bench.relay.district import District, town_of
from bench.relay.truth import MARK, REFERENCE, Kind
from cases.desk_access import LINK_FOR_DESK, invite, new_link
from cases.people import who
from storage.unit import Unit

MEMBERS, WINDOWS = 12, 20
COORDINATORS = 2  # of the members, the last ones


class Page(HTMLParser):
    """A page as a browser keeps it: its forms by action, with their hidden fields, and what could be read on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self.marks = frozenset(MARK.findall(html))
        self.references = frozenset(REFERENCE.findall(html))
        self._form: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = self.forms.setdefault(told.get("action", ""), {})
        elif tag == "input" and told.get("type") == "hidden":
            self._form[told["name"]] = told.get("value", "")

    def action(self, end: str) -> str | None:
        """The form that ends so, the newest of several."""
        return next((action for action in reversed(self.forms) if action.endswith(end)), None)


@dataclass
class Window:
    """A window at the desk: which member sits there, and the page that stands in it, however old it is."""

    seat: int
    case: int | None = None
    page: Page = field(default_factory=lambda: Page(""))


class Desk:
    """The staff at their desks."""

    def __init__(self, district: District) -> None:
        self.district, self.truth = district, district.truth
        self.members: dict[int, int] = {}  # by seat
        self.cookies: dict[int, dict[str, str]] = {}
        self.windows = [Window(number % MEMBERS) for number in range(WINDOWS)]
        self._joined = 0

    async def joins(self, seat: int) -> None:
        """Somebody new on this seat. Every second one is told of cases in a chat of their own."""
        self._joined += 1
        name, role = f"Kraft {self._joined}", "coordinator" if seat >= MEMBERS - COORDINATORS else "case_manager"
        towns = () if seat >= MEMBERS - COORDINATORS else (town_of(seat),)

        def work(unit: Unit) -> tuple[int, str]:
            token = invite(unit, role=role, name=name, municipalities=towns)
            member = max(one.id for one in unit.staff.by_role(role))
            if seat % 2:
                chat = str(900_000 + self._joined)
                person = who(unit, channel="telegram", chat_hash=unit.ring.lookup("telegram", chat), chat=chat, language="de")
                unit.staff.bind(member, person.contact_id)
                self.truth.staff_chats.add(self.district.meet("telegram", chat))
            return member, token

        self.members[seat], token = self.district.keep(work)
        await self._opens(seat, token)

    async def _opens(self, seat: int, token: str) -> None:
        async with self._client(seat) as client:
            reply = await client.post(f"/desk/in/{token}")
            self.cookies[seat] = dict(reply.cookies)

    async def signs_in(self, seat: int) -> None:
        """Another day."""
        token = self.district.keep(lambda unit: new_link(unit, self.members[seat], "desk", LINK_FOR_DESK))
        await self._opens(seat, token)

    def _client(self, seat: int) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.district.app)  # what the app raises is raised here
        return httpx.AsyncClient(
            transport=transport,
            base_url=self.district.house.settings.url,
            headers={"sec-fetch-site": "same-origin"},
            cookies=self.cookies.get(seat),
        )

    async def reads(self, window: Window, case_id: int) -> int:
        """Opens a case in this window; the status."""
        async with self._client(window.seat) as client:
            reply = await client.get(f"/desk/cases/{case_id}")
        if reply.status_code == 200:
            window.case, window.page = case_id, Page(reply.text)
            self._may_read(case_id, window.page)
        elif reply.status_code == 401 and window.seat in self.members:
            await self.signs_in(window.seat)
        return self._known(reply)

    async def sends(self, window: Window, end: str, *, keeps_page: bool = False, **fields: str) -> httpx.Response | None:
        """Sends a form of the page in this window, as old as it is. `keeps_page`: the answer never gets there. None: no such form."""
        action = window.page.action(end)
        if action is None or window.case is None:
            return None
        async with self._client(window.seat) as client:
            reply = await client.post(action, data={**window.page.forms[action], **fields})
        self.truth.happened[f"{end.rpartition('/')[2]} {self._known(reply)}"] += 1
        if reply.status_code == 303 and not keeps_page:
            await self.reads(window, window.case)
        elif not keeps_page and f"/desk/cases/{window.case}/" in reply.text:
            window.page = Page(reply.text)
            self._may_read(window.case, window.page)
        return reply

    def _known(self, reply: httpx.Response) -> int:
        if reply.status_code not in (200, 303, 400, 401, 403, 404, 409):
            self.truth.is_wrong("broken", f"the desk answered {reply.status_code}")
        return reply.status_code

    def _may_read(self, case_id: int, page: Page) -> None:
        """A page of a case shows what belongs to it only."""
        case = self.truth.cases[case_id]
        strange = [mark for mark in page.marks if not self.truth.belongs(mark, case_id)]
        if strange or page.references - {case.reference}:
            self.truth.is_wrong("wrong_person", f"the page of case {case_id} shows {strange} {page.references}")

    async def claim(self, windows: list[Window]) -> None:
        """The windows claim the case they show, all at once."""
        case_id, pages = windows[0].case, {}
        for window in windows:  # one for each member: a member who claims twice is told twice that it is theirs
            action = window.page.action("/accept")
            if window.case == case_id and action is not None and window.seat in self.members:
                pages[window.seat] = (action, window.page.forms[action])
        if case_id is None or not pages:
            return

        async def press(seat: int, action: str, fields: dict[str, str]) -> int:
            async with self._client(seat) as client:
                return self._known(await client.post(action, data=fields))

        statuses = await asyncio.gather(*[press(seat, *page) for seat, page in pages.items()])
        answers = dict(zip(pages, statuses, strict=True))
        for status in statuses:
            self.truth.happened[f"accept {status}"] += 1
        if len(pages) > 1:
            self.truth.happened["claims at once"] += 1
        heard = {self.members[seat]: status == 303 for seat, status in answers.items() if status in (303, 409)}
        if heard:
            self.truth.claimed(case_id, heard)
        for window in windows:
            if window.case == case_id and window.seat in self.members:
                await self.reads(window, case_id)

    async def reply(self, window: Window, choice: dict[str, str], *, times: int, keeps_page: bool) -> None:
        """Answers from the page as it stands in the window. What was typed is kept, or stands in the box again."""
        case_id = window.case
        if case_id is None or window.page.action("/reply") is None:
            await self.reads(window, case_id or 1)
            return
        case, read = self.truth.cases[case_id], window.page.marks
        mark = self.truth.write(Kind.REPLY, case.life, case_id)
        before = case.owner
        old = Window(window.seat, window.case, window.page)
        sent = [self.sends(old, "/reply", keeps_page=True, words=f"Guten Tag, {mark}", **choice) for _ in range(times)]
        replies = [one for one in await asyncio.gather(*sent) if one is not None]
        kept = any(one.status_code == 303 for one in replies)
        self.truth.written[mark].kept = kept
        self.truth.written[mark].may_be_lost |= self.district.is_unreachable(case_id)
        if kept and (before in ("waiting", "closed") or set(case.lines) - read):
            self.truth.is_wrong("unread", f"{mark} in case {case_id} of {before}, where {set(case.lines) - read} was not read")
        for one in replies:
            if one.status_code in (400, 409) and mark not in one.text:
                self.truth.is_wrong("words_lost", f"{mark} was refused with {one.status_code}, and is not in the box again")
        if kept and not self.district.stands_in_thread(case_id, mark):
            self.truth.is_wrong("words_lost", f"{mark} was taken by the desk, and is nowhere")
        if not keeps_page:
            await self.reads(window, case_id)

    async def take_back(self, window: Window, *, keeps_page: bool) -> None:
        """Presses the newest button on the page that takes a reply back."""
        reply = await self.sends(window, "/take-back", keeps_page=True)
        if reply is None:
            await self.reads(window, window.case or 1)
            return
        if reply.status_code == 200 and "Zurückgenommen" in reply.text:
            for mark in MARK.findall(reply.text.partition("<textarea")[2].partition("</textarea")[0]):
                self.truth.written[mark].taken_back = True
                self.truth.happened["taken back"] += 1
        if window.case is not None and not keeps_page:
            await self.reads(window, window.case)
