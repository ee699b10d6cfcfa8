"""Who answers: everybody at KIM, at the desk, in chats of their own and by mail."""

from __future__ import annotations

import re

import httpx

from bench.canary.words import Canaries, Kind
from cases.team import describe
from directory.municipalities import paderborn
from handlers.buttons import AcceptCase
from locales.speech import languages
from storage.cases import CaseRow
from tests.journeys.stage import Desk, Stage, TelegramNewcomer, until
from tests.smtp.server import Mail, SmtpServerOfTheTest


class Office:
    """Everybody at KIM: a case manager in each town, told of handovers in a chat of their own, and who watches over it."""

    interpreter: Desk
    contact: Desk

    def __init__(self, stage: Stage, mails: SmtpServerOfTheTest, canaries: Canaries) -> None:
        self.stage, self.mails, self.canaries = stage, mails, canaries
        self.managers: dict[str, Desk] = {}
        self.others: dict[str, Desk] = {}
        self.chats: dict[int, TelegramNewcomer] = {}

    async def opens(self) -> None:
        for town in paderborn():
            self.managers[town.name] = await self._joins("case_manager", town.name)
        self.others["coordinator"] = await self._joins("coordinator")
        for role in ("admin", "auditor"):
            self.others[role] = await self.stage.staff(role)
        self.interpreter, self.contact = await self._joins("interpreter"), await self._joins("office_contact")
        who, speaks = self.interpreter.staff_id, list(languages())
        await self.stage.house.keep(lambda unit: describe(unit, who, speaks=speaks, areas=(), capacity=None))

    async def _joins(self, role: str, *towns: str) -> Desk:
        desk, chat = await self.stage.staff(role, *towns, name=f"{role} {' '.join(towns)}"), self.stage.telegram()
        await desk.bind_chat(chat)
        self.chats[desk.staff_id] = chat
        await self._hears_by_mail(desk)
        return desk

    async def _hears_by_mail(self, desk: Desk) -> None:
        """Beside their chat: an address nobody else has, and the link that was mailed there."""
        where, address = "/desk/me/told", f"{self.canaries.new(Kind.MAIL, 0)}@kreis.example"
        await desk.send(where, f"{where}/address", address=address)

        async def link() -> re.Match[str] | None:
            mine = (mail for mail in self.mails.mails if address in mail.to)
            return next((found for mail in mine if (found := re.search(r"/desk/me/told/link/([\w-]+)", said_in(mail)))), None)

        found = await until(link, "the mail with a link")
        self.canaries.know(Kind.TOKEN, 0, found[1])
        assert (await desk.send(found[0], found[0])).status_code == 200

    def mailed(self) -> list[Mail]:
        """Every mail since the last look."""
        mails = list(self.mails.mails)
        self.mails.mails.clear()
        return mails

    def for_case(self, case: CaseRow) -> Desk:
        """Who answers in this case."""
        return self.others["coordinator"] if case.municipality is None else self.managers[case.municipality]

    async def accepts(self, case: CaseRow, in_chat: bool) -> Desk:
        """At the desk, or by the button below the notice."""
        desk = self.for_case(case)
        if not in_chat:
            assert (await desk.accepts(case.id)).status_code == 200
            return desk
        await self.stage.api.presses(self.chats[desk.staff_id].chat, AcceptCase(case=case.id).pack())

        async def is_accepted() -> bool:
            row: CaseRow = await self.stage.house.keep(lambda unit: unit.cases.one(case.id))
            return row.state == "accepted"

        await until(is_accepted, "the case to be accepted")
        return desk

    async def pages(self) -> dict[str, str]:
        """What is read without opening a case, by whom it may be."""
        coordinator, manager = self.others["coordinator"], self.managers["Paderborn"]
        read = {(f"{role} /desk/audit", self.others[role], "/desk/audit") for role in self.others}
        read |= {(f"coordinator {path}", coordinator, path) for path in ("/desk", "/desk/gaps", "/desk/tasks", "/desk/roster")}
        read |= {("manager /desk", manager, "/desk"), ("admin /desk/staff", self.others["admin"], "/desk/staff")}
        shown = {name: await desk.page(path) for name, desk, path in read}
        async with httpx.AsyncClient(base_url=self.stage.address, timeout=30) as nobody:
            for path in ("/healthz", "/metrics", "/", "/desk", "/openapi.json", "/chat/api/openapi.json"):
                shown[f"nobody {path}"] = (await nobody.get(path)).text
        for desk, command in ((coordinator, "/gaps"), (manager, "/cases")):
            await self.chats[desk.staff_id].says(command)
        return shown


def said_in(mail: Mail) -> str:
    """What a mail says, however it is packed."""
    return f"{mail.message['Subject']}\n{mail.message.get_content()}"
