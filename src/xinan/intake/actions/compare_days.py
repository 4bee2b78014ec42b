"""Lay the bank's count of an account's day beside what is held here; a difference stands until the two agree.

While the bank counts more than is held, something of that day is missing: the bank then counts as heard up to the day
before (xinan.intake.feeds), so that missing data never become a wage warning (docs/decisions/0036).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from xinan.intake.feeds import hear_bank
from xinan.payments.models import AccountDay, AccountEntry, BulkMovement, PaymentOrder

_COMPARED = ("held_count", "held_total", "held_balance", "agrees", "compared_on", "differed_on", "settled_on")
Place = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of an account's day: number and sum of its movements, and the balance at its end."""

    count: int = 0
    total: Decimal = Decimal(0)
    balance: Decimal | None = None


def compare_days(project_id: str, touched: Collection[date], *, today: date) -> int:
    """Compare the project's days that were touched, and those that differ; how many differ afterwards."""
    of_project = AccountDay.objects.filter(account__project_id=project_id)
    days = list(of_project.filter(Q(agrees=False) | Q(day__in=touched)).order_by("account_id", "day"))
    if not days:
        return 0
    held = held_of({(str(each.account_id), each.day) for each in days})
    for each in days:
        _compare(each, held[str(each.account_id), each.day], today=today)
    AccountDay.objects.bulk_update(days, _COMPARED, batch_size=500)
    hear_bank(project_id, today=today)
    return sum(not each.agrees for each in days)


def held_of(places: Collection[Place]) -> dict[Place, Held]:
    """What is held of each (account, day). A bulk movement counts once, however many lines it paid."""
    accounts, days = {account for account, _day in places}, {day for _account, day in places}
    parts = PaymentOrder.objects.filter(payment_batch__project__wage_accounts__in=accounts).exclude(entry_id="")
    single = AccountEntry.objects.filter(account__in=accounts, booked_on__in=days)
    single = single.exclude(entry_id__in=parts.values("entry_id"))
    bulk = BulkMovement.objects.filter(account__in=accounts, booked_on__in=days)
    found: dict[Place, list[tuple[str, Decimal, Decimal]]] = defaultdict(list)
    for rows in (
        single.values_list("account_id", "booked_on", "entry_id", "amount", "balance_after"),
        bulk.values_list("account_id", "booked_on", "movement_id", "amount", "balance_after"),
    ):
        for account, day, key, amount, balance in rows:
            found[account, day].append((key, amount, balance))
    return {place: _held(place, found.get(place, [])) for place in places}


def _held(place: Place, movements: Iterable[tuple[str, Decimal, Decimal]]) -> Held:
    booked = sorted(movements)
    if not booked:
        return Held(balance=_balance_before(*place))
    return Held(len(booked), sum((amount for _key, amount, _balance in booked), Decimal(0)), booked[-1][2])


def _balance_before(account_id: str, day: date) -> Decimal | None:
    """The balance an account's last movement before a day left; of one day the greatest number is the latest."""
    earlier = AccountEntry.objects.filter(account_id=account_id, booked_on__lt=day).order_by("-booked_on", "-entry_id")
    return earlier.values_list("balance_after", flat=True).first()


def _compare(row: AccountDay, held: Held, *, today: date) -> None:
    row.held_count, row.held_total, row.held_balance = held.count, held.total, held.balance
    same_balance = row.bank_balance is None or held.balance is None or row.bank_balance == held.balance
    agrees = (row.bank_count, row.bank_total) == (held.count, held.total) and same_balance
    row.compared_on = today
    if not agrees:
        row.differed_on, row.settled_on = row.differed_on or today, None
    elif row.differed_on is not None and row.settled_on is None:
        row.settled_on = today
    row.agrees = agrees
