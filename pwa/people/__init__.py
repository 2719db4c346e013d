"""Practices, accounts and roles, codes, sign-in and sessions."""

from pwa.people.models import EMPLOYED, TEAM, Account, CodePurpose, Practice, Role
from pwa.people.sessions import signed_in_account

__all__ = ["EMPLOYED", "TEAM", "Account", "CodePurpose", "Practice", "Role", "signed_in_account"]
