"""Who on a roster gave the clue, found by keyed digest; where, for whom and when they worked. Nobody's data leaves here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from xinan.casework.matching.callings import agrees
from xinan.casework.matching.told import ToldClue
from xinan.intake.persons import ID_NUMBER, NAME, PHONE
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers import CitizenId, Phone
from xinan.workforce.models import Employment, Worker


@dataclass(frozen=True, slots=True)
class Known:
    """Workers found. `by_identity`: by the identity number, which is one person's; else by phone, which may be shared.

    `is_lent`: the caller gave a name that none of the phone's holders has, so that they only show where mates work.
    """

    worker_ids: tuple[str, ...]
    by_identity: bool
    is_lent: bool = False


@dataclass(frozen=True, slots=True)
class Stint:
    """A known person's time on a roster."""

    worker_id: str
    project_id: str
    employer_id: str
    team_id: str | None
    entered_on: date
    left_on: date | None


def known_person(told: ToldClue, *, keyring: Keyring) -> Known:
    """The workers of that identity number, else of that phone; nobody where neither can be read. At most two statements."""
    identity, phone = _identity(told.id_number), _phone(told.phone)
    if identity:
        digests = keyring.look_ups(identity, context=ID_NUMBER)
        found = _keys(Q(id_number_index__in=digests))
        if found:
            return Known(found, by_identity=True)
    if phone:
        return _by_phone(phone, told.name.strip(), keyring=keyring)
    return Known((), by_identity=False)


def _by_phone(phone: str, name: str, *, keyring: Keyring) -> Known:
    """The holders of the phone who are called so, where a name was given; else all. Names are opened and go nowhere."""
    rows = Worker.objects.filter(phone_index__in=keyring.look_ups(phone, context=PHONE)).order_by("pk")
    sealed_names = rows.values_list("pk", "name_sealed")
    holders = [(key, keyring.open(sealed, context=NAME) if sealed else "") for key, sealed in sealed_names]
    every = tuple(key for key, _ in holders)
    if not name:
        return Known(every, by_identity=False)
    called_so = tuple(key for key, called in holders if not called or agrees(called, name))
    return Known(called_so or every, by_identity=False, is_lent=bool(every) and not called_so)


def stints_of(worker_ids: Collection[str], *, until: date) -> list[Stint]:
    """Where these people were on a roster up to a day, the latest first. One statement."""
    if not worker_ids:
        return []
    held = Employment.objects.filter(worker__in=list(worker_ids), entered_on__lte=until)
    rows = held.order_by("-entered_on", "employment_id").values_list(
        "worker_id", "project_id", "employer_id", "team_id", "entered_on", "left_on"
    )
    return [Stint(*row) for row in rows]


def _keys(whose: Q) -> tuple[str, ...]:
    return tuple(Worker.objects.filter(whose).order_by("pk").values_list("pk", flat=True))


def _identity(text: str) -> str:
    try:
        return CitizenId.parse(text).number if text else ""
    except InvalidValue:
        return ""


def _phone(text: str) -> str:
    try:
        return Phone.parse(text).number if text else ""
    except InvalidValue:
        return ""
