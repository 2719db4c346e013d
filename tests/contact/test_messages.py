"""Write to the team: what is promised, what is kept, what the patient is told."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from pwa import db
from pwa.contact.models import Message
from pwa.practice.plan import ContactPlan
from pwa.practice.reach import keep_plan
from tests.behind import at_once, behind
from tests.browser import Browser, filled_in

GROWING, FADING = "swelling/one-side-bigger", "bruising/fading"


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def stored(app, *columns):
    with behind(app):
        return [tuple(getattr(m, c) for c in columns) for m in db.session().scalars(sa.select(Message))]


class TestThePromise:
    """A reply within four open hours, a call within sixty minutes."""

    @pytest.mark.parametrize(("now", "words", "due"), [
        (at(18, 10), "A reply comes by 14:00.", at(18, 14)), (at(18, 15), "A reply comes by tomorrow at 10:30.", at(19, 10, 30)),
        (at(18, 20), "A reply comes by tomorrow at 12:30. The practice is closed now.", at(19, 12, 30)),
        (at(20, 16), "A reply comes by Monday at 11:30.", at(23, 11, 30)),
    ])  # fmt: skip
    def test_it_stands_above_the_box_and_is_what_is_kept(self, app, maria, clock, now, words, due):
        clock.move_to(now)
        page = maria.open("/messages/new")
        assert words in page.text and "If it can’t wait, ring." in page.text
        maria.submit(page, "Send", text="It throbs.")
        assert stored(app, "promised_by", "kind", "received_at") == [(due, "written", now)]

    def test_without_hours_nothing_is_promised(self, app, maria, send):
        with behind(app) as cast:
            keep_plan(cast.maria.practice, ContactPlan(office_number="+442079460101"))
        assert "This practice has not said when it reads messages." in maria.open("/messages/new").text
        send()
        assert stored(app, "promised_by") == [(None,)]

    def test_a_call_back_is_offered_while_the_office_is_open_long_enough(self, app, maria, ask):
        page = maria.follow(ask(GROWING), "Ask to be rung back by 11:00")
        assert page.h1 == "Ask to be rung back" and "rings you by 11:00." in page.text
        maria.submit(page, "Ring me back")
        assert stored(app, "kind", "level", "promised_by") == [("call-back", "call", at(18, 11))]

    @pytest.mark.parametrize("now", [at(18, 16, 1), at(19, 8), at(18, 20), at(21, 12)])
    def test_it_is_not_offered_otherwise(self, clock, maria, ask, now):
        clock.move_to(now)
        assert "rung back" not in ask(GROWING).text
        assert maria.open("/messages/new?kind=call-back").h1 == "Write to the team"

    def test_asked_for_after_closing_it_becomes_a_message(self, app, maria, clock):
        page = maria.open("/messages/new?kind=call-back")
        clock.move_to(at(18, 20))
        maria.submit(page, "Ring me back")
        assert stored(app, "kind", "promised_by") == [("written", at(19, 12, 30))]

    @pytest.mark.parametrize("answer", [FADING, "swelling/fast-and-faint"])
    def test_no_call_back_is_offered_on_other_levels(self, ask, answer):
        assert "rung back" not in ask(answer).text


class TestSending:
    """Kept once, sealed, with its context."""

    def test_what_was_picked_goes_along(self, app, maria, ask):
        page = maria.follow(ask(GROWING), "Send this to the team")
        assert "Sent along: Day 3, what you picked, and what Mend answered." in page.text
        page = maria.submit(page, "Send", text="It throbs.")
        assert page.h1 == "Sent to the team" and page.link("What you asked").startswith("/checks/")
        assert stored(app, "level", "day") == [("call", 3)]

    def test_with_what_was_picked_nothing_need_be_written(self, app, maria, ask):
        maria.submit(maria.follow(ask(GROWING), "Send this to the team"), "Send", text="")
        assert stored(app, "level") == [("call",)]

    @pytest.mark.parametrize("nothing", ["", "  \n\t ", "\x00"])
    def test_alone_it_needs_a_few_words(self, app, send, nothing):
        assert "Write a few words first, or ring." in send(nothing, status=422).text
        assert stored(app, "id") == []

    def test_sent_twice_it_is_one(self, app, send):
        client_id = str(uuid4())
        assert send("first", client_id=client_id).path == send("second", client_id=client_id).path
        assert len(stored(app, "id")) == 1

    def test_sent_twice_at_once_it_is_one(self, app, maria):
        data = dict(filled_in(maria.open("/messages/new").form_with("Send"))) | {"text": "It throbs."}
        twins = [Browser(app), Browser(app)]
        for twin in twins:
            twin.client.set_cookie("mend", maria.client.get_cookie("mend").value)
        answers = at_once(*(lambda t=t: t.client.post("/messages", data=data) for t in twins))
        assert [answer.status_code for answer in answers] == [302, 302]
        assert len(stored(app, "id")) == 1

    def test_the_words_are_sealed(self, app, send):
        send("a secret of mine")
        with behind(app):
            assert b"secret" not in bytes(
                db.session().execute(sa.text("SELECT sealed_text FROM messages")).scalar_one()
            )

    def test_four_thousand_letters_fit_and_one_more_is_answered_with_a_sentence(self, app, send):
        send("x" * 4000)
        page = send("x" * 4001, status=422)
        assert "Keep it under 4000 letters. Nothing was lost." in page.text
        assert dict(filled_in(page.form_with("Send")))["text"] == "x" * 4001
        assert len(stored(app, "id")) == 1

    @pytest.mark.parametrize("bad", [{"client_id": ""}, {"client_id": "12"}, {"kind": "shout"}, {"check_id": "x"}])
    def test_sent_wrongly_it_is_not_kept(self, app, send, bad):
        send(status=422, **bad)
        assert stored(app, "id") == []

    def test_another_patient_s_check_does_not_go_along(self, app, send):
        tom = Browser(app).continue_as("tom")
        theirs = tom.post("/checks", {"client_id": str(uuid4()), "answer": "swelling/hardly"}).path.split("/")[-1]
        send(check_id=theirs)
        assert stored(app, "check_id", "level") == [(None, None)]

    def test_html_is_shown_as_text(self, send):
        page = send("<script>alert(1)</script>\n{{ 7 }}")
        assert "<script>alert(1)</script>" in page.text and "<script>alert(1)" not in page.html


class TestWhatBecameOfIt:
    """Received, seen, answered, or: please ring."""

    def nurse(self, app):
        return Browser(app).continue_as("nurse_lee")

    def open_message(self, reader):
        page = reader.open("/inbox")
        return reader.open(next(address for _, address in page.links() if address.startswith("/inbox/")))

    def test_received(self, send):
        page = send()
        assert "Received 10:00 A reply comes by 14:00" in page.text

    def test_reading_it_is_not_yet_telling_the_patient(self, app, maria, send):
        path = send().path
        self.open_message(self.nurse(app))
        assert "Seen by" not in maria.open(path).text

    def test_seen_by_the_first_who_says_so(self, app, maria, send, clock):
        path = send().path
        clock.shift(timedelta(minutes=8))
        nurse = self.nurse(app)
        nurse.submit(self.open_message(nurse), "I have seen it")
        assert "Seen by Nurse Lee 10:08" in maria.open(path).text

    def test_a_second_reader_does_not_take_the_first_one_s_place(self, app, maria, send):
        path = send().path
        nurse, surgeon = self.nurse(app), Browser(app).continue_as("dr_okafor")
        page = self.open_message(surgeon)
        nurse.submit(self.open_message(nurse), "I have seen it")
        surgeon.submit(page, "I have seen it")
        assert "Seen by Nurse Lee 10:00" in maria.open(path).text

    def test_answered(self, app, maria, send, clock):
        path = send().path
        clock.shift(timedelta(hours=1))
        nurse = self.nurse(app)
        nurse.submit(self.open_message(nurse), "Send the answer", text="Put your feet up.")
        page = maria.open(path)
        assert page.h1 == "Answered" and "Put your feet up." in page.text
        assert "Seen by Nurse Lee 11:00" in page.text and "Answered by Nurse Lee 11:00" in page.text

    def test_an_empty_answer_is_not_sent(self, app, maria, send):
        path = send().path
        nurse = self.nurse(app)
        page = nurse.submit(self.open_message(nurse), "Send the answer", status=422, text="  ")
        assert "Write an answer first." in page.text
        assert maria.open(path).h1 == "Sent to the team"

    def test_not_seen_in_time_the_patient_is_told_to_ring(self, maria, send, clock):
        path = send().path
        clock.move_to(at(18, 14))
        assert "Please ring" not in maria.open(path).text
        clock.shift(timedelta(seconds=1))
        for page in (maria.open(path), maria.open("/messages")):
            assert "Not seen yet. Please ring." in page.text

    def test_not_seen_in_time_the_team_is_told(self, app, send, clock):
        send()
        nurse = self.nurse(app)
        assert "promise not kept" not in nurse.open("/inbox").text
        clock.move_to(at(18, 14, 1))
        nurse = self.nurse(app)
        assert "promise not kept" in nurse.open("/inbox").text
        assert "Promise not kept." in self.open_message(nurse).text

    def test_seen_but_not_answered_in_time_is_a_broken_promise_too(self, app, maria, send, clock):
        path = send().path
        nurse = self.nurse(app)
        nurse.submit(self.open_message(nurse), "I have seen it")
        clock.move_to(at(18, 16))
        assert "Seen, but not answered yet. Please ring." in maria.open(path).text
        assert "promise not kept" in self.nurse(app).open("/inbox").text

    def test_answered_in_time_no_promise_was_broken(self, app, maria, send, clock):
        path = send().path
        nurse = self.nurse(app)
        nurse.submit(self.open_message(nurse), "Send the answer", text="All as it should be on day 3.")
        clock.move_to(at(18, 16))
        assert "Please ring" not in maria.open(path).text
        assert "promise not kept" not in self.nurse(app).open("/inbox").text

    def test_a_night_is_no_broken_promise(self, maria, clock, send):
        clock.move_to(at(18, 16))
        path = send().path
        clock.move_to(at(19, 11, 30))
        assert "Please ring" not in maria.open(path).text

    def test_all_that_was_sent_the_newest_first(self, maria, send, clock):
        send("first")
        clock.shift(timedelta(days=1))
        send("second")
        names = [
            name
            for name, address in maria.open("/messages").links()
            if address.startswith("/messages/") and "Day" in name
        ]
        assert names == ["Day 4", "Day 3"]

    def test_nobody_else_can_open_it(self, app, send):
        path = send().path
        for name, status in (("tom", 404), ("stranger", 404), ("jo", 403), ("nurse_lee", 403)):
            Browser(app).continue_as(name).open(path, status=status)

    @pytest.mark.parametrize("path", ["/messages/x", "/messages/895b987b-df8b-4a71-81cf-0e0d3dac1fc3"])
    def test_an_id_that_names_nothing_is_a_404(self, maria, path):
        maria.open(path, status=404)
