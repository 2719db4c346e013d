"""One table, two readers: every timeline × anaesthetic × symptom × answer × day through
Python and through the phone's own script, whole verdicts compared."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, get_args

from playwright.sync_api import Page

from pwa.checks.rules import judge
from pwa.timelines import compile_table
from pwa.timelines.compiled import NONE_FITS
from pwa.timelines.facts import AnaestheticKind
from pwa.timelines.library import load_library
from tests.journeys.conftest import Phones

FAR_AWAY = 5000
UNKNOWN = "never-heard-of"
BEYOND = 10  # days before surgery and after the last day

# Many verdicts are alike: they come back as a list of the different ones, and for each question its place there.
ON_THE_PHONE = """
async ({ table, picked, days }) => {
  const script = document.querySelector("script[src*='/js/app.js']").src;
  const { judge } = await import(script.replace("app.js", "lib/verdict.js"));
  const places = new Map();
  const place = (text) => places.get(text) ?? places.set(text, places.size).size - 1;
  const found = picked.map(([symptom, answer]) =>
    days.map((day) => place(JSON.stringify(judge(table, symptom, answer, day)))));
  return { found, different: [...places.keys()].map((text) => JSON.parse(text)) };
}
"""


def tables() -> Iterator[dict[str, Any]]:
    """Every table there is."""
    for document in load_library().values():
        for anaesthetic in get_args(AnaestheticKind):
            yield compile_table(document, anaesthetic)


def everything_to_pick(table: dict[str, Any]) -> list[tuple[str, str]]:
    """Every answer, the one that is always offered, and what no table knows."""
    answers = [(s["slug"], a["id"]) for s in table["symptoms"] for a in s["answers"]]
    none_fits = [(s["slug"], NONE_FITS) for s in table["symptoms"]]
    return [*answers, *none_fits, (table["symptoms"][0]["slug"], UNKNOWN), (UNKNOWN, UNKNOWN)]


def count_alike(page: Page, table: dict[str, Any]) -> int:
    """How many verdicts of a table were compared; stops at the first that differs."""
    picked = everything_to_pick(table)
    days = [*range(-BEYOND, table["last_day"] + BEYOND + 1), FAR_AWAY, -FAR_AWAY]
    answered = page.evaluate(ON_THE_PHONE, {"table": table, "picked": picked, "days": days})
    theirs = answered["different"]
    for (symptom, answer), places in zip(picked, answered["found"], strict=True):
        for day, place in zip(days, places, strict=True):
            ours = asdict(judge(table, symptom, answer, day))
            assert theirs[place] == ours, f"{table['procedure']}: {symptom}/{answer} on day {day}"
    return len(picked) * len(days)


def test_the_phone_and_the_server_agree_on_every_verdict(phones: Phones) -> None:
    page = phones()
    page.goto("/sign-in")  # any page of ours: the script may be read from there
    assert sum(count_alike(page, table) for table in tables()) > 500_000
