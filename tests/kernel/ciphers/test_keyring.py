"""Sealing, finding and changing keys."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.kernel.ciphers import (
    InvalidKeyring,
    Keyring,
    MissingKey,
    TamperedToken,
    UnknownKey,
    generate_key,
)

OLD_KEY = "2025b:" + base64.b64encode(bytes(range(32))).decode()
NEW_KEY = "2026a:" + base64.b64encode(bytes(range(32, 64))).decode()
OLD, NEW, BOTH = Keyring.parse(OLD_KEY), Keyring.parse(NEW_KEY), Keyring.parse(f"{NEW_KEY}, {OLD_KEY}")

WHERE = "worker.id_number"
# Values as they come: any text that UTF-8 can hold.
values = st.text(st.characters(codec="utf-8"), max_size=60)
contexts = st.sampled_from(["worker.id_number", "worker.phone", "worker.card"])


@given(values, contexts)
def test_what_is_sealed_opens_to_the_same(value: str, context: str) -> None:
    token = NEW.seal(value, context=context)
    assert NEW.open(token, context=context) == value
    assert token.isascii()


@given(st.text("0123456789X", min_size=8, max_size=19))
def test_a_token_shows_nothing_and_never_repeats(value: str) -> None:
    tokens = {NEW.seal(value, context=WHERE) for _ in range(3)}
    assert len(tokens) == 3
    assert not any(value in token for token in tokens)


@given(values, contexts, contexts)
def test_a_token_opens_only_where_it_belongs(value: str, sealed_for: str, asked_for: str) -> None:
    token = NEW.seal(value, context=sealed_for)
    if sealed_for != asked_for:
        with pytest.raises(TamperedToken):
            NEW.open(token, context=asked_for)


@given(values, st.data())
def test_any_changed_character_is_noticed(value: str, data: st.DataObject) -> None:
    token = NEW.seal(value, context=WHERE)
    body_at = token.rindex(".") + 1
    raw = bytearray(base64.urlsafe_b64decode(token[body_at:] + "=="))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    changed = token[:body_at] + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    with pytest.raises(TamperedToken):
        NEW.open(changed, context=WHERE)


@pytest.mark.parametrize("token", ["", "plain text", "1.2026a.", "1.2026a.AAAA", "1.2026a.A", "2.2026a." + "A" * 60])
def test_what_never_was_a_token(token: str) -> None:
    with pytest.raises(TamperedToken):
        NEW.open(token, context=WHERE)
    with pytest.raises(TamperedToken):
        NEW.is_current(token)


def test_a_made_up_token_does_not_open() -> None:
    with pytest.raises(TamperedToken):
        NEW.open("1.2026a." + "A" * 60, context=WHERE)


def test_a_key_id_cannot_be_exchanged() -> None:
    """The key id is bound too: a token relabelled as another live key's does not open."""
    token = OLD.seal("x", context=WHERE).replace(".2025b.", ".2026a.")
    with pytest.raises(TamperedToken):
        BOTH.open(token, context=WHERE)


@given(values)
def test_two_keys_live_while_keys_are_changed(value: str) -> None:
    old_token, old_digest = OLD.seal(value, context=WHERE), OLD.look_up(value, context=WHERE)
    assert BOTH.open(old_token, context=WHERE) == value
    assert not BOTH.is_current(old_token)
    assert old_digest in BOTH.look_ups(value, context=WHERE)

    new_token = BOTH.seal(value, context=WHERE)
    assert BOTH.is_current(new_token)
    assert NEW.open(new_token, context=WHERE) == value
    assert BOTH.look_up(value, context=WHERE) == NEW.look_up(value, context=WHERE) != old_digest


def test_a_key_taken_away_too_early() -> None:
    with pytest.raises(UnknownKey) as caught:
        NEW.open(OLD.seal("x", context=WHERE), context=WHERE)
    assert "2025b" in caught.value.message("en")
    assert "XINAN_KEYS" in caught.value.message("zh")


@given(values, values, contexts, contexts)
def test_digests_are_equal_just_for_the_same_value_in_the_same_place(a: str, b: str, here: str, there: str) -> None:
    same = (a, here) == (b, there)
    assert (NEW.look_up(a, context=here) == NEW.look_up(b, context=there)) == same
    assert len(NEW.look_up(a, context=here)) == 64


def test_context_and_value_cannot_run_into_each_other() -> None:
    assert NEW.look_up("bc", context="a") != NEW.look_up("c", context="ab")


def test_sealing_and_finding_use_different_keys() -> None:
    (key,) = NEW._keys
    assert key.sealing not in key.finding
    assert bytes(range(32, 64)) not in (key.sealing, key.finding)


@pytest.mark.parametrize("text", [None, "", "  "])
def test_a_missing_key_says_what_to_set_and_how(text: str | None) -> None:
    with pytest.raises(MissingKey) as caught:
        Keyring.from_environment(text)
    for language in ("zh", "en"):
        assert "XINAN_KEYS" in caught.value.message(language)
        assert "xinan keys new" in caught.value.message(language)


SECRET = base64.b64encode(b"s" * 31).decode()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (SECRET, "Key number 1"),
        (f"{NEW_KEY},{SECRET}", "Key number 2"),
        (f"{NEW_KEY},", "Key number 2"),
        (f"A1:{SECRET}", "Key number 1"),
        (f"k1:{SECRET}", "Key k1"),
        ("k1:not/base64!", "Key k1"),
        ("k1:密钥", "Key k1"),
        (f"{NEW_KEY},{NEW_KEY}", "same id"),
    ],
)
def test_unreadable_keys_are_named_and_not_shown(text: str, names: str) -> None:
    with pytest.raises(InvalidKeyring) as caught:
        Keyring.parse(text)
    error = caught.value
    assert names in error.message("en")
    assert SECRET[:8] not in error.message("en") + error.message("zh") + repr(error)
    # The decoder's own error would show the key in a traceback.
    assert error.__suppress_context__ or error.__context__ is None


def test_generated_keys_are_fresh_and_readable() -> None:
    first, second = generate_key("k1"), generate_key("k1")
    assert first != second
    assert Keyring.parse(first).key_ids == ("k1",)
    with pytest.raises(InvalidKeyring):
        generate_key("Key 1")


def test_nothing_secret_shows() -> None:
    shown = f"{BOTH} {BOTH!r} {BOTH._keys!r}"
    assert "2026a" in shown
    for key in BOTH._keys:
        for secret in (key.sealing, key.finding):
            assert repr(secret) not in shown
            assert secret.hex() not in shown


def test_tokens_of_this_format_open_for_good() -> None:
    """Format 1, made once: a change of derivation or layout would lose every stored value."""
    token = "1.2026a.ucVvWzjxXe6EkyThUH5Tet4BNJ93eEjhh_6AWEewo6nTQw"
    assert NEW.open(token, context=WHERE) == "示例"
    digest = "37bd144bc85b0c96b9ce61fc830d1973db76bc8c90ccda7377626145c0384dc7"
    assert NEW.look_up("示例", context=WHERE) == digest
