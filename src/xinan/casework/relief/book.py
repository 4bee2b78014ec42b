"""The book of a fund: opening, added, paid out, reversed, recovered, month by month. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final

NOTHING: Final = Decimal("0.00")
ADDED, PAID, RECOVERED, REVERSED = "added", "paid", "recovered", "reversed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the book; the amount is never negative, its kind says which way it goes."""

    kind: str
    amount: Decimal
    on: date

    @property
    def signed(self) -> Decimal:
        """What it does to the balance."""
        return -self.amount if self.kind == PAID else self.amount


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of the book."""

    month: str
    opening: Decimal
    added: Decimal
    paid: Decimal
    recovered: Decimal
    reversed: Decimal = NOTHING  # payments that were entered in error

    @property
    def closing(self) -> Decimal:
        """What is there when it ends."""
        return self.opening + self.added - self.paid + self.reversed + self.recovered


def balance(entries: Iterable[Entry]) -> Decimal:
    """What is in the fund."""
    return sum((entry.signed for entry in entries), NOTHING)


def lowest_from(entries: Iterable[Entry], *, on: date) -> Decimal:
    """The least the fund holds on a day or on any later one: what can be paid out on it without a hole in the book."""
    days = sorted(entries, key=lambda entry: entry.on)
    running = balance(entry for entry in days if entry.on <= on)
    least = running
    for _day, own in groupby((entry for entry in days if entry.on > on), key=lambda entry: entry.on):
        running += balance(own)
        least = min(least, running)
    return least


def by_month(entries: Iterable[Entry]) -> list[MonthLine]:
    """The months in which something moved, the oldest first; each opens with what the one before closed with."""
    lines: list[MonthLine] = []
    ordered = sorted(entries, key=lambda entry: entry.on)
    for month, group in groupby(ordered, key=lambda entry: f"{entry.on:%Y-%m}"):
        own = list(group)
        kinds = (ADDED, PAID, RECOVERED, REVERSED)
        sums = {kind: sum((e.amount for e in own if e.kind == kind), NOTHING) for kind in kinds}
        opening = lines[-1].closing if lines else NOTHING
        lines.append(MonthLine(month, opening, sums[ADDED], sums[PAID], sums[RECOVERED], sums[REVERSED]))
    return lines
