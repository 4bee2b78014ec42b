"""The switchboard's pages: who sees which feeds, what is said of each, the order, the files, the one project's page."""

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.registry.factories import ProjectFactory, WageAccountFactory
from tests.web.small_province import NOW, TODAY, Province, warn
from xinan.gateways.wiring import wiring
from xinan.intake.actions.receive_files import ORIGINAL
from xinan.intake.models import Batch, RowFault
from xinan.registry.models import Feed

SignIn = Callable[..., Client]
BANK = "B-0001"


def came(project_id: str, kind: str, *, days: int = 0, rows: int = 10, refused: int = 0, **fields: Any) -> Batch:
    """A finished batch of some days ago."""
    at = NOW - timedelta(days=days)
    given = {"source": "national", "state": "done", "received_at": at, "finished_at": at, "added": rows - refused}
    batch = Batch.objects.create(project_id=project_id, kind=kind, rows=rows, rejected=refused, **{**given, **fields})
    for row in range(refused):
        fault(batch, row + 2)
    return batch


def fault(batch: Batch, row: int, *, code: str = "row.unknown_person") -> None:
    RowFault.objects.create(
        batch=batch, row=row, column="证件号码", code=code,
        what_zh="本项目没有登记此人。", what_en="This person is not registered on the project.",
        remedy_zh="请先登记。", remedy_en="Enter the person first.",
    )  # fmt: skip


@pytest.fixture
def feeds(province: Province) -> Province:
    """Red's bank is silent, its payroll refused, its attendance flows; yellow waits; elsewhere has a silent bank."""
    red = province.red.pk
    warn(province.red, "data_quality/bank-silent", "grey", since=date(2026, 11, 19))
    Feed.objects.create(project_id=red, source="bank", last_received_on=date(2026, 11, 16))
    came(red, "movements", days=7)
    came(red, "payroll", rows=10, refused=4)
    for days in range(3):
        came(red, "attendance", days=days, rows=100 + days)
    Batch.objects.create(project_id=province.yellow.pk, kind="payroll", source="upload", received_at=NOW)
    return province


def listed(client: Client, query: str = "") -> list[str]:
    """The feeds in the order of the list."""
    html = client.get(f"/switchboard/{query}").content.decode()
    return re.findall(r'role="row" data-row id="([^"]+)"', html)


def test_the_worst_come_first_and_every_expected_feed_is_there(feeds: Province, sign_in: SignIn) -> None:
    keys = listed(sign_in())
    assert keys[:4] == ["P-RED-bank", "P-JIL-bank", "P-RED-payroll", "P-YEL-payroll"]
    assert len(keys) == 12
    assert keys[-1] == "P-RED-attendance"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?state=silent", {"P-RED-bank", "P-JIL-bank"}),
        ("?state=failing", {"P-RED-payroll"}),
        ("?state=waiting", {"P-YEL-payroll"}),
        ("?state=flowing", {"P-RED-attendance"}),
        ("?line=bank&place=220102", {"P-RED-bank", "P-OK-bank"}),
        ("?q=%25", set()),
        ("?q=长春甲&line=payroll", {"P-RED-payroll", "P-OK-payroll"}),
        ("?state=nonsense&line=no&place=99&page=x&q=%00", None),
    ],
)
def test_filters_narrow_and_unknown_values_do_nothing(
    feeds: Province, sign_in: SignIn, query: str, expected: set[str] | None
) -> None:
    keys = listed(sign_in(), query)
    assert set(keys) == expected if expected is not None else len(keys) == 12


def test_a_line_says_when_how_much_and_why(feeds: Province, sign_in: SignIn) -> None:
    html = sign_in().get("/switchboard/?q=P-RED").content.decode()
    assert "本项目没有登记此人。" in html
    assert "row.unknown_person" in html
    assert "40.0%" in html
    assert "2026-11-19 起中断，1 条结论暂缓" in html
    assert "14 天共入库 303 行，今天 100 行，最多一天 102 行" in html
    assert "7 天前" in html
    english = sign_in().get("/switchboard/?q=P-RED", headers={"Accept-Language": "en"}).content.decode()
    assert "This person is not registered on the project." in english
    main = english.split("<main")[1].split("</main>")[0]
    assert not re.search(r"[一-鿿]", re.sub(r"南关区安置房|长春甲建设有限公司", "", main))


@pytest.mark.parametrize(
    ("role", "post", "expected"),
    [
        ("operator", {"region_code": ""}, {"P-RED", "P-YEL", "P-JIL", "P-OK"}),
        ("city_office", {"region_code": "220200"}, {"P-JIL"}),
        ("county_inspector", {"region_code": "220102"}, {"P-RED", "P-OK"}),
        ("industry_department", {"region_code": "220000", "industries": ["water"]}, {"P-YEL"}),
    ],
)
def test_everybody_watches_their_own_feeds(
    feeds: Province, sign_in: SignIn, role: str, post: dict[str, Any], expected: set[str]
) -> None:
    client = sign_in(role, **post)
    assert {key.rsplit("-", 1)[0] for key in listed(client)} == expected
    for project in (feeds.red, feeds.yellow, feeds.elsewhere, feeds.clear):
        assert client.get(f"/switchboard/{project.pk}/").status_code == (200 if project.pk in expected else 404)


def test_a_contractor_watches_its_own_projects_and_a_bank_its_own_accounts(feeds: Province, sign_in: SignIn) -> None:
    firm = sign_in("contractor", region_code="", enterprise_id=feeds.contractor.pk)
    assert {key.rsplit("-", 1)[0] for key in listed(firm)} == {"P-RED", "P-OK"}
    WageAccountFactory(project=feeds.elsewhere, bank_id=BANK)
    bank = sign_in("bank", region_code="", enterprise_id=BANK)
    assert listed(bank) == ["P-JIL-bank"]
    came(feeds.elsewhere.pk, "attendance", refused=2)
    html = bank.get("/switchboard/P-JIL/").content.decode()
    assert 'id="f-bank"' in html
    assert "f-attendance" not in html
    assert "本项目没有登记此人" not in html


def test_an_owner_has_no_switchboard(feeds: Province, sign_in: SignIn) -> None:
    client = sign_in("owner", region_code="", enterprise_id=feeds.red.owner_id)
    assert client.get("/switchboard/").status_code == 403
    assert "/switchboard/" not in client.get("/").content.decode()


def test_a_finished_project_leaves_the_list_and_keeps_its_page(feeds: Province, sign_in: SignIn) -> None:
    feeds.red.completed_on = TODAY
    feeds.red.save()
    client = sign_in()
    assert not any(key.startswith("P-RED") for key in listed(client))
    assert client.get("/switchboard/P-RED/").status_code == 200


def test_pages_hold_fifty_feeds_and_cost_the_same_whatever_their_number(feeds: Province, sign_in: SignIn) -> None:
    client = sign_in()
    listed(client)
    with CaptureQueriesContext(connection) as few:
        listed(client)
    for number in range(60):
        came(ProjectFactory(project_id=f"Q{number:03d}").pk, "payroll", refused=number % 3)
    with CaptureQueriesContext(connection) as many:
        assert len(listed(client)) == 50
    assert len(many) == len(few) <= 16
    assert len(set(listed(client) + listed(client, "?page=2") + listed(client, "?page=3"))) == 150
    assert len(listed(client, "?page=999")) == (60 + 4) * 3 % 50


def test_one_project_says_what_is_withheld_refused_and_last_came(feeds: Province, sign_in: SignIn) -> None:
    html = sign_in().get("/switchboard/P-RED/").content.decode()
    assert "/rules/data_quality/bank-silent/" in html
    assert "/rules/funding/no-transfer/" in html
    assert "/projects/P-RED/#p-held" in html
    assert html.count("全国实名制接口") == 5
    row = re.search(r'<td class="xa-num">4</td><td class="xa-fault-text">本项目没有登记此人。', html)
    assert row is not None


def test_what_is_shown_can_be_had_as_csv_and_as_a_workbook(feeds: Province, sign_in: SignIn) -> None:
    feeds.red.name = '=HYPERLINK("http://x","y")'
    feeds.red.save()
    client = sign_in()
    answer = client.get("/switchboard/feeds.csv?state=failing")
    text = answer.content.decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(text))
    assert dict(zip(head, rows[0], strict=True)) | {"所在地": ""} == {
        "项目编号": "P-RED", "项目名称": '\'=HYPERLINK("http://x","y")', "所在地": "", "施工总承包单位": "长春甲建设有限公司",
        "数据": "工资表", "状态": "有误", "最近收到": "2026-11-23 09:00", "14 天行数": "10", "其中拒收": "4",
        "拒收占比": "40.0%", "待处理批次": "0", "中断起始日": "", "暂缓的结论": "0",
    }  # fmt: skip
    assert len(rows) == 1
    book = openpyxl.load_workbook(BytesIO(client.get("/switchboard/feeds.xlsx").content))
    cells = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(cells) == 13
    assert {row[0] for row in cells[1:]} == {"P-RED", "P-YEL", "P-JIL", "P-OK"}
    assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)


@pytest.mark.django_db(transaction=True)
def test_a_kept_file_is_taken_again_once_and_only_by_whom_it_concerns(feeds: Province, sign_in: SignIn) -> None:
    sealed = wiring().keyring.seal("", context=ORIGINAL)
    batch = came("P-RED", "payroll", refused=2, source="upload", original_sealed=sealed)
    message = came("P-RED", "payroll", refused=1, source="national", original_sealed=sealed)
    office = sign_in()
    assert office.post(f"/switchboard/batches/{batch.pk}/retake/").status_code == 404
    assert "retake/" not in office.get("/switchboard/P-RED/").content.decode()
    stranger = sign_in("contractor", region_code="", enterprise_id=feeds.yellow.contractor_id)
    assert stranger.post(f"/switchboard/batches/{batch.pk}/retake/").status_code == 404
    firm = sign_in("contractor", region_code="", enterprise_id=feeds.contractor.pk)
    assert f"/switchboard/batches/{batch.pk}/retake/" in firm.get("/switchboard/P-RED/").content.decode()
    assert firm.post(f"/switchboard/batches/{batch.pk}/retake/").status_code == 302
    again = Batch.objects.get(retake_of=batch)
    assert (again.state, again.kind, again.original_sealed) == ("received", "payroll", sealed)
    batch.refresh_from_db()
    assert (batch.state, batch.original_sealed, batch.faults.count()) == ("done", "", 2)
    assert firm.post(f"/switchboard/batches/{batch.pk}/retake/").status_code == 404
    assert firm.post(f"/switchboard/batches/{message.pk}/retake/").status_code == 404
    assert "已重取" in firm.get("/switchboard/P-RED/").content.decode()


def test_without_projects_the_page_says_what_to_do(sign_in: SignIn) -> None:
    assert "还没有在建项目" in sign_in().get("/switchboard/").content.decode()


def test_htmx_gets_the_list_alone(feeds: Province, sign_in: SignIn) -> None:
    part = sign_in().get("/switchboard/?state=silent", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="P-RED-bank"' in part
