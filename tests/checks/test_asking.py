"""Ask, judge, keep: a check as the phone sends it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from pwa import db
from tests.behind import at_once, behind
from tests.browser import Browser, filled_in
from tests.checks.conftest import BRUISES_FADE, FAST_AND_FAINT, SWELLING_GROWS
from tests.conftest import NOW


def headings(page):
    return [h for tag in ("h1", "h2") for e in page.all(tag) if (h := "".join(e.itertext()).strip())]


def test_one_question_from_the_page(maria):
    page = maria.open("/checks/about/bruising")
    page = maria.submit(page, "See the answer", answer=BRUISES_FADE)
    assert page.h1.startswith("Expected:")
    assert "Nobody has been told yet" in page.text


def test_what_is_kept(ask, kept, cast_ids):
    ask(SWELLING_GROWS, BRUISES_FADE, phone_level="watch", asked_at="2026-11-18T09:50:00Z")
    (check,) = kept()
    assert check.picked == [("swelling", "one-side-bigger"), ("bruising", "fading")]
    assert (check.version_id, check.recovery_id) == cast_ids["maria"]
    assert (check.day, check.level, check.phone_level) == (3, "call", "watch")
    assert (check.asked_at, check.received_at) == (datetime(2026, 11, 18, 9, 50, tzinfo=UTC), NOW)


def test_the_gravest_comes_first_and_wins(ask, kept):
    page = ask(BRUISES_FADE, FAST_AND_FAINT, SWELLING_GROWS)
    assert page.h1.startswith("Emergency:")
    order = [words.split(":")[0] for words in headings(page) if ":" in words]
    assert order == ["Emergency", "Call your surgeon’s team", "Expected"]
    assert kept()[0].level == "emergency"


def test_the_number_stands_before_the_explanation(ask):
    card = next(e for e in ask(SWELLING_GROWS).all("article"))
    tags = [e.get("href") or e.tag.split("}")[1] for e in card.iter() if e.tag.endswith(("}a", "}p"))]
    assert tags[0] == "tel:+442079460101"


def test_none_of_these_fits_leads_to_the_team(maria):
    page = maria.open("/checks/about/swelling")
    page = maria.submit(page, "See the answer", answer="swelling/none-fits")
    assert page.h1 == "Call your surgeon’s team: Swelling – none of the answers fits"
    assert page.link("Send this to the team").startswith("/messages/new?check=")


def test_the_same_question_twice_is_one_check(ask, kept):
    client_id = str(uuid4())
    first, second = (ask(answer, client_id=client_id).path for answer in (SWELLING_GROWS, BRUISES_FADE))
    assert first == second
    assert [check.level for check in kept()] == ["call"]


def test_the_same_question_twice_at_once_is_one_check(maria, kept):
    form = maria.open("/checks/about/bruising").form_with("See the answer")
    data = dict(filled_in(form)) | {"answer": BRUISES_FADE}
    twins = [Browser(maria.app), Browser(maria.app)]
    for twin in twins:
        twin.client.set_cookie("mend", maria.client.get_cookie("mend").value)
    answers = at_once(*(lambda t=t: t.client.post("/checks", data=data) for t in twins))
    assert [a.status_code for a in answers] == [302, 302]
    assert len(kept()) == 1


def test_ticking_one_thing_twice_asks_it_once(ask, kept):
    ask(BRUISES_FADE, BRUISES_FADE)
    assert kept()[0].picked == [("bruising", "fading")]


def test_another_one_s_client_id_finds_nothing_of_theirs(app, ask, kept):
    client_id = str(uuid4())
    theirs = ask(SWELLING_GROWS, client_id=client_id).path
    tom = Browser(app).continue_as("tom")
    mine = tom.post("/checks", {"client_id": client_id, "answer": "swelling/hardly"})
    assert mine.path != theirs and len(kept()) == 2
    tom.open(theirs, status=404)


@pytest.mark.parametrize("when", ["2026-11-18T10:00:01Z", "2027-11-18T10:00:00Z", "9999-12-31T23:59:59-23:59",
                                  "2026-11-04T09:59:59Z", "2020-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "yesterday", "1763",
                                  "", "🙂"])  # fmt: skip
def test_a_time_that_can_t_be_right_is_now(ask, kept, when):
    ask(BRUISES_FADE, asked_at=when)
    assert (kept()[0].asked_at, kept()[0].day) == (NOW, 3)


@pytest.mark.parametrize(("when", "day"), [
    ("2026-11-17T23:59:00Z", 2), ("2026-11-18T00:00:00Z", 3), ("2026-11-18T01:30:00+02:00", 2),
    ("2026-11-17T10:00:00", 2), ("2026-11-15T08:00:00Z", 0), ("2026-11-14T08:00:00Z", -1),
])  # fmt: skip
def test_a_question_asked_offline_is_judged_for_the_day_it_was_asked(ask, kept, when, day):
    ask(BRUISES_FADE, asked_at=when)
    assert kept()[0].day == day


def test_a_slow_clock_on_the_phone_makes_no_answer_milder(ask, kept, clock):
    more_on_both_sides = "swelling/more-both-sides"
    assert ask(more_on_both_sides).h1.startswith("Expected:")
    clock.shift(timedelta(days=5))
    assert ask(more_on_both_sides, asked_at="2026-11-18T10:00:00Z").h1.startswith("Call your surgeon’s team:")
    assert (kept()[1].day, kept()[1].level) == (3, "call")


def test_an_answer_of_another_day_says_so_and_gives_no_times(ask, maria, clock):
    path = ask("swelling/more-both-sides").path
    assert "Look again" in maria.open(path).text
    clock.shift(timedelta(days=5))
    page = maria.open(path)
    assert page.h1.startswith("Expected:") and "This was the answer on day 3" in page.text
    assert "Look again" not in page.text and page.link("Ask again") == "/checks"


def test_a_question_from_before_surgery_is_a_call(ask):
    assert ask(BRUISES_FADE, asked_at="2026-11-14T08:00:00Z").h1.startswith("Call your surgeon’s team")


@pytest.mark.parametrize("bad", [
    {"phone_level": "fine"}, {"phone_level": "EXPECTED"}, {"client_id": ""}, {"client_id": "12"}, {"client_id": "x" * 36},
])  # fmt: skip
def test_a_question_sent_wrongly_is_not_kept(ask, kept, bad):
    page = ask(SWELLING_GROWS, status=422, **bad)
    assert "Signs that can’t wait" in page.text
    assert kept() == []


def test_nothing_ticked_shows_the_red_flags_and_no_verdict(ask, kept):
    page = ask(status=422)
    assert page.h1 == "Which of these do you have?"
    assert "Nothing was ticked." in page.text and "If you have one of these, ring 999 now." in page.text
    assert not page.all("article") and kept() == []


def test_nothing_ticked_on_one_question_asks_it_again(ask):
    page = ask(about="swelling", status=422)
    assert "Nothing was ticked." in page.text and page.form_with("See the answer") is not None


@pytest.mark.parametrize("about", ["nothing-like-it", "../today", "<b>", "x" * 5000])
def test_nothing_ticked_on_an_unknown_question_is_a_404(ask, about):
    ask(about=about, status=404)


@pytest.mark.parametrize("answer", ["swelling", "/", "swelling/", "/hardly", ""])
def test_half_an_answer_is_no_answer(ask, kept, answer):
    ask(answer, status=422)
    assert kept() == []


@pytest.mark.parametrize("answer", ["swelling/nonsense", "x/y", "<b>/<i>", "ü/ö", "a" * 3000 + "/b", "swelling/a/b"])
def test_an_answer_nobody_knows_is_a_call(ask, kept, answer):
    if "/" not in answer[:130]:
        return
    assert ask(answer).h1.startswith("Call your surgeon’s team:")
    assert kept()[0].level == "call"


def test_sixty_answers_are_judged_and_sixty_one_are_not(ask, kept):
    many = [f"swelling/x{i}" for i in range(61)]
    ask(*many[:60])
    ask(*many, status=422)
    assert [len(check.picked) for check in kept()] == [60]


@pytest.mark.parametrize(
    "path",
    ["/checks/not-a-uuid", "/checks/3b36461b-9f18-42a9-b463-be12e7d1b491", "/checks/about/%00", "/checks/about/x"],
)
def test_ids_that_name_nothing_are_a_404(maria, path):
    maria.open(path, status=404)


def test_nobody_else_can_open_a_check(app, ask):
    path = ask(SWELLING_GROWS).path
    for name in ("tom", "stranger"):
        Browser(app).continue_as(name).open(path, status=404)
    for name in ("jo", "nurse_lee", "dr_okafor", "admin_ruiz", "dr_else"):
        Browser(app).continue_as(name).open(path, status=403)


def test_old_questions_stay_readable_the_newest_first(maria, ask, clock):
    ask(BRUISES_FADE)
    clock.shift(timedelta(hours=1))
    ask(SWELLING_GROWS)
    names = [name for name, address in maria.open("/checks/history").links() if address.startswith("/checks/")]
    assert names[-2:] == ["Call · Day 3, 11:00", "Expected · Day 3, 10:00"]


def test_an_old_verdict_stands_as_it_was_on_its_day(maria, ask, clock):
    path = ask("swelling/more-both-sides").path
    clock.shift(timedelta(days=20))
    assert maria.open(path).h1.startswith("Expected:")
    assert ask("swelling/more-both-sides").h1.startswith("Call your surgeon’s team:")


def test_what_was_picked_can_t_be_read_in_the_database(app, ask):
    ask(SWELLING_GROWS)
    with behind(app):
        raw = db.session().execute(sa.text("SELECT sealed_picked_json FROM checks")).scalar_one()
    assert b"swelling" not in bytes(raw)


class TestTheTable:
    """The JSON the phone keeps."""

    def path(self, maria):
        main = maria.open("/today").all("main")[0]
        return main.get("data-table")

    def test_it_is_the_recovery_s_own(self, maria):
        response = maria.client.get(self.path(maria))
        assert response.json["procedure"] == "rhinoplasty"
        assert response.json["unknown"]["level"] == "call"
        assert response.headers["Cache-Control"].startswith("private")

    def test_it_says_nothing_about_the_person(self, maria):
        text = maria.client.get(self.path(maria)).text
        assert "Maria" not in text and "Okafor" not in text

    def test_other_tables_are_not_handed_out(self, app, maria):
        path = self.path(maria)
        assert maria.client.get(path.replace("general", "local")).status_code == 404
        assert Browser(app).continue_as("tom").client.get(path).status_code == 404
