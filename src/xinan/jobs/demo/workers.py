"""The demo's workers: made-up people, valid by checksum only, sealed, masked and findable as real ones are."""

from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any

import pyarrow as pa

from xinan.intake.persons import ID_NUMBER, NAME, PHONE, WAGE_CARD, masked_name
from xinan.kernel.ciphers import Keyring
from xinan.kernel.identifiers import CitizenId
from xinan.simulation import identities

_SOMEBODY_S_BIRTH = date(1980, 1, 1)


def sealed_workers(rows: pa.Table, *, keyring: Keyring) -> pa.Table:
    """The columns of the product's workers for those of a snapshot; opaque card keys become digests of card numbers."""
    given: set[str] = set()
    people = [_person(row, keyring=keyring, given=given) for row in rows.to_pylist()]
    table = pa.Table.from_pylist(people, schema=_SCHEMA) if people else _SCHEMA.empty_table()
    for name in ("birth_on", "sex", "identity_valid", "card_holder_matches"):
        table = table.append_column(name, rows.column(name))
    return table


_SCHEMA = pa.schema(
    [
        pa.field(name, pa.string())
        for name in (
            "worker_id",
            "name_sealed",
            "name_masked",
            "id_number_sealed",
            "id_number_index",
            "id_number_masked",
            "phone_sealed",
            "phone_index",
            "phone_masked",
            "wage_card_sealed",
            "wage_card",
            "wage_card_masked",
        )
    ]
)


def _person(row: Mapping[str, Any], *, keyring: Keyring, given: set[str]) -> dict[str, str | None]:
    worker_id, sex = row["worker_id"], row["sex"] or "male"
    name = identities.full_name(worker_id, sex=sex)
    citizen = _citizen(worker_id, birth_on=row["birth_on"] or _SOMEBODY_S_BIRTH, sex=sex, given=given)
    phone = identities.phone(worker_id)
    return {
        "worker_id": worker_id,
        "name_sealed": keyring.seal(name, context=NAME),
        "name_masked": masked_name(name),
        "id_number_sealed": keyring.seal(citizen.number, context=ID_NUMBER),
        "id_number_index": keyring.look_up(citizen.number, context=ID_NUMBER),
        "id_number_masked": citizen.masked,
        "phone_sealed": keyring.seal(phone.number, context=PHONE),
        "phone_index": keyring.look_up(phone.number, context=PHONE),
        "phone_masked": phone.masked,
        **_card(row["wage_card"], keyring=keyring),
    }


def _citizen(worker_id: str, *, birth_on: date, sex: str, given: set[str]) -> CitizenId:
    """A citizen number nobody here has: those born on one day have but 50,000 between them."""
    attempts = (worker_id if attempt == 0 else f"{worker_id}/{attempt}" for attempt in count())
    numbers = (identities.citizen_id(key, birth_on=birth_on, sex=sex) for key in attempts)
    citizen = next(number for number in numbers if number.number not in given)
    given.add(citizen.number)
    return citizen


def _card(key: str | None, *, keyring: Keyring) -> dict[str, str | None]:
    """A worker without a card has none here either; the masked form may not be null."""
    if key is None:
        return {"wage_card_sealed": "", "wage_card": None, "wage_card_masked": ""}
    card = identities.bank_card(key)
    return {
        "wage_card_sealed": keyring.seal(card.number, context=WAGE_CARD),
        "wage_card": keyring.look_up(card.number, context=WAGE_CARD),
        "wage_card_masked": card.masked,
    }
