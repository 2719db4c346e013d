"""The time now, and the local day.

Moments are aware datetimes in UTC; days are calendar dates in an IANA zone.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """A moment as the clock on the wall shows it there."""
    return moment.astimezone(ZoneInfo(zone))


def local_date(moment: datetime, zone: str) -> date:
    """The calendar day it is there; it turns at local midnight."""
    return local(moment, zone).date()


def postoperative_day(surgery: date, today: date) -> int:
    """Days since surgery: 0 on the day itself, negative before it."""
    return (today - surgery).days


def is_zone(name: str) -> bool:
    """Whether this is a place of the IANA database: "Europe/London", or "UTC"."""
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    odd = {"localtime", "posixrules", "Factory"}
    return frozenset(name for name in available_timezones() - odd if not name.startswith(("right/", "posix/")))


def at_wall_time(day: date, hour: int, minute: int, zone: str) -> datetime:
    """The moment a wall clock shows this time there, in UTC.

    A time that a clock change skips moves to the next valid minute; one that
    comes twice means the first.
    """
    wanted = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
    moment = wanted.astimezone(UTC)
    if _wall(moment, zone) == wanted.replace(tzinfo=None):
        return moment
    moment = wanted.replace(fold=1).astimezone(UTC)  # skipped: start before the change and walk up to it
    while _wall(moment, zone) < wanted.replace(tzinfo=None):
        moment += timedelta(minutes=1)
    return moment


def _wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
