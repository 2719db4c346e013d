"""What someone typed when their session had run out: held until they are back.

It goes along in the sign-in page, sealed, so the server keeps nothing, and is given
back only to the same person. Passphrases are never held.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag

from pwa import clock
from pwa.crypto import keyring, seal, unseal

LONGEST = 64 * 1024
KEPT_FOR = timedelta(hours=12)
BINDING = "held-form"
NEVER_HELD = {"csrf_token"}


@dataclass(frozen=True, slots=True)
class HeldForm:
    """A form that was sent too late: whose it is, where it was going, what it said."""

    account_id: UUID
    action: str
    fields: tuple[tuple[str, str], ...]


def hold(account_id: UUID, action: str, fields: Iterable[tuple[str, str]]) -> str | None:
    """The form as a sealed text, or None if it is too long to be held."""
    kept = [(name, value) for name, value in fields if name not in NEVER_HELD and "passphrase" not in name]
    text = json.dumps([str(account_id), clock.now().isoformat(), action, kept])
    if len(text) > LONGEST:
        return None
    return urlsafe_b64encode(seal(keyring().held, text.encode(), BINDING)).decode()


def give_back(sealed: str, account_id: UUID) -> HeldForm | None:
    """The form, if it was held for this person."""
    try:
        whose, since, action, fields = json.loads(unseal(keyring().held, urlsafe_b64decode(sealed), BINDING))
    except (ValueError, InvalidTag):
        return None
    if UUID(whose) != account_id or clock.now() - datetime.fromisoformat(since) > KEPT_FOR:
        return None
    return HeldForm(account_id, action, tuple((name, value) for name, value in fields))
