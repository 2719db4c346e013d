"""Opening hours as people write them: "08:30-12:00, 13:00-17:00". Pure."""

import re

from pwa.practice.plan import MINUTES, Hours, check_hours

_SPAN = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d{2}))?$")


def read_hours(text: str) -> Hours:
    """Opening times from text. Raises ValueError with a sentence."""
    text = text.strip()
    if text.casefold() in {"", "closed", "-", "–"}:
        return ()
    return check_hours(tuple(sorted(_span(part.strip()) for part in text.split(","))))


def write_hours(hours: Hours) -> str:
    """Opening times as text."""
    return ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in hours)


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.match(text)
    if not found:
        raise ValueError(f"“{text}” is not a time span. Write it like 08:30-17:00, with a comma between two.")
    start_hour, start_minute, end_hour, end_minute = (int(part or 0) for part in found.groups())
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if start_minute > 59 or end_minute > 59 or end > MINUTES:
        raise ValueError(f"“{text}” goes past the end of the hour or the day.")
    if start >= end:
        raise ValueError(f"“{text}”: the closing time must come after the opening time.")
    return start, end


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
