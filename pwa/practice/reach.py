"""How a practice can be reached right now: what the contact bar shows on every page."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from flask import current_app

from pwa import clock
from pwa.people import Practice
from pwa.practice.doors import Door, Lines, emergency_line, lines_at, urgent_line
from pwa.practice.plan import ContactPlan, add_open_minutes
from pwa.practice.regions import region_of
from pwa.web.pages import when

NO_PLAN = ContactPlan()


@dataclass(frozen=True, slots=True)
class Reach:
    """The numbers of this moment, and what may be promised."""

    lines: Lines
    plan: ContactPlan
    zone: str
    team: str
    now: datetime

    @property
    def door(self) -> Door:
        """Who can be reached: office, on-call cover, or neither."""
        return self.lines.door

    @property
    def reply_by(self) -> datetime | None:
        """When a written message is promised to be answered; open hours only."""
        return add_open_minutes(self.plan, self.now, self.plan.reply_minutes, self.zone)

    @property
    def call_back_by(self) -> datetime | None:
        """When a call back is promised, while the office is open for long enough."""
        promised = add_open_minutes(self.plan, self.now, self.plan.call_back_minutes, self.zone)
        until = self.lines.until
        in_time = promised is not None and (until is None or promised <= until)
        return promised if self.door == Door.OPEN and in_time else None

    @property
    def until_words(self) -> str | None:
        """When the door changes, in words, on the practice's wall clock."""
        return when(self.wall(self.lines.until), self.wall(self.now)) if self.lines.until else None

    def wall(self, moment: datetime) -> datetime:
        """A moment on the practice's wall clock."""
        return clock.local(moment, self.zone)


class HasContactPlan(Protocol):
    """A practice, or what is known of one."""

    @property
    def name(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def contact_plan(self) -> str: ...


def plan_of(practice: HasContactPlan) -> ContactPlan:
    """A practice's contact plan; an empty one if it was never set up."""
    return _parsed(practice.contact_plan)


def keep_plan(practice: Practice, plan: ContactPlan) -> None:
    """Put a new plan in the place of the old."""
    practice.contact_plan = plan.model_dump_json(exclude_defaults=True)


@lru_cache(maxsize=1024)
def _parsed(document: str) -> ContactPlan:
    return ContactPlan.model_validate_json(document)


def reach_of(practice: HasContactPlan, team: str | None = None) -> Reach:
    """How a practice can be reached now; ``team`` is how this person calls it."""
    plan, now, name = plan_of(practice), clock.now(), team or practice.name
    lines = lines_at(plan, region_of(practice.region), now, practice.zone, name)
    return Reach(lines, plan, practice.zone, name, now)


def reach_whatever_happens(practice: HasContactPlan, team: str | None = None) -> Reach:
    """How a practice can be reached now; should its plan be unreadable, the numbers of
    its region. Nothing that goes wrong may leave a page without a number."""
    try:
        return reach_of(practice, team)
    except Exception:
        current_app.logger.exception("the contact plan of a practice can't be read")
        return reach_without_practice(practice.region)


def reach_without_practice(region_code: str) -> Reach:
    """What is left where no practice is known: the numbers of the region."""
    region = region_of(region_code)
    urgent = urgent_line(region)
    lines = Lines(Door.NO_COVER, urgent, urgent, emergency_line(region), None)
    return Reach(lines, NO_PLAN, "UTC", region.name, clock.now())
