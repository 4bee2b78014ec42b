"""The import page: for whom, what it refuses, what it shows, what it hands back."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.intake import site
from tests.intake.site import CONTRACTOR, PROJECT
from tests.intake.test_import import clerk, everything
from tests.intake.workbooks import workbook
from tests.people.factories import AppointmentFactory
from xinan.gateways.wiring import Wiring
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.models import Batch
from xinan.workforce.models import Worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wired", "empty_queue")]


@pytest.fixture
def office(client: Client) -> Client:
    """The contractor's clerk, signed in."""
    client.force_login(clerk())
    return client


def files(**sheets: list[site.Record]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{kind}.xlsx", workbook(kind, records)) for kind, records in sheets.items()]


def send(client: Client, *, sheets: dict[str, list[site.Record]], **fields: Any) -> Any:
    return client.post(reverse("intake-list"), {"files": files(**sheets), **fields})


def test_the_page_offers_every_template_to_whoever_is_signed_in(client: Client) -> None:
    client.force_login(AppointmentFactory(role="county_inspector").user)
    page = client.get(reverse("intake-list")).content.decode()
    for number in ("00", *(f"{n:02d}" for n in range(1, 12))):
        assert f"<b>{number}</b>" in page
    assert "由施工总承包单位报送" in page
    assert 'type="file"' not in page


def test_whoever_is_not_signed_in_is_sent_to_the_door(client: Client) -> None:
    for name, arguments in (("intake-list", []), ("intake-template", ["all"]), ("intake-upload", ["x"])):
        answer = client.get(reverse(name, args=arguments))
        assert (answer.status_code, "/accounts/login/" in answer["Location"]) == (302, True)


def test_templates_come_as_files_that_open(office: Client) -> None:
    answer = office.get(reverse("intake-template", args=["attendance"]))
    assert "06%E8%80%83%E5%8B%A4.xlsx" in answer["Content-Disposition"]
    heads = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0][1]]
    assert heads[0] == "企业信用代码"
    archive = zipfile.ZipFile(io.BytesIO(office.get(reverse("intake-template", args=["all"])).content))
    assert len(archive.namelist()) == 16
    assert office.get(reverse("intake-template", args=["nothing"])).status_code == 404


def test_an_upload_waits_for_the_worker_and_then_tells_all(office: Client, wired: Wiring) -> None:
    sheets = everything()
    sheets["payroll"][0]["应发"] = "三千"
    answer = send(office, sheets=sheets)
    assert answer.status_code == 302
    (job,) = ProcrastinateJob.objects.filter(task_name="take_upload")
    waiting = office.get(answer["Location"]).content.decode()
    assert "data-waiting" in waiting
    assert waiting.count("等待处理") == 11
    take_upload(job.args["upload_key"], now=wired.clock.now(), keyring=wired.keyring)
    part = office.get(answer["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "data-finished" in part
    assert "三千" in part
    assert "请只填数字" in part
    assert "部分入库" in part


def test_the_marked_sheet_is_handed_to_the_sender_and_not_to_strangers(office: Client, wired: Wiring) -> None:
    sheets = everything()
    sheets["payroll"][0]["应发"] = "三千"
    send(office, sheets=sheets)
    upload_key = Batch.objects.values_list("upload_key", flat=True)[0]
    take_upload(upload_key, now=wired.clock.now(), keyring=wired.keyring)
    address = reverse("intake-marked", args=[Batch.objects.get(kind="payroll").pk])
    book = openpyxl.load_workbook(io.BytesIO(office.get(address).content))
    assert book.worksheets[0]["K2"].comment is not None
    stranger = Client()
    stranger.force_login(clerk(site.credit_code(8)))
    assert stranger.get(address).status_code == 404
    assert stranger.get(reverse("intake-upload", args=[upload_key])).status_code == 404


def test_a_dry_run_from_the_page_writes_nothing(office: Client, wired: Wiring) -> None:
    answer = send(office, sheets=everything(), dry_run="on")
    take_upload(Batch.objects.values_list("upload_key", flat=True)[0], now=wired.clock.now(), keyring=wired.keyring)
    assert "没有写入任何数据" in office.get(answer["Location"]).content.decode()
    assert Worker.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [("图片.png", b"\x89PNG", 422, "file.type"), ("考勤.docx", b"PK", 422, "file.type")],
)
def test_a_file_of_another_kind_is_refused_at_once(
    office: Client, name: str, content: bytes, status: int, code: str
) -> None:
    answer = office.post(reverse("intake-list"), {"files": [SimpleUploadedFile(name, content)]})
    page = answer.content.decode()
    assert (answer.status_code, code in page, name in page) == (status, True, True)
    assert Batch.objects.count() == 0


def test_no_file_and_anothers_project_are_refused(office: Client) -> None:
    assert "file.none" in office.post(reverse("intake-list"), {}).content.decode()
    answer = send(office, sheets={"deposits": site.deposits()}, project="SOMEBODY-ELSES")
    assert answer.status_code == 422
    assert Batch.objects.count() == 0


def test_an_inspector_may_not_upload(client: Client) -> None:
    client.force_login(AppointmentFactory(role="county_inspector").user)
    answer = send(client, sheets={"deposits": site.deposits()})
    assert answer.status_code == 403
    assert Batch.objects.count() == 0


def test_earlier_imports_are_listed_with_a_count_of_queries_that_does_not_grow(
    office: Client, wired: Wiring, django_assert_max_num_queries: Any
) -> None:
    send(office, sheets=everything())
    take_upload(Batch.objects.values_list("upload_key", flat=True)[0], now=wired.clock.now(), keyring=wired.keyring)
    # session, user, posts, unread notices, projects ×2, count, batches, names, savepoint
    with django_assert_max_num_queries(10):
        page = office.get(reverse("intake-list")).content.decode()
    assert page.count("已入库") == 11
    assert CONTRACTOR not in page
    assert f"（{PROJECT}）" in page


def test_the_page_speaks_english(office: Client, wired: Wiring) -> None:
    sheets = everything()
    sheets["payroll"][0]["应发"] = "三千"
    answer = send(office, sheets=sheets)
    take_upload(Batch.objects.values_list("upload_key", flat=True)[0], now=wired.clock.now(), keyring=wired.keyring)
    page = office.get(answer["Location"], headers={"Accept-Language": "en"}).content.decode()
    assert "is not a number" in page
    assert "Partly taken" in page
