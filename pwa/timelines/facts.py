"""The smallest parts of a timeline: facts with their sources, and days.

Days are whole days after surgery in the recovery's time zone: day 0 is the day of
surgery, days before it are negative.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

FIRST_DAY, LAST_DAY = -365, 3650

Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Words = Annotated[str, Field(min_length=1, max_length=300)]
Day = Annotated[int, Field(ge=FIRST_DAY, le=LAST_DAY)]
Window = tuple[Day, Day]
OpenWindow = tuple[Day, Day | None]
AnaestheticKind = Literal["general", "spinal", "local"]


class Area(StrEnum):
    """Where on the body, for choosing a symptom by place."""

    HEAD = "head"
    CHEST = "chest"
    TUMMY = "tummy"
    LEG = "leg"
    WOUND = "wound"
    WHOLE_BODY = "whole-body"
    MIND = "mind"
    EVENTS = "events"


class Shape(BaseModel):
    """What all parts share: nothing unknown is let in, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourced(Shape):
    """Something said, and who says so.

    ``source`` is a key of the document's ``sources``, or ``none-found``.
    ``reading`` marks our own cautious reading of the source.
    """

    source: str
    also: tuple[str, ...] = ()
    reading: bool = False

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Every source named, the main one first."""
        return (self.source, *self.also)


class Fact(Sourced):
    """One line of text."""

    text: Words
    only_with: tuple[AnaestheticKind, ...] = ()


class RedFlag(Fact):
    """A sign that can't wait. ``replaces`` names common red flags it stands for."""

    id: Key
    replaces: tuple[Key, ...] = ()


class Phase(Shape):
    """A stretch of the recovery with its own title, inclusive at both ends."""

    days: Window
    title: Words
    expect: tuple[Fact, ...]
    do: tuple[Fact, ...]


class Milestone(Sourced):
    """Something to look forward to, and its usual window."""

    title: Words
    days: OpenWindow


class Activity(Sourced):
    """One "When can I…?".

    ``usual_from_day`` is [earliest, usual]; the second open means "not before";
    ``None`` means no day is known, so ask.
    """

    activity: Key
    question: Words
    usual_from_day: OpenWindow | None
    until_then: Words
    condition: Words | None = None
    ask_first: bool
    search: tuple[Words, ...] = ()


class Reminder(Sourced):
    """Something to do on each day of a window."""

    what: Words
    days: OpenWindow
    times_per_day: Annotated[int, Field(ge=1, le=24)]


class MeasurePoint(Shape):
    """A published figure for one day, or for the days up to ``day_to``."""

    day: Day
    day_to: Day | None = None
    low: float
    mid: float
    high: float


class Measure(Sourced):
    """The usual band of something a patient can score. ``band`` says what the
    band is: the middle half of people, or the mean ± 1 standard deviation."""

    measure: Key
    scale: Words
    scale_min: float
    scale_max: float
    band: Words
    points: tuple[MeasurePoint, ...]


class Note(Shape):
    """The surgeon's own words for some days."""

    days: Window
    text: Words


class ReadMore(Shape):
    """A page the signing surgeon approves of."""

    title: Words
    address: Annotated[str, Field(pattern=r"^https://")]


class Source(Shape):
    """Where a fact was read. ``grade``: A official or journal, B charity or
    health library, C a single clinic or consumer page."""

    publisher: Words
    title: Words
    address: str
    grade: Literal["A", "B", "C"]
    extent: str | None = None
    note: str | None = None


def covers(window: OpenWindow, day: int) -> bool:
    """Whether the day lies in the window; an open end goes on for ever."""
    first, last = window
    return first <= day and (last is None or day <= last)


def refuse_twins(what: str, values: Iterable[str]) -> None:
    """Raise ValueError naming the first value that comes twice."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{what} '{value}' comes twice")
        seen.add(value)
