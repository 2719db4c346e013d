"""A recovery timeline as a document: the shape a surgeon signs.

A Timeline is FHIR's PlanDefinition. Days are whole days after surgery in the
recovery's time zone: day 0 is the day of surgery, days before it are negative.
Every fact names its source. Nothing here knows Flask or the database.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pwa.timelines.levels import Level, Soon

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


class LeveledWindow(Sourced):
    """What one answer means on some days.

    ``again_hours`` is when to look again, in hours; ``soon`` is how soon a
    ``call`` means.
    """

    days: OpenWindow
    level: Level
    why: Words
    do: Words | None = None
    soon: Soon | None = None
    again_hours: Annotated[int, Field(ge=1, le=14 * 24)] | None = None

    @model_validator(mode="after")
    def soon_fits_the_level(self) -> Self:
        if self.level == Level.EMERGENCY and self.soon not in (None, Soon.NOW):
            raise ValueError("an emergency can only be 'now'")
        if self.level.rank < Level.CALL.rank and self.soon:
            raise ValueError("'soon' belongs to call and emergency only")
        return self


class Answer(Shape):
    """Something one can see, feel or read off, and what it means by day.

    ``replaces`` names the common answers ("symptom/answer") it stands for. One
    that is lower than an answer it replaces says why in ``lower_because``.
    """

    id: Key
    answer: Words
    replaces: tuple[str, ...] = ()
    lower_because: Words | None = None
    only_with: tuple[AnaestheticKind, ...] = ()
    levels: Annotated[tuple[LeveledWindow, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def days_run_on_without_gaps(self) -> Self:
        wanted: int | None = 0
        for window in self.levels:
            first, last = window.days
            if wanted is None:
                raise ValueError(f"days {first}–{last} come after an open end")
            if first != wanted:
                raise ValueError(f"days start at {first}, wanted {wanted}")
            if last is not None and last < first:
                raise ValueError(f"days {first}–{last} run backwards")
            wanted = None if last is None else last + 1
        if wanted is not None:
            raise ValueError(f"no level from day {wanted} on")
        return self

    def level_on(self, day: int) -> Level:
        """The level on a day from 0 on."""
        return next(w.level for w in self.levels if covers(w.days, day))


class Symptom(Shape):
    """One question and its answers.

    ``symptom`` is the key everything refers to. ``merges`` names the common
    symptoms whose remaining answers join this one. ``commonest`` are the days on
    which people most often ask.
    """

    symptom: Words
    label: Words
    area: Area
    question: Words
    search: tuple[Words, ...] = ()
    merges: tuple[str, ...] = ()
    commonest: tuple[Window, ...] = ()
    only_with: tuple[AnaestheticKind, ...] = ()
    answers: Annotated[tuple[Answer, ...], Field(min_length=2)]

    @property
    def slug(self) -> str:
        """The symptom's name as a piece of an address."""
        return "-".join("".join(c if c.isalnum() else " " for c in self.symptom.lower()).split())

    @model_validator(mode="after")
    def answers_differ(self) -> Self:
        refuse_twins("answer id", (a.id for a in self.answers))
        refuse_twins("answer", (a.answer for a in self.answers))
        return self


class Dropped(Shape):
    """A common answer ("symptom/answer") left out of an operation, and why."""

    answer: str
    because: Words


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


class Common(Shape):
    """What holds after every operation; operations are merged with it by answer."""

    symptoms: tuple[Symptom, ...]
    red_flags: tuple[RedFlag, ...]
    sources: dict[str, Source]


class Activities(Shape):
    """The "When can I…?" part of an operation, with sources of its own."""

    activities: tuple[Activity, ...]
    sources: dict[str, Source]


class Document(Shape):
    """A whole timeline for one operation in one language."""

    procedure: Key
    title: Words
    plain_name: Words
    language: Literal["en", "es"]
    aliases: tuple[Words, ...] = ()
    last_day: Annotated[int, Field(ge=1, le=LAST_DAY)]
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    milestones: tuple[Milestone, ...]
    symptoms: Annotated[tuple[Symptom, ...], Field(min_length=1)]
    drops: tuple[Dropped, ...] = ()
    activities: tuple[Activity, ...] = ()
    reminders: tuple[Reminder, ...]
    red_flags: Annotated[tuple[RedFlag, ...], Field(min_length=1)]
    measures: tuple[Measure, ...] = ()
    notes: tuple[Note, ...] = ()
    read_more: tuple[ReadMore, ...] = ()
    sources: dict[str, Source]
    extra_sources: tuple[str, ...] = ()

    @model_validator(mode="after")
    def parts_fit_together(self) -> Self:
        refuse_twins("symptom", (s.slug for s in self.symptoms))
        refuse_twins("activity", (a.activity for a in self.activities))
        self._refuse_broken_phases()
        self._refuse_unknown_sources()
        return self

    def _refuse_broken_phases(self) -> None:
        for earlier, later in zip(self.phases, self.phases[1:], strict=False):
            if later.days[0] != earlier.days[1] + 1:
                raise ValueError(f"phase '{later.title}' starts at {later.days[0]}, wanted {earlier.days[1] + 1}")
        if self.phases[-1].days[1] != self.last_day:
            raise ValueError(f"the last phase ends at {self.phases[-1].days[1]}, wanted {self.last_day}")

    def _refuse_unknown_sources(self) -> None:
        known = {*self.sources, *self.extra_sources, "none-found"}
        for fact in self.sourced_facts():
            for source in fact.source_ids:
                if source not in known:
                    raise ValueError(f"unknown source {source}")

    def sourced_facts(self) -> Iterable[Sourced]:
        """Every fact that names a source, in reading order."""
        for phase in self.phases:
            yield from (*phase.expect, *phase.do)
        yield from self.milestones
        for symptom in self.symptoms:
            for answer in symptom.answers:
                yield from answer.levels
        yield from (*self.activities, *self.reminders, *self.red_flags, *self.measures)


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
