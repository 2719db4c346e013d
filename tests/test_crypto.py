"""Encryption at rest: what is sealed opens in its own place with its own key, and nowhere else."""

import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from pwa import create_app, db
from pwa.crypto import Keyring, derive, fingerprint, seal, unseal
from tests.behind import behind
from tests.browser import Browser
from tests.conftest import settings

KEY, OTHER = b"k" * 32, b"o" * 32
HERE = "accounts|sealed_name|1"
OWNER = UUID(int=1)


@given(st.binary(max_size=5000))
def test_what_was_sealed_opens(plain):
    assert unseal(KEY, seal(KEY, plain, HERE), HERE) == plain


@given(st.binary(max_size=200))
def test_the_same_words_never_look_the_same(plain):
    assert seal(KEY, plain, HERE) != seal(KEY, plain, HERE)


def test_one_flipped_bit_anywhere_is_refused():
    sealed = seal(KEY, b"Maria Rossi", HERE)
    for bit in range(8 * len(sealed)):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises((InvalidTag, ValueError)):
            unseal(KEY, bytes(changed), HERE)


@pytest.mark.parametrize("cut", range(0, 40, 3))
def test_what_was_cut_short_is_refused(cut):
    sealed = seal(KEY, b"Maria Rossi", HERE)
    with pytest.raises((InvalidTag, ValueError)):
        unseal(KEY, sealed[: min(cut, len(sealed) - 1)], HERE)


@pytest.mark.parametrize(
    "elsewhere", ["accounts|sealed_name|2", "accounts|sealed_email|1", "messages|sealed_name|1", ""]
)
def test_it_opens_in_no_other_row_column_or_table(elsewhere):
    with pytest.raises(InvalidTag):
        unseal(KEY, seal(KEY, b"Maria Rossi", HERE), elsewhere)


def test_it_opens_with_no_other_key():
    with pytest.raises(InvalidTag):
        unseal(OTHER, seal(KEY, b"Maria Rossi", HERE), HERE)


class TestKeyring:
    """One data key for each person, wrapped by the master key."""

    def test_a_data_key_comes_back_to_its_owner(self):
        ring = Keyring(KEY)
        assert len(ring.unwrap(ring.new_data_key(OWNER), OWNER)) == 32

    def test_each_person_has_a_key_of_their_own(self):
        ring = Keyring(KEY)
        keys = {ring.unwrap(ring.new_data_key(UUID(int=i)), UUID(int=i)) for i in range(20)}
        assert len(keys) == 20

    def test_a_data_key_given_to_someone_else_is_refused(self):
        ring = Keyring(KEY)
        with pytest.raises(InvalidTag):
            ring.unwrap(ring.new_data_key(OWNER), UUID(int=2))

    def test_another_master_key_opens_nothing(self):
        with pytest.raises(InvalidTag):
            Keyring(OTHER).unwrap(Keyring(KEY).new_data_key(OWNER), OWNER)

    def test_every_purpose_has_a_key_of_its_own(self):
        ring = Keyring(KEY)
        assert len({ring.cookies, ring.index, ring.audit, derive(KEY, "wrapping"), KEY}) == 5

    def test_derived_keys_stay_the_same_for_ever(self):
        """They open what older versions sealed (RFC 5869, checked with OpenSSL's HKDF)."""
        assert derive(b"\0" * 32, "audit").hex() == "1c5ea9f4e7acfe0190b6c5be21be95ecccd2df26798b3e31e51c5860825b896f"

    def test_a_blind_index_is_for_one_purpose_and_one_key(self):
        same = {Keyring(KEY).blind_index("email", "a@b.org") for _ in range(2)}
        others = {Keyring(KEY).blind_index("code", "a@b.org"), Keyring(OTHER).blind_index("email", "a@b.org")}
        assert len(same) == 1 and not same & others

    def test_a_fingerprint_is_not_the_secret(self):
        assert fingerprint("a") != fingerprint("b") and len(fingerprint("a")) == 32


class TestRows:
    """The same in the database."""

    def test_a_name_reads_back(self, cast):
        db.session().expire_all()
        assert (cast.maria.name, cast.maria.birth_date, cast.maria.email) == ("Maria Rossi", "1971-04-12", None)

    def test_a_name_moved_to_another_person_is_refused(self, cast):
        maria, tom = cast.maria, cast.tom
        maria.sealed_name = tom.sealed_name
        with pytest.raises(InvalidTag):
            _ = maria.name

    def test_a_name_moved_with_its_key_is_refused(self, cast):
        maria, tom = cast.maria, cast.tom
        maria.sealed_name, maria.wrapped_key = tom.sealed_name, tom.wrapped_key
        with pytest.raises(InvalidTag):
            _ = maria.name

    def test_a_value_moved_to_another_column_is_refused(self, cast):
        maria = cast.maria
        maria.sealed_birth_date = maria.sealed_name
        with pytest.raises(InvalidTag):
            _ = maria.birth_date

    def test_another_master_key_reads_no_name(self, app, house, tmp_path):
        key = "b3RoZXItbWFzdGVyLWtleS1mb3ItdGhlLXRlc3RzISE="
        url = app.extensions["engine"].url.render_as_string(hide_password=False)
        other = create_app(settings(url, tmp_path / "queue.sqlite3", MEND_MASTER_KEY=key))
        with behind(other) as cast, pytest.raises(InvalidTag):
            _ = cast.maria.name
        other.extensions["engine"].dispose()


CANARIES = {
    "text": "kanarienvogel sings at three in the morning", "answer": "the nurse hums back a zebrafink song",
    "name": "Quetzalia Canaryfeather", "born": ("17", "9", "1963"), "email": "quetzal.staff@canary.example",
}  # fmt: skip
NEVER = [
    "kanarienvogel", "zebrafink", "Quetzalia", "Canaryfeather", "1963-09-17", "17 9 1963", "canary.example", "Maria Rossi",
    "Rossi", "1971-04-12", "Ada Okafor", "nurse_lee@", '"one-side-bigger"]',
]  # fmt: skip


def say_it_all(app, maria, nurse_lee):
    """Write every kind of secret by the pages that write it."""
    page = maria.open("/checks/list")
    page = maria.post("/checks", {"client_id": str(uuid4()), "answer": "swelling/one-side-bigger"})
    page = maria.follow(page, "Send this to the team")
    maria.submit(page, "Send", text=CANARIES["text"])
    page = nurse_lee.open("/inbox")
    path = next(address for _, address in page.links() if address.startswith("/inbox/"))
    nurse_lee.submit(nurse_lee.open(path), "Send the answer", text=CANARIES["answer"])
    day, month, year = CANARIES["born"]
    born = {"birth_date__day": day, "birth_date__month": month, "birth_date__year": year}
    surgery = {"surgery_date__day": "16", "surgery_date__month": "11", "surgery_date__year": "2026"}
    page = nurse_lee.open("/patients/new")
    nurse_lee.submit(page, "Begin and show the code", status=201, name=CANARIES["name"], **born, **surgery)
    admin = Browser(app).continue_as("admin_ruiz")
    page = admin.open("/practice/people")
    admin.submit(page, "Add and make a link", status=201, name=CANARIES["name"], email=CANARIES["email"], role="staff")


def test_no_word_of_or_about_a_person_lies_readable_in_the_database(app, maria, nurse_lee):
    say_it_all(app, maria, nurse_lee)
    stored = raw_content(app)
    assert b"Harbour Surgery" in stored, "the search itself works"
    assert [word for word in NEVER if word.encode().lower() in stored] == []


def raw_content(app):
    """All a thief of the disk or a dump would have, in small letters but for the control."""
    engine = app.extensions["engine"]
    if engine.dialect.name == "sqlite":
        files = Path(engine.url.database).parent.glob(Path(engine.url.database).name + "*")
        raw = b"".join(file.read_bytes() for file in files)
    else:
        raw = b"\n".join(columns_of(engine))
    return raw.lower() + (b"Harbour Surgery" if b"Harbour Surgery" in raw else b"")


def columns_of(engine):
    """Every value of every table, bytes as they are."""
    with engine.connect() as connection:
        for table in sa.inspect(engine).get_table_names():
            for row in connection.execute(sa.text(f'SELECT * FROM "{table}"')):
                yield from (v if isinstance(v, bytes) else str(v).encode() for v in row)


def test_the_key_is_not_in_the_database(app):
    assert os.environ.get("MEND_MASTER_KEY") is None
    assert b"bWVuZC10ZXN0cy" not in raw_content(app) and b"mend-tests-master-key" not in raw_content(app)
