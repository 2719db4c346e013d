"""Passphrases of staff: long enough, not a well-known one, hashed with argon2id.

Length and block list as NIST SP 800-63B-4 asks of a single factor: at least 15
characters, no rules of composition, no forced change.
"""

import threading
import unicodedata
from functools import lru_cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH, MAX_LENGTH = 15, 200

# 19 MiB, two passes: OWASP's second profile. Few at a time on each process, since a
# flood of sign-ins would otherwise take all the memory.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_few_at_a_time = threading.Semaphore(2)

COMMON_WORDS = (
    "password", "passphrase", "passwort", "letmein", "welcome", "qwerty", "qwertz", "azerty", "iloveyou", "dragon",
    "monkey", "football", "baseball", "superman", "batman", "princess", "sunshine", "master", "shadow", "whatever",
    "trustno1", "starwars", "changeme", "secret", "admin", "administrator", "login", "hospital", "surgery", "surgeon",
    "doctor", "nurse", "mend", "patient", "abc123", "123456789", "987654321", "1q2w3e4r", "asdfghjkl", "zxcvbnm",
    "correcthorsebatterystaple",
)  # fmt: skip


def fault_of(passphrase: str, *personal: str) -> str | None:
    """Why a passphrase can't be used, as a sentence, or None if it can.

    ``personal`` are words an attacker would try first: name, e-mail, practice.
    """
    text = unicodedata.normalize("NFC", passphrase)
    if len(text) < MIN_LENGTH:
        return f"Use at least {MIN_LENGTH} characters. Four or five unrelated words work well."
    if len(text) > MAX_LENGTH:
        return f"Use at most {MAX_LENGTH} characters."
    if _is_well_known(text, personal):
        return "This would be tried early on. Use words that have nothing to do with each other or with you."
    return None


def hash_passphrase(passphrase: str) -> str:
    """The argon2id hash to keep."""
    with _few_at_a_time:
        return _hasher.hash(unicodedata.normalize("NFC", passphrase))


def matches(passphrase: str, kept: str | None) -> bool:
    """Whether it is the passphrase. Takes as long when there is none to compare with."""
    try:
        with _few_at_a_time:
            _hasher.verify(kept or _nobodys(), unicodedata.normalize("NFC", passphrase))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _hasher.hash("a passphrase that belongs to nobody")


def _is_well_known(text: str, personal: tuple[str, ...]) -> bool:
    """Little is left of it once known words, personal ones and runs are taken out."""
    bare = "".join(c for c in text.casefold() if c.isalnum())
    words = [*COMMON_WORDS, *(part for text in personal for part in _parts(text))]
    for word in sorted(words, key=len, reverse=True):
        bare = bare.replace(word, "")
    return len(set(bare)) < 6 or _is_a_run(bare)


def _parts(text: str) -> list[str]:
    spaced = "".join(c if c.isalnum() else " " for c in text.casefold())
    return [part for part in spaced.split() if len(part) > 2]


def _is_a_run(text: str) -> bool:
    """Mostly neighbours: abcdefgh, 12345678."""
    steps = [ord(b) - ord(a) for a, b in pairwise(text)]
    return sum(step in {-1, 0, 1} for step in steps) > len(steps) * 0.7
