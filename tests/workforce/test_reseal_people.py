"""Rotation of keys: everything is sealed with the new one, found by it, and the old one is not needed any more."""

import pytest

from xinan.kernel.ciphers import Keyring, generate_key
from xinan.kernel.ciphers.errors import UnknownKey
from xinan.workforce.actions.reseal_people import reseal_people
from xinan.workforce.models import Worker

OLD, NEW = generate_key("old"), generate_key("new")
NUMBER, CARD = "229901199001011231", "6299990000000000018"


def entered(worker_id: str, *, keyring: Keyring, card: str = CARD) -> Worker:
    number = f"{NUMBER[:-1]}{worker_id}"
    return Worker.objects.create(
        worker_id=worker_id,
        name_sealed=keyring.seal("示例", context="worker.name"),
        id_number_sealed=keyring.seal(number, context="worker.id_number"),
        id_number_index=keyring.look_up(number, context="worker.id_number"),
        wage_card_sealed=keyring.seal(card, context="worker.wage_card") if card else "",
        wage_card=keyring.look_up(card, context="worker.wage_card") if card else None,
        identity_valid=True,
    )


def rotated(keyring: Keyring) -> tuple[int, list[tuple[int, int]]]:
    told: list[tuple[int, int]] = []
    return reseal_people(keyring=keyring, progress=lambda done, total: told.append((done, total))), told


@pytest.mark.django_db
def test_afterwards_the_new_key_alone_opens_and_finds_everything() -> None:
    both, new = Keyring.parse(f"{NEW},{OLD}"), Keyring.parse(NEW)
    entered("1", keyring=Keyring.parse(OLD))
    entered("2", keyring=both)
    changed, told = rotated(both)
    assert changed == 1
    assert told == [(1, 2), (2, 2)]
    found = Worker.objects.get(id_number_index=new.look_up(f"{NUMBER[:-1]}1", context="worker.id_number"))
    assert new.open(found.id_number_sealed, context="worker.id_number") == f"{NUMBER[:-1]}1"
    assert new.open(found.name_sealed, context="worker.name") == "示例"
    # One card, one digest: otherwise a shared card would go unnoticed while two keys are live.
    assert set(Worker.objects.values_list("wage_card", flat=True)) == {new.look_up(CARD, context="worker.wage_card")}


@pytest.mark.django_db
def test_what_is_missing_stays_missing_and_a_second_run_changes_nothing() -> None:
    keyring = Keyring.parse(f"{NEW},{OLD}")
    entered("1", keyring=Keyring.parse(OLD), card="")
    assert rotated(keyring)[0] == 1
    worker = Worker.objects.get()
    assert (worker.wage_card, worker.wage_card_sealed, worker.phone_sealed) == (None, "", "")
    assert rotated(keyring)[0] == 0


@pytest.mark.django_db
def test_without_the_old_key_nothing_is_changed() -> None:
    worker = entered("1", keyring=Keyring.parse(OLD))
    with pytest.raises(UnknownKey):
        rotated(Keyring.parse(NEW))
    assert Worker.objects.get().name_sealed == worker.name_sealed
