"""What staff sign in with: a password's hash, the secret of an authenticator app, passkeys; and wrong tries."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, select, update

from storage.once import insert_of
from storage.tables import passkeys, sign_in_challenges, sign_in_tries, staff

if TYPE_CHECKING:
    from storage.unit import Unit


class PasswordRow(NamedTuple):
    """How somebody proves who they are by password. `totp` is the opened secret."""

    staff_id: int
    password_hash: str
    totp: str
    totp_step: int


class PasskeyRow(NamedTuple):
    """One passkey."""

    id: int
    staff_id: int
    credential_id: str
    public_key: bytes
    sign_count: int
    created_at: int


class CredentialRows:
    """What the staff of the unit's district sign in with."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    # --- password and authenticator app

    def login_of(self, staff_id: int) -> str | None:
        """The name they sign in with, when they have a password."""
        return self._unit.connection.execute(select(staff.c.login).where(staff.c.id == staff_id)).scalar()

    def is_taken(self, login: str, staff_id: int) -> bool:
        """Whether somebody else, also somebody who left, has this name."""
        wanted = select(staff.c.id).where(staff.c.district == self._unit.district, staff.c.login == login, staff.c.id != staff_id)
        return self._unit.connection.execute(wanted).first() is not None

    def by_login(self, login: str) -> PasswordRow | None:
        """The active member with this name."""
        columns = (staff.c.id, staff.c.password_hash, staff.c.totp, staff.c.totp_step)
        wanted = select(*columns).where(staff.c.district == self._unit.district, staff.c.login == login, staff.c.deactivated_at.is_(None))
        row = self._unit.connection.execute(wanted).first()
        if row is None or row.password_hash is None or row.totp is None:
            return None
        return PasswordRow(row.id, row.password_hash, self._unit.ring.house.open(row.totp).decode(), row.totp_step)

    def set_password(self, staff_id: int, *, login: str, password_hash: str, totp: str, totp_step: int) -> None:
        """From now on they sign in with these."""
        values = {
            "login": login,
            "password_hash": password_hash,
            "totp": self._unit.ring.house.seal(totp.encode()),
            "totp_step": totp_step,
        }
        self._unit.connection.execute(update(staff).where(staff.c.id == staff_id).values(values))

    def use_step(self, staff_id: int, step: int) -> bool:
        """Uses a code up. False when it, or a later one, was used: a code works once."""
        newer = update(staff).where(staff.c.id == staff_id, staff.c.totp_step < step)
        return self._unit.connection.execute(newer.values(totp_step=step)).rowcount == 1

    # --- passkeys

    def passkeys_of(self, staff_id: int) -> list[PasskeyRow]:
        """Their passkeys, the oldest first."""
        return self._passkeys(passkeys.c.staff_id == staff_id)

    def passkey(self, credential_id: str) -> PasskeyRow | None:
        """The passkey of an active member."""
        still = passkeys.c.staff_id.in_(select(staff.c.id).where(staff.c.deactivated_at.is_(None)))
        return next(iter(self._passkeys((passkeys.c.credential_id == credential_id) & still)), None)

    def _passkeys(self, condition: object) -> list[PasskeyRow]:
        columns = [passkeys.c[name] for name in PasskeyRow._fields]
        wanted = select(*columns).where(passkeys.c.district == self._unit.district, condition).order_by(passkeys.c.id)  # type: ignore[arg-type]
        return [PasskeyRow(*row) for row in self._unit.connection.execute(wanted)]

    def add_passkey(self, *, staff_id: int, credential_id: str, public_key: bytes, sign_count: int) -> None:
        """One more passkey."""
        unit = self._unit
        values = {"staff_id": staff_id, "credential_id": credential_id, "public_key": public_key, "sign_count": sign_count}
        unit.connection.execute(insert(passkeys), {"district": unit.district, **values, "created_at": unit.now_ms})

    def passkey_used(self, passkey_id: int, sign_count: int) -> None:
        """It was used; its counter stands there now."""
        self._unit.connection.execute(update(passkeys).where(passkeys.c.id == passkey_id).values(sign_count=sign_count))

    def drop_passkey(self, passkey_id: int, staff_id: int) -> bool:
        """A passkey of theirs goes. False when there is none."""
        mine = delete(passkeys).where(passkeys.c.id == passkey_id, passkeys.c.staff_id == staff_id)
        return self._unit.connection.execute(mine).rowcount == 1

    def forget(self, staff_id: int) -> None:
        """They left: nothing of theirs opens the desk any more."""
        execute = self._unit.connection.execute
        execute(update(staff).where(staff.c.id == staff_id).values(login=None, password_hash=None, totp=None))
        execute(delete(passkeys).where(passkeys.c.staff_id == staff_id))

    # --- challenges

    def challenge(self, challenge: str, staff_id: int | None, expires_at: int) -> None:
        """A challenge an authenticator has to sign before `expires_at`. What has expired goes."""
        unit = self._unit
        unit.connection.execute(delete(sign_in_challenges).where(sign_in_challenges.c.expires_at < unit.now_ms))
        values = {"district": unit.district, "challenge": challenge, "staff_id": staff_id, "expires_at": expires_at}
        unit.connection.execute(insert(sign_in_challenges), values)

    def use_challenge(self, challenge: str, staff_id: int | None) -> bool:
        """Uses a challenge up. False when there is none for this purpose, or it has expired."""
        mine = sign_in_challenges.c.staff_id.is_(None) if staff_id is None else sign_in_challenges.c.staff_id == staff_id
        used = delete(sign_in_challenges).where(sign_in_challenges.c.challenge == challenge, mine)
        return self._unit.connection.execute(used.where(sign_in_challenges.c.expires_at >= self._unit.now_ms)).rowcount == 1

    # --- wrong tries

    def tries(self, login: str) -> tuple[int, int]:
        """How many wrong tries in a row there were for what was typed as name, and when the last was."""
        mine = select(sign_in_tries.c.number, sign_in_tries.c.last_at).where(
            sign_in_tries.c.district == self._unit.district, sign_in_tries.c.login_hash == self._hashed(login)
        )
        row = self._unit.connection.execute(mine).first()
        return (0, 0) if row is None else (row.number, row.last_at)

    def count_try(self, login: str) -> None:
        """One more wrong try."""
        unit = self._unit
        number = self.tries(login)[0] + 1
        values = {"number": number, "last_at": unit.now_ms}
        row = insert_of(unit.connection, sign_in_tries).values(district=unit.district, login_hash=self._hashed(login), **values)
        unit.connection.execute(row.on_conflict_do_update(index_elements=["district", "login_hash"], set_=values))

    def forget_tries(self, login: str) -> None:
        """They are in: the count begins anew."""
        mine = delete(sign_in_tries).where(
            sign_in_tries.c.district == self._unit.district, sign_in_tries.c.login_hash == self._hashed(login)
        )
        self._unit.connection.execute(mine)

    def forget_tries_before(self, moment: int) -> int:
        """Tries from before `moment` go. How many went."""
        old = delete(sign_in_tries).where(sign_in_tries.c.district == self._unit.district, sign_in_tries.c.last_at < moment)
        return self._unit.connection.execute(old).rowcount

    def _hashed(self, login: str) -> str:
        return self._unit.ring.lookup("sign in", self._unit.district, login)
