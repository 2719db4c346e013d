"""What happens next: level × door → what the page offers. Pure.

The whole table is in ``docs/what-happens-next.md``; each of its cells is a journey.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pwa import clock
from pwa.checks.rules import Verdict
from pwa.practice.doors import Door, Line, Lines
from pwa.timelines.levels import Level

MORNING_HOUR, EVENING_HOUR = 8, 21
DEFAULT_WATCH_HOURS = 4


class Writing(StrEnum):
    """What may be written to the team, and what is promised."""

    PROMISED = "promised"
    FOR_THE_MORNING = "for-the-morning"


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What a verdict's page offers.

    ``ring`` are the lines above all explanation, in order. ``emergency_department``
    says to go there, where nobody can be rung. ``again_at`` is when to look again.
    """

    ring: tuple[Line, ...]
    emergency_department: bool
    call_back: bool
    writing: Writing | None
    if_worse: Line | None
    again_at: datetime | None


def next_steps(verdict: Verdict, lines: Lines, moment: datetime, zone: str) -> NextSteps:
    """The cell of the table for this verdict and this door."""
    is_call = verdict.level == Level.CALL
    return NextSteps(
        ring=_ring(verdict.level, lines),
        emergency_department=is_call and lines.door == Door.NO_COVER,
        call_back=is_call and lines.door == Door.OPEN,
        writing=_writing(verdict.level, lines.door),
        if_worse=(lines.urgent or lines.emergency)
        if verdict.level == Level.WATCH and lines.door == Door.NO_COVER
        else None,
        again_at=look_again_at(verdict, moment, zone),
    )


def _ring(level: Level, lines: Lines) -> tuple[Line, ...]:
    """The lines to ring before any explanation."""
    if level == Level.EMERGENCY:
        return (lines.emergency, *_unless_same(lines.first, lines.emergency))
    if level == Level.CALL:
        return (lines.first or lines.emergency,)
    return ()


def _unless_same(line: Line | None, other: Line) -> tuple[Line, ...]:
    return (line,) if line and line.number != other.number else ()


def _writing(level: Level, door: Door) -> Writing | None:
    if level == Level.EMERGENCY:
        return None
    if level == Level.CALL and door == Door.NO_COVER:
        return Writing.FOR_THE_MORNING
    return Writing.PROMISED


def look_again_at(verdict: Verdict, moment: datetime, zone: str) -> datetime | None:
    """When to look again: after some hours, but not in the night; an expected sign the
    next morning. A level that asks for a call has no later."""
    if verdict.level.rank >= Level.CALL.rank:
        return None
    hours = verdict.again_hours or (DEFAULT_WATCH_HOURS if verdict.level == Level.WATCH else None)
    tomorrow = clock.local_date(moment, zone) + timedelta(days=1)
    if hours is None:
        return clock.at_wall_time(tomorrow, MORNING_HOUR + 1, 0, zone)
    return _awake(_on_the_quarter(moment + timedelta(hours=hours)), zone)


def _on_the_quarter(moment: datetime) -> datetime:
    """Rounded up to a quarter of an hour: "16:15" is easier to keep than "16:07"."""
    extra = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment - extra + timedelta(minutes=15) if extra else moment


def _awake(moment: datetime, zone: str) -> datetime:
    wall = clock.local(moment, zone)
    if MORNING_HOUR <= wall.hour <= EVENING_HOUR:
        return moment
    day = wall.date() if wall.hour < MORNING_HOUR else wall.date() + timedelta(days=1)
    return clock.at_wall_time(day, MORNING_HOUR, 0, zone)
