"""After Sign out the phone may be anyone's: nothing of the patient is left, the numbers are."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Phones

pytestmark = pytest.mark.usefixtures("office_open")

OF_THE_PATIENT = re.compile("Maria|Rossi|Okafor|rhinoplasty|nose|Day 3|swelling|splint", re.IGNORECASE)


def nothing_is_left(page: Page) -> None:
    """No word of hers on the page, and the practice's own number in the bar."""
    words = page.locator("html").inner_text()
    assert not OF_THE_PATIENT.search(words), words
    bar = page.get_by_role("navigation", name="Contact")
    expect(bar.get_by_role("link", name="Call Harbour Surgery")).to_have_attribute("href", "tel:+442079460101")
    expect(bar.get_by_role("link", name="Call 999")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_back_shows_nothing_of_the_patient(phones: Phones, script: bool) -> None:
    page = phones("Maria", java_script_enabled=script)
    for path in ("/checks", "/checks/about/swelling", "/timeline", "/today"):
        page.goto(path)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own surgeon, first")
    nothing_is_left(page)
    for _ in range(4):
        page.go_back()
        nothing_is_left(page)


def test_an_old_cookie_is_worth_nothing(phones: Phones) -> None:
    page = phones("Maria")
    kept = page.context.cookies()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own surgeon, first")
    page.context.clear_cookies()
    page.context.add_cookies(kept)
    page.goto("/today")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    nothing_is_left(page)


def test_without_a_practice_the_region_answers(phones: Phones) -> None:
    page = phones()
    page.goto("/no-such-page")
    bar = page.get_by_role("navigation", name="Contact")
    expect(bar.get_by_role("link", name="Call NHS 111")).to_be_visible()
    expect(bar.get_by_role("link", name="Call 999")).to_be_visible()
