"""Cards, passphrases and doors for the tests of the people."""

from collections.abc import Callable

import pytest
from flask import Flask

from pwa.people.codes import grouped, issue_code
from pwa.people.colleagues import set_passphrase
from pwa.people.models import CodePurpose
from tests.behind import behind, from_address, marked
from tests.browser import Browser, Page

GOOD = "lantern pickle orbit velvet"


@pytest.fixture
def new_card(app: Flask) -> Callable[[str], str]:
    """A fresh code for someone's card."""

    def issue(name: str) -> str:
        with behind(app) as cast:
            return grouped(issue_code(getattr(cast, name), CodePurpose.ENROLMENT, issuer=cast.nurse_lee))

    return issue


@pytest.fixture
def nurse_knows(app: Flask) -> str:
    """Nurse Lee's passphrase."""
    with behind(app) as cast:
        assert set_passphrase(cast.nurse_lee, GOOD) is None
    return GOOD


@pytest.fixture
def admin_ruiz(app: Flask) -> Browser:
    """The administrator's desk."""
    return Browser(app).continue_as("admin_ruiz")


@pytest.fixture
def enrol(app: Flask) -> Callable[..., Page]:
    """Type a code and a date of birth, from some address."""

    def type_it(code: str, born: str = "12 4 1971", *, status: int = 200, address: str = "10.0.0.1") -> Page:
        browser = from_address(app, address)
        parts = dict(zip(("day", "month", "year"), born.split(), strict=True))
        typed = {f"birth_date__{part}": text for part, text in parts.items()}
        return browser.submit(browser.open("/enrolment"), "Continue", status=status, code=code, **typed)

    return type_it


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., Page]:
    """Type an e-mail and a passphrase."""

    def type_it(email: str, passphrase: str, *, status: int = 200, browser: Browser | None = None) -> Page:
        browser = browser or Browser(app)
        return browser.submit(browser.open("/sign-in"), "Sign in", status=status, email=email, passphrase=passphrase)

    return type_it


@pytest.fixture
def invited(admin_ruiz: Browser) -> Callable[..., str]:
    """Add a colleague; the path of the link that is handed over."""

    def add(email: str = "new@example.org", role: str = "staff", name: str = "Nurse Ana New") -> str:
        page = admin_ruiz.open("/practice/people")
        page = admin_ruiz.submit(page, "Add and make a link", status=201, name=name, email=email, role=role)
        return marked(page, "shown-link").removeprefix("http://localhost")

    return add
