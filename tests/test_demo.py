"""The demo: its cast, its page, and where it may not be."""

import pytest
import sqlalchemy as sa

from pwa import create_app, db, demo
from pwa.config import BadSetting
from pwa.demo import COURSES, ELSEWHERE, PEOPLE, fill_if_empty
from pwa.people.models import Account, Practice
from tests.behind import behind, from_address
from tests.conftest import settings


def another_app(app, tmp_path, **more):
    """A second app on the same database."""
    url = app.extensions["engine"].url.render_as_string(hide_password=False)
    return create_app(settings(url, tmp_path / "queue.sqlite3", **more))


def test_the_page_lists_the_cast(browser):
    page = browser.open("/demo")
    for _, name, _ in (*PEOPLE.values(), *ELSEWHERE.values()):
        assert name in page.text
    assert len([form for form in page.all("form") if "/session" in form.get("action")]) == 10


@pytest.mark.parametrize("name", sorted(COURSES))
def test_each_patient_is_on_the_right_day_of_the_right_operation(cast, name):
    procedure, days, anaesthetic = COURSES[name]
    recovery = cast.recovery(name)
    assert (recovery.version.procedure, recovery.day, recovery.anaesthetic) == (procedure, days, anaesthetic)
    assert recovery.surgeon == cast.dr_okafor


def test_the_other_practice_is_a_practice_of_its_own(cast):
    assert cast.stranger.practice_id == cast.dr_else.practice_id != cast.maria.practice_id
    assert cast.recovery("stranger").version.practice_id == cast.stranger.practice_id


def test_filling_twice_adds_nobody(cast):
    fill_if_empty()
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Account)) == 10


def test_an_unknown_name_is_a_404(browser):
    for name in ("nobody", "Maria", "maria "):
        browser.post(f"/demo/{name}/session", status=404)


def test_signing_in_as_someone_needs_the_page_s_token(browser):
    assert browser.client.post("/demo/maria/session").status_code == 400


@pytest.mark.parametrize("address", ["192.168.1.7", "10.0.0.1", "::ffff:10.0.0.1", "203.0.113.5"])
def test_from_elsewhere_there_is_no_such_page(app, address):
    from_address(app, address).open("/demo", status=404)


def test_behind_a_proxy_there_is_no_such_page(browser):
    assert browser.client.get("/demo", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize("path", ["/demo", "/demo/maria/session"])
def test_without_the_demo_there_is_no_such_page(app, tmp_path, path):
    real = another_app(app, tmp_path, MEND_DEMO="0", MEND_HTTPS="0")
    assert real.test_client().get(path).status_code == 404
    assert "This is a demo" not in real.test_client().get("/").text
    real.extensions["engine"].dispose()


class TestRealPeople:
    """A database that holds a practice the demo did not make stops the boot."""

    def stops(self, app):
        with pytest.raises(BadSetting, match="MEND_DEMO: this database holds a practice the demo did not make"):
            demo.set_up(app)

    def test_its_own_people_are_not_real(self, cast):
        assert not demo.has_real_people()

    def test_all_real(self, app):
        with behind(app):
            db.session().execute(sa.update(Practice).values(is_demo=False))
        self.stops(app)

    def test_the_first_one_real(self, app):
        with behind(app) as cast:
            cast.maria.practice.is_demo = False
            cast.maria.practice.created_at = cast.maria.practice.created_at.replace(year=2020)
        self.stops(app)

    def test_one_added_to_the_demo_later_stops_nothing(self, app, clock):
        clock.shift(60)
        app.test_cli_runner().invoke(
            args=["practices", "create", "New", "--admin-name", "A", "--admin-email", "a@new.example"]
        )
        with app.app_context():
            assert not demo.has_real_people()

    def test_an_empty_database_is_nobody_s(self, engine_kind, app):
        db.use_engine(
            app, db.make_engine(engine_kind.empty("nobody").replace("postgresql://", "postgresql+psycopg://"))
        )
        with app.app_context():
            assert not demo.has_real_people()
