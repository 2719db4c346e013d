"""Everything that is written down, in one place."""

from enum import StrEnum


class Tag(StrEnum):
    """What happened. The first word is the noun, the last what became of it."""

    PRACTICE_CREATED = "practice:created"
    PRACTICE_CHANGED = "practice:changed"
    ACCOUNT_CREATED = "account:created"
    ACCOUNT_CLOSED = "account:closed"
    PASSPHRASE_SET = "passphrase:set"  # noqa: S105 – a tag, not a secret
    CODE_ISSUED = "code:issued"
    CODE_USED = "code:used"
    SESSION_BEGUN = "session:begun"
    SESSION_ENDED = "session:ended"
    SIGN_IN_REFUSED = "sign-in:refused"
    TIMELINE_SIGNED = "timeline:signed"
    RECOVERY_BEGUN = "recovery:begun"
    RECOVERY_READ = "recovery:read"
    GRANT_GIVEN = "grant:given"
    CHECK_MADE = "check:made"
    MESSAGE_SENT = "message:sent"
    MESSAGE_SEEN = "message:seen"
    MESSAGE_ANSWERED = "message:answered"
