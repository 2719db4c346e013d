"""Everyone who may come to a door, and what they own, made through real requests."""

import re
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from pwa import db
from pwa.demo import ELSEWHERE, PEOPLE, account_named
from pwa.people import Account, Role
from pwa.recovery import recovery_of
from tests.browser import Browser

ANYONE = "anyone"
CAST = ("maria", "tom", "jo", "dr_okafor", "nurse_lee", "admin_ruiz", "stranger", "dr_else")
COOKIE = "mend"

# Only the patients wrote these, so nobody refused may read them.
SECRETS = {"maria": "A violet pillow", "tom": "A copper kettle", "stranger": "A marble staircase"}

# Words for the parts of an address that name no record.
WORDS = {
    "version": "0", "path": "css/mend.css", "code": "AAAA-AAAA-AAAA", "procedure": "rhinoplasty", "day": "2026-12-25",
    "slug": "temperature", "key": "shower", "name": "sam",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone at the door: a name, a role, a practice, and the cookie they bring."""

    name: str
    role: str
    practice: UUID | None = None
    cookie: str | None = None
    token: str = ""

    def send(self, app: Flask, method: str, path: str, **data: str) -> TestResponse:
        """One request, as if it were their first: what it leaves behind is forgotten."""
        client = app.test_client()
        if self.cookie:
            client.set_cookie(COOKIE, self.cookie)
        form = {"csrf_token": self.token, **data} if method == "POST" else None
        return client.open(path, method=method, data=form)


@dataclass(frozen=True, slots=True)
class Thing:
    """A record as an address names it, whose it is, and of which practice."""

    values: dict[str, str]
    owners: tuple[str, ...]
    practice: UUID


def visitors(app: Flask) -> list[Visitor]:
    """The cast, someone without a cookie, and one who kept a cookie past signing out."""
    return [visitor(app, name) for name in CAST] + [nobody(app), left(app, "maria"), left(app, "nurse_lee")]


def visitor(app: Flask, name: str) -> Visitor:
    """One of the cast, signed in."""
    client = Browser(app).continue_as(name).client
    role, *_ = (PEOPLE | ELSEWHERE)[name]
    with app.app_context():
        practice = account_named(name).practice_id
    return Visitor(name, str(role), practice, *_papers(client))


def nobody(app: Flask) -> Visitor:
    """Someone who was never here."""
    return Visitor("nobody", ANYONE, None, *_papers(app.test_client()))


def left(app: Flask, name: str) -> Visitor:
    """Someone who signed out, and sends the cookie from before again."""
    was = visitor(app, name)
    answer = was.send(app, "POST", "/sign-out")
    assert answer.status_code == 302
    return Visitor(f"{name}, signed out", ANYONE, None, was.cookie, was.token)


def _papers(client) -> tuple[str, str]:
    """A cookie and the form token that goes with it."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/demo").text)[1]
    return client.get_cookie(COOKIE).value, token


def things(app: Flask, people: list[Visitor]) -> dict[str, list[Thing]]:
    """Records of all kinds, by what addresses call them; three patients' or two practices'."""
    by_name = {person.name: person for person in people}
    patients = [by_name[name] for name in SECRETS]
    return {
        "check_id": [Thing({"check_id": _check(app, p)}, (p.name,), p.practice) for p in patients],
        "message_id": [Thing({"message_id": _message(app, p)}, (p.name,), p.practice) for p in patients],
        "recovery_id": [Thing({"recovery_id": _recovery(app, p)}, (p.name,), p.practice) for p in patients],
        "content_hash": [_table(app, p, patients) for p in patients],
        "account_id": [_colleague(app, by_name["admin_ruiz"]), _account(app, "dr_else")],
    }


def things_for(rule: Rule, known: dict[str, list[Thing]]) -> list[Thing | None]:
    """The records an address can be about; [None] for one that is about none."""
    kinds = rule.arguments & known.keys()
    return [thing for kind in kinds for thing in known[kind]] or [None]


def address(app: Flask, rule: Rule, thing: Thing | None) -> str:
    """A rule's address, filled in."""
    values = {name: WORDS[name] for name in rule.arguments if name in WORDS} | (thing.values if thing else {})
    missing = rule.arguments - values.keys()
    assert not missing, f"{rule.rule}: say in laws/visitors.py what stands for {missing}"
    with app.test_request_context():
        return rule.build(values)[1]


def _check(app: Flask, patient: Visitor) -> str:
    answer = patient.send(
        app, "POST", "/checks", client_id=_new_id(patient, 1), answer="temperature/none-fits", about="temperature"
    )
    return _last_part(answer)


def _message(app: Flask, patient: Visitor) -> str:
    answer = patient.send(
        app, "POST", "/messages", client_id=_new_id(patient, 2), kind="written", text=SECRETS[patient.name]
    )
    return _last_part(answer)


def _new_id(patient: Visitor, number: int) -> str:
    return str(UUID(int=list(SECRETS).index(patient.name) * 10 + number, version=4))


def _last_part(answer: TestResponse) -> str:
    assert answer.status_code == 302, answer.text
    return str(UUID(answer.location.rpartition("/")[2]))


def _recovery(app: Flask, patient: Visitor) -> str:
    with app.app_context():
        return str(recovery_of(account_named(patient.name)).id)


def _table(app: Flask, patient: Visitor, patients: list[Visitor]) -> Thing:
    """A verdict table. Its address names its content, so the same content is the same table."""
    values = _table_values(app, patient)
    owners = tuple(other.name for other in patients if _table_values(app, other) == values)
    return Thing(values, owners, patient.practice)


def _table_values(app: Flask, patient: Visitor) -> dict[str, str]:
    with app.app_context():
        recovery = recovery_of(account_named(patient.name))
        return {"content_hash": recovery.version.content_hash, "anaesthetic": recovery.anaesthetic}


def _colleague(app: Flask, admin: Visitor) -> Thing:
    """Someone new at the practice, whose account may be closed without harm."""
    answer = admin.send(app, "POST", "/practice/people", name="Nurse New", email="new@example.org", role="staff")
    assert answer.status_code == 201, answer.text
    with app.app_context():
        newest = sa.select(Account).where(Account.role == Role.STAFF).order_by(Account.demo_name.is_(None).desc())
        return Thing({"account_id": str(db.session().scalars(newest).first().id)}, ("Nurse New",), admin.practice)


def _account(app: Flask, name: str) -> Thing:
    with app.app_context():
        account = account_named(name)
        return Thing({"account_id": str(account.id)}, (name,), account.practice_id)
