"""The demo: a practice, its cast, and a page that signs in as any of them.

Only in a database the demo itself filled, and only for this very machine: anything
else stops the boot or gives a 404.
"""

from datetime import timedelta

import sqlalchemy as sa
from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pwa import clock, db
from pwa.config import BadSetting, is_loopback
from pwa.people import Account, Practice, Role
from pwa.people.colleagues import found_practice
from pwa.people.sessions import begin_session
from pwa.practice import ContactPlan
from pwa.practice.reach import keep_plan
from pwa.recovery import Operation, Recovery, begin_recovery, grant_milestones
from pwa.timelines import AnaestheticKind, TimelineVersion, sign, starters
from pwa.timelines.facts import Note
from pwa.web.access import open_to_all

bp = Blueprint("demo", __name__)

ZONE = "Europe/London"
OFFICE_HOURS = ((8 * 60 + 30, 17 * 60),)
# Numbers from the ranges Ofcom keeps for drama: they ring nobody.
HARBOUR_OFFICE, HARBOUR_ON_CALL, ELSE_OFFICE = "+442079460101", "+447700900101", "+441632960202"

PEOPLE = {
    "maria": (Role.PATIENT, "Maria Rossi", "1971-04-12"),
    "tom": (Role.PATIENT, "Tom Hughes", "1952-03-27"),
    "aisha": (Role.PATIENT, "Aisha Khan", "1988-09-03"),
    "sam": (Role.PATIENT, "Sam Taylor", "1994-01-30"),
    "jo": (Role.CAREGIVER, "Jo Rossi", None),
    "dr_okafor": (Role.SURGEON, "Dr Ada Okafor", None),
    "nurse_lee": (Role.STAFF, "Nurse Min Lee", None),
    "admin_ruiz": (Role.ADMIN, "Admin Ruiz", None),
}
ELSEWHERE = {
    "stranger": (Role.PATIENT, "Stranger Elsewhere", "1980-06-15"),
    "dr_else": (Role.SURGEON, "Dr Robin Else", None),
}
# Who recovers from what: procedure, days since surgery, anaesthetic.
COURSES: dict[str, tuple[str, int, AnaestheticKind]] = {
    "maria": ("rhinoplasty", 3, "general"),
    "tom": ("total-knee-replacement", 14, "spinal"),
    "aisha": ("breast-reduction", 0, "general"),
    "sam": ("rhinoplasty", -5, "general"),
}
NOTES = {
    "rhinoplasty": (
        Note(days=(-60, -1), text="Ask me anything before the day. No question is too small."),
        Note(days=(0, 2), text="Rest is your only job now. Keep your head up on two pillows, also at night."),
        Note(
            days=(3, 3),
            text="Day 3 is the one that frightens people. It turns tomorrow. Keep your head up on two pillows.",
        ),
        Note(days=(4, 7), text="From here it gets a little better each day. Leave the splint to me."),
    ),
    "breast-reduction": (
        Note(
            days=(0, 1), text="You have done the hard part. Sleep on your back, sip water, and let others do the rest."
        ),
    ),
    "total-knee-replacement": (
        Note(days=(10, 20), text="Little and often beats long and hard. Bend it, rest it, ice it."),
    ),
}


def set_up(app: Flask) -> None:
    """Open the page. Raises BadSetting if this is not a database of the demo's own."""
    with app.app_context():
        if has_real_people():
            raise BadSetting(
                "MEND_DEMO",
                "this database holds a practice the demo did not make",
                "Set MEND_DEMO=0, or name another file in MEND_DATABASE_URL",
            )
    app.register_blueprint(bp)


def has_real_people() -> bool:
    """Whether there are practices, and the first was not made by the demo."""
    if not sa.inspect(db.engine()).has_table("practices"):
        return False
    first = db.session().scalars(sa.select(Practice).order_by(Practice.created_at).limit(1)).one_or_none()
    return first is not None and not first.is_demo


@bp.get("/demo")
@open_to_all
def index() -> str:
    """The cast, each with a button."""
    _only_from_here()
    return render_template(
        "demo/index.html", cast=[(name, account_named(name)) for name in (*PEOPLE, *ELSEWHERE)], courses=COURSES
    )


@bp.post("/demo/<name>/session")
@open_to_all
def continue_as(name: str) -> Response:
    """Sign in as one of them."""
    _only_from_here()
    begin_session(account_named(name) or abort(404))
    return redirect(url_for("shell.home"))


def _only_from_here() -> None:
    """A proxy on this machine would hide who asks, so a forwarded request is refused."""
    if not is_loopback(request.remote_addr or "") or "X-Forwarded-For" in request.headers:
        abort(404)


def account_named(name: str) -> Account | None:
    """One of the cast."""
    return db.session().scalars(sa.select(Account).where(Account.demo_name == name)).one_or_none()


def fill_if_empty() -> None:
    """Make both practices and all their people in a database that has none."""
    if db.session().scalar(sa.select(sa.func.count()).select_from(Practice)):
        return
    _fill_harbour()
    _fill_else()
    db.session().commit()


def _fill_harbour() -> None:
    practice = found_practice(name="Harbour Surgery", region="GB", zone=ZONE, language="en", is_demo=True)
    week = (OFFICE_HOURS,) * 5 + ((), ())
    keep_plan(practice, ContactPlan(
        office_number=HARBOUR_OFFICE, on_call_number=HARBOUR_ON_CALL, week=week, covered=(True,) * 7,
    ))  # fmt: skip
    people = _add_cast(practice, PEOPLE)
    versions = {name: _signed(name, people["dr_okafor"]) for name in starters()}
    recoveries = {
        name: _begin(people[name], people["dr_okafor"], versions[course[0]], course) for name, course in COURSES.items()
    }
    grant_milestones(recoveries["maria"], people["jo"])


def _fill_else() -> None:
    """A solo surgeon: short hours, nobody on call."""
    practice = found_practice(name="Else Clinic", region="GB", zone=ZONE, language="en", is_demo=True)
    keep_plan(practice, ContactPlan(office_number=ELSE_OFFICE, week=(((9 * 60, 13 * 60),),) * 5 + ((), ())))
    people = _add_cast(practice, ELSEWHERE)
    _begin(
        people["stranger"], people["dr_else"], _signed("rhinoplasty", people["dr_else"]), ("rhinoplasty", 3, "general")
    )


def _add_cast(practice: Practice, cast: dict[str, tuple[Role, str, str | None]]) -> dict[str, Account]:
    people = {}
    for demo_name, (role, name, birth_date) in cast.items():
        people[demo_name] = account = Account(practice=practice, role=role, name=name, demo_name=demo_name)
        account.birth_date = birth_date
        if role not in {Role.PATIENT, Role.CAREGIVER}:
            account.uses_email(f"{demo_name}@example.org")
        db.session().add(account)
    db.session().flush()
    return people


def _signed(procedure: str, surgeon: Account) -> TimelineVersion:
    document = starters()[procedure]
    return sign(document.model_copy(update={"notes": NOTES.get(procedure, ())}), surgeon)


def _begin(
    patient: Account, surgeon: Account, version: TimelineVersion, course: tuple[str, int, AnaestheticKind]
) -> Recovery:
    _, days, anaesthetic = course
    surgery_date = clock.local_date(clock.now(), ZONE) - timedelta(days=days)
    return begin_recovery(patient, Operation(version, surgeon, surgery_date, anaesthetic, ZONE), by=surgeon)
