"""The starter library: plain words, sourced facts, and nothing grave lost or lowered.

What joining an operation with the common file may do is worked out here anew, from
the files as they lie, so that a slip in pwa/timelines/merging.py shows.
"""

import re
from collections import defaultdict
from functools import cache
from typing import Any

import pytest
import textstat
import yaml

from pwa.timelines.answers import Answer
from pwa.timelines.document import Document
from pwa.timelines.facts import covers
from pwa.timelines.levels import Level
from pwa.timelines.library import HERE, load_library
from tests.laws.house import DOCS

HARDEST, HARDEST_ALONE, LONGEST_SENTENCE = 6, 11, 22
KINDS_OF_ANAESTHETIC = ("general", "spinal", "local")
DAYS = range(4000)

OPERATIONS = sorted(load_library())

# On top of the list in docs/clinical-safety.md: no doses, which are for the team to give, and no shouting.
DOSES_AND_SHOUTS = ("mg", "every N hours", "!")
A_LETTER = r"[^\W\d_]"
A_NUMBER = r"(\d+|one|two|three|four|six|eight|twelve)"


def text_of(document: Document) -> dict[str, list[str]]:
    """Every text a patient reads, by kind."""
    levels = [window for s in document.symptoms for a in s.answers for window in a.levels]
    return {
        "questions": [s.question for s in document.symptoms],
        "answers": [a.answer for s in document.symptoms for a in s.answers],
        "whys": [window.why for window in levels],
        "dos": [window.do for window in levels if window.do],
        "phases": [fact.text for phase in document.phases for fact in (*phase.expect, *phase.do)],
        "activities": [t for a in document.activities for t in (a.question, a.until_then, a.condition) if t],
        "reminders": [reminder.what for reminder in document.reminders],
        "red flags": [flag.text for flag in document.red_flags],
        "headings": [phase.title for phase in document.phases]
        + [milestone.title for milestone in document.milestones]
        + [symptom.label for symptom in document.symptoms],
    }


def grade(texts: list[str]) -> float:
    """The school year one must have finished to read them (Flesch–Kincaid)."""
    return textstat.flesch_kincaid_grade(" ".join(t if t[-1] in ".?!" else f"{t}." for t in texts))


@pytest.mark.parametrize("name", OPERATIONS)
def test_everything_reads_as_plainly_as_a_sixth_grader_needs(name):
    for kind, texts in text_of(load_library()[name]).items():
        assert texts, kind
        assert grade(texts) <= HARDEST, f"{kind}: grade {grade(texts)}"


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_question_with_its_answers_is_plain(name):
    for symptom in load_library()[name].symptoms:
        windows = [window for answer in symptom.answers for window in answer.levels]
        texts = [
            symptom.question,
            *(a.answer for a in symptom.answers),
            *(t for w in windows for t in (w.why, w.do) if t),
        ]
        assert grade(texts) <= HARDEST, f"{symptom.slug}: grade {grade(texts)}"


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_text_stands_out_as_hard_or_long(name):
    for kind, texts in text_of(load_library()[name]).items():
        for text in texts:
            longest = max(len(sentence.split()) for sentence in re.split(r"(?<=[.?!])\s", text))
            assert longest <= LONGEST_SENTENCE, f"{kind}: {longest} words in one sentence: {text}"
            assert kind == "headings" or grade([text]) <= HARDEST_ALONE, f"{kind}: grade {grade([text])}: {text}"


def forbidden() -> tuple[str, ...]:
    """The list in docs/clinical-safety.md: a fenced block under "Forbidden words"."""
    page = (DOCS / "clinical-safety.md").read_text()
    block = re.search(r"^#+ Forbidden words$.*?^```\w*\n(.*?)^```$", page, re.M | re.S | re.I)
    assert block, "docs/clinical-safety.md has no fenced block under a heading “Forbidden words”"
    return tuple(line.strip() for line in block[1].splitlines() if line.strip())


def pattern_of(words: str) -> re.Pattern[str]:
    """From the start of a word on, short words whole; "N" is any number; capitals are meant so."""
    body = re.escape(words).replace(r"\ ", r"\s+").replace("’", "[’']").replace(r"\s+N\s+", rf"\s+{A_NUMBER}\s+")
    start, end = (f"(?<!{A_LETTER})", f"(?!{A_LETTER})" if len(words) <= 3 else "") if words[0].isalpha() else ("", "")
    return re.compile(start + body + end, 0 if words.isupper() else re.I)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("AI", "An AI says so"),
        ("mg", "take 500mg"),
        ("diagnose", "It was diagnosed"),
        ("every N hours", "every 4 hours"),
        ("!", "Well done!"),
    ],
)
def test_the_search_for_forbidden_words_finds_them(words, text):
    assert pattern_of(words).search(text)
    assert not pattern_of(words).search("Wait a minute, then ring the team. Lie down again.")


def test_the_list_of_forbidden_words_holds_the_worst():
    assert {"diagnose", "you are fine", "safe to wait", "normal healing", "AI"} <= set(forbidden())


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_text_promises_prescribes_or_shouts(name):
    banned = (*forbidden(), *DOSES_AND_SHOUTS)
    texts = [text for texts in text_of(load_library()[name]).values() for text in texts]
    found = [f"“{words}” in: {text}" for words in banned for text in texts if pattern_of(words).search(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", OPERATIONS)
def test_quotes_are_typographic(name):
    texts = [text for texts in text_of(load_library()[name]).values() for text in texts]
    assert not [text for text in texts if "'" in text or '"' in text]


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_fact_has_a_source_or_is_marked_as_our_own_reading(name):
    document = load_library()[name]
    facts = list(document.sourced_facts())
    assert len(facts) > 100
    for fact in facts:
        assert set(fact.source_ids) <= {*document.sources, "none-found"}, fact
        assert fact.reading or fact.source != "none-found", f"without a source, and not marked as a reading: {fact}"


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_call_says_how_soon_and_nothing_calmer_does(name):
    for symptom in load_library()[name].symptoms:
        for answer in symptom.answers:
            for window in answer.levels:
                assert bool(window.soon) == (window.level == Level.CALL), f"{symptom.slug}/{answer.id} {window.days}"


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_has_one_level_on_each_day_from_surgery_on(name):
    for symptom in load_library()[name].symptoms:
        for answer in symptom.answers:
            for day in DAYS:
                found = [window for window in answer.levels if covers(window.days, day)]
                assert len(found) == 1, f"{symptom.slug}/{answer.id}: {len(found)} levels on day {day}"


@pytest.mark.parametrize("kind", KINDS_OF_ANAESTHETIC)
@pytest.mark.parametrize("name", OPERATIONS)
def test_a_fever_is_never_less_than_a_call(name, kind):
    hot = {answer: low for answer in asked(name, kind) if (low := lowest_temperature(answer.answer)) >= 38.0}
    assert 38.0 in hot.values()
    for answer in hot:
        assert all(window.level.rank >= Level.CALL.rank for window in answer.levels), answer.answer


@pytest.mark.parametrize("kind", KINDS_OF_ANAESTHETIC)
@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("sign", ["breath", "chest pain|pain in (my|the) chest|chest.* pain"])
def test_trouble_with_breath_or_chest_is_always_an_emergency_one_can_tick(name, kind, sign):
    signs = [answer for answer in asked(name, kind) if re.search(sign, answer.answer, re.I)]
    assert any(all(window.level == Level.EMERGENCY for window in answer.levels) for answer in signs)


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("sign", ["breath", "chest"])
def test_breath_and_chest_are_among_the_signs_that_cannot_wait(name, sign):
    assert [flag for flag in load_library()[name].red_flags if sign in flag.text.lower()]


def asked(name: str, kind: str) -> list[Answer]:
    """Every answer one can tick after this kind of anaesthetic."""
    symptoms = [s for s in load_library()[name].symptoms if not s.only_with or kind in s.only_with]
    return [a for s in symptoms for a in s.answers if not a.only_with or kind in a.only_with]


def lowest_temperature(text: str) -> float:
    """The lower end of the temperature an answer states, in °C; 0 if it states none."""
    stated = re.findall(r"(\d\d(?:\.\d)?)(?:–\d\d(?:\.\d)?)?\s*°C", text)
    return max(map(float, stated), default=0)


# Joining with the common file, from the files as they lie.


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
    return all(answer.level_on(day) == Level.EMERGENCY for day in days)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_common_red_flag_is_shown_or_has_a_stand_in(name):
    own = raw(name)["red_flags"]
    stood_for = {flag["id"] for flag in own} | {key for flag in own for key in flag.get("replaces", ())}
    shown = {flag.id for flag in load_library()[name].red_flags}
    assert {flag["id"] for flag in raw("common")["red_flags"]} <= shown | stood_for
