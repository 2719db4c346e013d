"""Joining an operation with the common file: nothing grave is lost, nothing lowered in silence.

What may happen is worked out here anew, from the files as they lie, so that a slip in
pwa/timelines/merging.py shows.
"""

import re
from collections import defaultdict
from functools import cache
from typing import Any

import pytest
import yaml

from pwa.timelines.answers import Answer
from pwa.timelines.levels import Level
from pwa.timelines.library import HERE, load_library

OPERATIONS = sorted(load_library())


@cache
def raw(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text())


def slug(symptom: dict[str, Any]) -> str:
    return "-".join(re.findall(r"\w+", symptom["symptom"].lower()))


def answers_in(name: str) -> dict[str, dict[str, Any]]:
    """ "symptom/answer" → the answer as it is written."""
    return {f"{slug(s)}/{a['id']}": a for s in raw(name)["symptoms"] for a in s["answers"]}


def level_on(answer: dict[str, Any], day: int) -> Level:
    windows = [w for w in answer["levels"] if w["days"][0] <= day and (w["days"][1] is None or day <= w["days"][1])]
    return Level(windows[0]["level"])


def turning_days(*answers: dict[str, Any]) -> set[int]:
    """The days on which a level may change."""
    return {window["days"][0] for answer in answers for window in answer["levels"]}


def replacements(name: str) -> dict[str, list[dict[str, Any]]]:
    """A common answer → the operation's answers that stand for it."""
    found = defaultdict(list)
    for answer in answers_in(name).values():
        for common in answer.get("replaces", ()):
            found[common].append(answer)
    return found


def drops(name: str) -> dict[str, str]:
    """A common answer left out → why."""
    return {drop["answer"]: drop["because"] for drop in raw(name).get("drops", ())}


def kept(name: str) -> set[str]:
    """The texts of all answers after joining."""
    return {answer.answer for symptom in load_library()[name].symptoms for answer in symptom.answers}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_common_symptom_stands_or_has_joined_another(name):
    standing = {symptom.slug for symptom in load_library()[name].symptoms}
    joined = {merged for symptom in raw(name)["symptoms"] for merged in symptom.get("merges", ())}
    assert {slug(symptom) for symptom in raw("common")["symptoms"]} <= standing | joined


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_common_answer_is_kept_replaced_or_left_out_for_a_reason(name):
    gone = {key for key, answer in answers_in("common").items() if answer["answer"] not in kept(name)}
    assert gone
    assert not gone - replacements(name).keys() - drops(name).keys()


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_is_named_as_replaced_or_left_out_is_in_the_common_file(name):
    assert replacements(name).keys() | drops(name).keys() <= answers_in("common").keys()


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_answer_is_calmer_than_the_common_one_it_replaces_without_a_reason(name):
    common, compared = answers_in("common"), 0
    for key, ours in replacements(name).items():
        for answer in ours:
            compared += 1
            lower = [
                d for d in turning_days(answer, common[key]) if level_on(answer, d).rank < level_on(common[key], d).rank
            ]
            assert not lower or len(answer.get("lower_because", "")) > 20, f"{answer['id']} is below {key} on {lower}"
    assert compared > 50


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_reason_for_being_calmer_is_only_given_where_it_is_needed(name):
    common, replaced = answers_in("common"), replacements(name)
    lowered = {
        answer["id"]
        for key, ours in replaced.items()
        for answer in ours
        if any(level_on(answer, d).rank < level_on(common[key], d).rank for d in turning_days(answer, common[key]))
    }
    assert {a["id"] for a in answers_in(name).values() if a.get("lower_because")} == lowered


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_common_emergency_is_lost(name):
    grave = {key: a for key, a in answers_in("common").items() if any(w["level"] == "emergency" for w in a["levels"])}
    assert len(grave) > 20
    for key, answer in grave.items():
        days = {day for day in turning_days(answer) if level_on(answer, day) == Level.EMERGENCY}
        stands = any(is_emergency(merged, days) for merged in merged_with(name, answer["answer"]))
        replaced = any(all(level_on(ours, day) == Level.EMERGENCY for day in days) for ours in replacements(name)[key])
        left_out = len(drops(name).get(key, "")) > 20
        assert stands or replaced or left_out, key


def merged_with(name: str, text: str) -> list[Answer]:
    return [answer for symptom in load_library()[name].symptoms for answer in symptom.answers if answer.answer == text]


def is_emergency(answer: Answer, days: set[int]) -> bool:
    return all(answer.window_on(day).level == Level.EMERGENCY for day in days)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_common_red_flag_is_shown_or_has_a_stand_in(name):
    own = raw(name)["red_flags"]
    stood_for = {flag["id"] for flag in own} | {key for flag in own for key in flag.get("replaces", ())}
    shown = {flag.id for flag in load_library()[name].red_flags}
    assert {flag["id"] for flag in raw("common")["red_flags"]} <= shown | stood_for
