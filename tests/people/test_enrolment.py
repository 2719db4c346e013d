"""Coming in with the card: a code and a date of birth, once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from pwa import db
from pwa.people.codes import issue_code
from pwa.people.models import CodePurpose, SignedInSession
from tests.behind import at_once, behind, from_address, marked, without_chance
from tests.browser import Browser, filled_in


def test_the_code_and_the_date_of_birth_open_today(new_card, enrol):
    assert enrol(new_card("maria")).h1 == "Day 3"


@pytest.mark.parametrize(
    "typed", [str.lower, lambda c: c.replace("-", ""), lambda c: c.replace("-", "  "), lambda c: f" {'-'.join(c)} "]
)
def test_a_code_may_be_typed_as_it_comes(new_card, enrol, typed):
    assert enrol(typed(new_card("maria"))).h1 == "Day 3"


def test_the_link_on_the_card_brings_the_code(browser, new_card):
    page = browser.open(f"/enrolment/{new_card('tom')}")
    page = browser.submit(page, "Continue", birth_date__day="27", birth_date__month="3", birth_date__year="1952")
    assert page.h1 == "Day 14"


def test_opening_the_link_alone_uses_nothing_up(browser, new_card, enrol):
    code = new_card("maria")
    browser.open(f"/enrolment/{code}")
    assert enrol(code).h1 == "Day 3"


def test_a_code_works_once(new_card, enrol):
    code = new_card("maria")
    enrol(code)
    assert "don’t fit together" in enrol(code, status=422, address="10.0.0.2").text


def test_a_new_code_ends_the_old_one(new_card, enrol):
    old, new = new_card("maria"), new_card("maria")
    enrol(old, status=422)
    assert enrol(new).h1 == "Day 3"


def test_a_code_lasts_thirty_days(new_card, enrol, clock):
    code, late = new_card("maria"), new_card("tom")
    clock.shift(timedelta(days=30, minutes=-1))
    enrol(code)
    clock.shift(timedelta(minutes=1))
    enrol(late, "27 3 1952", status=422)


def test_no_other_kind_of_code_opens_the_door_for_cards(app, enrol):
    with behind(app) as cast:
        device = issue_code(cast.maria, CodePurpose.DEVICE, issuer=cast.maria)
    enrol(device, status=422)


def refusals(app, new_card, enrol, clock):
    """(what is wrong, code, date of birth), each truly so."""
    used, closed, expired = new_card("tom"), new_card("aisha"), new_card("maria")
    enrol(used, "27 3 1952")
    clock.shift(timedelta(days=31))
    with behind(app) as cast:
        cast.aisha.is_active = False
        nobodys_birthday = issue_code(cast.jo, CodePurpose.ENROLMENT, issuer=cast.maria)
    good = new_card("sam")
    yield from (("wrong date", good, "31 1 1994"), ("used", used, "27 3 1952"), ("expired", expired, "12 4 1971"))
    yield from (("closed", closed, "3 9 1988"), ("no birthday", nobodys_birthday, "1 1 1990"))


def test_every_refusal_is_the_same_page(app, new_card, enrol, clock):
    wrong = enrol("AAAA-BBBB", status=422)
    expected = without_chance(wrong, "AAAA-BBBB", "12", "4", "1971")
    for number, (why, code, born) in enumerate(refusals(app, new_card, enrol, clock)):
        page = enrol(code, born, status=422, address=f"10.0.1.{number}")
        assert without_chance(page, code, *born.split()) == expected, why


def test_every_refusal_has_the_same_headers(new_card, enrol):
    answers = [enrol("AAAA-BBBB", status=422), enrol(new_card("maria"), "1 1 1990", status=422)]
    first, second = ({k for k, _ in page.response.headers} for page in answers)
    assert first == second


@pytest.mark.parametrize("born", ["31 2 1971", "x y z", "0 0 0", "12 4 99999", "² 4 1971"])
def test_a_date_that_does_not_exist_is_asked_again_and_kept_as_typed(new_card, enrol, born):
    page = enrol(new_card("maria"), born, status=422)
    assert "Enter a date that exists" in page.text
    assert dict(filled_in(page.form_with("Continue")))["birth_date-day"] == born.split()[0]


@pytest.mark.parametrize("code", ["", " ", "-" * 8, "<script>alert(1)</script>", "é" * 40, "A" * 41])
def test_nonsense_is_refused_like_a_wrong_code(enrol, code):
    page = enrol(code, status=422)
    assert "<script>alert" not in page.html


def test_of_two_at_once_one_comes_in(app, new_card):
    code = new_card("maria")
    sent = {"code": code, "birth_date-day": "12", "birth_date-month": "4", "birth_date-year": "1971"}
    browsers = [from_address(app, f"10.0.2.{i}") for i in range(4)]
    forms = [dict(filled_in(b.open("/enrolment").form_with("Continue"))) | sent for b in browsers]
    statuses = at_once(*(
        lambda b=b, f=f: b.client.post("/enrolment", data=f).status_code for b, f in zip(browsers, forms, strict=True)
    ))  # fmt: skip
    assert sorted(statuses) == [302, 422, 422, 422]
    with behind(app):
        assert db.session().scalar(sa.select(sa.func.count()).select_from(SignedInSession)) == 1


class TestSlowingDown:
    """An address has twenty wrong tries free, a card five, and ten in all."""

    def wrong(self, enrol, times=20, **how):
        for number in range(times):
            enrol(f"AAAA-BB{number:02}", status=422, **how)

    def test_after_twenty_wrong_tries_the_page_says_how_long_to_wait(self, new_card, enrol):
        self.wrong(enrol)
        page = enrol(new_card("maria"), status=429)
        assert page.h1 == "Please wait a little"
        assert "Try again in 1 minute, or ring the team." in page.text

    def test_right_and_wrong_codes_wait_alike(self, new_card, enrol):
        self.wrong(enrol)
        right, wrong = enrol(new_card("maria"), status=429), enrol("CCCC-DDDD", status=429)
        assert without_chance(right) == without_chance(wrong)

    def test_other_people_don_t_wait(self, new_card, enrol):
        self.wrong(enrol)
        assert enrol(new_card("tom"), "27 3 1952", address="10.9.9.9").h1 == "Day 14"

    def test_the_wait_ends_and_the_right_code_works(self, new_card, enrol, clock):
        self.wrong(enrol)
        clock.shift(timedelta(minutes=1))
        assert enrol(new_card("maria")).h1 == "Day 3"

    def test_the_wait_doubles_with_each_further_wrong_try(self, enrol, clock):
        self.wrong(enrol)
        for minutes in (1, 2, 4, 8):
            assert f"Try again in {minutes} minute" in enrol("AAAA-BBBB", status=429).text
            clock.shift(timedelta(minutes=minutes))
            self.wrong(enrol, times=1)

    def test_a_right_code_does_not_forgive_the_address(self, new_card, enrol):
        self.wrong(enrol, times=19)
        enrol(new_card("maria"))
        self.wrong(enrol, times=1)
        enrol("AAAA-BBBB", status=429)

    def test_neighbours_of_an_ipv6_network_are_one(self, enrol):
        for number in range(20):
            enrol(f"AAAA-BB{number:02}", status=422, address=f"2001:db8:1:2::{number + 1:x}")
        enrol("AAAA-BBBB", status=429, address="2001:db8:1:2:ffff::9")
        enrol("AAAA-BBBB", status=422, address="2001:db8:1:3::1")

    def test_a_card_is_void_after_ten_wrong_dates(self, new_card, enrol, clock):
        code = new_card("maria")
        for number in range(10):
            clock.shift(timedelta(hours=1))
            enrol(code, f"{number + 1} 1 1990", status=422, address=f"10.0.5.{number}")
        clock.shift(timedelta(hours=1))
        enrol(code, status=422, address="10.0.6.1")

    def test_a_day_later_all_is_forgotten(self, enrol, clock):
        self.wrong(enrol)
        clock.shift(timedelta(hours=24, minutes=1))
        self.wrong(enrol)

    def test_guessing_birthdays_for_one_card_is_slow_from_everywhere(self, new_card, enrol):
        code = new_card("maria")
        for number in range(5):
            enrol(code, "1 1 1990", status=422, address=f"10.0.3.{number}")
        enrol(code, "2 1 1990", status=429, address="10.0.3.99")

    def test_typing_the_code_another_way_does_not_make_guessing_faster(self, new_card, enrol):
        code = new_card("maria")
        for number in range(5):
            typed = code[:number] + " " + code[number:]
            enrol(typed, "1 1 1990", status=422, address=f"10.0.4.{number}")
        enrol(code.replace("-", ""), "2 1 1990", status=429, address="10.0.4.99")


class TestTheNextDevice:
    """The ten-minute code."""

    def code(self, browser):
        return marked(browser.submit(browser.open("/device-code"), "Show a code"), "shown-code")

    def type_it(self, app, code, status=200):
        other = Browser(app)
        return other.submit(other.open("/next-device"), "Continue", status=status, code=code)

    def test_it_opens_the_same_recovery_and_both_stay_signed_in(self, app, maria):
        assert self.type_it(app, self.code(maria)).h1 == "Day 3"
        assert maria.open("/today").h1 == "Day 3"

    def test_it_works_once(self, app, maria):
        code = self.code(maria)
        self.type_it(app, code)
        assert "more than ten minutes old" in self.type_it(app, code, status=422).text

    def test_it_lasts_ten_minutes(self, app, maria, clock):
        code = self.code(maria)
        clock.shift(timedelta(minutes=10, seconds=-1))
        self.type_it(app, code)

    def test_after_ten_minutes_it_is_refused(self, app, maria, clock):
        code = self.code(maria)
        clock.shift(timedelta(minutes=10))
        self.type_it(app, code, status=422)

    def test_a_caregiver_gets_one_too(self, app):
        jo = Browser(app).continue_as("jo")
        assert self.type_it(app, self.code(jo)).h1 == "Milestones"

    def test_staff_come_in_by_passphrase_only(self, nurse_lee):
        nurse_lee.post("/device-code", status=403)

    def test_a_card_code_is_not_a_device_code(self, app, new_card):
        self.type_it(app, new_card("maria"), status=422)
