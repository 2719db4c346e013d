"""Slow down guessing. Failures are counted per address and per thing guessed."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import request

from pwa import clock, crypto, db
from pwa.people.models import FailedAttempts

FREE_FAILURES = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)


class SlowDown(Exception):
    """Too many wrong tries; carries how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        self.minutes = max(1, -(-int(wait.total_seconds()) // 60))
        super().__init__(f"wait {self.minutes} minutes")


def keys_for(kind: str, guessed: str) -> list[bytes]:
    """What is slowed down: this kind of guess from this address, and this one thing."""
    index = crypto.keyring().blind_index
    return [
        index("attempt", f"{kind}|from|{request.remote_addr}"),
        index("attempt", f"{kind}|for|{guessed.casefold()}"),
    ]


def refuse_if_too_many(keys: list[bytes]) -> None:
    """Raise SlowDown while a wait is on. Waiting costs nobody else anything."""
    moment = clock.now()
    rows = db.session().scalars(sa.select(FailedAttempts).where(FailedAttempts.key.in_(keys))).all()
    waits = [row.last_at + wait_after(row.failures) - moment for row in rows]
    longest = max(waits, default=timedelta(0))
    if longest > timedelta(0):
        raise SlowDown(longest)


def wait_after(failures: int) -> timedelta:
    """No wait for the first five, then a minute, doubling up to an hour."""
    extra = failures - FREE_FAILURES
    return timedelta(0) if extra < 0 else min(FIRST_WAIT * 2 ** min(extra, 10), LONGEST_WAIT)


def count_failure(keys: list[bytes]) -> None:
    """One more wrong try."""
    session, moment = db.session(), clock.now()
    for key in sorted(keys):
        session.execute(db.insert_if_missing(session, FailedAttempts).values(key=key, failures=0, last_at=moment))
        session.execute(sa.update(FailedAttempts).where(FailedAttempts.key == key).values(
            failures=sa.case((FailedAttempts.last_at < moment - FORGOTTEN_AFTER, 1), else_=FailedAttempts.failures + 1),
            last_at=moment,
        ))  # fmt: skip


def forgive(keys: list[bytes]) -> None:
    """The right one was given: forget the wrong ones."""
    db.session().execute(sa.delete(FailedAttempts).where(FailedAttempts.key.in_(keys)))


def forget_old(moment: datetime) -> int:
    """Delete what is past remembering; how many."""
    with db.writing() as session:
        old = sa.delete(FailedAttempts).where(FailedAttempts.last_at < moment - FORGOTTEN_AFTER)
        return session.execute(old).rowcount  # type: ignore[attr-defined, no-any-return]
