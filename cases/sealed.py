"""Sealed messages (promises, Sealed message): the chat says only that there is one; it is read on the district's own page.

The key is in the link behind the `#`, which no browser sends: the database holds the words twice sealed, once for the staff's thread and
once with a key it does not have. Opening takes a press of a button, so programs that look at links use nothing up. The first device
that opens it is the only one; with a code, three wrong ones end it.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta

from cases.desk_access import hash_token
from directory.needs import SENSITIVE, taxonomy
from storage.cases import CaseRow
from storage.moments import to_ms
from storage.seal import Sealed
from storage.unit import Unit

LASTS = timedelta(hours=72)
AFTER_READING = timedelta(hours=24)
UNREAD = timedelta(hours=24)  # after so long staff are told
WRONG_AT_MOST = 3
# What nobody else's chat should carry by default: status, health, violence, money (promises, Sealed message).
AREAS = frozenset({"residence", "health", "safety", "money"})


def is_delicate(need: str | None) -> bool:
    """Whether answers about this need are sealed, whatever the district allows."""
    return need is not None and (need in SENSITIVE or taxonomy()[need].crisis or taxonomy()[need].area in AREAS)


@dataclass(frozen=True)
class Envelope:
    """A message that is ready to be left: what opens it, and its words as they are kept."""

    token: str
    key: str
    words: bytes
    code: str | None

    def link(self, public_url: str) -> str:
        """What the person gets."""
        return f"{public_url.rstrip('/')}/m/{self.token}#{self.key}"


def seal(words: str, *, with_code: bool) -> Envelope:
    """Seals the words with a fresh key. AES-256-GCM; nonce first, as browsers take it."""
    key = secrets.token_bytes(32)
    code = f"{secrets.randbelow(1_000_000):06d}" if with_code else None
    plain_key = base64.urlsafe_b64encode(key).rstrip(b"=").decode()
    return Envelope(secrets.token_urlsafe(24), plain_key, Sealed(key).seal(words.encode("utf-8", "replace")), code)


def leave(unit: Unit, case: CaseRow, message_id: int, envelope: Envelope) -> None:
    """It waits on our page from now on."""
    hashed = hash_token(envelope.token)
    unit.sealed.add(
        token_hash=hashed,
        case_id=case.id,
        message_id=message_id,
        words=envelope.words,
        code_hash=None if envelope.code is None else _code_hash(unit, hashed, envelope.code),
        expires_at=to_ms(unit.now + LASTS),
    )


def _code_hash(unit: Unit, token_hash: str, code: str) -> str:
    return unit.ring.lookup("sealed code", token_hash, code)


@dataclass(frozen=True)
class Waiting:
    """What the page may know before anything is opened: whether a code is asked for, until when, and the case's language."""

    needs_code: bool
    expires_at: int
    language: str


def waiting(unit: Unit, token: str) -> Waiting | None:
    """Looks without opening. None: there is nothing to open."""
    row = unit.sealed.one(hash_token(token))
    if row is None or row.wrong >= WRONG_AT_MOST or row.expires_at < unit.now_ms:
        return None
    case = unit.cases.one(row.case_id)
    return None if case is None else Waiting(row.code_hash is not None, row.expires_at, case.language)


def open_once(unit: Unit, token: str, device: str, code: str) -> bytes | str:
    """The sealed words for this device, or why not: "code" (a wrong one) or "gone" (locked, over, another device, never there)."""
    hashed = hash_token(token)
    row = unit.sealed.one(hashed)
    if row is None or row.wrong >= WRONG_AT_MOST or row.expires_at < unit.now_ms:
        return "gone"
    mine = hash_token(device)
    if row.device_hash is not None:
        return row.words if secrets.compare_digest(row.device_hash, mine) else "gone"
    if row.code_hash is not None and not secrets.compare_digest(row.code_hash, _code_hash(unit, hashed, "".join(code.split()))):
        unit.sealed.wrong(hashed)
        return "code" if row.wrong + 1 < WRONG_AT_MOST else "gone"
    unit.sealed.opened(hashed, mine, to_ms(unit.now + AFTER_READING))
    unit.mark(f"case:{row.case_id}")
    return row.words
