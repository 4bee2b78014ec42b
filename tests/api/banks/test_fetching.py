"""A batch made of the payroll is fetched by its bank, taken on and paid; what did not arrive goes into the next one."""

from datetime import date
from decimal import Decimal

import pytest

from tests.api.banks.client import BankClient
from tests.api.banks.conftest import HANDS
from tests.api.banks.test_a_month_of_wages import OPENED, TOTAL, funded, line, wage
from tests.intake.site import ACCOUNT, PROJECT
from xinan.intake.actions.make_payment_batch import make_payment_batch
from xinan.kernel.errors import Conflict, NotFound
from xinan.payments.models import PaymentBatch, PaymentOrder

TODAY = date(2026, 11, 23)


def make() -> PaymentBatch:
    return make_payment_batch(PROJECT, month="2026-10", today=TODAY)


def test_payable_sent_fed_back_and_again_what_failed(bank: BankClient) -> None:
    with pytest.raises(NotFound, match="no_account"):
        make()
    bank.send(OPENED, funded())
    first = make()
    waiting = bank.get("/api/banks/batches").json["batches"]
    assert waiting == [
        {
            "project": PROJECT,
            "batchNo": first.number,
            "account": f"**** {ACCOUNT[-4:]}",
            "wageMonth": "2026-10",
            "lines": 4,
            "total": f"{TOTAL:.2f}",
        }
    ]
    fetched = bank.get(f"/api/banks/batches?project={PROJECT}&batchNo={first.number}")
    assert fetched.headers["Cache-Control"] == "no-store"
    lines = {each["lineNo"]: each for each in fetched.json["lines"]}
    by_identity = {hand.identity: hand for hand in HANDS}
    assert {by_identity[each["idNumber"]].name for each in lines.values()} == {hand.name for hand in HANDS}
    for each in lines.values():
        hand = by_identity[each["idNumber"]]
        assert (each["name"], each["card"], each["amount"]) == (hand.name, hand.card, f"{wage(hand):.2f}")
    with pytest.raises(Conflict, match="nothing_due"):
        make()  # everybody is on the way
    taken_on = {"type": "BatchAccepted", "account": ACCOUNT, "batchNo": first.number, "lines": 4, "total": str(TOTAL)}
    assert bank.send(taken_on | {"time": "2026-11-23 08:30:00"}).codes == ["0"]
    assert set(PaymentOrder.objects.values_list("status", flat=True)) == {"sent"}
    assert bank.get("/api/banks/batches").json["batches"] == []
    results = [
        {
            "type": "LineResult",
            "account": ACCOUNT,
            "batchNo": first.number,
            "lineNo": number,
            "amount": each["amount"],
            "status": "failed" if number == 2 else "paid",
            "paidTime": "2026-11-23 08:40:00",
        }
        for number, each in lines.items()
    ]
    assert bank.send(*results).codes == ["0"] * 4
    second = make()
    (order,) = second.orders.all()
    assert (order.worker, order.sent) == (first.orders.get(line=2).worker, first.orders.get(line=2).sent)
    assert second.number != first.number


def test_part_of_a_line_paid_leaves_the_rest_due(bank: BankClient) -> None:
    bank.send(OPENED, line(1, amount="100.00"))
    batch = make()
    due = dict(batch.orders.values_list("worker_id", "sent"))
    paid = PaymentOrder.objects.get(payment_batch__number="DF-1")
    assert due[paid.worker_id] == wage(HANDS[0]) - Decimal(100)
    assert len(due) == 4
