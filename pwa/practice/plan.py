"""When a practice can be reached: a document, and pure questions to it.

Times are wall-clock minutes of a day in the practice's zone: 510 is 08:30, 1440
is midnight at the end of the day.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pwa import clock

MINUTES = 24 * 60
LOOK_AHEAD_DAYS = 60

Minute = Annotated[int, Field(ge=0, le=MINUTES)]
Hours = tuple[tuple[Minute, Minute], ...]


class Part(BaseModel):
    """What all parts share."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def check_hours(hours: Hours) -> Hours:
    """Opening times in order, none empty, none overlapping. Raises ValueError."""
    last = -1
    for start, end in hours:
        if start >= end:
            raise ValueError("The closing time must come after the opening time.")
        if start < last:
            raise ValueError("Two of these times overlap.")
        last = end
    return hours


class UnusualDay(Part):
    """A day that is not like its weekday: a holiday, a course, a long evening."""

    day: date
    hours: Hours = ()
    covered: bool = True
    note: str = ""


class ContactPlan(Part):
    """A practice's own numbers, weekly hours, unusual days and cover.

    ``week`` and ``covered`` run from Monday to Sunday; ``covered`` says whether
    someone answers the on-call number in the closed hours of that day.
    """

    office_number: str | None = None
    on_call_number: str | None = None
    week: tuple[Hours, ...] = ((),) * 7
    covered: tuple[bool, ...] = (False,) * 7
    unusual_days: tuple[UnusualDay, ...] = ()
    reply_minutes: Annotated[int, Field(ge=15, le=5 * MINUTES)] = 240
    call_back_minutes: Annotated[int, Field(ge=10, le=MINUTES)] = 60

    @model_validator(mode="after")
    def week_is_whole(self) -> Self:
        if len(self.week) != 7 or len(self.covered) != 7:
            raise ValueError("a week has seven days")
        for hours in (*self.week, *(day.hours for day in self.unusual_days)):
            check_hours(hours)
        return self

    def hours_on(self, day: date) -> Hours:
        """Opening times on a date."""
        unusual = self._unusual(day)
        return unusual.hours if unusual else self.week[day.weekday()]

    def is_covered_on(self, day: date) -> bool:
        """Whether the on-call number is answered on a date while closed."""
        if not self.on_call_number:
            return False
        unusual = self._unusual(day)
        return unusual.covered if unusual else self.covered[day.weekday()]

    def _unusual(self, day: date) -> UnusualDay | None:
        return next((unusual for unusual in self.unusual_days if unusual.day == day), None)


def open_spans(plan: ContactPlan, start: datetime, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """The open spans that end after a moment, in order, joined across midnight, as
    UTC moments; for the next sixty days."""
    pending: tuple[datetime, datetime] | None = None
    first = clock.local_date(start, zone) - timedelta(days=1)
    for offset in range(LOOK_AHEAD_DAYS + 2):
        day = first + timedelta(days=offset)
        for opens, closes in plan.hours_on(day):
            span = (_moment(day, opens, zone), _moment(day, closes, zone))
            if pending and span[0] <= pending[1]:
                pending = (pending[0], span[1])
                continue
            if pending and pending[1] > start:
                yield pending
            pending = span
    if pending and pending[1] > start:
        yield pending


def add_open_minutes(plan: ContactPlan, start: datetime, minutes: int, zone: str) -> datetime | None:
    """When this many open minutes have gone by, or None within sixty days. This is
    how a promised reply counts: nights and holidays don't."""
    left = timedelta(minutes=minutes)
    for opens, closes in open_spans(plan, start, zone):
        begin = max(opens, start)
        if closes - begin >= left:
            return begin + left
        left -= closes - begin
    return None


def _moment(day: date, minute: int, zone: str) -> datetime:
    if minute == MINUTES:
        return clock.at_wall_time(day + timedelta(days=1), 0, 0, zone)
    return clock.at_wall_time(day, minute // 60, minute % 60, zone)
