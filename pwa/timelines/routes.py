"""Pages to review starter timelines and sign them."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from pwa.people import EMPLOYED, Role, signed_in_account
from pwa.people.attempts import slowly
from pwa.people.passphrases import matches
from pwa.timelines.document import Document
from pwa.timelines.forms import SignatureForm
from pwa.timelines.models import content_hash
from pwa.timelines.shelf import as_signed, published, sign, starters
from pwa.web.access import only
from pwa.web.errors import Refused

bp = Blueprint("timelines", __name__)


@bp.get("/timelines")
@only(*EMPLOYED)
def index() -> str:
    """What is signed here, and what could be."""
    versions = published(signed_in_account().practice)
    return render_template("timelines/index.html", versions=versions, starters=starters().values())


@bp.get("/timelines/<procedure>")
@only(*EMPLOYED)
def show(procedure: str) -> str:
    """A starter timeline, whole, with its sources and cautious readings."""
    document = _starter(procedure)
    return _page(document, SignatureForm(content_hash=content_hash(as_signed(document))))


@bp.post("/timelines/<procedure>/signature")
@only(Role.SURGEON)
def sign_starter(procedure: str) -> tuple[str, int] | Response:
    """Sign and publish."""
    document, me, form = _starter(procedure), signed_in_account(), SignatureForm()
    if not form.validate():
        return _page(document, form), 422
    if form.content_hash.data != content_hash(as_signed(document)):
        raise Refused("This text has changed since you opened it", "Nothing was signed. Read it anew, then sign it.")
    if not slowly("signature", str(me.id), lambda: matches(form.passphrase.data, me.passphrase_hash)):
        form.passphrase.errors = ["That is not your passphrase. Nothing was signed."]
        return _page(document, form), 422
    sign(document, me)
    return redirect(url_for("timelines.index"))


def _starter(procedure: str) -> Document:
    return starters().get(procedure) or abort(404)


def _page(document: Document, form: SignatureForm) -> str:
    signed = {version.procedure: version for version in published(signed_in_account().practice)}
    return render_template("timelines/show.html", document=document, form=form, signed=signed.get(document.procedure))
