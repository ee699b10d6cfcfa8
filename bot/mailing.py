"""The postman carries mails beside the courier: a mail server that hangs or is down for a day lets nobody else wait."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from bot.channels.email import Letter, Mailer
from bot.channels.telegram import Verdict
from bot.courier import DOUBT, LOOK_AGAIN, say_later
from cases.coming_back import SOMETHING_WAITS, forget_address, still_wanted
from cases.invitations import INVITE, Became, mail_became, still_meant
from cases.staff_mail import CONFIRM
from cases.telling import FOR_STAFF
from storage.outbox import MAIL, OutboxRow
from storage.unit import Keeper, Unit
from web.bell import Bell
from web.mail_words import confirming_mail, message_mail, provider_mail, waiting_mail

log = logging.getLogger(__name__)

AT_ONCE = 16  # mails of one round
APART_MS = 5 * 60_000  # between two notices to the same member; what comes meanwhile is one mail
NOTICES = tuple(kind.value for kind in FOR_STAFF)


class Ready(NamedTuple):
    """A mail that can go, the row it comes from, and the rows whose notice is in it, too."""

    row: OutboxRow
    letter: Letter
    folded: tuple[int, ...]


class Postman:
    """One postman carries all mails. Without a mailer it gives up what was to be mailed, so that nothing piles up."""

    def __init__(self, keeper: Keeper, mailer: Mailer | None, bell: Bell, me: str, public_url: str) -> None:
        self.keeper, self.mailer, self.bell, self.me, self.public_url = keeper, mailer, bell, me, public_url
        self._told = ""

    async def run(self) -> None:
        """Carries until it is cancelled."""
        while True:
            try:
                went = await self.go_round()
            except Exception as failure:
                log.warning("the mails could not be carried (%s); trying again", type(failure).__name__)
                went = False
            if not went:
                await self.bell.wait("outbox", LOOK_AGAIN)

    async def go_round(self) -> bool:
        """Carries what is due. False when nothing was."""
        ready = await self._keep(self._take)
        if not ready:
            return False
        if self.mailer is None:
            verdicts = [Verdict("never", why="no mail server is set")] * len(ready)
        else:
            verdicts = await self.mailer.send([one.letter for one in ready])
            self._tell_of_trouble(self.mailer.trouble)
        together = list(zip(ready, verdicts, strict=True))
        await self._keep(lambda unit: _settle(unit, together))
        return True

    def _tell_of_trouble(self, trouble: str) -> None:
        if trouble and trouble != self._told:
            log.error("mails are not sent: %s. They are tried again for a day", trouble)
        elif self._told and not trouble:
            log.info("mails are sent again")
        self._told = trouble

    async def _keep(self, work: Callable[[Unit], Any]) -> Any:
        return await asyncio.wrap_future(self.keeper.keep(work))

    def _take(self, unit: Unit) -> list[Ready]:
        ready = (self._ready(unit, row) for row in unit.outbox.claim(self.me, AT_ONCE, mail=True))
        return [one for one in ready if one is not None]

    def _ready(self, unit: Unit, row: OutboxRow) -> Ready | None:
        """The mail of a row; None when it is not sent now, or never."""
        if row.kind == CONFIRM:
            return Ready(row, _letter(unit, row, *confirming_mail(self.public_url, row.payload["token"])), ())
        if row.kind == SOMETHING_WAITS:
            return self._for_person(unit, row)
        if row.kind == INVITE:
            return self._for_provider(unit, row)
        staff = unit.staff.by_chat(row.chat_hash)
        if not row.chat or staff is None or MAIL not in unit.staff.told_by(staff.id):
            unit.outbox.dead(row.id, "not wanted any more")
            return None
        last = unit.outbox.said_last(row.chat_hash, NOTICES)
        if last is not None and last + APART_MS > unit.now_ms:
            unit.outbox.later(row.id, last + APART_MS)
            return None
        others = unit.outbox.waits_with(row, NOTICES)
        cases = {int(facts["case"]) for facts in (row.payload, *(payload for _, payload in others)) if "case" in facts}
        return Ready(row, _letter(unit, row, *waiting_mail(self.public_url, cases)), tuple(other for other, _ in others))

    def _for_person(self, unit: Unit, row: OutboxRow) -> Ready | None:
        """The neutral mail to a person. The address is looked at now: they may have come back, or taken it away."""
        wanted = still_wanted(unit, int(row.payload["person"]))
        if wanted is None:
            unit.outbox.dead(row.id, "not wanted any more")
            return None
        mail, language = wanted
        subject, text = message_mail(self.public_url, language, mail.stop, named=mail.named)
        letter = _letter(unit, row, subject, text)
        return Ready(row, replace(letter, to=mail.address, nameless=not mail.named), ())

    def _for_provider(self, unit: Unit, row: OutboxRow) -> Ready | None:
        """The invitation to look at an entry. The entry is looked at now: it may be gone, or have another address."""
        token, address = row.payload["token"], row.payload["to"]
        entry = still_meant(unit, token, address)
        if entry is None:
            unit.outbox.dead(row.id, "not wanted any more")
            mail_became(unit, token, Became.FAILED)
            return None
        letter = _letter(unit, row, *provider_mail(self.public_url, entry.name, entry.organization, token))
        return Ready(row, replace(letter, to=address), ())


def _letter(unit: Unit, row: OutboxRow, subject: str, text: str) -> Letter:
    reference = unit.ring.lookup("mail", unit.district, str(row.id), str(row.created_at))[:32]
    return Letter(row.chat, subject, text, reference, unit.now)


def _settle(unit: Unit, carried: list[tuple[Ready, Verdict]]) -> None:
    for (row, _, folded), verdict in carried:
        became: Became | None = Became.REFUSED if verdict.unreachable else Became.FAILED
        if verdict.kind == "sent":
            unit.outbox.sent([row.id, *folded])
            became = Became.SENT
        elif verdict.kind == "never" or (verdict.kind == "unsure" and DOUBT in row.payload):
            for one in (row.id, *folded) if verdict.unreachable else (row.id,):
                unit.outbox.dead(one, verdict.why)
            if verdict.unreachable and row.contact_id is not None:
                unit.people.unreachable(row.contact_id, since=unit.now_ms)
            if verdict.unreachable and row.kind == SOMETHING_WAITS:
                forget_address(unit, int(row.payload["person"]))  # it takes nothing
        else:
            if verdict.kind == "unsure":
                unit.outbox.progress(row.id, {**row.payload, DOUBT: True})
            became = None if say_later(unit, row) else Became.FAILED
        if row.kind == INVITE and became is not None:
            mail_became(unit, row.payload["token"], became)
