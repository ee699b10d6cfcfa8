"""Sealing what people say and how they are reached: AES-256-GCM, keys outside the database.

One key file holds the installation's key. From it come the key that wraps data keys and the key of the look-up hash.
Each person and each case has a data key of its own: throwing that row away erases all it sealed.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12  # bytes, NIST SP 800-38D recommends 96 bits for GCM
KEY = 32  # bytes, AES-256


class KeyProblem(Exception):
    """The key file is missing, odd, or not the one this database was made with. Its message is for the operator."""


class Sealed:
    """Seals and opens bytes with one key."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, plain: bytes) -> bytes:
        """Nonce and ciphertext. The same plain bytes never look the same twice."""
        nonce = os.urandom(NONCE)
        return nonce + self._aead.encrypt(nonce, plain, None)

    def open(self, sealed: bytes) -> bytes:
        """The plain bytes. Raises KeyProblem when the key is another one or the bytes were touched."""
        try:
            return self._aead.decrypt(sealed[:NONCE], sealed[NONCE:], None)
        except InvalidTag:
            raise KeyProblem("sealed bytes do not open with this key") from None


class KeyRing:
    """The installation's key and what is derived from it."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY:
            raise KeyProblem(f"the key file must hold {KEY} bytes in hex, it holds {len(master)}")
        self.house = Sealed(self._derive(master, b"house"))
        self._wrap = Sealed(self._derive(master, b"wrap"))
        self._lookup = self._derive(master, b"lookup")
        self._chain = self._derive(master, b"chain")
        self.fingerprint = hashlib.sha256(b"kim-lotse fingerprint" + master).hexdigest()

    @staticmethod
    def _derive(master: bytes, purpose: bytes) -> bytes:
        return HKDF(SHA256(), KEY, salt=None, info=b"kim-lotse " + purpose).derive(master)

    def lookup(self, *parts: str) -> str:
        """A keyed hash to find a row by what it does not show. Same parts, same hash; without the key file no way back."""
        return hmac.new(self._lookup, "\x1f".join(parts).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def chained(self, before: str, *parts: str) -> str:
        """The hash of a link in a chain: of the one before it and what the link says. Nobody without the key file can make one."""
        said = "\x1f".join((before, *parts)).encode("utf-8", "surrogatepass")
        return hmac.new(self._chain, said, hashlib.sha256).hexdigest()

    def new_data_key(self) -> tuple[bytes, Sealed]:
        """A fresh data key: its wrapped form for the table, and the sealer."""
        key = secrets.token_bytes(KEY)
        return self._wrap.seal(key), Sealed(key)

    def data_key(self, wrapped: bytes) -> Sealed:
        """The sealer of a wrapped data key."""
        return Sealed(self._wrap.open(wrapped))


def read_key_file(path: Path) -> KeyRing:
    """The key ring of a key file. Raises KeyProblem when it is not there or not hex."""
    try:
        return KeyRing(bytes.fromhex(path.read_text().strip()))
    except FileNotFoundError:
        raise KeyProblem(f"the key file {path} is missing") from None
    except ValueError:
        raise KeyProblem(f"the key file {path} does not hold a key in hex") from None


def create_key_file(path: Path) -> KeyRing:
    """Writes a new key file, readable by its owner only. Never overwrites one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(KEY) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return read_key_file(path)
