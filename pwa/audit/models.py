"""Tables of the audit log. The database itself refuses to change or delete an
entry (see the first migration)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pwa.db import Base


class AuditChain(Base):
    """The head of one practice's chain; its row is the lock writers queue for.

    The chain of things that belong to no practice has the zero UUID.
    """

    __tablename__ = "audit_chains"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    length: Mapped[int]
    head: Mapped[bytes]


class AuditEntry(Base):
    """One line: who did what to whom, when, and the hash that ties it to the last."""

    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("chain_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chain_id: Mapped[UUID]
    position: Mapped[int]
    at: Mapped[datetime]
    tag: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]]
    hash: Mapped[bytes]
