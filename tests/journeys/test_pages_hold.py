"""Every page of everyone: nothing axe finds, nothing sideways, a low bar, targets a thumb
hits, a focus that shows; in light and dark, and on a small phone with text twice as large."""

import re
from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Page

from pwa.timelines import Level
from tests.journeys.conftest import Ask, Phones
from tests.journeys.looking import faults_of, faults_small_and_large, links_of

MOST_PAGES = 200
EVERYONE = ("Maria", "Jo", "Dr Okafor", "Nurse Lee", "Admin Ruiz")
WALKED_WHOLE = ("Maria", "Dr Okafor")
OTHERS = {
    "Sam": ("/today", "/checks", "/checks/list", "/activities", "/timeline"),
    "Tom": ("/today", "/checks", "/checks/list", "/activities", "/timeline"),
    "Aisha": ("/today", "/checks", "/checks/list", "/activities", "/timeline"),
}
NOBODY = ("/", "/sign-in", "/enrolment", "/next-device", "/demo", "/invitation/over", "/no-such-page")
ONE_OF_MANY = re.compile(r"(?<=/about/)[\w-]+|(?<=/activities/)[\w-]+|(?<=/timelines/)[\w-]+|[0-9a-f-]{36}|\?.*")
THEMES = ("light", "dark")

# Forms sent empty: what they answer is a page too.
SENT_EMPTY = {
    None: {"/sign-in": "Sign in", "/enrolment": "Continue", "/next-device": "Continue"},
    "Maria": {"/checks/list": "See the answers", "/checks/about/swelling": "See the answer"},
    "Dr Okafor": {"/patients/new": "Begin and show the code", "/timelines/rhinoplasty": "Sign and publish"},
    "Admin Ruiz": {"/practice/people": "Add and make a link", "/practice/hours": "Add this day"},
}
# Buttons that lead to a page of their own.
PRESSED = {
    "Maria": {"/device-code": "Show a code"},
    "Admin Ruiz": {"/practice/people": "New link for Nurse Min Lee"},
}
REFUSED = {"Admin Ruiz": "/patients", "Maria": "/inbox"}


@pytest.fixture(scope="module")
def furnished(furnish: Callable[[], None]) -> None:
    """Something has been asked and sent, so that no page is empty."""
    furnish()


@pytest.fixture
def look(phones: Phones, furnished: None, office_open: None) -> Callable[[str | None, str], Page]:
    """Someone's page, in a theme, with motion reduced so that a scroll ends at once."""

    def open_page(who: str | None, theme: str) -> Page:
        return phones(who, color_scheme=theme, reduced_motion="reduce", bypass_csp=True)

    return open_page


Look = Callable[[str | None, str], Page]


def faults_on(page: Page, paths: Iterable[str]) -> list[str]:
    """What is wrong on these pages."""
    found = []
    for path in paths:
        page.goto(path)
        found += faults_of(page)
    return found


def walk(
    page: Page, *, each_shape_once: bool, faults_of: Callable[[Page], list[str]] = faults_of
) -> tuple[int, list[str]]:
    """Every page one can reach by links, each looked at; how many, and the faults."""
    waiting, known, faults = [page.url], {shape_of(page.url)}, []
    for path in waiting:
        page.goto(path)
        links = links_of(page)
        faults += faults_of(page)
        for link in links:
            key = shape_of(link) if each_shape_once else link
            if key not in known and len(waiting) < MOST_PAGES:
                known.add(key)
                waiting.append(link)
    return len(waiting), faults


def shape_of(path: str) -> str:
    """An address without what tells one of many from the others."""
    return ONE_OF_MANY.sub("…", path)


@pytest.mark.parametrize("who", EVERYONE)
@pytest.mark.parametrize("theme", THEMES)
def test_every_page_one_can_reach(look: Look, who: str, theme: str) -> None:
    """Every single page of a patient and a surgeon; of those who see the same, one of each kind."""
    count, faults = walk(look(who, theme), each_shape_once=who not in WALKED_WHOLE)
    print(f"{who}, {theme}: {count} pages")
    assert not faults, "\n".join(faults)


@pytest.mark.long
@pytest.mark.parametrize("who", EVERYONE)
@pytest.mark.parametrize("theme", THEMES)
def test_every_page_small_and_large_by_every_rule(look: Look, who: str, theme: str) -> None:
    """All pages × light and dark × 320 px with 200 % text × all that axe knows."""
    once = who not in WALKED_WHOLE
    count, faults = walk(look(who, theme), each_shape_once=once, faults_of=faults_small_and_large)
    print(f"{who}, {theme}, small and large: {count} pages")
    assert not faults, "\n".join(faults)


@pytest.mark.long
@pytest.mark.parametrize("who", (None, *OTHERS))
@pytest.mark.parametrize("theme", THEMES)
def test_other_pages_small_and_large_by_every_rule(look: Look, who: str | None, theme: str) -> None:
    """The same for who is not signed in, and for the days of the other patients."""
    page, faults = look(who, theme), []
    for path in OTHERS.get(who or "", NOBODY):
        page.goto(path)
        faults += faults_small_and_large(page)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("theme", THEMES)
def test_pages_of_the_other_patients(look: Look, theme: str) -> None:
    faults = [fault for who, paths in OTHERS.items() for fault in faults_on(look(who, theme), paths)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("theme", THEMES)
def test_pages_of_nobody(look: Look, theme: str) -> None:
    faults = faults_on(look(None, theme), NOBODY)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("theme", THEMES)
def test_what_comes_back_when_something_is_wrong(look: Look, theme: str) -> None:
    faults = []
    for who, forms in SENT_EMPTY.items():
        page = look(who, theme)
        for path, button in forms.items():
            page.goto(path)
            page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")
            page.get_by_role("button", name=button, exact=True).click()
            page.get_by_role("alert").wait_for()
            faults += faults_of(page)
    for who, path in REFUSED.items():
        faults += faults_on(look(who, theme), [path])
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("theme", THEMES)
def test_what_a_button_shows(look: Look, theme: str) -> None:
    faults = []
    for who, buttons in PRESSED.items():
        page = look(who, theme)
        for path, button in buttons.items():
            page.goto(path)
            page.get_by_role("button", name=button).click()
            faults += faults_of(page)
    assert not faults, "\n".join(faults)


def test_the_tab_key_never_leads_under_the_bar(look: Look) -> None:
    """The real key, on the longest pages."""
    page = look("Maria", "light")
    for path in ("/today", "/checks/list", "/timeline"):
        page.goto(path)
        for _ in range(60):
            page.keyboard.press("Tab")
            hidden = page.evaluate(UNDER_THE_BAR)
            assert not hidden, f"{path}: {hidden}"


UNDER_THE_BAR = """
() => {
  const bar = document.querySelector("nav[aria-label=Contact]"), at = document.activeElement;
  const box = (at.closest("label") ?? at).getBoundingClientRect();
  const covered = !bar.contains(at) && at !== document.body && box.bottom > bar.getBoundingClientRect().top + 1;
  return covered ? at.outerHTML : "";
}
"""


def test_the_levels_are_told_apart_without_colour(phones: Phones, ask: Ask, office_open: None) -> None:
    """Each has its own word and its own shape."""
    page = phones("Maria")
    shapes = set()
    for level in Level:
        ask(page, level)
        shapes.add(page.locator("article.level header svg").inner_html())
    assert len(shapes) == len(Level)
