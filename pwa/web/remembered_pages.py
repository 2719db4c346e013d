"""Whole pages a signed-in session opens again and again, rendered and compressed once.

A page is remembered for one session only, with that session's form token in it, under
all it was rendered from; when any of that changes it is rendered anew.
"""

from flask import Flask, Response, current_app, render_template
from flask import session as cookie
from flask_login import current_user

from pwa.web.assets import Asset, make_asset, send

MOST_KEPT = 1000
NEVER_STORED = "no-store"


def set_up(app: Flask) -> None:
    """Start with none."""
    app.extensions["remembered_pages"] = {}


def remembered_page(template: str, state: tuple[object, ...], **values: object) -> Response:
    """The page for this session. ``values`` and ``state`` are hashable and immutable, and
    together are all that the page says; ``state`` holds what the layout adds by itself."""
    kept: dict[object, Asset] = current_app.extensions["remembered_pages"]
    key = (current_user.session_id, cookie.get("csrf_token"), template, state, *values.values())
    page = kept.get(key)
    if page is None:
        page = make_asset(template, render_template(template, **values).encode(), quality=5)
        if len(kept) >= MOST_KEPT:
            kept.clear()
        if cookie.get("csrf_token") == key[1]:  # else the token was made just now, by this page
            kept[key] = page
    return send(page, NEVER_STORED)
