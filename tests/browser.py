"""A client that reads pages as a browser does, and checks each one it opens."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

HTML = "{http://www.w3.org/1999/xhtml}"
FIELDS = ("input", "select", "textarea")
UNLABELLED = {"hidden", "submit"}


class Page:
    """One answer, parsed."""

    def __init__(self, response: TestResponse, path: str) -> None:
        self.response, self.path = response, path
        self.status, self.html = response.status_code, response.get_data(as_text=True)
        self.root = html5lib.HTMLParser(strict=False).parse(self.html) if response.mimetype == "text/html" else None

    def all(self, tag: str) -> list[ElementTree.Element]:
        """Every element of a kind."""
        return [] if self.root is None else list(self.root.iter(HTML + tag))

    @property
    def text(self) -> str:
        """All one can read in the main part, blanks folded."""
        mains = self.all("main")
        return words(mains[0]) if mains else ""

    @property
    def h1(self) -> str:
        """The page's heading."""
        return words(self.all("h1")[0])

    def links(self) -> list[tuple[str, str]]:
        """(name, address) of every link."""
        return [(words(link), link.get("href", "")) for link in self.all("a")]

    def link(self, name: str) -> str:
        """The address of the link with this name."""
        found = [address for known, address in self.links() if known == name]
        assert found, f"no link {name!r} on {self.path}: {[known for known, _ in self.links()]}"
        return found[0]

    def form_with(self, button: str) -> ElementTree.Element:
        """The form whose button has this name."""
        for form in self.all("form"):
            if any(words(b) == button for b in form.iter(HTML + "button")):
                return form
        raise AssertionError(f"no button {button!r} on {self.path}")


@dataclass
class Browser:
    """Someone with a browser. Every HTML page opened is checked."""

    app: Flask

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def continue_as(self, name: str) -> "Browser":
        """Sign in as one of the cast, through the demo's own page."""
        page = self.open("/demo")
        form = next(form for form in page.all("form") if form.get("action") == f"/demo/{name}/session")
        self._send(form, {})
        return self

    def open(self, path: str, *, status: int = 200) -> Page:
        """Open a page, following redirects."""
        return self._page(self.client.get(path, follow_redirects=True), status)

    def follow(self, page: Page, name: str) -> Page:
        """Tap a link."""
        return self.open(urljoin(page.path, page.link(name)))

    def submit(self, page: Page, button: str, *, status: int = 200, **values: Any) -> Page:
        """Fill in the form with this button and send it; dashes of names as "__"."""
        typed = {name.replace("__", "-"): value for name, value in values.items()}
        return self._page(self._send(page.form_with(button), typed), status)

    def post(self, path: str, data: dict[str, Any] | None = None, *, status: int = 200) -> Page:
        """Send what no form of ours sends, with a good token."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.client.get("/demo").text)
        assert token
        return self._page(
            self.client.post(path, data={"csrf_token": token[1], **(data or {})}, follow_redirects=True), status
        )

    def _send(self, form: ElementTree.Element, typed: dict[str, Any]) -> TestResponse:
        data = dict(filled_in(form)) | typed
        if form.get("method", "get").lower() == "get":
            return self.client.get(form.get("action"), query_string=data, follow_redirects=True)
        return self.client.post(form.get("action"), data=data, follow_redirects=True)

    def _page(self, response: TestResponse, status: int) -> Page:
        page = Page(response, urlsplit(response.request.url).path)
        assert page.status == status, f"{page.path}: {page.status}, wanted {status}: {page.text[:300]}"
        if page.root is not None:
            check_page(page)
        return page


def filled_in(form: ElementTree.Element) -> list[tuple[str, str]]:
    """What a form holds before anyone types."""
    fields = [f for f in form.iter() if f.tag in {HTML + tag for tag in FIELDS} and f.get("name")]
    return [
        (f.get("name", ""), _value(f))
        for f in fields
        if f.get("type") not in {"radio", "checkbox"} or f.get("checked") is not None
    ]


def _value(field: ElementTree.Element) -> str:
    if field.tag == HTML + "select":
        options = list(field.iter(HTML + "option"))
        chosen = [o for o in options if o.get("selected") is not None] or options[:1]
        return chosen[0].get("value", "") if chosen else ""
    return field.get("value") or "".join(field.itertext())


def words(element: ElementTree.Element) -> str:
    """The text of an element as it is spoken, blanks folded; hidden pictures are silent."""
    parts: list[str] = []
    _speak(element, parts)
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _speak(element: ElementTree.Element, parts: list[str]) -> None:
    if element.get("aria-hidden") == "true":
        return
    parts.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            _speak(child, parts)
        parts.append(child.tail or "")


def check_page(page: Page) -> None:
    """What must hold for every page, whatever it is about."""
    assert len(page.all("h1")) == 1, f"{page.path}: {len(page.all('h1'))} h1"
    assert page.all("title") and words(page.all("title")[0]).endswith("· Mend"), f"{page.path}: title"
    _check_ids(page)
    _check_labels(page)
    _check_forms(page)
    _check_contact_bar(page)
    _check_nothing_inline(page)
    _check_punctuation(page)
    _check_caching(page)


def _check_ids(page: Page) -> None:
    assert page.root is not None
    ids = [element.get("id") for element in page.root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), f"{page.path}: id twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    for element in page.root.iter():
        for name in ("aria-describedby", "aria-labelledby", "for"):
            for target in (element.get(name) or "").split():
                assert target in ids, f"{page.path}: {name} names {target}, which is not there"


def _check_labels(page: Page) -> None:
    labelled = {label.get("for") for label in page.all("label")}
    inside = {field for label in page.all("label") for field in label.iter()}
    for tag in FIELDS:
        for field in page.all(tag):
            named = (
                field.get("type") in UNLABELLED
                or field.get("id") in labelled
                or field in inside
                or field.get("aria-label")
            )
            assert named, f"{page.path}: {field.get('name')} has no label"
    for element in (*page.all("a"), *page.all("button")):
        assert words(element), f"{page.path}: a link or button without a name: {element.attrib}"


def _check_forms(page: Page) -> None:
    for form in page.all("form"):
        assert form.get("action"), f"{page.path}: a form without an action"
        if form.get("method", "get").lower() == "post":
            names = [field.get("name") for field in form.iter(HTML + "input")]
            assert names.count("csrf_token") == 1, f"{page.path}: {form.get('action')} without its token"


def _check_contact_bar(page: Page) -> None:
    bars = [nav for nav in page.all("nav") if nav.get("aria-label") == "Contact"]
    assert len(bars) == 1, f"{page.path}: {len(bars)} contact bars"
    lines = list(bars[0].iter(HTML + "a"))
    assert lines, f"{page.path}: an empty contact bar"
    for line in lines:
        assert (line.get("href") or "").startswith("tel:") and words(line).startswith("Call "), (
            f"{page.path}: {words(line)!r}"
        )


def _check_nothing_inline(page: Page) -> None:
    assert page.root is not None
    for element in page.root.iter():
        inline = [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert not inline, f"{page.path}: inline {inline}"
    for script in page.all("script"):
        assert script.get("src") and not "".join(script.itertext()).strip(), f"{page.path}: an inline script"
    assert not page.all("style"), f"{page.path}: an inline style sheet"


def _check_punctuation(page: Page) -> None:
    straight = re.search(r"\w'\w", page.text)
    assert not straight, f"{page.path}: a straight apostrophe in “{page.text[max(0, straight.start() - 20) :][:50]}”"
    left_over = re.search(r"\bNone\b(?! (of|yet)\b)", page.text)
    assert not left_over, f"{page.path}: a left-over value in “{page.text[:300]}”"


def _check_caching(page: Page) -> None:
    caching = page.response.headers["Cache-Control"]
    assert caching == "no-store", f"{page.path}: {caching}"
