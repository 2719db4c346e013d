"""The rooms' own words, handed to the templates as filters."""

from datetime import datetime

from flask import Flask

from pwa import clock
from pwa.contact import Message, overdue
from pwa.people.models import TITLES
from pwa.practice.hours_text import write_hours
from pwa.recovery.today import along, day_name, day_of, days_in_words, task_key, weeks_or_days


def set_up(app: Flask) -> None:
    """Add them."""
    app.jinja_env.tests["overdue"] = is_overdue
    app.jinja_env.filters.update(
        along=along, day_name=day_name, day_of=day_of, days_in_words=days_in_words, initials=initials,
        local=clock.local, same_day=same_day, short_moment=short_moment, task_key=task_key, weeks_or_days=weeks_or_days,
        write_hours=write_hours,
    )  # fmt: skip


def is_overdue(message: Message) -> bool:
    """Whether what was promised for a message is past."""
    return overdue(message, clock.now())


def initials(name: str) -> str:
    """ "AO" for Dr Ada Okafor."""
    words = [word for word in name.split() if word.lower() not in TITLES]
    return "".join(word[0] for word in (words[0], words[-1])).upper() if words else ""


def same_day(moment: datetime, other: datetime) -> bool:
    """Whether both fall on one calendar day, on the same wall clock."""
    return moment.date() == other.date()


def short_moment(moment: datetime) -> str:
    """ "20 Nov 14:02"."""
    return f"{moment.day} {moment:%b %H:%M}"
