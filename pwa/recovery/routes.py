"""Pages of a recovery: the patient's, the team's and the caregiver's."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pwa import clock
from pwa.audit import Tag, record_look
from pwa.people import TEAM, Role, signed_in_account, signed_in_id, signed_in_practice
from pwa.practice import reach_whatever_happens
from pwa.recovery.courses import (
    CannotBegin,
    keep_tasks_done,
    recoveries_seen_by,
    recoveries_shared_with,
    recovery_begun_with,
    recovery_of,
    recovery_seen_by,
)
from pwa.recovery.enrolling import enrol_patient, fill_choices, issue_card
from pwa.recovery.forms import NewPatientForm
from pwa.recovery.glance import glance_of, tasks_done
from pwa.recovery.models import Recovery
from pwa.recovery.today import day_of, task_key
from pwa.web.access import only, works_offline
from pwa.web.remembered_pages import remembered_page

bp = Blueprint("recovery", __name__)

DAYS_ONE_CAN_STILL_TICK = timedelta(days=2)


@bp.get("/today")
@only(Role.PATIENT)
@works_offline
def today() -> Response:
    """What is usual and what to do on this day of this operation."""
    recovery = glance_of(signed_in_id())
    date, done = recovery.local_date, tasks_done(recovery.id, recovery.local_date)
    reach = reach_whatever_happens(signed_in_practice(), recovery.team)
    return remembered_page("recovery/today.html", (date, reach.lines, reach.until_words), recovery=recovery, done=done)


@bp.post("/today/tasks")
@only(Role.PATIENT)
def keep_tasks() -> Response:
    """What was ticked off, for the day the page was about."""
    recovery = recovery_of(signed_in_account())
    day = _recent_day(request.form.get("date"), recovery)
    known = {task_key(task) for task in recovery.version.document.reminders}
    keep_tasks_done(recovery, day, known & set(request.form.getlist("task")))
    return redirect(url_for("recovery.today"))


@bp.get("/timeline")
@only(Role.PATIENT)
@works_offline
def timeline() -> str:
    """The whole recovery, today's part open."""
    recovery = glance_of(signed_in_id())
    return render_template("recovery/timeline.html", recovery=recovery, document=recovery.version.document)


@bp.get("/milestones")
@only(Role.CAREGIVER)
def milestones() -> str:
    """What a caregiver may see: the milestones, and how far along."""
    me = signed_in_account()
    recoveries = recoveries_shared_with(me)
    for recovery in recoveries:
        record_look(Tag.RECOVERY_READ, practice=recovery.practice_id, actor=me.id, subject=recovery.id)
    return render_template("recovery/milestones.html", recoveries=recoveries)


@bp.get("/patients")
@only(*TEAM)
def patients() -> str:
    """Everyone in this practice's care."""
    me = signed_in_account()
    record_look(Tag.RECOVERY_READ, practice=me.practice_id, actor=me.id, subject=me.practice_id)
    return render_template("recovery/patients.html", recoveries=recoveries_seen_by(me))


@bp.get("/patients/new")
@only(*TEAM)
def new_patient() -> str:
    """The form for a new patient."""
    me = signed_in_account()
    form = fill_choices(NewPatientForm(zone=me.practice.zone, client_id=str(uuid4())), me)
    return render_template("recovery/new_patient.html", form=form)


@bp.post("/patients")
@only(*TEAM)
def create_patient() -> tuple[str, int] | Response:
    """Begin a recovery, and show the code for the card."""
    me = signed_in_account()
    form = fill_choices(NewPatientForm(), me)
    if form.validate():
        begun = recovery_begun_with(me, UUID(form.client_id.data))
        if begun:
            return redirect(url_for("recovery.patient", recovery_id=begun.id))
        try:
            recovery, code = enrol_patient(form, me)
            return render_template("recovery/card.html", recovery=recovery, code=code), 201
        except CannotBegin as error:
            form.form_errors.append(str(error))
    return render_template("recovery/new_patient.html", form=form), 422


@bp.get("/patients/<uuid:recovery_id>")
@only(*TEAM)
def patient(recovery_id: UUID) -> str:
    """One patient: what they see today."""
    me, recovery = signed_in_account(), _seen(recovery_id)
    record_look(Tag.RECOVERY_READ, practice=me.practice_id, actor=me.id, subject=recovery.id)
    day = day_of(recovery.version.document, recovery.day, recovery.anaesthetic)
    return render_template("recovery/patient.html", recovery=recovery, day=day)


@bp.post("/patients/<uuid:recovery_id>/card")
@only(*TEAM)
def new_card(recovery_id: UUID) -> tuple[str, int]:
    """A new code; the old one stops working."""
    recovery = _seen(recovery_id)
    return render_template(
        "recovery/card.html", recovery=recovery, code=issue_card(recovery, by=signed_in_account())
    ), 201


def _seen(recovery_id: UUID) -> Recovery:
    return recovery_seen_by(signed_in_account(), recovery_id) or abort(404)


def _recent_day(text: str | None, recovery: Recovery) -> date:
    """The date a page was about: a page left open over midnight still counts for its day."""
    today = clock.local_date(clock.now(), recovery.zone)
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return today
    return day if today - DAYS_ONE_CAN_STILL_TICK <= day <= today else today
