"""A signed version as pages read it: looked up once, since it never changes.

Whether it was withdrawn can change, so that is not part of it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pwa import db
from pwa.people import Named
from pwa.timelines.document import Document
from pwa.timelines.facts import AnaestheticKind
from pwa.timelines.models import TimelineVersion, table_of


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """What a surgeon signed, with the name it was signed in."""

    id: UUID
    content_hash: str
    number: int
    title: str
    document: Document
    signed_by: Named
    signed_at: datetime
    review_by: date

    def __hash__(self) -> int:
        return hash(self.id)

    def table(self, anaesthetic: AnaestheticKind) -> dict[str, Any]:
        """The verdict table for one kind of anaesthetic."""
        return table_of(self.content_hash, self.document, anaesthetic)


_versions: dict[UUID, SignedVersion] = {}


def signed_version(version_id: UUID) -> SignedVersion:
    """The version with this id; read once for each process."""
    if version_id not in _versions:
        row = db.session().get_one(TimelineVersion, version_id)
        _versions[version_id] = SignedVersion(
            id=row.id, content_hash=row.content_hash, number=row.number, title=row.title, document=row.document,
            signed_by=Named(row.signed_by.name), signed_at=row.signed_at, review_by=row.review_by,
        )  # fmt: skip
    return _versions[version_id]
