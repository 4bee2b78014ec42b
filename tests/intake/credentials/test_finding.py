"""A machine is known by its appid while its credential is valid; two secrets are valid while one replaces the other."""

from datetime import timedelta

import pytest

from xinan.intake.credentials.finding import SEALED_FOR, find_credential
from xinan.intake.credentials.uses import note_use, write_uses
from xinan.intake.models import Credential, CredentialSecret, CredentialUse
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import FixedClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential(keyring: Keyring, clock: FixedClock) -> Credential:
    """A bank's credential, with the secret `a` × 32."""
    now = clock.now()
    made = Credential.objects.create(appid="bank1", name="核心系统", bank_id="B1", created_at=now, valid_from=now)
    made.secrets.create(sealed=keyring.seal("a" * 32, context=SEALED_FOR), valid_from=now)
    return made


def test_is_known_while_valid(credential: Credential, keyring: Keyring, clock: FixedClock) -> None:
    now = clock.now()
    known = find_credential("bank1", now=now)
    assert known is not None
    assert known.secrets(keyring) == ("a" * 32,)
    assert (known.is_secret("a" * 32, keyring=keyring), known.is_secret("b" * 32, keyring=keyring)) == (True, False)
    assert "aaaa" not in repr(known)
    assert find_credential("bank2", now=now) is None
    assert find_credential("bank1", now=now - timedelta(seconds=1)) is None
    Credential.objects.update(revoked_at=now)
    assert find_credential("bank1", now=now) is None


def test_two_secrets_are_valid_until_the_old_one_ends(
    credential: Credential, keyring: Keyring, clock: FixedClock
) -> None:
    now, ends = clock.now(), clock.now() + timedelta(days=7)
    CredentialSecret.objects.update(valid_to=ends)
    credential.secrets.create(sealed=keyring.seal("b" * 32, context=SEALED_FOR), valid_from=now + timedelta(hours=1))

    later = find_credential("bank1", now=now + timedelta(hours=2))
    after = find_credential("bank1", now=ends)
    assert later is not None
    assert later.secrets(keyring) == ("b" * 32, "a" * 32)
    assert after is not None
    assert after.secrets(keyring) == ("b" * 32,)


def test_counts_what_it_sends(credential: Credential, clock: FixedClock) -> None:
    now = clock.now()
    note_use(credential.pk, now=now, rows=20, refused_rows=2)
    note_use(credential.pk, now=now + timedelta(minutes=1), refusal="rate.exceeded")
    write_uses()
    note_use(credential.pk, now=now + timedelta(minutes=2), rows=5)
    note_use(credential.pk, now=now + timedelta(hours=1), rows=1)
    write_uses()
    write_uses()

    first, second = CredentialUse.objects.order_by("hour")
    assert (first.requests, first.refused, first.rows, first.refused_rows) == (3, 1, 25, 2)
    assert (first.last_at, first.refused_at, first.refusal) == (
        now + timedelta(minutes=2),
        now + timedelta(minutes=1),
        "rate.exceeded",
    )
    assert (second.requests, second.rows) == (1, 1)
