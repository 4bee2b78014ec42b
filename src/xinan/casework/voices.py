"""Voices into rows: sealed, findable, masked; a number that cannot be right is kept as told, never refused."""

from datetime import datetime

from xinan.casework.decisions import Said
from xinan.casework.enums import Channel
from xinan.casework.models import Voice
from xinan.casework.told import ToldVoice
from xinan.intake.persons import ID_NUMBER, masked_name
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers import CitizenId, Phone
from xinan.people.models import User
from xinan.workforce.models import Worker

VOICE_NAME, VOICE_PHONE, VOICE_ID, VOICE_WORDS = "voice.name", "voice.phone", "voice.id_number", "voice.words"
WORDS = 4000


def voice_row(told: ToldVoice, *, channel: Channel, by: User | None, now: datetime, keyring: Keyring) -> Voice:
    """The voice, not yet saved and of no clue."""
    row = Voice(
        channel=channel,
        received_at=now,
        received_by=by,
        amount=told.amount,
        workers=max(told.workers, 1),
        from_month=told.from_month,
        to_month=told.to_month,
        may_be_named=told.may_be_named,
        wants_mediation=told.wants_mediation,
        representative=told.representative or told.workers > 1,
    )
    name, words = told.name.strip(), told.words.strip()
    if name:
        row.name_sealed, row.name_masked = keyring.seal(name, context=VOICE_NAME), masked_name(name)[:60]
    if words:
        row.words_sealed = keyring.seal(words[:WORDS], context=VOICE_WORDS)
    _phone(row, told.phone.strip(), keyring=keyring)
    _identity(row, told.id_number.strip(), keyring=keyring)
    return row


def _phone(row: Voice, text: str, *, keyring: Keyring) -> None:
    if not text:
        return
    try:
        phone = Phone.parse(text)
    except InvalidValue:
        # A land line, a friend's number with words around it: kept as told, not to be found by.
        row.phone_sealed, row.phone_masked = keyring.seal(text[:100], context=VOICE_PHONE), f"{text[:2]}****"
        return
    row.phone_sealed, row.phone_masked = keyring.seal(phone.number, context=VOICE_PHONE), phone.masked
    row.phone_index = keyring.look_up(phone.number, context=VOICE_PHONE)


def _identity(row: Voice, text: str, *, keyring: Keyring) -> None:
    if not text:
        return
    try:
        citizen = CitizenId.parse(text)
    except InvalidValue as fault:
        row.id_number_sealed, row.id_number_masked = keyring.seal(text[:100], context=VOICE_ID), f"{text[:2]}****"
        row.id_fault = fault.code
        return
    row.id_number_sealed, row.id_number_masked = keyring.seal(citizen.number, context=VOICE_ID), citizen.masked
    row.id_number_index = keyring.look_up(citizen.number, context=VOICE_ID)
    digests = keyring.look_ups(citizen.number, context=ID_NUMBER)
    row.worker = Worker.objects.filter(id_number_index__in=digests).first()


def indices_of(row: Voice, *, keyring: Keyring) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Digests under every live key by which the same person's other voices are found: identity numbers, phones."""
    identities = _again(row.id_number_sealed, row.id_number_index, context=VOICE_ID, keyring=keyring)
    phones = _again(row.phone_sealed, row.phone_index, context=VOICE_PHONE, keyring=keyring)
    return identities, phones


def _again(token: str, index: str, *, context: str, keyring: Keyring) -> tuple[str, ...]:
    if not index:
        return ()
    return keyring.look_ups(keyring.open(token, context=context), context=context)


def said_of(row: Voice) -> Said:
    """The voice as far as it counts."""
    return Said(row.id_number_index, row.amount, row.workers, row.from_month, row.to_month, row.phone_index)
