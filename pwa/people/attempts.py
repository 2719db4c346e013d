"""Slow down guessing: failures are counted per address and per thing guessed.

A whole clinic may sit behind one address, so an address is given more tries than an
account. The thing guessed is forgiven when the right one is given, the address is not.
"""

import ipaddress
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import sqlalchemy as sa
from flask import request

from pwa import clock, crypto, db
from pwa.audit import Tag, record
from pwa.people.models import FailedAttempts

FREE_FOR_ONE_THING, FREE_FROM_ONE_ADDRESS = 5, 20
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)

Found = TypeVar("Found")


class SlowDown(Exception):
    """Too many wrong tries; carries how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        self.minutes = max(1, -(-int(wait.total_seconds()) // 60))
        super().__init__(f"wait {self.minutes} minutes")


def slowly(kind: str, guessed: str, look_up: Callable[[], Found]) -> Found:
    """What the look-up finds; slower after each time it finds nothing. Raises SlowDown,
    for right and wrong guesses alike."""
    thing, address = _keys(kind, guessed)
    _refuse_if_too_many({thing: FREE_FOR_ONE_THING, address: FREE_FROM_ONE_ADDRESS})
    found = look_up()
    if found:
        db.session().execute(sa.delete(FailedAttempts).where(FailedAttempts.key == thing))
        return found
    _count_failure(thing, address)
    record(Tag.SIGN_IN_REFUSED, practice=None, actor=None, kind=kind)
    return found


def wait_after(failures: int, free: int) -> timedelta:
    """No wait for the first few, then a minute, doubling up to an hour."""
    extra = failures - free
    return timedelta(0) if extra < 0 else min(FIRST_WAIT * 2 ** min(extra, 10), LONGEST_WAIT)


def forget_old(moment: datetime) -> int:
    """Delete what is past remembering; how many."""
    with db.writing() as session:
        old = sa.delete(FailedAttempts).where(FailedAttempts.last_at < moment - FORGOTTEN_AFTER)
        return session.execute(old).rowcount  # type: ignore[attr-defined, no-any-return]


def _keys(kind: str, guessed: str) -> tuple[bytes, bytes]:
    index = crypto.keyring().blind_index
    return index("attempt", f"{kind}|for|{guessed.casefold()}"), index("attempt", f"{kind}|from|{_neighbourhood()}")


def _neighbourhood() -> str:
    """The address, or for IPv6 its /64: whoever has one has all of them."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _refuse_if_too_many(free: dict[bytes, int]) -> None:
    """Rows are locked in one order, so that of many tries at once each is counted."""
    moment = clock.now()
    query = sa.select(FailedAttempts).where(FailedAttempts.key.in_(free)).order_by(FailedAttempts.key).with_for_update()
    waits = [row.last_at + wait_after(row.failures, free[row.key]) - moment for row in db.session().scalars(query)]
    longest = min(max(waits, default=timedelta(0)), LONGEST_WAIT)
    if longest > timedelta(0):
        raise SlowDown(longest)


def _count_failure(*keys: bytes) -> None:
    session, moment = db.session(), clock.now()
    again = sa.case((FailedAttempts.last_at < moment - FORGOTTEN_AFTER, 1), else_=FailedAttempts.failures + 1)
    for key in sorted(keys):
        session.execute(db.insert_if_missing(session, FailedAttempts).values(key=key, failures=0, last_at=moment))
        this = sa.update(FailedAttempts).where(FailedAttempts.key == key)
        session.execute(this.values(failures=again, last_at=moment).execution_options(synchronize_session=False))
