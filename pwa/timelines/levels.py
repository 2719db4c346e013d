"""How worried to be: the four levels, lowest to highest.

The words, order and colours are used for nothing else in Mend.
"""

from enum import StrEnum


class Level(StrEnum):
    """What a patient is told to do about an answer."""

    EXPECTED = "expected"
    WATCH = "watch"
    CALL = "call"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 for the calmest level, 3 for the gravest."""
        return list(Level).index(self)


class Soon(StrEnum):
    """How soon a ``call`` means."""

    NOW = "now"
    TODAY = "today"
    NEXT_WORKING_DAY = "next-working-day"

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return list(Soon).index(self)


def highest(*levels: Level) -> Level:
    """The gravest of the levels given; the gravest always wins."""
    return max(levels, key=lambda level: level.rank)
