"""The timeline on paper: two A4 pages, everything unfolded, the numbers as text."""

import re

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Phones

pytestmark = pytest.mark.usefixtures("office_open")

MOST_PAGES = 2
MARGIN = "11mm"

# What is folded on the screen must be there on paper, in letters one can read.
UNREADABLE = """
() => [...document.querySelectorAll("main li, main h1, main summary")]
  .filter((e) => !e.closest(".read-more"))  // links are of no use on paper
  .filter((e) => {
    const box = e.getBoundingClientRect();
    return !e.checkVisibility({ contentVisibilityAuto: true }) || box.height < 8 || box.width < 40 ||
      parseFloat(getComputedStyle(e).fontSize) < 11;
  }).map((e) => e.innerText.slice(0, 60))
"""


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def print_out(page: Page) -> bytes:
    return page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), MARGIN))


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("who", ["Maria", "Tom", "Aisha"])
def test_the_timeline_fits_on_two_pages(phones: Phones, who: str, script: bool) -> None:
    page = phones(who, java_script_enabled=script)
    page.goto("/timeline")
    pages = pages_of(print_out(page))
    assert 0 < pages <= MOST_PAGES, f"{pages} pages"


@pytest.mark.parametrize("who", ["Maria", "Tom", "Aisha"])
def test_everything_is_unfolded_and_readable(phones: Phones, who: str) -> None:
    page = phones(who)
    page.goto("/timeline")
    folded = page.locator("main details:not([open])").count()
    assert folded >= 3
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})  # about A4 between its margins
    assert page.evaluate(UNREADABLE) == []


def test_the_numbers_stand_there_as_text(phones: Phones) -> None:
    page = phones("Maria")
    page.goto("/timeline")
    page.emulate_media(media="print")
    paper = page.locator("body").inner_text()
    for line in ("Dr Okafor’s team, in opening hours: 020 7946 0101", "NHS 111, day and night: 111", "Emergency: 999"):
        assert line in paper


def test_buttons_and_bar_stay_off_the_paper(phones: Phones) -> None:
    page = phones("Maria")
    page.goto("/timeline")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").first.is_visible()
    assert not page.get_by_role("button", name="Sign out").is_visible()
