"""Addresses: sealed, found by digest, masked, verified by a code that is sent there."""

import re

import pytest
from django.core import mail
from django.db import connection

from tests.notices.people import MovingClock, SmsBox, outbound_of
from tests.people.factories import UserFactory
from xinan.gateways.resealing import reseal_columns
from xinan.gateways.sms import SmsRefused, SmsUnavailable
from xinan.jobs.resealing import COLUMNS
from xinan.kernel.ciphers import Keyring, generate_key
from xinan.kernel.errors import Conflict, InvalidValue, NotFound
from xinan.notices.actions.set_contact import set_email, set_phone
from xinan.notices.actions.verify_contact import TRIES, confirm_code, send_code
from xinan.notices.contacts import EMAIL, PHONE
from xinan.notices.enums import Channel
from xinan.notices.models import Contact, ContactCode
from xinan.notices.outbound import Outbound
from xinan.people.models import User

pytestmark = pytest.mark.django_db
NUMBER, ADDRESS = "13912345678", "wangwu@jl.gov.cn"


@pytest.fixture
def officer() -> User:
    user: User = UserFactory()
    return user


def everything_stored() -> str:
    """Every row of every table of notices, as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'notices_%'")
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            rows += [row for (row,) in cursor.fetchall()]
    assert len(tables) >= 6
    return "\n".join(rows)


def test_an_address_is_kept_sealed_and_found_by_its_digest(officer: User, keyring: Keyring) -> None:
    set_phone(officer, number="+86 139-1234-5678", keyring=keyring)
    contact = set_email(officer, address=" wangwu@JL.gov.cn ", keyring=keyring)
    stored = everything_stored()
    assert NUMBER not in stored
    assert ADDRESS not in stored
    assert (contact.phone_masked, contact.email_masked) == ("139****5678", "wa***@jl.gov.cn")
    assert keyring.open(contact.phone_sealed, context=PHONE) == NUMBER
    assert keyring.open(contact.email_sealed, context=EMAIL) == ADDRESS
    digests = keyring.look_ups(NUMBER, context=PHONE)
    assert Contact.objects.get(phone_index__in=digests).user_id == officer.pk
    assert str(contact) == "139****5678"


@pytest.mark.parametrize("text", ["wangwu", "wangwu@", "@elsewhere.cn", "a b@jl.gov.cn", "x" * 200 + "@jl.gov.cn"])
def test_what_is_no_address_is_refused_without_being_repeated(officer: User, keyring: Keyring, text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        set_email(officer, address=text, keyring=keyring)
    assert refused.value.code == "email-format"
    assert text not in str(refused.value)


def test_a_wrong_number_is_refused(officer: User, keyring: Keyring) -> None:
    with pytest.raises(InvalidValue, match="phone-format"):
        set_phone(officer, number="12345", keyring=keyring)


def code_in(text: str) -> str:
    found = re.search(r"(?<!\d)\d{6}(?!\d)", text)
    assert found
    return found.group()


def test_a_number_is_verified_by_the_code_sent_to_it(
    officer: User, keyring: Keyring, outbound: Outbound, clock: MovingClock, sms: SmsBox
) -> None:
    set_phone(officer, number=NUMBER, keyring=keyring)
    send_code(officer, channel=Channel.SMS, outbound=outbound, language="zh")
    (message,) = sms.sent
    assert message.phone.number == NUMBER
    code = message.params["code"]
    assert code in message.text
    assert code not in everything_stored()
    clock.pass_by(minutes=9)
    contact = confirm_code(officer, channel=Channel.SMS, number=f" {code} ", keyring=keyring, now=clock.now())
    assert contact.phone_verified_at == clock.now()
    assert not ContactCode.objects.exists()
    # The same number entered again stays verified; another has to be verified anew.
    assert set_phone(officer, number=NUMBER, keyring=keyring).phone_verified_at is not None
    assert set_phone(officer, number="13912345679", keyring=keyring).phone_verified_at is None


def test_an_address_is_verified_by_the_code_sent_to_it(
    officer: User, keyring: Keyring, outbound: Outbound, clock: MovingClock
) -> None:
    set_email(officer, address=ADDRESS, keyring=keyring)
    send_code(officer, channel=Channel.EMAIL, outbound=outbound, language="en")
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    assert "verify" in letter.subject
    code = code_in(letter.body)
    contact = confirm_code(officer, channel=Channel.EMAIL, number=code, keyring=keyring, now=clock.now())
    assert contact.email_verified_at == clock.now()
    assert contact.phone_verified_at is None


def test_a_code_lasts_ten_minutes_and_five_tries(
    officer: User, keyring: Keyring, outbound: Outbound, clock: MovingClock, sms: SmsBox
) -> None:
    set_phone(officer, number=NUMBER, keyring=keyring)
    send_code(officer, channel=Channel.SMS, outbound=outbound, language="zh")
    right = sms.sent[0].params["code"]
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for left in reversed(range(TRIES)):
        with pytest.raises(InvalidValue, match=f"{left} tries"):
            confirm_code(officer, channel=Channel.SMS, number=wrong, keyring=keyring, now=clock.now())
    with pytest.raises(InvalidValue, match="code-expired"):
        confirm_code(officer, channel=Channel.SMS, number=right, keyring=keyring, now=clock.now())
    clock.pass_by(minutes=1)
    send_code(officer, channel=Channel.SMS, outbound=outbound, language="zh")
    clock.pass_by(minutes=10)
    with pytest.raises(InvalidValue, match="code-expired"):
        confirm_code(officer, channel=Channel.SMS, number=sms.sent[1].params["code"], keyring=keyring, now=clock.now())
    assert Contact.objects.get(user=officer).phone_verified_at is None


def test_a_code_for_one_number_proves_nothing_of_another(
    officer: User, keyring: Keyring, outbound: Outbound, clock: MovingClock, sms: SmsBox
) -> None:
    set_phone(officer, number=NUMBER, keyring=keyring)
    send_code(officer, channel=Channel.SMS, outbound=outbound, language="zh")
    set_phone(officer, number="13912345679", keyring=keyring)
    with pytest.raises(InvalidValue, match="code-expired"):
        confirm_code(officer, channel=Channel.SMS, number=sms.sent[0].params["code"], keyring=keyring, now=clock.now())
    # Nor does another number shorten the minute of rest.
    with pytest.raises(Conflict):
        send_code(officer, channel=Channel.SMS, outbound=outbound, language="zh")
    assert len(sms.sent) == 1


def test_nobody_verifies_for_another(officer: User, keyring: Keyring, outbound: Outbound, sms: SmsBox) -> None:
    set_phone(officer, number=NUMBER, keyring=keyring)
    send_code(officer, channel=Channel.SMS, outbound=outbound, language="zh")
    with pytest.raises(InvalidValue, match="code-expired"):
        confirm_code(
            UserFactory(),
            channel=Channel.SMS,
            number=sms.sent[0].params["code"],
            keyring=keyring,
            now=outbound.clock.now(),
        )


def test_a_code_that_could_not_be_sent_may_be_asked_for_again_at_once(
    officer: User, keyring: Keyring, outbound: Outbound, clock: MovingClock, sms: SmsBox
) -> None:
    with pytest.raises(NotFound):
        send_code(officer, channel=Channel.SMS, outbound=outbound, language="zh")
    set_phone(officer, number=NUMBER, keyring=keyring)
    sms.faults = [SmsUnavailable("timeout")]
    with pytest.raises(SmsUnavailable):
        send_code(officer, channel=Channel.SMS, outbound=outbound, language="zh")
    send_code(officer, channel=Channel.SMS, outbound=outbound, language="zh")
    assert len(sms.sent) == 1


def test_without_a_provider_no_number_is_verified(officer: User, keyring: Keyring, clock: MovingClock) -> None:
    set_phone(officer, number=NUMBER, keyring=keyring)
    without = outbound_of(clock, keyring=keyring, sms=None)
    with pytest.raises(SmsRefused):
        send_code(officer, channel=Channel.SMS, outbound=without, language="zh")


def test_addresses_are_sealed_anew_with_a_new_key(officer: User) -> None:
    old, new = generate_key("old"), generate_key("new")
    before, both, after = Keyring.parse(old), Keyring.parse(f"{new},{old}"), Keyring.parse(new)
    set_phone(officer, number=NUMBER, keyring=before)
    assert reseal_columns(COLUMNS, keyring=both) == 1
    contact = Contact.objects.get(user=officer)
    assert after.open(contact.phone_sealed, context=PHONE) == NUMBER
    assert contact.phone_index == after.look_up(NUMBER, context=PHONE)
    assert reseal_columns(COLUMNS, keyring=both) == 0


def test_an_address_is_removed(officer: User, keyring: Keyring) -> None:
    set_phone(officer, number=NUMBER, keyring=keyring)
    contact = set_phone(officer, number="", keyring=keyring)
    assert (contact.phone_sealed, contact.phone_index, contact.phone_masked) == ("", "", "")
