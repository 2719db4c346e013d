"""Signing, publishing, and the compiled table."""

import json
from datetime import date

import pytest
import sqlalchemy as sa

from pwa import db
from pwa.people.colleagues import set_passphrase
from pwa.timelines import TimelineVersion, published, sign, starters
from pwa.timelines.levels import Level, Soon, highest
from pwa.timelines.models import content_hash
from pwa.timelines.shelf import NotASurgeon
from tests.behind import behind
from tests.browser import Browser

GOOD = "lantern pickle orbit velvet"


@pytest.fixture
def dr_okafor(app):
    """Dr Okafor's desk; she knows her passphrase."""
    with behind(app) as cast:
        assert set_passphrase(cast.dr_okafor, GOOD) is None
    return Browser(app).continue_as("dr_okafor")


class TestSigning:
    """Only a surgeon, with the passphrase."""

    @pytest.mark.parametrize("name", ["nurse_lee", "admin_ruiz", "maria", "jo"])
    def test_nobody_else_can_sign(self, cast, name):
        with pytest.raises(NotASurgeon):
            sign(starters()["rhinoplasty"], getattr(cast, name))

    def test_a_signed_timeline_is_published_with_its_reviewing_date(self, cast):
        version = sign(starters()["rhinoplasty"], cast.dr_okafor)
        assert (version.number, version.signed_by) == (2, cast.dr_okafor)
        assert version.review_by == date(2027, 5, 19)
        assert version in published(cast.maria.practice)

    def test_from_the_page(self, dr_okafor):
        page = dr_okafor.submit(dr_okafor.open("/timelines/rhinoplasty"), "Sign and publish", passphrase=GOOD)
        assert "version 2, Dr Ada Okafor, 18 November 2026. Review by 19 May 2027." in page.text

    @pytest.mark.parametrize("wrong", ["", "lantern pickle orbit satin"])
    def test_a_wrong_passphrase_signs_nothing(self, dr_okafor, wrong):
        dr_okafor.submit(dr_okafor.open("/timelines/rhinoplasty"), "Sign and publish", status=422, passphrase=wrong)
        assert "version 2" not in dr_okafor.open("/timelines").text

    @pytest.mark.parametrize("name", ["nurse_lee", "admin_ruiz"])
    def test_others_of_the_practice_may_read_but_not_sign(self, app, name):
        someone = Browser(app).continue_as(name)
        assert "Only a surgeon can sign it." in someone.open("/timelines/rhinoplasty").text
        someone.post("/timelines/rhinoplasty/signature", {"passphrase": GOOD}, status=403)

    def test_an_unknown_timeline_is_a_404(self, dr_okafor):
        dr_okafor.open("/timelines/brain-swap", status=404)
        dr_okafor.post("/timelines/brain-swap/signature", {"passphrase": GOOD}, status=404)


class TestPublished:
    """The newest signed version of each that was not withdrawn."""

    def numbers(self, cast):
        return {version.procedure: version.number for version in published(cast.maria.practice)}

    def test_the_newest_is_offered(self, cast):
        sign(starters()["rhinoplasty"], cast.dr_okafor)
        assert self.numbers(cast) == {"rhinoplasty": 2, "breast-reduction": 1, "total-knee-replacement": 1}

    def test_a_withdrawn_one_is_not_but_the_one_before_is(self, cast, clock):
        sign(starters()["rhinoplasty"], cast.dr_okafor).withdrawn_at = cast.maria.created_at
        assert self.numbers(cast)["rhinoplasty"] == 1

    def test_with_all_withdrawn_none_is(self, cast):
        db.session().execute(sa.update(TimelineVersion).values(withdrawn_at=cast.maria.created_at))
        assert self.numbers(cast) == {}

    def test_another_practice_s_are_not(self, cast):
        sign(starters()["rhinoplasty"], cast.dr_else)
        assert self.numbers(cast)["rhinoplasty"] == 1
        assert all(version.practice_id == cast.maria.practice_id for version in published(cast.maria.practice))

    def test_a_recovery_stays_with_the_version_it_was_begun_with(self, cast):
        pinned = cast.recovery("maria").version_id
        sign(starters()["rhinoplasty"], cast.dr_okafor)
        assert cast.recovery("maria").version_id == pinned


class TestContent:
    """What was signed is kept as it was."""

    def test_the_hash_is_that_of_the_stored_text(self, cast):
        version = cast.recovery("maria").version
        assert content_hash(version.document_json) == version.content_hash and len(version.content_hash) == 64

    def test_the_same_text_signed_twice_has_the_same_hash(self, cast):
        first, second = (sign(starters()["rhinoplasty"], surgeon) for surgeon in (cast.dr_okafor, cast.dr_else))
        assert first.content_hash == second.content_hash and first.id != second.id

    def test_one_changed_word_changes_the_hash(self, cast):
        document = starters()["rhinoplasty"]
        signed = [sign(d, cast.dr_okafor) for d in (document, document.model_copy(update={"title": "Nose"}))]
        assert signed[0].content_hash != signed[1].content_hash

    def test_it_reads_back_as_it_was_signed(self, cast):
        document = starters()["total-knee-replacement"]
        version = sign(document, cast.dr_okafor)
        db.session().flush()
        db.session().expire_all()
        assert type(document).model_validate_json(version.document_json) == document


class TestShow:
    """flask timelines show: the contract others rely on."""

    def show(self, app, *words):
        return app.test_cli_runner().invoke(args=["timelines", "show", *words])

    def test_the_compiled_table_has_the_promised_keys(self, app):
        table = json.loads(self.show(app, "rhinoplasty", "--json").stdout)
        assert table["procedure"] == "rhinoplasty"
        assert table.keys() >= {"procedure", "symptoms"}
        for symptom in table["symptoms"]:
            assert symptom.keys() >= {"symptom", "question", "answers"}
            for answer in symptom["answers"]:
                assert answer.keys() >= {"answer", "levels"}
                assert all(level.keys() >= {"days", "level", "why", "do"} for level in answer["levels"])

    def test_its_days_and_levels_are_what_they_should_be(self, app):
        table = json.loads(self.show(app, "rhinoplasty", "--json").stdout)
        levels = [w for s in table["symptoms"] for a in s["answers"] for w in a["levels"]]
        assert {w["level"] for w in levels} == set(Level) and len(levels) > 100
        assert all(len(w["days"]) == 2 and isinstance(w["days"][0], int) for w in levels)
        assert {w.get("soon") for w in levels if w["level"] == "call"} <= {None, *Soon}

    def test_the_anaesthetic_can_be_chosen(self, app):
        asleep, awake = (
            self.show(app, "rhinoplasty", "--json", "--anaesthetic", kind).stdout for kind in ("general", "local")
        )
        assert "breathing tube" in asleep and "breathing tube" not in awake

    def test_people_can_read_it_too(self, app):
        lines = self.show(app, "rhinoplasty").stdout
        assert "Swelling: How does the swelling of your nose" in lines and "day 0 on emergency" in lines

    def test_an_unknown_name_is_answered_with_the_known_ones(self, app):
        ran = self.show(app, "brain-swap")
        assert ran.exit_code == 2
        assert "there is no starter 'brain-swap'; there are: breast-reduction, rhinoplasty" in ran.stderr


def test_the_gravest_level_wins():
    assert highest(Level.WATCH, Level.EMERGENCY, Level.CALL) == Level.EMERGENCY
    assert [level.rank for level in Level] == [0, 1, 2, 3] and [soon.rank for soon in Soon] == [0, 1, 2]
