"""Find the right question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.checks.finder import MOST_COMMON, asked_about, by_area, commonest, search
from pwa.timelines.library import load_library
from tests.browser import Browser

NOSE, KNEE = load_library()["rhinoplasty"], load_library()["total-knee-replacement"]


def first(text, document=NOSE):
    return search(document.symptoms, text)[0].slug


@pytest.mark.parametrize(("typed", "found"), [
    ("fever", "temperature"), ("FEVER", "temperature"), ("temprature", "temperature"), ("tempreature", "temperature"),
    ("swelling", "swelling"), ("sweling", "swelling"), ("bruse", "bruising"), ("is this bleeding normal?", "bleeding"),
    ("blocked nose", "blocked-nose"), ("black eye", "bruising"), ("leg", "calf-or-leg"), ("stiches", "stitches"),
])  # fmt: skip
def test_people_s_words_find_the_question(typed, found):
    assert first(typed) == found


@pytest.mark.parametrize("nothing", ["", "   ", "is it normal", "a", "xqzvw", "<b>", "🙂", "\x00", "the " * 400])
def test_nothing_finds_nothing(nothing):
    assert search(NOSE.symptoms, nothing) == []


@given(st.text(max_size=1000))
def test_any_text_finds_questions_of_this_operation_each_once(text):
    found = search(NOSE.symptoms, text)
    assert len({s.slug for s in found}) == len(found) and set(found) <= set(NOSE.symptoms)


@given(st.sampled_from(NOSE.symptoms))
def test_each_question_is_found_by_its_own_label(symptom):
    assert symptom in search(NOSE.symptoms, symptom.label)[:5]


def test_a_thousand_letters_are_searched_quickly_and_the_page_is_whole(maria):
    page = maria.open("/checks?q=" + "fever " * 170)
    assert "What fits" in page.text


@pytest.mark.parametrize("html", ["<script>alert(1)</script>", '"><img src=x>', "%00%0a"])
def test_what_is_searched_for_is_shown_as_text(maria, html):
    page = maria.open("/checks?q=" + html.replace("%", "%25"))
    assert html in page.text
    assert not [i for i in page.all("img") if i.get("src") == "x"]


def test_what_fits_nothing_still_shows_all_by_place(maria):
    page = maria.open("/checks?q=xqzvw")
    assert "Nothing fits “xqzvw”" in page.text and "You don’t need the right word to ring." in page.text
    assert "Wound and skin" in page.text


@pytest.mark.parametrize("day", [-5, 0, 3, 14, 100, 365, 4000])
def test_the_commonest_questions_are_those_of_the_day(day):
    found = commonest(NOSE.symptoms, day)
    assert len(found) <= MOST_COMMON
    assert all(any(a <= day <= b for a, b in s.commonest) for s in found)


def test_there_are_commonest_questions_on_the_first_days():
    assert all(commonest(document.symptoms, day) for document in (NOSE, KNEE) for day in range(15))


def test_every_question_has_its_place():
    assert sorted(s.slug for g in by_area(NOSE.symptoms) for s in g.symptoms) == sorted(s.slug for s in NOSE.symptoms)
    assert all(group.symptoms for group in by_area(NOSE.symptoms))


def test_a_question_for_one_anaesthetic_is_asked_after_that_one_only():
    only_asleep = NOSE.symptoms[0].model_copy(update={"only_with": ("general",)})
    document = NOSE.model_copy(update={"symptoms": (only_asleep, NOSE.symptoms[1])})
    assert asked_about(document, "general") == [only_asleep, NOSE.symptoms[1]]
    assert asked_about(document, "spinal") == [NOSE.symptoms[1]]


def test_no_question_is_asked_without_an_answer_to_tick():
    for document in load_library().values():
        for kind in ("general", "spinal", "local"):
            for symptom in asked_about(document, kind):
                assert any(not a.only_with or kind in a.only_with for a in symptom.answers), symptom.slug


def test_a_sore_throat_is_put_down_to_the_tube_only_after_one(app):
    asked = {name: Browser(app).continue_as(name).open("/checks/about/sore-throat").html for name in ("maria", "tom")}
    assert "sore-throat/mild" in asked["maria"]
    assert "sore-throat/mild" not in asked["tom"] and "sore-throat/none-fits" in asked["tom"]
