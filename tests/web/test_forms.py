"""What is typed is kept as it was meant."""

from io import BytesIO

import pytest

from pwa.web.forms import tidy


@pytest.mark.parametrize(("typed", "kept"), [
    ("  38.5  ", "38.5"), ("38\u00a05", "38 5"), ("1\u20092 pills", "1 2 pills"), ("a\0b\x1b", "ab"), ("می\u200cخواهم", "می\u200cخواهم"),
    ("one\ntwo\tthree", "one\ntwo\tthree"), ("👩\u200d⚕️", "👩\u200d⚕️"), ("\u3000", ""), (None, None), ("\ud800x", "x"),
])  # fmt: skip
def test_blanks_stay_blanks_and_only_control_signs_go(typed, kept):
    assert tidy(typed) == kept


@pytest.mark.parametrize("sent", [
    {"json": {"email": 5}}, {"json": [1, 2]}, {"json": "abc"},
])  # fmt: skip
def test_neither_files_nor_json_break_a_form(browser, sent):
    token = browser.open("/sign-in").html.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    assert browser.client.post("/sign-in", headers={"X-CSRFToken": token}, **sent).status_code == 422


def test_a_file_in_the_place_of_a_field_is_no_field(browser):
    token = browser.open("/sign-in").html.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    file = {"email": (BytesIO(b"x"), "x.txt"), "csrf_token": token}
    assert browser.client.post("/sign-in", data=file, content_type="multipart/form-data").status_code == 422
