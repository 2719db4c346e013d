"""The session of a request: kept on success, forgotten on an error, safe with two writers."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import Session

from pwa import clock, db
from pwa.db import Moment
from pwa.people.models import Practice
from pwa.web.access import open_to_all
from pwa.web.errors import Refused
from tests.behind import at_once, behind


@pytest.fixture
def answer(app, browser):
    """Have a view of the test's own answer a whole request, and give back the status."""
    token = next(f.get("value") for f in browser.open("/sign-in").all("input") if f.get("name") == "csrf_token")
    views, name = app.view_functions, {"GET": "shell.healthz", "POST": "people.begin_staff_session"}
    original = dict(views)

    def ask(view, method="POST"):
        views[name[method]] = open_to_all(view)
        path = "/sign-in" if method == "POST" else "/healthz"
        return browser.client.open(path, method=method, data={"csrf_token": token}).status_code

    yield ask
    views.update(original)


def add(session, name):
    """A practice, sent to the database but not yet kept."""
    session.add(Practice(name=name, region="GB", zone="UTC", language="en"))
    session.flush()


def named(app, name):
    """How many practices with this name were kept."""
    with behind(app):
        return len(db.session().scalars(sa.select(Practice).where(Practice.name == name)).all())


def test_what_a_request_wrote_is_kept(app, answer):
    assert answer(lambda: add(db.session(), "kept") or "well") == 200
    assert named(app, "kept") == 1


@pytest.mark.parametrize(("status", "trouble"), [
    (404, lambda: abort(404)), (403, lambda: abort(403)), (500, lambda: 1 / 0), (422, lambda: refuse()),
])  # fmt: skip
def test_what_ended_on_an_error_page_is_forgotten(app, answer, status, trouble):
    assert answer(lambda: add(db.session(), "forgotten") or trouble()) == status
    assert named(app, "forgotten") == 0


def refuse():
    raise Refused("No", "It can’t be done.")


def test_what_is_written_beside_a_page_that_is_only_read_is_kept(app, answer):
    def look_then_fail():
        db.session().execute(sa.text("SELECT 1 FROM practices"))
        with db.writing() as session:
            add(session, "beside")
        abort(404)

    assert answer(look_then_fail, "GET") == 404
    assert named(app, "beside") == 1


def test_a_page_that_is_only_read_takes_no_write_lock(app, answer):
    def read_while_another_writes():
        db.session().execute(sa.text("SELECT 1 FROM practices"))
        with Session(db.engine()) as other, other.begin():
            add(other, "other")
        return "well"

    assert answer(read_while_another_writes, "GET") == 200
    assert named(app, "other") == 1


def test_writers_at_once_wait_for_each_other(app):
    with behind(app) as cast:
        cast.maria.practice.name, practice = "0", cast.maria.practice_id

    def count_up():
        for _ in range(10):
            with behind(app):
                found = db.session().get(Practice, practice, with_for_update=True)
                found.name = str(int(found.name) + 1)

    at_once(*[count_up] * 4)
    assert named(app, "40") == 1


def test_readers_don_t_wait_for_a_writer(app):
    with Session(app.extensions["engine"]) as writer:
        add(writer, "half done")
        assert app.test_client().get("/healthz").status_code == 200
        writer.rollback()


def test_rows_that_name_no_one_are_refused(cast):
    with pytest.raises(sa.exc.IntegrityError):
        db.session().execute(sa.text("UPDATE accounts SET practice_id = '00000000-0000-0000-0000-00000000dead'"))


def test_a_row_that_exists_is_left_as_it_is(cast):
    practice = cast.maria.practice
    values = {"id": practice.id, "name": "other", "region": "US", "zone": "UTC", "language": "en", "is_demo": False}
    db.session().execute(db.insert_if_missing(db.session(), Practice).values(created_at=clock.now(), **values))
    db.session().expire_all()
    assert cast.maria.practice.name == "Harbour Surgery"


class TestMoment:
    """Aware in UTC, whatever the database keeps."""

    def test_a_naive_one_is_refused(self, cast):
        cast.maria.created_at = datetime(2026, 11, 18)
        with pytest.raises(sa.exc.StatementError, match="a moment needs its time zone"):
            db.session().flush()

    @pytest.mark.parametrize("hours", [-11, 0, 5.5, 14])
    def test_one_from_elsewhere_reads_back_in_utc(self, cast, hours):
        there = datetime(2026, 11, 18, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=hours)))
        cast.maria.created_at = there
        db.session().commit()
        db.session().expire_all()
        assert cast.maria.created_at == there and cast.maria.created_at.tzinfo is UTC

    def test_none_stays_none(self):
        assert Moment().process_bind_param(None, None) is Moment().process_result_value(None, None) is None
