""" "When can I…?" against a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.checks.activities import Answer, by_answer, when_can_i
from pwa.timelines.facts import Activity
from pwa.timelines.library import load_library
from tests.browser import Browser

SURGERY = date(2026, 11, 15)
ALL = [a for document in load_library().values() for a in document.activities]


def activity(window, *, ask_first=False):
    return Activity(activity="x", question="When?", usual_from_day=window, until_then="Rest.", ask_first=ask_first, source="S")  # fmt: skip


@pytest.mark.parametrize(("window", "ask_first", "day", "answer"), [
    ((10, 14), False, 9, "not-yet"), ((10, 14), False, 13, "not-yet"), ((10, 14), False, 14, "usually-now"),
    ((10, 14), True, 14, "ask-first"), ((10, 14), True, 3, "not-yet"), (None, False, 300, "ask-first"),
    (None, True, 0, "ask-first"), ((7, None), False, 6, "not-yet"), ((7, None), False, 7, "ask-first"),
    ((0, None), False, -5, "not-yet"), ((0, 0), False, -1, "not-yet"), ((0, 0), False, 0, "usually-now"),
])  # fmt: skip
def test_the_short_answer(window, ask_first, day, answer):
    assert when_can_i(activity(window, ask_first=ask_first), day, SURGERY).answer == answer


def test_the_day_and_its_date_are_named():
    found = when_can_i(activity((10, 14)), 3, SURGERY)
    assert (found.from_day, found.from_date, found.words) == (14, date(2026, 11, 29), "Not yet")


@given(st.sampled_from([a for a in ALL if a.ask_first]), st.integers(-400, 4000))
def test_what_must_be_asked_about_is_never_usual(found, day):
    assert when_can_i(found, day, SURGERY).answer != Answer.USUALLY_NOW


@given(st.sampled_from(ALL), st.integers(-400, 4000))
def test_an_activity_never_closes_again(found, day):
    rank = [Answer.NOT_YET, Answer.ASK_FIRST, Answer.USUALLY_NOW].index
    today, tomorrow = (when_can_i(found, d, SURGERY).answer for d in (day, day + 1))
    assert rank(tomorrow) >= rank(today)


@given(st.sampled_from(list(load_library().values())), st.integers(-60, 365))
def test_every_activity_stands_under_one_answer_the_nearest_first(document, day):
    groups = by_answer(document, day, SURGERY)
    assert sorted(a.activity.activity for g in groups.values() for a in g) == sorted(
        a.activity for a in document.activities
    )
    days = [a.from_day for a in groups.get("Not yet", [])]
    assert days == sorted(days) and all(groups.values())


def test_maria_can_t_drive_on_day_three(maria):
    page = maria.open("/activities")
    page = maria.open(next(address for name, address in page.links() if name.startswith("When can I drive?")))
    assert page.h1 == "When can I drive?"
    assert "Not yet Usually from about day 14, Sunday 29 November. That is in 11 days." in page.text
    assert "Ask your surgeon’s team first." in page.text


def test_on_the_day_it_says_to_ask_first(maria, clock):
    clock.shift(timedelta(days=11))
    page = maria.open("/activities/drive")
    assert "Ask first" in page.text and "That is in" not in page.text


def test_an_unknown_activity_is_a_404(maria):
    maria.open("/activities/fly-to-the-moon", status=404)


def test_every_activity_of_every_timeline_has_its_page(app):
    for name in ("maria", "tom", "aisha", "sam"):
        someone = Browser(app).continue_as(name)
        for _, address in someone.open("/activities").links():
            if address.startswith("/activities/"):
                assert someone.open(address).h1.endswith("?")
