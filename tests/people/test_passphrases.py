"""Which passphrases can be used."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwa.people.passphrases import MAX_LENGTH, MIN_LENGTH, fault_of, hash_passphrase, matches

PERSONAL = ("Nurse Min Lee", "nurse_lee@example.org", "Harbour Surgery")


@pytest.mark.parametrize("good", ["lantern pickle orbit velvet", "šest různých slov a kůň", "正しい馬の電池ホチキス木曜日の夜です", "x7#Kq!vR2m$Lp9w"])  # fmt: skip
def test_long_and_odd_enough_is_good(good):
    assert fault_of(good, *PERSONAL) is None


@pytest.mark.parametrize("short", ["", "lantern pickle", "e\u0301" * 14])
def test_fewer_than_fifteen_characters_are_refused(short):
    assert fault_of(short, *PERSONAL) == "Use at least 15 characters. Four or five unrelated words work well."


def test_the_longest_is_long():
    longest = ("lantern pickle orbit velvet " * 10)[:MAX_LENGTH]
    assert fault_of(longest) is None
    assert fault_of(longest + "x") == "Use at most 200 characters."


@pytest.mark.parametrize("known", [
    "aaaaaaaaaaaaaaaa", "passwordpassword", "abcdefghijklmnop", "1234567890123456", "correct horse battery staple",
    "Harbour Surgery 1", "nurse lee nurse lee", "Welcome Password 123", "zyxwvutsrqponmlk", "ababababababababab",
])  # fmt: skip
def test_what_an_attacker_tries_first_is_refused(known):
    assert "would be tried early on" in (fault_of(known, *PERSONAL) or "")


@given(
    st.lists(
        st.sampled_from(["lantern", "pickle", "orbit", "velvet", "tundra", "mosaic", "gravel"]), min_size=4, unique=True
    )
)
def test_four_unrelated_words_are_always_good(words):
    assert fault_of(" ".join(words), *PERSONAL) is None


@settings(max_examples=5, deadline=None)
@given(st.text(min_size=MIN_LENGTH, max_size=40))
def test_a_passphrase_matches_however_its_accents_were_typed(text):
    kept = hash_passphrase(unicodedata.normalize("NFC", text))
    assert matches(unicodedata.normalize("NFD", text), kept)
    assert not matches(text + "x", kept)


def test_nothing_matches_where_no_passphrase_was_set():
    assert not matches("a passphrase that belongs to nobody", None)


def test_a_hash_that_is_none_matches_nothing():
    assert not matches("lantern pickle orbit velvet", "not a hash")
