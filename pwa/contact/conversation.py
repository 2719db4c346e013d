"""Messages of a recovery: sent with their context, promised, and looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa

from pwa import clock, db
from pwa.audit import Tag, record
from pwa.checks import Check
from pwa.contact.models import Message
from pwa.practice import Reach
from pwa.recovery import Recovery, queue_for

MOST_SHOWN = 100


class Kind(StrEnum):
    """What a patient asks for."""

    WRITTEN = "written"
    CALL_BACK = "call-back"


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as it came from the page; ``client_id`` is made there."""

    client_id: UUID
    kind: Kind
    text: str
    check: Check | None


def send(recovery: Recovery, draft: Draft, reach: Reach) -> Message:
    """Keep a message for the team, with what was promised. The same id again gives
    the first message. A call back is only promised while the office is open."""
    queue_for(recovery)
    known = _message_with_client_id(recovery, draft.client_id)
    if known:
        return known
    kind = draft.kind if draft.kind == Kind.WRITTEN or reach.call_back_by else Kind.WRITTEN
    message = Message(
        id=uuid4(), client_id=draft.client_id, recovery=recovery, check=draft.check, kind=kind,
        level=draft.check.level if draft.check else None, day=recovery.day, received_at=clock.now(),
        promised_by=reach.call_back_by if kind == Kind.CALL_BACK else reach.reply_by,
    )  # fmt: skip
    message.text = draft.text
    db.session().add(message)
    db.session().flush()
    record(
        Tag.MESSAGE_SENT, practice=recovery.practice_id, actor=recovery.patient_id, subject=message.id, kind=str(kind)
    )
    return message


def messages_of(recovery: Recovery) -> Sequence[Message]:
    """The recovery's messages, newest first."""
    query = sa.select(Message).where(Message.recovery_id == recovery.id).order_by(Message.received_at.desc())
    return db.session().scalars(query.limit(MOST_SHOWN)).all()


def message_of(recovery: Recovery, message_id: UUID) -> Message | None:
    """One message of this recovery."""
    return db.session().scalars(
        sa.select(Message).where(Message.recovery_id == recovery.id, Message.id == message_id)
    ).one_or_none()  # fmt: skip


def _message_with_client_id(recovery: Recovery, client_id: UUID) -> Message | None:
    query = sa.select(Message).where(Message.recovery_id == recovery.id, Message.client_id == client_id)
    return db.session().scalars(query).one_or_none()


def overdue(message: Message, moment: datetime) -> bool:
    """Whether a promise was not kept: seen or not, nobody has answered in time."""
    return message.answered_at is None and message.promised_by is not None and moment > message.promised_by
