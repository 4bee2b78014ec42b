"""Takes what a worker says on the open page, and gives a code to ask with later."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from xinan.casework.actions.take_clue import take_clue
from xinan.casework.models import Receipt, Voice
from xinan.casework.told import TakenClue
from xinan.kernel.ciphers import Keyring
from xinan.people.scope import Scope

CODE, FORM = "receipt.code", "receipt.form"
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 10


def take_complaint(taken: TakenClue, *, form_key: str, now: datetime, keyring: Keyring) -> str:
    """The code to ask with. The same form sent again is the same complaint, with the same code.

    Raises as `take_clue`.
    """
    try:
        with transaction.atomic():
            return _taken(taken, form_key=form_key, now=now, keyring=keyring)
    except IntegrityError:
        # The same form at the same moment: the other one took it.
        kept = _kept(form_key, keyring=keyring)
        if kept is None:
            raise
        return kept


def code_index(code: str, tail: str, *, keyring: Keyring) -> tuple[str, ...]:
    """The digests under which a receipt is found: of the code and the last four digits of the phone."""
    return keyring.look_ups(f"{plain_code(code)}:{tail.strip()}", context=CODE)


def plain_code(code: str) -> str:
    """A code as it is kept, however it was typed.

    >>> plain_code(" ab3k9-xy22z ")
    'AB3K9XY22Z'
    """
    return "".join(letter for letter in code.upper() if letter.isalnum())[:20]


def phone_tail(phone: str) -> str:
    """The last four digits; empty where no number was given."""
    digits = "".join(letter for letter in phone if letter.isdecimal())
    return digits[-4:] if len(digits) >= 4 else ""


def _taken(taken: TakenClue, *, form_key: str, now: datetime, keyring: Keyring) -> str:
    kept = _kept(form_key, keyring=keyring)
    if kept is not None:
        return kept
    clue = take_clue(taken, by=None, scope=Scope(), now=now, keyring=keyring)
    voice = Voice.objects.filter(told_in=clue).latest("pk")
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    Receipt.objects.create(
        voice=voice,
        code_index=code_index(code, phone_tail(taken.voice.phone), keyring=keyring)[0],
        code_sealed=keyring.seal(code, context=CODE),
        form_key=keyring.look_up(form_key, context=FORM),
        made_at=now,
    )
    return code


def _kept(form_key: str, *, keyring: Keyring) -> str | None:
    found = Receipt.objects.filter(form_key__in=keyring.look_ups(form_key, context=FORM)).first()
    return keyring.open(found.code_sealed, context=CODE) if found is not None else None
