"""What the journeys share: one running Mend, one Chromium, and phones that open its pages."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from pwa.checks.rules import judge
from pwa.recovery import recovery_of
from pwa.timelines import Level
from tests.cast import Cast
from tests.journeys.server import Server, plan_open

HERE = Path(__file__).parent
PHONE = {"width": 360, "height": 740}
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

Phones = Callable[..., Page]
Ask = Callable[[Page, Level], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They share a server and a browser, so they stay with one worker."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(autouse=True)
def clock() -> None:
    """The real one: a browser and a server in other processes know no other."""


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Mend with the cast of the demo."""
    with Server(tmp_path_factory.mktemp("mend")).running() as server:
        yield server


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The system's own, back button kept as in real life."""
    program = os.environ.get("MEND_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert program, "A Chromium is needed: apt-get install chromium, or MEND_CHROMIUM=/path/to/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"]
        )
        yield browser
        browser.close()


@pytest.fixture
def contexts(chromium: Browser, server: Server) -> Iterator[Callable[..., BrowserContext]]:
    """New browsers with nothing in them, closed at the end."""
    with ExitStack() as stack:

        def make(**options: Any) -> BrowserContext:
            context = chromium.new_context(**{"base_url": server.url, "viewport": PHONE} | options)
            context.set_default_timeout(15_000)
            stack.callback(context.close)
            return context

        yield make


@pytest.fixture
def phones(contexts: Callable[..., BrowserContext]) -> Phones:
    """A new phone; ``phones("Maria")`` is Maria's, signed in."""

    def make(who: str | None = None, **options: Any) -> Page:
        page = contexts(**options).new_page()
        if who:
            page.goto("/demo")
            page.get_by_role("button", name=f"Continue as {who}", exact=True).click()
        return page

    return make


@pytest.fixture
def office_open(server: Server) -> None:
    """Harbour Surgery is open now."""
    server.keep_plan(plan_open())


@pytest.fixture(scope="package")
def ask(server: Server) -> Ask:
    """Ask as Maria, by an answer that has this level on her day."""
    with server.app.app_context():
        recovery = recovery_of(Cast().maria)
        table, day = recovery.version.table(recovery.anaesthetic), recovery.day
    answers = {
        judge(table, symptom["slug"], answer["id"], day).level: (symptom["slug"], answer["id"])
        for symptom in table["symptoms"]
        for answer in symptom["answers"]
    }

    def ask(page: Page, level: Level) -> None:
        symptom, answer = answers[level]
        page.goto(f"/checks/about/{symptom}")
        page.locator(f"[value='{symptom}/{answer}']").check()
        page.get_by_role("button", name="See the answer").click()

    return ask


@pytest.fixture(scope="package")
def furnish(chromium: Browser, server: Server, ask: Ask) -> Callable[[], None]:
    """Has Maria ask at every level and write, and Nurse Lee look, so that no page is empty."""

    def furnish() -> None:
        server.keep_plan(plan_open())
        maria, nurse = chromium.new_page(base_url=server.url), chromium.new_page(base_url=server.url)
        for page, who in ((maria, "Maria"), (nurse, "Nurse Lee")):
            page.goto("/demo")
            page.get_by_role("button", name=f"Continue as {who}", exact=True).click()
        for level in (Level.EMERGENCY, Level.EXPECTED, Level.CALL, Level.WATCH):
            ask(maria, level)
            writes = maria.get_by_role("main").get_by_role("link", name="Send this to the team")
            if writes.count():
                writes.click()
                maria.get_by_role("textbox").fill("It began at breakfast.\nIs that all right?")
                maria.get_by_role("button", name="Send").click()
        nurse.goto("/inbox")
        nurse.get_by_role("main").get_by_role("link").first.click()
        nurse.get_by_role("button", name="I have seen it").click()
        maria.close()
        nurse.close()

    return furnish
