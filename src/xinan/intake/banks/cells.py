"""A bank's messages as rows of the sheets: what the bank calls a field, and what the sheet does. Reads; writes nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xinan.intake.banks.hashes import identities_by_hash
from xinan.intake.banks.message import Matter
from xinan.intake.banks.reading import Read
from xinan.intake.credential_models import Credential
from xinan.intake.keys import fact_key
from xinan.intake.persons import Persons
from xinan.intake.reading.faults import Fault
from xinan.intake.reading.numbers import Cell
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.payments.models import PaymentBatch, PaymentOrder
from xinan.registry.models import DepositDraw, Project, WageAccount

Record = tuple[int, Mapping[str, Cell]]
Cells = dict[str, Cell]


@dataclass
class Setting:
    """What the messages of one project and matter are read against."""

    bank: Credential
    project: Project
    accounts: Mapping[str, WageAccount]
    today: date
    keyring: Keyring
    orders: dict[tuple[str, int], PaymentOrder] = field(default_factory=dict)
    identities: dict[str, str] = field(default_factory=dict)
    cards: frozenset[str] = frozenset()
    draws: dict[tuple[str, date], Decimal] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)


def records_of(matter: Matter, reads: Sequence[Read], setting: Setting) -> tuple[list[Record], list[Fault]]:
    """The rows of the sheet `matter` that the messages are, and the faults of those that speak of nothing on record."""
    _LOOK_UPS.get(matter, _nothing)(reads, setting)
    records: list[Record] = []
    faults: list[Fault] = []
    for read in reads:
        fault = _about_nothing(read, setting)
        if fault is None:
            records.append((read.place, _without_blanks(_CELLS[read.type.name](read.values, setting))))
        else:
            faults.append(fault)
    return records, faults


def _about_nothing(read: Read, setting: Setting) -> Fault | None:
    """Why a message that follows up on an earlier one cannot: there is none."""
    values = read.values
    if read.type.name == "Returned" and (values["batchNo"], values["lineNo"]) not in setting.orders:
        return Fault(read.place, "lineNo", "bank.unknown_line", *_UNKNOWN_LINE)
    if read.type.name == "DepositRefilled":
        key = fact_key(setting.project.pk, values["depositNo"])
        if (key, values["drawnOn"]) not in setting.draws:
            return Fault(read.place, "drawnOn", "bank.unknown_draw", *_UNKNOWN_DRAW)
    if values.get("idHash") and str(values["idHash"]).lower() not in setting.identities:
        return Fault(read.place, "idHash", "bank.unknown_person", *_UNKNOWN_PERSON)
    return None


_UNKNOWN_LINE = (
    Text("该批次没有这个序号。", "The batch has no such line."),
    Text("请先报送该行的 LineResult，或核对批次号和序号。", "Send the line's LineResult first, or check the numbers."),
)
_UNKNOWN_DRAW = (
    Text("该日没有动用过这笔保证金。", "Nothing was drawn from this deposit on that day."),
    Text("请先报送 DepositDrawn，或核对日期。", "Send DepositDrawn first, or check the day."),
)
_UNKNOWN_PERSON = (
    Text("本项目没有证件号码与此摘要相符的人。", "Nobody on the project has an identity number of this digest."),
    Text(
        "请核对摘要的算法（SM3 或 SHA-256）和号码的大小写。", "Check the digest (SM3 or SHA-256) and the number's case."
    ),
)


# What a column of a sheet is called in the messages, for telling a bank which field was wrong.
FIELD_OF_COLUMN: dict[str, str] = {
    "account_number": "account",
    "project_code": "project",
    "bank_name": "bankName",
    "opened_on": "openedOn",
    "agreement_signed_on": "agreementSignedOn",
    "closed_on": "closedOn",
    "closing_notice_on": "noticeOn",
    "deposit_code": "depositNo",
    "deposit_kind": "form",
    "effective_on": "validFrom",
    "expires_on": "validTo",
    "drawn_on": "drawnOn",
    "drawn_amount": "amount",
    "replenished_on": "refilledOn",
    "batch_code": "batchNo",
    "line_number": "lineNo",
    "settled_on": "paidTime",
    "month": "wageMonth",
    "wage_card": "card",
    "identity": "idNumber",
    "result": "status",
    "fail_code": "failCode",
    "entry_code": "serial",
    "booked_on": "time",
    "money_direction": "dc",
    "counterparty_kind": "counterpartyKind",
    "balance_after": "balance",
    "closing_balance": "balance",
    "total": "sum",
}


def _without_blanks(cells: Cells) -> Cells:
    return {name: value for name, value in cells.items() if value is not None}


def _said(value: Any) -> Cell:
    """A value as the cell it would have been: days and moments as days, amounts and numbers as text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else str(value)


def _opened(values: dict[str, Any], setting: Setting) -> Cells:
    account = setting.accounts.get(values["account"])
    opened_on = values["openedOn"] or (account.opened_on if account else setting.today)
    return {
        "account_number": values["account"],
        "bank_name": values["bankName"],
        "bank_code": setting.bank.bank_id,
        "opened_on": _said(opened_on),
        "agreement_signed_on": _said(values["agreementSignedOn"]),
    }


def _account(number: str, setting: Setting) -> Cells:
    """What an account's row cannot do without, as it is on record."""
    account = setting.accounts[number]
    return {
        "account_number": number,
        "bank_name": account.bank_name or account.bank_id,
        "bank_code": setting.bank.bank_id,
        "opened_on": _said(account.opened_on),
    }


def _closed(values: dict[str, Any], setting: Setting) -> Cells:
    days: Cells = {"closed_on": _said(values["closedOn"]), "closing_notice_on": _said(values["noticeOn"])}
    return _account(values["account"], setting) | days


def _agreement(values: dict[str, Any], setting: Setting) -> Cells:
    return _account(values["account"], setting) | {"agreement_signed_on": _said(values["signedOn"])}


def _stored(values: dict[str, Any], _setting: Setting) -> Cells:
    return {
        "deposit_code": values["depositNo"],
        "deposit_kind": values["form"],
        "amount": _said(values["amount"]),
        "effective_on": _said(values["validFrom"]),
        "expires_on": _said(values["validTo"]),
    }


def _drawn(values: dict[str, Any], _setting: Setting) -> Cells:
    return {
        "deposit_code": values["depositNo"],
        "drawn_on": _said(values["drawnOn"]),
        "drawn_amount": _said(values["amount"]),
    }


def _refilled(values: dict[str, Any], setting: Setting) -> Cells:
    key = fact_key(setting.project.pk, values["depositNo"])
    return {
        "deposit_code": values["depositNo"],
        "drawn_on": _said(values["drawnOn"]),
        "drawn_amount": _said(setting.draws.get((key, values["drawnOn"]))),
        "replenished_on": _said(values["refilledOn"]),
    }


def _movement(values: dict[str, Any], setting: Setting) -> Cells:
    kind = values["counterpartyKind"] or _counterparty(values, setting)
    to_worker = kind == "worker" and values["dc"] == "out"
    card = values["counterpartyAcct"] if to_worker and values["counterpartyAcct"] in setting.cards else None
    return {
        "entry_code": values["serial"],
        "account_number": values["account"],
        "booked_on": _said(values["time"]),
        "money_direction": values["dc"],
        "amount": _said(values["amount"]),
        "counterparty_kind": kind,
        "wage_card": card,
        "month": values["wageMonth"] or (_month_of(values["batchNo"], setting) if card else None),
        "balance_after": _said(values["balance"]),
        "batch_code": values["batchNo"],
        "project_code": values["project"],
    }


def _counterparty(values: dict[str, Any], setting: Setting) -> str:
    """Who stands on the other side, from what a bank knows: the name, the card, the batch, the purpose."""
    name = values["counterpartyName"]
    if name is not None:
        for firm, kind in ((setting.project.owner, "owner"), (setting.project.contractor, "contractor")):
            if name == firm.name:
                return kind
    if values["dc"] == "out":
        is_wages = values["batchNo"] or values["wageMonth"] or values["counterpartyAcct"] in setting.cards
        return "worker" if is_wages else "other"
    # Labour cost is what the owner transfers (条例 29); the name may be a branch's or a treasury's.
    return "owner" if "人工费" in (values["purpose"] or "") else "other"


def _month_of(number: str | None, setting: Setting) -> str | None:
    if number is None:
        return None
    batch = PaymentBatch.objects.filter(project=setting.project, number=number).first()
    return batch.wage_month if batch else None


def _line_result(values: dict[str, Any], setting: Setting) -> Cells:
    known = setting.orders.get((values["batchNo"], values["lineNo"]))
    amount, result = values["amount"], values["status"]
    return {
        "batch_code": values["batchNo"],
        "line_number": str(values["lineNo"]),
        "account_number": values["account"],
        "identity": setting.identities.get((values["idHash"] or "").lower()),
        # A line on record knows its worker; the card only helps to find one who is not known yet.
        "wage_card": None if known or values["idHash"] else values["card"],
        "payable": _said(known.payable if known and known.payable is not None else known.sent if known else amount),
        "sent": _said(known.sent if known else amount),
        "paid": _said(amount) if result == "paid" else None,
        "result": result,
        "settled_on": _said(values["paidTime"]),
        "fail_code": values["failCode"],
        "month": values["wageMonth"],
    }


def _returned(values: dict[str, Any], setting: Setting) -> Cells:
    known = setting.orders.get((values["batchNo"], values["lineNo"]))
    return {
        "batch_code": values["batchNo"],
        "line_number": str(values["lineNo"]),
        "account_number": values["account"],
        "payable": _said(known.payable if known and known.payable is not None else known.sent if known else None),
        "sent": _said(known.sent if known else None),
        "result": "returned",
        "settled_on": _said(values["returnedTime"]),
        "fail_code": values["failCode"],
    }


def _settlement(values: dict[str, Any], setting: Setting) -> Cells:
    paid = values["paid"]
    settled_on = values["payrollDate"] or values["recordedAt"]
    return {
        "batch_code": values["batchNo"],
        "line_number": str(setting.lines[values["batchNo"], values["idNumber"]]),
        "identity": values["idNumber"],
        "payable": _said(values["payable"]),
        "sent": _said(values["sent"] if values["sent"] is not None else values["payable"]),
        "paid": _said(paid),
        "result": None if paid is None else "paid" if paid > 0 else "failed",
        "settled_on": _said(settled_on) if paid is not None else None,
        "month": f"{values['from']:%Y-%m}",
        "remark": values["remark"],
    }


def _statement(values: dict[str, Any], _setting: Setting) -> Cells:
    return {
        "account_number": values["account"],
        "day": _said(values["day"]),
        "count": str(values["count"]),
        "total": _said(values["sum"]),
        "closing_balance": _said(values["balance"]),
    }


def _look_up_lines(reads: Sequence[Read], setting: Setting) -> None:
    """The lines on record, the people behind hashes, and a number for each line a bank gives none."""
    numbers = {read.values["batchNo"] for read in reads}
    orders = PaymentOrder.objects.filter(payment_batch__project=setting.project, payment_batch__number__in=numbers)
    known = list(orders.select_related("payment_batch"))
    setting.orders = {(order.payment_batch.number, order.line): order for order in known}
    hashes = {str(read.values["idHash"]).lower() for read in reads if read.values.get("idHash")}
    setting.identities = identities_by_hash(setting.project.pk, hashes, keyring=setting.keyring)
    unnumbered = [read for read in reads if "lineNo" not in read.values]
    if unnumbered:
        setting.lines = _numbered(unnumbered, known, setting)


def _numbered(reads: Sequence[Read], known: Sequence[PaymentOrder], setting: Setting) -> dict[tuple[str, str], int]:
    """The line of each (batch, person): the one on record, else the next free number of the batch."""
    persons = Persons(keyring=setting.keyring, batch_id=None)
    workers = persons.find({read.values["idNumber"] for read in reads})
    of_worker = {(order.payment_batch.number, str(order.worker_id)): order.line for order in known}
    last: dict[str, int] = {}
    for order in known:
        last[order.payment_batch.number] = max(order.line, last.get(order.payment_batch.number, 0))
    lines: dict[tuple[str, str], int] = {}
    for read in reads:
        number, person = read.values["batchNo"], read.values["idNumber"]
        if (number, person) in lines:
            continue
        line = of_worker.get((number, workers.get(person, "")))
        if line is None:
            line = last[number] = last.get(number, 0) + 1
        lines[number, person] = line
    return lines


def _look_up_cards(reads: Sequence[Read], setting: Setting) -> None:
    numbers = {read.values["counterpartyAcct"] for read in reads if read.values["counterpartyAcct"]}
    found = Persons(keyring=setting.keyring, batch_id=None).find_by_card(numbers)
    setting.cards = frozenset(number for number, workers in found.items() if workers)


def _look_up_draws(reads: Sequence[Read], setting: Setting) -> None:
    draws = DepositDraw.objects.filter(deposit__project=setting.project)
    setting.draws = {(key, day): amount for key, day, amount in draws.values_list("deposit_id", "drawn_on", "amount")}


def _nothing(_reads: Sequence[Read], _setting: Setting) -> None:
    """A matter whose messages say all themselves."""


_LOOK_UPS: dict[Matter, Callable[[Sequence[Read], Setting], None]] = {
    Matter.PAYOUTS: _look_up_lines,
    Matter.MOVEMENTS: _look_up_cards,
    Matter.DRAWS: _look_up_draws,
}
_CELLS: dict[str, Callable[[dict[str, Any], Setting], Cells]] = {
    "AccountOpened": _opened,
    "AccountClosed": _closed,
    "AgreementFiled": _agreement,
    "DepositStored": _stored,
    "DepositDrawn": _drawn,
    "DepositRefilled": _refilled,
    "Movement": _movement,
    "LineResult": _line_result,
    "Returned": _returned,
    "Settlement": _settlement,
    "BalanceDaily": _statement,
}
