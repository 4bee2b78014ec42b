"""What the rule's figures come to in the days ahead: balance, wages earned, and the pay day on which money runs out.

Pure. The first pay day is judged by the very figures of the rule; only what is earned from today on, and transfers of later
months, are assumptions: people go on as lately, the owner as in the last three months.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from xinan.kernel.deadlines import pay_day
from xinan.kernel.period import Month

AHEAD = 60  # days
_FEN = Decimal("0.01")
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Terms:
    """When the wages of a project fall due."""

    pay_day: int
    pay_next_month: bool

    def due_on(self, month: Month) -> date:
        """The due date of a month's wages."""
        return pay_day(month, self.pay_day, next_month=self.pay_next_month).on


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of funding/forecast-shortfall for a project on a day, with the pace of the last weeks.

    `accrued` is earned and not paid for `wage_month`, which falls due on `due_on`; `later` for the months after it. `inflow`
    counts where one is expected by then, on `expected_on`. `pace` is earned a day, `monthly` the owner's mean transfer.
    """

    as_of: date
    due_on: date
    wage_month: Month
    accrued: Decimal
    balance: Decimal
    inflow: Decimal
    expected_on: date | None
    pace: Decimal
    later: Decimal
    monthly: Decimal
    last_transfer_on: date | None

    @property
    def lacking(self) -> Decimal:
        """What the rule finds lacking; below zero where something is left over."""
        return self.accrued - self.balance - self.inflow

    @property
    def short(self) -> bool:
        """Whether the rule holds."""
        return self.lacking > 0


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day to come: the balance at its end, wages earned and not paid, what comes in and what should be paid on it."""

    day: date
    balance: Decimal
    earned: Decimal
    comes: Decimal = _NOTHING
    due: Decimal = _NOTHING


@dataclass(frozen=True, slots=True)
class Outlook:
    """The days ahead. `short_on` is the first pay day that the money there will not meet, None where all are met."""

    figures: Figures
    days: tuple[Ahead, ...]
    short_on: date | None
    lacking: Decimal

    @property
    def until(self) -> date:
        """The last day looked at."""
        return self.days[-1].day

    @property
    def met(self) -> tuple[Ahead, ...]:
        """The pay days that will be met."""
        return tuple(day for day in self.days if day.due and (self.short_on is None or day.day < self.short_on))


def figures_from(measures: Mapping[str, object], *, as_of: date) -> Figures | None:
    """The figures as a finding or a risk index keeps them; None where they are incomplete."""
    if measures.get("due_on") is None or "pace" not in measures:
        return None

    def amount(name: str) -> Decimal:
        return Decimal(str(measures.get(name) or "0"))

    def day(name: str) -> date | None:
        text = measures.get(name)
        return date.fromisoformat(str(text)) if text else None

    return Figures(
        as_of=as_of,
        due_on=date.fromisoformat(str(measures["due_on"])),
        wage_month=Month.parse(str(measures["wage_month"])),
        accrued=amount("accrued"),
        balance=amount("balance"),
        inflow=amount("inflow"),
        expected_on=day("expected_on"),
        pace=amount("pace"),
        later=amount("later"),
        monthly=amount("monthly"),
        last_transfer_on=day("last_transfer_on"),
    )


def outlook(figures: Figures, *, terms: Terms, days: int = AHEAD) -> Outlook:
    """The days ahead, one after another; a pay day takes what is there, and what it lacks stays owed."""
    until = figures.as_of + timedelta(days=days)
    coming, due_days = _transfers(figures, until=until), _due_days(figures, terms=terms, until=until)
    balance, earned = figures.balance, {figures.wage_month: figures.accrued}
    running = max(Month.of(figures.as_of), figures.wage_month.next)
    if figures.later:
        earned[running] = figures.later
    found: list[Ahead] = []
    short_on, lacking = None, _NOTHING
    day = figures.as_of
    while day <= until:
        if day > figures.as_of:
            earned[Month.of(day)] = earned.get(Month.of(day), _NOTHING) + figures.pace
        comes = coming.get(day, _NOTHING)
        balance += comes
        owed = sum((earned.pop(month) for month in due_days.get(day, ()) if month in earned), _NOTHING)
        if owed > balance and short_on is None:
            short_on, lacking = day, owed - balance
        left = max(_NOTHING, owed - balance)
        balance = max(_NOTHING, balance - owed)
        if left:
            earned[figures.wage_month] = earned.get(figures.wage_month, _NOTHING) + left
        standing = sum(earned.values(), _NOTHING)
        found.append(
            Ahead(day, balance.quantize(_FEN), standing.quantize(_FEN), comes.quantize(_FEN), owed.quantize(_FEN))
        )
        day += timedelta(days=1)
    return Outlook(figures, tuple(found), short_on, lacking.quantize(_FEN))


def _transfers(figures: Figures, *, until: date) -> dict[date, Decimal]:
    """The expected transfers by day: the rule's, then one a month on the same day."""
    found: dict[date, Decimal] = {}
    if figures.inflow and figures.expected_on is not None:
        # One that should have come already is still counted by the rule; it can come on the pay day at the latest.
        first = min(max(figures.expected_on, figures.as_of + timedelta(days=1)), figures.due_on)
        found[first] = figures.inflow
    if figures.last_transfer_on is None or not figures.monthly:
        return found
    month, day = Month.of(figures.last_transfer_on).next, figures.last_transfer_on.day
    while month.first <= until:
        expected = month.first.replace(day=min(day, month.days))
        if figures.due_on < expected <= until:
            found[expected] = figures.monthly
        month = month.next
    return found


def _due_days(figures: Figures, *, terms: Terms, until: date) -> dict[date, list[Month]]:
    found = {figures.due_on: [figures.wage_month]}
    month = figures.wage_month.next
    while (due_on := terms.due_on(month)) <= until:
        found.setdefault(due_on, []).append(month)
        month = month.next
    return found
