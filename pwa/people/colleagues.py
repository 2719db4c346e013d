"""People who work at a practice, and how a practice begins."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from pwa import clock, db
from pwa.audit import Tag, record
from pwa.people.codes import issue_code
from pwa.people.models import EMPLOYED, Account, CodePurpose, Practice, Role, email_index
from pwa.people.passphrases import hash_passphrase, matches
from pwa.people.sessions import end_all_sessions


class Taken(ValueError):
    """Someone already signs in with this e-mail."""


class LastAdmin(ValueError):
    """A practice keeps at least one administrator."""


def found_practice(*, name: str, region: str, zone: str, language: str, is_demo: bool = False) -> Practice:
    """A new practice."""
    practice = Practice(name=name, region=region, zone=zone, language=language, is_demo=is_demo)
    db.session().add(practice)
    db.session().flush()
    record(Tag.PRACTICE_CREATED, practice=practice.id, actor=None, subject=practice.id)
    return practice


def add_colleague(practice: Practice, *, name: str, email: str, role: Role, by: Account | None) -> Account:
    """A new account for someone who works there. Raises Taken."""
    if account_by_email(email):
        raise Taken(email)
    account = Account(practice=practice, role=role, name=name)
    account.uses_email(email)
    db.session().add(account)
    db.session().flush()
    record(Tag.ACCOUNT_CREATED, practice=practice.id, actor=by.id if by else None, subject=account.id, role=str(role))
    return account


def add_patient(practice: Practice, *, name: str, birth_date: str, by: Account) -> Account:
    """A new account for a patient; ``birth_date`` as ISO 8601."""
    account = Account(practice=practice, role=Role.PATIENT, name=name)
    account.birth_date = birth_date
    db.session().add(account)
    db.session().flush()
    record(Tag.ACCOUNT_CREATED, practice=practice.id, actor=by.id, subject=account.id, role=str(Role.PATIENT))
    return account


def invite(account: Account, *, by: Account) -> str:
    """The text of an invitation link's code, shown once."""
    return issue_code(account, CodePurpose.INVITATION, issuer=by)


def set_passphrase(account: Account, passphrase: str) -> None:
    """Set it, and sign the person out everywhere else."""
    account.passphrase_hash = hash_passphrase(passphrase)
    end_all_sessions(account)
    record(Tag.PASSPHRASE_SET, practice=account.practice_id, actor=account.id, subject=account.id)


def account_with_passphrase(email: str, passphrase: str) -> Account | None:
    """The account these open. Takes as long for an unknown e-mail as for a wrong passphrase."""
    account = account_by_email(email)
    right = matches(passphrase, account.passphrase_hash if account else None)
    return account if account and right and account.is_active else None


def account_by_email(email: str) -> Account | None:
    """Whoever signs in with this e-mail."""
    return db.session().scalars(sa.select(Account).where(Account.email_index == email_index(email))).one_or_none()


def colleagues_of(member: Account) -> Sequence[Account]:
    """Everyone who works at a member's practice."""
    query = sa.select(Account).where(Account.practice_id == member.practice_id, Account.role.in_(EMPLOYED))
    return db.session().scalars(query.order_by(Account.created_at)).all()


def colleague_of(member: Account, account_id: UUID) -> Account | None:
    """One of them."""
    return next((account for account in colleagues_of(member) if account.id == account_id), None)


def surgeons_of(member: Account) -> list[Account]:
    """The surgeons of a member's practice who still work there."""
    return [account for account in colleagues_of(member) if account.role == Role.SURGEON and account.is_active]


def can_come_in(account: Account) -> bool:
    """Has chosen a passphrase, or belongs to the demo, where nobody needs one."""
    return account.passphrase_hash is not None or account.demo_name is not None


def close_account(account: Account, *, by: Account) -> None:
    """Someone leaves: signed out everywhere, at once. Raises LastAdmin."""
    db.session().execute(sa.select(Practice.id).where(Practice.id == by.practice_id).with_for_update())
    admins = [a for a in colleagues_of(by) if a.role == Role.ADMIN and a.is_active and can_come_in(a)]
    if admins == [account]:
        raise LastAdmin(account.id)
    account.is_active = False
    end_all_sessions(account)
    record(
        Tag.ACCOUNT_CLOSED, practice=account.practice_id, actor=by.id, subject=account.id, at=clock.now().isoformat()
    )
