"""Signing in at the desk: by passkey (WebAuthn), or by password (Argon2id) together with the code of an authenticator app (TOTP).

A one-time link only lets somebody in to set one of these up. There is no way back in by e-mail: whoever lost both gets a new link from
the person who runs the accesses (promises, A6). Hashing takes tens of milliseconds, so it is done outside of units of work.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cases.auditing import Action, note
from cases.desk_access import open_session
from cases.refusals import NotUnderstood, SignInRefused
from storage.credentials import PasswordRow
from storage.moments import to_ms
from storage.staff import StaffRow
from storage.unit import Unit

if TYPE_CHECKING:
    from argon2 import PasswordHasher

PASSWORD_AT_LEAST, PASSWORD_AT_MOST = 12, 200  # characters
LOGIN_AT_MOST = 80
FREE_TRIES = 5  # wrong tries before somebody has to wait
WAITS = (timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=15))
CHALLENGE_LASTS = timedelta(minutes=5)
STEP = 30  # seconds of one code (RFC 6238)
ISSUER = "KIM-Lotse"


def hasher() -> PasswordHasher:
    """Argon2id with 19 MiB, two rounds, one lane: the least OWASP recommends (Password Storage Cheat Sheet), kind to a small machine."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


# A hash nobody knows the password of: who types a name that is not there waits as long as everybody else.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$" + "c29tZXNhbHRzb21lc2FsdA$" + "A" * 43


def hashed(password: str) -> str:
    """The hash to keep of a password. Takes tens of milliseconds: not for units."""
    return hasher().hash(password)


def fits(password_hash: str, password: str) -> bool:
    """Whether the password is the one of this hash. Takes tens of milliseconds: not for units."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def folded(login: str) -> str:
    """A name as it is looked up: without blanks around it or anything nobody can see, whatever its case."""
    return "".join(letter for letter in login if letter.isprintable()).strip().casefold()[:LOGIN_AT_MOST]


def new_secret() -> str:
    """A fresh secret for an authenticator app, in base32."""
    import pyotp

    return pyotp.random_base32()


def app_address(secret: str, login: str) -> str:
    """What an authenticator app reads from the QR code."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step a code belongs to: now, the one before or the next, for clocks that are a little off. None when it is wrong."""
    import pyotp

    code = "".join(code.split())
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return None
    current = int(now.timestamp()) // STEP
    app = pyotp.TOTP(secret)
    return next((step for step in (current, current - 1, current + 1) if secrets.compare_digest(app.at(step * STEP), code)), None)


def check_password(login: str, password: str, name: str) -> None:
    """Raises NotUnderstood for a name or a password that will not do."""
    if not folded(login):
        raise NotUnderstood("login")
    plain = password.casefold()
    told = [part for part in (folded(login), *name.casefold().split(), "passwort", "password", "kim-lotse") if len(part) > 3]
    rest = plain
    for part in told:
        rest = rest.replace(part, "")
    if not PASSWORD_AT_LEAST <= len(password) <= PASSWORD_AT_MOST or len(set(plain)) < 5 or len(rest) < 8:
        raise NotUnderstood("password")


def set_password(unit: Unit, staff: StaffRow, cookie_hash: str, *, login: str, password_hash: str, secret: str, code: str) -> None:
    """They sign in with this from now on; the code shows that their app knows the secret. Raises NotUnderstood."""
    name = folded(login)
    if unit.credentials.is_taken(name, staff.id):
        raise NotUnderstood("login")
    step = step_of(secret, code, unit.now)
    if step is None:
        raise NotUnderstood("code")
    unit.credentials.set_password(staff.id, login=name, password_hash=password_hash, totp=secret, totp_step=step)
    unit.staff.settle(cookie_hash)
    note(unit, Action.SET_UP, staff, about="password")


@dataclass(frozen=True)
class Try:
    """Somebody wants to sign in: what they are to be checked against. `found` is None for a name nobody has."""

    login: str
    found: PasswordRow | None

    @property
    def password_hash(self) -> str:
        return _NOBODY if self.found is None else self.found.password_hash


def begin(unit: Unit, login: str) -> Try:
    """Raises SignInRefused while they have to wait after wrong tries."""
    name = folded(login)
    number, last_at = unit.credentials.tries(name)
    if number >= FREE_TRIES:
        wait = WAITS[min(number - FREE_TRIES, len(WAITS) - 1)]
        left = last_at + wait.total_seconds() * 1000 - unit.now_ms
        if left > 0:
            raise SignInRefused(minutes=max(1, round(left / 60_000)))
    return Try(name, unit.credentials.by_login(name))


def finish(unit: Unit, tried: Try, code: str, *, password_fits: bool) -> str | None:
    """Opens the session: the cookie's value. None when something was wrong, and then it is counted; nobody is told what it was."""
    found = tried.found
    step = None if found is None else step_of(found.totp, code, unit.now)
    if found is None or not password_fits or step is None or not unit.credentials.use_step(found.staff_id, step):
        unit.credentials.count_try(tried.login)
        note(unit, Action.SIGN_IN_FAILED, None, about=str(found.staff_id) if found is not None else "")
        return None
    unit.credentials.forget_tries(tried.login)
    return _in(unit, found.staff_id, "password")


def _in(unit: Unit, staff_id: int, how: str) -> str:
    staff = unit.staff.one(staff_id)
    if staff is None:
        raise SignInRefused(minutes=0)
    note(unit, Action.SIGNED_IN, staff, about=how)
    return open_session(unit, staff_id, settled=True)


# --- passkeys


def relying_party(public_url: str) -> tuple[str, str]:
    """The name passkeys are bound to, and the page that may ask for them."""
    parts = urlsplit(public_url)
    return parts.hostname or "localhost", f"{parts.scheme}://{parts.netloc}"


def begin_passkey(unit: Unit, staff: StaffRow, public_url: str) -> str:
    """What the browser asks the authenticator for, as JSON."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    known = [PublicKeyCredentialDescriptor(base64url_to_bytes(one.credential_id)) for one in unit.credentials.passkeys_of(staff.id)]
    options = generate_registration_options(
        rp_id=relying_party(public_url)[0],
        rp_name=ISSUER,
        user_id=unit.ring.lookup("passkey", unit.district, str(staff.id)).encode()[:64],
        user_name=staff.name,
        exclude_credentials=known,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    unit.credentials.challenge(bytes_to_base64url(options.challenge), staff.id, to_ms(unit.now + CHALLENGE_LASTS))
    return options_to_json(options)


def add_passkey(unit: Unit, staff: StaffRow, cookie_hash: str, credential: str, public_url: str) -> None:
    """The authenticator answered: from now on they sign in with it. Raises SignInRefused."""
    from webauthn import verify_registration_response
    from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    rp_id, origin = relying_party(public_url)
    challenge = _challenge_in(credential)
    if not unit.credentials.use_challenge(challenge, staff.id):
        raise SignInRefused(minutes=0)
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=rp_id,
            expected_origin=origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise SignInRefused(minutes=0) from None
    name = bytes_to_base64url(made.credential_id)
    if len(name) > 400 or unit.credentials.passkey(name) is not None:
        raise SignInRefused(minutes=0)
    unit.credentials.add_passkey(staff_id=staff.id, credential_id=name, public_key=made.credential_public_key, sign_count=made.sign_count)
    unit.staff.settle(cookie_hash)
    note(unit, Action.SET_UP, staff, about="passkey")


def begin_with_passkey(unit: Unit, public_url: str) -> str:
    """What the browser asks the authenticator for to sign in, as JSON. It names nobody: the authenticator knows who they are."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.structs import UserVerificationRequirement

    options = generate_authentication_options(rp_id=relying_party(public_url)[0], user_verification=UserVerificationRequirement.REQUIRED)
    unit.credentials.challenge(bytes_to_base64url(options.challenge), None, to_ms(unit.now + CHALLENGE_LASTS))
    return options_to_json(options)


def sign_in_with_passkey(unit: Unit, credential: str, public_url: str) -> str:
    """Opens the session: the cookie's value. Raises SignInRefused."""
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.exceptions import WebAuthnException

    rp_id, origin = relying_party(public_url)
    challenge = _challenge_in(credential)
    known = unit.credentials.passkey(_text_in(credential, "id"))
    if not unit.credentials.use_challenge(challenge, None) or known is None:
        raise SignInRefused(minutes=0)
    try:
        shown = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=rp_id,
            expected_origin=origin,
            credential_public_key=known.public_key,
            credential_current_sign_count=known.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise SignInRefused(minutes=0) from None
    unit.credentials.passkey_used(known.id, shown.new_sign_count)
    return _in(unit, known.staff_id, "passkey")


def _text_in(credential: str, *names: str) -> str:
    """A text deep in a JSON object; "" when it is not there, or could be no name of a key or challenge."""
    try:
        found = json.loads(credential)
        for name in names:
            found = found[name]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return found if isinstance(found, str) and found.isascii() and found.isprintable() else ""


def _challenge_in(credential: str) -> str:
    """The challenge the authenticator says it signed; whether it did is checked with the signature."""
    from webauthn.helpers import base64url_to_bytes

    try:
        client_data = base64url_to_bytes(_text_in(credential, "response", "clientDataJSON")).decode("utf-8", "replace")
    except ValueError:
        return ""
    return _text_in(client_data, "challenge")
