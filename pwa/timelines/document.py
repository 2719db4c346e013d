"""A recovery timeline as a document: the shape a surgeon signs.

A Timeline is FHIR's PlanDefinition. Every fact names its source. Nothing here knows
Flask or the database.
"""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pwa.timelines.answers import Dropped, Symptom
from pwa.timelines.facts import (
    LAST_DAY,
    Activity,
    Key,
    Measure,
    Milestone,
    Note,
    Phase,
    ReadMore,
    RedFlag,
    Reminder,
    Shape,
    Source,
    Sourced,
    Words,
    refuse_twins,
)


class Common(Shape):
    """What holds after every operation; operations are merged with it by answer."""

    symptoms: tuple[Symptom, ...]
    red_flags: tuple[RedFlag, ...]
    sources: dict[str, Source]

    @model_validator(mode="after")
    def parts_fit_together(self) -> Self:
        refuse_twins("symptom", (s.slug for s in self.symptoms))
        refuse_twins("red flag", (f.id for f in self.red_flags))
        levels = (level for s in self.symptoms for a in s.answers for level in a.levels)
        refuse_unknown_sources((*levels, *self.red_flags), self.sources)
        return self


class Activities(Shape):
    """The "When can I…?" part of an operation, with sources of its own."""

    activities: tuple[Activity, ...]
    sources: dict[str, Source]

    @model_validator(mode="after")
    def parts_fit_together(self) -> Self:
        refuse_twins("activity", (a.activity for a in self.activities))
        refuse_unknown_sources(self.activities, self.sources)
        return self


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
        refuse_unknown_sources(self.sourced_facts(), (*self.sources, *self.extra_sources))
        return self

    def _refuse_broken_phases(self) -> None:
        for earlier, later in zip(self.phases, self.phases[1:], strict=False):
            if later.days[0] != earlier.days[1] + 1:
                raise ValueError(f"phase '{later.title}' starts at {later.days[0]}, wanted {earlier.days[1] + 1}")
        if self.phases[-1].days[1] != self.last_day:
            raise ValueError(f"the last phase ends at {self.phases[-1].days[1]}, wanted {self.last_day}")

    def sourced_facts(self) -> Iterable[Sourced]:
        """Every fact that names a source, in reading order."""
        for phase in self.phases:
            yield from (*phase.expect, *phase.do)
        yield from self.milestones
        for symptom in self.symptoms:
            for answer in symptom.answers:
                yield from answer.levels
        yield from (*self.activities, *self.reminders, *self.red_flags, *self.measures)


def refuse_unknown_sources(facts: Iterable[Sourced], known: Iterable[str]) -> None:
    """Raise ValueError naming the first source that isn't listed."""
    listed = {*known, "none-found"}
    for fact in facts:
        for source in fact.source_ids:
            if source not in listed:
                raise ValueError(f"unknown source {source}")
