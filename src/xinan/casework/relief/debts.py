"""What was advanced as money that is owed back: by debtor owed, recovered, written off, remaining (条例 18, 19, 30, 36, 63)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from xinan.casework.relief.enums import Kind
from xinan.casework.relief.liability import table
from xinan.casework.relief.models import Debt, Recovery, Relief, ReliefWorker, WriteOff
from xinan.casework.relief.policies import SUBJECT
from xinan.kernel.text import Text
from xinan.procedures.enums import ClockState
from xinan.procedures.models import Clock, Proceeding

NOTHING = Decimal("0.00")
# Where something is owed back: after it was advanced, for good.
_ADVANCED_IN = ("paid", "recovering", "recovered", "written_off", "concluded")
_TRACKED = (Kind.EMERGENCY_FUND, Kind.ADVANCE_PAYMENT)


@dataclass(frozen=True, slots=True)
class DebtLine:
    """One debtor of one relief."""

    debt: Debt
    role: Text
    owed: Decimal
    recovered: Decimal
    written_off: Decimal

    @property
    def remaining(self) -> Decimal:
        """What is still to come."""
        return self.owed - self.recovered - self.written_off


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed back in all. `overdue`: what remains where the clock of recovery has run out."""

    advanced: Decimal = NOTHING
    recovered: Decimal = NOTHING
    written_off: Decimal = NOTHING
    overdue: Decimal = NOTHING

    @property
    def remaining(self) -> Decimal:
        """What is still to come."""
        return self.advanced - self.recovered - self.written_off

    def __add__(self, other: "Owed") -> "Owed":
        return Owed(
            self.advanced + other.advanced,
            self.recovered + other.recovered,
            self.written_off + other.written_off,
            self.overdue + other.overdue,
        )


def lines_of_debts(relief: Relief) -> list[DebtLine]:
    """The debtors of a relief; the one without a sum of its own owes what the others do not."""
    debts = list(Debt.objects.filter(relief=relief).select_related("debtor"))
    named = sum((debt.amount for debt in debts if debt.amount is not None), NOTHING)
    rest = advanced_in(relief) - named
    back = _sums(Recovery.objects.filter(debt__in=debts).values_list("debt", "amount"))
    # What came back before debtors were named is the one's who owes the rest.
    loose = relief.recoveries.filter(debt=None).aggregate(sum=Sum("amount"))["sum"] or NOTHING
    given_up = _sums(WriteOff.objects.filter(debt__in=debts).values_list("debt", "amount"))
    return [
        DebtLine(
            debt,
            table().roles.get(debt.role, Text(debt.role, debt.role)),
            rest if debt.amount is None else debt.amount,
            back[debt.pk] + (loose if debt.amount is None else NOTHING),
            given_up[debt.pk],
        )
        for debt in debts
    ]


def owed_back(reliefs: Sequence[Relief]) -> dict[int, Owed]:
    """Of each relief that advanced something: what is owed back, what came, what was given up. Five statements.

    For pages and boards; the caller says which reliefs are open to whoever asks.
    """
    tracked = {relief.pk: relief for relief in reliefs if relief.kind in _TRACKED}
    states = _proceedings(list(tracked))
    late = set(
        Clock.objects.filter(
            proceeding__in=[one.pk for one in states.values()], code="recover", state=ClockState.EXPIRED
        ).values_list("proceeding__subject_id", flat=True)
    )
    granted, paid = _lists(list(tracked))
    back = _sums(Recovery.objects.filter(relief__in=list(tracked)).values_list("relief", "amount"))
    given_up = _sums(WriteOff.objects.filter(debt__relief__in=list(tracked)).values_list("debt__relief", "amount"))
    found = {}
    for number, relief in tracked.items():
        one = states.get(number)
        if one is None or one.state not in _ADVANCED_IN:
            continue
        advanced = granted[number] if relief.kind == Kind.ADVANCE_PAYMENT else paid[number]
        remaining = advanced - back[number] - given_up[number]
        overdue = remaining if str(number) in late else NOTHING
        found[number] = Owed(advanced, back[number], given_up[number], overdue)
    return found


def advanced_in(relief: Relief) -> Decimal:
    """What a fund paid, or what a firm that was ordered to pay first paid by the banks' data."""
    sums = relief.rows.aggregate(paid=Sum("paid"), granted=Sum("granted"))
    which = "granted" if relief.kind == Kind.ADVANCE_PAYMENT else "paid"
    return sums[which] or NOTHING


def settled_of(relief: Relief) -> Decimal:
    """What came back of a relief or was written off."""
    back = relief.recoveries.aggregate(sum=Sum("amount"))["sum"] or NOTHING
    given_up = WriteOff.objects.filter(debt__relief=relief).aggregate(sum=Sum("amount"))["sum"] or NOTHING
    return back + given_up


def still_out(relief: Relief) -> Decimal:
    """What was advanced and is neither back nor written off."""
    return advanced_in(relief) - settled_of(relief)


def debtor_roles(relief: Relief) -> tuple[str, ...]:
    """Against whom there is recourse: of a fund the employer (条例 63); else by the rows that made the payer pay."""
    if relief.kind == Kind.EMERGENCY_FUND:
        return ("employer",)
    rows = {row.code: row.recourse for row in (*table().rows, *table().otherwise)}
    grounds = [g["row"] for rung in relief.payers if rung["role"] == relief.payer_role for g in rung["grounds"]]
    return tuple(
        dict.fromkeys(role for ground in grounds for role in rows.get(ground, ()) if role != relief.payer_role)
    )


def _proceedings(numbers: Sequence[int]) -> dict[int, Proceeding]:
    rows = Proceeding.objects.filter(subject_kind=SUBJECT, subject_id__in=[str(number) for number in numbers])
    return {int(row.subject_id): row for row in rows.order_by("pk")}


def _lists(numbers: Sequence[int]) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
    granted: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    paid: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    rows = ReliefWorker.objects.filter(relief__in=numbers).order_by()
    for number, all_of_it, of_it in rows.values_list("relief").annotate(a=Sum("granted"), b=Sum("paid")):
        granted[number], paid[number] = all_of_it, of_it
    return granted, paid


def _sums(rows: object) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for key, amount in rows:  # type: ignore[attr-defined]
        sums[key] += amount
    return sums
