"""The figures of a scope and a span of months, by one dimension or in all; and the rows behind any of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast

from xinan.kernel.clock import CHINA
from xinan.monitoring.figures import sql
from xinan.monitoring.figures.definitions import FIGURES, REPEAT_DAYS, Figure, Part
from xinan.monitoring.handling.queries import visible_handling
from xinan.monitoring.models import Warning
from xinan.people.scope import Scope
from xinan.procedures.models import Proceeding

_REST: Final = timedelta(days=REPEAT_DAYS)
NOWHERE: Final = "-"


class By(StrEnum):
    """What figures are told apart by; the value stands in addresses."""

    PLACE = "place"
    LINK = "link"
    RULE = "rule"
    OFFICE = "office"
    LEVEL = "level"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Asked:
    """From the first month to the last, both included (YYYY-MM); empty filters let everything through.

    NOWHERE among places or offices stands for those without one.
    """

    first_month: str
    last_month: str
    places: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """Of one figure: how many count, how many were done, how many of these late; the median of days where it is a time."""

    due: int = 0
    done: int = 0
    late: int = 0
    median: Decimal | None = None

    @property
    def share(self) -> Decimal | None:
        """Done of due; None where nothing is due."""
        return Decimal(self.done) / Decimal(self.due) if self.due else None


@dataclass(frozen=True, slots=True)
class Counts:
    """All figures of one place, link …; `handled` is how many warnings were handled in all."""

    key: str
    handled: int = 0
    of: Mapping[str, Count] = field(default_factory=dict)


def figures(scope: Scope, *, asked: Asked, by: By | None, now: datetime) -> list[Counts]:
    """The figures by a dimension, in the order of its keys; all in one where `by` is None. One statement, two by place."""
    rows = _proceedings(scope, asked)
    key = "all" if by is None else _place_key(rows) if by is By.PLACE else by.value
    statement = _statement(rows)
    found: list[Counts] = []
    if statement is not None:
        text, given = statement
        with connection.cursor() as cursor:
            cursor.execute(sql.grouped(text, key=key), [*given, *_moments(now)])
            found = [_counts(row) for row in cursor.fetchall()]
    return found if found or by is not None else [Counts("", 0, {figure.code: Count() for figure in FIGURES})]


def rows_behind(
    scope: Scope, *, asked: Asked, figure: Figure, part: Part, now: datetime, most: int, first: int = 0
) -> tuple[list[Proceeding], int]:
    """A page of the proceedings behind a figure, and how many there are; two statements."""
    statement = _statement(_proceedings(scope, asked))
    if statement is None:
        return [], 0
    text, given = statement
    with connection.cursor() as cursor:
        cursor.execute(sql.listed(text, figure=figure, part=part), [*given, *_moments(now), most, first])
        found = cursor.fetchall()
    order = {number: place for place, (number, _) in enumerate(found)}
    proceedings = Proceeding.objects.filter(pk__in=order).select_related("holder", "holder_office")
    return sorted(proceedings, key=lambda one: order[one.pk]), int(found[0][1]) if found else 0


def offices_of(scope: Scope) -> list[tuple[int, str]]:
    """The offices that hold or held a warning of a scope: number and name, by name."""
    held = visible_handling(scope).exclude(holder_office=None)
    return sorted(held.values_list("holder_office_id", "holder_office__name").distinct(), key=lambda office: office[1])


def _proceedings(scope: Scope, asked: Asked) -> QuerySet[Proceeding]:
    begin, end = _day(asked.first_month), _day_after(asked.last_month)
    rows = visible_handling(scope).filter(
        opened_at__gte=datetime.combine(begin, time(), tzinfo=CHINA),
        opened_at__lt=datetime.combine(end, time(), tzinfo=CHINA),
    )
    rows = _narrowed(rows, asked)
    if asked.rules:
        warnings = Warning.objects.filter(rule__in=asked.rules).values("pk")
        rows = rows.annotate(warning_id=Cast("subject_id", BigIntegerField())).filter(warning_id__in=warnings)
    return rows


def _narrowed(rows: QuerySet[Proceeding], asked: Asked) -> QuerySet[Proceeding]:
    if asked.places:
        there = Q(pk__in=())
        for code in asked.places:
            own = "" if code == NOWHERE else code
            there |= Q(region_code__startswith=code[:4]) if code.endswith("00") else Q(region_code=own)
        rows = rows.filter(there)
    if asked.links:
        rows = rows.filter(link__in=asked.links)
    if asked.levels:
        rows = rows.filter(level__in=asked.levels)
    if asked.offices:
        theirs = Q(holder_office_id__in=[int(number) for number in asked.offices if number.isdigit()])
        rows = rows.filter(theirs | Q(holder_office=None) if NOWHERE in asked.offices else theirs)
    return rows


def _place_key(rows: QuerySet[Proceeding]) -> str:
    """Prefectures where there are several, else the counties of the one."""
    codes = rows.order_by().values_list("region_code", flat=True).distinct()
    return "prefecture" if len({code[:4] for code in codes}) > 1 else "county"


def _statement(rows: QuerySet[Proceeding]) -> tuple[str, Sequence[Any]] | None:
    """The query with its parameters; None where it can find nothing, such as for somebody without a post."""
    names = (
        "id", "region_code", "link", "level", "holder_office_id", "subject_id", "project_id", "opened_at", "closed_at",
        "closed_as", "state",
    )  # fmt: skip
    query = rows.order_by().values(*names).query
    try:
        text, given = query.sql_with_params()
    except EmptyResultSet:
        return None
    return text, given


def _moments(now: datetime) -> list[Any]:
    return [*[now] * sql.OVER_TIMES, _REST, now, _REST]


def _counts(row: Sequence[Any]) -> Counts:
    of = {}
    for place, figure in enumerate(FIGURES):
        due, done, late, median = row[2 + 4 * place : 6 + 4 * place]
        days = None if median is None else Decimal(str(median)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        of[figure.code] = Count(due, done, late, days)
    return Counts(str(row[0] or ""), row[1], of)


def _day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _day_after(month: str) -> date:
    return (_day(month) + timedelta(days=32)).replace(day=1)
