"""Who answers: everybody at KIM, at the desk and in chats of their own."""

from __future__ import annotations

import httpx

from directory.municipalities import paderborn
from handlers.buttons import AcceptCase
from storage.cases import CaseRow
from tests.journeys.stage import Desk, Stage, TelegramNewcomer, until


class Office:
    """Everybody at KIM: a case manager in each town, told of handovers in a chat of their own, and who watches over it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.managers: dict[str, Desk] = {}
        self.others: dict[str, Desk] = {}
        self.chats: dict[int, TelegramNewcomer] = {}

    async def opens(self) -> None:
        for town in paderborn():
            self.managers[town.name] = await self._joins("case_manager", town.name)
        self.others["coordinator"] = await self._joins("coordinator")
        for role in ("admin", "auditor"):
            self.others[role] = await self.stage.staff(role)

    async def _joins(self, role: str, *towns: str) -> Desk:
        desk, chat = await self.stage.staff(role, *towns, name=f"{role} {' '.join(towns)}"), self.stage.telegram()
        await desk.bind_chat(chat)
        self.chats[desk.staff_id] = chat
        return desk

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
