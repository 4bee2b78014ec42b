"""A labour manager has wages paid on the page: sees what goes in and what does not, makes the batch, takes its file."""

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.api.banks.client import BankClient
from tests.api.banks.conftest import BANK, HANDS
from tests.api.banks.test_a_month_of_wages import OPENED, TOTAL, funded, wage
from tests.intake.site import CONTRACTOR, PROJECT
from tests.people.factories import AppointmentFactory
from xinan.gateways.wiring import Wiring
from xinan.intake.banks.drop import take_dropped
from xinan.intake.credential_models import Credential
from xinan.notices.models import Notice
from xinan.payments.models import PaymentBatch, PaymentOrder
from xinan.people.models import AccessRecord, User
from xinan.workforce.models import Worker

NEW = f"/projects/{PROJECT}/bank/new/"


def person(role: str, enterprise_id: str) -> User:
    user: User = AppointmentFactory(role=role, enterprise_id=enterprise_id, region_code="").user
    return user


@pytest.fixture
def manager(bank: BankClient, client: Client) -> Client:
    """The contractor's labour manager, once the bank has opened the account."""
    assert bank.send(OPENED, funded()).codes == ["0", "0"]
    client.force_login(person("contractor", CONTRACTOR))
    return client


def figures(page: str) -> tuple[str, str]:
    """Lines and sum, as the preview shows them."""
    found = dict(re.findall(r'data-figure="(\w+)">([^<]+)<', page))
    return found["lines"], found["total"]


def test_the_preview_says_what_the_batch_becomes(manager: Client) -> None:
    page = manager.get(NEW).content.decode()
    assert figures(page) == ("4", f"¥{TOTAL:,.2f}")
    assert PaymentBatch.objects.count() == 0
    answer = manager.post(NEW, {"month": "2026-10"})
    batch = PaymentBatch.objects.get()
    assert answer["Location"] == f"/projects/{PROJECT}/bank/{batch.number}/"
    assert sum(batch.orders.values_list("sent", flat=True)) == TOTAL
    again = manager.get(NEW).content.decode()
    assert figures(again) == ("0", "¥0.00")
    assert "已发清" in again
    assert manager.post(NEW, {"month": "2026-10"}).status_code == 409
    assert PaymentBatch.objects.count() == 1


def test_who_cannot_be_paid_is_told_with_the_reason(manager: Client) -> None:
    without, others = Worker.objects.order_by("pk")[:2]
    Worker.objects.filter(pk=without.pk).update(wage_card_sealed="")
    Worker.objects.filter(pk=others.pk).update(card_holder_matches=False)
    page = manager.get(f"{NEW}?month=2026-10").content.decode()
    assert figures(page)[0] == "2"
    assert "没有登记工资卡号" in page
    assert "户名与本人不一致" in page
    manager.post(NEW, {"month": "2026-10"})
    assert set(PaymentOrder.objects.values_list("worker_id", flat=True)).isdisjoint({without.pk, others.pk})
    Worker.objects.filter(pk=others.pk).update(card_holder_matches=True)
    assert figures(manager.get(NEW).content.decode())[0] == "1"


def test_the_banks_people_are_told_and_nobody_elses(manager: Client) -> None:
    clerk, stranger = person("bank", BANK), person("bank", "91220101MA0000009X")
    manager.post(NEW, {"month": "2026-10"})
    notice = Notice.objects.get(kind="payment_batch_waiting")
    assert (notice.recipient, notice.link) == (clerk, f"/projects/{PROJECT}/bank/{PaymentBatch.objects.get().number}/")
    assert not any(hand.name in notice.body_zh for hand in HANDS)
    assert not Notice.objects.filter(recipient=stranger).exists()


def test_the_file_goes_to_the_bank_and_comes_back(manager: Client, wired: Wiring, tmp_path: Path) -> None:
    Credential.objects.update(revoked_at=wired.clock.now())  # a bank without an interface
    manager.post(NEW, {"month": "2026-10"})
    batch = PaymentBatch.objects.get()
    address = f"/projects/{PROJECT}/bank/{batch.number}/"
    assert "没有接通接口" in manager.get(address).content.decode()
    answer = manager.post(f"{address}file/")
    assert "no-store" in answer["Cache-Control"]
    record = AccessRecord.objects.get()
    assert (record.field, record.project_id, record.subject_id) == ("payees", PROJECT, batch.pk)
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    head, *lines = rows
    cards = {line[head.index("银行卡号")]: line for line in lines}
    for hand in HANDS:
        line = cards[hand.card]
        assert (line[head.index("姓名")], line[head.index("身份证")]) == (hand.name, hand.identity)
        assert Decimal(str(line[head.index("本月应发")])) == wage(hand)
    _send_back(head, lines, tmp_path / f"{PROJECT}_{batch.number}_2026-10.csv", wired=wired)
    assert sorted(PaymentOrder.objects.values_list("status", flat=True)) == ["failed", "paid", "paid", "paid"]


def _send_back(head: list[str], lines: list[list[object]], file: Path, *, wired: Wiring) -> None:
    """As a bank's clerk does: the same rows, the results added."""
    for number, line in enumerate(lines):
        line[head.index("备注")] = "失败：卡号有误" if number == 1 else "成功"
        if "发放日期" in head:
            line[head.index("发放日期")] = "2026-11-20"
    text = "\n".join(",".join(map(str, line)) for line in [head, *lines])
    file.write_text(text, encoding="utf-8")
    dropped = take_dropped(file, now=wired.clock.now(), keyring=wired.keyring)
    assert dropped.clean, [fault for outcome in dropped.outcomes for fault in outcome.taken.faults]


def test_only_the_contractor_makes_one_and_only_its_bank_opens_it(manager: Client, client: Client) -> None:
    manager.post(NEW, {"month": "2026-10"})
    file = f"/projects/{PROJECT}/bank/{PaymentBatch.objects.get().number}/file/"
    for role, firm in (("bank", "91220101MA0000009X"), ("contractor", "91220101MA0000009X"), ("county_inspector", "")):
        post = AppointmentFactory(role=role, enterprise_id=firm, region_code="" if firm else "220102")
        client.force_login(post.user)
        assert client.get(NEW).status_code == 404
        assert client.post(NEW, {"month": "2026-10"}).status_code == 404
        assert client.post(file).status_code == 404
    assert not AccessRecord.objects.exists()
    client.force_login(person("bank", BANK))
    assert client.get(NEW).status_code == 404
    assert client.post(file).status_code == 200


def test_a_project_without_an_account_is_told_so(paid_site: None, client: Client) -> None:
    client.force_login(person("contractor", CONTRACTOR))
    page = client.get(NEW)
    assert (page.status_code, "没有使用中的工资专户" in page.content.decode()) == (200, True)
    assert client.post(NEW, {"month": "2026-10"}).status_code == 404
