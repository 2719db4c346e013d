"""What one day of a recovery looks like, drawn from its timeline. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from pwa.timelines.document import Document
from pwa.timelines.facts import AnaestheticKind, Fact, Milestone, Phase, Reminder, covers


@dataclass(frozen=True, slots=True)
class Day:
    """One day: the phase it falls in and what is usual, to do and to come.

    ``phase`` is None after the last day. ``number`` may be negative.
    """

    number: int
    phase: Phase | None
    expect: Sequence[Fact]
    advice: Sequence[Fact]
    tasks: Sequence[Reminder]
    notes: Sequence[str]
    milestones_now: Sequence[Milestone]
    next_milestone: Milestone | None

    @property
    def is_before_surgery(self) -> bool:
        """Whether the operation is still ahead."""
        return self.number < 0


def day_of(document: Document, number: int, anaesthetic: AnaestheticKind) -> Day:
    """The day with this number."""
    phase = phase_on(document, number)
    return Day(
        number=number,
        phase=phase,
        expect=_fitting(phase.expect, anaesthetic) if phase else (),
        advice=_fitting(phase.do, anaesthetic) if phase else (),
        tasks=[task for task in document.reminders if covers(task.days, number)] if phase else (),
        notes=[note.text for note in document.notes if covers(note.days, number)],
        milestones_now=[m for m in document.milestones if covers(m.days, number)],
        next_milestone=min(
            (m for m in document.milestones if m.days[0] > number), key=lambda m: m.days[0], default=None
        ),
    )


def phase_on(document: Document, number: int) -> Phase | None:
    """The phase a day falls in; long before surgery that is the first, after the end none."""
    first = document.phases[0]
    if number < first.days[0]:
        return first
    return next((phase for phase in document.phases if covers(phase.days, number)), None)


def task_key(task: Reminder) -> str:
    """A short name for a task that outlives a new order of the list."""
    return hashlib.sha256(task.what.encode()).hexdigest()[:16]


def day_name(number: int) -> str:
    """How a day is called: "Day 3", "Day −5"."""
    return f"Day {number}" if number >= 0 else f"Day −{-number}"


def weeks_or_days(number: int) -> str:
    """A stretch of days in the words people use: "5 days", "3 weeks", "6 months"."""
    if number < 14:
        return f"{number} day{'' if number == 1 else 's'}"
    if number < 90:
        return f"{round(number / 7)} weeks"
    return f"{round(number / 30.4)} months"


def days_in_words(days: tuple[int, int | None]) -> str:
    """A window in words: "day 7 to 10", "from day 14", "up to the day before surgery"."""
    first, last = days
    if last is not None and last < 0:
        return "before surgery"
    if last is None:
        return f"from day {first}" if first > 0 else "from the day of surgery"
    if first == last:
        return f"day {first}" if first > 0 else "the day of surgery"
    return f"day {first} to {last}"


def along(number: int, last_day: int) -> int:
    """Where a day stands on the recovery line, 8 to 312. The square root gives the
    first days, which move most, the most room."""
    share = min(max(number, 0), last_day) / last_day
    return round(8 + 304 * sqrt(share))


def _fitting(facts: Sequence[Fact], anaesthetic: AnaestheticKind) -> Sequence[Fact]:
    return [fact for fact in facts if not fact.only_with or anaesthetic in fact.only_with]
