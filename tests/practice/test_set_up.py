"""The administrator's pages."""

import re

import pytest

from pwa.practice.numbers import readable
from pwa.practice.plan import ContactPlan
from pwa.practice.reach import keep_plan, plan_of
from tests.behind import behind
from tests.browser import Browser, filled_in


@pytest.fixture
def admin(app):
    return Browser(app).continue_as("admin_ruiz")


def box(page, button, name):
    return dict(filled_in(page.form_with(button)))[name]


def plan_now(app):
    with behind(app) as cast:
        return plan_of(cast.admin_ruiz.practice)


def test_a_practice_is_set_up_from_nothing(app, browser):
    ran = app.test_cli_runner().invoke(
        args=["practices", "create", "New Clinic", "--admin-name", "Ada New", "--admin-email", "ada@new.example"]
    )
    page = browser.open(re.search(r"/invitation/\S+", ran.output)[0])
    secret = "lantern pickle orbit velvet"
    page = browser.submit(page, "Come in", passphrase=secret, again=secret)
    assert page.h1 == "New Clinic" and "There is no office number yet." in page.text
    browser.submit(browser.open("/practice/numbers"), "Keep", office_number="020 7946 0109", reply_hours="2")
    page = browser.submit(browser.open("/practice/hours"), "Keep the week", day_2="9-17", day_3="9-17")
    assert "Open until 17:00" in page.text and "Call New Clinic: 020 7946 0109. Emergency: 999." in page.text
    assert "Messages answered within 2 opening hours." in page.text


class TestDetails:
    """Name, country, zone, language."""

    def keep(self, admin, status=200, **typed):
        return admin.submit(admin.open("/practice/details"), "Keep", status=status, **typed)

    def test_they_are_kept(self, admin):
        page = self.keep(admin, name="Quay Surgery", region="IE", zone="Europe/Dublin", language="es")
        assert page.h1 == "Quay Surgery" and "IE, Europe/Dublin, es" in page.text

    @pytest.mark.parametrize(("field", "typed"), [
        ("zone", "Europe/Nowhere"), ("zone", ""), ("zone", "../etc/passwd"), ("name", ""), ("name", "x" * 121), ("zone", "x" * 65),
        ("region", "ZZ"), ("language", "tlh"),
    ])  # fmt: skip
    def test_each_bad_one_gives_a_sentence_and_changes_nothing(self, admin, field, typed):
        page = self.keep(admin, status=422, **{field: typed})
        assert "Please check this" in page.text
        assert admin.open("/practice").h1 == "Harbour Surgery"
        assert "GB, Europe/London, en" in admin.open("/practice").text

    def test_what_was_typed_stays(self, admin):
        page = self.keep(admin, status=422, name="Quay Surgery", zone="Europe/Nowhere")
        assert "“Europe/Nowhere” is not a time zone. Use one such as Europe/London." in page.text
        assert (box(page, "Keep", "name"), box(page, "Keep", "zone")) == ("Quay Surgery", "Europe/Nowhere")


class TestNumbers:
    """Whom patients ring."""

    def keep(self, admin, status=200, **typed):
        return admin.submit(admin.open("/practice/numbers"), "Keep", status=status, **typed)

    @pytest.mark.parametrize(("typed", "kept"), [
        ("020 7946 0109", "+442079460109"), ("+44 (0)20 7946 0109", "+442079460109"), ("+1 212 555 0123", "+12125550123"), ("", None),
    ])  # fmt: skip
    def test_they_are_kept_as_a_phone_dials_them(self, app, admin, typed, kept):
        self.keep(admin, office_number=typed)
        assert (plan_now(app).office_number or None) == kept

    @pytest.mark.parametrize(("field", "typed", "sentence"), [
        ("office_number", "nonsense", "“nonsense” is not a phone number we can ring."), ("on_call_number", "12", "“12” is not a phone number"),
        ("office_number", "<b>1</b>", "is not a phone number"), ("on_call_number", "+" + "9" * 30, "is not a phone number"),
        ("reply_hours", "0", "Between 1 and 40 hours."), ("reply_hours", "41", "Between 1 and 40 hours."), ("reply_hours", "soon", "Not a valid integer value"),
        ("call_back_minutes", "9", "Between 10 and 480 minutes."), ("call_back_minutes", "481", "Between 10 and 480 minutes."),
    ])  # fmt: skip
    def test_each_bad_one_gives_a_sentence_keeps_what_was_typed_and_changes_nothing(
        self, app, admin, field, typed, sentence
    ):
        before = plan_now(app)
        page = self.keep(admin, status=422, **{field: typed})
        assert sentence in page.text
        assert box(page, "Keep", field) == typed
        assert plan_now(app) == before

    def test_one_bad_number_loses_none_of_the_others(self, app, admin):
        page = self.keep(admin, status=422, office_number="020 7946 0109", on_call_number="nonsense")
        assert "7946" in box(page, "Keep", "office_number").replace(" ", "")

    def test_patients_see_the_new_number_at_once(self, app, admin, maria):
        self.keep(admin, office_number="020 7946 0109")
        assert any(address == "tel:+442079460109" for _, address in maria.open("/today").links())

    @pytest.mark.parametrize(("number", "region", "shown"), [
        ("+442079460101", "GB", "020 7946 0101"), ("+442079460101", "US", "+44 20 7946 0101"), ("111", "GB", "111"), (None, "GB", ""),
    ])  # fmt: skip
    def test_numbers_are_shown_as_people_write_them(self, number, region, shown):
        assert readable(number, region) == shown


class TestHours:
    """The week, and the days that are different."""

    def keep(self, admin, status=200, **typed):
        return admin.submit(admin.open("/practice/hours"), "Keep the week", status=status, **typed)

    def add(self, admin, day="24 12 2026", status=200, **typed):
        parts = dict(zip(("day__day", "day__month", "day__year"), day.split(), strict=True))
        return admin.submit(admin.open("/practice/hours"), "Add this day", status=status, **parts, **typed)

    def test_the_week_is_kept(self, app, admin):
        page = self.keep(admin, day_0="8-12, 13-17", day_4="closed", covered=["0", "6"])
        assert "Monday: 08:00–12:00, 13:00–17:00, on call when closed" in page.text
        assert "Friday: closed" in page.text
        assert plan_now(app).covered == (True, False, False, False, False, False, True)

    @pytest.mark.parametrize(("typed", "sentence"), [
        ("8-12, 11-13", "overlap"), ("22:00-06:00", "the closing time must come after the opening time"), ("9-25", "goes past the end of the hour or the day"),
        ("nine to five", "is not a time span"), ("8" * 81, "characters"), ("17-9", "the closing time must come after the opening time"),
    ])  # fmt: skip
    def test_each_bad_day_gives_a_sentence_keeps_what_was_typed_and_changes_nothing(self, app, admin, typed, sentence):
        before = plan_now(app)
        page = self.keep(admin, status=422, day_1=typed, day_3="7-8", covered=["5"])
        assert sentence in page.text
        assert (box(page, "Keep the week", "day_1"), box(page, "Keep the week", "day_3")) == (typed, "7-8")
        assert box(page, "Keep the week", "covered") == "5"
        assert plan_now(app) == before

    def test_two_bad_days_are_both_named(self, admin):
        page = self.keep(admin, status=422, day_1="x-y", day_2="p-q")
        assert "“x-y” is not a time span" in page.text and "“p-q” is not a time span" in page.text

    def test_an_unusual_day_is_added(self, admin):
        page = self.add(admin, hours="9-12", covered="no", note="Christmas Eve")
        assert "24 December 2026: 09:00–12:00, nobody on call (Christmas Eve)" in page.text

    def test_a_second_time_it_is_replaced(self, app, admin):
        self.add(admin, hours="9-12")
        self.add(admin, hours="")
        assert [day.hours for day in plan_now(app).unusual_days] == [()]

    def test_days_stand_in_order(self, app, admin):
        for day in ("26 12 2026", "1 1 2027", "25 12 2026"):
            self.add(admin, day)
        assert [f"{day.day:%d}" for day in plan_now(app).unusual_days] == ["25", "26", "01"]

    def test_it_is_removed(self, app, admin):
        self.add(admin)
        self.add(admin, "25 12 2026")
        admin.submit(admin.open("/practice/hours"), "Remove 24 December 2026")
        assert [f"{day.day:%d}" for day in plan_now(app).unusual_days] == ["25"]

    @pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "20261224T00"])
    def test_removing_what_is_no_day_is_a_404(self, admin, day):
        admin.post(f"/practice/unusual-days/{day}/removal", status=404)

    @pytest.mark.parametrize(("day", "typed", "sentence"), [
        ("31 2 2026", {}, "Enter a date that exists"), ("x y z", {}, "Enter a date that exists"), ("24 12 2026", {"hours": "9-25"}, "goes past the end"),
        ("24 12 2026", {"note": "n" * 81}, "80 characters"), ("24 12 2026", {"covered": "perhaps"}, "Not a valid choice"),
    ])  # fmt: skip
    def test_each_bad_unusual_day_gives_a_sentence_and_changes_nothing(self, app, admin, day, typed, sentence):
        page = self.add(admin, day, status=422, **typed)
        assert sentence in page.text
        assert box(page, "Add this day", "day-day") == day.split()[0]
        assert plan_now(app).unusual_days == ()

    def test_the_week_is_still_on_the_page_of_a_bad_unusual_day(self, admin):
        page = self.add(admin, "31 2 2026", status=422)
        assert box(page, "Keep the week", "day_0") == "08:30–17:00"

    def test_there_is_room_for_two_hundred_days_and_the_next_is_refused_with_a_sentence(self, app, admin):
        with behind(app) as cast:
            days = [{"day": f"{2027 + n // 300}-{n % 12 + 1:02}-{n // 12 % 25 + 1:02}"} for n in range(200)]
            keep_plan(cast.maria.practice, ContactPlan.model_validate({"unusual_days": days}))
        assert "Please check this" in self.add(admin, status=422).text

    def test_patients_see_a_day_off_at_once(self, admin, maria):
        self.add(admin, "18 11 2026")
        assert "Closed · a surgeon is on call" in " ".join(
            maria.open("/today").html.replace('<b class="is-shut">', "").replace("</b>", "").split()
        )


def test_only_the_administrator_sets_up(app):
    for name in ("maria", "nurse_lee", "dr_okafor", "jo"):
        Browser(app).continue_as(name).open("/practice/numbers", status=403)
