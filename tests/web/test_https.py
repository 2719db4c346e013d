"""Behind a proxy that speaks https, with the headers our pages make a browser send."""

import pytest

from pwa import create_app
from tests.conftest import MASTER_KEY

HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.1.2.3", "X-Forwarded-Host": "mend.example"}


@pytest.fixture(scope="module")
def behind_a_proxy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("https")
    return create_app({
        "MEND_DATABASE_URL": f"sqlite:///{folder / 'mend.sqlite3'}", "MEND_MASTER_KEY": MASTER_KEY, "MEND_PROXIES": "1",
    })  # fmt: skip


def test_a_form_of_ours_is_accepted_without_a_referer(behind_a_proxy):
    assert _sign_in(behind_a_proxy, {"Sec-Fetch-Site": "same-origin"}) == 422


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
def test_a_form_of_another_site_is_refused(behind_a_proxy, site):
    assert _sign_in(behind_a_proxy, {"Sec-Fetch-Site": site}) == 400


def test_cookies_are_for_https_only(behind_a_proxy):
    answer = behind_a_proxy.test_client().get("/sign-in", headers=HTTPS)
    cookie = answer.headers["Set-Cookie"]
    assert (
        cookie.startswith("__Host-mend=") and "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    )
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def _sign_in(app, more):
    """The status of a sign-in form sent with an e-mail missing."""
    client = app.test_client()
    client.get("/sign-in", headers=HTTPS, base_url="https://mend.example")
    page = client.get("/sign-in", headers=HTTPS, base_url="https://mend.example")
    token = page.text.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    form = {"csrf_token": token, "email": "", "passphrase": ""}
    return client.post("/sign-in", data=form, headers={**HTTPS, **more}, base_url="https://mend.example").status_code
