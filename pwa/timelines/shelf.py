"""What stands on a practice's shelf: starters anyone may review, and the versions its
surgeons have signed. Only a signed version can be given to a patient."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload

from pwa import clock, db
from pwa.audit import Tag, record
from pwa.people import Account, Practice, Role
from pwa.timelines.document import Document
from pwa.timelines.models import TimelineVersion, content_hash

REVIEW_AFTER = timedelta(days=182)


class NotASurgeon(Exception):
    """Only a surgeon can sign."""


def starters() -> dict[str, Document]:
    """The starter library, by procedure. Unsigned: for review, never for patients."""
    library: dict[str, Document] = current_app.extensions["library"]
    return library


def published(practice: Practice) -> Sequence[TimelineVersion]:
    """The newest version of each signed timeline that was not withdrawn."""
    query = (
        sa.select(TimelineVersion)
        .where(TimelineVersion.practice_id == practice.id, TimelineVersion.withdrawn_at.is_(None))
        .order_by(TimelineVersion.title, TimelineVersion.number.desc())
        .options(joinedload(TimelineVersion.signed_by))
    )
    newest: dict[tuple[str, str], TimelineVersion] = {}
    for version in db.session().scalars(query):
        newest.setdefault((version.procedure, version.language), version)
    return list(newest.values())


def sign(document: Document, surgeon: Account) -> TimelineVersion:
    """Publish a timeline in a surgeon's name. Raises NotASurgeon."""
    if surgeon.role != Role.SURGEON:
        raise NotASurgeon(surgeon.id)
    moment = clock.now()
    text = as_signed(document)
    version = TimelineVersion(
        practice_id=surgeon.practice_id, procedure=document.procedure, language=document.language,
        number=_next_number(document, surgeon), title=document.title, document_json=text,
        content_hash=content_hash(text), signed_by=surgeon, signed_at=moment,
        review_by=clock.local_date(moment + REVIEW_AFTER, surgeon.practice.zone),
    )  # fmt: skip
    db.session().add(version)
    db.session().flush()
    record(
        Tag.TIMELINE_SIGNED, practice=surgeon.practice_id, actor=surgeon.id, subject=version.id, number=version.number
    )
    return version


def as_signed(document: Document) -> str:
    """The text a signature is under, and its content hash is of."""
    return document.model_dump_json(exclude_defaults=True)


def _next_number(document: Document, surgeon: Account) -> int:
    latest = db.session().scalar(
        sa.select(sa.func.max(TimelineVersion.number)).where(
            TimelineVersion.practice_id == surgeon.practice_id,
            TimelineVersion.procedure == document.procedure,
            TimelineVersion.language == document.language,
        )
    )
    return (latest or 0) + 1
