"""A question, and a page of the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from xinan.intake.national.cipher import FieldCipher
from xinan.intake.national.keeping import personal_of
from xinan.intake.national.messages import Values
from xinan.intake.persons import ID_NUMBER, NAME, WAGE_CARD, Persons
from xinan.kernel.ciphers import Keyring
from xinan.registry.models import ReportedDetail, Subject, Team
from xinan.workforce.models import Worker

Answer = dict[str, Any]
# Fields of a message that travel under AES, and so go back under it.
ENCRYPTED = frozenset(
    {
        "legalManIDCardNumber",
        "buildPlanNum",
        "prjPlanNum",
        "bankNumber",
        "pmIDCardNumber",
        "responsiblePersonIDNumber",
        "teamLeaderIDNumber",
        "idCardNumber",
        "payRollBankCardNumber",
        "payBankCardNumber",
    }
)


@dataclass(frozen=True)
class Question:
    """What is asked, for which project, and with which cipher personal fields go back."""

    project_id: str
    appid: str
    said: Values
    cipher: FieldCipher
    keyring: Keyring

    @property
    def first(self) -> int:
        """The first row wanted."""
        return int(self.said.get("pageIndex", "0")) * self.size

    @property
    def size(self) -> int:
        """Rows a page."""
        return int(self.said.get("pageSize", "20"))

    def page(self, rows: "QuerySet[Any] | list[Any]") -> tuple[int, list[Any]]:
        """How many there are, and those of the page."""
        total = rows.count() if isinstance(rows, QuerySet) else len(rows)
        return total, list(rows[self.first : self.first + self.size])

    @cached_property
    def worker_id(self) -> str | None:
        """The worker asked for; None where the question names nobody, empty where nobody is known by that number."""
        number = self.said.get("idCardNumber")
        if not number:
            return None
        return Persons(keyring=self.keyring, batch_id=None).find([number]).get(number, "")

    @cached_property
    def team(self) -> Team | None:
        """The team asked for, of this project."""
        number = self.said.get("teamSysNo")
        return Team.objects.filter(project_id=self.project_id, system_number=int(number)).first() if number else None

    def about_team(self, rows: "QuerySet[Any]", field: str) -> "QuerySet[Any]":
        """Only those of the team asked for; none where there is no such team."""
        if not self.said.get("teamSysNo"):
            return rows
        return rows.filter(**{field: self.team.team_id}) if self.team else rows.none()

    def details(self, subject: Subject, keys: list[str], *, project_id: str | None = None) -> dict[str, Answer]:
        """The further fields of subjects, by their keys, in clear."""
        of = self.project_id if project_id is None else project_id
        found = ReportedDetail.objects.filter(subject=subject, project_id=of, key__in=keys)
        return {detail.key: detail.details | personal_of(detail, keyring=self.keyring) for detail in found}

    def person(self, worker: Worker) -> Answer:
        """Who a worker is, as the interface says it."""
        return {
            "idCardType": worker.id_type,
            "idCardNumber": self._opened(worker.id_number_sealed, ID_NUMBER),
            "workerName": self._opened(worker.name_sealed, NAME),
        }

    def wage_card(self, worker: Worker) -> str:
        """The wage card in clear, or empty."""
        return self._opened(worker.wage_card_sealed, WAGE_CARD)

    def _opened(self, token: str, context: str) -> str:
        return self.keyring.open(token, context=context) if token else ""

    def closed(self, row: Answer) -> Answer:
        """The row as it goes out: personal fields under AES, dates and amounts as the standard writes them."""
        return {name: self._closed(name, value) for name, value in row.items() if value not in (None, "")}

    def _closed(self, name: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self.closed(item) if isinstance(item, dict) else item for item in value]
        if name in ENCRYPTED:
            return self.cipher.close(str(value))
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return value


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows, before their personal fields are closed."""

    total: int
    rows: list[Answer]


Ask = Callable[[Question], Page]
