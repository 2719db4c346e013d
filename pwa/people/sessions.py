"""Who is signed in, kept on the server.

The signed cookie carries a random token; its row decides. Patients and caregivers
stay signed in for 90 days on their own phone, staff idle out after 15 minutes.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import g
from flask import session as cookie
from flask_login import UserMixin, current_user, login_user, logout_user

from pwa import clock, crypto, db
from pwa.audit import Tag, record
from pwa.people.models import EMPLOYED, Account, Practice, Role, SignedInSession

PATIENT_LIFETIME = timedelta(days=90)
STAFF_LIFETIME, STAFF_IDLE = timedelta(hours=12), timedelta(minutes=15)
TOUCH_EVERY = timedelta(minutes=1)
KNOWN_PRACTICE, KNOWN_REGION = "practice", "region"

# Every request asks this, so the statement is built once and kept plain.
_BY_TOKEN = (
    sa.select(
        SignedInSession.id.label("session_id"), SignedInSession.seen_at, SignedInSession.expires_at,
        Account.id.label("account_id"), Account.role, Account.is_active,
        Practice.id, Practice.name, Practice.region, Practice.zone, Practice.contact_plan,
    )
    .join(Account, SignedInSession.account_id == Account.id)
    .join(Practice, Account.practice_id == Practice.id)
    .where(SignedInSession.token_hash == sa.bindparam("token_hash"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownPractice:
    """What a page that is only read needs of a practice."""

    id: UUID
    name: str
    region: str
    zone: str
    contact_plan: str


@dataclass(frozen=True, slots=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login hands a request: who it is, and the session they came by."""

    session_id: UUID
    account_id: UUID
    role: Role
    practice: KnownPractice
    token: str

    def get_id(self) -> str:
        """The token, which is all the cookie carries."""
        return self.token

    @property
    def account(self) -> Account:
        """The account itself, for names and for writing."""
        return db.session().get_one(Account, self.account_id)


def begin_session(account: Account) -> None:
    """Sign someone in on this device. Whatever session was there before ends."""
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    left = crypto.fingerprint(cookie.get("_user_id", ""))
    db.session().execute(sa.delete(SignedInSession).where(SignedInSession.token_hash == left))
    lifetime = STAFF_LIFETIME if account.role in EMPLOYED else PATIENT_LIFETIME
    row = SignedInSession(
        account=account, token_hash=crypto.fingerprint(token),
        begun_at=moment, seen_at=moment, expires_at=moment + lifetime,
    )  # fmt: skip
    db.session().add(row)
    db.session().flush()
    cookie.clear()
    g.pop("csrf_token", None)  # Flask-WTF's token of the session that was left behind
    cookie.permanent = True
    cookie[KNOWN_PRACTICE], cookie[KNOWN_REGION] = str(account.practice_id), account.practice.region
    login_user(SignedIn(row.id, account.id, account.role, _known(account.practice), token))
    record(Tag.SESSION_BEGUN, practice=account.practice_id, actor=account.id)


def end_session() -> None:
    """Sign out: the row goes, so an old cookie is worth nothing. The practice stays
    known on this device, so that its public numbers are still at hand."""
    account = signed_in_account()
    db.session().execute(sa.delete(SignedInSession).where(SignedInSession.id == current_user.session_id))
    record(Tag.SESSION_ENDED, practice=account.practice_id, actor=account.id)
    logout_user()
    known = {name: cookie.get(name) for name in (KNOWN_PRACTICE, KNOWN_REGION)}
    cookie.clear()
    cookie.update(known)
    cookie.permanent = True


def end_all_sessions(account: Account) -> None:
    """Sign someone out everywhere: a new passphrase, a closed account."""
    db.session().execute(sa.delete(SignedInSession).where(SignedInSession.account_id == account.id))


def load_session(token: str) -> SignedIn | None:
    """The person behind a cookie's token, if the session still stands."""
    row = db.reading().execute(_BY_TOKEN, {"token_hash": crypto.fingerprint(token)}).one_or_none()
    moment = clock.now()
    if row is None or not stands(row, moment):
        return None
    if row.role in EMPLOYED and moment - row.seen_at >= TOUCH_EVERY:
        _touch(row.session_id, moment)
    return SignedIn(row.session_id, row.account_id, Role(row.role), _known(row), token)


def idle_account_id() -> UUID | None:
    """Whose session on this device has run out for idleness, if that is what it did."""
    row = db.reading().execute(_BY_TOKEN, {"token_hash": crypto.fingerprint(cookie.get("_user_id", ""))}).one_or_none()
    moment = clock.now()
    idled = row is not None and row.is_active and moment < row.expires_at and not stands(row, moment)
    return row.account_id if row is not None and idled else None


def stands(row: Any, moment: datetime) -> bool:
    """Neither expired, nor idle for too long, nor its account closed."""
    idle = row.role in EMPLOYED and moment - row.seen_at > STAFF_IDLE
    return row.is_active and moment < row.expires_at and not idle


def _known(practice: Any) -> KnownPractice:
    return KnownPractice(practice.id, practice.name, practice.region, practice.zone, practice.contact_plan)


def _touch(session_id: UUID, moment: datetime) -> None:
    with db.writing() as session:
        session.execute(sa.update(SignedInSession).where(SignedInSession.id == session_id).values(seen_at=moment))


def signed_in_account() -> Account:
    """The account of whoever makes this request. Only behind access control."""
    account: Account = current_user.account
    return account


def signed_in_id() -> UUID:
    """The id of whoever makes this request, for pages that are only read."""
    account_id: UUID = current_user.account_id
    return account_id


def signed_in_practice() -> KnownPractice:
    """The practice of whoever makes this request, for pages that are only read."""
    practice: KnownPractice = current_user.practice
    return practice


def known_practice_id() -> UUID | None:
    """The practice this device last belonged to, signed in or not."""
    try:
        return UUID(cookie.get(KNOWN_PRACTICE) or "")
    except ValueError:
        return None


def known_region() -> str | None:
    """The country whose numbers ring for this device, whatever happens to the database."""
    region: str | None = cookie.get(KNOWN_REGION)
    return region


def forget_ended(moment: datetime) -> int:
    """Delete the rows of sessions that are over; how many."""
    with db.writing() as session:
        over = sa.delete(SignedInSession).where(SignedInSession.expires_at < moment)
        return session.execute(over).rowcount  # type: ignore[attr-defined, no-any-return]
