"""Invitations, sign-in, and the people of a practice."""

from datetime import timedelta

import pytest

from pwa.people.codes import issue_code
from pwa.people.colleagues import LastAdmin, close_account
from pwa.people.models import CodePurpose
from tests.behind import at_once, behind, without_chance
from tests.browser import Browser, filled_in
from tests.people.conftest import GOOD


def come_in(app, path, passphrase=GOOD, again=None, status=200):
    browser = Browser(app)
    page = browser.open(path)
    return browser.submit(page, "Come in", status=status, passphrase=passphrase, again=again or passphrase)


class TestInvitation:
    """A link that works once, for seven days."""

    def test_it_lets_a_nurse_in(self, app, invited):
        assert come_in(app, invited()).h1 == "Inbox"

    def test_it_greets_by_name(self, browser, invited):
        assert browser.open(invited()).h1 == "Welcome, Nurse Ana New"

    def test_it_works_once(self, app, invited, browser):
        path = invited()
        come_in(app, path)
        assert browser.open(path, status=410).h1 == "This invitation is over"

    def test_it_lasts_seven_days(self, app, invited, clock, browser):
        path, late = invited(), invited("late@example.org")
        clock.shift(timedelta(days=7, seconds=-1))
        come_in(app, path)
        clock.shift(timedelta(seconds=1))
        browser.open(late, status=410)

    def test_a_new_link_ends_the_old_one(self, app, invited, admin_ruiz, browser):
        path = invited()
        admin_ruiz.submit(admin_ruiz.open("/practice/people"), "New link for Nurse Ana New", status=201)
        browser.open(path, status=410)

    def test_a_made_up_one_is_over(self, browser):
        browser.open(f"/invitation/{'A' * 32}", status=410)

    def test_a_card_code_is_not_an_invitation(self, browser, new_card):
        browser.open(f"/invitation/{new_card('maria')}", status=410)

    def test_two_different_passphrases_are_asked_again(self, app, invited):
        page = come_in(app, invited(), again="another one altogether", status=422)
        assert "The two are not the same" in page.text
        assert GOOD not in page.html

    def test_a_weak_one_is_refused_with_a_sentence_and_the_link_still_works(self, app, invited):
        path = invited()
        assert "Use at least 15 characters" in come_in(app, path, "too short", status=422).text
        come_in(app, path)

    def test_the_link_of_a_closed_account_is_over(self, app, invited, browser):
        path = invited()
        admin = Browser(app).continue_as("admin_ruiz")
        admin.submit(admin.open("/practice/people"), "Close account of Nurse Ana New")
        browser.open(path, status=410)

    def test_of_two_at_once_one_comes_in_and_only_that_passphrase_works(self, app, invited, sign_in):
        path = invited()
        secrets = [GOOD, "tundra mosaic gravel anchor"]
        browsers = [Browser(app), Browser(app)]
        forms = [dict(filled_in(b.open(path).form_with("Come in"))) for b in browsers]
        jobs = [
            lambda b=b, f=f, s=s: b.client.post(path, data=f | {"passphrase": s, "again": s}).status_code
            for b, f, s in zip(browsers, forms, secrets, strict=True)
        ]
        statuses = at_once(*jobs)
        assert sorted(statuses)[0] == 302 and sorted(statuses)[1] >= 400
        winner, loser = secrets if statuses[0] == 302 else reversed(secrets)
        assert sign_in("new@example.org", winner).h1 == "Inbox"
        sign_in("new@example.org", loser, status=422)


class TestSignIn:
    """E-mail and passphrase."""

    def test_it_opens_the_inbox(self, sign_in, nurse_knows):
        assert sign_in(" NURSE_LEE@example.org ", nurse_knows).h1 == "Inbox"

    def test_every_refusal_is_the_same_page(self, app, sign_in, nurse_knows):
        with behind(app) as cast:
            cast.nurse_lee.is_active = False
        tries = ["nobody@example.org", "nurse_lee@example.org", "dr_okafor@example.org"]
        pages = [without_chance(sign_in(email, nurse_knows, status=422), email) for email in tries]
        assert pages[0] == pages[1] == pages[2]
        assert "That e-mail and passphrase don’t fit together." in pages[0]

    def test_a_wrong_passphrase_gets_the_same_page_as_an_unknown_e_mail(self, sign_in, nurse_knows):
        wrong = sign_in("nurse_lee@example.org", "lantern pickle orbit satin", status=422)
        unknown = sign_in("nobody@example.org", nurse_knows, status=422)
        emails = "nurse_lee@example.org", "nobody@example.org"
        assert without_chance(wrong, *emails) == without_chance(unknown, *emails)

    def test_guessing_is_slowed_down(self, sign_in, nurse_knows):
        for _ in range(5):
            sign_in("nurse_lee@example.org", "wrong wrong wrong wrong", status=422)
        assert "Try again in 1 minute" in sign_in("nurse_lee@example.org", nurse_knows, status=429).text

    def test_the_passphrase_never_comes_back(self, sign_in):
        assert "wrong wrong wrong wrong" not in sign_in("a@example.org", "wrong wrong wrong wrong", status=422).html

    def test_it_leads_to_where_one_wanted_to_go(self, browser, sign_in, nurse_knows):
        page = browser.open("/patients?x=1")
        page = browser.submit(page, "Sign in", email="nurse_lee@example.org", passphrase=nurse_knows)
        assert page.h1 == "Patients"

    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
    )
    def test_it_never_leads_elsewhere(self, browser, nurse_knows, elsewhere):
        page = browser.open("/sign-in")
        typed = {"email": "nurse_lee@example.org", "passphrase": nurse_knows, "next": elsewhere}
        data = dict(filled_in(page.form_with("Sign in"))) | typed
        assert browser.client.post("/sign-in", data=data).location == "/"

    def test_who_is_signed_in_is_not_asked_again(self, nurse_lee):
        assert nurse_lee.open("/sign-in").h1 == "Inbox"


class TestPeopleOfAPractice:
    """Added, invited anew, closed."""

    def test_an_e_mail_belongs_to_one_person_however_it_is_typed(self, admin_ruiz, invited):
        invited("Ana.New@example.org")
        page = admin_ruiz.open("/practice/people")
        page = admin_ruiz.submit(
            page, "Add and make a link", status=422, name="B", email="ana.new@EXAMPLE.org", role="staff"
        )
        assert "Someone already signs in with this e-mail." in page.text

    @pytest.mark.parametrize("email", ["", "ana", "ana@", "@b.c", "a b@c.de", "a@b", "a@b.c.", "a@b@c.de"])
    def test_what_is_no_e_mail_is_refused_with_a_sentence(self, admin_ruiz, email):
        page = admin_ruiz.open("/practice/people")
        page = admin_ruiz.submit(page, "Add and make a link", status=422, name="Ana", email=email, role="staff")
        assert "Enter an e-mail address" in page.text
        assert dict(filled_in(page.form_with("Add and make a link")))["name"] == "Ana"

    @pytest.mark.parametrize("role", ["patient", "caregiver", "owner", ""])
    def test_no_other_role_can_be_given(self, admin_ruiz, role):
        page = admin_ruiz.open("/practice/people")
        admin_ruiz.submit(page, "Add and make a link", status=422, name="A", email="a@example.org", role=role)

    def test_a_closed_account_is_out_at_once(self, admin_ruiz, nurse_lee):
        nurse_lee.open("/inbox")
        admin_ruiz.submit(admin_ruiz.open("/practice/people"), "Close account of Nurse Min Lee")
        assert nurse_lee.open("/inbox").h1 == "Sign in"

    def test_a_closed_account_can_t_sign_in(self, admin_ruiz, sign_in, nurse_knows):
        admin_ruiz.submit(admin_ruiz.open("/practice/people"), "Close account of Nurse Min Lee")
        sign_in("nurse_lee@example.org", nurse_knows, status=422)

    def test_the_last_administrator_stays(self, app, admin_ruiz):
        with behind(app) as cast:
            me = cast.admin_ruiz.id
        page = admin_ruiz.post(f"/practice/people/{me}/closure", status=422)
        assert page.h1 == "This is the last administrator"
        assert admin_ruiz.open("/practice").status == 200

    def test_with_a_second_administrator_the_first_may_leave(self, app, admin_ruiz, invited):
        come_in(app, invited("second@example.org", "admin", "Second Admin"))
        with behind(app) as cast:
            me = cast.admin_ruiz.id
        admin_ruiz.post(f"/practice/people/{me}/closure")
        assert admin_ruiz.open("/practice").h1 == "Sign in"

    def test_the_last_administrator_stays_while_the_other_is_closed(self, cast):
        cast.admin_ruiz.is_active = True
        with pytest.raises(LastAdmin):
            close_account(cast.admin_ruiz, by=cast.admin_ruiz)

    def test_nobody_of_another_practice_can_be_closed_or_invited(self, app, admin_ruiz):
        with behind(app) as cast:
            other = cast.dr_else.id
        for what in ("closure", "invitation"):
            admin_ruiz.post(f"/practice/people/{other}/{what}", status=404)

    def test_a_patient_can_t_be_made_a_colleague(self, app, admin_ruiz):
        with behind(app) as cast:
            patient = cast.maria.id
        admin_ruiz.post(f"/practice/people/{patient}/invitation", status=404)

    def test_a_new_passphrase_ends_every_session(self, app, nurse_lee):
        with behind(app) as cast:
            code = issue_code(cast.nurse_lee, CodePurpose.INVITATION, issuer=cast.admin_ruiz)
        assert come_in(app, f"/invitation/{code}").h1 == "Inbox"
        assert nurse_lee.open("/inbox").h1 == "Sign in"


@pytest.mark.parametrize(("name", "short"), [
    ("dr_okafor", "Dr Okafor"), ("nurse_lee", "Nurse Lee"), ("maria", "Maria"), ("admin_ruiz", "Admin Ruiz"),
])  # fmt: skip
def test_how_one_speaks_of_people(cast, name, short):
    assert getattr(cast, name).short_name == short
