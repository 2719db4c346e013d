"""Parts of pages that say the same to everyone, rendered once.

A fragment is rendered from what it is keyed by and nothing else: no request, no
person, so nothing personal can be remembered.
"""

from flask import Flask, current_app
from markupsafe import Markup

MOST_KEPT = 2000


def set_up(app: Flask) -> None:
    """Start with none."""
    app.extensions["fragments"] = {}
    app.jinja_env.globals["remembered"] = remembered


def remembered(template: str, **keys: object) -> Markup:
    """The template rendered with these values, which must be hashable and immutable."""
    kept: dict[object, Markup] = current_app.extensions["fragments"]
    key = (template, *keys.values())
    found = kept.get(key)
    if found is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = found = Markup(current_app.jinja_env.get_template(template).render(keys))  # noqa: S704 – our own template, escaped
    return found
