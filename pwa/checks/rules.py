"""From an answer and a day to a verdict. Pure, and cautious.

The phone reads the same table with ``static/js/lib/verdict.js``; a test walks every
timeline × symptom × answer × day through both. Change one, change the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pwa.timelines.levels import Level, Soon

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one answer means on one day.

    ``title`` is the answer in the patient's words. ``soon`` is set on every
    ``call``. ``again_hours`` is when to look again where the timeline says so.
    """

    level: Level
    title: str
    why: str
    do: str | None
    soon: Soon | None
    again_hours: int | None


def judge(table: Table, symptom_slug: str, answer_id: str, day: int) -> Verdict:
    """The verdict on an answer. What the table doesn't know, or a day it doesn't
    reach, is ``call``, and never lower."""
    symptom = find(table["symptoms"], "slug", symptom_slug)
    answer = find(symptom["answers"], "id", answer_id) if symptom else None
    if answer is None:
        about = symptom["label"] if symptom else "Something else"
        return _unknown(table, f"{about} – {table['unknown']['title']}")
    if not 0 <= day <= table["last_day"]:
        return _out_of_range(table, answer, day)
    window = next((w for w in answer["levels"] if _covers(w["days"], day)), None)
    return _verdict(answer["answer"], window) if window else _unknown(table, answer["answer"])


def find(items: Sequence[Any], key: str, value: str) -> Any:
    """The first item whose key has this value, or None."""
    return next((item for item in items if item[key] == value), None)


def _covers(days: Sequence[int | None], day: int) -> bool:
    first, last = days[0] or 0, days[1]
    return first <= day and (last is None or day <= last)


def _out_of_range(table: Table, answer: Any, day: int) -> Verdict:
    """An emergency stays one before surgery and years after; all else is ``call``."""
    nearest = answer["levels"][0 if day < 0 else -1]
    if nearest["level"] == Level.EMERGENCY:
        return _verdict(answer["answer"], nearest)
    return _unknown(table, answer["answer"])


def _verdict(title: str, window: Any) -> Verdict:
    level = Level(window["level"])
    soon = Soon(window["soon"]) if "soon" in window else (Soon.TODAY if level == Level.CALL else None)
    return Verdict(level, title, window["why"], window["do"], soon, window.get("again_hours"))


def _unknown(table: Table, title: str) -> Verdict:
    return _verdict(title, table["unknown"])
