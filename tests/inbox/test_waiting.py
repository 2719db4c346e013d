"""The team's inbox: what waits, gravest and longest first."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from pwa import clock as now
from pwa import db
from pwa.audit.models import AuditEntry
from pwa.contact.models import Message
from tests.behind import behind
from tests.browser import Browser, filled_in

LEVELS = {"emergency": "swelling/fast-and-faint", "call": "swelling/one-side-bigger", "expected": "bruising/fading"}


def write(browser, answer=None, kind="written", text="hello"):
    """Send a message, perhaps about a check."""
    sent = {"client_id": str(uuid4()), "kind": kind, "text": text}
    if answer:
        page = browser.post("/checks", {"client_id": str(uuid4()), "answer": answer})
        sent["check_id"] = page.path.split("/")[-1]
    return browser.post("/messages", sent)


def waiting(reader):
    """The lines of the inbox: (level, kind)."""
    rows = [name for name, address in reader.open("/inbox").links() if address.startswith("/inbox/")]
    return [row.split(" (rhinoplasty) ")[-1].split(" · ")[0] for row in rows]


def test_an_empty_inbox_says_so(nurse_lee):
    assert "Nobody is waiting." in nurse_lee.open("/inbox").text


def test_a_line_says_who_when_after_what_and_what_was_promised(maria, nurse_lee):
    write(maria, LEVELS["call"])
    (line,) = [name for name, address in nurse_lee.open("/inbox").links() if address.startswith("/inbox/")]
    assert line == (
        "Maria Rossi · Day 3 · Nose operation (rhinoplasty) Message, call · 18 Nov 10:00 · promised by 18 Nov 14:00"
    )


def test_the_gravest_come_first_then_call_backs_then_the_longest_waiting(maria, nurse_lee, clock):
    write(maria)
    for level, kind in (("expected", "written"), ("call", "written"), ("emergency", "written"), ("call", "call-back")):
        clock.shift(timedelta(minutes=1))
        write(maria, LEVELS[level], kind)
    assert waiting(nurse_lee) == [
        "Message, emergency",
        "Ring back, call",
        "Message, call",
        "Message",
        "Message, expected",
    ]


def test_the_longest_waiting_of_a_level_comes_first(app, maria, nurse_lee, clock):
    for text in ("first", "second", "third"):
        write(maria, LEVELS["call"], text=text)
        clock.shift(timedelta(minutes=1))
    page = nurse_lee.open("/inbox")
    paths = [address for _, address in page.links() if address.startswith("/inbox/")]
    assert ["first" in nurse_lee.open(path).text for path in paths] == [True, False, False]


def test_what_was_answered_comes_last(maria, nurse_lee):
    write(maria, LEVELS["emergency"])
    write(maria)
    page = nurse_lee.open("/inbox")
    path = next(address for _, address in page.links() if address.startswith("/inbox/"))
    page = nurse_lee.submit(nurse_lee.open(path), "Send the answer", text="Ring 999.")
    assert page.h1 == "Inbox"
    assert waiting(nurse_lee) == ["Message", "Message, emergency"]


def test_a_grave_one_is_shown_however_many_wait(app, maria, nurse_lee):
    write(maria)
    with behind(app):
        first = db.session().scalars(sa.select(Message)).one()
        columns = ("recovery_id", "kind", "level", "day", "sealed_text")
        for number in range(250):
            copy = {column: getattr(first, column) for column in columns}
            received = now.now() - timedelta(minutes=number + 1)
            db.session().add(Message(id=uuid4(), client_id=uuid4(), received_at=received, answered_at=None, **copy))
        db.session().flush()
        db.session().execute(sa.delete(Message).where(Message.id == first.id))
        for message in db.session().scalars(sa.select(Message)):
            message.text = "copied"
    write(maria, LEVELS["emergency"])
    assert waiting(nurse_lee)[0] == "Message, emergency"


class TestOneMessage:
    """All its context."""

    def open_it(self, reader):
        page = reader.open("/inbox")
        return reader.open(next(address for _, address in page.links() if address.startswith("/inbox/")))

    def test_what_was_picked_what_mend_answered_and_the_words(self, maria, nurse_lee):
        write(maria, LEVELS["call"], text="It throbs.")
        page = self.open_it(nurse_lee)
        assert page.h1 == "Maria Rossi: Day 3"
        for words in (
            "Call: ",
            "Nose operation (rhinoplasty), Dr Ada Okafor.",
            "Promised by 18 Nov 14:00.",
            "It throbs.",
        ):
            assert words in page.text

    def test_html_of_a_patient_is_shown_as_text(self, maria, nurse_lee):
        write(maria, text='<script>alert(1)</script><img src=x onerror="alert(1)">')
        page = self.open_it(nurse_lee)
        assert "<script>alert(1)" in page.text and not [i for i in page.all("img") if i.get("src") == "x"]

    def test_who_has_it_is_shown_to_colleagues(self, app, maria, nurse_lee):
        write(maria)
        nurse_lee.submit(self.open_it(nurse_lee), "I have seen it")
        surgeon = Browser(app).continue_as("dr_okafor")
        assert "seen by Nurse Lee" in surgeon.open("/inbox").text
        assert "Seen by Nurse Min Lee" in self.open_it(surgeon).text

    def test_looking_is_written_down(self, app, maria, nurse_lee):
        write(maria)
        self.open_it(nurse_lee)
        with behind(app) as cast:
            entry = db.session().scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()[-1]
            assert (entry.tag, entry.actor_id, entry.subject_id) == (
                "recovery:read", cast.nurse_lee.id, cast.recovery("maria").id,
            )  # fmt: skip

    def test_seeing_and_answering_are_written_down_once(self, app, maria, nurse_lee):
        write(maria)
        page = self.open_it(nurse_lee)
        nurse_lee.submit(page, "I have seen it")
        nurse_lee.submit(page, "I have seen it")
        nurse_lee.submit(self.open_it(nurse_lee), "Send the answer", text="Rest.")
        with behind(app):
            tags = list(db.session().scalars(sa.select(AuditEntry.tag).where(AuditEntry.tag.startswith("message:"))))
        assert sorted(tags) == ["message:answered", "message:seen", "message:sent"]

    def test_a_second_answer_does_not_wipe_the_first(self, app, maria, nurse_lee):
        path = write(maria).path
        surgeon = Browser(app).continue_as("dr_okafor")
        theirs = self.open_it(surgeon)
        nurse_lee.submit(self.open_it(nurse_lee), "Send the answer", text="Ring us now.")
        token = dict(filled_in(theirs.form_with("Send the answer")))
        surgeon.client.post(theirs.path + "/answer", data=token | {"text": "Never mind."})
        assert "Ring us now." in maria.open(path).text

    def test_once_answered_it_asks_for_no_other_answer(self, maria, nurse_lee):
        write(maria)
        nurse_lee.submit(self.open_it(nurse_lee), "Send the answer", text="Ring us now.")
        page = self.open_it(nurse_lee)
        assert "Answered by Nurse Min Lee" in page.text and not page.all("textarea")

    @pytest.mark.parametrize("what", ["", "/sighting", "/answer"])
    def test_another_practice_sees_nothing(self, app, maria, what):
        write(maria)
        with behind(app):
            message = db.session().scalars(sa.select(Message.id)).one()
        other = Browser(app).continue_as("dr_else")
        path = f"/inbox/{message}{what}"
        assert (other.post(path, {"text": "hello"}, status=404) if what else other.open(path, status=404)).status == 404
        assert "Nobody is waiting." in other.open("/inbox").text
        assert "Maria" not in other.open("/patients").text

    @pytest.mark.parametrize("name", ["maria", "jo", "admin_ruiz"])
    def test_only_the_team_reads_it(self, app, name):
        Browser(app).continue_as(name).open("/inbox", status=403)
