"""The wage account: the owner's monthly transfers, what is paid out, the balance after each movement."""

from datetime import date, timedelta

from xinan.kernel.calendar import CHINA
from xinan.kernel.period import Month
from xinan.simulation.chance import Chance
from xinan.simulation.draft import Draft, Plan
from xinan.simulation.facts import FEN, AccountRow, EntryRow, Transfer

_ROUND = 1_000 * FEN  # transfers are round sums
_FIRST_ADVANCE = 2_000 * FEN  # for each person, where nobody has worked yet
_INTEREST_DAY = 21  # of the last month of a quarter
_INTEREST_DIVISOR = 2_000  # of the balance, for a quarter: 0.2 % a year
_CLOSING_NOTICE = 31  # days


def plan_transfers(draft: Draft) -> None:
    """The owner's transfers: each month with work, in its first days, somewhat more than the month's wages."""
    begun = draft.plan.started_on
    if draft.account is None or begun is None:
        return
    chance = Chance(draft.options.seed, "transfers", draft.plan.number)
    payable: dict[str, int] = {}
    for line in draft.lines:
        payable[line.wage_month] = payable.get(line.wage_month, 0) + line.payable
    if begun >= draft.window.first:
        # The first transfer comes with the start, whether anybody has worked yet or not.
        payable.setdefault(str(Month.of(begun)), draft.plan.size * _FIRST_ADVANCE)
    if draft.plan.agreed_monthly and payable:
        agreed = _rounded(sorted(payable.values())[len(payable) // 2] * 0.6)
        draft.project.labour_cost_monthly = agreed
        draft.project.labour_cost_ratio = None
    if begun < draft.window.first:
        draft.transfers.append(_carried_over(draft, begun, chance=chance))
    for month in draft.window.wage_months:
        if str(month) in payable:
            draft.transfers.append(_transfer(draft, month, payable[str(month)], chance=chance))


def book(draft: Draft) -> None:
    """Every movement of the account in order, with the balance; the first transfer is as large as the account needs."""
    account = draft.account
    if account is None:
        return
    moves = _moves(draft, account)
    shortfall = _lowest(moves)
    if shortfall < 0 and draft.transfers:
        first = next((one for one in draft.transfers if one.source == "contractor"), draft.transfers[0])
        first.amount += _rounded(-shortfall)
        moves = _moves(draft, account)
    balance = 0
    for number, entry in enumerate(moves, start=1):
        balance += entry.amount if entry.direction == "in" else -entry.amount
        entry.entry_id = f"{account.account_id}-{number:07d}"
        entry.balance_after = balance
    draft.entries.extend(moves)
    _close(draft, account, balance)


def entry_of(draft: Draft, booked_on: date, direction: str, amount: int, counterparty: str) -> EntryRow:
    """A movement that is neither transfer nor wages, for `draft.other_entries`."""
    account_id = draft.account.account_id if draft.account else ""
    return EntryRow("", account_id, booked_on, direction, amount, counterparty, None, None, 0)


def _carried_over(draft: Draft, begun: date, *, chance: Chance) -> Transfer:
    """The last transfer before the simulated months, of which something is left."""
    booked_on = max(begun, draft.window.first - timedelta(days=chance.whole(1, 25)))
    return Transfer(booked_on, _rounded(draft.plan.size * _FIRST_ADVANCE), str(Month.of(booked_on)))


def _transfer(draft: Draft, month: Month, payable: int, *, chance: Chance) -> Transfer:
    plan, end = draft.plan, draft.window.end
    day = month.first + timedelta(days=chance.whole(0, 5))
    if plan.pay_next_month:
        # There before the wages of the month before are paid out, so that the next due date is always covered.
        day = max(month.first, min(day, plan.due_on(month.previous) - timedelta(days=1)))
    if plan.started_on is not None and day < plan.started_on:
        day = plan.started_on
    expected = payable * chance.real(1.05, 1.16)
    if end in month:
        # The month is in progress: the owner pays for the whole of it.
        expected *= min(4.0, month.days / end.day)
    amount = max(_rounded(expected), draft.project.labour_cost_monthly or 0)
    return Transfer(day, amount, str(month))


def _rounded(amount: float) -> int:
    """Up to a round sum, at least one."""
    return max(1, -(-int(amount) // _ROUND)) * _ROUND


def _moves(draft: Draft, account: AccountRow) -> list[EntryRow]:
    moves = [
        EntryRow("", account.account_id, one.booked_on, "in", one.amount, one.source, None, one.wage_month, 0)
        for one in draft.transfers
    ]
    for row in draft.payments:
        if row.account_id == account.account_id and row.status != "failed":
            moves.append(_paid(account, row.paid_on, "out", row.amount, row.worker_id, row.wage_month))
        if row.account_id == account.account_id and row.status == "returned":
            moves.append(_paid(account, row.paid_on, "in", row.amount, row.worker_id, row.wage_month))
    moves.extend(draft.other_entries)
    moves.extend(_interest(draft))
    # Within a day money comes in before it goes out, but a return comes after its payment.
    moves.sort(key=lambda row: (row.booked_on, row.direction == "out" or row.counterparty_kind == "worker"))
    return [row for row in moves if row.booked_on <= draft.window.end]


def _paid(account: AccountRow, day: date, direction: str, amount: int, worker_id: str, month: str) -> EntryRow:
    return EntryRow("", account.account_id, day, direction, amount, "worker", worker_id, month, 0)


def _interest(draft: Draft) -> list[EntryRow]:
    """A little interest each quarter, on what the owner transferred last."""
    rows = []
    for transfer in draft.transfers:
        month = Month.parse(transfer.wage_month)
        day = month.first.replace(day=_INTEREST_DAY)
        if month.month % 3 == 0 and transfer.booked_on <= day:
            rows.append(entry_of(draft, day, "in", max(1, transfer.amount // _INTEREST_DIVISOR), "other"))
    return rows


def _lowest(moves: list[EntryRow]) -> int:
    balance = lowest = 0
    for entry in moves:
        balance += entry.amount if entry.direction == "in" else -entry.amount
        lowest = min(lowest, balance)
    return lowest


def _close(draft: Draft, account: AccountRow, balance: int) -> None:
    """A completed project's account is closed a month after the notice, the rest going to the contractor."""
    closing = _closing_days(draft.plan, draft=draft)
    if closing is None:
        return
    account.closing_notice_on, account.closed_on = closing
    if account.closed_on <= draft.window.end and balance > 0:
        entry = entry_of(draft, account.closed_on, "out", balance, "contractor")
        entry.entry_id = f"{account.account_id}-{len(draft.entries) + 1:07d}"
        draft.entries.append(entry)


def _closing_days(plan: Plan, *, draft: Draft) -> tuple[date, date] | None:
    """Half of the completed projects announce the closing at once; the account is closed when all wages are paid."""
    if plan.completed_on is None or not Chance(draft.options.seed, "closing", plan.number).happens(0.6):
        return None
    notice = plan.completed_on + timedelta(days=5)
    paid = [row.paid_on for row in draft.payments] or [notice]
    last_due = plan.due_on(Month.of(plan.completed_on))
    closed = max(notice + timedelta(days=_CLOSING_NOTICE), max(paid) + timedelta(days=3), last_due + timedelta(days=2))
    return notice, CHINA.working_day_on_or_after(closed)
