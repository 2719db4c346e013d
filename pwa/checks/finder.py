"""Find the right question: today's commonest, by body area, by search. Pure."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pwa.timelines.answers import Symptom
from pwa.timelines.document import Document
from pwa.timelines.facts import AnaestheticKind, Area, covers

MOST_COMMON = 8

AREA_NAMES = {
    Area.HEAD: "Head and face",
    Area.CHEST: "Chest and breathing",
    Area.TUMMY: "Tummy",
    Area.LEG: "Legs",
    Area.WOUND: "Wound and skin",
    Area.WHOLE_BODY: "Whole body",
    Area.MIND: "Mood and mind",
    Area.EVENTS: "Something happened",
}


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """The questions of one body area."""

    area: Area
    name: str
    symptoms: Sequence[Symptom]


def asked_about(document: Document, anaesthetic: AnaestheticKind) -> list[Symptom]:
    """The questions that make sense after this anaesthetic."""
    return [s for s in document.symptoms if not s.only_with or anaesthetic in s.only_with]


def commonest(symptoms: Iterable[Symptom], day: int) -> list[Symptom]:
    """What people ask most on this day, in the order of the timeline."""
    return [s for s in symptoms if any(covers(window, day) for window in s.commonest)][:MOST_COMMON]


def by_area(symptoms: Sequence[Symptom]) -> list[AreaGroup]:
    """All questions by body area, empty areas left out."""
    groups = (AreaGroup(area, name, [s for s in symptoms if s.area == area]) for area, name in AREA_NAMES.items())
    return [group for group in groups if group.symptoms]


def search(symptoms: Sequence[Symptom], text: str) -> list[Symptom]:
    """The questions a few words fit, best first. Small misspellings are forgiven."""
    words = _words(text)[:8]
    scored = [(sum(_fit(word, symptom) for word in words), -index, symptom) for index, symptom in enumerate(symptoms)]
    return [symptom for score, _, symptom in sorted(scored, key=lambda s: s[:2], reverse=True) if score]


def _fit(word: str, symptom: Symptom) -> int:
    """How well a word fits: its name, its search words, its text, or nearly."""
    names = _words(f"{symptom.label} {symptom.symptom}")
    if any(name.startswith(word) for name in names):
        return 8
    keys = _words(" ".join(symptom.search))
    if any(key.startswith(word) for key in keys):
        return 5
    text = _words(" ".join((symptom.question, *(a.answer for a in symptom.answers))))
    if any(part.startswith(word) for part in text):
        return 2
    return 1 if difflib.get_close_matches(word, [*names, *keys], n=1, cutoff=0.8) else 0


def _words(text: str) -> list[str]:
    spaced = "".join(c if c.isalnum() else " " for c in text.casefold())
    return [word for word in spaced.split() if len(word) > 1 and word not in SMALL_WORDS]


SMALL_WORDS = {
    "is",
    "my",
    "the",
    "it",
    "this",
    "normal",
    "in",
    "on",
    "of",
    "to",
    "and",
    "have",
    "am",
    "me",
    "do",
    "an",
    "at",
}
