"""The local day and wall time, where clocks are changed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.clock import at_wall_time, is_zone, local, local_date, postoperative_day

ZONES = sorted(zone for zone in available_timezones() if zone not in {"localtime", "Factory"})
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


def changes(zone):
    """Every moment in two years at which a zone's clock is changed: (moment, before, after)."""
    info, moment = ZoneInfo(zone), FIRST
    while moment < LAST:
        later = moment + timedelta(days=1)
        if moment.astimezone(info).utcoffset() != later.astimezone(info).utcoffset():
            start, end = moment, later
            while end - start > timedelta(minutes=1):
                middle = start + (end - start) // 2
                if middle.astimezone(info).utcoffset() == moment.astimezone(info).utcoffset():
                    start = middle
                else:
                    end = middle
            change = end.replace(second=0, microsecond=0)
            yield change, moment.astimezone(info).utcoffset(), later.astimezone(info).utcoffset()
        moment = later


CHANGES = [(zone, *change) for zone in ZONES for change in changes(zone)]
GAPS = [c for c in CHANGES if c[3] > c[2]]
FOLDS = [c for c in CHANGES if c[3] < c[2]]


def minutes_before(wall):
    """Wall times around one: the minute itself, and some after it."""
    return [wall + timedelta(minutes=m) for m in (0, 1, 29, 30, 31, 59, 60)]


def test_there_are_many_changes_to_walk():
    assert len(GAPS) > 100 and len(FOLDS) > 100


def test_a_skipped_time_moves_to_the_next_valid_minute():
    for zone, change, before, after in GAPS:
        wall = (change + before).replace(tzinfo=None)
        for wanted in minutes_before(wall):
            moment = at_wall_time(wanted.date(), wanted.hour, wanted.minute, zone)
            skipped = wanted < wall + (after - before)
            assert moment == (change if skipped else wanted.replace(tzinfo=UTC) - after), (zone, wanted)


def test_a_time_that_comes_twice_means_the_first():
    for zone, change, before, after in FOLDS:
        wall = (change + after).replace(tzinfo=None)
        for wanted in minutes_before(wall):
            moment = at_wall_time(wanted.date(), wanted.hour, wanted.minute, zone)
            twice = wanted < wall + (before - after)
            assert moment == wanted.replace(tzinfo=UTC) - (before if twice else after), (zone, wanted)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times(), st.sampled_from(ZONES))
def test_any_wall_time_is_shown_at_its_moment_or_skipped(day, time, zone):
    moment = at_wall_time(day, time.hour, time.minute, zone)
    wall = local(moment, zone).replace(tzinfo=None)
    wanted = datetime(day.year, day.month, day.day, time.hour, time.minute)
    assert wall >= wanted
    assert wall == wanted or local(moment - timedelta(minutes=1), zone).replace(tzinfo=None) < wanted


@pytest.mark.parametrize(("day", "hour", "minute", "zone", "moment"), [
    (date(2026, 3, 29), 1, 30, "Europe/London", "2026-03-29T01:00"), (date(2026, 10, 25), 1, 30, "Europe/London", "2026-10-25T00:30"),
    (date(2026, 3, 8), 2, 0, "America/New_York", "2026-03-08T07:00"), (date(2026, 10, 4), 2, 15, "Australia/Lord_Howe", "2026-10-03T15:30"),
    (date(2026, 3, 29), 0, 0, "Asia/Beirut", "2026-03-28T22:00"), (date(2026, 9, 6), 0, 30, "America/Santiago", "2026-09-06T04:00"),
])  # fmt: skip
def test_known_changes(day, hour, minute, zone, moment):
    assert f"{at_wall_time(day, hour, minute, zone):%Y-%m-%dT%H:%M}" == moment


@pytest.mark.parametrize(("moment", "zone", "day"), [
    ("2026-11-18T23:59:59.999999", "Europe/London", 3), ("2026-11-19T00:00:00", "Europe/London", 4),
    ("2026-11-18T04:59:59", "America/New_York", 2), ("2026-11-18T05:00:00", "America/New_York", 3),
    ("2026-11-18T10:59:59", "Pacific/Kiritimati", 4), ("2026-11-18T10:59:59", "Pacific/Pago_Pago", 2),
])  # fmt: skip
def test_the_day_turns_at_local_midnight(moment, zone, day):
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert postoperative_day(date(2026, 11, 15), local_date(now, zone)) == day


@pytest.mark.parametrize("surgery", [date(2026, 3, 28), date(2026, 10, 24)])
def test_a_day_of_23_or_25_hours_is_one_day(surgery):
    days = [at_wall_time(surgery + timedelta(days=n), 0, 0, "Europe/London") for n in range(4)]
    assert {days[n + 1] - days[n] for n in range(3)} > {timedelta(hours=24)}
    assert [postoperative_day(surgery, local_date(moment, "Europe/London")) for moment in days] == [0, 1, 2, 3]


def test_on_both_sides_of_the_date_line_it_is_another_day():
    now = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
    assert local_date(now, "Pacific/Kiritimati") - local_date(now, "Pacific/Midway") == timedelta(days=2)


def test_the_days_before_surgery_are_negative():
    assert postoperative_day(date(2026, 11, 23), date(2026, 11, 18)) == -5


@pytest.mark.parametrize("name", ["Europe/London", "UTC", "America/Argentina/Buenos_Aires"])
def test_zones_are_known(name):
    assert is_zone(name)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "Europe", "europe/nowhere", "/etc/passwd", "../../etc/passwd", "a\0b", "x" * 5000, "é"]
)
def test_what_is_no_zone_is_not_believed(name):
    assert not is_zone(name)
