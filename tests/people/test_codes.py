"""How codes look, and how they are kept."""

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from pwa import db
from pwa.people.codes import ALPHABET, code_index, grouped, issue_code, tidy
from pwa.people.models import Code, CodePurpose

CODES = st.text(ALPHABET, min_size=8, max_size=32)


@given(CODES)
def test_a_code_as_shown_reads_back(code):
    assert tidy(grouped(code)) == tidy(grouped(code).lower()) == code


def test_no_sign_of_a_code_can_be_taken_for_another():
    assert not set("01OIl") & set(ALPHABET)
    assert len(ALPHABET) == 32


def test_the_code_itself_is_not_kept(cast):
    text = issue_code(cast.maria, CodePurpose.ENROLMENT, issuer=cast.nurse_lee)
    kept = db.session().scalars(sa.select(Code)).one()
    assert kept.code_index == code_index(text)
    assert text.encode() not in kept.code_index


def test_codes_differ(cast):
    issued = {issue_code(cast.maria, CodePurpose.ENROLMENT, issuer=cast.nurse_lee) for _ in range(50)}
    assert len(issued) == 50


def test_invitations_are_long(cast):
    assert len(issue_code(cast.nurse_lee, CodePurpose.INVITATION, issuer=cast.admin_ruiz)) == 32
