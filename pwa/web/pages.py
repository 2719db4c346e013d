"""What templates may use on every page: dates in words, and a layout's odds and ends."""

import secrets
from datetime import date, datetime
from typing import Any

from flask import Flask
from markupsafe import Markup

MOST_PADDING = 48


def set_up(app: Flask) -> None:
    """Give templates the filters and globals."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(day_in_words=day_in_words, short_day=short_day, clock_time=clock_time, when=when)
    app.jinja_env.globals["padding"] = padding


def day_in_words(day: date) -> str:
    """ "Thursday 20 November"."""
    return f"{day:%A} {day.day} {day:%B}"


def short_day(day: date) -> str:
    """ "20 November 2026"."""
    return f"{day.day} {day:%B %Y}"


def clock_time(moment: datetime) -> str:
    """ "14:02", on whatever wall clock the moment is already in."""
    return f"{moment:%H:%M}"


def when(moment: datetime, now: datetime) -> str:
    """A moment near now, both on the same wall clock: "14:02", "tomorrow at 09:00",
    "Monday at 08:30", "3 December at 08:30"."""
    days = (moment.date() - now.date()).days
    if days == 0:
        return clock_time(moment)
    if days == 1:
        return f"tomorrow at {clock_time(moment)}"
    if 1 < days < 7:
        return f"{moment:%A} at {clock_time(moment)}"
    return f"{moment.day} {moment:%B} at {clock_time(moment)}"


def padding() -> Any:
    """A comment of random length: pages are compressed, hold a form token and may show
    what was searched for, so their length must not tell the token (BREACH)."""
    return Markup(f"<!-- {secrets.token_urlsafe(secrets.randbelow(MOST_PADDING) + 1)} -->")  # noqa: S704 – our own letters
