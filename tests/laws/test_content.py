"""The starter library: plain words, sourced facts, and signs that are never taken lightly."""

import re

import pytest
import textstat

from pwa.timelines.answers import Answer
from pwa.timelines.document import Document
from pwa.timelines.facts import covers
from pwa.timelines.levels import Level
from pwa.timelines.library import load_library
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
