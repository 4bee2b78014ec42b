"""The worker's own page: anything is enough, nothing is doubled, nobody learns what is not theirs."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.patrols.making import jpeg
from tests.web.small_province import Province
from xinan.casework.knocks import MOST
from xinan.casework.models import Clue, Knock, Receipt, Voice, VoiceFile
from xinan.casework.queries import lives_of
from xinan.notices.models import Notice

pytestmark = pytest.mark.django_db
TOLD = {
    "employer_words": "姓王的包工头",
    "site_words": "南关区安置房",
    "region_code": "220102",
    "from_month": "2026-08",
    "to_month": "2026-10",
    "amount": "12000",
    "phone": "15412340001",
    "form_key": "key-of-this-form",
}
UNKNOWN = "没有查到"


def complain(client: Client, **changed: object) -> str:
    """The code of the receipt."""
    answer = client.post("/complain/", {**TOLD, **changed}, follow=True)
    found = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", answer.content.decode())
    assert found, answer.content.decode()
    return found[0]


def standing(client: Client, code: str, tail: str) -> str:
    return client.post("/complain/status/", {"code": code, "tail": tail}).content.decode()


def test_a_complaint_becomes_a_clue_with_somebody_answering_for_it(client: Client, province: Province) -> None:
    complain(client, photos=[SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")])
    clue = Clue.objects.get()
    assert (clue.channel, clue.region_code, clue.amount) == ("worker_page", "220102", Decimal(12000))
    assert lives_of(clue)[0].holder_office is not None
    assert VoiceFile.objects.get().media_type == "image/jpeg"
    assert not Notice.objects.filter(recipient__appointments__role__in=["contractor", "owner", "bank"]).exists()


@pytest.mark.parametrize("field", ["employer_words", "site_words", "words", "phone"])
def test_one_thing_is_enough(client: Client, province: Province, field: str) -> None:
    client.post("/complain/", {field: "15412340009" if field == "phone" else "欠我工钱"})
    assert Voice.objects.count() == 1


def test_nothing_at_all_is_asked_for_again(client: Client, db: None) -> None:
    answer = client.post("/complain/", {"amount": ""})
    assert answer.status_code == 422
    assert not Clue.objects.exists()


def test_a_button_pressed_twice_is_one_complaint(client: Client, province: Province) -> None:
    assert complain(client) == complain(client)
    assert Clue.objects.count() == Receipt.objects.count() == 1
    # What was changed before it was sent again is another complaint, not a lost one.
    assert complain(client, words="还欠我加班费") != complain(client)
    assert Voice.objects.count() == 2


def test_how_it_stands_is_told_to_who_has_code_and_phone(client: Client, province: Province) -> None:
    code = complain(client)
    page = standing(client, code.lower().replace("-", " "), "0001")
    assert "已经收到" in page
    assert "2026-12-23" in page  # by when there is to be an outcome
    for wrong in ((code, "0002"), (code, ""), ("AAAAA-BBBBB", "0001"), ("", "0001")):
        assert UNKNOWN in standing(client, *wrong)


def test_the_answers_to_wrong_codes_are_the_same(client: Client, province: Province) -> None:
    code = complain(client)
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"|value="[^"]*"')
    pages = {token.sub("", standing(client, *wrong)) for wrong in ((code, "9999"), ("AAAAABBBBB", "0001"))}
    assert len(pages) == 1


def test_nobody_learns_that_somebody_else_complained(client: Client, province: Province) -> None:
    mine = complain(client, form_key="1")
    before = standing(client, mine, "0001")
    complain(client, form_key="2", phone="15412340002")
    complain(client, form_key="3", words="另外补充一句")
    after = standing(client, mine, "0001")
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"')
    assert strip.sub("", before) == strip.sub("", after)
    assert "吉线" not in after


def test_a_merged_complaint_s_code_goes_on_working(client: Client, province: Province) -> None:
    first, second = (complain(client, form_key=key, words=key, name="示例甲") for key in ("1", "2"))
    assert Clue.objects.filter(merged_into__isnull=False).count() == 1
    assert first != second
    for code in (first, second):
        assert "已经收到" in standing(client, code, "0001")


def test_no_code_and_no_phone_in_an_address(client: Client, province: Province) -> None:
    answer = client.post("/complain/", TOLD)
    assert answer["Location"] == "/complain/received/"
    assert client.get("/complain/received/")["Cache-Control"].count("no-store")
    assert Client().get("/complain/received/")["Location"] == "/complain/"


def test_machines_are_stopped(client: Client, province: Province) -> None:
    answer = client.post("/complain/", {**TOLD, "website": "http://spam.example"})
    assert answer.status_code == 422
    assert not Clue.objects.exists()
    for number in range(MOST["ask"]):
        assert client.post("/complain/status/", {"code": f"A{number}", "tail": "1"}).status_code == 200
    assert client.post("/complain/status/", {"code": "A", "tail": "1"}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.9.8.7")
    assert elsewhere.post("/complain/status/", {"code": "A", "tail": "1"}).status_code == 200
    assert not Knock.objects.filter(client__contains="10.9").exists()


@pytest.mark.parametrize(
    "files",
    [
        [SimpleUploadedFile("photo.jpg", b"MZ program", content_type="image/jpeg")],
        [SimpleUploadedFile(f"{n}.jpg", b"\xff\xd8\xff" + b"0" * 10, content_type="image/jpeg") for n in range(6)],
    ],
)
def test_files_that_are_no_photographs_are_refused(
    client: Client, province: Province, files: list[SimpleUploadedFile]
) -> None:
    answer = client.post("/complain/", {**TOLD, "photos": files})
    assert answer.status_code == 422
    assert not Clue.objects.exists()


def test_it_speaks_english_on_request(client: Client, db: None) -> None:
    client.post("/i18n/setlang/", {"language": "en", "next": "/complain/"})
    page = client.get("/complain/").content.decode()
    assert "Who owes you money?" in page
