"""Encryption at rest: AES-256-GCM with one data key per person.

Each person's data key is wrapped by the installation's master key. What is
sealed is bound to its table, column and row, so a value moved elsewhere does not
open (NIST SP 800-38D, additional authenticated data). It protects a stolen disk,
dump or backup; it does not protect a running server that was taken over.
"""

import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any, Protocol
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

KEY_BYTES, NONCE_BYTES = 32, 12
VERSION = b"\x01"


class Keyring:
    """The master key, and the keys that are derived from it by purpose."""

    def __init__(self, master: bytes) -> None:
        self._wrapping = derive(master, "wrapping")
        self.cookies = derive(master, "cookies")
        self.index = derive(master, "index")
        self.audit = derive(master, "audit")
        self.held = derive(master, "held")

    def new_data_key(self, owner: UUID) -> bytes:
        """A fresh data key for a person, wrapped."""
        return seal(self._wrapping, os.urandom(KEY_BYTES), f"data-key|{owner}")

    def unwrap(self, wrapped: bytes, owner: UUID) -> bytes:
        """A person's data key. Raises cryptography's InvalidTag on the wrong one."""
        return unseal(self._wrapping, wrapped, f"data-key|{owner}")

    def blind_index(self, purpose: str, text: str) -> bytes:
        """A keyed hash to look sealed text up by, without being able to read it."""
        return hmac.digest(self.index, f"{purpose}|{text}".encode(), "sha256")


def keyring() -> Keyring:
    """The keys of the running app."""
    ring: Keyring = current_app.extensions["keyring"]
    return ring


def derive(master: bytes, purpose: str) -> bytes:
    """A key for one purpose (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"mend|{purpose}".encode()).derive(master)


def seal(key: bytes, plain: bytes, binding: str) -> bytes:
    """Encrypt, bound to where it belongs: version, nonce, ciphertext with tag."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + _cipher(key).encrypt(nonce, plain, VERSION + binding.encode())


def unseal(key: bytes, sealed: bytes, binding: str) -> bytes:
    """Decrypt. Raises cryptography's InvalidTag if it was changed or moved."""
    nonce, body = sealed[1 : NONCE_BYTES + 1], sealed[NONCE_BYTES + 1 :]
    return _cipher(key).decrypt(nonce, body, sealed[:1] + binding.encode())


def fingerprint(secret: str) -> bytes:
    """How a random secret (session token) is kept: SHA-256, 32 bytes."""
    return hashlib.sha256(secret.encode()).digest()


@lru_cache(maxsize=4096)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


class HoldsSealed(Protocol):
    """A row with sealed columns: it knows its id and whose data key opens it."""

    id: UUID
    __tablename__: str

    @property
    def data_key(self) -> bytes: ...


class Sealed:
    """A text attribute kept encrypted in the column ``sealed_<name>``."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.column = f"sealed_{name}"

    def __get__(self, row: HoldsSealed | None, owner: type) -> Any:
        if row is None:
            return self
        sealed = getattr(row, self.column)
        return None if sealed is None else unseal(row.data_key, sealed, self._binding(row)).decode()

    def __set__(self, row: HoldsSealed, text: str | None) -> None:
        sealed = None if text is None else seal(row.data_key, text.encode(), self._binding(row))
        setattr(row, self.column, sealed)

    def _binding(self, row: HoldsSealed) -> str:
        return f"{row.__tablename__}|{self.column}|{row.id}"
