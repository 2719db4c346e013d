"""Which door is open now: the office, on-call cover, or neither. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pwa import clock
from pwa.practice.plan import ContactPlan, open_spans
from pwa.practice.regions import Region

# Open for longer than this at a stretch means: day and night.
NEVER_CLOSES = timedelta(days=14)


class Door(StrEnum):
    """Who can be reached in a practice at a moment."""

    OPEN = "open"
    ON_CALL = "on-call"
    NO_COVER = "no-cover"


@dataclass(frozen=True, slots=True)
class Line:
    """A number to ring. ``label`` starts with "Call"; ``number`` is what a phone dials."""

    label: str
    number: str

    @property
    def address(self) -> str:
        """The link a phone dials (RFC 3966)."""
        return f"tel:{self.number}"


@dataclass(frozen=True, slots=True)
class Lines:
    """Whom to ring at a moment.

    ``first`` is None only where nothing but the emergency number is known.
    ``until`` is when the door changes, if it does within sixty days.
    """

    door: Door
    first: Line | None
    urgent: Line | None
    emergency: Line
    until: datetime | None


def door_at(plan: ContactPlan, moment: datetime, zone: str) -> tuple[Door, datetime | None]:
    """The door that is open at a moment, and when the office next opens or closes."""
    opens, closes = next(open_spans(plan, moment, zone), (None, None))
    if plan.office_number and opens and closes and opens <= moment:
        return Door.OPEN, closes if closes - moment < NEVER_CLOSES else None
    covered = plan.is_covered_on(clock.local_date(moment, zone))
    return (Door.ON_CALL if covered else Door.NO_COVER), opens if plan.office_number else None


def lines_at(plan: ContactPlan, region: Region, moment: datetime, zone: str, team: str) -> Lines:
    """Whom to ring at a moment; ``team`` is how the practice is called, such as
    "Dr Okafor’s team"."""
    door, until = door_at(plan, moment, zone)
    urgent = urgent_line(region)
    first = {
        Door.OPEN: Line(f"Call {team}", plan.office_number or ""),
        Door.ON_CALL: Line("Call the surgeon on call", plan.on_call_number or ""),
        Door.NO_COVER: urgent,
    }[door]
    return Lines(door, first, urgent, emergency_line(region), until)


def emergency_line(region: Region) -> Line:
    """The region's emergency number."""
    return Line(f"Call {region.emergency}", region.emergency)


def urgent_line(region: Region) -> Line | None:
    """The region's line for urgent advice, if it has one."""
    return Line(f"Call {region.urgent_name}", region.urgent) if region.urgent else None
