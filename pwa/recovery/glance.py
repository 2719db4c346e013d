"""A recovery at a glance: all that a page needs which is only read, in one plain query."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from flask import g

from pwa import db
from pwa.people import Account, Named
from pwa.people.models import name_of
from pwa.recovery.days import CourseOfDays
from pwa.recovery.models import Recovery, TaskDone
from pwa.timelines import AnaestheticKind, SignedVersion, signed_version

# Every page of a patient asks these, so the statements are built once and kept plain.
_NEWEST_OF = (
    sa.select(
        Recovery.id, Recovery.version_id, Recovery.surgery_date, Recovery.zone, Recovery.anaesthetic, Recovery.ended_at,
        Account.id.label("surgeon_id"), Account.wrapped_key, Account.sealed_name,
    )
    .join(Account, Recovery.surgeon_id == Account.id)
    .where(Recovery.patient_id == sa.bindparam("patient_id"))
    .order_by(Recovery.begun_at.desc())
    .limit(1)
)  # fmt: skip
_DONE_ON = sa.select(TaskDone.task).where(
    TaskDone.recovery_id == sa.bindparam("recovery_id"), TaskDone.local_date == sa.bindparam("day")
)


@dataclass(frozen=True, slots=True)
class Glance(CourseOfDays):
    """A patient's newest recovery, for reading."""

    id: UUID
    surgery_date: date
    zone: str
    anaesthetic: AnaestheticKind
    ended_at: datetime | None
    version: SignedVersion
    surgeon: Named


class NoRecovery(Exception):
    """The patient has no recovery yet."""


def glance_of(patient_id: UUID) -> Glance:
    """A patient's newest recovery, looked up once a request. Raises NoRecovery."""
    known: dict[UUID, Glance] = g.setdefault("glances", {})
    if patient_id not in known:
        known[patient_id] = _look_up(patient_id)
    return known[patient_id]


def _look_up(patient_id: UUID) -> Glance:
    row = db.reading().execute(_NEWEST_OF, {"patient_id": patient_id}).one_or_none()
    if row is None:
        raise NoRecovery(patient_id)
    surgeon = Named(name_of(row.surgeon_id, row.wrapped_key, row.sealed_name))
    return Glance(
        id=row.id, surgery_date=row.surgery_date, zone=row.zone, anaesthetic=row.anaesthetic, ended_at=row.ended_at,
        version=signed_version(row.version_id), surgeon=surgeon,
    )  # fmt: skip


def tasks_done(recovery_id: UUID, day: date) -> frozenset[str]:
    """The keys of the tasks ticked off on a date."""
    return frozenset(db.reading().scalars(_DONE_ON, {"recovery_id": recovery_id, "day": day}))
