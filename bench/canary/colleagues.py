"""Who else reads or writes about somebody's case: interpreters, the office that answers questions, the case file a case ends in."""

from __future__ import annotations

import re

from bench.canary.office import Office
from bench.canary.people import Somebody
from bench.canary.words import Canaries, Canary, Kind
from handlers.buttons import Interpreting
from storage.interpretings import InterpretingRow
from tests.journeys.stage import Desk, until

TOPIC = "residence.naturalisation"
NOT_FOR_INTERPRETERS = frozenset({Kind.NOTE, Kind.CALL_BACK, Kind.SHARED, Kind.CHAT, Kind.TOKEN, Kind.PROFILE, Kind.PLACE, Kind.QUESTION})
NOT_IN_THE_FILE = frozenset(
    {Kind.NOTE, Kind.BRIEFING, Kind.CHAT, Kind.TOKEN, Kind.PROFILE, Kind.PLACE, Kind.QUESTION}
)  # nobody asked for notes


async def interprets(one: Somebody) -> None:
    """Somebody is asked for, said yes to, booked, reads the thread and answers in it. Only in some dialogues."""
    if not one.case_id or not one.is_interpreted:
        return
    office, path = one.office, f"/desk/interpreting/{one.case_id}"
    desk = office.for_case(await one.row())
    await one.send(desk, "interpreter/ask")

    async def asking() -> InterpretingRow | None:
        row: InterpretingRow | None = await one.stage.house.keep(lambda unit: unit.interpretings.newest(one.case_id))
        return row

    row = await asking()
    assert row is not None
    await one.press(Interpreting(said="any", number=row.id).pack())

    async def is_agreed() -> bool:
        now = await asking()
        return now is not None and now.state == "agreed"

    await until(is_agreed, "the yes to an interpreter")
    briefing = f"Bitte langsam, {one.word(Kind.BRIEFING)}"
    await one.send(desk, "interpreter/book", interpreter=str(office.interpreter.staff_id), days="14", briefing=briefing)
    page = await office.interpreter.page(path)
    one.notices("page of an interpreter", _not_for(one, page, NOT_FOR_INTERPRETERS, at_least=Kind.BRIEFING))
    answer = await office.interpreter.send(path, f"{path}/reply", words=f"Ich dolmetsche: {one.word(Kind.REPLY)}")
    assert answer.status_code == 200, answer.status_code


async def asks_the_office(office: Office, canaries: Canaries, town: str) -> None:
    """A case manager asks about a procedure, the office answers; neither is about anybody."""
    desk, contact, path = office.managers[town], office.contact, "/desk/questions"
    question, answer = canaries.new(Kind.QUESTION, 0), canaries.new(Kind.QUESTION, 0)
    assert (await desk.send(path, path, need=TOPIC, words=f"Reicht ein Nachweis? {question}")).status_code == 200
    _, _, behind = (await contact.page(path)).partition(question)
    number = re.search(rf'action="({path}/\d+)"', behind)
    assert number is not None
    assert (await contact.send(path, number[1], words=f"Ja. {answer}")).status_code == 200


async def goes_to_the_case_file(one: Somebody) -> None:
    """A closed case is asked for, released by somebody else, taken as a file, and then nothing of it is here any more."""
    office, path = one.office, f"/desk/cases/{one.case_id}/export"
    desk = office.for_case(await one.row())
    coordinator = office.others["coordinator"]
    releases = coordinator if desk is not coordinator else office.others["admin"]
    await _send(desk, path, path)
    await _send(releases, "/desk/exports", f"{path}/release")
    file = await _send(desk, path, f"{path}/file")
    one.notices("file of a case", _not_for(one, file, NOT_IN_THE_FILE, at_least=Kind.REPLY))
    await _send(desk, path, f"{path}/erase")


async def _send(desk: Desk, page: str, action: str) -> str:
    answer = await desk.send(page, action)
    assert answer.status_code == 200, f"{action}: {answer.status_code}"
    return answer.text


def _not_for(one: Somebody, text: str, never: frozenset[Kind], *, at_least: Kind) -> set[Canary]:
    """What stands in a text about somebody's case and must not; nothing of `at_least` in it means that this looks at the wrong text."""
    read = one.canaries.read_in(text)
    assert any(canary.kind is at_least for canary in read), f"no {at_least} was read"
    return {canary for canary in read if canary.person != one.number or canary.kind in never}
