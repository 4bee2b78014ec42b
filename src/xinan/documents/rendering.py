"""A letter as a Word file: its template with its fields."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from jinja2 import TemplateError

from xinan.documents.checking.guarded import refused, vocabulary_of
from xinan.documents.checking.language import Unspeakable
from xinan.documents.checking.trial import rendered
from xinan.documents.fields import context_of, examples
from xinan.documents.kinds import LetterKind, find_kind
from xinan.documents.letterheads import sender_of
from xinan.documents.models import Letter
from xinan.documents.sealing import fields_of
from xinan.documents.templates import TemplateInForce, template_in_force
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA

# Where the number will stand once there is one.
NUMBER_TO_COME = "（签发时编号）"


def written(template: TemplateInForce, *, kind: LetterKind, values: Mapping[str, Any]) -> bytes:
    """The Word file of a letter that says `values` (as `documents.fields.stored` keeps them).

    Raises UnusableTemplate where a template that was once accepted does not serve any more (a field was taken from the kind).
    """
    try:
        content, _named = rendered(
            template.content, vocabulary=vocabulary_of(kind), context=context_of(kind.fields, values)
        )
    except Unspeakable as error:
        raise refused(error.code, *error.details) from error
    except TemplateError as error:
        raise refused("syntax", str(error.message or "")[:200]) from error
    return content


def values_of(letter: Letter, *, keyring: Keyring, today: date) -> dict[str, Any]:
    """What a letter says, what the product gives included; a draft is dated today and has no number yet."""
    sender = sender_of(letter.office)
    issued_on = letter.issued_at.astimezone(CHINA).date() if letter.issued_at else today
    return {
        **fields_of(letter, keyring=keyring),
        "number": letter.number or NUMBER_TO_COME,
        "office_name": sender.name,
        "office_contact": sender.contact,
        "office_phone": sender.phone,
        "office_address": sender.address,
        "issued_on": issued_on.isoformat(),
    }


def draft_file(letter: Letter, *, keyring: Keyring, now: datetime) -> bytes:
    """A draft as it would be issued now, but for its number."""
    kind = find_kind(letter.kind)
    values = values_of(letter, keyring=keyring, today=now.astimezone(CHINA).date())
    return written(template_in_force(kind, office=letter.office), kind=kind, values=values)


def sample_file(template: TemplateInForce, *, kind: LetterKind) -> bytes:
    """A letter with the examples of its fields."""
    return written(template, kind=kind, values=examples(kind.fields))
