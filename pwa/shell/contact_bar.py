"""The contact bar's values, for the layout of every page, errors and sign-in included.

Whatever goes wrong on the way to them, a number is left: the region's emergency one.
"""

from html import escape
from typing import Any

from flask import Flask, current_app, g
from flask_login import current_user

from pwa import db
from pwa.config import BadSetting, Settings
from pwa.people import Practice, Role
from pwa.people.attempts import SlowDown
from pwa.people.sessions import SignedIn, known_practice_id, known_region
from pwa.practice import REGIONS, Reach, reach_of, reach_without_practice
from pwa.practice.numbers import readable
from pwa.recovery import NoRecovery, glance_of
from pwa.web.errors import Refused, Trouble, show


def set_up(app: Flask) -> None:
    """Hand the bar to every page, and the last resort to the errors. Raises BadSetting
    for a region whose numbers we don't know."""
    if _region(app) not in REGIONS:
        raise BadSetting(
            "MEND_REGION", f"we don’t know the numbers of “{_region(app)}”", f"Use one of {', '.join(REGIONS)}"
        )
    app.context_processor(_bar_values)
    app.jinja_env.filters["readable"] = readable
    app.extensions["last_resort_page"] = lambda trouble: _last_resort_page(trouble, _region(app))
    app.register_error_handler(SlowDown, _slow_down)
    app.register_error_handler(NoRecovery, _no_recovery)


def _bar_values() -> dict[str, Any]:
    """``bar`` is looked up only when a template uses it, once a request."""
    return {"bar": _bar}


def _bar() -> Reach:
    if "reach" not in g:
        g.reach = _reach_or_region()
    reach: Reach = g.reach
    return reach


def _reach_or_region() -> Reach:
    try:
        return _reach()
    except Exception:
        current_app.logger.exception("the contact bar fell back to the region's numbers")
        return reach_without_practice(known_region() or _region(current_app))


def _reach() -> Reach:
    if current_user.is_authenticated:
        return reach_of(current_user.practice, _team_of(current_user))
    practice = db.session().get(Practice, known) if (known := known_practice_id()) else None
    return reach_of(practice) if practice else reach_without_practice(known_region() or _region(current_app))


def _team_of(person: SignedIn) -> str | None:
    """For a patient "Dr Okafor’s team"; the practice's name for all others."""
    if person.role != Role.PATIENT:
        return None
    try:
        return glance_of(person.account_id).team
    except NoRecovery:
        return None


def _region(app: Flask) -> str:
    settings: Settings = app.extensions["settings"]
    return settings.region


def _last_resort_page(trouble: Trouble, region: str) -> str:
    line = reach_without_practice(region).lines.emergency
    return (
        '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(trouble.title)} · Mend</title>"
        f"<main><h1>{escape(trouble.title)}</h1><p>{escape(trouble.sentence)}</p></main>"
        f'<nav aria-label="Contact"><a href="{line.address}">{escape(line.label)}</a></nav></html>'
    )


def _slow_down(error: SlowDown) -> Any:
    minutes = f"{error.minutes} minute{'' if error.minutes == 1 else 's'}"
    return show(TooSoon(minutes))


def _no_recovery(_error: NoRecovery) -> Any:
    sentence = "Your surgeon’s team will do this. If you have a question now, ring them."
    return show(Refused("Your recovery is not set up yet", sentence))


class TooSoon(Refused):
    """Too many wrong tries."""

    code = 429

    def __init__(self, minutes: str) -> None:
        super().__init__(
            "Please wait a little", f"There were too many wrong tries. Try again in {minutes}, or ring the team."
        )
