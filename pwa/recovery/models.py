"""Tables of recoveries, the grants on them, and what was done each day."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa import clock
from pwa.db import Base
from pwa.people import Account, Practice
from pwa.recovery.days import CourseOfDays
from pwa.timelines import AnaestheticKind, TimelineVersion


class Recovery(CourseOfDays, Base):
    """One patient's course after one operation (FHIR: CarePlan in an EpisodeOfCare),
    pinned to the version of the timeline it was begun with.

    ``client_id`` is made by the page, so that the same form twice begins one recovery.
    """

    __tablename__ = "recoveries"
    __table_args__ = (UniqueConstraint("practice_id", "client_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practices.id"), index=True)
    surgeon_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("timeline_versions.id"))
    surgery_date: Mapped[date]
    zone: Mapped[str] = mapped_column(String(64))
    anaesthetic: Mapped[AnaestheticKind] = mapped_column(String(8))
    client_id: Mapped[UUID] = mapped_column(default=uuid4)
    begun_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    patient: Mapped[Account] = relationship(foreign_keys=patient_id)
    surgeon: Mapped[Account] = relationship(foreign_keys=surgeon_id)
    practice: Mapped[Practice] = relationship()
    version: Mapped[TimelineVersion] = relationship()


class Grant(Base):
    """What a patient lets a caregiver see (FHIR: RelatedPerson with Consent)."""

    __tablename__ = "grants"

    recovery_id: Mapped[UUID] = mapped_column(ForeignKey("recoveries.id"), primary_key=True)
    caregiver_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)
    right: Mapped[str] = mapped_column(String(24), primary_key=True)
    given_at: Mapped[datetime] = mapped_column(default=clock.now)

    recovery: Mapped[Recovery] = relationship()


class TaskDone(Base):
    """A reminder of the pinned timeline, ticked off on a local date."""

    __tablename__ = "tasks_done"

    recovery_id: Mapped[UUID] = mapped_column(ForeignKey("recoveries.id"), primary_key=True)
    local_date: Mapped[date] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(16), primary_key=True)
    done_at: Mapped[datetime] = mapped_column(default=clock.now)
