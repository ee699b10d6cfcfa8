"""What was agreed to, by whom, in which wording; and the codes by which somebody says yes to being asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, or_, select, update

from storage.tables import cases, consents, yes_codes

if TYPE_CHECKING:
    from storage.unit import Unit


class ConsentRows:
    """The consents of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def give(self, *, case_id: int, purpose: str, version: str, language: str, person_id: int | None = None) -> None:
        """Somebody said yes to this wording, for this purpose, now. `person_id`: who it was, when another person asks for them."""
        values = {"district": self._unit.district, "case_id": case_id, "purpose": purpose, "version": version, "language": language}
        self._unit.connection.execute(insert(consents), {**values, "given_at": self._unit.now_ms, "person_id": person_id})

    def withdraw(self, case_id: int, purpose: str | None = None) -> None:
        """The yes was taken back: to this purpose, or to all of them."""
        standing = update(consents).where(consents.c.case_id == case_id, consents.c.withdrawn_at.is_(None))
        if purpose is not None:
            standing = standing.where(consents.c.purpose == purpose)
        self._unit.connection.execute(standing.values(withdrawn_at=self._unit.now_ms))

    def of_case(self, case_id: int) -> list[tuple[str, str, str, int, int | None]]:
        """What was agreed to: (purpose, version, language, given, withdrawn)."""
        columns = (consents.c.purpose, consents.c.version, consents.c.language, consents.c.given_at, consents.c.withdrawn_at)
        rows = self._unit.connection.execute(select(*columns).where(consents.c.case_id == case_id).order_by(consents.c.id))
        return [tuple(row) for row in rows]

    def given_by(self, case_id: int, person_id: int) -> int | None:
        """When this person first said yes in this case, for themselves or to being asked for; None when no yes of theirs stands."""
        theirs = or_(consents.c.person_id == person_id, consents.c.person_id.is_(None) & (cases.c.person_id == person_id))
        standing = (consents.c.case_id == case_id, consents.c.withdrawn_at.is_(None), theirs)
        first = select(func.min(consents.c.given_at)).join(cases, cases.c.id == consents.c.case_id).where(*standing)
        found: int | None = self._unit.connection.execute(first).scalar()
        return found

    # --- codes

    def add_code(self, code_hash: str, person_id: int, expires_at: int) -> None:
        """A code by which this person can be asked for until then. Their older ones end."""
        execute = self._unit.connection.execute
        execute(delete(yes_codes).where(yes_codes.c.person_id == person_id))
        values = {"code_hash": code_hash, "district": self._unit.district, "person_id": person_id, "expires_at": expires_at}
        execute(insert(yes_codes), values)

    def use_code(self, code_hash: str, but_not: int) -> int | None:
        """Whose code it is; it is used up now. None: there is none, it has expired, or it is `but_not`'s own."""
        execute, now = self._unit.connection.execute, self._unit.now_ms
        mine = (yes_codes.c.district == self._unit.district, yes_codes.c.code_hash == code_hash)
        used = delete(yes_codes).where(*mine, yes_codes.c.expires_at > now, yes_codes.c.person_id != but_not)
        found: int | None = execute(used.returning(yes_codes.c.person_id)).scalar()
        return found

    def forget_codes(self) -> int:
        """Expired codes go. How many went."""
        over = delete(yes_codes).where(yes_codes.c.district == self._unit.district, yes_codes.c.expires_at < self._unit.now_ms)
        return self._unit.connection.execute(over).rowcount
