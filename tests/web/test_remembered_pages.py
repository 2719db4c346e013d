"""A page is remembered for one session, and only while all that it says holds."""

from datetime import timedelta

from tests.browser import Browser


def remembered(app):
    return app.extensions["remembered_pages"]


def test_the_second_time_it_is_not_rendered_again(app, maria):
    maria.open("/today")
    before = dict(remembered(app))
    assert maria.open("/today").h1 == "Day 3"
    assert before and remembered(app) == before


def test_another_session_gets_a_page_and_a_token_of_its_own(app, maria):
    other = Browser(app).continue_as("maria")
    first, second = maria.open("/today"), other.open("/today")
    assert token(first) != token(second)
    other.submit(second, "Keep my ticks")


def test_each_sends_its_own_form_after_many_pages(app, maria):
    tom = Browser(app).continue_as("tom")
    for _ in range(3):
        assert (maria.open("/today").h1, tom.open("/today").h1) == ("Day 3", "Day 14")
    maria.submit(maria.open("/today"), "Keep my ticks")
    tom.submit(tom.open("/today"), "Keep my ticks")


def test_a_tick_a_new_day_and_a_closed_door_each_make_it_anew(maria, clock):
    page = maria.open("/today")
    task = next(box.get("value") for box in page.all("input") if box.get("name") == "task")
    ticked = maria.submit(page, "Keep my ticks", task=task)
    assert [box.get("value") for box in ticked.all("input") if box.get("checked") is not None] == [task]
    clock.shift(timedelta(hours=8))
    assert "surgeon is on call" in maria.open("/today").html
    clock.shift(timedelta(hours=8))
    assert maria.open("/today").h1 == "Day 4"


def test_after_signing_out_it_is_not_to_be_had(maria):
    maria.submit(maria.open("/today"), "Sign out")
    assert maria.open("/today").path == "/sign-in"


def token(page):
    return next(field.get("value") for field in page.all("input") if field.get("name") == "csrf_token")
