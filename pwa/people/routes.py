"""Pages to come in and go out by."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from pwa.people.attempts import slowly
from pwa.people.codes import (
    find_invitation,
    grouped,
    issue_code,
    tidy,
    use_device_code,
    use_enrolment_code,
    use_invitation,
)
from pwa.people.colleagues import (
    LastAdmin,
    Taken,
    account_with_passphrase,
    add_colleague,
    close_account,
    colleague_of,
    colleagues_of,
    invite,
    set_passphrase,
)
from pwa.people.forms import ColleagueForm, DeviceForm, EnrolmentForm, PassphraseForm, SignInForm
from pwa.people.held import give_back, hold
from pwa.people.models import Account, CodePurpose, Role
from pwa.people.sessions import begin_session, end_session, idle_account_id, signed_in_account
from pwa.web.access import only, open_to_all, safe_next
from pwa.web.errors import Refused

bp = Blueprint("people", __name__)

CODE_REFUSED = (
    "That code and date of birth don’t fit together, or the code has run out. "
    "Check both, or ring the team for a new code."
)
DEVICE_CODE_REFUSED = (
    "That code is wrong, was used, or is more than ten minutes old. Get a new one on your other device."
)
SIGN_IN_REFUSED = "That e-mail and passphrase don’t fit together."


@bp.get("/sign-in")
@open_to_all
def sign_in() -> str | Response:
    """The door for staff, and the way to the doors of patients."""
    if current_user.is_authenticated:
        return redirect(url_for("shell.home"))
    return render_template("people/sign_in.html", form=SignInForm(next=safe_next(request.args.get("next"))))


@bp.post("/sign-in")
@open_to_all
def begin_staff_session() -> tuple[str, int] | Response:
    """Sign in with e-mail and passphrase."""
    form = SignInForm()
    if not form.validate():
        return render_template("people/sign_in.html", form=form), 422
    account = slowly("sign-in", form.email.data, lambda: account_with_passphrase(form.email.data, form.passphrase.data))
    if account is None:
        form.passphrase.errors = [SIGN_IN_REFUSED]
        return render_template("people/sign_in.html", form=form), 422
    begin_session(account)
    held = give_back(form.held.data or "", account.id)
    if held:
        return render_template("people/held.html", held=held), 200
    return redirect(safe_next(form.next.data) or url_for("shell.home"))


def ask_to_sign_in() -> tuple[str, int] | Response:
    """For whoever is not signed in, or no more: the sign-in page, and back to where they
    were going. What staff typed before their session ran out comes along."""
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("people.sign_in", next=safe_next(request.full_path)))
    whose = idle_account_id()
    if whose is None or request.endpoint == "people.sign_out":
        return redirect(url_for("people.sign_in"))
    held = hold(whose, request.path, request.form.items(multi=True))
    return render_template("people/sign_in.html", form=SignInForm(formdata=None, held=held), ran_out=True), 401


@bp.post("/sign-out")
def sign_out() -> Response:
    """Leave. The browser is asked to forget what it kept."""
    end_session()
    response = redirect(url_for("shell.home"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/enrolment")
@bp.get("/enrolment/<code>")
@open_to_all
def enrolment(code: str = "") -> str:
    """The card's code and the date of birth; the link on the card brings the code."""
    return render_template("people/enrolment.html", form=EnrolmentForm(code=code[:40]))


@bp.post("/enrolment")
@open_to_all
def enrol() -> tuple[str, int] | Response:
    """Use the code."""
    form = EnrolmentForm()
    if not form.validate():
        return render_template("people/enrolment.html", form=form), 422
    account = slowly("code", tidy(form.code.data), lambda: use_enrolment_code(form.code.data, form.birth_date.value))
    if account is None:
        form.code.errors = [CODE_REFUSED]
        return render_template("people/enrolment.html", form=form), 422
    begin_session(account)
    return redirect(url_for("shell.home"))


@bp.get("/next-device")
@open_to_all
def next_device() -> str:
    """Where the ten-minute code is typed."""
    return render_template("people/next_device.html", form=DeviceForm())


@bp.post("/next-device")
@open_to_all
def enrol_device() -> tuple[str, int] | Response:
    """Use the ten-minute code."""
    form = DeviceForm()
    if not form.validate():
        return render_template("people/next_device.html", form=form), 422
    account = slowly("device", tidy(form.code.data), lambda: use_device_code(form.code.data))
    if account is None:
        form.code.errors = [DEVICE_CODE_REFUSED]
        return render_template("people/next_device.html", form=form), 422
    begin_session(account)
    return redirect(url_for("shell.home"))


@bp.get("/device-code")
@only(Role.PATIENT, Role.CAREGIVER)
def device_code() -> str:
    """Why one would want a code for the next device."""
    return render_template("people/device_code.html", code=None)


@bp.post("/device-code")
@only(Role.PATIENT, Role.CAREGIVER)
def make_device_code() -> str:
    """A code that works for ten minutes, once."""
    account = signed_in_account()
    return render_template(
        "people/device_code.html", code=grouped(issue_code(account, CodePurpose.DEVICE, issuer=account))
    )


@bp.get("/invitation/<code>")
@open_to_all
def invitation(code: str) -> tuple[str, int] | str:
    """Choose a passphrase."""
    known = find_invitation(code)
    if known is None:
        return render_template("people/invitation_over.html"), 410
    return render_template("people/invitation.html", form=PassphraseForm(), account=known.account, code=code)


@bp.post("/invitation/<code>")
@open_to_all
def accept_invitation(code: str) -> tuple[str, int] | Response:
    """Accept it and come in."""
    known, form = find_invitation(code), PassphraseForm()
    if known is None:
        return render_template("people/invitation_over.html"), 410
    if not form.suits(known.account):
        return render_template("people/invitation.html", form=form, account=known.account, code=code), 422
    if use_invitation(known) is None:
        return render_template("people/invitation_over.html"), 410
    set_passphrase(known.account, form.passphrase.data)
    begin_session(known.account)
    return redirect(url_for("shell.home"))


@bp.get("/practice/people")
@only(Role.ADMIN)
def colleagues() -> str:
    """Everyone who works here."""
    return render_template("people/colleagues.html", people=colleagues_of(signed_in_account()), form=ColleagueForm())


@bp.post("/practice/people")
@only(Role.ADMIN)
def add() -> tuple[str, int]:
    """A new colleague, and the link to hand over."""
    me, form = signed_in_account(), ColleagueForm()
    if form.validate():
        try:
            colleague = add_colleague(
                me.practice, name=form.name.data, email=form.email.data, role=Role(form.role.data), by=me
            )
            return _link_page(colleague, invite(colleague, by=me))
        except Taken:
            form.email.errors = ["Someone already signs in with this e-mail."]
    return render_template("people/colleagues.html", people=colleagues_of(me), form=form), 422


@bp.post("/practice/people/<uuid:account_id>/invitation")
@only(Role.ADMIN)
def invite_again(account_id: UUID) -> tuple[str, int]:
    """A new link; the old one stops working."""
    colleague = _colleague(account_id)
    return _link_page(colleague, invite(colleague, by=signed_in_account()))


@bp.post("/practice/people/<uuid:account_id>/closure")
@only(Role.ADMIN)
def close(account_id: UUID) -> Response:
    """Someone leaves."""
    try:
        close_account(_colleague(account_id), by=signed_in_account())
    except LastAdmin as error:
        raise Refused("This is the last administrator", "Add another one first, then close this account.") from error
    return redirect(url_for("people.colleagues"))


def _colleague(account_id: UUID) -> Account:
    return colleague_of(signed_in_account(), account_id) or abort(404)


def _link_page(colleague: Account, code: str) -> tuple[str, int]:
    link = url_for("people.invitation", code=code, _external=True)
    return render_template("people/invitation_link.html", colleague=colleague, link=link), 201
