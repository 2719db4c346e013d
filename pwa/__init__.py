"""Mend: your own surgeon, first. A patient-side web app for recovery after surgery."""

import os
from collections.abc import Mapping
from datetime import timedelta

from flask import Flask
from flask_compress import Compress
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from pwa import commands, db, demo
from pwa.checks import routes as checks_routes
from pwa.config import ROOT, Settings, read_settings
from pwa.contact import routes as contact_routes
from pwa.crypto import Keyring
from pwa.inbox import routes as inbox_routes
from pwa.people import routes as people_routes
from pwa.people.sessions import load_session
from pwa.practice import routes as practice_routes
from pwa.queue import make_queue
from pwa.recovery import routes as recovery_routes
from pwa.shell import contact_bar, words
from pwa.shell import routes as shell_routes
from pwa.timelines import routes as timelines_routes
from pwa.timelines.library import load_library
from pwa.web import access, assets, errors, fragments, headers, pages, remembered_pages

LARGEST_FORM = 256 * 1024
ROOMS = (
    people_routes,
    timelines_routes,
    practice_routes,
    recovery_routes,
    checks_routes,
    contact_routes,
    inbox_routes,
    shell_routes,
)


def create_app(environment: Mapping[str, str] | None = None) -> Flask:
    """The app, as a table of contents."""
    settings = read_settings(os.environ if environment is None else environment)
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    _configure(app, settings)
    db.connect(app, settings.database_url)
    app.extensions["queue"] = make_queue(settings.queue_url)
    app.extensions["library"] = load_library()
    _set_up_web(app, settings)
    _know_people(app)
    _open_rooms(app)
    contact_bar.set_up(app)
    words.set_up(app)
    commands.set_up(app)
    if settings.demo:
        demo.set_up(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["settings"] = settings
    app.extensions["keyring"] = keyring = Keyring(settings.master_key)
    app.config.update(
        SECRET_KEY=keyring.cookies,
        SESSION_COOKIE_NAME="__Host-mend" if settings.https else "mend",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=90),
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # our pages send no Referer; web.access looks at Sec-Fetch-Site
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=2,  # level 4 saves 6 % of the bytes and doubles the time
        COMPRESS_BR_WINDOW=16,
        COMPRESS_MIMETYPES=["text/html"],
    )


def _set_up_web(app: Flask, settings: Settings) -> None:
    Compress(app)
    CSRFProtect(app)
    headers.set_up(app, https=settings.https, proxies=settings.proxies)
    assets.set_up(app, ROOT / "static")
    errors.set_up(app)
    pages.set_up(app)
    fragments.set_up(app)
    remembered_pages.set_up(app)
    app.before_request(access.guard)


def _know_people(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # the server-side row decides, see people/sessions.py
    # There is no remember-me cookie; looking for one would tie every asset to the session.
    app.after_request_funcs[None].remove(manager._update_remember_cookie)
    manager.user_loader(load_session)
    manager.unauthorized_handler(people_routes.ask_to_sign_in)


def _open_rooms(app: Flask) -> None:
    for room in ROOMS:
        app.register_blueprint(room.bp)
