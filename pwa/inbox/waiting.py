"""What waits for a team, gravest and longest first; seen and answered by name."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from pwa import clock, db
from pwa.audit import Tag, record
from pwa.contact import Kind, Message
from pwa.people import Account
from pwa.recovery import Recovery
from pwa.timelines import Level

MOST_SHOWN = 200


def messages_for(member: Account) -> Sequence[Message]:
    """The messages of a team member's practice: unanswered ones first, the gravest of
    them before all, then by waiting time."""
    query = (
        sa.select(Message)
        .join(Message.recovery)
        .where(Recovery.practice_id == member.practice_id)
        .options(
            joinedload(Message.recovery).joinedload(Recovery.patient),
            joinedload(Message.check),
            joinedload(Message.seen_by),
        )
        .order_by(Message.answered_at.is_not(None), Message.received_at)
        .limit(MOST_SHOWN)
    )
    return sorted(db.session().scalars(query), key=_urgency)


def _urgency(message: Message) -> tuple[bool, int, bool, float]:
    rank = Level(message.level).rank if message.level else Level.WATCH.rank
    return (message.answered_at is not None, -rank, message.kind != Kind.CALL_BACK, message.received_at.timestamp())


def message_for(member: Account, message_id: UUID) -> Message | None:
    """One message of a team member's own practice."""
    query = (
        sa.select(Message)
        .join(Message.recovery)
        .where(Message.id == message_id, Recovery.practice_id == member.practice_id)
    )
    return db.session().scalars(query).one_or_none()


def mark_seen(message: Message, member: Account) -> None:
    """The first to see it is the one the patient is told of."""
    if message.seen_at:
        return
    message.seen_at, message.seen_by = clock.now(), member
    record(Tag.MESSAGE_SEEN, practice=member.practice_id, actor=member.id, subject=message.id)


def answer(message: Message, member: Account, text: str) -> None:
    """Write back to the patient."""
    mark_seen(message, member)
    message.answer = text
    message.answered_at, message.answered_by = clock.now(), member
    record(Tag.MESSAGE_ANSWERED, practice=member.practice_id, actor=member.id, subject=message.id)
