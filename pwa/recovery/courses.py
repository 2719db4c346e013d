"""Recoveries, reached through the person: a patient's own, a surgeon's practice's, a
caregiver's by grant. There is no other way to one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from pwa import clock, db
from pwa.audit import Tag, record
from pwa.people import Account, Practice, Role
from pwa.recovery.glance import NoRecovery
from pwa.recovery.models import Grant, Recovery, TaskDone
from pwa.timelines import AnaestheticKind, TimelineVersion

MILESTONES = "milestones"
EARLIEST_DAYS_AHEAD, LATEST_DAYS_PAST = 365, 3650

_whole = (
    joinedload(Recovery.version, innerjoin=True).joinedload(TimelineVersion.signed_by, innerjoin=True),
    joinedload(Recovery.surgeon, innerjoin=True),
)


class CannotBegin(ValueError):
    """A recovery can't be begun like this; says why."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What a recovery is begun with."""

    version: TimelineVersion
    surgeon: Account
    surgery_date: date
    anaesthetic: AnaestheticKind
    zone: str
    client_id: UUID = field(default_factory=uuid4)


def recovery_of(patient: Account) -> Recovery:
    """A patient's newest recovery, for writing. Raises NoRecovery."""
    query = sa.select(Recovery).where(Recovery.patient_id == patient.id).order_by(Recovery.begun_at.desc()).limit(1)
    recovery = db.session().scalars(query.options(*_whole)).one_or_none()
    if recovery is None:
        raise NoRecovery(patient.id)
    return recovery


def recoveries_seen_by(member: Account) -> Sequence[Recovery]:
    """Every recovery of a team member's own practice, newest surgery first."""
    query = sa.select(Recovery).where(Recovery.practice_id == member.practice_id).order_by(Recovery.surgery_date.desc())
    return db.session().scalars(query.options(*_whole, joinedload(Recovery.patient))).all()


def recovery_seen_by(member: Account, recovery_id: UUID) -> Recovery | None:
    """One recovery of a team member's own practice."""
    query = sa.select(Recovery).where(Recovery.id == recovery_id, Recovery.practice_id == member.practice_id)
    return db.session().scalars(query.options(*_whole, joinedload(Recovery.patient))).one_or_none()


def recoveries_shared_with(caregiver: Account) -> Sequence[Recovery]:
    """The recoveries whose milestones a caregiver may see."""
    query = (
        sa.select(Recovery)
        .join(Grant, Grant.recovery_id == Recovery.id)
        .where(Grant.caregiver_id == caregiver.id, Grant.right == MILESTONES)
        .options(*_whole, joinedload(Recovery.patient))
    )
    return db.session().scalars(query).all()


def begin_recovery(patient: Account, operation: Operation, *, by: Account) -> Recovery:
    """Begin a patient's recovery. Raises CannotBegin with a sentence."""
    check_operation(operation, patient.practice_id)
    recovery = Recovery(
        patient=patient, practice_id=patient.practice_id, surgeon=operation.surgeon, version=operation.version,
        surgery_date=operation.surgery_date, zone=operation.zone, anaesthetic=operation.anaesthetic,
        client_id=operation.client_id,
    )  # fmt: skip
    db.session().add(recovery)
    db.session().flush()
    record(Tag.RECOVERY_BEGUN, practice=patient.practice_id, actor=by.id, subject=recovery.id)
    return recovery


def recovery_begun_with(member: Account, client_id: UUID) -> Recovery | None:
    """The recovery a form has begun already. Same forms at once wait for each other."""
    db.session().execute(sa.select(Practice.id).where(Practice.id == member.practice_id).with_for_update())
    query = sa.select(Recovery).where(Recovery.practice_id == member.practice_id, Recovery.client_id == client_id)
    return db.session().scalars(query).one_or_none()


def check_operation(operation: Operation, practice_id: UUID) -> None:
    """Raise CannotBegin if a recovery in this practice can't be begun with it."""
    if operation.version.practice_id != practice_id or operation.version.withdrawn_at:
        raise CannotBegin("Choose a timeline that a surgeon of this practice has signed.")
    if operation.surgeon.role != Role.SURGEON or operation.surgeon.practice_id != practice_id:
        raise CannotBegin("Choose a surgeon of this practice.")
    if not clock.is_zone(operation.zone):
        raise CannotBegin(f"“{operation.zone}” is not a time zone. Use one such as Europe/London.")
    day = clock.postoperative_day(operation.surgery_date, clock.local_date(clock.now(), operation.zone))
    if day < -EARLIEST_DAYS_AHEAD:
        raise CannotBegin("The surgery is more than a year ahead. Check the year.")
    if day > min(operation.version.document.last_day, LATEST_DAYS_PAST):
        raise CannotBegin("The surgery is longer ago than this timeline reaches. Check the year.")


def grant_milestones(recovery: Recovery, caregiver: Account) -> Grant:
    """Let a caregiver see the milestones of a recovery, in the patient's name."""
    grant = Grant(recovery_id=recovery.id, caregiver_id=caregiver.id, right=MILESTONES)
    db.session().add(grant)
    record(
        Tag.GRANT_GIVEN,
        practice=recovery.practice_id,
        actor=recovery.patient_id,
        subject=caregiver.id,
        right=MILESTONES,
    )
    return grant


def queue_for(recovery: Recovery) -> None:
    """Wait for whoever else writes to this recovery, so that of two same requests the
    second finds what the first wrote. SQLite's writers queue anyway."""
    db.session().execute(sa.select(Recovery.id).where(Recovery.id == recovery.id).with_for_update())


def keep_tasks_done(recovery: Recovery, day: date, tasks: set[str]) -> None:
    """Put what is ticked on a date in the place of what was."""
    queue_for(recovery)
    session = db.session()
    session.execute(sa.delete(TaskDone).where(TaskDone.recovery_id == recovery.id, TaskDone.local_date == day))
    session.add_all(TaskDone(recovery_id=recovery.id, local_date=day, task=task) for task in sorted(tasks))
