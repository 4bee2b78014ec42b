"""The facts on wages owed, gathered for the workers asked for with few statements."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, CharField, Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Substr

from xinan.casework.matching.orders import BY_ORDER
from xinan.kernel.period import Month
from xinan.payments.enums import PaymentStatus
from xinan.payments.models import PayrollLine, WagePayment
from xinan.registry.models import Project
from xinan.rules.book import SHARED, ParameterBook
from xinan.workforce.models import AttendanceDay, Employment, Worker

_NOTHING = Decimal("0.00")

# Project, worker, month as YYYY-MM.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Asked:
    """Whose wages are asked for: workers, or everybody of a project or of one of its teams; and of which months.

    `among` are the projects whose facts may be looked at: the policy is the caller's (registry.policies).
    """

    among: QuerySet[Project]
    worker_ids: Collection[str] | None = None
    project_id: str = ""
    team_id: str = ""
    from_month: Month | None = None
    to_month: Month | None = None

    def covers(self, month: str) -> bool:
        """Whether a month is asked for."""
        return (self.from_month is None or str(self.from_month) <= month) and (
            self.to_month is None or month <= str(self.to_month)
        )


@dataclass(frozen=True, slots=True)
class Worked:
    """Days of a month: valid ones, and days with any punch."""

    valid: int
    present: int


@dataclass(frozen=True, slots=True)
class Terms:
    """When a project pays."""

    pay_day: int
    pay_next_month: bool
    region_code: str


@dataclass(frozen=True)
class Gathered:
    """The facts, by project, worker and month."""

    terms: Mapping[str, Terms]
    worked: Mapping[Key, Worked]
    payable: Mapping[Key, Decimal]
    paid: Mapping[Key, tuple[Decimal, Decimal]]
    # Of what is paid: the payments by order, with their sums.
    orders: Mapping[Key, tuple[tuple[str, Decimal], ...]]
    rates: Mapping[Key, Decimal]
    names: Mapping[str, str]
    line_ids: Mapping[Key, Collection[str]] = field(default_factory=dict)
    payment_ids: Mapping[Key, Collection[str]] = field(default_factory=dict)


def gather(asked: Asked, *, today: date, book: ParameterBook) -> Gathered:
    """The facts known by the end of a day. Six statements."""
    projects = asked.among.filter(pk=asked.project_id) if asked.project_id else asked.among
    found = projects.filter(_worked_on(asked)).only("pk", "pay_day", "pay_next_month", "region_code")
    terms = {one.pk: Terms(one.pay_day, one.pay_next_month, one.region_code) for one in found}
    whose = Q(project__in=list(terms)) & _whose(asked)
    days = _days(whose & _in_months("day", asked), terms, today=today, book=book)
    lines = _lines(whose & _of_months(asked), today=today)
    payments = _payments(whose & _of_months(asked), today=today)
    worked = {key: found for key, found in days.items() if found.present}
    people = {worker_id for _, worker_id, _ in {*worked, *lines}}
    return Gathered(
        terms=terms,
        worked=worked,
        payable={key: row["sum"] for key, row in lines.items()},
        orders={
            key: tuple(zip(row["order_ids"], row["order_sums"], strict=True))
            for key, row in payments.items()
            if row["order_ids"]
        },
        paid={key: (row["through"] or _NOTHING, row["otherwise"] or _NOTHING) for key, row in payments.items()},
        rates=_rates(whose, {*worked, *lines}, today=today),
        names=dict(Worker.objects.filter(pk__in=people).values_list("pk", "name_masked")),
        line_ids={key: row["ids"] for key, row in lines.items()},
        payment_ids={key: row["ids"] for key, row in payments.items()},
    )


def _worked_on(asked: Asked) -> Q:
    """Of workers, the projects they were ever on the roster of, worked on or were to be paid by."""
    if asked.worker_ids is None:
        return Q()
    theirs = Q(worker__in=list(asked.worker_ids))
    seen = [model.objects.filter(theirs).order_by().values("project_id") for model in (Employment, PayrollLine)]
    attended = AttendanceDay.objects.filter(theirs).order_by().values("project_id").distinct()
    return Q(pk__in=seen[0]) | Q(pk__in=seen[1]) | Q(pk__in=attended)


def _whose(asked: Asked) -> Q:
    whose = Q() if asked.worker_ids is None else Q(worker__in=list(asked.worker_ids))
    if asked.team_id:
        members = Employment.objects.filter(team=asked.team_id).order_by().values("worker_id")
        whose &= Q(worker__in=members)
    return whose


def _in_months(column: str, asked: Asked) -> Q:
    found = Q()
    if asked.from_month:
        found &= Q((f"{column}__gte", asked.from_month.first))
    if asked.to_month:
        found &= Q((f"{column}__lte", asked.to_month.last))
    return found


def _of_months(asked: Asked) -> Q:
    found = Q()
    if asked.from_month:
        found &= Q(wage_month__gte=str(asked.from_month))
    if asked.to_month:
        found &= Q(wage_month__lte=str(asked.to_month))
    return found


def _days(whose: Q, terms: Mapping[str, Terms], *, today: date, book: ParameterBook) -> dict[Key, Worked]:
    month = Substr(Cast("day", CharField()), 1, 7)
    counted = (
        AttendanceDay.objects.filter(whose, day__lte=today)
        .order_by()
        .annotate(stay=ExpressionWrapper(F("last_at") - F("first_at"), output_field=DurationField()))
        .values("project_id", "worker_id", month=month)
        .annotate(present=Count("*"), valid=Count("punches", filter=_valid(terms, today=today, book=book)))
    )
    rows = counted.values_list("project_id", "worker_id", "month", "valid", "present")
    return {(project, worker, of): Worked(valid, present) for project, worker, of, valid, present in rows}


def _valid(terms: Mapping[str, Terms], *, today: date, book: ParameterBook) -> Q:
    """Whether a day is valid, by the parameters of its project's place (rules/concepts: judged_day)."""
    punches, hours = book.parameter(SHARED, "valid_punches"), book.parameter(SHARED, "valid_hours")
    alike: dict[tuple[Any, Any], list[str]] = {}
    for number, term in terms.items():
        measure = (
            punches.step(on=today, region=term.region_code).value,
            hours.step(on=today, region=term.region_code).value,
        )
        alike.setdefault(measure, []).append(number)
    found = Q(punches=None)
    for (least, stay), there in alike.items():
        way = Q(punches__gte=least, stay__gte=timedelta(hours=int(stay)))
        found |= way & Q(project__in=there) if len(alike) > 1 else way
    return found


def _lines(whose: Q, *, today: date) -> dict[Key, dict[str, Any]]:
    rows = (
        PayrollLine.objects.filter(whose, submitted_on__lte=today)
        .order_by()
        .values("project_id", "worker_id", "wage_month")
        .annotate(sum=Sum("payable"), ids=ArrayAgg("line_id"))
    )
    return {(row["project_id"], row["worker_id"], row["wage_month"]): dict(row) for row in rows}


def _payments(whose: Q, *, today: date) -> dict[Key, dict[str, Any]]:
    # Out of a deposit or the fund, by order of the labour office, counts as the rules have it.
    ordered = Q(payment_id__startswith=BY_ORDER)
    by_order = When(ordered, then=Value(True))
    through = Case(by_order, When(account=None, then=Value(False)), default=Value(True))
    rows = (
        WagePayment.objects.filter(whose, status=PaymentStatus.PAID, paid_on__lte=today)
        .order_by()
        .annotate(is_through=through)
        .values("project_id", "worker_id", "wage_month")
        .annotate(
            through=Sum("amount", filter=Q(is_through=True)),
            otherwise=Sum("amount", filter=Q(is_through=False)),
            ids=ArrayAgg("payment_id"),
            order_ids=ArrayAgg("payment_id", filter=ordered, order_by="payment_id"),
            order_sums=ArrayAgg("amount", filter=ordered, order_by="payment_id"),
        )
    )
    return {(row["project_id"], row["worker_id"], row["wage_month"]): dict(row) for row in rows}


def _rates(whose: Q, keys: Collection[Key], *, today: date) -> dict[Key, Decimal]:
    """The agreed day rate of each month: that of the employment entered last of those on the roster in it."""
    held: dict[tuple[str, str], list[tuple[date, date | None, Decimal | None]]] = {}
    rows = Employment.objects.filter(whose, entered_on__lte=today).order_by("-entered_on", "-employment_id")
    for project, worker, *rest in rows.values_list("project_id", "worker_id", "entered_on", "left_on", "day_rate"):
        held.setdefault((project, worker), []).append((rest[0], rest[1], rest[2]))
    found = {}
    for project, worker, written in keys:
        month = Month.parse(written)
        for entered, left, rate in held.get((project, worker), []):
            if entered <= month.last and (left is None or left >= month.first):
                if rate is not None:
                    found[(project, worker, written)] = rate
                break
    return found
