"""The table of checks."""

import json
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.crypto import Sealed
from pwa.db import Base
from pwa.recovery import Recovery
from pwa.timelines import Level, TimelineVersion


class Check(Base):
    """One "Is this normal?" (FHIR: QuestionnaireResponse): what was ticked, on which
    version and day, and both verdicts: the phone's, if it gave one, and ours.

    ``client_id`` is made by the page, so that a second POST finds the first.
    """

    __tablename__ = "checks"
    __table_args__ = (UniqueConstraint("recovery_id", "client_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    recovery_id: Mapped[UUID] = mapped_column(ForeignKey("recoveries.id"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("timeline_versions.id"))
    day: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    received_at: Mapped[datetime]
    sealed_picked_json: Mapped[bytes]
    phone_level: Mapped[Level | None] = mapped_column(String(12))
    level: Mapped[Level] = mapped_column(String(12))

    recovery: Mapped[Recovery] = relationship()
    version: Mapped[TimelineVersion] = relationship()
    picked_json = Sealed()

    @property
    def data_key(self) -> bytes:
        """The patient's."""
        return self.recovery.patient.data_key

    @property
    def picked(self) -> list[tuple[str, str]]:
        """The (symptom, answer) pairs that were ticked."""
        return [(symptom, answer) for symptom, answer in json.loads(self.picked_json)]
