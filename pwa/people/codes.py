"""Short codes: on the card (enrolment), for the next device, and in invitations.

A code is 8 letters and digits that can't be confused (40 bits), kept as a keyed
hash, and works once. The wrong one, an expired one and a used one get the same
answer in the same time.
"""

import hmac
import secrets
from datetime import date, timedelta

import sqlalchemy as sa

from pwa import clock, crypto, db
from pwa.audit import Tag, record
from pwa.people.models import Account, Code, CodePurpose

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, no 1/I
LENGTH, INVITATION_LENGTH = 8, 32
LIFETIMES = {
    CodePurpose.ENROLMENT: timedelta(days=30),
    CodePurpose.DEVICE: timedelta(minutes=10),
    CodePurpose.INVITATION: timedelta(days=7),
}
NO_BIRTH_DATE = "0000-00-00"
MOST_WRONG_DATES = 10


def issue_code(account: Account, purpose: CodePurpose, *, issuer: Account) -> str:
    """A new code, shown once. Earlier ones for the same purpose stop working."""
    session = db.session()
    session.execute(
        sa.delete(Code).where(Code.account_id == account.id, Code.purpose == purpose, Code.used_at.is_(None))
    )
    length = INVITATION_LENGTH if purpose == CodePurpose.INVITATION else LENGTH
    text = "".join(secrets.choice(ALPHABET) for _ in range(length))
    expires_at = clock.now() + LIFETIMES[purpose]
    session.add(Code(account_id=account.id, purpose=purpose, code_index=code_index(text), expires_at=expires_at))
    record(Tag.CODE_ISSUED, practice=account.practice_id, actor=issuer.id, subject=account.id, purpose=str(purpose))
    return text


def use_enrolment_code(text: str, birth_date: date) -> Account | None:
    """The account a card's code opens together with the date of birth, or None."""
    code = _find(text, CodePurpose.ENROLMENT)
    known = (code.account.birth_date if code else None) or NO_BIRTH_DATE
    same = hmac.compare_digest(known.encode(), birth_date.isoformat().encode())
    if code and not same:
        _count_wrong_date(code)
    return _use(code) if code and same else None


def use_device_code(text: str) -> Account | None:
    """The account a ten-minute code opens, or None."""
    code = _find(text, CodePurpose.DEVICE)
    return _use(code) if code else None


def find_invitation(text: str) -> Code | None:
    """A good invitation, not yet used up."""
    code = _find(text, CodePurpose.INVITATION)
    return code if code and code.is_good(clock.now()) else None


def use_invitation(code: Code) -> Account | None:
    """Use an invitation up."""
    return _use(code)


def tidy(text: str) -> str:
    """A code as typed: any case, with spaces or dashes."""
    return "".join(c for c in text.upper() if c.isalnum())


def grouped(text: str) -> str:
    """A code as shown: in fours, easier to read and type."""
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def code_index(text: str) -> bytes:
    """How a code is kept and found."""
    return crypto.keyring().blind_index("code", tidy(text))


def _find(text: str, purpose: CodePurpose) -> Code | None:
    query = sa.select(Code).where(Code.code_index == code_index(text), Code.purpose == purpose)
    return db.session().scalars(query).one_or_none()


def _count_wrong_date(code: Code) -> None:
    """A found card must not be tried until the date fits: after ten it is void."""
    code.wrong_dates += 1
    if code.wrong_dates >= MOST_WRONG_DATES:
        code.expires_at = min(code.expires_at, clock.now())


def _use(code: Code) -> Account | None:
    """Mark it used, in one step, so that of two at once only one succeeds."""
    moment = clock.now()
    if not code.is_good(moment):
        return None
    unused = sa.update(Code).where(Code.id == code.id, Code.used_at.is_(None)).values(used_at=moment)
    if db.session().execute(unused).rowcount != 1:  # type: ignore[attr-defined]
        return None
    account = code.account
    record(Tag.CODE_USED, practice=account.practice_id, actor=account.id, subject=account.id, purpose=str(code.purpose))
    return account
