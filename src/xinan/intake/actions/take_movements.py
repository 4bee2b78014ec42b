"""Sheet 10: the movements of wage accounts; one that pays a worker is a wage payment as well."""

from collections.abc import Sequence
from typing import Any

from xinan.intake.actions.compare_days import compare_days
from xinan.intake.actions.follow_batches import settle_lines
from xinan.intake.actions.settle_reported import bank_key, revive_reported, settle_reported
from xinan.intake.actions.take_accounts import accounts_by_number
from xinan.intake.actions.take_bulk import (
    pays_a_batch,
    refuse_unknown_account,
    refuse_used_number,
    retract_bulk,
    take_bulk,
)
from xinan.intake.keys import fact_key
from xinan.intake.merging import merge
from xinan.intake.payees import Payees
from xinan.intake.persons import person_of
from xinan.intake.reading.rows import Row
from xinan.intake.restating import restate
from xinan.intake.taking import Taken, Taking, distinct, refuse_future
from xinan.payments.enums import CounterpartyKind, EntryDirection, PaymentStatus
from xinan.payments.models import AccountEntry, BulkMovement, WagePayment
from xinan.registry.models import WageAccount

_ENTRY = (
    "entry_id",
    "account_id",
    "booked_on",
    "direction",
    "amount",
    "counterparty_kind",
    "worker_id",
    "wage_month",
    "balance_after",
)
_PAYMENT = ("payment_id", "project_id", "worker_id", "wage_month", "amount", "paid_on", "status", "account_id")


def take_movements(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's movement and the wage payment it is; reported payments give way to them.

    A movement that pays a whole batch is spread over the batch's lines (take_bulk.py).
    """
    taken = Taken()
    single = [row for row in rows if not pays_a_batch(row)]
    placed = _without_used_numbers(_placed(single, taking, taken), taken)
    entries = [_entry(row, account, worker) for row, account, worker in placed]
    merged = merge(AccountEntry, entries, columns=_ENTRY, key=("entry_id",), batch_id=taking.batch_id, remember=True)
    wages = [entry for entry in entries if _is_wages(entry)]
    merge(
        WagePayment,
        [_payment(entry, taking) for entry in wages],
        columns=_PAYMENT,
        key=("payment_id",),
        batch_id=taking.batch_id,
        remember=True,
    )
    # A movement corrected into something else is no payment any more.
    no_wages = [bank_key(entry[0]) for entry in entries if not _is_wages(entry)]
    gone, _by_model = WagePayment.objects.filter(project_id=taking.project_id, payment_id__in=no_wages).delete()
    restate(WagePayment, no_wages, batch_id=taking.batch_id)
    # A movement first told to be of a batch, now of one person: the parts it was spread over are gone with it.
    retract_bulk(taking.project_id, [entry[0] for entry in entries], batch_id=taking.batch_id)
    taken.add(take_bulk([row for row in rows if pays_a_batch(row)], taking))
    settle_lines(taking.project_id)
    if gone or merged.changed:
        revive_reported(taking.project_id)
    settle_reported(taking.project_id)
    compare_days(taking.project_id, {row.values["booked_on"] for row in rows}, today=taking.today)
    taken.count("added", merged.added)
    taken.count("changed", merged.changed)
    taken.count("unchanged", merged.unchanged)
    return taken


def _placed(rows: Sequence[Row], taking: Taking, taken: Taken) -> list[tuple[Row, WageAccount, str | None]]:
    accounts = accounts_by_number(distinct(rows, "account_number"), keyring=taking.keyring)
    # Whoever is paid from the account and named by number is somebody, on the roster or not: a rule looks at that.
    ids = taking.persons.enrol(person_of(row.values) for row in rows if row.values["identity"] is not None)
    payees = Payees(rows, taking)
    placed: list[tuple[Row, WageAccount, str | None]] = []
    for row in rows:
        account = accounts.get(row.values["account_number"])
        if account is None or account.project_id != taking.project_id:
            refuse_unknown_account(taken, row)
        elif row.values["booked_on"] > taking.today:
            refuse_future(taken, row, "记账日期")
        elif not _pays_a_worker(row):
            placed.append((row, account, None))
        elif worker_id := ids.get(row.values["identity"] or "") or payees.find(row, taken):
            placed.append((row, account, worker_id))
    return placed


def _without_used_numbers(
    placed: Sequence[tuple[Row, WageAccount, str | None]], taken: Taken
) -> list[tuple[Row, WageAccount, str | None]]:
    """Without the rows whose number stands for a movement of another day: numbers begun anew would overwrite."""
    keys = [fact_key(account.account_id, row.values["entry_code"]) for row, account, _worker in placed]
    days = dict(AccountEntry.objects.filter(entry_id__in=keys).values_list("entry_id", "booked_on"))
    days |= dict(BulkMovement.objects.filter(movement_id__in=keys).values_list("movement_id", "booked_on"))
    good = []
    for key, (row, account, worker_id) in zip(keys, placed, strict=True):
        if days.get(key, row.values["booked_on"]) == row.values["booked_on"]:
            good.append((row, account, worker_id))
        else:
            refuse_used_number(taken, row, days[key])
    return good


def _pays_a_worker(row: Row) -> bool:
    values = row.values
    return bool(
        values["counterparty_kind"] == CounterpartyKind.WORKER and values["money_direction"] == EntryDirection.OUT
    )


def _entry(row: Row, account: WageAccount, worker_id: str | None) -> tuple[Any, ...]:
    values = row.values
    return (
        fact_key(account.account_id, values["entry_code"]),
        account.account_id,
        values["booked_on"],
        values["money_direction"],
        values["amount"],
        values["counterparty_kind"],
        worker_id,
        values["month"],
        values["balance_after"],
    )


def _is_wages(entry: tuple[Any, ...]) -> bool:
    return entry[3] == EntryDirection.OUT and entry[6] is not None and entry[7] is not None


def _payment(entry: tuple[Any, ...], taking: Taking) -> tuple[Any, ...]:
    entry_id, account_id, booked_on, _direction, amount, _kind, worker_id, month, _balance = entry
    status = PaymentStatus.PAID.value
    return bank_key(entry_id), taking.project_id, worker_id, month, amount, booked_on, status, account_id
