"""A sheet that is no template: proposed, said once by a person, remembered for the firm; money and people never guessed."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.intake import site
from tests.intake.conftest import Send
from tests.intake.site import LABOUR, PROJECT, Hand
from tests.intake.test_import import clerk
from tests.intake.workbooks import workbook, workbook_of
from xinan.gateways.wiring import Wiring
from xinan.intake.actions.receive_files import SentFile
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.mapping.propose import propose
from xinan.intake.mapping_models import ColumnMapping
from xinan.intake.models import Batch, BatchState
from xinan.intake.reading.files import read_grids
from xinan.payments.models import PayrollLine, WagePayment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wired", "empty_queue")]

HANDS = [Hand("李建国", 11), Hand("王建军", 12), Hand("赵卫东", 13)]
HEADS = [
    "序号",
    "姓名",
    "身份证号码",
    "工种",
    "出勤",
    "日工资",
    "基本应发",
    "含加班应发",
    "代扣",
    "实发",
    "签名",
]


def sheet(*, month: str = "2026年10月", hands: Sequence[Hand] = HANDS, heads: Sequence[str] = HEADS) -> bytes:
    """A month's wages as this firm writes them."""
    lines: list[list[Any]] = [[f"长春宏远建设集团有限公司 {month} 农民工工资表"], [], list(heads)]
    lines += [[n, h.name, h.identity, "钢筋工", 24, 300, 7000, 7200, 0, 7200, None] for n, h in enumerate(hands, 1)]
    return workbook_of([*lines, ["合计", None, None, None, 72, None, 21000, 21600, 0, 21600]])


@pytest.fixture
def office(client: Client, wired: Wiring) -> Client:
    """The labour manager's browser; project and people are in."""
    client.force_login(clerk())
    sheets = {
        "projects": site.project(),
        "units": site.units(),
        "teams": site.teams(),
        "people": site.people(HANDS, registered_on=date(2026, 3, 2)),
        "accounts": site.accounts(),
    }
    upload(client, wired, **{f"{kind}.xlsx": workbook(kind, records) for kind, records in sheets.items()})
    return client


def upload(client: Client, wired: Wiring, *, project: str = "", **files: bytes) -> list[Batch]:
    """Upload on the page and let the worker do its part."""
    sent = [SimpleUploadedFile(name, content) for name, content in files.items()]
    answer = client.post(reverse("intake-list"), {"files": sent, "project": project})
    assert answer.status_code == 302, answer.content.decode()
    return taken(answer["Location"], wired)


def taken(location: str, wired: Wiring) -> list[Batch]:
    key = location.rstrip("/").rsplit("/", 1)[-1]
    return take_upload(key, now=wired.clock.now(), keyring=wired.keyring)


def answer(client: Client, batch: Batch, *, confirm: bool = True, **fields: str) -> Any:
    """Post the page's form as the browser would: what it shows, but for `fields`."""
    page = client.get(reverse("intake-columns", args=[batch.pk])).context["page"]
    form = {f"c{column.index}": column.chosen for column in page.columns}
    form |= {f"f_{each.name}": each.value for each in page.fixed}
    form |= {"kind": page.sheet.kind, "header": page.header_row}
    form |= {"shown_kind": page.sheet.kind, "shown_header": page.header_row}
    form |= fields | ({"confirm": "1"} if confirm else {})
    return client.post(reverse("intake-columns", args=[batch.pk]), form)


def test_a_strange_sheet_waits_for_its_sender(office: Client, wired: Wiring) -> None:
    (batch,) = upload(office, wired, project=PROJECT, **{"十月.xlsx": sheet()})
    assert (batch.state, batch.kind) == (BatchState.ASKING, "")
    assert PayrollLine.objects.count() == 0
    shown = office.get(reverse("intake-upload", args=[batch.upload_key])).content.decode()
    assert "需要您确认哪一列是什么" in shown
    page = office.get(reverse("intake-columns", args=[batch.pk]))
    asked = page.context["page"]
    assert asked.sheet.kind == "payroll"
    chosen = {column.letter: column.chosen for column in asked.columns}
    assert chosen["B"] == "person_name"
    assert chosen["C"] == "identity"
    assert chosen["E"] == "days"
    assert (chosen["G"], chosen["H"]) == ("", "")  # two that may be the wages payable: neither is proposed
    text = page.content.decode()
    assert HANDS[0].identity not in text
    assert "李建国" not in text
    assert "李**" in text


def test_what_is_said_once_is_used_the_next_month_without_asking(office: Client, wired: Wiring) -> None:
    (batch,) = upload(office, wired, project=PROJECT, **{"十月.xlsx": sheet()})
    fields = {"c7": "payable", "c9": "paid", "f_enterprise_code": LABOUR, "f_paid_on": "2026.11.10"}
    shown = answer(office, batch, confirm=False, **fields)
    preview = shown.context["page"].preview
    assert (preview.rows, preview.bad) == (3, 0)
    assert [line.number for line in preview.lines] == [4, 5, 6]
    assert "7200.00" in preview.lines[0].cells
    done = answer(office, batch, **fields)
    assert done.status_code == 302
    (batch,) = taken(done["Location"], wired)
    assert (batch.state, batch.added, batch.rejected) == (BatchState.DONE, 3, 0), [
        f.what_zh for f in batch.faults.all()
    ]
    assert {(line.wage_month, line.payable) for line in PayrollLine.objects.all()} == {("2026-10", Decimal("7200.00"))}
    assert {payment.paid_on for payment in WagePayment.objects.all()} == {date(2026, 11, 10)}
    assert not any(hand.identity in line.line_id for line in PayrollLine.objects.all() for hand in HANDS)

    # The day of payment is said each time; a sheet for which nothing else is open is not asked about again.
    ColumnMapping.objects.update(
        fixed={name: how for name, how in ColumnMapping.objects.get().fixed.items() if name != "paid_on"}
    )
    mapping = ColumnMapping.objects.get()
    mapping.places = {name: place for name, place in mapping.places.items() if name != "paid"}
    mapping.save()
    (next_,) = upload(office, wired, project=PROJECT, **{"十一月.xlsx": sheet(month="2026年11月")})
    assert (next_.state, next_.added) == (BatchState.DONE, 3)
    assert "按本单位确认过的列对应关系读取。" in [note["zh"] for note in next_.notes]
    assert PayrollLine.objects.filter(wage_month="2026-11").count() == 3
    mapping.refresh_from_db()
    assert mapping.uses == 2

    # The same month again corrects its lines.
    (again,) = upload(office, wired, project=PROJECT, **{"十一月.xlsx": sheet(month="2026年11月")})
    assert (again.added, again.unchanged) == (0, 3)


def test_what_is_asked_each_time_is_asked_again_with_the_rest_filled_in(office: Client, wired: Wiring) -> None:
    fields = {"c7": "payable", "c9": "paid", "f_enterprise_code": LABOUR, "f_paid_on": "2026-11-10"}
    (first,) = upload(office, wired, project=PROJECT, **{"十月.xlsx": sheet()})
    taken(answer(office, first, **fields)["Location"], wired)
    (second,) = upload(office, wired, project=PROJECT, **{"十一月.xlsx": sheet(month="2026年11月")})
    assert second.state == BatchState.ASKING
    page = office.get(reverse("intake-columns", args=[second.pk])).context["page"]
    assert {column.letter: column.chosen for column in page.columns}["H"] == "payable"
    assert {each.name: each.value for each in page.fixed}["enterprise_code"] == LABOUR


def test_nothing_is_taken_while_an_amount_is_unsaid(office: Client, wired: Wiring) -> None:
    (batch,) = upload(office, wired, project=PROJECT, **{"十月.xlsx": sheet()})
    refused = answer(office, batch, f_enterprise_code=LABOUR)
    assert refused.status_code == 422
    assert "还没有指定“应发”是哪一列" in refused.content.decode()
    twice = answer(office, batch, c6="payable", c7="payable", f_enterprise_code=LABOUR)
    assert twice.status_code == 422
    assert "第 G、H 列都选了“应发”" in twice.content.decode()
    assert ColumnMapping.objects.count() == 0


def test_another_firm_is_asked_itself(office: Client, wired: Wiring, client: Client) -> None:
    (batch,) = upload(office, wired, project=PROJECT, **{"十月.xlsx": sheet()})
    answer(office, batch, c7="payable", f_enterprise_code=LABOUR)
    other = Client()
    other.force_login(clerk(site.credit_code(8)))
    assert other.get(reverse("intake-columns", args=[batch.pk])).status_code == 404
    assert other.get(reverse("intake-remembered")).context["mappings"] == []
    number = ColumnMapping.objects.get().pk
    assert other.get(reverse("intake-mapping", args=[number])).status_code == 404
    assert other.post(reverse("intake-mapping-forget", args=[number])).status_code == 404
    (theirs,) = upload(other, wired, **{"十月.xlsx": sheet()})
    assert theirs.state == BatchState.ASKING


def test_an_answer_can_be_changed_and_forgotten(office: Client, wired: Wiring) -> None:
    (batch,) = upload(office, wired, project=PROJECT, **{"十月.xlsx": sheet()})
    answer(office, batch, c7="payable", f_enterprise_code=LABOUR)
    mapping = ColumnMapping.objects.get()
    shown = office.get(reverse("intake-remembered")).content.decode()
    assert "含加班应发" in shown
    places = {f"c{index}": "" for index in range(11)} | {f"c{place}": name for name, place in mapping.places.items()}
    address = reverse("intake-mapping", args=[mapping.pk])
    assert office.post(address, places | {"c7": ""}).status_code == 422
    assert office.post(address, places | {"c7": "", "c6": "payable"}).status_code == 302
    mapping.refresh_from_db()
    assert mapping.places["payable"] == 6
    assert office.post(reverse("intake-mapping-forget", args=[mapping.pk])).status_code == 302
    assert not ColumnMapping.objects.exists()


def test_every_sheet_of_a_workbook_is_answered_at_once(office: Client, wired: Wiring) -> None:
    made = openpyxl.Workbook()
    del made["Sheet"]
    for month in ("2026年9月", "2026年10月"):
        page = made.create_sheet(month)
        for row in openpyxl.load_workbook(io.BytesIO(sheet(month=month))).worksheets[0].iter_rows(values_only=True):
            page.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    batches = upload(office, wired, project=PROJECT, **{"全年.xlsx": buffer.getvalue()})
    assert [batch.state for batch in batches] == [BatchState.ASKING] * 2
    done = taken(answer(office, batches[0], c7="payable", c9="", f_enterprise_code=LABOUR)["Location"], wired)
    assert [(batch.state, batch.added) for batch in done] == [(BatchState.DONE, 3)] * 2
    assert set(PayrollLine.objects.values_list("wage_month", flat=True)) == {"2026-09", "2026-10"}


def test_a_command_is_not_asked_but_refused(office: Client, send: Send) -> None:
    (batch,) = send(SentFile("十月.xlsx", sheet()), project=PROJECT)
    assert (batch.state, batch.faults.get().code) == (BatchState.REFUSED, "file.wrong_template")


@pytest.mark.parametrize(
    ("title", "value", "name"),
    [("号码", site.identity(5), "identity"), ("帐", site.card(5), "wage_card")],
)
def test_numbers_of_people_are_known_by_their_shape(title: str, value: str, name: str) -> None:
    (grid,) = read_grids(
        "x.xlsx", workbook_of([["姓名", title, "应发工资"], ["张某", value, 100], ["李某", value, 200]])
    )
    proposal = propose(grid, file_name="工资.xlsx", kind="payroll")
    assert proposal is not None
    assert proposal.places[name] == 1


def test_amounts_are_never_told_by_their_shape() -> None:
    (grid,) = read_grids(
        "x.xlsx", workbook_of([["姓名", "身份证号", "甲", "乙"], ["张某", site.identity(5), 7200, 7200]])
    )
    proposal = propose(grid, file_name="工资.xlsx", kind="payroll")
    assert proposal is not None
    assert set(proposal.places) == {"person_name", "identity"}
