"""Every address of the house: who it is for, how it is spelled, and that looking changes nothing."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from pwa import db
from pwa.people import Role
from pwa.web.access import policy_of
from tests.browser import Browser, Page
from tests.laws.visitors import WORDS, Visitor, address, nobody, things, things_for, visitor, visitors

OPEN = {
    "assets.serve", "shell.home", "shell.healthz", "demo.index", "demo.continue_as", "people.sign_in",
    "people.begin_staff_session", "people.enrolment", "people.enrol", "people.next_device", "people.enrol_device",
    "people.invitation", "people.accept_invitation",
}  # fmt: skip
FOR_ANYONE_SIGNED_IN = {"people.sign_out"}

VERBS = {
    "mark", "do", "set", "get", "make", "add", "delete", "remove", "update", "create", "edit", "send", "save", "change",
}  # fmt: skip
NOUNS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PART = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")

# Looking is written down in the audit log, and keeps a session of staff awake. Nothing else may change.
MAY_CHANGE = {"audit_entries", "audit_chains", "sessions"}

on_one_database = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@on_one_database
def test_every_route_says_who_it_is_for(app):
    with app.app_context():
        policies = {endpoint: policy_of(endpoint) for endpoint in app.view_functions}
    roles = set(Role)
    unsaid = {e for e, policy in policies.items() if policy != "all" and not (policy and set(policy) <= roles)}
    assert unsaid == FOR_ANYONE_SIGNED_IN


@on_one_database
def test_only_these_doors_are_open(app):
    with app.app_context():
        assert {endpoint for endpoint in app.view_functions if policy_of(endpoint) == "all"} == OPEN


@on_one_database
def test_addresses_are_kebab_case_and_hold_no_verb(app):
    for rule in app.url_map.iter_rules():
        for part in PART.sub("0", rule.rule).removesuffix(".json").strip("/").split("/"):
            assert not part or NOUNS.fullmatch(part), rule.rule
            assert part.split("-")[0] not in VERBS, rule.rule


@on_one_database
def test_a_record_is_named_by_a_uuid_and_every_other_part_is_a_known_word(app):
    for rule in app.url_map.iter_rules():
        for name in rule.arguments:
            converter = rule.rule.partition(f"{name}>")[0].rpartition("<")[2].rstrip(":")
            assert (converter == "uuid") == name.endswith("_id"), rule.rule
            assert converter == "uuid" or name in WORDS.keys() | {"content_hash", "anaesthetic"}, rule.rule


@on_one_database
def test_pages_are_read_or_posted_to_and_nothing_else(app):
    for rule in app.url_map.iter_rules():
        assert rule.methods - {"HEAD", "OPTIONS"} in ({"GET"}, {"POST"}), rule.rule


@on_one_database
def test_looking_changes_nothing(app):
    everyone = visitors(app)
    known = things(app, everyone)
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    places = [address(app, rule, thing) for rule in rules for thing in things_for(rule, known)]
    assert len(places) > len(rules) > 30
    before = rows(app)
    assert before["messages"] and before["checks"]
    for someone in everyone:
        statuses = [someone.send(app, "GET", place).status_code for place in places]
        assert 200 in statuses
        after = rows(app)
        changed = [table for table in before if before[table] != after[table]]
        assert not changed, f"{someone.name} only looked, and changed {changed}"


def rows(app: Flask) -> dict[str, list[tuple]]:
    """All that is in every table that must not change."""
    tables = [table for table in db.Base.metadata.sorted_tables if table.name not in MAY_CHANGE]
    with app.app_context():
        return {
            table.name: db.session().execute(sa.select(table).order_by(*table.primary_key)).all() for table in tables
        }


@on_one_database
@pytest.mark.parametrize("name", ["maria", "nurse_lee", "admin_ruiz", "nobody"])
def test_no_form_is_taken_without_its_token(app, name):
    known = things(app, visitors(app))
    someone = nobody(app) if name == "nobody" else visitor(app, name)
    for token in ("", "made-up", visitor(app, "tom").token):
        forger = Visitor(name, someone.role, someone.practice, someone.cookie, token)
        before = rows(app)
        for rule in (rule for rule in app.url_map.iter_rules() if "POST" in rule.methods):
            for thing in things_for(rule, known):
                answer = forger.send(app, "POST", address(app, rule, thing))
                assert answer.status_code == 400, f"{rule.rule}: {answer.status_code} with token {token!r}"
        assert rows(app) == before


@on_one_database
def test_a_refused_form_says_what_to_do_and_whom_to_ring(app):
    browser = Browser(app).continue_as("maria")
    page = Page(browser.client.post("/messages", data={"text": "Hello"}), "/messages")
    assert page.status == 400
    assert page.h1 == "This form was open too long"
    assert any(href.startswith("tel:") for _, href in page.links())
