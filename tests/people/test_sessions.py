"""Who is signed in, for how long, and what an old cookie is worth."""

from datetime import timedelta

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from pwa import clock as now
from pwa import db
from pwa.people.attempts import FIRST_WAIT, LONGEST_WAIT, forget_old, wait_after
from pwa.people.models import FailedAttempts, SignedInSession
from pwa.people.sessions import forget_ended
from pwa.web.access import safe_next
from tests.behind import behind
from tests.browser import Browser
from tests.conftest import NOW


def cookie(browser):
    return browser.client.get_cookie("mend").value


def someone_with(app, value):
    other = Browser(app)
    other.client.set_cookie("mend", value)
    return other


def test_the_cookie_is_for_this_site_s_pages_only(maria):
    kept = maria.client.get_cookie("mend")
    assert kept.http_only and kept.same_site == "Lax"
    assert kept.expires == NOW + timedelta(days=90)


def test_signing_in_changes_the_cookie(browser):
    browser.open("/demo")
    before = cookie(browser)
    browser.continue_as("maria")
    assert cookie(browser) != before


def test_a_cookie_from_before_signing_in_opens_nothing(app, browser):
    browser.open("/demo")
    planted = cookie(browser)
    browser.continue_as("maria")
    assert someone_with(app, planted).open("/today").h1 == "Sign in"


def test_the_old_cookie_is_worth_nothing_after_signing_out(app, maria):
    old = cookie(maria)
    assert someone_with(app, old).open("/today").h1 == "Day 3"
    maria.submit(maria.open("/today"), "Sign out")
    assert someone_with(app, old).open("/today").h1 == "Sign in"
    assert maria.open("/today").h1 == "Sign in"


def test_signing_out_here_leaves_the_other_phone_alone(app, maria):
    other = Browser(app).continue_as("maria")
    maria.submit(maria.open("/today"), "Sign out")
    assert other.open("/today").h1 == "Day 3"


def test_signing_in_as_another_ends_nothing_but_changes_who_one_is(app, maria):
    maria.continue_as("tom")
    assert maria.open("/today").h1 == "Day 14"


def test_signing_out_is_a_post(maria):
    assert maria.client.get("/sign-out").status_code == 405
    assert maria.open("/today").h1 == "Day 3"


def test_signing_out_needs_the_form_s_token(maria):
    assert maria.client.post("/sign-out").status_code == 400
    assert maria.open("/today").h1 == "Day 3"


def test_signing_out_asks_the_browser_to_forget(maria):
    form = maria.open("/today").form_with("Sign out")
    token = next(f.get("value") for f in form.iter() if f.get("name") == "csrf_token")
    response = maria.client.post("/sign-out", data={"csrf_token": token})
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_changed_cookie_opens_nothing(app, maria):
    value = cookie(maria)
    changed = value[:10] + ("A" if value[10] != "A" else "B") + value[11:]
    assert someone_with(app, changed).open("/today").h1 == "Sign in"


def test_the_token_itself_is_not_in_the_database(app, maria):
    with maria.client.session_transaction() as kept:
        token = kept["_user_id"]
    with behind(app):
        row = db.session().scalars(sa.select(SignedInSession)).one()
        assert token.encode() not in row.token_hash and len(row.token_hash) == 32


def test_staff_are_out_after_fifteen_idle_minutes(nurse_lee, clock):
    clock.shift(timedelta(minutes=15, seconds=1))
    assert nurse_lee.open("/inbox").h1 == "Sign in"


def test_staff_who_work_on_stay_in(nurse_lee, clock):
    for _ in range(4):
        clock.shift(timedelta(minutes=14, seconds=59))
        assert nurse_lee.open("/inbox").h1 == "Inbox"


def test_staff_are_out_after_twelve_hours_however_busy(nurse_lee, clock):
    for _ in range(51):
        clock.shift(timedelta(minutes=14))
        assert nurse_lee.open("/inbox").h1 == "Inbox"
    clock.shift(timedelta(minutes=6))
    assert nurse_lee.open("/inbox").h1 == "Sign in"


def test_patients_stay_in_for_ninety_days_without_a_visit(maria, clock):
    clock.shift(timedelta(days=90, seconds=-1))
    assert maria.open("/today").h1 == "Day 93"
    clock.shift(timedelta(seconds=1))
    assert maria.open("/today").h1 == "Sign in"


def test_a_caregiver_stays_in_like_a_patient(app, clock):
    jo = Browser(app).continue_as("jo")
    clock.shift(timedelta(days=30))
    assert jo.open("/milestones").h1 == "Milestones"


def test_the_rows_of_sessions_that_are_over_are_deleted(app, maria, nurse_lee, clock):
    clock.shift(timedelta(hours=13))
    with behind(app):
        assert forget_ended(now.now()) == 1
    assert maria.open("/today").h1 == "Day 3"


def test_wrong_tries_long_past_are_deleted(app, clock):
    with behind(app):
        db.session().add(FailedAttempts(key=b"k", failures=3, last_at=now.now()))
    clock.shift(timedelta(hours=23))
    with behind(app):
        assert forget_old(now.now()) == 0
    clock.shift(timedelta(hours=2))
    with behind(app):
        assert forget_old(now.now()) == 1


@given(st.integers(5, 10_000))
def test_each_wrong_try_at_least_keeps_the_wait(failures):
    assert FIRST_WAIT <= wait_after(failures, 5) <= wait_after(failures + 1, 5) <= LONGEST_WAIT


@given(st.integers(0, 4))
def test_the_first_tries_cost_nothing(failures):
    assert not wait_after(failures, 5)


@given(st.one_of(st.text(), st.text("/\\:.@ \t\ne?#%", max_size=12), st.text().map("/{}".format)))
def test_where_signing_in_leads_is_a_path_of_ours(target):
    found = safe_next(target)
    assert found is None or (found.startswith("/") and found[1:2] not in {"/", "\\"} and found.isprintable())


def test_a_path_of_ours_is_kept():
    assert safe_next("/patients?page=2") == "/patients?page=2"
    assert safe_next("/inbox?") == "/inbox"
