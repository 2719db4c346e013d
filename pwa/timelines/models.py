"""The table of published timelines."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.db import Base
from pwa.people import Account
from pwa.timelines.compiled import compile_table
from pwa.timelines.document import Document
from pwa.timelines.facts import AnaestheticKind


class TimelineVersion(Base):
    """A timeline as one surgeon signed it (FHIR's PlanDefinition). Once written it is
    never changed: a correction is a new version."""

    __tablename__ = "timeline_versions"
    __table_args__ = (UniqueConstraint("practice_id", "procedure", "language", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practices.id"), index=True)
    procedure: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(8))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    document_json: Mapped[str] = mapped_column("document", Text, deferred=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    signed_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    signed_at: Mapped[datetime]
    review_by: Mapped[date]
    withdrawn_at: Mapped[datetime | None]

    signed_by: Mapped[Account] = relationship()

    @property
    def document(self) -> Document:
        """The timeline itself."""
        return document_of(self.content_hash, lambda: self.document_json)

    def table(self, anaesthetic: AnaestheticKind) -> dict[str, Any]:
        """The verdict table for one kind of anaesthetic."""
        return table_of(self.content_hash, self.document, anaesthetic)


# Published content never changes, so what is derived from it is kept by its hash.
_documents: dict[str, Document] = {}
_tables: dict[tuple[str, AnaestheticKind], dict[str, Any]] = {}


def document_of(content: str, text: Callable[[], str]) -> Document:
    """The document with this hash; its text is read once for each process."""
    if content not in _documents:
        _documents[content] = Document.model_validate_json(text())
    return _documents[content]


def table_of(content: str, document: Document, anaesthetic: AnaestheticKind) -> dict[str, Any]:
    """The document's verdict table; compiled once for each process."""
    key = (content, anaesthetic)
    if key not in _tables:
        _tables[key] = compile_table(document, anaesthetic)
    return _tables[key]


def content_hash(document_json: str) -> str:
    """SHA-256 of a document as stored, in hex."""
    return hashlib.sha256(document_json.encode()).hexdigest()
