"""Pages of the team's inbox."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from pwa.audit import Tag, record_look
from pwa.checks import verdicts_of
from pwa.contact import Message
from pwa.inbox.forms import AnswerForm
from pwa.inbox.waiting import AnsweredMeanwhile, answer, mark_seen, message_for, messages_for
from pwa.people import TEAM, signed_in_account
from pwa.web.access import only

bp = Blueprint("inbox", __name__)


@bp.get("/inbox")
@only(*TEAM)
def index() -> str:
    """What waits, gravest first."""
    messages = messages_for(signed_in_account())
    _write_down_the_look(signed_in_account().practice_id)
    return render_template("inbox/index.html", messages=messages)


@bp.get("/inbox/<uuid:message_id>")
@only(*TEAM)
def show(message_id: UUID) -> str:
    """One message with all its context."""
    return _page(_message(message_id), AnswerForm())


@bp.post("/inbox/<uuid:message_id>/sighting")
@only(*TEAM)
def see(message_id: UUID) -> Response:
    """Say that it was seen; the patient is told by whom."""
    mark_seen(_message(message_id), signed_in_account())
    return redirect(url_for("inbox.show", message_id=message_id))


@bp.post("/inbox/<uuid:message_id>/answer")
@only(*TEAM)
def reply(message_id: UUID) -> tuple[str, int] | Response:
    """Answer it."""
    message, form = _message(message_id), AnswerForm()
    if not form.validate():
        return _page(message, form), 422
    try:
        answer(message, signed_in_account(), form.text.data)
    except AnsweredMeanwhile:
        return _page(message, form), 409
    return redirect(url_for("inbox.index"))


def _message(message_id: UUID) -> Message:
    return message_for(signed_in_account(), message_id) or abort(404)


def _page(message: Message, form: AnswerForm) -> str:
    _write_down_the_look(message.recovery_id)
    verdicts = verdicts_of(message.check) if message.check else []
    return render_template("inbox/show.html", message=message, verdicts=verdicts, form=form)


def _write_down_the_look(subject: UUID) -> None:
    me = signed_in_account()
    record_look(Tag.RECOVERY_READ, practice=me.practice_id, actor=me.id, subject=subject)
