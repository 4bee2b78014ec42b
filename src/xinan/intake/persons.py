"""Who a row speaks of: workers found by keyed digest, enrolled sealed. Each number is looked up once a batch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from xinan.intake.keys import fresh_key
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers import BankCard, CitizenId
from xinan.workforce.models import Worker

RESIDENT_CARD = "01"
ID_NUMBER, NAME, PHONE, WAGE_CARD = "worker.id_number", "worker.name", "worker.phone", "worker.wage_card"
_PER_QUERY = 5_000


@dataclass(frozen=True, slots=True)
class Person:
    """What a row says of a person; None where it says nothing."""

    identity: str
    identity_type: str | None = None
    name: str | None = None
    phone: str | None = None
    wage_card: str | None = None


class Persons:
    """The workers a batch speaks of."""

    def __init__(self, *, keyring: Keyring, batch_id: int | None) -> None:
        self._keyring = keyring
        self._batch_id = batch_id
        self._ids: dict[str, str] = {}
        self._cards: dict[str, tuple[str, ...]] = {}

    def find(self, numbers: Iterable[str]) -> dict[str, str]:
        """Worker id by identity number, for those known."""
        wanted = {number for number in numbers if number not in self._ids}
        self._ids |= {
            number: ids[0] for number, ids in self._looked_up(wanted, context=ID_NUMBER, column="id_number_index")
        }
        return self._ids

    def find_by_card(self, cards: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Worker ids by wage card; several where a card is shared."""
        wanted = {card for card in cards if card not in self._cards}
        self._cards |= dict.fromkeys(wanted, ())
        self._cards |= dict(self._looked_up(wanted, context=WAGE_CARD, column="wage_card"))
        return self._cards

    def enrol(self, people: Iterable[Person]) -> dict[str, str]:
        """Worker id by identity number for all of `people`; those unknown are entered as workers."""
        by_number = {person.identity: person for person in people}
        known = self.find(by_number)
        newcomers = [self._worker_of(person) for number, person in by_number.items() if number not in known]
        # Another import may enrol the same person at this moment; whoever came first is the worker.
        Worker.objects.bulk_create(newcomers, batch_size=1000, ignore_conflicts=True)
        return self.find(by_number)

    def amend(self, people: Iterable[Person]) -> dict[str, str]:
        """Bring known workers to what `people` say; “changed” or “unchanged” by identity number.

        What a row leaves empty stays as it is.
        """
        by_id = {self._ids[person.identity]: person for person in people}
        outcomes: dict[str, str] = {}
        changed: list[Worker] = []
        for worker in Worker.objects.filter(worker_id__in=by_id):
            person = by_id[worker.worker_id]
            differs = self._rewrite(worker, person)
            outcomes[person.identity] = "changed" if differs else "unchanged"
            if differs:
                changed.append(worker)
        Worker.objects.bulk_update(changed, [*_WRITTEN, "batch_id"], batch_size=500)
        return outcomes

    def names(self, worker_ids: Iterable[str]) -> dict[str, str]:
        """The names in clear of workers, to compare a row with; never to be shown or kept."""
        sealed = Worker.objects.filter(worker_id__in=set(worker_ids)).values_list("worker_id", "name_sealed")
        return {worker_id: self._keyring.open(token, context=NAME) for worker_id, token in sealed if token}

    def _looked_up(self, values: Iterable[str], *, context: str, column: str) -> list[tuple[str, tuple[str, ...]]]:
        value_of = {digest: value for value in values for digest in self._keyring.look_ups(value, context=context)}
        found: dict[str, set[str]] = {}
        digests = list(value_of)
        for start in range(0, len(digests), _PER_QUERY):
            condition = models.Q((f"{column}__in", digests[start : start + _PER_QUERY]))
            for digest, worker_id in Worker.objects.filter(condition).values_list(column, "worker_id"):
                found.setdefault(value_of[str(digest)], set()).add(worker_id)
        return [(value, tuple(sorted(ids))) for value, ids in found.items()]

    def _worker_of(self, person: Person) -> Worker:
        citizen = _citizen(person)
        worker = Worker(
            worker_id=fresh_key(),
            id_type=person.identity_type or (RESIDENT_CARD if citizen else "08"),
            id_number_sealed=self._keyring.seal(person.identity, context=ID_NUMBER),
            id_number_index=self._keyring.look_up(person.identity, context=ID_NUMBER),
            id_number_masked=citizen.masked if citizen else _masked_other(person.identity),
            birth_on=citizen.birth_on if citizen else None,
            sex=citizen.sex if citizen else None,
            identity_valid=True,
            batch_id=self._batch_id,
        )
        self._rewrite(worker, person)
        return worker

    def _rewrite(self, worker: Worker, person: Person) -> bool:
        """Put into `worker` what `person` says and it does not; whether anything differed."""
        differs = False
        if person.name and self._opened(worker.name_sealed, NAME) != person.name:
            worker.name_sealed = self._keyring.seal(person.name, context=NAME)
            worker.name_masked = masked_name(person.name)
            differs = True
        if person.phone and self._opened(worker.phone_sealed, PHONE) != person.phone:
            worker.phone_sealed = self._keyring.seal(person.phone, context=PHONE)
            worker.phone_index = self._keyring.look_up(person.phone, context=PHONE)
            worker.phone_masked = f"{person.phone[:3]}****{person.phone[-4:]}"
            differs = True
        if person.wage_card and self._opened(worker.wage_card_sealed, WAGE_CARD) != person.wage_card:
            worker.wage_card_sealed = self._keyring.seal(person.wage_card, context=WAGE_CARD)
            worker.wage_card = self._keyring.look_up(person.wage_card, context=WAGE_CARD)
            worker.wage_card_masked = BankCard(person.wage_card).masked
            differs = True
        if differs:
            worker.batch_id = self._batch_id
        return differs

    def _opened(self, token: str, context: str) -> str:
        return self._keyring.open(token, context=context) if token else ""


_WRITTEN: Sequence[str] = (
    "name_sealed",
    "name_masked",
    "phone_sealed",
    "phone_index",
    "phone_masked",
    "wage_card_sealed",
    "wage_card",
    "wage_card_masked",
)


def masked_name(name: str) -> str:
    """The family name alone.

    >>> masked_name("张三丰")
    '张**'
    """
    return name[:1] + "*" * min(len(name) - 1, 3)


def _masked_other(number: str) -> str:
    return f"{number[:1]}{'*' * max(len(number) - 3, 1)}{number[-2:]}"


def _citizen(person: Person) -> CitizenId | None:
    if person.identity_type not in {None, RESIDENT_CARD}:
        return None
    try:
        return CitizenId.parse(person.identity)
    except InvalidValue:
        return None


def person_of(values: dict[str, Any]) -> Person:
    """The person a row's identity columns name."""
    return Person(
        identity=values["identity"],
        identity_type=values.get("identity_type"),
        name=values.get("person_name"),
        phone=values.get("phone"),
        wage_card=values.get("wage_card"),
    )
