"""Pages of "Is this normal?" and "When can I…?"."""

from uuid import UUID, uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pwa import clock
from pwa.checks.activities import by_answer, when_can_i
from pwa.checks.asking import MOST_PICKED, Asked, check_of, checks_of, keep_check, verdicts_of
from pwa.checks.finder import asked_about, by_area, commonest, search
from pwa.checks.forms import CheckForm
from pwa.checks.models import Check
from pwa.checks.next_steps import next_steps
from pwa.checks.tables import table_asset
from pwa.people import Role, signed_in_account, signed_in_id
from pwa.practice import reach_of
from pwa.recovery import Glance, Recovery, glance_of, recovery_of
from pwa.timelines import Level, Symptom
from pwa.web.access import only, works_offline
from pwa.web.assets import send

bp = Blueprint("checks", __name__)

LONGEST_SEARCH = 100
A_YEAR_PRIVATE = "private, max-age=31536000, immutable"


@bp.get("/checks")
@only(Role.PATIENT)
@works_offline
def index() -> str:
    """ "Is this normal?": today's commonest worries, then all by body area."""
    recovery, text = _glance(), request.args.get("q", "").strip()[:LONGEST_SEARCH]
    symptoms = _symptoms(recovery)
    return render_template(
        "checks/index.html", recovery=recovery, text=text, found=search(symptoms, text) if text else None,
        commonest=commonest(symptoms, recovery.day), areas=by_area(symptoms),
    )  # fmt: skip


@bp.get("/checks/list")
@only(Role.PATIENT)
@works_offline
def tick_list() -> str:
    """Which of these do you have? All verdicts on one page."""
    recovery = _glance()
    return _tick_list(recovery, CheckForm(formdata=None, client_id=str(uuid4())), asked=True)


@bp.get("/checks/history")
@only(Role.PATIENT)
def history() -> str:
    """Everything that was asked."""
    recovery = _recovery()
    return render_template("checks/history.html", recovery=recovery, checks=checks_of(recovery))


@bp.get("/checks/about/<slug>")
@only(Role.PATIENT)
@works_offline
def question(slug: str) -> str:
    """One question."""
    return _question(_glance(), slug, CheckForm(formdata=None, client_id=str(uuid4())))


@bp.post("/checks")
@only(Role.PATIENT)
def create() -> tuple[str, int] | Response:
    """Judge what was ticked."""
    recovery, form = _recovery(), CheckForm()
    valid, slug = form.validate(), request.form.get("about", "")
    if not valid or not 0 < len(form.picked) <= MOST_PICKED:
        form.form_errors.append("Nothing was ticked. Tick what fits, or “None of these fits”.")
        return (_question(recovery, slug, form) if slug else _tick_list(recovery, form, asked=False)), 422
    level = Level(form.phone_level.data) if form.phone_level.data else None
    asked = Asked(UUID(form.client_id.data), form.picked, form.asked_moment or clock.now(), level)
    return redirect(url_for("checks.show", check_id=keep_check(recovery, asked).id))


@bp.get("/checks/<uuid:check_id>")
@only(Role.PATIENT)
def show(check_id: UUID) -> str:
    """The verdict, and what happens next."""
    recovery = _recovery()
    check: Check = check_of(recovery, check_id) or abort(404)
    reach, verdicts = reach_of(recovery.practice, recovery.team), verdicts_of(check)
    steps = [next_steps(verdict, reach.lines, check.asked_at, recovery.zone) for verdict in verdicts]
    return render_template(
        "checks/show.html", recovery=recovery, check=check, cards=list(zip(verdicts, steps, strict=True)), reach=reach
    )


@bp.get("/tables/<content_hash>/<anaesthetic>.json")
@only(Role.PATIENT)
@works_offline
def table(content_hash: str, anaesthetic: str) -> Response:
    """The verdict table the phone keeps for when there is no signal."""
    recovery = _glance()
    if (content_hash, anaesthetic) != (recovery.version.content_hash, recovery.anaesthetic):
        abort(404)
    return send(table_asset(recovery.version, recovery.anaesthetic), A_YEAR_PRIVATE)


@bp.get("/activities")
@only(Role.PATIENT)
@works_offline
def activities() -> str:
    """ "When can I…?": every activity against today."""
    recovery = _glance()
    groups = by_answer(recovery.version.document, recovery.day, recovery.surgery_date)
    return render_template("checks/activities.html", recovery=recovery, groups=groups)


@bp.get("/activities/<key>")
@only(Role.PATIENT)
@works_offline
def activity(key: str) -> str:
    """One activity: the day, the condition, and what until then."""
    recovery = _glance()
    found = next((a for a in recovery.version.document.activities if a.activity == key), None) or abort(404)
    answer = when_can_i(found, recovery.day, recovery.surgery_date)
    source = recovery.version.document.sources.get(found.source)
    return render_template("checks/activity.html", recovery=recovery, answer=answer, source=source)


def _glance() -> Glance:
    """For pages that are only read."""
    return glance_of(signed_in_id())


def _recovery() -> Recovery:
    return recovery_of(signed_in_account())


def _symptoms(recovery: Glance | Recovery) -> list[Symptom]:
    return asked_about(recovery.version.document, recovery.anaesthetic)


def _question(recovery: Glance | Recovery, slug: str, form: CheckForm) -> str:
    symptom = next((s for s in _symptoms(recovery) if s.slug == slug), None) or abort(404)
    return render_template("checks/question.html", recovery=recovery, symptom=symptom, form=form)


def _tick_list(recovery: Glance | Recovery, form: CheckForm, *, asked: bool) -> str:
    symptoms = _symptoms(recovery)
    chosen = commonest(symptoms, recovery.day) or symptoms[:8]
    return render_template("checks/list.html", recovery=recovery, symptoms=chosen, form=form, nothing_ticked=not asked)
