"""Sealed messages: what waits on our own page to be opened once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, or_, select, update

from storage.tables import sealed_messages

if TYPE_CHECKING:
    from storage.unit import Unit


class SealedRow(NamedTuple):
    """One sealed message. `words` open with the key in the link only."""

    token_hash: str
    case_id: int
    message_id: int
    words: bytes
    code_hash: str | None
    wrong: int
    device_hash: str | None
    opened_at: int | None
    expires_at: int


_columns = [sealed_messages.c[name] for name in SealedRow._fields]


class SealedRows:
    """The sealed messages of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def add(self, *, token_hash: str, case_id: int, message_id: int, words: bytes, code_hash: str | None, expires_at: int) -> None:
        """One more that waits."""
        values = {"token_hash": token_hash, "case_id": case_id, "message_id": message_id, "words": words, "code_hash": code_hash}
        self._unit.connection.execute(insert(sealed_messages), {"district": self._unit.district, **values, "expires_at": expires_at})

    def one(self, token_hash: str) -> SealedRow | None:
        """The message of this token; locked until the unit ends, so that two devices cannot both be first."""
        wanted = select(*_columns).where(sealed_messages.c.district == self._unit.district, sealed_messages.c.token_hash == token_hash)
        row = self._unit.connection.execute(wanted.with_for_update()).first()
        return None if row is None else SealedRow(*row)

    def wrong(self, token_hash: str) -> None:
        """A wrong code was typed."""
        mine = update(sealed_messages).where(sealed_messages.c.token_hash == token_hash)
        self._unit.connection.execute(mine.values(wrong=sealed_messages.c.wrong + 1))

    def opened(self, token_hash: str, device_hash: str, expires_at: int) -> None:
        """This device opened it; from now on it lasts until `expires_at`."""
        mine = update(sealed_messages).where(sealed_messages.c.token_hash == token_hash)
        self._unit.connection.execute(mine.values(device_hash=device_hash, opened_at=self._unit.now_ms, expires_at=expires_at))

    def of_case(self, case_id: int) -> dict[int, SealedRow]:
        """The sealed messages of a case that are still there, by the answer they carry."""
        rows = self._unit.connection.execute(select(*_columns).where(sealed_messages.c.case_id == case_id))
        return {row.message_id: SealedRow(*row) for row in rows}

    def unread(self, case_ids: Sequence[int], expires_before: int) -> set[int]:
        """Those of these cases with a message nobody opened that ends before this moment."""
        mine = sealed_messages.c.case_id.in_(list(case_ids))
        waiting = select(sealed_messages.c.case_id).where(mine, sealed_messages.c.opened_at.is_(None))
        return set(self._unit.connection.execute(waiting.where(sealed_messages.c.expires_at < expires_before)).scalars())

    def forget_message(self, message_id: int) -> None:
        """It was taken back."""
        self._unit.connection.execute(delete(sealed_messages).where(sealed_messages.c.message_id == message_id))

    def forget_case(self, case_id: int) -> None:
        """The case is erased."""
        self._unit.connection.execute(delete(sealed_messages).where(sealed_messages.c.case_id == case_id))

    def forget_what_is_over(self, wrong_at_most: int) -> int:
        """Expired and locked ones go. How many went."""
        over = or_(sealed_messages.c.expires_at < self._unit.now_ms, sealed_messages.c.wrong >= wrong_at_most)
        return self._unit.connection.execute(
            delete(sealed_messages).where(sealed_messages.c.district == self._unit.district, over)
        ).rowcount
