"""What must hold on every page, looked at in the browser itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
SMALL_PHONE = {"width": 320, "height": 568}
TWICE = "225%"  # of the browser's own size: ours is 112.5 %

# The rules whose answer depends on how large things are.
OF_SIZE = ["target-size", "color-contrast", "scrollable-region-focusable", "css-orientation-lock"]

RUN_AXE = """
async (rules) => {
  const only = rules ? { runOnly: { type: "rule", values: rules } } : {};
  const { violations } = await axe.run({ resultTypes: ["violations"], ...only });
  return violations.map((v) => `axe ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")}`);
}
"""

# Targets are what a thumb must hit. A link amid a sentence is left out, as WCAG does.
MEASURE = """
() => {
  const faults = [];
  const called = (e) => `${e.tagName.toLowerCase()} “${(e.innerText || e.name || "").trim().slice(0, 40)}”`;
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) {
    const everything = [...document.body.querySelectorAll("*")];
    const wide = everything.filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
    faults.push(`scrolls sideways, ${root.scrollWidth} px: ${wide.slice(-2).map(called)}`);
  }
  const bar = document.querySelector("nav[aria-label=Contact]").getBoundingClientRect();
  if (bar.height > innerHeight * 0.2) faults.push(`the bar takes ${Math.round((100 * bar.height) / innerHeight)} %`);
  const amidWords = (e) =>
    getComputedStyle(e).display === "inline" && e.parentElement.innerText.trim() !== e.innerText.trim();
  const seen = (e) => e.checkVisibility({ contentVisibilityAuto: true }) && !e.closest(".skip, .unseen");
  const targets = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
  for (const target of [...targets].filter(seen)) {
    const box = (target.closest("label") ?? target).getBoundingClientRect();
    if (box.height < 47.9 && !(target.tagName === "A" && amidWords(target))) {
      faults.push(`${called(target)} is ${Math.round(box.height)} px high`);
    }
    if (target.closest("nav[aria-label=Contact]")) continue;
    document.activeElement.blur();
    target.focus();
    const shown = box.height < innerHeight / 2 ? (target.closest("label") ?? target) : target;
    const at = shown.getBoundingClientRect();
    // A box to write in only has to show where one writes: at its top.
    const fits = at.height < bar.top - 16 && target.tagName !== "TEXTAREA";
    const covered = fits ? at.bottom > bar.top + 1 || at.top < -1 : at.top >= bar.top;
    if (covered) faults.push(`${called(target)} is covered by the bar when it has the focus`);
  }
  return faults;
}
"""
OPEN_ALL = "document.querySelectorAll('details').forEach((details) => { details.open = true; })"


def faults_of(page: Page) -> list[str]:
    """All that is wrong with the page that is open: as it is, then on a small phone with
    text twice as large and everything unfolded. In the dark only colours differ, so
    there nothing is measured."""
    page.evaluate(AXE)
    if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"):
        page.evaluate(OPEN_ALL)
        return [f"{page.url}, dark: {fault}" for fault in page.evaluate(RUN_AXE, None)]
    found = [f"{page.url}: {fault}" for fault in (*page.evaluate(RUN_AXE, None), *page.evaluate(MEASURE))]
    with small_and_large(page):
        found += [
            f"{page.url}, 320 px, 200 %: {fault}"
            for fault in (*page.evaluate(RUN_AXE, OF_SIZE), *page.evaluate(MEASURE))
        ]
    return found


def faults_small_and_large(page: Page) -> list[str]:
    """By every rule, in whatever theme: a small phone with text twice as large."""
    page.evaluate(AXE)
    with small_and_large(page):
        found = [*page.evaluate(RUN_AXE, None), *page.evaluate(MEASURE)]
    return [f"{page.url}, 320 px, 200 %: {fault}" for fault in found]


@contextmanager
def small_and_large(page: Page) -> Iterator[None]:
    """A small phone, and text at twice its size, everything unfolded."""
    before: Any = page.viewport_size
    page.set_viewport_size(SMALL_PHONE)  # type: ignore[arg-type]
    page.evaluate(f"document.documentElement.style.fontSize = '{TWICE}'")
    page.evaluate(OPEN_ALL)
    try:
        yield
    finally:
        page.set_viewport_size(before)


LINKS = """
() => [...document.querySelectorAll("a[href]")].map((a) => new URL(a.href))
  .filter((url) => url.origin === location.origin).map((url) => url.pathname + url.search)
"""


def links_of(page: Page) -> list[str]:
    """Where one can go from here, on this site."""
    found: list[str] = page.evaluate(LINKS)
    return found
