"""The operation's timeline with what is common to all: by answer, never by symptom."""

import pytest

from pwa.timelines.document import Common
from pwa.timelines.library import HERE, load_library
from pwa.timelines.yaml_lines import YamlFile

LIBRARY = load_library()
COMMON = YamlFile(HERE / "common.yaml").parse(Common)
OPERATIONS = sorted(LIBRARY)


def answers(document):
    return {(s.slug, a.id): a for s in document.symptoms for a in s.answers}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_common_answer_is_there_unless_it_is_replaced_or_dropped_with_a_reason(name):
    document = LIBRARY[name]
    gone = {n for s in document.symptoms for a in s.answers for n in a.replaces} | {d.answer for d in document.drops}
    texts = {answer.answer for answer in answers(document).values()}
    for symptom in COMMON.symptoms:
        for answer in symptom.answers:
            assert f"{symptom.slug}/{answer.id}" in gone or answer.answer in texts, (symptom.slug, answer.id)


@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_replaced_is_lowered_without_a_written_reason(name):
    common = {f"{s.slug}/{a.id}": a for s in COMMON.symptoms for a in s.answers}
    for answer in answers(LIBRARY[name]).values():
        for replaced in answer.replaces:
            lower = [d for d in range(400) if answer.window_on(d).level.rank < common[replaced].window_on(d).level.rank]
            assert not lower or answer.lower_because, (answer.id, replaced, lower[0])


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_source_of_a_merged_timeline_is_known(name):
    document = LIBRARY[name]
    named = {source for fact in document.sourced_facts() for source in fact.source_ids} - {"none-found"}
    assert named <= set(document.sources)


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_id_comes_twice_after_merging(name):
    document = LIBRARY[name]
    assert len(answers(document)) == sum(len(s.answers) for s in document.symptoms)
    slugs, keys = [s.slug for s in document.symptoms], [a.activity for a in document.activities]
    assert len(set(slugs)) == len(slugs) and len(set(keys)) == len(keys)
    assert len({flag.id for flag in document.red_flags}) == len(document.red_flags)


@pytest.mark.parametrize("name", OPERATIONS)
def test_answers_that_were_joined_stand_from_calm_to_grave(name):
    common = {answer.answer for symptom in COMMON.symptoms for answer in symptom.answers}
    joined = [s for s in LIBRARY[name].symptoms if s.merges and common & {a.answer for a in s.answers}]
    assert joined
    for symptom in joined:
        ranks = [answer.window_on(3).level.rank for answer in symptom.answers]
        assert ranks == sorted(ranks), symptom.slug


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_operation_s_own_activity_stands_for_the_common_one(name):
    own = {a.activity for a in LIBRARY[name].activities if a.source.startswith("activities:")}
    shared = {a.activity for a in LIBRARY[name].activities if a.source.startswith("common-activities:")}
    assert own and shared and not own & shared


def test_what_comes_of_a_breathing_tube_stays_with_the_general_anaesthetic():
    assert answers(LIBRARY["rhinoplasty"])["sore-throat", "mild"].only_with == ("general",)
