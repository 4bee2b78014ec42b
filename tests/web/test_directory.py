"""The pages of the directory, and who may change what on them; what a worker is shown."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.casework.directory.factories import PublicBodyFactory
from tests.casework.directory.test_directory import GOOD, HEAD, workbook
from tests.web.small_province import Province
from tests.web.test_clues import enter
from xinan.casework.directory.models import PublicBody

pytestmark = pytest.mark.django_db
FORM = {
    "kind": "court", "region": "220102", "name": "示范区人民法院", "address": "示范大街8号", "phone": "12368",
    "hours": "", "source": "法院网站", "valid_from": "2026-01-01", "valid_to": "",
}  # fmt: skip


@pytest.fixture
def officer(province: Province) -> Client:
    return enter("county_inspector")


def test_entered_by_hand_changed_and_ended(officer: Client) -> None:
    assert officer.post("/directory/new/", {**FORM, "phone": "找小张"}).status_code == 422
    assert officer.post("/directory/new/", FORM).status_code == 302
    body = PublicBody.objects.get()
    assert "示范区人民法院" in officer.get("/directory/?kind=court&place=220102").content.decode()
    assert "示范区人民法院" not in officer.get("/directory/?kind=police").content.decode()
    assert officer.post(f"/directory/{body.pk}/", {**FORM, "address": "示范大街9号"}).status_code == 302
    body.refresh_from_db()
    assert body.address == "示范大街9号"
    assert officer.post(f"/directory/{body.pk}/end/").status_code == 302
    body.refresh_from_db()
    assert body.valid_to is not None


def test_from_a_file_and_its_template(officer: Client) -> None:
    file = SimpleUploadedFile("directory.xlsx", workbook(HEAD, GOOD, ("邮局", *GOOD[1:])))
    page = officer.post("/directory/file/", {"file": file}).content.decode()
    assert "新登记 1 家" in page
    assert "第 3 行 A" in page
    template = officer.get("/directory/template/")
    again = SimpleUploadedFile("directory.xlsx", template.content)
    # The sample row is of a place that another office keeps: read, told of, not entered.
    page = officer.post("/directory/file/", {"file": again}).content.decode()
    assert "第 2 行" in page
    assert PublicBody.objects.count() == 1


def test_another_place_s_is_read_and_not_changed(officer: Client) -> None:
    theirs = PublicBodyFactory(region_code="220203", name="别处仲裁院")
    page = officer.get("/directory/").content.decode()
    assert "别处仲裁院" in page
    assert f"/directory/{theirs.pk}/" not in page
    assert officer.get(f"/directory/{theirs.pk}/").status_code == 403
    assert officer.post(f"/directory/{theirs.pk}/end/").status_code == 403
    assert enter("contractor", firm="E1").get("/directory/").status_code == 403


def test_a_worker_is_shown_the_nearest(client: Client, officer: Client) -> None:
    PublicBodyFactory(region_code="220102", name="示范区仲裁院", phone="0431-55555")
    PublicBodyFactory(region_code="220203", name="别处仲裁院")
    told = {"employer_words": "姓王的老板", "region_code": "220102", "form_key": "k"}
    assert client.post("/complain/", told).status_code == 302
    page = client.get("/complain/received/").content.decode()
    assert "示范区仲裁院" in page
    assert "0431-55555" in page
    assert "别处仲裁院" not in page
