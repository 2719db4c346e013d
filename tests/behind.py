"""What tests do behind the pages' back: short looks into the database, short changes of
it, and several things at once."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TypeVar

from flask import Flask

from pwa import db
from tests.browser import Browser, Page, words
from tests.cast import Cast

T = TypeVar("T")


@contextmanager
def behind(app: Flask) -> Iterator[Cast]:
    """The cast and a session, kept at the end. No browser may be used inside: it would
    share the session, and who is signed in."""
    with app.app_context():
        yield Cast()
        db.session().commit()


def at_once(*jobs: Callable[[], T]) -> list[T]:
    """The results of jobs that all start at the same moment."""
    gate = Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T:
        gate.wait(timeout=10)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def from_address(app: Flask, address: str) -> Browser:
    """Someone who comes from this network address."""
    browser = Browser(app)
    browser.client.environ_base["REMOTE_ADDR"] = address
    return browser


def marked(page: Page, name: str) -> str:
    """The text of the first element with this class."""
    assert page.root is not None
    return next(words(e) for e in page.root.iter() if name in (e.get("class") or "").split())


def without_chance(page: Page, *typed: str) -> str:
    """A page without what differs each time: token, padding, and what was typed."""
    html = re.sub(r'(name="csrf_token"[^>]*value=")[^"]+', r"\1", page.html)
    html = re.sub(r"<!-- \S+ -->", "", html)
    for text in typed:
        html = html.replace(f'value="{text}"', 'value=""')
    return html
