"""The heart: from the front door to an answer, on day 3, with one thumb."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Phones

pytestmark = pytest.mark.usefixtures("office_open")

THUMB = 0.75  # of the height: below it a thumb reaches


def bar_is_in_reach(page: Page) -> None:
    """The first line of the contact bar rings, lies low, and nothing lies over it."""
    line = page.get_by_role("navigation", name="Contact").get_by_role("link").first
    expect(line).to_have_accessible_name(re.compile("^Call "))
    assert re.fullmatch(r"tel:\+?\d+", line.get_attribute("href") or "")
    box = line.bounding_box()
    assert box, f"{page.url}: the bar is not shown"
    assert box["y"] >= PHONE["height"] * THUMB, f"{page.url}: the bar is out of reach"
    assert box["y"] + box["height"] <= PHONE["height"]
    line.click(trial=True)


def tap(page: Page, name: str) -> None:
    """Follow the one link of this name."""
    page.get_by_role("link", name=name, exact=True).click()
    bar_is_in_reach(page)


def come_in(page: Page, who: str) -> None:
    """From the front door, by the demo's page."""
    page.goto("/")
    bar_is_in_reach(page)
    tap(page, "Look around as one of them")
    page.get_by_role("button", name=f"Continue as {who}", exact=True).click()
    bar_is_in_reach(page)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_maria_on_day_3(phones: Phones, script: bool) -> None:
    page = phones(java_script_enabled=script)
    come_in(page, "Maria")
    expect(page.get_by_role("heading", level=1)).to_have_text("Day 3")
    expect(page.get_by_role("heading", name="What is usual today")).to_be_visible()

    tap(page, "Is this normal?")
    tap(page, "Swelling")
    page.get_by_role("radio", name=re.compile("^Swelling going down")).check()
    page.get_by_role("button", name="See the answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Expected: "))
    expect(page.get_by_text("Nobody has been told yet")).to_be_visible()
    bar_is_in_reach(page)

    tap(page, "When can I…?")
    page.get_by_role("link", name=re.compile("glasses")).click()
    bar_is_in_reach(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("glasses")
    expect(page.get_by_text(re.compile(r"^(Not yet|Ask first|Usually by now)$"))).to_be_visible()

    tap(page, "Timeline")
    expect(page.get_by_role("heading", level=1)).to_have_text("Timeline")
    tap(page, "Today")
    expect(page.get_by_role("heading", level=1)).to_have_text("Day 3")


@pytest.mark.parametrize(
    ("who", "heading"), [("Sam", "Day −5"), ("Aisha", "Day 0"), ("Maria", "Day 3"), ("Tom", "Day 14")]
)
def test_each_of_the_cast_on_their_own_day(phones: Phones, who: str, heading: str) -> None:
    page = phones()
    come_in(page, who)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    tap(page, "Is this normal?")
    tap(page, "Today")


def test_a_tick_is_kept(phones: Phones) -> None:
    page = phones("Maria")
    tick = page.get_by_role("checkbox").first
    tick.check()
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()
    page.reload()
    expect(tick).to_be_checked()


def test_a_tick_is_kept_without_script(phones: Phones) -> None:
    page = phones("Tom", java_script_enabled=False)
    tick = page.get_by_role("checkbox").first
    tick.check()
    page.get_by_role("button", name="Keep my ticks").click()
    expect(tick).to_be_checked()


def test_several_at_once_gravest_first(phones: Phones) -> None:
    page = phones("Maria")
    page.goto("/checks/list")
    for symptom, answer in (("Swelling", "swelling/going-down"), ("Nosebleed", "bleeding/wont-stop")):
        page.get_by_role("heading", name=symptom, exact=True).click()
        page.locator(f"[value='{answer}']").check()
    page.get_by_role("button", name="See the answers").click()
    headings = page.locator("article").get_by_role("heading").all_inner_texts()
    assert len(headings) == 2
    assert headings[0].startswith("Emergency:")
    assert headings[1].startswith("Expected:")


def test_nothing_ticked_gives_no_verdict_but_the_red_flags(phones: Phones) -> None:
    page = phones("Maria")
    page.goto("/checks/list")
    page.get_by_role("button", name="See the answers").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was ticked")
    expect(page.get_by_role("heading", name="Signs that can’t wait")).to_be_visible()
    expect(page.locator("article")).to_have_count(0)


def test_a_search_finds_the_question(phones: Phones) -> None:
    page = phones("Maria", java_script_enabled=False)
    page.goto("/checks")
    page.get_by_role("searchbox", name="What do you notice?").fill("swollen face")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name=re.compile("^What fits"))).to_be_visible()
    tap(page, "Swelling")
