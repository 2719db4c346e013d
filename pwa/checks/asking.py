"""Ask, judge, keep: checks are reached through the recovery they belong to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from pwa import clock, db
from pwa.audit import Tag, record
from pwa.checks.models import Check
from pwa.checks.rules import Table, Verdict, judge
from pwa.recovery import Recovery, queue_for
from pwa.timelines import Level, highest

MOST_PICKED = 60
HISTORY = 100
LONGEST_ON_THE_PHONE = timedelta(days=14)

Picked = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came from the page. ``client_id`` is made there, so that a
    second POST of the same question finds the first."""

    client_id: UUID
    picked: Picked
    asked_at: datetime
    phone_level: Level | None


def keep_check(recovery: Recovery, asked: Asked) -> Check:
    """Judge what was picked and keep it. The same id again gives the first check."""
    queue_for(recovery)
    known = _check_with_client_id(recovery, asked.client_id)
    if known:
        return known
    asked_at, received_at = _believable(asked.asked_at), clock.now()
    day = _day_at(recovery, asked_at)
    days = (day, _day_at(recovery, received_at))
    verdicts = judged(recovery.version.table(recovery.anaesthetic), asked.picked, days)
    check = Check(
        id=uuid4(), client_id=asked.client_id, recovery=recovery, version=recovery.version, day=day, asked_at=asked_at,
        received_at=received_at, phone_level=asked.phone_level, level=highest(*(v.level for v in verdicts)),
    )  # fmt: skip
    check.picked_json = json.dumps(list(asked.picked))
    db.session().add(check)
    db.session().flush()
    record(Tag.CHECK_MADE, practice=recovery.practice_id, actor=recovery.patient_id, subject=check.id)
    return check


def _believable(asked_at: datetime) -> datetime:
    """The time asked, unless the phone's clock can't be right."""
    moment = clock.now()
    return asked_at if moment - LONGEST_ON_THE_PHONE <= asked_at <= moment else moment


def verdicts_of(check: Check) -> list[Verdict]:
    """The verdicts of a kept check, from its version and its two days."""
    days = (check.day, _day_at(check.recovery, check.received_at))
    return judged(check.version.table(check.recovery.anaesthetic), check.picked, days)


def judged(table: Table, picked: Picked, days: Sequence[int]) -> list[Verdict]:
    """The verdicts on what was picked, gravest first. Of the day asked and the day
    received the graver counts: a phone whose clock is slow must not make it milder."""
    verdicts = [max((judge(table, *pick, day) for day in days), key=_rank) for pick in picked]
    return sorted(verdicts, key=_rank, reverse=True)


def _rank(verdict: Verdict) -> int:
    return verdict.level.rank


def _day_at(recovery: Recovery, moment: datetime) -> int:
    return clock.postoperative_day(recovery.surgery_date, clock.local_date(moment, recovery.zone))


def _check_with_client_id(recovery: Recovery, client_id: UUID) -> Check | None:
    query = sa.select(Check).where(Check.recovery_id == recovery.id, Check.client_id == client_id)
    return db.session().scalars(query).one_or_none()


def check_of(recovery: Recovery, check_id: UUID) -> Check | None:
    """One check of this recovery."""
    query = sa.select(Check).where(Check.id == check_id, Check.recovery_id == recovery.id)
    return db.session().scalars(query).one_or_none()


def checks_of(recovery: Recovery) -> Sequence[Check]:
    """The recovery's checks, newest first."""
    query = (
        sa.select(Check).where(Check.recovery_id == recovery.id)
        .join(Check.recovery).options(contains_eager(Check.recovery))
        .order_by(Check.asked_at.desc()).limit(HISTORY)
    )  # fmt: skip
    return db.session().scalars(query).all()
