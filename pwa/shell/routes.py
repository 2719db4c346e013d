"""The front door, and whether the house stands."""

from collections.abc import Callable

import sqlalchemy as sa
from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from pwa import db
from pwa.people import Role
from pwa.queue import waiting_jobs
from pwa.web.access import open_to_all

bp = Blueprint("shell", __name__)

HOMES = {
    Role.PATIENT: "recovery.today",
    Role.CAREGIVER: "recovery.milestones",
    Role.SURGEON: "inbox.index",
    Role.STAFF: "inbox.index",
    Role.ADMIN: "practice.index",
}


@bp.get("/")
@open_to_all
def home() -> str | AnyResponse:
    """Everyone's own first page; for others, what this is and how to come in."""
    if current_user.is_authenticated:
        return redirect(url_for(HOMES[current_user.role]))
    return render_template("shell/welcome.html", demo=current_app.extensions["settings"].demo)


@bp.get("/healthz")
@open_to_all
def healthz() -> tuple[Response, int]:
    """Whether database and queue answer."""
    parts = {"database": _answers(_ask_database), "queue": _answers(waiting_jobs)}
    well = all(parts.values())
    return jsonify(status="ok" if well else "ill", **parts), 200 if well else 503


def _ask_database() -> None:
    db.session().execute(sa.text("SELECT 1 FROM practices LIMIT 1"))


def _answers(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except Exception:
        current_app.logger.exception("a part does not answer")
        return False
    return True
