"""Which door is open, and when a promise is due."""

from datetime import UTC, date, datetime, timedelta

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pwa import clock
from pwa.practice.doors import Door, door_at, lines_at
from pwa.practice.plan import ContactPlan, UnusualDay, add_open_minutes, open_spans
from pwa.practice.reach import Reach
from pwa.practice.regions import REGIONS, region_of

LONDON, NY, INDIA = "Europe/London", "America/New_York", "Asia/Kolkata"
DAY = ((510, 1020),)
WEEK = (DAY,) * 5 + ((), ())
HARBOUR = ContactPlan(office_number="+442079460101", on_call_number="+447700900101", week=WEEK, covered=(True,) * 7)


def at(text, zone=LONDON):
    """A wall time such as "Wed 18 08:30" of November 2026, as a moment."""
    day, time = text.split()[-2:]
    return clock.at_wall_time(date(2026, 11, int(day)), int(time[:2]), int(time[3:5]), zone)


def plan(**changes):
    return ContactPlan.model_validate(HARBOUR.model_dump() | changes)


def spans_of(hours):
    """A plan with these hours on every day."""
    return plan(week=[hours] * 7)


@pytest.mark.parametrize(("moment", "door", "until"), [
    ("18 08:29", "on-call", "18 08:30"), ("18 08:30", "open", "18 17:00"), ("18 16:59", "open", "18 17:00"),
    ("18 17:00", "on-call", "19 08:30"), ("20 17:00", "on-call", "23 08:30"), ("21 12:00", "on-call", "23 08:30"),
    ("18 00:00", "on-call", "18 08:30"), ("18 23:59", "on-call", "19 08:30"),
])  # fmt: skip
def test_the_door_at_each_boundary(moment, door, until):
    assert door_at(HARBOUR, at(moment), LONDON) == (Door(door), at(until))


@pytest.mark.parametrize("zone", [LONDON, NY, INDIA, "Pacific/Kiritimati"])
def test_hours_are_those_of_the_practice_s_own_clock(zone):
    assert door_at(HARBOUR, at("18 08:30", zone), zone)[0] == Door.OPEN
    assert door_at(HARBOUR, at("18 08:30", zone) - timedelta(seconds=1), zone)[0] == Door.ON_CALL


def test_a_closed_hour_at_noon():
    lunch = spans_of(((510, 720), (780, 1020)))
    assert door_at(lunch, at("18 12:00"), LONDON) == (Door.ON_CALL, at("18 13:00"))
    assert door_at(lunch, at("18 11:59"), LONDON) == (Door.OPEN, at("18 12:00"))


def test_hours_that_meet_are_one_span():
    assert door_at(spans_of(((510, 720), (720, 1020))), at("18 09:00"), LONDON) == (Door.OPEN, at("18 17:00"))


def test_hours_over_midnight_are_one_span():
    night = plan(week=[((1320, 1440),), ((0, 360),), (), (), (), (), ()])
    assert door_at(night, at("16 23:30"), LONDON) == (Door.OPEN, at("17 06:00"))
    assert door_at(night, at("17 05:59"), LONDON) == (Door.OPEN, at("17 06:00"))
    assert door_at(night, at("17 06:00"), LONDON) == (Door.ON_CALL, at("23 22:00"))


def test_open_day_and_night_it_never_closes():
    assert door_at(spans_of(((0, 1440),)), at("18 03:00"), LONDON) == (Door.OPEN, None)


class TestUnusualDays:
    """A date that is not like its weekday."""

    def having(self, **day):
        return plan(unusual_days=[UnusualDay(day=date(2026, 11, 18), **day).model_dump()])

    def test_closed_on_a_weekday(self):
        assert door_at(self.having(), at("18 10:00"), LONDON) == (Door.ON_CALL, at("19 08:30"))

    def test_closed_and_nobody_on_call(self):
        assert door_at(self.having(covered=False), at("18 10:00"), LONDON)[0] == Door.NO_COVER

    def test_the_day_after_is_as_usual(self):
        assert door_at(self.having(covered=False), at("19 10:00"), LONDON)[0] == Door.OPEN
        assert door_at(self.having(covered=False), at("19 00:00"), LONDON)[0] == Door.ON_CALL

    def test_a_long_evening(self):
        late = self.having(hours=((510, 1260),))
        assert door_at(late, at("18 20:59"), LONDON) == (Door.OPEN, at("18 21:00"))
        assert door_at(late, at("17 20:59"), LONDON)[0] == Door.ON_CALL


@pytest.mark.parametrize("changes", [{"covered": [False] * 7}, {"on_call_number": None}, {"on_call_number": ""}])
def test_without_cover_or_its_number_nobody_is_on_call(changes):
    assert door_at(plan(**changes), at("18 20:00"), LONDON)[0] == Door.NO_COVER


def test_cover_is_that_of_the_day_it_is_now():
    weekdays = plan(covered=[True] * 5 + [False] * 2)
    assert [door_at(weekdays, at(m), LONDON)[0] for m in ("20 23:59", "21 00:00")] == [Door.ON_CALL, Door.NO_COVER]


def test_hours_without_an_office_number_open_no_door():
    assert door_at(plan(office_number=None), at("18 10:00"), LONDON) == (Door.ON_CALL, None)


def test_a_number_without_hours_opens_no_door_and_promises_nothing():
    never = spans_of(())
    assert door_at(never, at("18 10:00"), LONDON) == (Door.ON_CALL, None)
    assert add_open_minutes(never, at("18 10:00"), 15, LONDON) is None


def test_nothing_known_at_all():
    assert door_at(ContactPlan(), at("18 10:00"), LONDON) == (Door.NO_COVER, None)


class TestClockChanges:
    """On 29 March 2026 London skips 01:00–02:00; on 25 October it comes twice."""

    def spans(self, hours, start):
        return next(open_spans(spans_of(hours), start, LONDON))

    def test_a_night_with_an_hour_less(self):
        opens, closes = self.spans(((30, 180),), datetime(2026, 3, 28, 23, 0, tzinfo=UTC))
        assert (opens.hour, closes.hour, closes - opens) == (0, 2, timedelta(minutes=90))

    def test_a_night_with_an_hour_more(self):
        opens, closes = self.spans(((30, 180),), datetime(2026, 10, 24, 22, 0, tzinfo=UTC))
        assert closes - opens == timedelta(minutes=210)

    def test_an_opening_time_that_is_skipped_opens_at_the_next_minute(self):
        opens, _ = self.spans(((90, 300),), datetime(2026, 3, 28, 23, 0, tzinfo=UTC))
        assert opens == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)

    def test_hours_that_are_skipped_whole_open_no_door(self):
        skipped = spans_of(((70, 110),))
        for minute in range(120):
            moment = datetime(2026, 3, 29, 0, 0, tzinfo=UTC) + timedelta(minutes=minute)
            assert door_at(skipped, moment, LONDON)[0] == Door.ON_CALL

    @pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
    def test_the_office_day_is_as_long_as_ever(self, day):
        opens, closes = self.spans(DAY, clock.at_wall_time(day, 5, 0, LONDON))
        assert closes - opens == timedelta(hours=8.5)


class TestPromises:
    """Only open minutes count."""

    @pytest.mark.parametrize(("start", "minutes", "due"), [
        ("18 10:00", 240, "18 14:00"), ("18 15:00", 240, "19 10:30"), ("18 13:00", 240, "18 17:00"), ("18 13:01", 240, "19 08:31"),
        ("18 17:00", 240, "19 12:30"), ("18 03:00", 60, "18 09:30"), ("20 16:00", 120, "23 09:30"), ("21 12:00", 15, "23 08:45"),
    ])  # fmt: skip
    def test_nights_and_weekends_don_t_count(self, start, minutes, due):
        assert add_open_minutes(HARBOUR, at(start), minutes, LONDON) == at(due)

    def test_holidays_don_t_count(self):
        closed = plan(unusual_days=[{"day": f"2026-11-{day}"} for day in (19, 20, 23)])
        assert add_open_minutes(closed, at("18 15:00"), 240, LONDON) == at("24 10:30")

    def test_after_sixty_closed_days_nothing_is_promised(self):
        once = plan(week=[()] * 7, unusual_days=[{"day": "2027-02-01", "hours": DAY}])
        assert add_open_minutes(once, at("18 10:00"), 15, LONDON) is None


SPANS = st.lists(st.integers(0, 48).map(lambda n: n * 30), unique=True, max_size=4).map(sorted).map(
    lambda marks: [list(pair) for pair in zip(marks[::2], marks[1::2], strict=False)]
)  # fmt: skip
DATES = st.dates(date(2026, 11, 16), date(2026, 12, 6))
UNUSUAL = st.lists(
    st.builds(lambda day, hours: {"day": day, "hours": hours}, DATES, SPANS), max_size=4, unique_by=lambda d: d["day"]
)


def is_open(plan, moment, zone):
    """Whether the office is open, by the plainest possible rule."""
    wall = clock.local(moment, zone)
    return any(a <= wall.hour * 60 + wall.minute < b for a, b in plan.hours_on(wall.date()))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(SPANS, min_size=7, max_size=7), UNUSUAL, st.integers(0, 7 * 1440), st.integers(1, 600),
    st.sampled_from([LONDON, INDIA, "Pacific/Kiritimati"]),
)  # fmt: skip
def test_a_promise_is_what_counting_minute_by_minute_gives(week, unusual, start, minutes, zone):
    random_plan = plan(week=week, unusual_days=unusual)
    begun = moment = at("18 00:00") + timedelta(minutes=start)
    due, left = add_open_minutes(random_plan, begun, minutes, zone), minutes
    while left and moment < begun + timedelta(days=14):
        left -= is_open(random_plan, moment, zone)
        moment += timedelta(minutes=1)
    assert due == moment if not left else due is None or due > moment


@settings(max_examples=60, deadline=None)
@given(st.lists(SPANS, min_size=7, max_size=7), UNUSUAL, st.integers(0, 7 * 1440), st.sampled_from([LONDON, NY, INDIA]))
def test_the_door_is_what_the_plainest_rule_says(week, unusual, start, zone):
    random_plan, moment = plan(week=week, unusual_days=unusual), at("18 00:00") + timedelta(minutes=start)
    door, until = door_at(random_plan, moment, zone)
    assert (door == Door.OPEN) == is_open(random_plan, moment, zone)
    if until and until - moment < timedelta(days=8):
        assert is_open(random_plan, until, zone) != is_open(random_plan, until - timedelta(minutes=1), zone)


class TestCallBack:
    """Promised only while the office stays open for long enough."""

    @pytest.mark.parametrize(("moment", "by"), [
        ("18 10:00", "18 11:00"), ("18 16:00", "18 17:00"), ("18 16:01", None), ("18 17:00", None), ("18 08:29", None), ("21 12:00", None),
    ])  # fmt: skip
    def test_when(self, moment, by):
        now = at(moment)
        reach = Reach(lines_at(HARBOUR, region_of("GB"), now, LONDON, "the team"), HARBOUR, LONDON, "the team", now)
        assert reach.call_back_by == (by and at(by))


class TestRegions:
    """Numbers that are not a practice's own."""

    def test_with_nobody_to_reach_the_region_s_urgent_line_is_first(self):
        lines = lines_at(ContactPlan(), region_of("GB"), at("18 10:00"), LONDON, "the team")
        assert (lines.first.number, lines.emergency.number) == ("111", "999")

    def test_a_region_without_one_is_left_with_the_emergency_number(self):
        lines = lines_at(ContactPlan(), region_of("US"), at("18 10:00"), NY, "the team")
        assert (lines.first, lines.urgent, lines.emergency.label) == (None, None, "Call 911")

    def test_an_unknown_region_rings_112(self):
        assert region_of("XX").emergency == "112"

    @pytest.mark.parametrize("code", sorted(REGIONS))
    def test_emergency_numbers_are_those_libphonenumber_knows(self, code):
        assert phonenumbers.is_emergency_number(REGIONS[code].emergency, code)


@pytest.mark.parametrize("bad", [
    {"week": [DAY] * 6}, {"covered": [True] * 8}, {"week": [((600, 500),)] * 7}, {"week": [((0, 1441),)] * 7}, {"week": [((-1, 5),)] * 7},
    {"week": [((0, 60), (30, 90))] * 7}, {"reply_minutes": 1}, {"call_back_minutes": 0}, {"surprise": 1},
    {"unusual_days": [{"day": "2026-11-18", "hours": [[9, 9]]}]},
])  # fmt: skip
def test_a_broken_plan_is_refused(bad):
    with pytest.raises(ValidationError):
        plan(**bad)
