"""The tests' own procedure with a proceeding about a red project's firm, and its people, each with a client."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse

from tests.monitoring.handling.handled import office, person
from tests.web.seated import Seated, seated
from tests.web.small_province import NOW, Province, make_province
from xinan.kernel.text import Text
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.procedures.definition import Procedure
from xinan.procedures.enums import Access
from xinan.procedures.given import Opening
from xinan.procedures.hooks import Described, described_by, forget_hooks
from xinan.procedures.models import Proceeding
from xinan.procedures.registry import register, unregister

DESK = Path(__file__).with_name("desk.yaml")
TITLE = "吉薪案〔2026〕00012号"


class Somebody(Seated):
    """A person before the panel."""

    def move(self, one: Proceeding, code: str, *, proofs: int = 0, **given: object) -> HttpResponse:
        """Send the dialog of a move."""
        one.refresh_from_db()
        return self.send(f"/proceedings/{one.pk}/moves/{code}/", proofs=proofs, **{"version": one.version, **given})


def somebody(user: User) -> Somebody:
    return seated(user, Somebody)


@dataclass
class Cast:
    """Whoever plays a part."""

    inspector: Somebody
    other: Somebody
    city: Somebody
    contractor: Somebody
    stranger: Somebody
    elsewhere: Somebody
    mediator: Somebody


@pytest.fixture
def desk() -> Iterator[Procedure]:
    procedure = register(DESK)
    described_by("desk", lambda each: {one.pk: Described(Text(TITLE, TITLE), "/handling/") for one in each})
    yield procedure
    unregister("desk")
    forget_hooks("desk")


@pytest.fixture
def province(db: None) -> Province:
    return make_province()


@pytest.fixture
def cast(province: Province) -> Cast:
    bureau = office("南关区人社局")
    return Cast(
        inspector=somebody(person(organisation=bureau, duty=True)),
        other=somebody(person(organisation=bureau)),
        city=somebody(person(Role.CITY_OFFICE, region_code="220100")),
        contractor=somebody(person(Role.CONTRACTOR, region_code="", enterprise_id=province.red.contractor_id)),
        stranger=somebody(person(Role.CONTRACTOR, region_code="", enterprise_id=province.yellow.owner_id)),
        elsewhere=somebody(person(region_code="220203")),
        mediator=somebody(person(Role.MEDIATOR, region_code="", organisation=office("南关区调解中心"))),
    )


def opened(province: Province, **changed: object) -> Proceeding:
    given = {
        "procedure": "desk",
        "subject_kind": "desk",
        "subject_id": "1",
        "project_id": province.red.pk,
        "region_code": province.red.region_code,
        "industry": province.red.industry,
        "addressee_enterprise_id": province.red.contractor_id,
    }
    return open_proceedings([Opening(**{**given, **changed})], now=NOW)[0]  # type: ignore[arg-type]


@pytest.fixture
def one(desk: Procedure, province: Province, cast: Cast) -> Proceeding:
    """Just received; the firm does not know yet."""
    return opened(province)


@pytest.fixture
def closed_off(desk: Procedure, province: Province, cast: Cast) -> Proceeding:
    """A proceeding open to its members alone: the inspector and the mediator."""
    named = (cast.inspector.user.pk, cast.mediator.user.pk)
    return opened(province, subject_id="closed", access=Access.MEMBERS, named=named)


def planned(task: str, argument: str) -> list[tuple[datetime, int]]:
    """What the queue is to do later: when, and with which argument."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at, args FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [task]
        )
        rows = cursor.fetchall()
    return [(at, (args if isinstance(args, dict) else json.loads(args))[argument]) for at, args in rows]
