"""How far a line of a payment batch has come, whatever the order in which the bank's words about it arrive. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from xinan.payments.enums import OrderStatus

_FINAL = frozenset({OrderStatus.PAID, OrderStatus.FAILED, OrderStatus.RETURNED})
_WORDS = (("退票", OrderStatus.RETURNED), ("退回", OrderStatus.RETURNED), ("失败", OrderStatus.FAILED))
_SUCCESS = ("成功", "已发", "发放成功", "交易成功")


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of a line: its state, the day of the bank's last word, what was really paid, and why it failed."""

    status: OrderStatus
    settled_on: date | None = None
    paid: Decimal | None = None
    fail_code: str = ""
    remark: str = ""


def told(values: dict[str, Any]) -> Result:
    """What a row of sheet 14 says; without a result column the remark's first word is the result.

    >>> told({"result": None, "remark": "失败：账号户名不符", "settled_on": date(2026, 4, 10)}).status
    <OrderStatus.FAILED: 'failed'>
    """
    status = OrderStatus(values["result"]) if values.get("result") else _of_remark(values.get("remark") or "")
    if status is OrderStatus.PAID and values.get("paid") == 0:
        status = OrderStatus.FAILED
    sent = values.get("payable") if values.get("sent") is None else values["sent"]
    paid = values.get("paid")
    if status is OrderStatus.PAID:
        paid = sent if paid is None else paid
    elif status in _FINAL:
        paid = Decimal(0)
    return Result(status, values.get("settled_on"), paid, values.get("fail_code") or "", values.get("remark") or "")


def later(known: Result, new: Result) -> Result:
    """What stands after the two, in whichever order they came: the bank's later word; on one day the return.

    A row without a result takes nothing back.
    """
    if new.status not in _FINAL:
        return known if known.status in _FINAL else new
    if known.status not in _FINAL or known.settled_on is None or new.settled_on is None:
        return new
    if (new.settled_on, _rank(new)) >= (known.settled_on, _rank(known)):
        return new
    return known


def _rank(result: Result) -> int:
    return 1 if result.status is OrderStatus.RETURNED else 0


def _of_remark(remark: str) -> OrderStatus:
    for word, status in _WORDS:
        if remark.startswith((word, f"发放{word}", f"交易{word}", f"已{word}")):
            return status
    return OrderStatus.PAID if remark.startswith(_SUCCESS) else OrderStatus.SENT
