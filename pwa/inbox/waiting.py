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


# Unanswered before answered; then the gravest, a wish to be rung, and who waits longest.
_URGENCY = (
    Message.answered_at.is_not(None),
    sa.case({str(level): -level.rank for level in Level}, value=Message.level, else_=-Level.WATCH.rank),
    Message.kind != Kind.CALL_BACK,
    Message.received_at,
)


def messages_for(member: Account) -> Sequence[Message]:
    """The messages of a team member's practice, the most urgent first."""
    query = (
        sa.select(Message)
        .join(Message.recovery)
        .where(Recovery.practice_id == member.practice_id)
        .options(
            joinedload(Message.recovery).joinedload(Recovery.patient),
            joinedload(Message.check),
            joinedload(Message.seen_by),
        )
        .order_by(*_URGENCY)
        .limit(MOST_SHOWN)
    )
    return db.session().scalars(query).all()


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
    db.session().refresh(message, with_for_update=True)
    if message.seen_at:
        return
    message.seen_at, message.seen_by = clock.now(), member
    record(Tag.MESSAGE_SEEN, practice=member.practice_id, actor=member.id, subject=message.id)


class AnsweredMeanwhile(Exception):
    """Someone else has answered; the first answer stands."""


def answer(message: Message, member: Account, text: str) -> None:
    """Write back to the patient. Raises AnsweredMeanwhile."""
    db.session().refresh(message, with_for_update=True)
    if message.answered_at is not None:
        raise AnsweredMeanwhile(message.id)
    mark_seen(message, member)
    message.answer = text
    message.answered_at, message.answered_by = clock.now(), member
    record(Tag.MESSAGE_ANSWERED, practice=member.practice_id, actor=member.id, subject=message.id)
