"""Questions, their answers, and what each answer means by day."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from pwa.timelines.facts import (
    AnaestheticKind,
    Area,
    Key,
    OpenWindow,
    Shape,
    Sourced,
    Window,
    Words,
    covers,
    refuse_twins,
)
from pwa.timelines.levels import Level, Soon


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

    @property
    def gravity(self) -> tuple[int, int]:
        """What may not be lowered in silence: the level, and how soon a call means."""
        soon = (self.soon or Soon.TODAY).rank if self.level == Level.CALL else 0
        return (self.level.rank, -soon)

    @property
    def in_words(self) -> str:
        """ "call today", "watch"."""
        return f"{self.level} {self.soon}" if self.level == Level.CALL and self.soon else str(self.level)

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

    def window_on(self, day: int) -> LeveledWindow:
        """What it means on a day from 0 on."""
        return next(window for window in self.levels if covers(window.days, day))


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
