"""A county office with its head and three inspectors, those who look on from outside, a project that owes two workers."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import count

from tests.casework.clues.people import taken, voice
from tests.payments.factories import PayrollLineFactory, WagePaymentFactory
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.registry.factories import ProjectFactory
from tests.workforce.factories import EmploymentFactory
from xinan.casework.cases.actions.open_case import open_case
from xinan.casework.cases.given import OpenedCase
from xinan.casework.cases.models import Case
from xinan.casework.models import Clue
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.people.duties.models import Duty
from xinan.people.models import Organisation, User
from xinan.people.scope import Scope, scope_of
from xinan.procedures.models import Proceeding
from xinan.registry.models import Project
from xinan.workforce.models import Worker

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)
TODAY = MONDAY.date()
HERE, THERE, CITY = "220102", "220103", "220100"
MONTH = "2026-09"
_numbers = count(1)


@dataclass(frozen=True)
class Officer:
    """Somebody with the scope they have on the day of the tests."""

    user: User
    scope: Scope


def office(*, region: str = HERE, kind: str = "labour_office") -> Organisation:
    return OrganisationFactory(name=f"案件单位{next(_numbers)}", region_code=region, kind=kind)


def officer(
    role: str = "county_inspector", *, region: str = HERE, at: Organisation | None = None, **post: object
) -> Officer:
    user = UserFactory(organisation=at or office(region=region))
    AppointmentFactory(user=user, role=role, region_code="" if role == "province_office" else region, **post)
    return Officer(user, scope_of(user, on=TODAY))


@dataclass(frozen=True)
class World:
    """The people and the project of these tests."""

    office: Organisation
    head: Officer
    inspector: Officer
    second: Officer
    colleague: Officer
    city: Officer
    project: Project
    workers: tuple[Worker, Worker]
    keyring: Keyring

    def clue(self, **changed: object) -> Clue:
        return taken(self.inspector, self.keyring, project_id=self.project.pk, **changed)  # type: ignore[arg-type]

    def opened(self, *clues: Clue, **changed: object) -> Case:
        given = {"clue_ids": [each.pk for each in clues or (self.clue(),)], **changed}
        return open_case(
            OpenedCase(**given),  # type: ignore[arg-type]
            by=self.inspector.user,
            scope=self.inspector.scope,
            now=MONDAY,
            keyring=self.keyring,
        )

    def pay(self, worker: Worker, amount: str, *, month: str = MONTH, **changed: object) -> None:
        WagePaymentFactory(
            project=self.project,
            worker=worker,
            wage_month=month,
            amount=Decimal(amount),
            paid_on=date(2026, 11, 20),
            **changed,
        )


def world(keyring: Keyring) -> World:
    here = office()
    head, inspector, second, colleague = (officer(at=here) for _ in range(4))
    Duty.objects.create(
        user=head.user, office=here, role="county_inspector", region_code=HERE, is_head=True, from_on=date(2026, 1, 1)
    )
    project = ProjectFactory(name="滨江新城二期")
    workers = tuple(EmploymentFactory(project=project).worker for _ in range(2))
    for worker in workers:
        PayrollLineFactory(project=project, worker=worker, wage_month=MONTH, payable=Decimal("6000.00"))
    city = officer("city_office", region=CITY)
    return World(here, head, inspector, second, colleague, city, project, workers, keyring)  # type: ignore[arg-type]


def of_case(case: Case, procedure: str) -> Proceeding:
    """The last proceeding of a case of one procedure."""
    return Proceeding.objects.filter(subject_kind="case", subject_id=str(case.pk), procedure=procedure).latest("pk")


__all__ = [
    "CITY",
    "HERE",
    "MONDAY",
    "MONTH",
    "THERE",
    "TODAY",
    "Officer",
    "World",
    "of_case",
    "office",
    "officer",
    "voice",
    "world",
]
