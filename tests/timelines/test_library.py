"""The starter library: a mistake is named by file, line and reason, and stops the boot."""

import re
import shutil
import subprocess
import sys

import pytest

from pwa.config import ROOT
from pwa.timelines.library import HERE, load_library
from tests.conftest import settings

NOSE = "rhinoplasty.yaml"


def line_of(path, text):
    return next(n for n, line in enumerate(path.read_text().splitlines(), 1) if text in line)


def test_an_untouched_copy_loads(library):
    assert load_library(library).keys() == load_library(HERE).keys() == {
        "breast-reduction", "rhinoplasty", "total-knee-replacement",
    }  # fmt: skip


@pytest.mark.parametrize(("old", "new", "reason"), [
    ("last_day: 365", "last_day: 365\nsurprise: 1", "surprise: Extra inputs are not permitted"),
    ("last_day: 365", "last_day: 366", "the last phase ends at 365, wanted 366"),
    ("last_day: 365", "last_day: lots", "last_day: Input should be a valid integer"),
    ("last_day: 365", "last_day: 99999", "last_day: Input should be less than"),
    ("language: en", "language: tlh", "language: Input should be 'en' or 'es'"),
    ("  - days: [1, 2]", "  - days: [2, 2]", "starts at 2, wanted 1"), ("  - days: [1, 2]", "  - days: [0, 2]", "starts at 0, wanted 1"),
    ("source: S1}", "source: S999}", "unknown source S999"), ("source: S1}", "source: 'common:S999'}", "unknown source common:S999"),
    ("procedure: rhinoplasty", "procedure: nose-job", "procedure is 'nose-job', the file is 'rhinoplasty'"),
    ("title: Getting ready", "title: ''", "title: String should have at least 1 character"),
])  # fmt: skip
def test_a_mistake_names_file_and_reason(change, fault, old, new, reason):
    path = change(NOSE, old, new)
    assert re.match(rf"{re.escape(str(path))}:\d+: ", fault())
    assert reason in fault()


def test_the_line_is_that_of_the_mistake(change, fault):
    path = change(NOSE, "language: en", "language: tlh")
    assert fault().startswith(f"{path}:{line_of(path, 'language: tlh')}: ")


def test_an_unknown_key_deep_inside_is_named_at_its_line(change, fault):
    path = change(NOSE, "    title: Getting ready", "    titel: Getting ready")
    assert f"{path}:{line_of(path, 'titel')}: phases.0.titel: Extra inputs" in fault()


class TestAnswers:
    """One question's answers and levels."""

    def answer(self, data):
        return data["symptoms"][0]["answers"][0]

    @pytest.mark.parametrize(("windows", "reason"), [
        ([[0, 3], [5, None]], "days start at 5, wanted 4"), ([[0, 3], [3, None]], "days start at 3, wanted 4"),
        ([[1, None]], "days start at 1, wanted 0"), ([[0, 3]], "no level from day 4 on"), ([[0, None], [9, None]], "come after an open end"),
        ([[0, 5], [6, 2], [3, None]], "run backwards"), ([], "at least 1 item"),
    ])  # fmt: skip
    def test_days_must_run_on_without_gaps(self, remake, fault, windows, reason):
        def alter(data):
            level = {"level": "call", "why": "W", "source": "S1"}
            self.answer(data)["levels"] = [{"days": days, **level} for days in windows]

        remake(NOSE, alter)
        assert reason in fault() and "symptoms.0.answers.0" in fault()

    @pytest.mark.parametrize(("changes", "reason"), [
        ({"level": "fine"}, "level"), ({"level": "emergency", "soon": "today"}, "an emergency can only be 'now'"),
        ({"level": "watch", "soon": "today"}, "'soon' belongs to call and emergency only"), ({"why": ""}, "why"), ({"source": None}, "source"),
        ({"again_hours": 0}, "again_hours"),
    ])  # fmt: skip
    def test_a_level_must_make_sense(self, remake, fault, changes, reason):
        remake(NOSE, lambda data: self.answer(data)["levels"][0].update(changes))
        assert reason in fault()

    def test_two_answers_with_one_id(self, remake, fault):
        remake(NOSE, lambda data: data["symptoms"][0]["answers"][1].update(id=self.answer(data)["id"]))
        assert f"answer id '{load_library()['rhinoplasty'].symptoms[0].answers[0].id}' comes twice" in fault()

    def test_two_answers_with_one_text(self, remake, fault):
        remake(NOSE, lambda data: data["symptoms"][0]["answers"][1].update(answer=self.answer(data)["answer"]))
        assert re.search(r"answer '.*' comes twice", fault())

    def test_two_questions_with_one_name(self, remake, fault):
        remake(NOSE, lambda data: data["symptoms"].append(data["symptoms"][0]))
        assert "symptom 'swelling' comes twice" in fault()

    def test_a_question_with_a_single_answer(self, remake, fault):
        remake(NOSE, lambda data: data["symptoms"][0].update(answers=[self.answer(data)]))
        assert "at least 2 items" in fault()


class TestWhatIsCommon:
    """A common answer is lowered, replaced or left out only knowingly."""

    def test_an_unknown_answer_can_t_be_replaced(self, remake, fault):
        remake(NOSE, lambda data: data["symptoms"][0]["answers"][0].update(replaces=["swelling/unheard-of"]))
        assert "no common answer 'swelling/unheard-of' to replace" in fault()

    def test_an_unknown_answer_can_t_be_dropped(self, remake, fault):
        remake(NOSE, lambda data: data.setdefault("drops", []).append({"answer": "x/y", "because": "B"}))
        assert "no common answer 'x/y'" in fault()

    def test_an_answer_can_t_be_dropped_without_a_reason(self, remake, fault):
        remake(NOSE, lambda data: data.setdefault("drops", []).append({"answer": "swelling/hardly"}))
        assert "because: Field required" in fault()

    def test_an_unknown_question_can_t_be_merged(self, remake, fault):
        remake(NOSE, lambda data: data["symptoms"][0].update(merges=["unheard-of"]))
        assert "no common symptom 'unheard-of'" in fault()

    def test_one_question_can_t_be_merged_twice(self, remake, fault):
        remake(NOSE, lambda data: [symptom.update(merges=["swelling"]) for symptom in data["symptoms"][:2]])
        assert "common symptom 'swelling' is merged twice" in fault()

    def lower(self, data, **more):
        level = {"days": [0, None], "level": "expected", "why": "W", "source": "S1"}
        answer = data["symptoms"][0]["answers"][0]
        answer["replaces"].append("temperature/high-fever")
        answer.update(levels=[level], **more)

    def test_lowering_without_a_reason_is_refused(self, remake, fault):
        path = remake(NOSE, self.lower)
        assert "is expected on day 0, the common 'temperature/high-fever' is emergency; write lower_because" in fault()
        assert fault().startswith(f"{path}:")

    def test_lowering_with_a_reason_is_let_through(self, library, remake):
        remake(NOSE, lambda data: self.lower(data, lower_because="A surgeon said so."))
        assert load_library(library)["rhinoplasty"].symptoms[0].answers


class TestFiles:
    """What isn't a timeline at all."""

    @pytest.mark.parametrize(("content", "reason"), [
        ("", "wanted a mapping"), ("- a\n- b", "wanted a mapping"), ("just words", "wanted a mapping"), ("a: [1, 2", "not valid YAML"),
        ("a: 1\n\tb: 2", "not valid YAML"), ("\0", "not valid YAML"), ("a: !!python/object/apply:os.system [ls]", "not valid YAML"), ("a: &x [*x]", ""),
    ])  # fmt: skip
    def test_it_is_refused_by_name(self, library, fault, content, reason):
        (library / NOSE).write_text(content)
        assert re.match(rf"{re.escape(str(library / NOSE))}:\d+: ", fault())
        assert reason in fault()

    def test_bytes_that_are_no_text(self, library, fault):
        (library / NOSE).write_bytes(b"title: \xff\xfe")
        assert f"{library / NOSE}:1: can't be read" in fault()

    @pytest.mark.parametrize("name", ["common.yaml", "activities/common.yaml", "activities/rhinoplasty.yaml"])
    def test_a_missing_file_is_named(self, library, fault, name):
        (library / name).unlink()
        assert f"{library / name}:1: can't be read" in fault()

    def test_two_activities_with_one_name(self, remake, fault):
        remake("activities/rhinoplasty.yaml", lambda data: data["activities"].append(data["activities"][0]))
        assert "drive" in fault() and "comes twice" in fault()

    def test_an_activity_of_an_unknown_source(self, remake, fault):
        remake("activities/rhinoplasty.yaml", lambda data: data["activities"][0].update(source="S999"))
        assert "unknown source S999" in fault()


def test_a_broken_library_stops_the_boot(tmp_path):
    shutil.copytree(ROOT / "pwa", tmp_path / "pwa")
    path = tmp_path / "pwa" / "timelines" / "library" / NOSE
    path.write_text(path.read_text().replace("language: en", "language: tlh", 1))
    environment = settings(f"sqlite:///{tmp_path}/x.sqlite3", tmp_path / "queue.sqlite3")
    command = f"from pwa import create_app; create_app({environment!r})"
    ran = subprocess.run([sys.executable, "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert f"{path}:{line_of(path, 'language: tlh')}: language: Input should be 'en' or 'es'" in ran.stderr
