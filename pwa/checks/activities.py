""" "When can I…?": an activity against today's day. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pwa.timelines.document import Document
from pwa.timelines.facts import Activity


class Answer(StrEnum):
    """The short answer."""

    NOT_YET = "not-yet"
    ASK_FIRST = "ask-first"
    USUALLY_NOW = "usually-now"


WORDS = {
    Answer.NOT_YET: "Not yet",
    Answer.ASK_FIRST: "Ask first",
    Answer.USUALLY_NOW: "Usually by now",
}


@dataclass(frozen=True, slots=True)
class WhenCanI:
    """An activity's answer on a day. ``from_day`` is the usual day, ``from_date`` the
    date it falls on; both None where no day is known."""

    activity: Activity
    answer: Answer
    from_day: int | None
    from_date: date | None

    @property
    def words(self) -> str:
        """The short answer in words."""
        return WORDS[self.answer]


def when_can_i(activity: Activity, day: int, surgery: date) -> WhenCanI:
    """The answer today: never "yes" where the timeline says to ask first."""
    window = activity.usual_from_day
    usual = None if window is None else (window[1] if window[1] is not None else window[0])
    if usual is None:
        return WhenCanI(activity, Answer.ASK_FIRST, None, None)
    reached = Answer.ASK_FIRST if activity.ask_first or window == (usual, None) else Answer.USUALLY_NOW
    return WhenCanI(activity, Answer.NOT_YET if day < usual else reached, usual, surgery + timedelta(days=usual))


def by_answer(document: Document, day: int, surgery: date) -> dict[str, list[WhenCanI]]:
    """Every activity under its short answer: what is not yet open, the nearest first,
    then what to ask about, then what is usual by now."""
    answers = sorted((when_can_i(a, day, surgery) for a in document.activities), key=_nearest_first)
    groups = {words: [a for a in answers if a.answer == answer] for answer, words in WORDS.items()}
    return {words: group for words, group in groups.items() if group}


def _nearest_first(answer: WhenCanI) -> tuple[bool, int]:
    return (answer.from_day is None, answer.from_day or 0)
