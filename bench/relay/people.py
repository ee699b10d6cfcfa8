"""Newcomers and what they do with their phones, and staff with the pages they have open."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx
from sqlalchemy import select

from bench.relay.district import District
from bench.relay.truth import MARK, REFERENCE, Kind
from bot.raw_updates import read_update
from cases.desk_access import LINK_FOR_DESK, hash_token, invite, new_link
from cases.forgetting import leave_web_chat
from cases.people import live_in, who
from directory.municipalities import paderborn
from handlers.buttons import Forget, InCase, PassOn
from storage.tables import cases, contacts
from storage.unit import Unit

TOWNS = tuple(town.name for town in paderborn())[:5]
NEEDS = ("housing.find_home", "language.course", "residence.permit", "work.find_job")  # the third is delicate: answers are sealed
MEMBERS, WINDOWS, NEWCOMERS = 12, 20, 200
FIRST_CHAT = 500_000


def town_of(number: int) -> str | None:
    """Where a newcomer lives, or a member of the staff works; the last two members are coordinators."""
    return TOWNS[number % len(TOWNS)]


class Newcomers:
    """All newcomers by number: the even ones write by Telegram, the odd ones in the web chat."""

    def __init__(self, district: District) -> None:
        self.district, self.truth = district, district.truth
        self.chats: dict[int, str] = {}
        self.written: dict[int, list[tuple[int, str]]] = {}  # messages of their own, which they can edit
        self._chat, self._update = FIRST_CHAT, 0

    def channel(self, number: int) -> str:
        return "web" if number % 2 else "telegram"

    def address(self, number: int) -> str:
        return f"{self.channel(number)}:{self.chats[number]}"

    def life(self, number: int) -> int:
        return self.truth.lives[self.address(number)]

    def cases(self, number: int) -> list[int]:
        return self.truth.open_cases(self.life(number))

    def comes(self, number: int) -> None:
        """Somebody new with a chat of their own; where they live is known."""
        self._chat += 1
        chat, channel = str(self._chat), self.channel(number)
        self.chats[number], self.written[number] = chat, []
        self.truth.somebody_new(self.district.meet(channel, chat))

        def work(unit: Unit) -> None:
            chat_hash = unit.ring.lookup(channel, chat)
            if channel == "web":
                unit.lines.open_session(token_hash=hash_token(chat), chat=chat, chat_hash=chat_hash)
            live_in(unit, who(unit, channel=channel, chat_hash=chat_hash, chat=chat, language="de"), town_of(number) or "")

        self.district.keep(work)

    async def types(self, number: int, text: str) -> None:
        """Writes something; nobody has answered yet."""
        chat = self.chats[number]
        if self.channel(number) == "web":
            chat_hash = self.district.keeper.ring.lookup("web", chat)
            await self.district.house.ears.web_text(chat, chat_hash, text, None, "de")
        else:
            self._update += 1
            self.written[number].append((self._update, text))
            await self._by_telegram(chat, "message", self._message(chat, self._update, text))

    async def edits(self, number: int, text: str) -> bool:
        """Edits what they wrote last; there is no such thing in the web chat."""
        if not self.written[number]:
            return False
        chat, (message_id, _) = self.chats[number], self.written[number][-1]
        self._update += 1
        await self._by_telegram(chat, "edited_message", self._message(chat, message_id, text))
        return True

    async def presses(self, number: int, data: str) -> None:
        """Presses a button, and is answered."""
        await self._presses(number, data)
        await self.district.answer()

    async def _presses(self, number: int, data: str) -> None:
        chat = self.chats[number]
        if self.channel(number) == "web":
            chat_hash = self.district.keeper.ring.lookup("web", chat)
            await self.district.house.ears.web_tap(chat, chat_hash, data, "-", None, "de")
        else:
            self._update += 1
            about = {"id": str(self._update), "from": self._sender(chat), "chat_instance": chat, "data": data}
            where = {"message_id": 1, "date": 0, "chat": {"id": int(chat), "type": "private"}}
            await self._by_telegram(chat, "callback_query", {**about, "message": where})

    def _message(self, chat: str, number: int, text: str) -> dict[str, Any]:
        when = int(self.district.now.timestamp())
        return {"message_id": number, "date": when, "chat": {"id": int(chat), "type": "private"}, "from": self._sender(chat), "text": text}

    def _sender(self, chat: str) -> dict[str, Any]:
        return {"id": int(chat), "is_bot": False, "first_name": "-", "language_code": "de"}

    async def _by_telegram(self, chat: str, kind: str, what: dict[str, Any]) -> None:
        self.district.phones.blocked.discard(chat)  # who writes lets us in again
        update = json.dumps({"update_id": self._update, kind: what}).encode()
        await self.district.house.ears.inbox.keep_updates([read_update(update)])

    async def hands_over(self, number: int, need: str) -> None:
        """Asks for a person and says yes: a case of theirs, unless there is one for the same need."""
        await self.presses(number, PassOn(step="start", need=need).pack())
        await self.presses(number, PassOn(step="yes").pack())
        for case_id, reference, _ in self._new_cases():
            self.truth.opened(case_id, self.life(number), reference)

    async def all_hand_over(self) -> None:
        """All of them at once."""
        for step in ("start", "yes"):
            for number in self.chats:
                need = NEEDS[number // len(TOWNS) % len(NEEDS)] if step == "start" else ""
                await self._presses(number, PassOn(step=step, need=need).pack())  # type: ignore[arg-type]
            await self.district.answer()
        for case_id, reference, chat_hash in self._new_cases():
            self.truth.opened(case_id, self.truth.lives[self.district.addresses[chat_hash]], reference)

    def _new_cases(self) -> list[Any]:
        wanted = select(cases.c.id, cases.c.reference, contacts.c.chat_hash).join(contacts, contacts.c.id == cases.c.contact_id)
        newest = max(self.truth.cases, default=0)
        return self.district.keep(lambda unit: list(unit.connection.execute(wanted.where(cases.c.id > newest).order_by(cases.c.id))))

    async def ends(self, number: int, case_id: int) -> None:
        """Presses "end" in a case, whether it is their own or not, and says yes."""
        mine = case_id in self.cases(number)
        talks_in = self.district.keep(lambda unit: self._talks_in(unit, number))
        await self.presses(number, InCase(step="really", case=case_id).pack())
        if mine and talks_in == case_id:
            self.truth.cases[case_id].owner = "closed"

    def _talks_in(self, unit: Unit, number: int) -> int | None:
        person = unit.people.by_chat(unit.ring.lookup(self.channel(number), self.chats[number]))
        mine = [] if person is None else self.cases(number)
        wanted = None if person is None else person.draft.get("case")
        return wanted if wanted in mine else max(mine, default=None)

    async def erases(self, number: int) -> None:
        """Deletes everything; whoever writes from this chat later is somebody new."""
        life = self.life(number)
        await self.presses(number, Forget(answer="yes").pack())
        self.truth.over(life)
        self.truth.somebody_new(self.address(number))
        self.written[number] = []

    def takes_it_off(self, number: int) -> None:
        """Takes the web chat off their device, and opens another one there. Cases stay with whoever has them."""
        chat_hash = self.district.keeper.ring.lookup("web", self.chats[number])
        had_cases = any(case.life == self.life(number) for case in self.truth.cases.values())
        self.district.keep(lambda unit: leave_web_chat(unit, chat_hash))
        if not had_cases:
            self.truth.over(self.life(number))
        self.truth.gone.add(self.address(number))
        self.comes(number)


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
        name, role = f"Kraft {self._joined}", "coordinator" if seat >= 10 else "case_manager"
        towns = () if seat >= 10 else (town_of(seat) or "",)

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


def everybody_is_here(district: District, so_many: int) -> tuple[Newcomers, Desk]:
    """So many newcomers wait for somebody, and all staff sit at their desks."""
    newcomers, desk = Newcomers(district), Desk(district)

    async def come() -> None:
        for seat in range(MEMBERS):
            await desk.joins(seat)
        for number in range(so_many):
            newcomers.comes(number)
        await newcomers.all_hand_over()

    district.do(come())
    return newcomers, desk
