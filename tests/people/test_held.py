"""What staff typed when their session ran out is not lost."""

from datetime import timedelta

from pwa.people.colleagues import set_passphrase
from tests.behind import behind


def _away_while_answering(maria, nurse_lee, clock):
    """Maria writes; the nurse opens it, is called away, and sends the answer too late."""
    maria.submit(maria.open("/messages/new"), "Send", text="Is this swelling all right?")
    inbox = nurse_lee.open("/inbox")
    page = nurse_lee.open(next(address for name, address in inbox.links() if "Maria" in name))
    clock.shift(timedelta(minutes=16))
    return nurse_lee.submit(page, "Send the answer", status=401, text="Keep your head up on two pillows.")


def _sign_in(app, browser, page, name):
    with behind(app) as cast:
        account = getattr(cast, name)
        set_passphrase(account, "harbour lantern gravel otter")
        email = account.email
    return browser.submit(page, "Sign in", email=email, passphrase="harbour lantern gravel otter")


def test_what_was_typed_is_sent_after_signing_in_again(maria, nurse_lee, clock, app):
    page = _sign_in(app, nurse_lee, _away_while_answering(maria, nurse_lee, clock), "nurse_lee")
    assert page.h1 == "Welcome back"
    nurse_lee.submit(page, "Send what I typed")
    assert "two pillows" in maria.follow(maria.open("/messages"), "Day 3").text


def test_someone_else_at_the_desk_does_not_get_it(maria, nurse_lee, clock, app):
    page = _sign_in(app, nurse_lee, _away_while_answering(maria, nurse_lee, clock), "dr_okafor")
    assert page.h1 == "Inbox" and "two pillows" not in page.html


def test_the_sealed_form_says_nothing_by_itself(maria, nurse_lee, clock):
    assert "two pillows" not in _away_while_answering(maria, nurse_lee, clock).html
