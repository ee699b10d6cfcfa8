"""Who writes: each dialogue goes another way, and at every turn somebody types a canary."""

from __future__ import annotations

import asyncio
import base64
import random
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import httpx

from bench.canary.office import Office
from bench.canary.words import Canaries, Canary, Kind
from cases.coming_back import leave_address, new_return_code
from cases.desk_access import hash_token
from directory.match import understand
from directory.municipalities import MunicipalityRow, paderborn
from handlers.buttons import CallBack, CallHow, Forget, KeepSentence, Menu, PassOn
from storage.cases import CaseRow
from storage.seal import Sealed
from storage.unit import Unit
from tests.botapi import builders
from tests.journeys.stage import PATIENCE, Desk, Line, Newcomer, Stage, TelegramNewcomer, until

AT_ONCE = 16  # dialogues
FIRST_CHAT = 7_000_000_000  # as long as Telegram's are today
UNCLEAR = (
    "da wo der zettel mit dem stempel fehlt noch",
    "das gelbe heft vom amt ist weg",
    "der mann am schalter sagt nein",
    "die karte geht nicht mehr",
)


class Somebody:
    """One newcomer and their dialogue. What they type is a canary of theirs, and so is what is typed about them."""

    def __init__(self, stage: Stage, office: Office, canaries: Canaries, number: int) -> None:
        self.stage, self.office, self.canaries, self.number = stage, office, canaries, number
        self.dice = random.Random(canaries.dice.random())
        self.town: MunicipalityRow = self.dice.choice(paderborn())
        self.newcomer: Newcomer
        self.chat = ""
        self.case_id = 0
        self.links: list[Sealed] = []
        self.misread: list[tuple[str, set[Canary]]] = []  # where somebody read what was not theirs to read
        # What must not be missing in a short run goes by the number; the rest by the dice.
        self.in_telegram = number % 2 == 0
        self.way = ("plain", "taught", "called", "shared")[number // 2 % 4]
        self.keeps_to_themselves = number % 9 == 4  # shown what would be passed on, and says no
        self.is_sealed = number % 8 in (2, 4)
        self.is_unreadable = number % 6 in (0, 4)
        self.is_interpreted = number % 4 == 1 or number % 8 == 6

    def word(self, kind: Kind) -> str:
        return self.canaries.new(kind, self.number)

    def notices(self, where: str, found: set[Canary]) -> None:
        """Keeps what somebody read there and must not."""
        self.misread.append((where, found))

    async def comes(self) -> None:
        if self.in_telegram:
            self.chat = str(FIRST_CHAT + self.dice.randrange(10**9))
            self.newcomer = TelegramNewcomer(self.stage, int(self.chat), "de")
            self.stage.api.meets(int(self.chat), first_name=self.word(Kind.PROFILE))
        else:
            web = self.newcomer = await self.stage.web()
            token = web.client.headers["Authorization"].removeprefix("Bearer ")
            self.canaries.know(Kind.TOKEN, 0, token)
            session = await self.stage.house.keep(lambda unit: unit.lines.session(hash_token(token)))
            self.chat = session.chat
        self.canaries.know(Kind.CHAT, self.number, self.chat)

    async def after(self, act: Awaitable[Any]) -> list[Line]:
        """What they heard after they did something."""
        before = len(await self.newcomer.heard())
        await act
        await self.newcomer._hears_after(before, 1)
        return (await self.newcomer.heard())[before:]

    async def taps(self, data: str) -> list[Line]:
        return await self.after(self.press(data))

    async def press(self, data: str) -> None:
        """Presses a button once it is there: an answer may still be on its way."""

        async def is_there() -> bool:
            return any(data in line.buttons.values() for line in await self.newcomer.heard())

        await until(is_there, f"the button {data}")
        if isinstance(self.newcomer, TelegramNewcomer):
            await self.stage.api.presses(self.newcomer.chat, data)
        else:
            await self.newcomer._press(Line("", [], [], 0), data)

    # --- until somebody at KIM has it

    async def writes(self) -> None:
        """From the first word to the handover, or to their no."""
        await self.comes()
        await self.newcomer.says("/start")
        if self.way == "taught":
            await self.teaches()
        chat = int(self.chat)
        if self.in_telegram and self.dice.random() < 0.5:
            here = [self.canaries.coordinate(self.number, near) for near in (self.town.latitude, self.town.longitude)]
            await self.after(self.stage.api.sends(chat, builders.location(*here)))
        who = f"Ich heiße {self.word(Kind.NAME)}, {self.word(Kind.STREET)} 12, Pass {self.word(Kind.PASSPORT)}"
        await self.newcomer.says(f"Ich wohne in {self.town.name} und suche eine Wohnung. {who}. {self.word(Kind.SECRET)}")
        if self.way == "shared" and self.in_telegram:
            contact = builders.contact(self.word(Kind.SHARED), chat, self.word(Kind.PROFILE))
            await self.after(self.stage.api.sends(chat, contact))
        elif self.way == "called":
            await self.taps(Menu(to="topics").pack())
            await self.taps(CallBack(step="ask").pack())
            await self.newcomer.says(f"Bitte {self.word(Kind.CALL_BACK)}")
        else:
            await self.newcomer.says("/human")
        await self._sees_the_package()
        if self.dice.random() < 0.3:
            await self.taps(PassOn(step="words").pack())
            await self.newcomer.says(f"Bitte helfen Sie mir. {self.word(Kind.SECRET)}")
        if self.keeps_to_themselves:
            await self.taps(PassOn(step="no").pack())
            return
        await self.taps(PassOn(step="yes").pack())
        [case] = await until(lambda: self.stage.house.keep(lambda unit: unit.cases.open_of_person(self.person_id(unit))), "the case")
        self.case_id = case.id
        if not self.in_telegram:
            await self.means_to_come_back()

    async def means_to_come_back(self) -> None:
        """They leave an address, and note a code down that stands nowhere. Who sounded like danger is not written to: only the code."""
        address = f"{self.word(Kind.OWN_MAIL)}@mail.example"

        def leaves(unit: Unit) -> str:
            person = unit.people.by_chat(self._chat_hash(unit))
            assert person is not None
            if not person.quiet:
                leave_address(unit, person, address, named=False)
            return new_return_code(unit, person)

        self.canaries.know(Kind.TOKEN, 0, await self.stage.house.keep(leaves))

    def person_id(self, unit: Unit) -> int:
        person = unit.people.by_chat(self._chat_hash(unit))
        assert person is not None
        return person.id

    def _chat_hash(self, unit: Unit) -> str:
        return unit.ring.lookup("telegram" if self.in_telegram else "web", self.chat)

    async def _sees_the_package(self) -> None:
        """Whatever is asked about a call or offered before, until they see what would be passed on."""
        yes, done = PassOn(step="yes").pack(), set[str]()

        async def choices() -> list[str] | None:
            shown = [data for line in await self.newcomer.heard() for data in line.buttons.values()]
            return [data for data in shown if (topic := _asked(data)) and topic not in done] or [data for data in shown if data == yes]

        while (chosen := self.dice.choice(await until(choices, "what would be passed on"))) != yes:
            done.add(_asked(chosen))
            await self.press(chosen)

    async def teaches(self) -> None:
        """The bot asks back; they choose, and let it keep their sentence."""
        sentences = (f"{one} {self.word(Kind.LEARNT)}" for _ in range(5) for one in UNCLEAR)
        unclear = next(words for words in sentences if understand(words).decision == "ask")
        offered = await self.after(self.newcomer._write(unclear))
        answers = await self.taps(next(iter(offered[-1].buttons.values())))
        yes = KeepSentence(answer="yes").pack()
        if any(yes in line.buttons.values() for line in answers):
            await self.taps(yes)

    # --- with somebody at KIM

    async def is_answered(self) -> None:
        """Staff accept, note, answer; now and then the case goes to another town first."""
        if not self.case_id:
            return
        desk = await self.office.accepts(await self.row(), in_chat=self.dice.random() < 0.3)
        await self._note(desk)
        if self.dice.random() < 0.2:
            other = self.dice.choice([town for town in self.office.managers if town != (await self.row()).municipality])
            await self.send(desk, "transfer", municipality=other)
            desk = await self.office.accepts(await self.row(), in_chat=False)
            await self._note(desk)
        if self.in_telegram and self.is_sealed:
            await self.send(desk, "reply", words=f"Ihr Bescheid: {self.word(Kind.SEALED)}", sealed="1")
        else:
            await self.send(desk, "reply", words=f"Guten Tag, {self.word(Kind.REPLY)}")

    async def row(self) -> CaseRow:
        row: CaseRow = await self.stage.house.keep(lambda unit: unit.cases.one(self.case_id))
        return row

    async def send(self, desk: Desk, what: str, **fields: str) -> None:
        answer = await desk.send(f"/desk/cases/{self.case_id}", f"/desk/cases/{self.case_id}/{what}", **fields)
        assert answer.status_code == 200, f"{what}: {answer.status_code}"

    async def _note(self, desk: Desk) -> None:
        await self.send(desk, "notes", note=f"Notiz {self.word(Kind.NOTE)}")

    async def goes_on(self) -> None:
        """They read it and write again; what staff answer last is still held when this ends."""
        if self.case_id:
            await until(self._is_told, "the answer")
            await self._in_case()
        if self.dice.random() < 0.3:
            await self.newcomer.says("/mydata")
        if self.in_telegram and self.is_unreadable:
            await self._sends_what_nobody_can_read()
        if self.case_id and self.dice.random() < 0.5:
            desk = self.office.for_case(await self.row())
            await self.send(desk, "reply", words=f"Noch etwas: {self.word(Kind.REPLY)}")

    async def _is_told(self) -> bool:
        mine = {one.word for one in self.canaries.all if one.person == self.number and one.kind is Kind.REPLY}
        for line in await self.newcomer.heard():
            links = [url for _, url in line.links if "/m/" in url]
            if links:
                await self._opens(links[-1])
            if links or any(word in line for word in mine):
                return True
        return False

    async def _opens(self, link: str) -> None:
        """The sealed answer on our page; its key is in the link."""
        address, key = urlsplit(link), urlsplit(link).fragment
        self.canaries.know(Kind.TOKEN, self.number, key)
        self.canaries.know(Kind.TOKEN, self.number, address.path.removeprefix("/m/"))
        self.links.append(Sealed(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))))
        async with httpx.AsyncClient(
            base_url=self.stage.address, headers={"Origin": self.stage.house.settings.url}, timeout=PATIENCE
        ) as device:
            answer = await device.post(f"{address.path}/open")
        assert answer.status_code == 200, answer.text
        self.links[-1].open(base64.b64decode(answer.json()["sealed"]))

    async def _in_case(self) -> None:
        await self.newcomer.says(f"Danke, noch eine Frage: {self.word(Kind.IN_CASE)}")
        if not self.in_telegram:
            return
        edited = self.word(Kind.EDITED)
        await self.stage.api.edits(int(self.chat), f"Danke, zwei Fragen: {edited}")

        async def arrived() -> bool:
            thread = await self.stage.house.keep(lambda unit: unit.threads.messages(self.case_id))
            return any(edited in one.words for one in thread)

        await until(arrived, "the edited words")
        if self.dice.random() < 0.3:
            await self.after(self.stage.api.sends(int(self.chat), builders.photo(f"Der Brief {self.word(Kind.IN_CASE)}")))

    async def _sends_what_nobody_can_read(self) -> None:
        where = {"id": int(self.chat), "type": "private"}
        origin = {"type": "hidden_user", "sender": self.word(Kind.UNREADABLE)}
        await self.after(self.stage.api.update({"message": {"message_id": 1, "date": 1, "chat": where, "forward_origin": origin}}))

    # --- the end

    async def erases_themselves(self) -> None:
        """Two taps; what they hear then is all that is left in a web chat."""
        await self.newcomer.says("/delete")
        await self.press(Forget(answer="yes").pack())

        async def is_gone() -> bool:
            person = await self.stage.house.keep(lambda unit: unit.people.by_chat(self._chat_hash(unit)))
            return person is None

        await until(is_gone, "the person to be forgotten")

    async def is_closed(self) -> None:
        if self.case_id:
            desk = self.office.for_case(await self.row())
            await self.send(desk, "close", outcome=self.dice.choice(("solved", "partly", "referred")), missing="full or waiting list")


def _asked(data: str) -> str:
    """What a button answers before the package is shown; empty for all others."""
    if data.startswith(f"{CallHow.__prefix__}:"):
        return CallHow.unpack(data).asked
    return "advice" if data.startswith(f"{PassOn.__prefix__}:on:") else ""


async def each(people: list[Somebody], act: Callable[[Somebody], Awaitable[None]]) -> None:
    """A few of these at the same time. Whoever gets stuck is named by number; the seed brings them back."""
    for first in range(0, len(people), AT_ONCE):
        await _together(people[first : first + AT_ONCE], act)


async def _together(people: list[Somebody], act: Callable[[Somebody], Awaitable[None]]) -> None:
    answers = await asyncio.gather(*(act(one) for one in people), return_exceptions=True)
    for one, failure in zip(people, answers, strict=True):
        if isinstance(failure, BaseException):
            heard = [line.text for line in (await one.newcomer.heard())[-3:]]
            raise AssertionError(f"dialogue {one.number} stopped: {failure!r}; heard last: {heard}") from failure
