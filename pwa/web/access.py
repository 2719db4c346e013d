"""Signed in by default; opening a page is what one writes down.

Each view says who it is for: ``@open_to_all`` or ``@only(Role.PATIENT, …)``. A
view that says neither is for anyone signed in. A law test walks the whole URL map.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, current_app, request
from flask_login import current_user

LONGEST_PATH = 500
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
OWN_SITES = {"same-origin", "none"}  # Fetch metadata: from our own pages, or typed by the person
# One slash and no other right after it, nor a backslash: neither scheme nor host.
OWN_PATH = re.compile(r"/(?![/\\])[^\\]*")

View = TypeVar("View", bound=Callable[..., Any])


def open_to_all(view: View) -> View:
    """Nobody need be signed in."""
    view.access = "all"  # type: ignore[attr-defined]
    return view


def only(*roles: str) -> Callable[[View], View]:
    """Only these roles."""

    def mark(view: View) -> View:
        view.access = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def works_offline(view: View) -> View:
    """The page may be kept on the phone by Mend itself, for when there is no signal."""
    view.works_offline = True  # type: ignore[attr-defined]
    return view


def policy_of(endpoint: str | None) -> Any:
    """Who an endpoint is for: "all", a set of roles, or None for anyone signed in."""
    return getattr(current_app.view_functions.get(endpoint or ""), "access", None)


def guard() -> Any:
    """Before each request: let in, send to the sign-in page, or refuse."""
    if request.method not in SAFE_METHODS and request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITES:
        abort(400)
    policy = policy_of(request.endpoint)
    if request.endpoint is None or policy == "all":
        return None
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    if policy is not None and current_user.role not in policy:
        abort(403)
    return None


def safe_next(target: str | None) -> str | None:
    """A path of our own to go to after signing in, or None for anything else."""
    if not target or len(target) > LONGEST_PATH or not target.isprintable():
        return None
    return target.rstrip("?") if OWN_PATH.fullmatch(target) else None
