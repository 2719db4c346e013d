"""From an answer and a day to a verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.checks.rules import judge
from pwa.timelines import NONE_FITS, compile_table
from pwa.timelines.levels import Level, Soon
from pwa.timelines.library import load_library

TABLES = [
    compile_table(document, kind) for document in load_library().values() for kind in ("general", "spinal", "local")
]
NOSE = compile_table(load_library()["rhinoplasty"], "general")
ANSWERS = [(t, s["slug"], a) for t in TABLES for s in t["symptoms"] for a in s["answers"]]
GENTLER = [case for case in ANSWERS if case[2]["levels"][-1]["level"] != "emergency"]
ALWAYS_EMERGENCY = [c for c in ANSWERS if {w["level"] for w in c[2]["levels"]} == {"emergency"}]


def numbers_of(cases):
    """The cases by number: a whole table makes a poor report."""
    return st.integers(0, len(cases) - 1)


def test_a_known_answer_has_the_level_of_its_day():
    early, late = (judge(NOSE, "temperature", "slightly-raised", day) for day in (2, 3))
    assert (early.level, late.level) == (Level.WATCH, Level.CALL)


def test_a_verdict_carries_the_answer_and_what_to_do():
    verdict = judge(NOSE, "temperature", "slightly-raised", 1)
    assert verdict.title.startswith("Temperature 37.5")
    assert verdict.do and verdict.why and verdict.soon is None


@pytest.mark.parametrize(("symptom", "answer"), [
    ("temperature", "unheard-of"), ("temperature", NONE_FITS), ("unheard-of", "usual"), ("", ""),
])  # fmt: skip
def test_what_the_table_does_not_know_is_a_call_today(symptom, answer):
    verdict = judge(NOSE, symptom, answer, 3)
    assert (verdict.level, verdict.soon) == (Level.CALL, Soon.TODAY)
    assert "no advice for this" in verdict.why


def test_none_fits_is_named_after_its_question():
    assert judge(NOSE, "swelling", NONE_FITS, 3).title == "Swelling – none of the answers fits"


@given(numbers_of(ANSWERS), st.one_of(st.integers(max_value=-1), st.integers(min_value=366)))
def test_outside_the_timeline_nothing_is_lower_than_call(number, day):
    table, symptom, answer = ANSWERS[number]
    assert judge(table, symptom, answer["id"], day).level.rank >= Level.CALL.rank


@pytest.mark.parametrize("day", [-5, -1, 366, 5000])
def test_outside_the_timeline_an_emergency_stays_one(day):
    assert ALWAYS_EMERGENCY
    for table, symptom, answer in ALWAYS_EMERGENCY:
        assert judge(table, symptom, answer["id"], day).level == Level.EMERGENCY


@given(numbers_of(GENTLER))
def test_the_last_day_is_still_answered_and_the_day_after_is_not(number):
    table, symptom, answer = GENTLER[number]
    last, after = (judge(table, symptom, answer["id"], table["last_day"] + extra) for extra in (0, 1))
    assert last.why in {window["why"] for window in answer["levels"]}
    assert (after.level, after.soon) == (Level.CALL, Soon.TODAY)


@given(numbers_of(ANSWERS), st.integers(0, 365))
def test_every_call_says_how_soon_and_no_gentle_level_does(number, day):
    table, symptom, answer = ANSWERS[number]
    verdict = judge(table, symptom, answer["id"], day)
    assert (verdict.soon is not None) >= (verdict.level == Level.CALL)
    assert verdict.soon is None or verdict.level.rank >= Level.CALL.rank


def test_every_answer_of_every_timeline_means_what_its_window_says():
    for table, symptom, answer in ANSWERS:
        for window in answer["levels"]:
            first, last = window["days"]
            for day in {first, last} & set(range(table["last_day"] + 1)):
                assert judge(table, symptom, answer["id"], day).why == window["why"]


def test_a_hole_in_a_table_is_a_call():
    holed = {**NOSE, "symptoms": [{"slug": "s", "label": "S", "answers": [{"id": "a", "answer": "A", "levels": [
        {"days": [0, 1], "level": "expected", "why": "w", "do": None}]}]}]}  # fmt: skip
    assert judge(holed, "s", "a", 1).level == Level.EXPECTED
    assert judge(holed, "s", "a", 2).level == Level.CALL
