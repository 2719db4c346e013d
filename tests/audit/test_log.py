"""The audit log: whatever was changed since is found, and the database refuses to change it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import g

from pwa import crypto, db
from pwa.audit import Tag, record, record_look
from pwa.audit.log import NO_PRACTICE, verify
from pwa.audit.models import AuditChain, AuditEntry
from tests.behind import at_once, behind


def faults():
    """What verification finds, chain by chain."""
    db.session().flush()
    db.session().expire_all()
    return [chain.fault for chain in verify(db.session(), crypto.keyring().audit) if chain.fault]


def harbour(cast):
    return cast.maria.practice_id


@pytest.fixture
def unlocked(cast):
    """Someone with the rights of the database's owner, who has taken the triggers off."""
    record(Tag.PRACTICE_CHANGED, practice=harbour(cast), actor=cast.admin_ruiz.id, what="hours")
    session = db.session()
    session.flush()
    for verb in ("update", "delete"):
        on = " ON audit_entries" if session.get_bind().dialect.name == "postgresql" else ""
        session.execute(sa.text(f"DROP TRIGGER audit_entries_no_{verb}{on}"))
    return cast


def chain_of(cast):
    return sa.select(AuditEntry).where(AuditEntry.chain_id == harbour(cast)).order_by(AuditEntry.position)


def test_the_demo_s_log_is_whole(cast):
    checked = list(verify(db.session(), crypto.keyring().audit))
    assert len(checked) == 2 and all(chain.length > 2 and chain.fault is None for chain in checked)


def test_each_practice_has_a_chain_of_its_own(cast):
    before = {chain.chain: chain.length for chain in verify(db.session(), crypto.keyring().audit)}
    record(Tag.PRACTICE_CHANGED, practice=harbour(cast), actor=None)
    after = {chain.chain: chain.length for chain in verify(db.session(), crypto.keyring().audit)}
    assert {chain: after[chain] - before[chain] for chain in after} == {
        harbour(cast): 1, cast.stranger.practice_id: 0,
    }  # fmt: skip


def test_what_belongs_to_no_practice_has_a_chain_too(cast):
    record(Tag.SIGN_IN_REFUSED, practice=None, actor=None)
    assert db.session().get(AuditChain, NO_PRACTICE).length == 1
    assert faults() == []


def test_an_entry_says_who_did_what_to_whom_and_when(cast, clock):
    clock.shift(timedelta(hours=1))
    record(Tag.CODE_ISSUED, practice=harbour(cast), actor=cast.nurse_lee.id, subject=cast.maria.id, purpose="enrolment")
    entry = db.session().scalars(chain_of(cast)).all()[-1]
    assert (entry.tag, entry.actor_id, entry.subject_id) == ("code:issued", cast.nurse_lee.id, cast.maria.id)
    assert (entry.details, f"{entry.at:%H:%M}") == ({"purpose": "enrolment"}, "11:00")


@pytest.mark.parametrize("column", ["tag", "at", "details", "actor_id", "subject_id", "hash", "chain_id"])
def test_an_edited_entry_is_found(unlocked, column):
    entry = db.session().scalars(chain_of(unlocked)).all()[3]
    changed = {
        "tag": "account:closed", "at": entry.at + timedelta(microseconds=1), "details": {"role": "surgeon!"},
        "actor_id": unlocked.tom.id, "subject_id": None, "hash": bytes(32), "chain_id": NO_PRACTICE,
    }  # fmt: skip
    db.session().execute(sa.update(AuditEntry).where(AuditEntry.id == entry.id).values({column: changed[column]}))
    wanted = "entry 3 is missing" if column == "chain_id" else "entry 3 was changed"
    assert wanted in faults()


@pytest.mark.parametrize("bit", range(0, 256, 17))
def test_one_flipped_bit_in_a_hash_is_found(unlocked, bit):
    entry = db.session().scalars(chain_of(unlocked)).all()[1]
    flipped = bytearray(entry.hash)
    flipped[bit // 8] ^= 1 << bit % 8
    entry.hash = bytes(flipped)
    assert faults() == ["entry 1 was changed"]


@pytest.mark.parametrize("place", [0, 1, 5])
def test_a_deleted_entry_is_found(unlocked, place):
    db.session().execute(
        sa.delete(AuditEntry).where(AuditEntry.chain_id == harbour(unlocked), AuditEntry.position == place)
    )
    assert faults() == [f"entry {place} is missing"]


def test_two_swapped_entries_are_found(unlocked):
    first, second = db.session().scalars(chain_of(unlocked)).all()[2:4]
    for entry, position in ((first, 1000), (second, 2), (first, 3)):
        entry.position = position
        db.session().flush()
    assert faults() == ["entry 2 was changed"]


def test_an_inserted_entry_is_found(unlocked):
    entries = db.session().scalars(chain_of(unlocked)).all()
    for entry in reversed(entries[2:]):
        entry.position += 1
        db.session().flush()
    copy = {c: getattr(entries[2], c) for c in ("chain_id", "at", "tag", "actor_id", "subject_id", "details", "hash")}
    db.session().add(AuditEntry(position=2, **copy))
    assert faults() == ["entry 2 was changed"] or faults() == ["entry 3 was changed"]


def test_an_entry_added_at_the_end_is_found(unlocked):
    last = db.session().scalars(chain_of(unlocked)).all()[-1]
    extra = AuditEntry(
        chain_id=last.chain_id, position=last.position + 1, at=last.at, tag="x", details={}, hash=last.hash
    )
    db.session().add(extra)
    assert faults() == [f"entry {last.position + 1} was changed"]


def test_a_cut_tail_is_found(unlocked):
    length = db.session().get(AuditChain, harbour(unlocked)).length
    db.session().delete(db.session().scalars(chain_of(unlocked)).all()[-1])
    assert faults() == [f"it ends at {length - 1}, its head says {length}"]


def test_a_chain_without_its_head_is_found(unlocked):
    db.session().delete(db.session().get(AuditChain, harbour(unlocked)))
    assert faults() == ["its head is missing"]


def test_an_emptied_chain_is_found(unlocked):
    db.session().execute(sa.delete(AuditEntry).where(AuditEntry.chain_id == harbour(unlocked)))
    assert len(faults()) == 1


def test_a_chain_written_anew_without_the_key_is_found(cast):
    checked = list(verify(db.session(), b"another key of thirty-two bytes!"))
    assert [chain.fault for chain in checked] == ["entry 0 was changed"] * 2


@pytest.mark.parametrize("statement", [
    *(f"UPDATE audit_entries SET {column} = {column}" for column in ("tag", "at", "details", "hash", "position", "chain_id")),
    "UPDATE audit_entries SET actor_id = NULL WHERE position = 0", "DELETE FROM audit_entries",
    "DELETE FROM audit_entries WHERE position = 1",
])  # fmt: skip
def test_the_database_itself_refuses_to_change_an_entry(cast, statement):
    with pytest.raises(sa.exc.DBAPIError, match="what is written"):
        db.session().execute(sa.text(statement))


def test_several_at_once_keep_the_chain_whole(app, cast):
    practice, ids = harbour(cast), [cast.maria.id, cast.tom.id, cast.sam.id, cast.aisha.id]
    db.session().rollback()

    def write(actor):
        for number in range(5):
            with behind(app):
                record(Tag.CHECK_MADE, practice=practice, actor=actor, number=number)

    before = db.session().get(AuditChain, practice).length
    db.session().rollback()
    at_once(*(lambda actor=actor: write(actor) for actor in ids))
    assert faults() == []
    assert db.session().get(AuditChain, practice).length == before + 20


def test_what_was_rolled_back_leaves_no_entry(app, cast):
    length = db.session().get(AuditChain, harbour(cast)).length
    record(Tag.PRACTICE_CHANGED, practice=harbour(cast), actor=None)
    db.roll_back()
    assert db.session().get(AuditChain, harbour(cast)).length == length
    assert faults() == []


def test_a_look_is_written_down_while_a_page_is_only_read(app, nurse_lee):
    nurse_lee.open("/patients")
    with behind(app) as cast:
        entry = db.session().scalars(chain_of(cast)).all()[-1]
        assert (entry.tag, entry.actor_id) == ("recovery:read", cast.nurse_lee.id)
        assert faults() == []


def test_looking_writes_at_once_by_itself(app):
    with behind(app) as cast:
        practice, nurse, maria = harbour(cast), cast.nurse_lee.id, cast.maria.id
    with app.test_request_context("/patients"):
        record_look(Tag.RECOVERY_READ, practice=practice, actor=nurse, subject=maria)
        assert "session" not in g
    with behind(app) as cast:
        assert db.session().scalars(chain_of(cast)).all()[-1].subject_id == cast.maria.id


def test_the_log_says_nothing_about_health(app, maria, nurse_lee):
    maria.post("/checks", {"client_id": "5f0c62f5-0000-4000-8000-000000000000", "answer": "swelling/one-side-bigger"})
    with behind(app):
        written = [str(e.details) + e.tag for e in db.session().scalars(sa.select(AuditEntry))]
    assert any("check:made" in line for line in written)
    assert not [line for line in written for word in ("swelling", "call", "Maria", "rhinoplasty") if word in line]


def test_every_tag_fits_its_column():
    assert max(len(tag) for tag in Tag) <= AuditEntry.tag.type.length


class TestTheCommand:
    """flask audit verify."""

    def run(self, app, *words):
        return app.test_cli_runner().invoke(args=["audit", "verify", *words])

    def cut_tail(self, app):
        with behind(app) as cast:
            session = db.session()
            on = " ON audit_entries" if session.get_bind().dialect.name == "postgresql" else ""
            session.execute(sa.text(f"DROP TRIGGER audit_entries_no_delete{on}"))
            entries = session.scalars(chain_of(cast)).all()
            session.delete(entries[-1])
            return entries[-2].hash, entries[-2].position + 1, harbour(cast)

    def test_a_whole_log_is_said_to_be_whole(self, app):
        ran = self.run(app)
        assert ran.exit_code == 0
        assert "The audit log is whole:" in ran.stdout and "in 2 chains" in ran.stdout

    def test_a_changed_one_exits_with_1_and_says_where(self, app):
        self.cut_tail(app)
        ran = self.run(app)
        assert ran.exit_code == 1
        assert "The audit log was changed:" in ran.stderr and "its head says" in ran.stderr

    def test_a_tail_cut_with_its_head_shows_against_heads_kept_elsewhere(self, app, tmp_path):
        heads = str(tmp_path / "heads.json")
        assert self.run(app, "--heads", heads).exit_code == 0
        self.roll_back_the_head(app)
        assert self.run(app).exit_code == 0
        ran = self.run(app, "--heads", heads)
        assert ran.exit_code == 1 and "long, now" in ran.stderr

    def roll_back_the_head(self, app):
        head, length, practice = self.cut_tail(app)
        with behind(app):
            chain = db.session().get(AuditChain, practice)
            chain.head, chain.length = head, length

    def test_a_tail_cut_and_grown_again_shows_against_heads_kept_elsewhere(self, app, tmp_path):
        heads = str(tmp_path / "heads.json")
        self.run(app, "--heads", heads)
        self.roll_back_the_head(app)
        with behind(app) as cast:
            for _ in range(3):
                record(Tag.PRACTICE_CHANGED, practice=harbour(cast), actor=None)
        assert self.run(app, "--heads", heads).exit_code == 1

    def test_a_chain_that_is_gone_shows_too(self, app, tmp_path):
        heads = tmp_path / "heads.json"
        heads.write_text('{"11111111-1111-1111-1111-111111111111": 3}')
        assert self.run(app, "--heads", str(heads)).exit_code == 1

    def test_heads_are_renewed_only_by_a_whole_log(self, app, tmp_path):
        heads = tmp_path / "heads.json"
        self.run(app, "--heads", str(heads))
        kept = heads.read_text()
        self.roll_back_the_head(app)
        self.run(app, "--heads", str(heads))
        assert heads.read_text() == kept
