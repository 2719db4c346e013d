"""Closed by default, and the way back after signing in leads nowhere else."""

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pwa import db
from pwa.people.colleagues import set_passphrase
from pwa.web.access import safe_next
from tests.browser import Browser
from tests.cast import Cast

PASSPHRASE = "seven grey herons wade slowly"

# What people have tried to get a redirect to elsewhere with.
HOSTILE = st.text(alphabet="/\\:@.?#%&=;\t\n\r \x00\x1f\u2028\uff0f\u3002aehjpstvcrix", max_size=40)
TARGETS = st.one_of(
    st.text(max_size=60),
    HOSTILE,
    st.builds("{}{}evil.example{}".format, HOSTILE, st.sampled_from(["", "/", "//", "\\\\", "https://", "@"]), HOSTILE),
)
PATHS = st.lists(st.text("abcdefghij0123456789-", min_size=1, max_size=8), max_size=5).map(lambda p: "/" + "/".join(p))


def where_a_browser_goes(target: str) -> str:
    """The host an address leads to from https://mend.example, read as browsers do (WHATWG):
    blanks at the ends go, tabs and line ends go anywhere, a backslash is a slash."""
    cleaned = target.strip("".join(map(chr, range(0x21))))
    for sign in "\t\n\r":
        cleaned = cleaned.replace(sign, "")
    cleaned = cleaned.replace("\\", "/")
    if cleaned.startswith("//"):
        return cleaned.lstrip("/").partition("/")[0]
    scheme = cleaned.partition(":")[0]
    has_scheme = ":" in cleaned and scheme[:1].isalpha() and not set(scheme) & set("/?#")
    return "elsewhere" if has_scheme else "mend.example"


@settings(deadline=None)
@given(TARGETS)
@example("//evil.example")
@example("/\\evil.example")
@example("/\t/evil.example")
@example("https:evil.example")
@example(" //evil.example")
@example("///evil.example")
@example("javascript:alert(1)")
@example("//[")
@example("//\uff0f")
def test_the_way_back_never_leads_elsewhere(target):
    kept = safe_next(target)
    assert kept is None or (kept.startswith("/") and where_a_browser_goes(kept) == "mend.example")


@settings(deadline=None)
@given(PATHS, st.sampled_from(["", "?q=fever", "?"]))
def test_the_way_back_keeps_every_path_of_ours(path, query):
    assert safe_next(path + query) == (path + query).rstrip("?")


@pytest.mark.parametrize("nothing", [None, "", "today", "?q=1", "/" + "a" * 500])
def test_what_is_no_path_is_no_way_back(nothing):
    assert safe_next(nothing) is None


@pytest.mark.parametrize("target", ["//[", "//\uff0f", "http://[::1", "%00"])
def test_a_broken_way_back_is_no_reason_to_break(browser, target):
    fields = {field.get("name"): field.get("value") for field in browser.open(f"/sign-in?next={target}").all("input")}
    assert fields["next"] == ""


def test_a_page_behind_the_door_asks_to_sign_in_and_remembers_where_one_was_going(browser):
    answer = browser.client.get("/patients?page=2")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/patients?page%3D2"


def test_a_form_sent_after_the_session_ended_leads_to_the_door_without_a_way_back(browser):
    page = browser.post("/patients")
    assert page.path == "/sign-in"
    assert urlsplit(page.response.request.url).query == ""


def test_after_signing_in_one_is_where_one_was_going(app):
    give_a_passphrase(app)
    browser = Browser(app)
    page = browser.submit(browser.open("/patients"), "Sign in", email="nurse_lee@example.org", passphrase=PASSPHRASE)
    assert page.path == "/patients"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_a_link_with_a_way_back_to_elsewhere_leads_home(app, target):
    give_a_passphrase(app)
    browser = Browser(app)
    typed = {"email": "nurse_lee@example.org", "passphrase": PASSPHRASE, "next": target}
    page = browser.submit(browser.open("/sign-in"), "Sign in", **typed)
    assert page.path == "/inbox"
    assert page.response.request.host == "localhost"


def give_a_passphrase(app):
    with app.app_context():
        assert set_passphrase(Cast().nurse_lee, PASSPHRASE) is None
        db.session().commit()


def test_a_page_for_another_role_is_refused_with_the_numbers_still_there(maria):
    page = maria.open("/inbox", status=403)
    assert page.h1 == "This page is not for you"


def test_someone_elses_address_and_a_made_up_one_look_alike(maria):
    made_up = maria.open("/checks/00000000-0000-4000-8000-000000000000", status=404)
    nonsense = maria.open("/checks/nonsense", status=404)
    assert made_up.text == nonsense.text


def test_a_cookie_from_before_signing_out_is_worth_nothing(maria):
    old = maria.client.get_cookie("mend").value
    maria.submit(maria.open("/today"), "Sign out")
    maria.client.set_cookie("mend", old)
    assert maria.open("/today").path == "/sign-in"


def test_a_tampered_cookie_is_worth_nothing(maria):
    value = maria.client.get_cookie("mend").value
    maria.client.set_cookie("mend", value[:-4] + "AAAA")
    assert maria.open("/today").path == "/sign-in"
