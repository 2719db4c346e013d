"""Join an operation's timeline with what is common to all operations.

By answer, never by symptom: where both speak of the same sign the operation's
answer stands, and every common answer it doesn't replace stays. A common answer
may be lowered or left out only with a written reason.
"""

from collections.abc import Iterable
from typing import TypeVar

from pydantic import ValidationError

from pwa.timelines.answers import Answer, Symptom
from pwa.timelines.document import Activities, Common, Document
from pwa.timelines.facts import Activity, RedFlag, Source, Sourced
from pwa.timelines.yaml_lines import Place, YamlFile

CALM_TO_GRAVE_DAY = 3

Kind = TypeVar("Kind", bound=Sourced)


def merge(document: Document, common: Common, own: Activities, shared: Activities, file: YamlFile) -> Document:
    """The operation's document with all that is common to it.

    Raises LibraryError where something common would be lost or lowered silently.
    """
    answers = {f"{s.slug}/{a.id}": a for s in common.symptoms for a in s.answers}
    _check_drops(document, answers, file)
    _check_replacements(document, answers, file)
    _check_merges(document, common, file)
    gone = {name for s in document.symptoms for a in s.answers for name in a.replaces}
    gone |= {drop.answer for drop in document.drops}
    merged = document.model_copy(
        update={
            "symptoms": _merged_symptoms(document, common, gone),
            "red_flags": _merged_red_flags(document, common),
            "activities": _merged_activities(own, shared),
            "sources": _merged_sources(document, common, own, shared),
            "extra_sources": (),
        }
    )
    return _checked_again(merged, file)


def _checked_again(merged: Document, file: YamlFile) -> Document:
    """What each file held was fine by itself; together it must be as well."""
    try:
        return Document.model_validate(merged.model_dump())
    except ValidationError as error:
        raise file.fault((), f"merged with what is common: {error.errors()[0]['msg']}") from error


def _check_drops(document: Document, answers: dict[str, Answer], file: YamlFile) -> None:
    for index, drop in enumerate(document.drops):
        if drop.answer not in answers:
            raise file.fault(("drops", index), f"no common answer '{drop.answer}'")


def _check_replacements(document: Document, answers: dict[str, Answer], file: YamlFile) -> None:
    for s, symptom in enumerate(document.symptoms):
        for a, answer in enumerate(symptom.answers):
            place: Place = ("symptoms", s, "answers", a)
            for name in answer.replaces:
                if name not in answers:
                    raise file.fault(place, f"no common answer '{name}' to replace")
                _refuse_lowering(answer, answers[name], name, place, file)


def _refuse_lowering(answer: Answer, common: Answer, name: str, place: Place, file: YamlFile) -> None:
    if answer.lower_because:
        return
    for day in _turning_days(answer, common):
        ours, theirs = answer.window_on(day), common.window_on(day)
        if ours.gravity < theirs.gravity:
            reason = f"'{answer.id}' is {ours.in_words} on day {day}, the common '{name}' is {theirs.in_words}"
            raise file.fault(place, f"{reason}; write lower_because")


def _turning_days(*answers: Answer) -> list[int]:
    return sorted({window.days[0] for answer in answers for window in answer.levels})


def _check_merges(document: Document, common: Common, file: YamlFile) -> None:
    known = {symptom.slug for symptom in common.symptoms}
    merged: set[str] = set()
    for s, symptom in enumerate(document.symptoms):
        for name in symptom.merges:
            if name not in known:
                raise file.fault(("symptoms", s, "merges"), f"no common symptom '{name}'")
            if name in merged:
                raise file.fault(("symptoms", s, "merges"), f"common symptom '{name}' is merged twice")
            merged.add(name)


def _merged_symptoms(document: Document, common: Common, gone: set[str]) -> tuple[Symptom, ...]:
    left = {symptom.slug: _left_over(symptom, gone) for symptom in common.symptoms}
    own = [_joined(symptom, [a for name in symptom.merges for a in left.pop(name)]) for symptom in document.symptoms]
    whole = [_standing_alone(s, left[s.slug]) for s in common.symptoms if left.get(s.slug)]
    return (*own, *whole)


def _left_over(symptom: Symptom, gone: set[str]) -> list[Answer]:
    """The common answers nobody replaced, carrying the symptom's condition along."""
    return [
        _from_common(answer).model_copy(update={"only_with": answer.only_with or symptom.only_with})
        for answer in symptom.answers
        if f"{symptom.slug}/{answer.id}" not in gone
    ]


def _joined(symptom: Symptom, extra: list[Answer]) -> Symptom:
    if not extra:
        return symptom
    taken = {answer.id for answer in symptom.answers}
    renamed = [a.model_copy(update={"id": f"common-{a.id}"}) if a.id in taken else a for a in extra]
    answers = sorted((*symptom.answers, *renamed), key=lambda a: a.window_on(CALM_TO_GRAVE_DAY).level.rank)
    return symptom.model_copy(update={"answers": tuple(answers)})


def _standing_alone(symptom: Symptom, answers: list[Answer]) -> Symptom:
    return symptom.model_copy(update={"answers": tuple(answers)})


def _from_common(answer: Answer) -> Answer:
    return answer.model_copy(update={"levels": tuple(_prefixed(answer.levels, "common"))})


def _prefixed(facts: Iterable[Kind], prefix: str) -> list[Kind]:
    """The same facts, their sources named as those of another file."""
    return [
        fact.model_copy(
            update={"source": _name(fact.source, prefix), "also": tuple(_name(i, prefix) for i in fact.also)}
        )
        for fact in facts
    ]


def _name(source: str, prefix: str) -> str:
    return source if source == "none-found" else f"{prefix}:{source}"


def _merged_red_flags(document: Document, common: Common) -> tuple[RedFlag, ...]:
    replaced = {name for flag in document.red_flags for name in (flag.id, *flag.replaces)}
    return (*document.red_flags, *_prefixed((f for f in common.red_flags if f.id not in replaced), "common"))


def _merged_activities(own: Activities, shared: Activities) -> tuple[Activity, ...]:
    known = {activity.activity for activity in own.activities}
    rest = (activity for activity in shared.activities if activity.activity not in known)
    return (*_prefixed(own.activities, "activities"), *_prefixed(rest, "common-activities"))


def _merged_sources(document: Document, common: Common, own: Activities, shared: Activities) -> dict[str, Source]:
    files = {"common": common.sources, "activities": own.sources, "common-activities": shared.sources}
    return document.sources | {_name(k, prefix): v for prefix, sources in files.items() for k, v in sources.items()}
