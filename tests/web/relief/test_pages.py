"""The pages of relief as officers, the bank, the contractor and strangers see them."""

import io
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.casework.clues.people import firm
from tests.casework.relief.world import HERE, MONDAY, Ground, Officer, ground, moved, officer
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.models import Correction, Fund, LimitChange, Relief
from xinan.casework.relief.queries import proceeding_of
from xinan.gateways.wiring import wiring
from xinan.payments.models import WagePayment
from xinan.people.models import AccessRecord

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def here(db: None) -> Ground:
    return ground(wiring().keyring)


@pytest.fixture
def enter(client: Client) -> Callable[[Officer], Client]:
    def signed(who: Officer) -> Client:
        client.force_login(who.user, backend=BACKEND)
        return client

    return signed


Enter = Callable[[Officer], Client]


def noticed(here: Ground) -> Relief:
    relief = here.relief(Kind.DEPOSIT_DRAW, "6000", "6000")
    moved(relief, "send_notice", here.of.inspector, happened_on=MONDAY.date())
    return relief


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_the_case_to_relief(here: Ground, enter: Enter) -> None:
    client = enter(here.of.inspector)
    assert here.case.number in page(client, "reliefs")
    chosen = client.get(reverse("reliefs"), {"case": here.case.pk, "kind": "deposit_draw"})
    form = client.get(chosen["Location"]).content.decode()
    assert "条例第16条" in form
    fields = dict(re.findall(r'name="(amount-\d+)"[^>]*value="([^"]*)"', form))
    assert sorted(Decimal(amount) for amount in fields.values())[:2] == [Decimal("6000.00")] * 2
    sent = {
        **fields,
        "q-construction": "yes",
        "q-employer_known": "yes",
        "q-sub_in_arrears": "yes",
        "deposit": here.deposit.pk,
        "bank": "91220101MA0000003X",
        "order_due_on": "2026-11-20",
        "act": "preview",
    }
    preview = client.post(chosen["Location"], sent).content.decode()
    assert "由总包单位先行清偿" in preview
    assert not Relief.objects.exists()
    too_much = client.post(chosen["Location"], {**sent, "act": "open", next(iter(fields)): "99999999"})
    assert "而该月尚欠" in too_much.content.decode()
    assert not Relief.objects.exists()


def test_the_officers_page_shows_the_ladder_the_people_masked_and_the_clock(here: Ground, enter: Enter) -> None:
    relief = noticed(here)
    text = page(enter(here.of.inspector), "relief", relief.pk)
    assert relief.number in text
    assert here.case.number in text
    assert "12,000.00" in text
    assert "张*" in text
    assert "银行支付" in text


def test_the_bank_sees_the_order_reports_and_the_payment_is_a_fact(here: Ground, enter: Enter) -> None:
    relief = noticed(here)
    client = enter(here.bank)
    assert relief.number in page(client, "reliefs")
    text = page(client, "relief", relief.pk)
    assert here.case.number not in text
    assert "登记结果" in text
    first, second = relief.rows.order_by("pk")
    sent = {"paid_on": "2026-11-23", f"result-{first.pk}": "paid", f"result-{second.pk}": "failed"}
    address = reverse("relief-results", args=[relief.pk])
    refused = client.post(address, sent)
    assert "未付原因" in refused.content.decode()
    assert not WagePayment.objects.exists()
    done = client.post(address, {**sent, f"failed-{second.pk}": "卡号已注销"})
    assert done.status_code == 302
    assert WagePayment.objects.get().amount == Decimal("6000.00")
    assert proceeding_of(relief).state == "paid"
    assert "卡号已注销" in page(client, "relief", relief.pk)


def test_the_list_in_clear_is_for_the_bank_and_written_down(here: Ground, enter: Enter) -> None:
    relief = noticed(here)
    address = reverse("relief-payees", args=[relief.pk])
    answer = enter(here.bank).post(address)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(sheet) == 3
    record = AccessRecord.objects.get()
    assert (record.user, record.subject_kind, record.field) == (here.bank.user, "relief", "payees")
    contractor = firm_of(here)
    assert enter(contractor).post(address).status_code == 403
    assert AccessRecord.objects.count() == 1


def test_the_contractor_sees_sums_by_month_and_no_worker_nor_case(here: Ground, enter: Enter) -> None:
    relief = noticed(here)
    text = page(enter(firm_of(here)), "relief", relief.pk)
    assert "12,000.00" in text
    assert "张*" not in text
    assert here.case.number not in text
    assert here.case.title not in text


def test_strangers_find_nothing(here: Ground, enter: Enter) -> None:
    relief, fund = noticed(here), here.fund()
    client = enter(officer(region="220203"))
    for name, key in (("relief", relief.pk), ("relief-fund", fund.pk), ("relief-fund-book", fund.pk)):
        assert client.get(reverse(name, args=[key])).status_code == 404
    assert relief.number not in page(client, "reliefs")
    assert client.get(reverse("relief-new", args=[here.case.pk, "deposit_draw"])).status_code == 404


def test_a_fund_is_opened_filled_and_its_book_taken_away(here: Ground, enter: Enter) -> None:
    client = enter(here.of.inspector)
    sent = {"name": "南关区应急周转金", "region": HERE, "opened_on": "2026-10-08", "amount": "500000"}
    client.post(reverse("relief-funds"), sent)
    fund = Fund.objects.get()
    assert "500,000.00" in page(client, "relief-funds")
    client.post(reverse("relief-fund-add", args=[fund.pk]), {"amount": "1000.50", "on": "2026-11-02", "words": "拨款"})
    wrong = client.post(reverse("relief-fund-add", args=[fund.pk]), {"amount": "1.234"})
    assert "两位小数" in wrong.content.decode()
    text = page(client, "relief-fund", fund.pk)
    assert "501,000.50" in text
    assert "默认值" in text
    book = client.get(reverse("relief-fund-book", args=[fund.pk]))
    months = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_name("按月").to_python()
    assert months[1:] == [
        ["2026-10", 0.0, 500000.0, 0.0, 0.0, 0.0, 500000.0],
        ["2026-11", 500000.0, 1000.5, 0.0, 0.0, 0.0, 501000.5],
    ]


def test_a_fund_pays_within_its_limits_and_gets_it_back(here: Ground, enter: Enter) -> None:
    here.fund()
    client = enter(here.of.inspector)
    form = page(client, "relief-new", here.case.pk, "emergency_fund")
    assert "默认值" in form
    relief = here.relief(Kind.EMERGENCY_FUND, "1000", "1000", fund_id=Fund.objects.get().pk)
    moved(relief, "apply", here.of.inspector)
    moved(relief, "approve", here.of.city)
    rows = relief.rows.order_by("pk")
    sent = {"paid_on": "2026-11-23", **{f"result-{row.pk}": "paid" for row in rows}}
    client.post(reverse("relief-results", args=[relief.pk]), sent)
    assert proceeding_of(relief).state == "recovering"
    back = reverse("relief-recovery", args=[relief.pk])
    assert "不超过尚未追回的 2,000.00" in client.post(back, {"amount": "2000.01", "proofs": slip()}).content.decode()
    assert "proof" in client.post(back, {"amount": "500"}).content.decode()
    assert client.post(back, {"amount": "500", "proofs": slip()}).status_code == 302
    text = page(client, "relief", relief.pk)
    assert "1,500.00" in text
    assert "PDF 文件" in text
    client.post(back, {"amount": "1500", "received_on": "2026-11-23", "proofs": slip()})
    assert proceeding_of(relief).closed_as == "recovered"


def test_the_table_of_liability_prints(here: Ground, enter: Enter) -> None:
    text = page(enter(here.of.inspector), "relief-liability")
    for article in ("16", "18", "19", "20", "21", "22", "29", "30", "36", "37"):
        assert re.search(rf"条例第(\d+、)?{article}条", text)


def slip() -> SimpleUploadedFile:
    return SimpleUploadedFile("到账.pdf", b"%PDF-1.7 slip", content_type="application/pdf")


def test_a_result_is_corrected_by_two_on_the_page(here: Ground, enter: Enter) -> None:
    relief = noticed(here)
    rows = list(relief.rows.order_by("pk"))
    results = reverse("relief-results", args=[relief.pk])
    client = enter(here.bank)
    part = {f"result-{row.pk}": "paid" for row in rows} | {f"sum-{rows[0].pk}": "4000.00"}
    client.post(results, {"paid_on": "2026-11-23", **part})
    assert re.search(r"少付 \D?2,000\.00", page(client, "relief", relief.pk))
    asked = {"row": rows[1].pk, "result": "failed", "failed": "退票", "reason": "银行回单"}
    client.post(reverse("relief-correct", args=[relief.pk]), asked)
    assert "撤回更正" in page(client, "relief", relief.pk)
    officer_page = enter(here.of.inspector)
    assert "批准更正" in page(officer_page, "relief", relief.pk)
    address = reverse("relief-correction", args=[Correction.objects.get().pk])
    assert officer_page.post(address, {"act": "approve"}).status_code == 302
    assert "未付：退票" in page(officer_page, "relief", relief.pk)
    assert WagePayment.objects.filter(status="paid").count() == 1
    assert enter(firm_of(here)).post(address, {"act": "approve"}).status_code == 404


def test_from_the_page_of_the_case(here: Ground, enter: Enter) -> None:
    """The three ways with their reasons; the one chosen is filled in; what was begun stands there with what was paid."""
    client = enter(here.of.inspector)
    address = reverse("relief-of-case", args=[here.case.pk])
    assert address in page(client, "case", here.case.pk)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert reverse("relief-new", args=[here.case.pk, "deposit_draw"]) in part
    assert reverse("relief-new", args=[here.case.pk, "emergency_fund"]) not in part
    assert "本地区还没有登记应急周转金" in part
    assert "条例第16条" in part
    relief = noticed(here)
    text = page(client, "relief-of-case", here.case.pk)
    assert relief.number in text
    assert "都已在办" in text
    stranger = enter(officer(region="220203"))
    assert stranger.get(address).status_code == 404


def test_a_limit_is_changed_by_two_and_the_relief_keeps_the_one_of_its_day(here: Ground, enter: Enter) -> None:
    fund = here.fund()
    before = here.relief(Kind.EMERGENCY_FUND, "100", fund_id=fund.pk)
    client = enter(here.of.inspector)
    sent = {
        "name": "per_worker_months",
        "region": HERE,
        "value": "2",
        "source": "南关区办法第8条",
        "reason": "区里有了规定",
    }
    assert "12" in client.post(reverse("relief-limits"), {**sent, "value": "13"}).content.decode()
    assert client.post(reverse("relief-limits"), sent).status_code == 302
    change = LimitChange.objects.get()
    address = reverse("relief-limit-decide", args=[change.pk])
    assert "不能审批自己" in client.post(address, {"act": "approve"}).content.decode()
    assert "2,120.00" in page(client, "relief-fund", fund.pk)
    assert enter(here.of.city).post(address, {"act": "approve"}).status_code == 302
    client = enter(here.of.inspector)
    assert "4,240.00" in page(client, "relief-fund", fund.pk)
    assert "南关区办法第8条" in page(client, "relief-limits")
    kept = page(client, "relief", before.pk)
    assert "2,120.00" in kept
    assert "4,240.00" not in kept
    after = here.relief(Kind.EMERGENCY_FUND, "0", "100", fund_id=fund.pk)
    assert "4,240.00" in page(client, "relief", after.pk)


def firm_of(here: Ground) -> Officer:
    who = firm(here.of.project.contractor_id)
    return Officer(who.user, who.scope)
