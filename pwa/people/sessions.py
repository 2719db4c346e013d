"""Who is signed in, kept on the server.

The signed cookie carries a random token; its row decides. Patients and caregivers
stay signed in for 90 days on their own phone, staff idle out after 15 minutes.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import session as cookie
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import joinedload

from pwa import clock, crypto, db
from pwa.audit import Tag, record
from pwa.people.models import EMPLOYED, Account, SignedInSession

PATIENT_LIFETIME = timedelta(days=90)
STAFF_LIFETIME, STAFF_IDLE = timedelta(hours=12), timedelta(minutes=15)
TOUCH_EVERY = timedelta(minutes=1)
KNOWN_PRACTICE = "practice"

# Every request asks this, so the statement is built once.
_BY_TOKEN = (
    sa.select(SignedInSession)
    .where(SignedInSession.token_hash == sa.bindparam("token_hash"))
    .options(joinedload(SignedInSession.account, innerjoin=True).joinedload(Account.practice, innerjoin=True))
)


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login hands a request: an account, and the session it came by."""

    def __init__(self, row: SignedInSession, token: str) -> None:
        self.session_id = row.id
        self.account = row.account
        self.role = row.account.role
        self._token = token

    def get_id(self) -> str:
        return self._token


def begin_session(account: Account) -> None:
    """Sign someone in on this device. Whatever session came before is left behind."""
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    lifetime = STAFF_LIFETIME if account.role in EMPLOYED else PATIENT_LIFETIME
    row = SignedInSession(
        account=account, token_hash=crypto.fingerprint(token),
        begun_at=moment, seen_at=moment, expires_at=moment + lifetime,
    )  # fmt: skip
    db.session().add(row)
    db.session().flush()
    cookie.clear()
    cookie.permanent = True
    cookie[KNOWN_PRACTICE] = str(account.practice_id)
    login_user(SignedIn(row, token))
    record(Tag.SESSION_BEGUN, practice=account.practice_id, actor=account.id)


def end_session() -> None:
    """Sign out: the row goes, so an old cookie is worth nothing. The practice stays
    known on this device, so that its public numbers are still at hand."""
    account = signed_in_account()
    db.session().execute(sa.delete(SignedInSession).where(SignedInSession.id == current_user.session_id))
    record(Tag.SESSION_ENDED, practice=account.practice_id, actor=account.id)
    logout_user()
    known = cookie.get(KNOWN_PRACTICE)
    cookie.clear()
    cookie[KNOWN_PRACTICE] = known
    cookie.permanent = True


def end_all_sessions(account: Account) -> None:
    """Sign someone out everywhere: a new passphrase, a closed account."""
    db.session().execute(sa.delete(SignedInSession).where(SignedInSession.account_id == account.id))


def load_session(token: str) -> SignedIn | None:
    """The person behind a cookie's token, if the session still stands."""
    row = db.session().scalars(_BY_TOKEN, {"token_hash": crypto.fingerprint(token)}).one_or_none()
    moment = clock.now()
    if row is None or not stands(row, moment):
        return None
    if moment - row.seen_at >= TOUCH_EVERY and row.account.role in EMPLOYED:
        _touch(row.id, moment)
    return SignedIn(row, token)


def stands(row: SignedInSession, moment: datetime) -> bool:
    """Neither expired, nor idle for too long, nor its account closed."""
    idle = row.account.role in EMPLOYED and moment - row.seen_at > STAFF_IDLE
    return row.account.is_active and moment < row.expires_at and not idle


def _touch(session_id: UUID, moment: datetime) -> None:
    with db.writing() as session:
        session.execute(sa.update(SignedInSession).where(SignedInSession.id == session_id).values(seen_at=moment))


def signed_in_account() -> Account:
    """The account of whoever makes this request. Only behind access control."""
    account: Account = current_user.account
    return account


def known_practice_id() -> UUID | None:
    """The practice this device last belonged to, signed in or not."""
    try:
        return UUID(cookie.get(KNOWN_PRACTICE) or "")
    except ValueError:
        return None


def forget_ended(moment: datetime) -> int:
    """Delete the rows of sessions that are over; how many."""
    with db.writing() as session:
        over = sa.delete(SignedInSession).where(SignedInSession.expires_at < moment)
        return session.execute(over).rowcount  # type: ignore[attr-defined, no-any-return]
