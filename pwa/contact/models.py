"""The table of messages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.checks import Check
from pwa.crypto import Sealed
from pwa.db import Base
from pwa.people import Account
from pwa.recovery import Recovery
from pwa.timelines import Level


class Message(Base):
    """What a patient sent to the team (FHIR: Communication), with the check it came
    from, what was promised, who has seen it and what was answered.

    ``client_id`` is made by the page, so that a second POST finds the first.
    """

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("recovery_id", "client_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    recovery_id: Mapped[UUID] = mapped_column(ForeignKey("recoveries.id"), index=True)
    check_id: Mapped[UUID | None] = mapped_column(ForeignKey("checks.id"))
    kind: Mapped[str] = mapped_column(String(12))
    level: Mapped[Level | None] = mapped_column(String(12))
    day: Mapped[int]
    sealed_text: Mapped[bytes]
    received_at: Mapped[datetime] = mapped_column(index=True)
    promised_by: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    sealed_answer: Mapped[bytes | None]

    recovery: Mapped[Recovery] = relationship()
    check: Mapped[Check | None] = relationship()
    seen_by: Mapped[Account | None] = relationship(foreign_keys=seen_by_id)
    answered_by: Mapped[Account | None] = relationship(foreign_keys=answered_by_id)
    text = Sealed()
    answer = Sealed()

    @property
    def data_key(self) -> bytes:
        """The patient's."""
        return self.recovery.patient.data_key
