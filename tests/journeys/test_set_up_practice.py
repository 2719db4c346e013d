"""From nothing to a first patient: the command, the links, the numbers, the signature, the card."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Phones
from tests.journeys.server import Server

WORDS = "kettle violet bridge sandpaper"
SURGEONS_WORDS = "lantern otter gravel teaspoon"
DESK = {"width": 1200, "height": 800}
A_THREE_DAYS_OLD_NOSE = timedelta(days=3)


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Server]:
    """A Mend nobody has used yet."""
    with Server(tmp_path, demo=False).running() as server:
        yield server


def fill_date(page: Page, group: str, day: datetime) -> None:
    """The three boxes of a date."""
    boxes = page.get_by_role("group", name=group)
    for name, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(name).fill(str(value))


def come_in(page: Page, passphrase: str) -> None:
    """Choose a passphrase on an invitation."""
    page.get_by_label("Choose a passphrase").fill(passphrase)
    page.get_by_label("The same again").fill(passphrase)
    page.get_by_role("button", name="Come in").click()


def test_from_nothing_to_a_first_patient(bare: Server, phones: Phones) -> None:
    said = bare.say(
        "flask", "--app", "wsgi", "practices", "create", "Hill Clinic",
        "--admin-name", "Ana Ruiz", "--admin-email", "ana@hill.example",
    )  # fmt: skip
    link = re.search(r"/invitation/\w+", said)
    assert link, said

    admin = phones(base_url=bare.url, viewport=DESK)
    administrator_comes_in(admin, link[0])
    set_numbers(admin)
    set_hours(admin)
    surgeons_link = add_a_surgeon(admin)

    surgeon = phones(base_url=bare.url, viewport=DESK)
    surgeon.goto(surgeons_link)
    come_in(surgeon, SURGEONS_WORDS)
    expect(surgeon.get_by_role("heading", level=1)).to_have_text("Inbox")
    sign_rhinoplasty(surgeon)
    code = begin_a_patient(surgeon)

    patient = phones(base_url=bare.url)
    enrol(patient, code)
    a_used_code_opens_nothing(phones(base_url=bare.url), code)
    what_is_the_patients_stays_closed(admin, surgeon)


def administrator_comes_in(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Ana Ruiz")
    come_in(page, "password password")
    expect(page.get_by_role("alert")).to_contain_text("This would be tried early on.")
    come_in(page, "too short")
    expect(page.get_by_role("alert")).to_contain_text("Use at least 15 characters.")
    come_in(page, WORDS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hill Clinic")
    expect(page.get_by_text("There is no office number yet.")).to_be_visible()


def set_numbers(page: Page) -> None:
    page.get_by_role("link", name="Change numbers").click()
    page.get_by_label("Office number").fill("not a number")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("alert")).to_contain_text("is not a phone number we can ring")
    page.get_by_label("Office number").fill("020 7946 0123")
    page.get_by_label("On-call number").fill("07700 900123")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Office: 020 7946 0123. On call: +44 7700 900123.")).to_be_visible()


def set_hours(page: Page) -> None:
    page.get_by_role("link", name="Change hours").click()
    page.get_by_label("Monday", exact=True).fill("17:00-08:30")
    page.get_by_role("button", name="Keep the week").click()
    expect(page.get_by_role("alert")).to_contain_text("the closing time must come after the opening time")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        page.get_by_label(day, exact=True).fill("00:00-24:00")
        page.get_by_label(f"On-call number answered when closed on {day}").check()
    page.get_by_role("button", name="Keep the week").click()
    expect(page.get_by_text("Monday: 00:00–24:00, on call when closed")).to_be_visible()

    page.get_by_role("link", name="Change hours").click()
    christmas = datetime(datetime.now(UTC).year + 1, 12, 25, tzinfo=UTC)
    fill_date(page, "Date", christmas)
    page.get_by_label("On-call cover").select_option("no")
    page.get_by_label("Why").fill("Christmas")
    page.get_by_role("button", name="Add this day").click()
    expect(page.get_by_text(f"25 December {christmas.year}: closed, nobody on call (Christmas)")).to_be_visible()


def add_a_surgeon(page: Page) -> str:
    page.get_by_role("link", name="People").click()
    page.get_by_label("Name").fill("Dr Mia Hill")
    page.get_by_label("E-mail").fill("mia@hill.example")
    page.get_by_label("Role").select_option("Surgeon")
    page.get_by_role("button", name="Add and make a link").click()
    return page.get_by_text(re.compile(r"^http://.+/invitation/\w+$")).inner_text()


def sign_rhinoplasty(page: Page) -> None:
    page.get_by_role("link", name="Patients", exact=True).click()
    expect(page.get_by_text("Nobody yet.")).to_be_visible()
    page.get_by_role("link", name="Timelines").click()
    page.get_by_role("link", name=re.compile("[Rr]hinoplasty")).click()
    expect(page.get_by_text("Not signed here. No patient can be given it.")).to_be_visible()
    page.get_by_label("passphrase").fill("not this one at all")
    page.get_by_role("button", name="Sign and publish").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("passphrase").fill(SURGEONS_WORDS)
    page.get_by_role("button", name="Sign and publish").click()
    expect(page.get_by_text(re.compile("Dr Mia Hill")).first).to_be_visible()


def begin_a_patient(page: Page) -> str:
    page.get_by_role("link", name="Patients", exact=True).click()
    page.get_by_role("link", name="New patient").click()
    page.get_by_label("Patient’s name").fill("Nora Field")
    fill_date(page, "Date of birth", datetime(1985, 2, 9, tzinfo=UTC))
    fill_date(page, "Date of surgery", datetime.now(UTC) - A_THREE_DAYS_OLD_NOSE)
    page.get_by_role("button", name="Begin and show the code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The card for Nora Field")
    return page.get_by_text(re.compile(r"^\w{4}-\w{4}$")).inner_text()


def enrol(page: Page, code: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="I have a code on a card").click()
    page.get_by_label("Code on your card").fill(code.lower())
    fill_date(page, "Your date of birth", datetime(1985, 2, 8, tzinfo=UTC))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("don’t fit together")
    fill_date(page, "Your date of birth", datetime(1985, 2, 9, tzinfo=UTC))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Day [34]$"))
    bar = page.get_by_role("navigation", name="Contact")
    expect(bar.get_by_role("link", name="Call Dr Hill’s team")).to_have_attribute("href", "tel:+442079460123")


def a_used_code_opens_nothing(page: Page, code: str) -> None:
    page.goto("/enrolment")
    page.get_by_label("Code on your card").fill(code)
    fill_date(page, "Your date of birth", datetime(1985, 2, 9, tzinfo=UTC))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("don’t fit together")


def what_is_the_patients_stays_closed(admin: Page, surgeon: Page) -> None:
    """An administrator sets a practice up, and sees nobody's recovery."""
    surgeon.goto("/patients")
    theirs = surgeon.get_by_role("link", name=re.compile("Nora Field")).get_attribute("href")
    for path in ("/patients", "/patients/new", theirs, "/inbox", "/today", "/timeline", "/checks", "/messages"):
        answer = admin.goto(path or "")
        assert answer and answer.status == 403, f"{path}: {answer and answer.status}"
        expect(admin.get_by_text("Nora Field")).to_have_count(0)
