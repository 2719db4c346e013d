"""Whatever breaks, a page says so in plain words and a number to ring is still there."""

import pytest

from pwa import db
from pwa.web.access import open_to_all
from pwa.web.headers import ALWAYS
from tests.browser import Browser, Page, check_page
from tests.cast import Cast

EMERGENCY = "tel:999"


def numbers(page: Page) -> set[str]:
    """What the contact bar rings."""
    return {address for _, address in page.links() if address.startswith("tel:")}


def test_an_unknown_page_says_so_and_keeps_the_numbers(browser):
    page = browser.open("/no-such-page", status=404)
    assert page.h1 == "There is no such page"
    assert EMERGENCY in numbers(page)


def test_a_patients_error_page_rings_their_own_team(maria):
    page = maria.open("/no-such-page", status=404)
    assert "tel:+442079460101" in numbers(page)
    assert page.link("Call Dr Okafor’s team") == "tel:+442079460101"


@pytest.mark.parametrize("path", ["/sign-in", "/messages", "/checks"])
def test_a_form_of_a_megabyte_is_refused_before_it_is_read(maria, path):
    page = Page(maria.client.post(path, data={"text": "a" * 1_000_000}), path)
    assert page.status == 413
    assert page.h1 == "This is too much at once"
    check_page(page)
    assert EMERGENCY in numbers(page)


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "BREW"])
def test_an_unknown_method_is_refused_and_told_what_works(maria, method):
    answer = maria.client.open("/today", method=method)
    page = Page(answer, "/today")
    assert page.status == 405
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))
    check_page(page)


def test_a_get_on_what_is_only_posted_to_is_refused(maria):
    assert maria.open("/sign-out", status=405).h1 == "This can’t be done here"


@pytest.mark.parametrize("query", ["q=%ff%fe", "q=%00", "q=" + "a" * 5000, "q[]=1&q=2", "%=%&&&=="])
def test_a_strange_address_is_no_reason_to_break(maria, query):
    maria.open(f"/checks?{query}")


def test_a_page_that_breaks_keeps_the_numbers_and_tells_no_secret(own_app):
    @own_app.get("/breaks")
    @open_to_all
    def breaks():
        raise RuntimeError("the secret reason")

    browser = Browser(own_app).continue_as("maria")
    page = browser.open("/breaks", status=500)
    assert page.h1 == "Something broke on our side"
    assert page.link("Call Dr Okafor’s team") == "tel:+442079460101"
    assert "secret" not in page.html
    assert page.response.headers["Retry-After"] == "60"


def test_what_a_page_wrote_before_it_broke_is_forgotten(own_app):
    @own_app.post("/breaks")
    @open_to_all
    def breaks():
        Cast().maria.name = "Someone Else"
        db.session().flush()
        raise RuntimeError

    browser = Browser(own_app).continue_as("maria")
    browser.post("/breaks", status=500)
    assert "Maria Rossi" in browser.open("/demo").text


def test_a_template_that_breaks_leaves_the_plainest_page_with_a_number(own_app):
    own_app.jinja_env.globals.pop("asset_url")
    answer = own_app.test_client().get("/no-such-page")
    page = Page(answer, "/no-such-page")
    assert page.status == 404
    assert page.h1 == "There is no such page"
    assert numbers(page) == {EMERGENCY}


@pytest.mark.parametrize("path", ["/sign-in", "/no-such-page", "/enrolment"])
def test_without_a_database_an_open_page_still_has_the_emergency_number(own_app, path):
    lose_the_database(own_app)
    page = Page(own_app.test_client().get(path), path)
    assert page.status in {200, 404}
    check_page(page)
    assert EMERGENCY in numbers(page)


@pytest.mark.parametrize("path", ["/today", "/", "/no-such-page"])
def test_without_a_database_someone_signed_in_still_has_the_emergency_number(own_app, path):
    browser = Browser(own_app).continue_as("maria")
    lose_the_database(own_app)
    page = Page(browser.client.get(path), path)
    assert page.status in {404, 500, 503}
    assert page.h1
    assert EMERGENCY in numbers(page)


def test_without_a_database_the_health_check_says_so(own_app):
    lose_the_database(own_app)
    answer = own_app.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"status": "ill", "database": False, "queue": True}


def lose_the_database(app):
    app.extensions["engine"].dispose()
    db.use_engine(app, db.make_engine("sqlite:////nowhere/at/all.sqlite3"))


KINDS_OF_ANSWER = {
    "a page": ("GET", "/sign-in", 200),
    "a page kept offline": ("GET", "/today", 200),
    "a redirect": ("GET", "/", 302),
    "a refusal": ("GET", "/inbox", 403),
    "nothing there": ("GET", "/no-such-page", 404),
    "a wrong method": ("PUT", "/today", 405),
    "a form without its token": ("POST", "/messages", 400),
    "JSON": ("GET", "/healthz", 200),
    "an asset": ("GET", "/static/0/css/mend.css", 200),
    "a missing asset": ("GET", "/static/0/none", 404),
    "options": ("OPTIONS", "/today", 200),
    "a head": ("HEAD", "/today", 200),
}


@pytest.mark.parametrize("kind", KINDS_OF_ANSWER)
def test_every_kind_of_answer_carries_the_headers(maria, kind):
    method, path, status = KINDS_OF_ANSWER[kind]
    if kind == "a page":
        maria = Browser(maria.app)
    answer = maria.client.open(path, method=method)
    assert answer.status_code == status
    for name, value in ALWAYS.items():
        assert answer.headers.getlist(name) == [value]
    assert answer.headers["Cache-Control"] == caching_of(kind)


def caching_of(kind: str) -> str:
    return "public, max-age=31536000, immutable" if kind == "an asset" else "no-store"


def test_nothing_may_come_from_elsewhere_or_run_inline():
    policy = ALWAYS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert {"base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} <= set(policy.split("; "))


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(browser):
    answer = browser.client.post("/demo/maria/session", data={"csrf_token": token(browser)})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


def token(browser):
    page = browser.open("/demo")
    return next(field.get("value") for field in page.all("input") if field.get("name") == "csrf_token")
