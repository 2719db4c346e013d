"""What a patient reads on a day."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from pwa import db
from pwa.recovery.models import Grant, Recovery, TaskDone
from pwa.recovery.today import along, day_name, day_of, days_in_words, phase_on, weeks_or_days
from pwa.timelines import covers
from pwa.timelines.library import load_library
from tests.behind import behind
from tests.browser import Browser, words

LIBRARY = load_library()
NOSE = LIBRARY["rhinoplasty"]


def someone(app, name):
    return Browser(app).continue_as(name)


@pytest.mark.parametrize(("name", "heading", "below", "usual"), [
    ("maria", "Day 3", "after your nose operation", "Bruises are at their worst by day 2 or 3."), ("tom", "Day 14", "after your", "knee"),
    ("aisha", "Day 0", "the day of your", "breast"), ("sam", "Day −5", "5 days until your nose operation", "You wake up with a splint on your nose."),
])  # fmt: skip
def test_today_of_each_patient(app, name, heading, below, usual):
    page = someone(app, name).open("/")
    assert (page.path, page.h1) == ("/today", heading)
    assert below in page.text and usual in page.text


@pytest.mark.parametrize(("name", "procedure", "day", "anaesthetic"), [
    ("maria", "rhinoplasty", 3, "general"), ("tom", "total-knee-replacement", 14, "spinal"), ("aisha", "breast-reduction", 0, "general"),
    ("sam", "rhinoplasty", -5, "general"),
])  # fmt: skip
def test_every_line_of_the_day_is_on_the_page_and_none_of_another(app, name, procedure, day, anaesthetic):
    lines = {words(line) for line in someone(app, name).open("/today").all("li")}
    today = day_of(LIBRARY[procedure], day, anaesthetic)
    said = {fact.text for fact in (*today.expect, *today.advice)}
    others = {fact.text for phase in LIBRARY[procedure].phases for fact in phase.expect} - said
    assert said <= lines and not others & lines


def test_the_surgeon_s_own_words_stand_on_their_day_only(maria, clock):
    assert "“Day 3 is the one that frightens people." in maria.open("/today").text
    clock.shift(timedelta(days=1))
    page = maria.open("/today")
    assert "Day 3 is the one" not in page.text and "From here it gets a little better each day." in page.text


def test_the_day_turns_at_midnight_where_the_patient_is(maria, clock):
    clock.shift(timedelta(hours=13, minutes=59))
    assert maria.open("/today").h1 == "Day 3"
    clock.shift(timedelta(minutes=1))
    assert maria.open("/today").h1 == "Day 4"


def test_somewhere_else_it_is_another_day(app, maria):
    for zone, heading in (
        ("Pacific/Kiritimati", "Day 4"),
        ("Pacific/Pago_Pago", "Day 2"),
        ("America/New_York", "Day 3"),
    ):
        with behind(app) as cast:
            cast.recovery("maria").zone = zone
        assert maria.open("/today").h1 == heading


def test_the_day_before_surgery_is_tomorrow(app, clock):
    sam = someone(app, "sam")
    clock.shift(timedelta(days=4))
    assert "Tomorrow is your nose operation" in sam.open("/today").text


@pytest.mark.parametrize("name", ["rhinoplasty", "total-knee-replacement", "breast-reduction"])
def test_every_day_of_a_timeline_has_its_phase(name):
    document = LIBRARY[name]
    for day in range(-400, document.last_day + 1):
        phase = phase_on(document, day)
        assert phase and (covers(phase.days, day) or day < document.phases[0].days[0])
    assert phase_on(document, document.last_day + 1) is None


def test_after_the_last_day_nothing_is_promised_and_the_numbers_stay(maria, clock, app):
    with behind(app) as cast:
        cast.recovery("maria").surgery_date -= timedelta(days=NOSE.last_day)
    page = maria.open("/today")
    assert "This recovery plan has ended" in page.text and "Its last day was day 365." in page.text
    assert "What is usual today" not in page.text and "To do today" not in page.text


def test_a_recovery_ended_by_the_team_says_so(app, maria):
    with behind(app) as cast:
        cast.recovery("maria").ended_at = cast.maria.created_at
    assert "This recovery plan has ended" in maria.open("/today").text


def test_a_patient_without_a_recovery_is_told_so_with_a_number(app, maria):
    with behind(app) as cast:
        recovery = cast.recovery("maria").id
        for table, column in ((Grant, Grant.recovery_id), (TaskDone, TaskDone.recovery_id), (Recovery, Recovery.id)):
            db.session().execute(sa.delete(table).where(column == recovery))
    page = maria.open("/today", status=422)
    assert page.h1 == "Your recovery is not set up yet"
    assert any(address == "tel:+442079460101" for _, address in page.links())


def test_the_newest_of_two_recoveries_is_shown(app, maria, clock):
    with behind(app) as cast:
        old = cast.recovery("maria")
        columns = ("patient_id", "practice_id", "surgeon_id", "version_id", "zone", "anaesthetic")
        copy = {column: getattr(old, column) for column in columns}
        db.session().add(Recovery(**copy, surgery_date=date(2026, 11, 18), begun_at=old.begun_at + timedelta(hours=1)))
    assert maria.open("/today").h1 == "Day 0"


def test_the_whole_timeline_has_its_today_open(maria):
    page = maria.open("/timeline")
    assert "Quiet days with the splint" in page.text and "day 3 to 4 · now" in page.text
    assert [d for d in page.all("details") if d.get("open") is not None and "now" in "".join(d.itertext())]


class TestTicks:
    """What was done today."""

    TASK = "Sleep with your head raised on two pillows"

    def values(self, page, *, ticked=False):
        boxes = [box for box in page.all("input") if box.get("name") == "task"]
        return [box.get("value") for box in boxes if not ticked or box.get("checked") is not None]

    def keep(self, maria, **values):
        return maria.submit(maria.open("/today"), "Keep my ticks", **values)

    def test_they_are_kept(self, maria):
        first = self.values(maria.open("/today"))[0]
        assert self.values(self.keep(maria, task=[first]), ticked=True) == [first]

    def test_they_are_taken_off_again(self, maria):
        self.keep(maria, task=self.values(maria.open("/today")))
        assert self.values(self.keep(maria, task=[]), ticked=True) == []

    def test_tomorrow_starts_anew(self, maria, clock):
        self.keep(maria, task=self.values(maria.open("/today")))
        clock.shift(timedelta(days=1))
        assert self.values(maria.open("/today"), ticked=True) == []

    @pytest.mark.parametrize("task", ["unheard-of", "", "<b>", "x" * 5000])
    def test_an_unknown_task_is_not_kept(self, app, maria, task):
        self.keep(maria, task=[task])
        with behind(app):
            assert db.session().scalars(sa.select(TaskDone)).all() == []

    @pytest.mark.parametrize(("sent", "kept"), [
        ("2026-11-18", date(2026, 11, 18)), ("2026-11-17", date(2026, 11, 17)), ("2026-11-16", date(2026, 11, 16)), ("2026-11-15", date(2026, 11, 18)),
        ("2026-11-19", date(2026, 11, 18)), ("1999-01-01", date(2026, 11, 18)), ("soon", date(2026, 11, 18)), ("", date(2026, 11, 18)),
    ])  # fmt: skip
    def test_a_page_left_open_counts_for_its_day_if_that_is_recent(self, app, maria, sent, kept):
        self.keep(maria, task=self.values(maria.open("/today"))[:1], date=sent)
        with behind(app):
            assert db.session().scalars(sa.select(TaskDone.local_date)).all() == [kept]

    def test_another_patient_s_ticks_are_their_own(self, app, maria):
        self.keep(maria, task=self.values(maria.open("/today")))
        sam = someone(app, "sam")
        assert self.values(sam.open("/today"), ticked=True) == []

    def test_the_same_ticks_twice_are_kept_once(self, app, maria):
        tasks = self.values(maria.open("/today"))
        for _ in range(2):
            self.keep(maria, task=tasks + tasks)
        with behind(app):
            assert len(db.session().scalars(sa.select(TaskDone)).all()) == len(tasks)


class TestMilestones:
    """What a caregiver sees."""

    def test_the_milestones_of_the_one_cared_for(self, app):
        page = someone(app, "jo").open("/")
        assert page.h1 == "Milestones" and "Maria Rossi: Day 3" in page.text
        assert all(milestone.title in page.text for milestone in NOSE.milestones)

    def test_nothing_else_of_hers(self, app, maria):
        maria.post(
            "/checks", {"client_id": "5f0c62f5-0000-4000-8000-000000000000", "answer": "swelling/one-side-bigger"}
        )
        jo = someone(app, "jo")
        assert "swollen" not in jo.open("/milestones").text.lower().replace("most of the swelling gone", "")
        for path in ("/today", "/checks", "/messages", "/timeline", "/inbox", "/patients"):
            jo.open(path, status=403)

    def test_with_the_grant_taken_back_nothing_is_left(self, app):
        jo = someone(app, "jo")
        jo.open("/milestones")
        with behind(app):
            db.session().execute(sa.delete(Grant))
        page = jo.open("/milestones")
        assert "Nobody shares their recovery with you now." in page.text and "Maria" not in page.text

    def test_another_right_shows_no_milestones(self, app):
        with behind(app):
            db.session().execute(sa.update(Grant).values(right="messages"))
        assert "Maria" not in someone(app, "jo").open("/milestones").text


@pytest.mark.parametrize(("number", "words"), [(0, "Day 0"), (3, "Day 3"), (-5, "Day −5"), (365, "Day 365")])
def test_how_a_day_is_called(number, words):
    assert day_name(number) == words


@pytest.mark.parametrize(("number", "words"), [
    (1, "1 day"), (13, "13 days"), (14, "2 weeks"), (45, "6 weeks"), (89, "13 weeks"), (90, "3 months"), (365, "12 months"),
])  # fmt: skip
def test_how_long_is_said(number, words):
    assert weeks_or_days(number) == words


@pytest.mark.parametrize(("days", "words"), [
    ((7, 10), "day 7 to 10"), ((14, None), "from day 14"), ((0, None), "from the day of surgery"), ((-60, -1), "before surgery"), ((0, 0), "the day of surgery"),
    ((3, 3), "day 3"),
])  # fmt: skip
def test_how_a_window_is_said(days, words):
    assert days_in_words(days) == words


def test_the_recovery_line_moves_on_and_stays_in_its_frame():
    places = [along(day, 365) for day in range(-5, 500)]
    assert places == sorted(places) and (places[0], places[-1]) == (8, 312)
    assert along(14, 365) - along(0, 365) > along(365, 365) - along(300, 365)
