"""Compile a timeline to the verdict table that Python and the phone both read.

The table is plain JSON: symptom × answer × days → level, why, what to do first,
how soon, when to look again. It holds nothing about a person.
"""

from typing import Any

from pwa.timelines.answers import Answer, LeveledWindow, Symptom
from pwa.timelines.document import Document
from pwa.timelines.facts import AnaestheticKind
from pwa.timelines.levels import Level, Soon

NONE_FITS = "none-fits"
UNKNOWN = {
    "title": "none of the answers fits",
    "level": str(Level.CALL),
    "why": "We have no advice for this here. Your surgeon’s team wants to hear about it.",
    "do": None,
    "soon": str(Soon.TODAY),
}


def compile_table(document: Document, anaesthetic: AnaestheticKind = "general") -> dict[str, Any]:
    """The verdict table for one kind of anaesthetic."""
    symptoms = [_symptom(s, anaesthetic) for s in document.symptoms if _applies(s.only_with, anaesthetic)]
    return {
        "procedure": document.procedure,
        "title": document.title,
        "language": document.language,
        "last_day": document.last_day,
        "unknown": UNKNOWN,
        "symptoms": [symptom for symptom in symptoms if symptom["answers"]],
    }


def _symptom(symptom: Symptom, anaesthetic: AnaestheticKind) -> dict[str, Any]:
    return {
        "symptom": symptom.symptom,
        "slug": symptom.slug,
        "label": symptom.label,
        "area": str(symptom.area),
        "question": symptom.question,
        "answers": [_answer(a) for a in symptom.answers if _applies(a.only_with, anaesthetic)],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {"id": answer.id, "answer": answer.answer, "levels": [_level(window) for window in answer.levels]}


def _level(window: LeveledWindow) -> dict[str, Any]:
    level: dict[str, Any] = {"days": list(window.days), "level": str(window.level), "why": window.why, "do": window.do}
    if window.soon:
        level["soon"] = str(window.soon)
    if window.again_hours:
        level["again_hours"] = window.again_hours
    return level


def _applies(only_with: tuple[AnaestheticKind, ...], anaesthetic: AnaestheticKind) -> bool:
    return not only_with or anaesthetic in only_with
