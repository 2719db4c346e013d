"""Practices, accounts and roles, codes, sign-in and sessions."""

from pwa.people.models import EMPLOYED, TEAM, Account, CodePurpose, Named, Practice, Role
from pwa.people.sessions import signed_in_account, signed_in_id, signed_in_practice

__all__ = [
    "EMPLOYED",
    "TEAM",
    "Account",
    "CodePurpose",
    "Named",
    "Practice",
    "Role",
    "signed_in_account",
    "signed_in_id",
    "signed_in_practice",
]
