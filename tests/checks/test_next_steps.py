"""What happens next: every cell of the table, level × door."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa import clock
from pwa.checks.next_steps import Writing, look_again_at, next_steps
from pwa.checks.rules import Verdict
from pwa.practice.doors import Door, Line, Lines
from pwa.timelines.levels import Level

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
ZONE = "Europe/London"
URGENT, EMERGENCY = Line("Call NHS 111", "111"), Line("Call 999", "999")
FIRST = {
    Door.OPEN: Line("Call Dr Okafor’s team", "+442079460101"),
    Door.ON_CALL: Line("Call the surgeon on call", "+447700900101"),
    Door.NO_COVER: URGENT,
}
PROMISED, MORNING = Writing.PROMISED, Writing.FOR_THE_MORNING


def lines(door, first=None, urgent=URGENT):
    return Lines(door, first or FIRST[door], urgent, EMERGENCY, None)


def verdict(level, again=None):
    return Verdict(level, "", "", None, None, again)


# level, door: numbers to ring, emergency department, call back, writing, number if worse
CELLS = [
    ("expected", "open", [], False, False, PROMISED, None),
    ("expected", "on-call", [], False, False, PROMISED, None),
    ("expected", "no-cover", [], False, False, PROMISED, None),
    ("watch", "open", [], False, False, PROMISED, None),
    ("watch", "on-call", [], False, False, PROMISED, None),
    ("watch", "no-cover", [], False, False, PROMISED, "111"),
    ("call", "open", ["+442079460101"], False, True, PROMISED, None),
    ("call", "on-call", ["+447700900101"], False, False, PROMISED, None),
    ("call", "no-cover", ["111"], True, False, MORNING, None),
    ("emergency", "open", ["999", "+442079460101"], False, False, None, None),
    ("emergency", "on-call", ["999", "+447700900101"], False, False, None, None),
    ("emergency", "no-cover", ["999", "111"], False, False, None, None),
]


@pytest.mark.parametrize(("level", "door", "ring", "department", "call_back", "writing", "worse"), CELLS)
def test_each_cell_of_the_table(level, door, ring, department, call_back, writing, worse):
    steps = next_steps(verdict(Level(level)), lines(Door(door)), NOON, ZONE)
    assert [line.number for line in steps.ring] == ring
    assert (steps.emergency_department, steps.call_back, steps.writing) == (department, call_back, writing)
    assert (steps.if_worse and steps.if_worse.number) == worse


def test_a_region_without_an_urgent_line_is_left_with_the_emergency_number():
    nobody = Lines(Door.NO_COVER, None, None, EMERGENCY, None)
    call, watch, emergency = (
        next_steps(verdict(level), nobody, NOON, ZONE) for level in (Level.CALL, Level.WATCH, Level.EMERGENCY)
    )
    assert call.ring == (EMERGENCY,) and call.emergency_department
    assert watch.if_worse == EMERGENCY
    assert emergency.ring == (EMERGENCY,)


def test_the_same_number_is_not_shown_twice():
    same = lines(Door.OPEN, first=Line("Call the team", "999"))
    assert next_steps(verdict(Level.EMERGENCY), same, NOON, ZONE).ring == (EMERGENCY,)


@pytest.mark.parametrize("level", [Level.CALL, Level.EMERGENCY])
def test_what_must_be_rung_about_has_no_later(level):
    assert look_again_at(verdict(level, again=4), NOON, ZONE) is None


@pytest.mark.parametrize(("asked", "hours", "again"), [
    ("12:00", 4, "18 16:00"), ("12:07", 4, "18 16:15"), ("12:15", 4, "18 16:15"), ("18:00", 4, "19 08:00"),
    ("17:45", 4, "18 21:45"), ("23:30", 2, "19 08:00"), ("03:10", 4, "18 08:00"), ("04:00", 4, "18 08:00"),
    ("12:00", 24, "19 12:00"), ("23:00", 24, "20 08:00"), ("12:00", None, "18 16:00"),
])  # fmt: skip
def test_when_to_look_again_is_a_round_time_and_never_at_night(asked, hours, again):
    moment = NOON.replace(hour=int(asked[:2]), minute=int(asked[3:]))
    assert f"{look_again_at(verdict(Level.WATCH, hours), moment, ZONE):%d %H:%M}" == again


def test_an_expected_sign_is_looked_at_the_next_morning():
    assert look_again_at(verdict(Level.EXPECTED), NOON, ZONE) == datetime(2026, 11, 19, 9, 0, tzinfo=UTC)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), st.integers(1, 14 * 24),
    st.sampled_from([ZONE, "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)  # fmt: skip
def test_looking_again_is_later_and_by_day_wherever_one_is(asked, hours, zone):
    moment = asked.replace(tzinfo=UTC)
    again = look_again_at(verdict(Level.WATCH, hours), moment, zone)
    assert again > moment and again - moment >= timedelta(hours=hours)
    assert 8 <= clock.local(again, zone).hour <= 21
