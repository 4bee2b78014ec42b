"""Sheets 12 to 15 by upload, and files banks leave in a folder."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.intake import site
from tests.intake.conftest import Send
from tests.intake.site import ACCOUNT, CONTRACTOR, PROJECT, Hand
from tests.intake.workbooks import workbook, workbook_of
from tests.people.factories import AppointmentFactory
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.banks.drop import take_dropped, waiting_files
from xinan.intake.models import Batch, BatchSource
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import FixedClock
from xinan.payments.models import AccountDay, AccountEntry, PaymentOrder, WagePayment
from xinan.registry.models import Deposit, DepositDraw, Feed, Pause

pytestmark = pytest.mark.django_db
HANDS = (Hand("李建国", 1), Hand("王铁柱", 3), Hand("张福", 5))
Drop = Callable[[Path], Any]


@pytest.fixture
def on_record(send: Send) -> Send:
    send(
        projects=site.project(),
        units=site.units(),
        teams=site.teams(),
        people=site.people(HANDS, registered_on=date(2026, 3, 2)),
        entries=site.entries(HANDS, on=date(2026, 3, 2)),
        accounts=site.accounts(),
        deposits=site.deposits(),
        payroll=site.payroll(HANDS, month="2026-10", days=3, paid_on=None),
    )
    return send


def faults(batch: Batch) -> list[tuple[int, str, str]]:
    return list(batch.faults.values_list("row", "column", "code"))


def winter(**changed: Any) -> dict[str, Any]:
    return {
        "停工类型": "冬歇",
        "停工开始日期": date(2026, 11, 15),
        "停工结束日期": date(2027, 3, 14),
        "停工批准日期": date(2026, 11, 10),
        "停工批准文号": "长建停〔2026〕12号",
    } | changed


def test_a_pause_comes_in_once_and_keeps_what_a_later_row_leaves_out(on_record: Send) -> None:
    assert on_record(pauses=[winter()], project=PROJECT)[0].added == 1
    (again,) = on_record(pauses=[winter()], project=PROJECT)
    assert (again.unchanged, again.rejected) == (1, 0)
    on_record(pauses=[winter(停工批准日期=None, 停工批准文号=None, 停工结束日期=date(2027, 3, 20))], project=PROJECT)
    pause = Pause.objects.get()
    assert (pause.kind, pause.to_on, pause.approved_on, pause.approval_number) == (
        "winter",
        date(2027, 3, 20),
        date(2026, 11, 10),
        "长建停〔2026〕12号",
    )


def test_what_is_wrong_with_a_pause_is_told(on_record: Send) -> None:
    rows = [
        winter(停工批准文号=None),
        winter(停工开始日期=date(2027, 4, 1)),
        winter(停工批准日期=date(2026, 12, 1)),
        winter(停工类型="歇业"),
    ]
    (batch,) = on_record(pauses=rows, project=PROJECT)
    assert faults(batch) == [
        (2, "停工批准文号", "row.needed"),
        (3, "停工结束日期", "row.order"),
        (4, "停工批准日期", "row.future"),
        (5, "停工类型", "cell.code"),
    ]
    assert Pause.objects.count() == 0


def draw(**changed: Any) -> dict[str, Any]:
    return {"保证金编号": "BH-2026-0117", "动用日期": date(2026, 9, 10), "动用金额": 9000} | changed


def test_a_draw_and_its_making_good(on_record: Send) -> None:
    on_record(draws=[draw()], project=PROJECT)
    on_record(draws=[draw(补足日期=date(2026, 9, 20))], project=PROJECT)
    on_record(draws=[draw()], project=PROJECT)
    made = DepositDraw.objects.get()
    assert (made.amount, made.replenished_on, made.deposit) == (9000, date(2026, 9, 20), Deposit.objects.get())
    (batch,) = on_record(
        draws=[draw(保证金编号="BH-1"), draw(动用金额=900_000), draw(动用日期=date(2026, 12, 1))], project=PROJECT
    )
    assert [code for _row, _column, code in faults(batch)] == [
        "row.unknown_deposit",
        "row.more_than_deposit",
        "row.future",
    ]


def test_that_a_deposit_was_made_good_is_not_the_contractors_to_say(
    on_record: Send, keyring: Keyring, clock: FixedClock
) -> None:
    clerk = AppointmentFactory(role="contractor", enterprise_id=CONTRACTOR).user
    key = receive_files(
        [SentFile("13.xlsx", workbook("draws", [draw(), draw(动用日期=date(2026, 8, 1), 补足日期=date(2026, 9, 1))]))],
        wish=Wish(PROJECT),
        sender=clerk,
        source=BatchSource.UPLOAD,
        now=clock.now(),
        keyring=keyring,
    )
    (batch,) = take_upload(key, now=clock.now(), keyring=keyring)
    assert (batch.added, faults(batch)) == (1, [(3, "补足日期", "row.not_yours_to_say")])


def payout(number: int, hand: Hand, **changed: Any) -> dict[str, Any]:
    return {
        "序号": number,
        "姓名": hand.name,
        "银行卡号": hand.card,
        "工资卡类别": "本行",
        "身份证": hand.identity,
        "本月应发": 900,
        "代发批次号": "DF-1",
        "工资月份": "2026-10",
    } | changed


def test_a_list_is_sent_and_then_fed_back(on_record: Send) -> None:
    sent = [payout(n, hand) for n, hand in enumerate(HANDS, start=1)]
    assert on_record(payouts=sent, project=PROJECT)[0].added == 3
    assert set(PaymentOrder.objects.values_list("status", "payable", "sent", "paid")) == {("sent", 900, 900, None)}
    assert WagePayment.objects.count() == 0
    told = {"发放日期": date(2026, 11, 13)}
    back = [
        sent[0] | told | {"发放结果": "成功"},
        sent[1] | told | {"备注": "失败：户名不符"},
        sent[2] | told | {"发放结果": "退票", "失败代码": "R1"},
    ]
    (batch,) = on_record(payouts=back, project=PROJECT)
    assert (batch.changed, batch.rejected) == (3, 0)
    assert dict(PaymentOrder.objects.values_list("line", "status")) == {1: "paid", 2: "failed", 3: "returned"}
    assert sorted(WagePayment.objects.values_list("status", "amount")) == [
        ("failed", 900),
        ("paid", 900),
        ("returned", 900),
    ]
    (again,) = on_record(payouts=sent, project=PROJECT)  # the list without results, once more
    assert again.unchanged == 3


def test_lines_that_contradict_what_is_on_record_are_refused(on_record: Send) -> None:
    on_record(payouts=[payout(1, HANDS[0])], project=PROJECT)
    rows = [
        payout(1, HANDS[1]),  # line 1 is somebody else's
        payout(2, HANDS[1], 代发批次号=None),
        payout(3, HANDS[1], 发放结果="成功"),
        payout(4, HANDS[1], 实发=901),
        payout(5, HANDS[1], 工资月份="2027-01"),
        payout(6, HANDS[1], 代发批次号="DF-2", 工资月份=None),
        payout(7, Hand("李建国", 9), 身份证=None),
    ]
    (batch,) = on_record(payouts=rows, project=PROJECT)
    assert [code for _row, _column, code in faults(batch)] == [
        "row.number_used",
        "row.needed",
        "row.needed",
        "row.paid_more",
        "row.future",
        "row.needed",
    ]  # the last is told by name: the card is unknown, the name is not
    assert PaymentOrder.objects.get(line=7).worker_id == PaymentOrder.objects.get(line=1).worker_id


def test_a_statement_is_compared_with_what_is_held_and_again_when_more_comes(on_record: Send) -> None:
    ledger = site.Ledger()
    first, second = ledger.transfer(100_000, on=date(2026, 11, 12)), ledger.transfer(5_000, on=date(2026, 11, 12))
    on_record(movements=[first], project=PROJECT)
    statement = {
        "专户账号": ACCOUNT,
        "对账日期": date(2026, 11, 12),
        "交易笔数": 2,
        "交易金额合计": 105_000,
        "日终余额": 105_000,
    }
    (batch,) = on_record(statements=[statement], project=PROJECT)
    assert (batch.added, batch.rejected) == (1, 0)
    day = AccountDay.objects.get()
    assert (day.agrees, day.bank_count, day.held_count, day.held_total) == (False, 2, 1, 100_000)
    assert Feed.objects.get(source="bank").last_received_on == date(2026, 11, 11)
    on_record(movements=[second], project=PROJECT)
    assert AccountDay.objects.get().agrees
    assert Feed.objects.get(source="bank").last_received_on == date(2026, 11, 23)
    (same,) = on_record(statements=[statement], project=PROJECT)
    assert same.unchanged == 1


@pytest.fixture
def drop(keyring: Keyring, clock: FixedClock) -> Drop:
    def take(folder: Path) -> Any:
        return [take_dropped(file, now=clock.now(), keyring=keyring) for file in waiting_files(folder)]

    return take


NINE = ["序号", "姓名", "银行卡号", "工资卡类别", "身份证", "电话", "本月应发", "开户行", "备注"]


def test_the_nine_columns_banks_use_take_batch_and_month_from_the_file_name(
    on_record: Send, drop: Drop, tmp_path: Path
) -> None:
    rows = [
        [n, hand.name, hand.card, "本行", hand.identity, "13800000000", 900, "吉林银行", ""]
        for n, hand in enumerate(HANDS, start=1)
    ]
    content = workbook_of([["2026年10月代发名册"], NINE, *rows, ["合计", "", "", "", "", "", 2700, "", ""]])
    (tmp_path / f"{PROJECT}_DF-9_2026-10.xlsx").write_bytes(content)
    (tmp_path / ".hidden.xlsx").write_bytes(content)
    (dropped,) = drop(tmp_path)
    assert dropped.clean, dropped.report()
    assert set(PaymentOrder.objects.values_list("payment_batch__number", "wage_month", "status")) == {
        ("DF-9", "2026-10", "sent")
    }
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == [".hidden.xlsx"]
    (report,) = (tmp_path / "done").glob("*.report.json")
    assert json.loads(report.read_text())["added"] == 3
    assert HANDS[0].identity not in report.read_text()


def test_a_file_with_a_fault_is_refused_with_its_report_and_the_rest_of_it_is_in(
    on_record: Send, drop: Drop, tmp_path: Path
) -> None:
    rows = [payout(1, HANDS[0], 发放结果="成功", 发放日期=date(2026, 11, 13)), payout(2, HANDS[1], 发放结果="成功")]
    (tmp_path / f"{PROJECT}_结果.xlsx").write_bytes(workbook("payouts", rows))
    (tmp_path / "不知道.xlsx").write_bytes(workbook("payouts", rows))
    (tmp_path / f"{PROJECT}_人员.xlsx").write_bytes(workbook("people", site.people(HANDS)))
    (tmp_path / f"{PROJECT}_坏.xlsx").write_bytes(b"PK\x03\x04 no zip")
    assert [each.clean for each in drop(tmp_path)] == [False] * 4
    reports = {file.name.split(".")[0]: json.loads(file.read_text()) for file in (tmp_path / "refused").glob("*.json")}
    assert {name: [fault["code"] for fault in report["faults"]] for name, report in reports.items()} == {
        f"{PROJECT}_结果": ["row.needed"],
        "不知道": ["drop.project"],
        f"{PROJECT}_人员": ["drop.kind"],
        f"{PROJECT}_坏": ["file.damaged"],
    }
    assert WagePayment.objects.get().amount == Decimal(900)
    assert AccountEntry.objects.count() == 0
    assert drop(tmp_path) == []
