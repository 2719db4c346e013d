"""Pages to set up a practice."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pwa import db
from pwa.audit import Tag, record
from pwa.people import Practice, Role, signed_in_account
from pwa.practice.forms import WEEKDAYS, HoursForm, NumbersForm, PracticeForm, UnusualDayForm
from pwa.practice.hours_text import read_hours, write_hours
from pwa.practice.plan import ContactPlan, UnusualDay
from pwa.practice.reach import keep_plan, plan_of, reach_of
from pwa.web.access import only

bp = Blueprint("practice", __name__, url_prefix="/practice")

MOST_UNUSUAL_DAYS = 200


@bp.get("")
@only(Role.ADMIN)
def index() -> str:
    """What is set up, what is missing, and what patients see now."""
    practice = signed_in_account().practice
    return render_template(
        "practice/index.html", practice=practice, plan=plan_of(practice), reach=reach_of(practice), weekdays=WEEKDAYS
    )


@bp.get("/details")
@only(Role.ADMIN)
def details() -> str:
    """Name, country, time zone, language."""
    return render_template("practice/details.html", form=PracticeForm(obj=signed_in_account().practice))


@bp.post("/details")
@only(Role.ADMIN)
def keep_details() -> tuple[str, int] | Response:
    """Keep them."""
    practice, form = signed_in_account().practice, PracticeForm()
    if not form.validate():
        return render_template("practice/details.html", form=form), 422
    form.populate_obj(practice)
    return _changed("details")


@bp.get("/numbers")
@only(Role.ADMIN)
def numbers() -> str:
    """The numbers, and what is promised."""
    practice = signed_in_account().practice
    plan = plan_of(practice)
    form = NumbersForm(
        region=practice.region, office_number=plan.office_number, on_call_number=plan.on_call_number,
        reply_hours=plan.reply_minutes // 60, call_back_minutes=plan.call_back_minutes,
    )  # fmt: skip
    return render_template("practice/numbers.html", form=form)


@bp.post("/numbers")
@only(Role.ADMIN)
def keep_numbers() -> tuple[str, int] | Response:
    """Keep them."""
    practice = signed_in_account().practice
    form = NumbersForm(region=practice.region)
    if not form.validate():
        return render_template("practice/numbers.html", form=form), 422
    _keep(
        practice, office_number=form.office_number.data or None, on_call_number=form.on_call_number.data or None,
        reply_minutes=form.reply_hours.data * 60, call_back_minutes=form.call_back_minutes.data,
    )  # fmt: skip
    return _changed("numbers")


@bp.get("/hours")
@only(Role.ADMIN)
def hours() -> str:
    """Opening hours, cover, and the days that are different."""
    plan = plan_of(signed_in_account().practice)
    form = HoursForm(data={f"day_{i}": write_hours(hours) for i, hours in enumerate(plan.week)})
    return _hours_page(form, plan.covered, UnusualDayForm(formdata=None))


@bp.post("/hours")
@only(Role.ADMIN)
def keep_hours() -> tuple[str, int] | Response:
    """Keep the week."""
    form = HoursForm()
    covered = tuple(str(i) in request.form.getlist("covered") for i in range(7))
    week = [_read(form[f"day_{i}"]) for i in range(7)] if form.validate() else [None]
    if None in week:
        return _hours_page(form, covered, UnusualDayForm(formdata=None)), 422
    _keep(signed_in_account().practice, week=week, covered=covered)
    return _changed("hours")


@bp.post("/unusual-days")
@only(Role.ADMIN)
def add_unusual_day() -> tuple[str, int] | Response:
    """A holiday, a course, a long evening."""
    practice, form = signed_in_account().practice, UnusualDayForm()
    plan = plan_of(practice)
    times = _read(form.hours) if form.validate() else None
    if len(plan.unusual_days) >= MOST_UNUSUAL_DAYS:
        form.form_errors.append(f"There is room for {MOST_UNUSUAL_DAYS} days. Remove some that are past.")
    if times is None or form.form_errors:
        week = HoursForm(formdata=None, data={f"day_{i}": write_hours(hours) for i, hours in enumerate(plan.week)})
        return _hours_page(week, plan.covered, form), 422
    new = UnusualDay(day=form.day.value, hours=times, covered=form.covered.data == "yes", note=form.note.data or "")
    others = [day for day in plan.unusual_days if day.day != new.day]
    _keep(practice, unusual_days=sorted([*others, new], key=lambda day: day.day))
    return _changed("hours")


@bp.post("/unusual-days/<day>/removal")
@only(Role.ADMIN)
def remove_unusual_day(day: str) -> Response:
    """Like its weekday again."""
    practice = signed_in_account().practice
    try:
        gone = date.fromisoformat(day)
    except ValueError:
        abort(404)
    _keep(practice, unusual_days=[unusual for unusual in plan_of(practice).unusual_days if unusual.day != gone])
    return _changed("hours")


def _hours_page(form: HoursForm, covered: tuple[bool, ...], unusual: UnusualDayForm) -> str:
    plan = plan_of(signed_in_account().practice)
    return render_template(
        "practice/hours.html", form=form, covered=covered, unusual=unusual, plan=plan, weekdays=WEEKDAYS
    )


def _read(field: Any) -> Any:
    """A field's opening hours, or None with the reason left on the field."""
    try:
        return read_hours(field.data or "")
    except ValueError as error:
        field.errors = [str(error)]
        return None


def _keep(practice: Practice, **changes: Any) -> None:
    db.session().refresh(practice, with_for_update=True)  # of two changes at once, none is lost
    plan = plan_of(practice).model_dump() | {k: _plain(v) for k, v in changes.items()}
    keep_plan(practice, ContactPlan.model_validate(plan))


def _plain(value: Any) -> Any:
    return (
        [day.model_dump() if isinstance(day, UnusualDay) else day for day in value]
        if isinstance(value, list)
        else value
    )


def _changed(what: str) -> Response:
    me = signed_in_account()
    record(Tag.PRACTICE_CHANGED, practice=me.practice_id, actor=me.id, what=what)
    return redirect(url_for("practice.index"))
