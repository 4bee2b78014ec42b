"""A bank's client drives a month of wages through the platform: opened, sent, paid, failed, returned, reconciled."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.api.banks.client import BankClient
from tests.api.banks.conftest import BANK, HANDS
from tests.intake import site
from tests.intake.site import ACCOUNT, CONTRACTOR, OWNER_NAME, PROJECT
from xinan.payments.models import (
    AccountDay,
    AccountEntry,
    AccountFreeze,
    BulkMovement,
    PaymentBatch,
    PaymentOrder,
    WagePayment,
)
from xinan.registry.models import Deposit, DepositDraw, Feed, WageAccount
from xinan.workforce.models import Worker

Message = dict[str, Any]
OPENED: Message = {
    "type": "AccountOpened",
    "project": PROJECT,
    "account": ACCOUNT,
    "bankName": "吉林银行长春南关支行",
    "openedOn": "2026-02-20",
    "agreementSignedOn": "2026-02-25",
    "firmCode": CONTRACTOR,
}


def funded(amount: str = "100000.00", *, day: str = "2026-11-12") -> Message:
    return {
        "type": "Movement",
        "account": ACCOUNT,
        "serial": f"{day}-001",
        "time": f"{day} 10:00:00",
        "dc": "C",
        "amount": amount,
        "balance": amount,
        "counterpartyName": OWNER_NAME,
        "purpose": "人工费用",
    }


def bulk(total: Decimal, *, number: str = "DF-1", balance: str = "0", serial: str = "2026-11-13-001") -> Message:
    return {
        "type": "Movement",
        "account": ACCOUNT,
        "serial": serial,
        "time": "2026-11-13 09:30:00",
        "dc": "D",
        "amount": str(total),
        "balance": balance,
        "batchNo": number,
        "purpose": "2026年10月工资",
    }


def wage(hand: site.Hand) -> Decimal:
    return 3 * hand.rate


def line(number: int, status: str = "paid", **changed: Any) -> Message:
    hand = HANDS[number - 1]
    return {
        "type": "LineResult",
        "account": ACCOUNT,
        "batchNo": "DF-1",
        "lineNo": number,
        "idHash": hashlib.sha256(hand.identity.encode()).hexdigest(),
        "amount": str(wage(hand)),
        "status": status,
        "paidTime": "2026-11-13 09:31:00",
        "wageMonth": "2026-10",
    } | changed


TOTAL = sum((wage(hand) for hand in HANDS), Decimal(0))


def day(when: str, number: int, total: Decimal | str, **more: Any) -> Message:
    return {"type": "BalanceDaily", "account": ACCOUNT, "day": when, "count": number, "sum": str(total)} | more


def test_a_whole_batch_is_paid_and_the_facts_follow(bank: BankClient) -> None:
    left = str(Decimal(100000) - TOTAL)
    reply = bank.send(
        bulk(TOTAL, balance=left), line(1), line(2), line(3), line(4), funded(), OPENED
    )  # in no order: the account comes first whatever place it has
    assert reply.status == 200
    assert reply.codes == ["0"] * 7, reply.json
    account = WageAccount.objects.get()
    assert (account.bank_id, account.opened_on, account.agreement_signed_on) == (
        BANK,
        date(2026, 2, 20),
        date(2026, 2, 25),
    )
    batch = PaymentBatch.objects.get()
    assert (batch.number, batch.wage_month, batch.account_id) == ("DF-1", "2026-10", account.pk)
    orders = list(PaymentOrder.objects.order_by("line"))
    assert [(order.payable, order.sent, order.paid, order.status) for order in orders] == [
        (wage(hand), wage(hand), wage(hand), "paid") for hand in HANDS
    ]
    assert all(order.payroll_line is not None and order.payroll_line.payable == order.sent for order in orders)
    payments = WagePayment.objects.order_by("amount", "payment_id")
    assert sorted((p.worker_id, p.amount, p.status, p.account_id, p.paid_on) for p in payments) == sorted(
        (order.worker_id, order.sent, "paid", account.pk, date(2026, 11, 13)) for order in orders
    )
    entries = AccountEntry.objects.filter(direction="out")
    assert sorted((e.worker_id, e.amount, e.wage_month, e.counterparty_kind) for e in entries) == sorted(
        (order.worker_id, order.sent, "2026-10", "worker") for order in orders
    )
    assert {entry.balance_after for entry in entries} == {Decimal(left)}
    assert AccountEntry.objects.get(direction="in").counterparty_kind == "owner"
    assert Feed.objects.get(source="bank").last_received_on == date(2026, 11, 23)


def test_the_same_messages_again_change_nothing(bank: BankClient) -> None:
    messages = [OPENED, funded(), line(1), line(2, "failed", failCode="E07"), bulk(wage(HANDS[0]))]
    assert bank.send(*messages).codes == ["0"] * 5
    before = _facts()
    assert bank.send(*messages).codes == ["0"] * 5
    for message in reversed(messages):
        assert bank.send(message).codes == ["0"]
    assert _facts() == before


def _facts() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (WageAccount, AccountEntry, BulkMovement, PaymentBatch, PaymentOrder, WagePayment)
    ]


def test_a_failed_line_and_a_returned_one_are_payments_that_did_not_arrive(bank: BankClient) -> None:
    paid = wage(HANDS[0]) + wage(HANDS[1]) + wage(HANDS[3])
    assert (
        bank.send(OPENED, funded(), *(line(n) for n in (1, 2, 4)), line(3, "failed", failCode="E07"), bulk(paid)).codes
        == ["0"] * 7
    )
    came_back = {
        "type": "Returned",
        "account": ACCOUNT,
        "batchNo": "DF-1",
        "lineNo": 2,
        "failCode": "R01",
        "returnedTime": "2026-11-16 14:00:00",
    }
    back_in = funded(str(wage(HANDS[1])), day="2026-11-16") | {"counterpartyName": "待清算款项", "purpose": "退票"}
    assert bank.send(came_back, back_in).codes == ["0", "0"]
    status = dict(WagePayment.objects.values_list("worker_id", "status"))
    by_line = {order.line: order for order in PaymentOrder.objects.all()}
    assert {n: status[by_line[n].worker_id] for n in by_line} == {1: "paid", 2: "returned", 3: "failed", 4: "paid"}
    returned = WagePayment.objects.get(status="returned")
    assert (returned.paid_on, returned.amount) == (date(2026, 11, 16), wage(HANDS[1]))
    assert (by_line[3].fail_code, by_line[3].paid, by_line[2].fail_code) == ("E07", Decimal(0), "R01")
    # The failed line never left the account; the returned one did, and came back by a movement of its own.
    assert AccountEntry.objects.filter(direction="out").count() == 3
    assert AccountEntry.objects.filter(direction="in", counterparty_kind="other").count() == 1
    # The first result again, late: the return stands.
    assert bank.send(line(2)).codes == ["0"]
    assert WagePayment.objects.get(worker_id=by_line[2].worker_id).status == "returned"


def test_a_line_paid_by_a_movement_of_its_own_is_one_payment(bank: BankClient) -> None:
    hand = HANDS[0]
    single = bulk(wage(hand)) | {"counterpartyAcct": hand.card, "counterpartyName": hand.name, "wageMonth": "2026-10"}
    for order in ([OPENED, line(1), single], [single], [line(1)]):
        assert set(bank.send(*order).codes) == {"0"}
        assert WagePayment.objects.count() == 1
        assert AccountEntry.objects.get().worker_id == WagePayment.objects.get().worker_id


def test_reconciled_and_not(bank: BankClient) -> None:
    bank.send(OPENED, funded(), *(line(n) for n in (1, 2, 3, 4)), bulk(TOTAL, balance=str(100000 - TOTAL)))
    assert bank.send(
        day("2026-11-12", 1, "100000"), day("2026-11-13", 1, TOTAL, balance=str(100000 - TOTAL))
    ).codes == [
        "0",
        "0",
    ]
    assert set(AccountDay.objects.values_list("agrees", "differed_on")) == {(True, None)}
    assert bank.send(day("2026-11-16", 2, "1500.00")).codes == ["0"]  # a difference is no fault of the message
    missing = AccountDay.objects.get(agrees=False)
    assert (missing.bank_count, missing.bank_total, missing.held_count, missing.held_total) == (2, 1500, 0, 0)
    # What the bank counts and we do not hold has not been heard.
    assert Feed.objects.get(source="bank").last_received_on == date(2026, 11, 15)
    late = [funded(amount, day="2026-11-16") | {"serial": serial} for amount, serial in (("1000", "a"), ("500", "b"))]
    bank.send(late[0])
    assert (AccountDay.objects.get(day="2026-11-16").agrees, Feed.objects.get(source="bank").last_received_on) == (
        False,
        date(2026, 11, 15),
    )
    bank.send(late[1])
    settled = AccountDay.objects.get(day="2026-11-16")
    assert (settled.agrees, settled.differed_on, settled.settled_on) == (True, date(2026, 11, 23), date(2026, 11, 23))
    assert Feed.objects.get(source="bank").last_received_on == date(2026, 11, 23)


def test_more_held_than_the_bank_counts_is_a_difference_but_nothing_is_missing(bank: BankClient) -> None:
    bank.send(OPENED, funded(), day("2026-11-12", 0, "0"))
    assert not AccountDay.objects.get().agrees
    assert Feed.objects.get(source="bank").last_received_on == date(2026, 11, 23)


def test_accounts_deposits_and_freezes(bank: BankClient) -> None:
    stored = {
        "type": "Guarantee",
        "project": PROJECT,
        "depositNo": "BH-9",
        "form": "bank",
        "amount": "600000",
        "ratio": "0.02",
        "validFrom": "2026-03-10",
        "validTo": "2027-12-31",
    }
    assert bank.send(OPENED, stored).codes == ["0", "0"]
    drawn = {"type": "DepositDrawn", "project": PROJECT, "depositNo": "BH-9", "drawnOn": "2026-09-10", "amount": "9000"}
    refilled = {"type": "DepositRefilled", "project": PROJECT, "depositNo": "BH-9", "drawnOn": "2026-09-10"}
    assert bank.send(refilled | {"refilledOn": "2026-09-20"}).codes == ["bank.unknown_draw"]
    assert bank.send(drawn, refilled | {"refilledOn": "2026-09-20"}).codes == ["0", "0"]
    assert (Deposit.objects.get().kind, DepositDraw.objects.get().amount) == ("bank_guarantee", 9000)
    assert DepositDraw.objects.get().replenished_on == date(2026, 9, 20)
    frozen = {
        "type": "Freeze",
        "account": ACCOUNT,
        "freezeNo": "2026执1",
        "frozenOn": "2026-11-02",
        "authority": "法院",
    }
    lifted = {"type": "Unfreeze", "account": ACCOUNT, "freezeNo": "2026执1", "unfrozenOn": "2026-11-04"}
    assert bank.send(frozen, lifted).codes == ["0", "0"]
    assert (AccountFreeze.objects.get().frozen_on, AccountFreeze.objects.get().unfrozen_on) == (
        date(2026, 11, 2),
        date(2026, 11, 4),
    )
    closed = {"type": "AccountClosed", "account": ACCOUNT, "closedOn": "2026-11-20", "noticeOn": "2026-10-01"}
    assert bank.send({"type": "AgreementFiled", "account": ACCOUNT, "signedOn": "2026-02-26"}, closed).codes == [
        "0",
        "0",
    ]
    account = WageAccount.objects.get()
    assert (account.agreement_signed_on, account.closing_notice_on, account.closed_on) == (
        date(2026, 2, 26),
        date(2026, 10, 1),
        date(2026, 11, 20),
    )


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_a_worker_is_found_by_the_digest_of_the_number(bank: BankClient, algorithm: str) -> None:
    digest = hashlib.new(algorithm, HANDS[2].identity.encode()).hexdigest()
    assert bank.send(OPENED, line(3, idHash=digest)).codes == ["0", "0"]
    assert bank.send(line(4, idHash="0" * 64)).codes == ["bank.unknown_person"]
    assert (
        PaymentOrder.objects.get().worker_id == Worker.objects.get(id_number_masked__endswith=HANDS[2].identity[-2:]).pk
    )


def test_the_four_xml_messages(bank: BankClient) -> None:
    opened = bank.send_xml(
        "BankAccount",
        Qyzzjgdm=f"{CONTRACTOR[8:16]}-{CONTRACTOR[16]}",
        PrjHtbaNum=PROJECT,
        BankCode="313",
        BankName="吉林银行",
        PayAccount=ACCOUNT,
        BankHm="长春宏远建设集团有限公司农民工工资专用账户",
        BankWd="长春南关支行",
    )
    assert opened.xml == [("0", "成功")]
    assert WageAccount.objects.get().bank_name == "吉林银行长春南关支行"
    new_card = site.card(901)
    card = bank.send_xml(
        "PersonBankAccount", Zjhm=HANDS[0].identity, BankCode="313", BankName="吉林银行", PayAccount=new_card
    )
    assert card.xml == [("0", "成功")]
    assert Worker.objects.filter(card_holder_matches=True, wage_card_masked__endswith=new_card[-4:]).count() == 1
    funds = {"PrjHtbaNum": PROJECT, "BankName": "吉林银行", "AccountNum": ACCOUNT, "Jyzt": "成功"}
    came = bank.send_xml(
        "SpecialAccount",
        **funds,
        Jyje="50000.00",
        Zhye="50000.00",
        Jzzh="0711",
        Jzdw=OWNER_NAME,
        Jldjsj="2026-11-12 10:00:00",
    )
    assert came.xml == [("0", "成功")], came.body.decode()
    for hand in HANDS[:2]:
        done = bank.send_xml(
            "Settlement",
            PrjHtbaNum=PROJECT,
            Zjhm=hand.identity,
            Ffpc="DF-7",
            BankName="吉林银行",
            PayrollDate="2026-11-13",
            PayrollBeginDate="2026-10-01",
            PayrollEndDate="2026-10-31",
            TotalPay=str(wage(hand)),
            PreparePay=str(wage(hand)),
            FeedbackPay=str(wage(hand)) if hand is HANDS[0] else "0",
            Jldjsj="2026-11-13 11:00:00",
            WorkerAccount=hand.card,
            Bz="",
        )
        assert done.xml == [("0", "成功")], done.body.decode()
    out = bank.send_xml(
        "SpecialAccount",
        **funds,
        Jyje=str(wage(HANDS[0])),
        Zhye=str(50000 - wage(HANDS[0])),
        Czpc="DF-7",
        Jldjsj="2026-11-13 10:59:00",
        PayrollBeginDate="2026-10-01",
        PayrollEndDate="2026-10-31",
    )
    assert out.xml == [("0", "成功")], out.body.decode()
    assert sorted(PaymentOrder.objects.values_list("line", "status", "paid")) == [
        (1, "paid", wage(HANDS[0])),
        (2, "failed", 0),
    ]
    assert AccountEntry.objects.get(direction="out").worker_id == PaymentOrder.objects.get(line=1).worker_id
    assert WagePayment.objects.get(status="failed").account_id == WageAccount.objects.get().pk
    again = bank.send_xml(
        "SpecialAccount", **funds | {"Jyzt": "失败"}, Jyje="1", Zhye="1", Jldjsj="2026-11-13 12:00:00"
    )
    assert again.xml[0][0] == "cell.code"
    assert again.xml[0][1].startswith("Jyzt：")
