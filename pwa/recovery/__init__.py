"""One patient's course: operation, date, pinned version; today; milestones; grants."""

from pwa.recovery.courses import (
    CannotBegin,
    Operation,
    begin_recovery,
    grant_milestones,
    queue_for,
    recoveries_seen_by,
    recoveries_shared_with,
    recovery_of,
    recovery_seen_by,
)
from pwa.recovery.glance import Glance, NoRecovery, glance_of
from pwa.recovery.models import Recovery
from pwa.recovery.today import day_name

__all__ = [
    "CannotBegin", "Glance", "NoRecovery", "Operation", "Recovery", "begin_recovery", "day_name", "glance_of",
    "grant_milestones", "queue_for", "recoveries_seen_by", "recoveries_shared_with", "recovery_of", "recovery_seen_by",
]  # fmt: skip
