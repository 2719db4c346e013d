"""Pages of contact: write, and see what became of it."""

from uuid import UUID, uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pwa.checks import Check, check_of
from pwa.contact.conversation import Draft, Kind, message_of, messages_of, send
from pwa.contact.forms import MessageForm
from pwa.people import Role, signed_in_account
from pwa.practice import Reach, reach_of
from pwa.recovery import Recovery, recovery_of
from pwa.web.access import only

bp = Blueprint("contact", __name__)


@bp.get("/messages")
@only(Role.PATIENT)
def index() -> str:
    """All that was sent, with its state."""
    recovery = recovery_of(signed_in_account())
    return render_template(
        "contact/index.html", recovery=recovery, messages=messages_of(recovery), reach=_reach(recovery)
    )


@bp.get("/messages/new")
@only(Role.PATIENT)
def new() -> str:
    """The box to write in, with the promise above it."""
    recovery = recovery_of(signed_in_account())
    check = _check(recovery, request.args.get("check"))
    form = MessageForm(client_id=str(uuid4()), check_id=check and str(check.id), kind=_kind(request.args.get("kind")))
    return _writing_page(recovery, form, check)


@bp.post("/messages")
@only(Role.PATIENT)
def create() -> tuple[str, int] | Response:
    """Send it."""
    recovery, form = recovery_of(signed_in_account()), MessageForm()
    check = _check(recovery, form.check_id.data)
    if not form.says_something(check):
        return _writing_page(recovery, form, check), 422
    draft = Draft(UUID(form.client_id.data), Kind(form.kind.data), form.text.data or "", check)
    message = send(recovery, draft, _reach(recovery))
    return redirect(url_for("contact.show", message_id=message.id))


@bp.get("/messages/<uuid:message_id>")
@only(Role.PATIENT)
def show(message_id: UUID) -> str:
    """One message and what became of it."""
    recovery = recovery_of(signed_in_account())
    message = message_of(recovery, message_id) or abort(404)
    return render_template("contact/show.html", message=message, recovery=recovery, reach=_reach(recovery))


def _writing_page(recovery: Recovery, form: MessageForm, check: Check | None) -> str:
    return render_template("contact/new.html", form=form.with_check(check), check=check, reach=_reach(recovery))


def _reach(recovery: Recovery) -> Reach:
    return reach_of(recovery.practice, recovery.team)


def _check(recovery: Recovery, text: str | None) -> Check | None:
    """The check an address or form names, if it is one of this recovery."""
    try:
        return check_of(recovery, UUID(text or ""))
    except ValueError:
        return None


def _kind(text: str | None) -> Kind:
    return Kind.CALL_BACK if text == Kind.CALL_BACK else Kind.WRITTEN
