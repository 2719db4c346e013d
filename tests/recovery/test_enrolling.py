"""A new patient: account, recovery and card in one step, or none of it."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from pwa import db
from pwa.people.models import Account, Code
from pwa.recovery.models import Recovery
from pwa.timelines import TimelineVersion
from tests.behind import behind, from_address, marked
from tests.browser import Browser, filled_in

BEGIN = "Begin and show the code"


def dates(name, text):
    return dict(zip((f"{name}__day", f"{name}__month", f"{name}__year"), text.split(), strict=True))


@pytest.fixture
def begin(nurse_lee):
    """Fill in the form for a new patient."""

    def fill_in(*, status=201, born="17 9 1963", surgery="16 11 2026", **typed):
        values = {"name": "Nina Novak"} | dates("birth_date", born) | dates("surgery_date", surgery) | typed
        return nurse_lee.submit(nurse_lee.open("/patients/new"), BEGIN, status=status, **values)

    return fill_in


def counts(app):
    with behind(app):
        return [
            db.session().scalar(sa.select(sa.func.count()).select_from(table)) for table in (Account, Recovery, Code)
        ]


def test_the_code_on_the_card_opens_the_new_patient_s_today(app, begin):
    page = begin()
    assert page.h1 == "The card for Nina Novak"
    browser = from_address(app, "10.0.0.9")
    opened = browser.submit(
        browser.open("/enrolment"), "Continue", code=marked(page, "shown-code"), **dates("birth_date", "17 9 1963")
    )
    assert opened.h1 == "Day 2"


def test_the_card_is_never_kept_by_a_browser(begin):
    assert begin().response.headers["Cache-Control"] == "no-store"


def test_a_surgeon_is_offered_first(app):
    page = Browser(app).continue_as("dr_okafor").open("/patients/new")
    with behind(app) as cast:
        assert dict(filled_in(page.form_with(BEGIN)))["surgeon"] == str(cast.dr_okafor.id)


def test_the_zone_of_the_practice_is_offered(nurse_lee):
    assert dict(filled_in(nurse_lee.open("/patients/new").form_with(BEGIN)))["zone"] == "Europe/London"


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"surgery": "19 11 2027"}, "The surgery is more than a year ahead. Check the year."),
    ({"surgery": "1 1 9999"}, "The surgery is more than a year ahead."), ({"surgery": "17 11 2025"}, "longer ago than this timeline reaches"),
    ({"surgery": "1 1 1"}, "longer ago than this timeline reaches"), ({"surgery": "31 2 2026"}, "Enter a date that exists"), ({"surgery": "x y z"}, "Enter a date that exists"),
    ({"zone": "Europe/Nowhere"}, "“Europe/Nowhere” is not a time zone."), ({"zone": "../etc/passwd"}, "is not a time zone."), ({"zone": ""}, "Enter a time zone."),
    ({"born": "17 9 2027"}, "Check the date of birth"), ({"born": "17 9 1900"}, "Check the date of birth"), ({"born": "17 9 63"}, "Check the date of birth"),
    ({"born": "30 2 1963"}, "Enter a date that exists"), ({"name": ""}, "Enter the patient’s name."), ({"name": " \t "}, "Enter the patient’s name."),
    ({"name": "x" * 121}, "120 characters"), ({"anaesthetic": "hypnosis"}, "Not a valid choice"),
    ({"version": str(uuid4())}, "Not a valid choice"), ({"version": ""}, "Not a valid choice"), ({"surgeon": str(uuid4())}, "Not a valid choice"),
    ({"surgeon": "x"}, "Not a valid choice"),
])  # fmt: skip
def test_each_bad_input_gives_a_sentence_and_writes_nothing(app, begin, typed, sentence):
    before = counts(app)
    page = begin(status=422, **typed)
    assert sentence in page.text
    assert counts(app) == before


def test_what_was_typed_stays(begin):
    page = begin(status=422, zone="Europe/Nowhere", anaesthetic="spinal")
    kept = dict(filled_in(page.form_with(BEGIN)))
    assert (kept["name"], kept["birth_date-day"], kept["surgery_date-year"], kept["anaesthetic"], kept["zone"]) == (
        "Nina Novak", "17", "2026", "spinal", "Europe/Nowhere",
    )  # fmt: skip


@pytest.mark.parametrize("surgery", ["18 11 2027", "18 11 2026", "18 11 2025"])
def test_a_year_ahead_and_the_last_day_of_the_timeline_are_still_possible(begin, surgery):
    begin(surgery=surgery)


class TestAnotherPractice:
    """Its surgeons and timelines are unknown here."""

    def test_a_surgeon_of_another_practice(self, app, begin):
        with behind(app) as cast:
            foreign = str(cast.dr_else.id)
        before = counts(app)
        begin(status=422, surgeon=foreign)
        assert counts(app) == before

    def test_a_timeline_of_another_practice(self, app, begin):
        with behind(app) as cast:
            foreign = str(cast.recovery("stranger").version_id)
        before = counts(app)
        begin(status=422, version=foreign)
        assert counts(app) == before

    def test_a_nurse_can_t_be_the_surgeon(self, app, begin):
        with behind(app) as cast:
            nurse = str(cast.nurse_lee.id)
        begin(status=422, surgeon=nurse)

    def test_its_patients_can_t_be_opened_or_given_a_card(self, app, nurse_lee):
        with behind(app) as cast:
            foreign = cast.recovery("stranger").id
        nurse_lee.open(f"/patients/{foreign}", status=404)
        nurse_lee.post(f"/patients/{foreign}/card", status=404)
        assert "Stranger" not in nurse_lee.open("/patients").text


def test_without_a_signed_timeline_nobody_can_be_begun(app, nurse_lee):
    with behind(app) as cast:
        db.session().execute(sa.update(TimelineVersion).values(withdrawn_at=cast.maria.created_at))
    page = nurse_lee.open("/patients/new")
    assert "No timeline is signed yet." in page.text
    before = counts(app)
    sent = {"name": "Nina", "version": str(uuid4()), "surgeon": "x", "zone": "UTC", "anaesthetic": "general"}
    nurse_lee.post("/patients", sent, status=422)
    assert counts(app) == before


def test_without_a_surgeon_nobody_can_be_begun(app, nurse_lee):
    with behind(app) as cast:
        cast.dr_okafor.is_active = False
    assert "There is no surgeon yet." in nurse_lee.open("/patients/new").text


def test_staff_see_what_the_patient_reads(app, nurse_lee):
    with behind(app) as cast:
        maria = cast.recovery("maria").id
    page = nurse_lee.open(f"/patients/{maria}")
    assert page.h1 == "Maria Rossi"
    assert "Day 3 · Nose operation (rhinoplasty) · Dr Ada Okafor · surgery 15 November 2026" in page.text


def test_a_new_card_ends_the_old_one(app, nurse_lee, begin):
    old = marked(begin(), "shown-code")
    page = nurse_lee.open("/patients")
    path = next(address for name, address in page.links() if name.startswith("Nina"))
    new = marked(nurse_lee.submit(nurse_lee.open(path), "Make a new code for the card", status=201), "shown-code")
    for code, status in ((old, 422), (new, 200)):
        browser = from_address(app, "10.0.0.9")
        browser.submit(
            browser.open("/enrolment"), "Continue", status=status, code=code, **dates("birth_date", "17 9 1963")
        )


def test_names_are_shown_as_text(begin, nurse_lee):
    page = begin(name="<script>alert(1)</script> & “Zoë”")
    assert page.h1 == "The card for <script>alert(1)</script> & “Zoë”"
    assert "<script>alert(1)" not in nurse_lee.open("/patients").html
