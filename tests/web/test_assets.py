"""Styles, scripts and pictures: small, kept for a year, and never a page in disguise."""

import gzip
import re
import shutil
from urllib.parse import urljoin

import brotli
import pytest

from pwa.web.assets import STYLE_SHEET, Assets
from tests.laws.house import STATIC

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)

TYPES = {
    STYLE_SHEET: "text/css; charset=utf-8",
    "js/app.js": "text/javascript; charset=utf-8",
    "pictures/mend.svg": "image/svg+xml",
}


@pytest.fixture
def version(app):
    return app.extensions["assets"].version


@pytest.fixture
def fetch(app, version):
    """An asset of this version, asked for in an encoding."""
    return lambda path, accepted="": app.test_client().get(
        f"/static/{version}/{path}", headers={"Accept-Encoding": accepted}
    )


@pytest.mark.parametrize("path", TYPES)
def test_a_browser_gets_the_smallest_form_it_can_read(fetch, path):
    plain, gzipped, brotlied = fetch(path), fetch(path, "gzip"), fetch(path, "gzip, deflate, br, zstd")
    assert plain.headers.get("Content-Encoding") is None
    assert gzip.decompress(gzipped.data) == plain.data
    assert brotli.decompress(brotlied.data) == plain.data
    assert len(brotlied.data) < len(plain.data)
    assert len(gzipped.data) < len(plain.data)


def test_a_form_a_browser_refuses_is_not_sent(fetch):
    assert fetch(STYLE_SHEET, "br;q=0, gzip").headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in fetch(STYLE_SHEET, "identity").headers


@pytest.mark.parametrize(("path", "kind"), TYPES.items())
@pytest.mark.parametrize("accepted", ["", "gzip", "br"])
def test_an_asset_says_what_it_is_and_may_be_kept_for_a_year(fetch, path, kind, accepted):
    answer = fetch(path, accepted)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_asset_is_the_same_for_everyone_signed_in_or_not(fetch, maria):
    answer = maria.client.get(fetch(STYLE_SHEET).request.path)
    assert "Set-Cookie" not in answer.headers
    # With "Cookie" in it, signing in would make a browser fetch everything anew.
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_every_file_is_sent_as_it_lies(fetch):
    files = [path for path in STATIC.rglob("*") if path.is_file()]
    assert len(files) > 10
    for path in files:
        assert fetch(path.relative_to(STATIC).as_posix()).data == path.read_bytes()


def test_an_older_version_still_answers_with_todays_file(app, fetch):
    old = app.test_client().get(f"/static/0123456789ab/{STYLE_SHEET}", headers={"Accept-Encoding": ""})
    assert old.status_code == 200
    assert old.data == fetch(STYLE_SHEET).data


@pytest.mark.parametrize(
    "path", ["js/none.js", "../pwa/config.py", "%2e%2e/wsgi.py", "css", "css/", "js/lib", "", "css/mend.css/"]
)
def test_what_is_missing_is_a_404(fetch, path):
    assert fetch(path).status_code == 404


def test_a_missing_asset_is_not_kept(fetch):
    assert fetch("js/none.js").headers["Cache-Control"] == "no-store"


def test_the_style_sheet_holds_every_layer_in_order(fetch):
    sheet = fetch(STYLE_SHEET).text
    assert sheet.startswith("@layer tokens, base, parts, rooms, utilities;")
    places = [sheet.index(path.read_text()) for path in (STATIC / "css").rglob("*.css")]
    assert len(places) == len(set(places)) > 5


def test_a_changed_file_makes_a_new_version_and_nothing_else_does(version, tmp_path):
    copy = shutil.copytree(STATIC, tmp_path / "static")
    assert Assets(copy).version == version
    (copy / "js" / "app.js").write_text("// changed\n")
    assert Assets(copy).version != version


def test_everything_a_page_and_its_scripts_load_is_there(app, version):
    client = app.test_client()
    waiting = re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/sign-in").text)
    assert len(waiting) >= 3
    seen = set()
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert address.startswith(f"/static/{version}/")
        seen.add(address)
        imports = re.findall(r'^import .* from "([^"]+)"', answer.text, re.M) if address.endswith(".js") else []
        waiting += [found for target in imports if (found := urljoin(address, target)) not in seen]
