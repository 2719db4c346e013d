"""Who may open what: every route × every visitor × every record, theirs and others'."""

from collections import Counter
from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule

from tests.laws.visitors import ANYONE, SECRETS, Thing, Visitor, address, things, things_for, visitors

PATIENT, CAREGIVER, SURGEON, STAFF, ADMIN = "patient", "caregiver", "surgeon", "staff", "admin"
ROLES = (PATIENT, CAREGIVER, SURGEON, STAFF, ADMIN)

# How far a role reaches. A role that is not named is refused.
YES = "yes"
OWN = "their own, nobody else's"
PRACTICE = "of their practice, of no other"

ALL = dict.fromkeys((ANYONE, *ROLES), YES)
SIGNED_IN = dict.fromkeys(ROLES, YES)
EMPLOYED = dict.fromkeys((SURGEON, STAFF, ADMIN), YES)
TEAM = dict.fromkeys((SURGEON, STAFF), YES)
TEAMS_PATIENTS = dict.fromkeys((SURGEON, STAFF), PRACTICE)

ALLOWED = {
    # what every page needs
    "assets.serve": ALL,
    "shell.home": ALL,
    "shell.healthz": ALL,
    "demo.index": ALL,
    "demo.continue_as": ALL,
    # ways in and out
    "people.sign_in": ALL,
    "people.begin_staff_session": ALL,
    "people.enrolment": ALL,
    "people.enrol": ALL,
    "people.next_device": ALL,
    "people.enrol_device": ALL,
    "people.invitation": ALL,
    "people.accept_invitation": ALL,
    "people.device_code": {PATIENT: YES, CAREGIVER: YES},
    "people.make_device_code": {PATIENT: YES, CAREGIVER: YES},
    "people.sign_out": SIGNED_IN,
    # a patient's own recovery
    "recovery.today": {PATIENT: YES},
    "recovery.keep_tasks": {PATIENT: YES},
    "recovery.timeline": {PATIENT: YES},
    "checks.index": {PATIENT: YES},
    "checks.tick_list": {PATIENT: YES},
    "checks.history": {PATIENT: YES},
    "checks.question": {PATIENT: YES},
    "checks.create": {PATIENT: YES},
    "checks.show": {PATIENT: OWN},
    "checks.table": {PATIENT: OWN},
    "checks.activities": {PATIENT: YES},
    "checks.activity": {PATIENT: YES},
    "contact.index": {PATIENT: YES},
    "contact.new": {PATIENT: YES},
    "contact.create": {PATIENT: YES},
    "contact.show": {PATIENT: OWN},
    # a caregiver's view of it
    "recovery.milestones": {CAREGIVER: YES},
    # the team's desk
    "inbox.index": TEAM,
    "inbox.show": TEAMS_PATIENTS,
    "inbox.see": TEAMS_PATIENTS,
    "inbox.reply": TEAMS_PATIENTS,
    "recovery.patients": TEAM,
    "recovery.new_patient": TEAM,
    "recovery.create_patient": TEAM,
    "recovery.patient": TEAMS_PATIENTS,
    "recovery.new_card": TEAMS_PATIENTS,
    "timelines.index": EMPLOYED,
    "timelines.show": EMPLOYED,
    "timelines.sign_starter": {SURGEON: YES},
    # the practice's set-up
    "people.colleagues": {ADMIN: YES},
    "people.add": {ADMIN: YES},
    "people.invite_again": {ADMIN: PRACTICE},
    "people.close": {ADMIN: PRACTICE},
    "practice.index": {ADMIN: YES},
    "practice.details": {ADMIN: YES},
    "practice.keep_details": {ADMIN: YES},
    "practice.numbers": {ADMIN: YES},
    "practice.keep_numbers": {ADMIN: YES},
    "practice.hours": {ADMIN: YES},
    "practice.keep_hours": {ADMIN: YES},
    "practice.add_unusual_day": {ADMIN: YES},
    "practice.remove_unusual_day": {ADMIN: YES},
}

LET_IN, TO_SIGN_IN, WRONG_ROLE, NOT_THEIRS = "let in", "sent to sign in", "403", "404"

PRIVATE_WORDS = ("Rossi", "Hughes", "Khan", "Taylor", "Elsewhere", *SECRETS.values())


def test_every_route_is_in_the_table_and_nothing_else_is(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == ALLOWED.keys()


# These two end the session they come with.
LAST = ["people.sign_out", "demo.continue_as"]


def test_everyone_reaches_what_the_table_says_and_nothing_else(app):
    walked, wrong, leaks = Counter(), [], []
    for rule, visitor, thing in cells(app):
        answer = visitor.send(app, method_of(rule), address(app, rule, thing))
        wanted, got = outcome(rule, visitor, thing), outcome_of(answer)
        walked[wanted] += 1
        cell = f"{visitor.name} → {rule.endpoint}{f' of {thing.owners}' if thing else ''}"
        if got != wanted:
            wrong.append(f"{cell}: wanted “{wanted}”, got “{got}”")
        if got != LET_IN:
            leaks += [f"{cell} shows “{word}”" for word in PRIVATE_WORDS if word in answer.text]
    assert not wrong, "\n".join(wrong)
    assert not leaks, "\n".join(leaks)
    assert walked.total() > 500
    assert all(walked[kind] > 20 for kind in (LET_IN, TO_SIGN_IN, WRONG_ROLE, NOT_THEIRS)), walked


def test_someone_elses_check_named_in_a_form_is_not_sent_along(app):
    people = {person.name: person for person in visitors(app)}
    checks = {thing.owners[0]: thing.values["check_id"] for thing in things(app, list(people.values()))["check_id"]}
    for owner, sent_along in {"maria": True, "tom": False, "stranger": False}.items():
        page = people["maria"].send(app, "GET", f"/messages/new?check={checks[owner]}")
        assert page.status_code == 200
        assert ("Sent along" in page.text) == sent_along
        client_id = str(UUID(int=99 + len(owner), version=4))
        sent = people["maria"].send(
            app,
            "POST",
            "/messages",
            client_id=client_id,
            kind="written",
            check_id=checks[owner],
            text="Is this all right?",
        )
        assert ("What you asked" in people["maria"].send(app, "GET", sent.location).text) == sent_along


def cells(app: Flask) -> list[tuple[Rule, Visitor, Thing | None]]:
    """Every route with everyone and everything; leaving comes last, since it ends the session."""
    people = visitors(app)
    known = things(app, people)
    rules = sorted(
        app.url_map.iter_rules(), key=lambda rule: LAST.index(rule.endpoint) if rule.endpoint in LAST else -1
    )
    return [(rule, person, thing) for rule in rules for person in people for thing in things_for(rule, known)]


def method_of(rule: Rule) -> str:
    return "POST" if "POST" in rule.methods else "GET"


def outcome(rule: Rule, visitor: Visitor, thing: Thing | None) -> str:
    """What the table says."""
    reach = ALLOWED[rule.endpoint].get(visitor.role)
    if reach is None:
        return TO_SIGN_IN if visitor.role == ANYONE else WRONG_ROLE
    if reach == OWN:
        return LET_IN if visitor.name in thing.owners else NOT_THEIRS
    if reach == PRACTICE:
        return LET_IN if visitor.practice == thing.practice else NOT_THEIRS
    return LET_IN


def outcome_of(answer) -> str:
    """What came."""
    if answer.status_code == 302 and answer.location.partition("?")[0] == "/sign-in":
        return TO_SIGN_IN
    if answer.status_code < 400 or answer.status_code in {410, 422}:
        return LET_IN
    return str(answer.status_code)
