"""Who is told what of a letter: the firm that there is one, the office that it was received or answered."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from xinan.documents.enums import LetterState
from xinan.documents.kinds import find_kind
from xinan.documents.models import Letter
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify
from xinan.people.models import User

LETTER = "letter"
# The queue's task that tells a firm of a letter by the batch.
TELL_FIRM = "tell_firm_of_letter"


def tell_firm(letter: Letter, *, now: datetime) -> None:
    """The addressee's people: a letter was issued to them and waits to be received."""
    kind = find_kind(letter.kind).name
    subject = Text(f"收到{kind.zh}：{letter.number}", f"A letter for you: {kind.en}, {letter.number}")
    body = Text(
        f"{letter.office.name}发来《{letter.title}》，请登录查看并确认签收。",
        f"{letter.office.name} sent a letter ({kind.en}). Please sign in, read it and confirm receipt.",
    )
    _tell(people_of(letter, now=now), letter, kind="letter_issued", subject=subject, body=body, now=now)


@transaction.atomic
def open_to_firm(number: int, *, now: datetime) -> bool:
    """Open an issued letter to the firm and tell its people, once; whether that was done. For the batch.

    One that was voided meanwhile the firm never learns of.
    """
    letter = Letter.objects.select_for_update(of=("self",)).select_related("office").filter(pk=number).first()
    if letter is None or letter.firm_told_at is not None or letter.state == LetterState.VOIDED or not letter.number:
        return False
    letter.firm_told_at = now
    letter.save(update_fields=["firm_told_at"])
    if letter.state == LetterState.ISSUED:
        tell_firm(letter, now=now)
    return True


def tell_office(letter: Letter, *, said: Text, now: datetime) -> None:
    """Whoever drafted and issued it: the firm did something with it."""
    people = [user for user in (letter.drafted_by, letter.issued_by) if user is not None]
    subject = Text(f"{said.zh}：{letter.number}", f"{said.en}: {letter.number}")
    body = Text(f"{letter.addressee_name}：{said.zh}。", f"{letter.addressee_name}: {said.en}.")
    _tell(people, letter, kind="letter_served", subject=subject, body=body, now=now)


def people_of(letter: Letter, *, now: datetime) -> QuerySet[User]:
    """Those who hold a post at the addressed firm today; nobody where the letter is addressed to no firm."""
    today = now.astimezone(CHINA).date()
    if not letter.addressee_enterprise_id:
        return User.objects.none()
    return User.objects.filter(
        Q(appointments__to_on=None) | Q(appointments__to_on__gte=today),
        appointments__enterprise_id=letter.addressee_enterprise_id,
        appointments__from_on__lte=today,
    ).distinct()


def _tell(
    people: "QuerySet[User] | list[User]", letter: Letter, *, kind: str, subject: Text, body: Text, now: datetime
) -> None:
    notify(
        people,
        kind=kind,
        subject=subject,
        body=body,
        link=f"/letters/{letter.pk}/",
        about_kind=LETTER,
        about_id=str(letter.pk),
        now=now,
    )
