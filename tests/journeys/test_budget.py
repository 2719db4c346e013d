"""What a page costs a phone that has nothing yet: bytes on the wire, requests, and nobody else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Phones
from tests.journeys.looking import links_of

KB = 1024
MOST_BYTES, MOST_SCRIPT, MOST_TABLE, MOST_STYLE = 20 * KB, 8 * KB, 30 * KB, 8 * KB
MOST_REQUESTS = 8
MOST_PAGES = 200
MOST_WAITS = 40
QUIET = 150  # milliseconds without a request in which a page counts as done


@dataclass
class Load:
    """What one load of a page brought: (kind, bytes with headers) by address."""

    path: str
    parts: dict[str, tuple[str, int]] = field(default_factory=dict)

    def of(self, *kinds: str) -> int:
        """The bytes of these kinds."""
        return sum(size for kind, size in self.parts.values() if kind in kinds)

    @property
    def table(self) -> int:
        """The bytes of the verdict table."""
        return sum(size for url, (_, size) in self.parts.items() if "/tables/" in url)

    @property
    def page(self) -> dict[str, tuple[str, int]]:
        """All but the table, which is fetched when the page is done, and kept."""
        return {url: part for url, part in self.parts.items() if "/tables/" not in url}

    @property
    def bytes(self) -> int:
        """All but the table."""
        return sum(size for _, size in self.page.values())


class Meter:
    """Counts what comes over the wire, as Chromium itself does."""

    def __init__(self, page: Page, *, keeps: bool = False) -> None:
        self.page = page
        self.asked: dict[str, tuple[str, str]] = {}
        self.load = Load("")
        self.under_way: set[str] = set()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": not keeps})
        wire.on("Network.requestWillBeSent", self._sent)
        wire.on("Network.loadingFailed", lambda event: self.under_way.discard(event["requestId"]))
        wire.on("Network.responseReceived", self._came)
        wire.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, Any]) -> None:
        self.under_way.add(event["requestId"])

    def _came(self, event: dict[str, Any]) -> None:
        self.asked[event["requestId"]] = (event["response"]["url"], event["type"])

    def _finished(self, event: dict[str, Any]) -> None:
        self.under_way.discard(event["requestId"])
        url, kind = self.asked.get(event["requestId"], ("", ""))
        if url:
            self.load.parts[url] = (kind, int(event["encodedDataLength"]))

    def open(self, path: str) -> Load:
        """Load a page until nothing more comes."""
        self.load = Load(path)
        self.under_way.clear()
        self.page.goto(path)
        self.page.wait_for_timeout(QUIET)
        for _ in range(MOST_WAITS):
            if not self.under_way:
                break
            self.page.wait_for_timeout(QUIET)
        return self.load


@pytest.fixture
def loads(phones: Phones, office_open: None) -> Iterator[list[Load]]:
    """Every page Maria can reach by links, each loaded with nothing kept."""
    page = phones("Maria", service_workers="block")
    meter, waiting = Meter(page), ["/today"]
    found = []
    for path in waiting:
        found.append(meter.open(path))
        waiting += [link for link in dict.fromkeys(links_of(page)) if link not in waiting][: MOST_PAGES - len(waiting)]
    return found


def test_every_page_of_a_patient_is_light(loads: list[Load], server: Any) -> None:
    heaviest = max(loads, key=lambda load: load.bytes)
    print(f"{len(loads)} pages; the heaviest is {heaviest.path}: {heaviest.bytes} bytes, {heaviest.page}")
    print(f"most requests {max(len(load.page) for load in loads)}, table {max(load.table for load in loads)} bytes")
    assert len(loads) > 50
    for load in loads:
        assert load.bytes <= MOST_BYTES, f"{load.path}: {load.bytes} bytes: {load.parts}"
        assert load.of("Script") <= MOST_SCRIPT, f"{load.path}: {load.of('Script')} bytes of script"
        assert load.of("Stylesheet") <= MOST_STYLE, f"{load.path}: {load.of('Stylesheet')} bytes of style"
        assert len(load.page) <= MOST_REQUESTS, f"{load.path}: {len(load.page)} requests: {list(load.page)}"
        assert load.table <= MOST_TABLE, f"{load.path}: the table takes {load.table} bytes"
        elsewhere = [url for url in load.parts if urlsplit(url).netloc != urlsplit(server.url).netloc]
        assert not elsewhere, f"{load.path}: {elsewhere}"
    assert max(load.table for load in loads) > 0


def test_the_second_page_costs_little(phones: Phones, office_open: None) -> None:
    """Style, scripts and table are kept: only the page itself comes again."""
    page = phones("Maria", service_workers="block")
    meter = Meter(page, keeps=True)
    meter.open("/today")
    again = meter.open("/checks").parts
    assert [url for url, (_, size) in again.items() if size > 0 and not url.endswith("/checks")] == []
