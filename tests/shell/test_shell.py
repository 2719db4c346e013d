"""The front door, the contact bar on every page, and whether the house stands."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from pwa import db
from pwa.people import Practice
from pwa.practice.plan import ContactPlan
from pwa.practice.reach import keep_plan
from pwa.queue import make_queue
from pwa.shell.words import initials, same_day, short_moment
from tests.behind import behind
from tests.browser import Browser, words

TEAM, ON_CALL = ("Call Dr Okafor’s team", "tel:+442079460101"), ("Call the surgeon on call", "tel:+447700900101")
PRACTICE = ("Call Harbour Surgery", "tel:+442079460101")
URGENT, EMERGENCY = ("Call NHS 111", "tel:111"), ("Call 999", "tel:999")
EVENING = datetime(2026, 11, 18, 20, 0, tzinfo=UTC)


def bar(page):
    """The lines of the contact bar, and what it says of the hour."""
    nav = next(nav for nav in page.all("nav") if nav.get("aria-label") == "Contact")
    lines = [(words(a), a.get("href")) for a in nav.iter() if a.tag.endswith("}a")]
    return lines, words(next(p for p in nav.iter() if p.tag.endswith("}p")))


class TestFrontDoor:
    """Everyone's own first page."""

    @pytest.mark.parametrize(("name", "path"), [
        ("maria", "/today"), ("jo", "/milestones"), ("nurse_lee", "/inbox"), ("dr_okafor", "/inbox"), ("admin_ruiz", "/practice"),
    ])  # fmt: skip
    def test_each_role_comes_home(self, app, name, path):
        assert Browser(app).continue_as(name).open("/").path == path

    def test_a_stranger_is_told_what_this_is_and_how_to_come_in(self, browser):
        page = browser.open("/")
        assert page.h1 == "Your own surgeon, first" and "Not for real patients yet" in page.text
        assert page.link("I have a code on a card") == "/enrolment" and page.link("I work at a practice") == "/sign-in"


class TestContactBar:
    """Whom to ring now."""

    def test_while_the_office_is_open(self, maria):
        assert bar(maria.open("/today")) == ([TEAM, EMERGENCY], "Open until 17:00")

    def test_closed_with_a_surgeon_on_call(self, maria, clock):
        clock.move_to(EVENING)
        assert bar(maria.open("/today")) == ([ON_CALL, EMERGENCY], "Closed · a surgeon is on call")

    def test_closed_with_nobody_on_call(self, app, clock):
        clock.move_to(EVENING)
        stranger = Browser(app).continue_as("stranger")
        assert bar(stranger.open("/today")) == ([URGENT, EMERGENCY], "Closed until tomorrow at 09:00")

    @pytest.mark.parametrize("name", ["admin_ruiz", "nurse_lee", "jo"])
    def test_for_all_but_patients_it_names_the_practice(self, app, name):
        assert bar(Browser(app).continue_as(name).open("/"))[0] == [PRACTICE, EMERGENCY]

    def test_after_signing_out_the_practice_s_numbers_stay_without_surgeon_or_operation(self, maria):
        page = maria.submit(maria.open("/today"), "Sign out")
        assert bar(page)[0] == [PRACTICE, EMERGENCY]
        assert not [word for word in ("Okafor", "nose", "Maria", "Day") if word in page.html]

    def test_a_lost_session_keeps_them_too(self, maria, clock):
        clock.shift(timedelta(days=89, hours=23))
        maria.open("/today")
        with maria.client.session_transaction() as cookie:
            cookie.pop("_user_id")
        assert bar(maria.open("/today"))[0][-1] == EMERGENCY
        assert maria.open("/today").h1 == "Sign in"

    def test_where_nobody_is_known_it_is_the_region_s(self, browser):
        assert bar(browser.open("/")) == ([URGENT, EMERGENCY], "NHS 111 answers day and night")

    @pytest.mark.parametrize("known", ["nonsense", "00000000-0000-0000-0000-00000000dead", "", None])
    def test_a_practice_that_is_no_more_leaves_the_region_s(self, maria, known):
        maria.submit(maria.open("/today"), "Sign out")
        with maria.client.session_transaction() as cookie:
            cookie["practice"] = known
        assert bar(maria.open("/"))[0] == [URGENT, EMERGENCY]

    @pytest.mark.parametrize(
        "plan", [ContactPlan(), ContactPlan(week=(((0, 1440),),) * 7), ContactPlan(covered=(True,) * 7)]
    )
    def test_a_practice_without_numbers_leaves_the_region_s(self, app, maria, plan):
        with behind(app) as cast:
            keep_plan(cast.maria.practice, plan)
        assert bar(maria.open("/today")) == ([URGENT, EMERGENCY], "NHS 111 answers day and night")

    def test_a_number_without_hours_is_a_closed_office(self, app, maria):
        with behind(app) as cast:
            keep_plan(cast.maria.practice, ContactPlan(office_number="+442079460101"))
        assert bar(maria.open("/today"))[0] == [URGENT, EMERGENCY]

    def test_a_region_without_an_urgent_line_is_left_with_one_number(self, app, maria):
        with behind(app) as cast:
            keep_plan(cast.maria.practice, ContactPlan())
            cast.maria.practice.region = "US"
        assert bar(maria.open("/today")) == ([("Call 911", "tel:911")], "Emergency help, day and night")

    @pytest.mark.parametrize("broken", ["{broken", "", "null", '{"week": 7}', '{"surprise": 1}'])
    def test_it_survives_a_broken_plan(self, app, maria, broken):
        with behind(app):
            db.session().execute(sa.update(Practice).values(contact_plan=broken))
        assert bar(maria.open("/today"))[0] == [URGENT, EMERGENCY]

    def test_it_survives_a_broken_zone(self, app, maria):
        with behind(app):
            db.session().execute(sa.update(Practice).values(zone="Europe/Nowhere"))
        assert bar(maria.open("/today"))[0] == [URGENT, EMERGENCY]

    def test_it_survives_a_name_that_can_t_be_read(self, app, maria):
        with behind(app):
            db.session().execute(sa.text("UPDATE accounts SET sealed_name = wrapped_key"))
        page = maria.open("/today", status=500)
        assert bar(page)[0][-1] == EMERGENCY

    @pytest.mark.parametrize(
        ("path", "status"), [("/nowhere", 404), ("/inbox", 403), ("/checks/about/nothing", 404), ("/messages/x", 404)]
    )
    def test_no_error_page_hides_the_team_s_number(self, maria, path, status):
        assert bar(maria.open(path, status=status))[0] == [TEAM, EMERGENCY]

    def test_an_ended_recovery_hides_nothing(self, app, maria):
        with behind(app) as cast:
            cast.recovery("maria").ended_at = cast.maria.created_at
        assert bar(maria.open("/today"))[0] == [TEAM, EMERGENCY]


class TestHealth:
    """Whether database and queue answer."""

    def test_all_is_well(self, browser):
        response = browser.client.get("/healthz")
        assert (response.status_code, response.json) == (200, {"status": "ok", "database": True, "queue": True})

    def test_a_database_without_tables_is_ill(self, app, browser, engine_kind):
        kept = app.extensions["engine"]
        url = engine_kind.empty("nothing").replace("postgresql://", "postgresql+psycopg://")
        db.use_engine(app, db.make_engine(url))
        response = browser.client.get("/healthz")
        app.extensions["engine"].dispose()
        db.use_engine(app, kept)
        assert (response.status_code, response.json["database"], response.json["queue"]) == (503, False, True)

    def test_a_queue_that_does_not_answer_is_ill(self, app, browser, tmp_path):
        kept, file = app.extensions["queue"], tmp_path / "queue.sqlite3"
        app.extensions["queue"] = make_queue(f"sqlite:///{file}")
        with sqlite3.connect(file) as connection:
            connection.execute("DROP TABLE task")
        connection.close()
        response = browser.client.get("/healthz")
        app.extensions["queue"].storage.close()
        app.extensions["queue"] = kept
        assert (response.status_code, response.json["database"], response.json["queue"]) == (503, True, False)


@pytest.mark.parametrize(("name", "letters"), [
    ("Dr Ada Okafor", "AO"), ("Nurse Min Lee", "ML"), ("Maria", "MM"), ("Dr", ""), ("", ""), ("prof. x y", "PY"),
])  # fmt: skip
def test_initials(name, letters):
    assert initials(name) == letters


def test_how_moments_are_said():
    assert short_moment(datetime(2026, 11, 8, 14, 2, tzinfo=UTC)) == "8 Nov 14:02"
    assert same_day(EVENING, EVENING.replace(hour=0)) and not same_day(EVENING, EVENING + timedelta(hours=4))
