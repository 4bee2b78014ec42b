"""The toy procedure, and people of every kind who stand before its proceedings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path

import pytest

from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.people.models import User
from xinan.people.scope import Scope, scope_of
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.procedures.definition import Procedure
from xinan.procedures.given import Opening, SentProof, seal_proof
from xinan.procedures.hooks import forget_hooks
from xinan.procedures.models import Clock, Proceeding
from xinan.procedures.registry import register, unregister

TOY = Path(__file__).with_name("toy.yaml")
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)
COUNTY, CITY = "220102", "220100"
CONTRACTOR, OWNER, BANK = "91220101MA0000001X", "91220101MA0000002X", "91220101MA0000003X"
PARTIES = (f"contractor:{CONTRACTOR}", f"owner:{OWNER}", f"bank:{BANK}")
_numbers = count(1)


@dataclass(frozen=True)
class Person:
    """Somebody with the scope they have on the day of the tests."""

    user: User
    scope: Scope


def person(role: str, *, region: str = "", industries: list[str] | None = None, firm: str | None = None) -> Person:
    user = UserFactory(organisation=OrganisationFactory(name=f"单位{next(_numbers)}", region_code=region or COUNTY))
    AppointmentFactory(user=user, role=role, region_code=region, industries=industries, enterprise_id=firm)
    return Person(user, scope_of(user, on=date(2026, 11, 23)))


def opening(**changed: object) -> Opening:
    named = {
        "procedure": "toy",
        "subject_kind": "toy",
        "subject_id": f"t{next(_numbers)}",
        "region_code": COUNTY,
        "industry": "housing",
        "link": "wages",
        "level": "yellow",
        "addressee_enterprise_id": CONTRACTOR,
        "parties": PARTIES,
    }
    return Opening(**{**named, **changed})  # type: ignore[arg-type]


def opened(*, now: datetime = MONDAY, **changed: object) -> Proceeding:
    return open_proceedings([opening(**changed)], now=now)[0]


def moved(
    proceeding: Proceeding, move: str, who: Person | None = None, *, now: datetime = MONDAY, **given: object
) -> Proceeding:
    """The proceeding after a move by a person, or by the system."""
    return make_move(
        proceeding.pk,
        move,
        by=who.user if who else None,
        scope=who.scope if who else Scope(),
        now=now,
        version=given.pop("version", proceeding.version),  # type: ignore[arg-type]
        **given,  # type: ignore[arg-type]
    )


def clock_of(proceeding: Proceeding, code: str) -> Clock:
    return Clock.objects.filter(proceeding=proceeding, code=code).latest("pk")


@pytest.fixture
def toy() -> Iterator[Procedure]:
    yield register(TOY)
    unregister("toy")
    forget_hooks("toy")


@pytest.fixture
def inspector(toy: Procedure, db: None) -> Person:
    return person("county_inspector", region=COUNTY)


@pytest.fixture
def city(toy: Procedure, db: None) -> Person:
    return person("city_office", region=CITY)


@pytest.fixture
def firm(toy: Procedure, db: None) -> Person:
    return person("contractor", firm=CONTRACTOR)


@pytest.fixture
def proof(keyring: Keyring) -> SentProof:
    return seal_proof("工资表.pdf", b"%PDF-1.7 toy", media_type="application/pdf", keyring=keyring)
