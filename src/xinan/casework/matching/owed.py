"""What the data say is owed, by worker and month: attendance, payroll and payments put side by side.

Payable and paid are read as the rules wages/* read them: payable is the sum of the payroll lines; paid is what arrived
through a wage account (条例 31). A month worked without a payroll is reckoned as days worked times the agreed day rate
and called an estimate: the employer has to produce the true figures or bear the result (条例 50).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xinan.casework.matching.orders import names_of_orders
from xinan.casework.matching.owed_queries import Asked, Gathered, Key, Terms, Worked, gather
from xinan.kernel.calendar import CHINA, WorkingCalendar
from xinan.kernel.money import yuan
from xinan.kernel.period import Month
from xinan.kernel.text import Text
from xinan.rules.book import ParameterBook

_NOTHING = Decimal("0.00")


class Ground(StrEnum):
    """What the payable of a row rests on."""

    PAYROLL = "payroll"
    ESTIMATE = "estimate"  # days worked × agreed day rate
    UNKNOWN = "unknown"  # worked, and neither payroll nor rate is known


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One worker's wages of one month on one project, in yuan.

    `attended`: valid days; `present`: days with any punch. `payable` and `owed` are None where nothing says how much.
    `paid` came through a wage account; `paid_otherwise` did not, counts for nothing by the rules, and is shown because
    the worker may have it. `owed` is never below zero. `line_ids` and `payment_ids` are the facts it rests on.
    """

    project_id: str
    worker_id: str
    worker: str  # masked
    month: Month
    attended: int
    present: int
    payable: Decimal | None
    paid: Decimal
    paid_otherwise: Decimal
    owed: Decimal | None
    due_on: date
    is_due: bool
    ground: Ground
    basis: Text
    line_ids: tuple[str, ...]
    payment_ids: tuple[str, ...]

    @property
    def is_estimate(self) -> bool:
        """Whether the payable was reckoned and not stated."""
        return self.ground is Ground.ESTIMATE


@dataclass(frozen=True, slots=True)
class Owed:
    """The rows asked for, by worker, project and month."""

    rows: tuple[OwedRow, ...]

    @property
    def total(self) -> Decimal:
        """What is owed and due, estimates among it; months of which nobody can say how much are not in it."""
        return sum((row.owed for row in self.rows if row.is_due and row.owed is not None), _NOTHING)

    @property
    def estimated(self) -> Decimal:
        """How much of the total rests on estimates."""
        return sum((row.owed for row in self.rows if row.is_due and row.owed and row.is_estimate), _NOTHING)

    @property
    def unknown(self) -> tuple[OwedRow, ...]:
        """Months worked of which the data do not say what they earn."""
        return tuple(row for row in self.rows if row.ground is Ground.UNKNOWN)

    @property
    def workers(self) -> int:
        """To how many workers something due is owed."""
        return len({row.worker_id for row in self.rows if row.is_due and row.owed})


def owed(asked: Asked, *, today: date, book: ParameterBook, calendar: WorkingCalendar = CHINA) -> Owed:
    """What is owed to the workers asked for, as the facts stand on a day. Six statements, however many workers.

    `asked.among` says whose facts may be looked at; `book` is the parameters in force (monitoring.book.current_book).
    Managers on the roster are people with wages too and are among them, as with the rules.
    """
    facts = gather(asked, today=today, book=book)
    orders = names_of_orders({order for own in facts.orders.values() for order, _sum in own})
    rows = (_row(key, facts, orders, today=today, calendar=calendar) for key in _keys(facts, asked=asked))
    return Owed(tuple(sorted(rows, key=lambda row: (row.worker_id, row.project_id, row.month))))


def _keys(facts: Gathered, *, asked: Asked) -> Iterable[Key]:
    """Months worked or with a payroll line; a payment alone owes nothing."""
    return (key for key in {*facts.worked, *facts.payable} if asked.covers(key[2]))


def _row(key: Key, facts: Gathered, orders: Mapping[str, Text], *, today: date, calendar: WorkingCalendar) -> OwedRow:
    project_id, worker_id, written = key
    month = Month.parse(written)
    days = facts.worked.get(key, Worked(0, 0))
    payable, ground = _payable(key, facts, days=days)
    paid, otherwise = facts.paid.get(key, (_NOTHING, _NOTHING))
    due_on = _due_on(month, facts.terms[project_id], calendar=calendar)
    return OwedRow(
        project_id=project_id,
        worker_id=worker_id,
        worker=facts.names.get(worker_id, ""),
        month=month,
        attended=days.valid,
        present=days.present,
        payable=payable,
        paid=paid,
        paid_otherwise=otherwise,
        owed=None if payable is None else max(_NOTHING, payable - paid),
        due_on=due_on,
        # As with the rules, a month is judged once it is past, and its due date too.
        is_due=max(due_on, month.last) < today,
        ground=ground,
        basis=_basis(
            ground, days=days, rate=facts.rates.get(key), paid=_ways(key, facts, orders, paid=paid), otherwise=otherwise
        ),
        line_ids=tuple(sorted(facts.line_ids.get(key, ()))),
        payment_ids=tuple(sorted(facts.payment_ids.get(key, ()))),
    )


def _payable(key: Key, facts: Gathered, *, days: Worked) -> tuple[Decimal | None, Ground]:
    if key in facts.payable:
        return facts.payable[key], Ground.PAYROLL
    rate = facts.rates.get(key)
    if rate is None:
        # A day's presence that is no valid day earns nothing by itself.
        return (None, Ground.UNKNOWN) if days.valid else (_NOTHING, Ground.ESTIMATE)
    return rate * days.valid, Ground.ESTIMATE


def _due_on(month: Month, terms: Terms, *, calendar: WorkingCalendar) -> date:
    """The agreed pay day, the last day of a shorter month, before a rest day (条例 14)."""
    paid_in = month.next if terms.pay_next_month else month
    day = paid_in.first.replace(day=min(terms.pay_day, paid_in.days))
    return calendar.working_day_on_or_before(day)


def _ways(key: Key, facts: Gathered, orders: Mapping[str, Text], *, paid: Decimal) -> list[Text]:
    """What was paid, by what it came from: the wage account, a deposit, a fund."""
    sums: dict[Text, Decimal] = {}
    for order, amount in facts.orders.get(key, ()):
        sums[orders[order]] = sums.get(orders[order], _NOTHING) + amount
    through = paid - sum(sums.values(), _NOTHING)
    found = [Text(f"通过专户已发 {yuan(through)} 元。", f"{yuan(through)} yuan came through the wage account.")]
    if not through:
        found = [Text("未通过专户发放。", "Nothing came through the wage account.")]
    return found + [
        Text(f"{name.zh}已付 {yuan(amount)} 元。", f"{yuan(amount)} yuan came {name.en}.")
        for name, amount in sums.items()
    ]


def _basis(ground: Ground, *, days: Worked, rate: Decimal | None, paid: Sequence[Text], otherwise: Decimal) -> Text:
    parts = [_BASES[ground].format(days=days.valid, rate="" if rate is None else yuan(rate))]
    parts += paid
    if otherwise:
        parts.append(
            Text(
                f"另有 {yuan(otherwise)} 元未经专户，请向工人核实。",
                f"{yuan(otherwise)} yuan more came by another way: ask the worker.",
            )
        )
    return Text("".join(part.zh for part in parts), " ".join(part.en for part in parts))


_BASES = {
    Ground.PAYROLL: Text("应发按工资支付表；有效考勤 {days} 天。", "Payable by the payroll; {days} valid days."),
    Ground.ESTIMATE: Text(
        "没有工资支付表，按有效考勤 {days} 天 × 约定日工资 {rate} 元估算（条例第 50 条：由用人单位举证）。",
        "No payroll: estimated as {days} valid days × the agreed {rate} yuan a day (regulation art. 50: the employer "
        "has to prove otherwise).",
    ),
    Ground.UNKNOWN: Text(
        "有效考勤 {days} 天，没有工资支付表，也没有约定日工资，金额待查。",
        "{days} valid days, neither a payroll nor an agreed day rate: the sum is to be found out.",
    ),
}


def by_worker(rows: Sequence[OwedRow]) -> dict[str, Decimal]:
    """What is owed and due to each worker."""
    found: dict[str, Decimal] = {}
    for row in rows:
        if row.is_due and row.owed:
            found[row.worker_id] = found.get(row.worker_id, _NOTHING) + row.owed
    return found
