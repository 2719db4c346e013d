"""What happens next: level × door, each cell of the table in docs/what-happens-next.md a
journey of its own; then the way of a message to the team and back."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from pwa import clock, db
from pwa.contact.models import Message
from pwa.timelines import Level
from tests.journeys.conftest import Ask, Phones
from tests.journeys.server import DOORS, OFFICE, ON_CALL, Server, plan_no_cover, plan_open

EMERGENCY, URGENT = "999", "111"
TEAM = ("Call Dr Okafor’s team", OFFICE)
SURGEON_ON_CALL = ("Call the surgeon on call", ON_CALL)
URGENT_LINE = ("Call NHS 111", URGENT)
EMERGENCY_LINE = ("Call 999", EMERGENCY)
FIRST_LINE = {"open": TEAM, "on-call": SURGEON_ON_CALL, "no-cover": URGENT_LINE}
HEADINGS = {
    Level.EXPECTED: "Expected:", Level.WATCH: "Watch:", Level.CALL: "Call your surgeon’s team:",
    Level.EMERGENCY: "Emergency:",
}  # fmt: skip


def lines(within: Page | Locator) -> list[tuple[str, str]]:
    """(name, number) of everything one can ring there, in document order."""
    found = within.locator("a[href^='tel:']").all()
    return [(" ".join(a.inner_text().split()), (a.get_attribute("href") or "").removeprefix("tel:")) for a in found]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("level", Level)
def test_every_cell(phones: Phones, server: Server, ask: Ask, level: Level, door: str) -> None:
    server.keep_plan(DOORS[door]())
    page = phones("Maria")
    ask(page, level)
    card = page.locator("article.level")
    expect(card.get_by_role("heading", level=1)).to_have_text(re.compile(f"^{HEADINGS[level]} "))
    expect(page.get_by_role("heading", name="Nobody has been told yet")).to_be_visible()
    CELLS[level](page, card, door)
    in_the_bar = lines(page.get_by_role("navigation", name="Contact"))
    assert in_the_bar == [FIRST_LINE[door], EMERGENCY_LINE]


def expected(page: Page, card: Locator, _door: str) -> None:
    """What is usual, when to look again; the bar is enough."""
    assert lines(card) == []
    expect(card).to_contain_text("Look again")
    may_write_until_promised(page)
    is_not_offered(page, "rung back", "emergency department")


def watch(page: Page, card: Locator, door: str) -> None:
    """When to look again, and a reply promised; nobody to ring at night: whom if it gets worse."""
    worse = [URGENT_LINE] if door == "no-cover" else []
    assert lines(card) == worse
    expect(card).to_contain_text("Look again")
    if worse:
        expect(card).to_contain_text("If it gets worse while the practice is closed")
    may_write_until_promised(page)
    is_not_offered(page, "rung back", "emergency department")


def call(page: Page, card: Locator, door: str) -> None:
    """The one number that answers now, above all explanation."""
    assert lines(card) == [FIRST_LINE[door]]
    comes_before_the_words(card)
    expect(card).not_to_contain_text("Look again")
    if door == "open":
        expect(page.get_by_role("link", name=re.compile(r"^Ask to be rung back by \d\d:\d\d$"))).to_be_visible()
        may_write_until_promised(page)
        is_not_offered(page, "emergency department")
    elif door == "on-call":
        is_not_offered(page, "rung back", "emergency department")
    else:
        expect(card).to_contain_text("go to the emergency department")
        expect(page.get_by_role("link", name="Write for the morning")).to_be_visible()
        is_not_offered(page, "rung back", "A reply comes by")


def emergency(page: Page, card: Locator, door: str) -> None:
    """The emergency number before all others on the page, then the team; no writing."""
    assert lines(page)[0] == EMERGENCY_LINE
    assert lines(card) == [EMERGENCY_LINE, FIRST_LINE[door]]
    comes_before_the_words(card)
    expect(card).not_to_contain_text("Look again")
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("Send|Write"))).to_have_count(0)
    is_not_offered(page, "rung back", "A reply comes by")


CELLS: dict[Level, Callable[[Page, Locator, str], None]] = {
    Level.EXPECTED: expected, Level.WATCH: watch, Level.CALL: call, Level.EMERGENCY: emergency,
}  # fmt: skip


def may_write_until_promised(page: Page) -> None:
    expect(page.get_by_role("link", name="Send this to the team")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"A reply comes by .*\d\d:\d\d"))


def is_not_offered(page: Page, *words: str) -> None:
    for word in words:
        expect(page.get_by_role("main")).not_to_contain_text(word)


def comes_before_the_words(card: Locator) -> None:
    number, words = card.locator("a[href^='tel:']").first.bounding_box(), card.locator("p").first.bounding_box()
    assert number and words
    assert number["y"] < words["y"]


def test_none_of_these_fits_leads_to_the_team(phones: Phones, office_open: None) -> None:
    page = phones("Maria")
    page.goto("/checks/about/swelling")
    page.get_by_role("radio", name="None of these fits").check()
    page.get_by_role("button", name="See the answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Call your surgeon’s team: Swelling"))
    assert lines(page.locator("article.level")) == [TEAM]
    page.get_by_role("link", name="Send this to the team").click()
    expect(page.get_by_role("main")).to_contain_text("what you picked")


def test_a_message_is_received_then_seen_then_answered(phones: Phones, ask: Ask, office_open: None) -> None:
    maria, nurse = phones("Maria"), phones("Nurse Lee", viewport={"width": 1200, "height": 800})
    ask(maria, Level.WATCH)
    maria.get_by_role("link", name="Send this to the team").click()
    expect(maria.get_by_role("main")).to_contain_text(re.compile(r"A reply comes by .*\d\d:\d\d"))
    maria.get_by_role("textbox").fill("It began at breakfast.")
    maria.get_by_role("button", name="Send").click()
    expect(maria.get_by_text(re.compile(r"^Received \d\d:\d\d$"))).to_be_visible()
    expect(maria.get_by_text("Seen by")).to_have_count(0)

    nurse.reload()
    nurse.get_by_role("link", name=re.compile("^Maria Rossi .* Message, watch")).last.click()
    expect(nurse.get_by_text("It began at breakfast.")).to_be_visible()
    expect(nurse.get_by_text(re.compile("^Watch: "))).to_be_visible()
    nurse.get_by_role("button", name="I have seen it").click()
    expect(nurse.get_by_text(re.compile("^Seen by Nurse"))).to_be_visible()
    maria.reload()
    expect(maria.get_by_text(re.compile(r"^Seen by Nurse Lee \d\d:\d\d$"))).to_be_visible()

    nurse.get_by_role("textbox", name="Your answer").fill("Keep it cool, and look again at four.")
    nurse.get_by_role("button", name="Send the answer").click()
    maria.reload()
    expect(maria.get_by_role("heading", level=1)).to_have_text("Answered")
    expect(maria.get_by_text("Keep it cool, and look again at four.")).to_be_visible()


def test_a_call_back_is_promised_while_the_office_is_open(phones: Phones, ask: Ask, office_open: None) -> None:
    maria, nurse = phones("Maria"), phones("Nurse Lee")
    ask(maria, Level.CALL)
    maria.get_by_role("link", name=re.compile("^Ask to be rung back by")).click()
    expect(maria.get_by_role("main")).to_contain_text(re.compile(r"rings you by \d\d:\d\d"))
    maria.get_by_role("button", name="Ring me back").click()
    expect(maria.get_by_text(re.compile(r"^A call comes by .*\d\d:\d\d$"))).to_be_visible()
    nurse.reload()
    expect(nurse.get_by_role("link", name=re.compile("^Maria Rossi .* Ring back, call")).first).to_be_visible()


def test_writing_for_the_morning_when_nobody_answers(phones: Phones, server: Server, ask: Ask) -> None:
    server.keep_plan(plan_no_cover())
    page = phones("Maria")
    ask(page, Level.CALL)
    page.get_by_role("link", name="Write for the morning").click()
    expect(page.get_by_role("main")).to_contain_text("The practice is closed now")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text(re.compile(r"^A reply comes by .*\d\d:\d\d$"))).to_be_visible()


def test_a_promise_not_kept_is_said(phones: Phones, server: Server, ask: Ask) -> None:
    server.keep_plan(plan_open())
    page, nurse = phones("Maria"), phones("Nurse Lee")
    ask(page, Level.WATCH)
    page.get_by_role("link", name="Send this to the team").click()
    page.get_by_role("button", name="Send").click()
    with server.app.app_context():
        newest = sa.select(Message).order_by(Message.received_at.desc()).limit(1)
        db.session().scalars(newest).one().promised_by = clock.now() - timedelta(minutes=5)
        db.session().commit()
    page.reload()
    expect(page.get_by_text("Not seen yet. Please ring.")).to_be_visible()
    nurse.reload()
    expect(nurse.get_by_text("promise not kept").first).to_be_visible()
