"""What day of a recovery it is. Pure."""

from datetime import date
from typing import TYPE_CHECKING, Any

from pwa import clock


class CourseOfDays:
    """The days of anything with a surgery date, a time zone and a signed timeline."""

    __slots__ = ()

    if TYPE_CHECKING:
        surgery_date: Any
        zone: Any
        ended_at: Any
        version: Any
        surgeon: Any

    @property
    def local_date(self) -> date:
        """The calendar day now, where the patient recovers."""
        return clock.local_date(clock.now(), self.zone)

    @property
    def day(self) -> int:
        """The post-operative day now."""
        return clock.postoperative_day(self.surgery_date, self.local_date)

    @property
    def team(self) -> str:
        """How the patient calls those to ring: "Dr Okafor’s team"."""
        return f"{self.surgeon.short_name}’s team"

    @property
    def is_over(self) -> bool:
        """Ended by the team, or past the last day the signed timeline speaks of."""
        return self.ended_at is not None or self.day > self.version.document.last_day
