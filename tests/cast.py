"""The cast, as rows of the database. The same people as in the demo."""

from pwa.demo import ELSEWHERE, PEOPLE, account_named
from pwa.people import Account
from pwa.recovery import Recovery, recovery_of

NAMES = (*PEOPLE, *ELSEWHERE)


class Cast:
    """``cast.maria`` is Maria's account; ``cast.recovery("maria")`` her recovery."""

    def __getattr__(self, name: str) -> Account:
        account = account_named(name) if name in NAMES else None
        if account is None:
            raise AttributeError(name)
        return account

    def recovery(self, name: str) -> Recovery:
        """A patient's recovery."""
        return recovery_of(getattr(self, name))
