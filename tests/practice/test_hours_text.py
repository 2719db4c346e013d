"""Opening hours as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.practice.hours_text import read_hours, write_hours

MINUTES = st.lists(st.integers(0, 1440), unique=True, max_size=8).map(sorted)
HOURS = MINUTES.map(lambda marks: tuple(zip(marks[::2], marks[1::2], strict=False)))


@given(HOURS)
def test_what_is_written_reads_back(hours):
    assert read_hours(write_hours(hours)) == hours


@pytest.mark.parametrize(("text", "hours"), [
    ("08:30-17:00", ((510, 1020),)), ("8.30 – 17.00", ((510, 1020),)), ("9 to 17", ((540, 1020),)), ("8-12,13-17", ((480, 720), (780, 1020))),
    ("13:00-17:00, 08:30-12:00", ((510, 720), (780, 1020))), ("0-24", ((0, 1440),)), ("00:00-24:00", ((0, 1440),)),
    ("8-12, 12-16", ((480, 720), (720, 960))), ("", ()), ("  ", ()), ("closed", ()), ("Closed", ()), ("-", ()), ("–", ()),
])  # fmt: skip
def test_hours_may_be_written_in_several_ways(text, hours):
    assert read_hours(text) == hours


@pytest.mark.parametrize("text", [
    "9", "nine to five", "08:30", "08:30-", "-17:00", "17-9", "9-9", "08:60-17:00", "08:00-25:00", "23:00-24:01", "22:00-06:00",
    "8-12, 11-13", "8-12,, 13-17", "8-12;13-17", "8-12-17", "8:5-9", "08:30-17:00 o'clock", "<b>8-9</b>", "8-12,",
])  # fmt: skip
def test_what_can_t_be_read_is_answered_with_a_sentence(text):
    with pytest.raises(ValueError) as refused:
        read_hours(text)
    sentence = str(refused.value)
    assert sentence[0] in "“" or sentence[0].isupper()
    assert sentence.endswith(".")


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    try:
        hours = read_hours(text)
    except ValueError:
        return
    assert all(0 <= start < end <= 1440 for start, end in hours)
