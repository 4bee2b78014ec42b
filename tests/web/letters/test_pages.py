"""The pages of letters: from the project to the served letter, for the office and for the firm."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.documents.hostile import macro_document, saying
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.web.small_province import Province
from xinan.documents.checking.trial import text_of
from xinan.documents.models import Letter, LetterTemplate
from xinan.people.models import User

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
PROOF = b"%PDF-1.7 receipt"
SHOWN = re.compile(r"<[^>]+>")


def paper(name: str = "回证.pdf", content: bytes = PROOF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def officer(client: Client, province: Province) -> User:
    """The inspector of the red project's place, signed in."""
    office = OrganisationFactory(name="南关区人社局", region_code="220102")
    user = AppointmentFactory(user=UserFactory(organisation=office, display_name="赵敏"), region_code="220102").user
    client.force_login(user)
    return user


@pytest.fixture
def firm(province: Province) -> Client:
    """The contractor's browser."""
    user = AppointmentFactory(role="contractor", region_code="", enterprise_id=province.contractor.pk).user
    browser = Client()
    browser.force_login(user)
    return browser


Draft = Callable[..., Letter]


@pytest.fixture
def draft(client: Client, officer: User, province: Province) -> Draft:
    """A function that drafts a letter about the red project by its page."""

    def make(kind: str = "reminder", addressed_to: str = "contractor") -> Letter:
        page = client.get(f"/projects/{province.red.pk}/letters/new/").content.decode()
        warnings = re.findall(r'name="warnings" value="(\d+)"', page)
        assert len(warnings) == 3  # those that stand; the withheld and the suppressed one are not offered
        answer = client.post(
            f"/projects/{province.red.pk}/letters/new/",
            {"kind": kind, "addressed_to": addressed_to, "warnings": warnings},
        )
        assert answer.status_code == 302, SHOWN.sub("", answer.content.decode())
        return Letter.objects.latest("pk")

    return make


def shown(client: Client, letter: Letter) -> str:
    answer = client.get(f"/letters/{letter.pk}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_from_a_project_to_a_released_letter(client: Client, firm: Client, draft: Draft, province: Province) -> None:
    letter = draft()
    page = shown(client, letter)
    assert "关于南关区安置房工资支付有关事项的提醒函" in page
    assert "长春甲建设有限公司：" in page
    assert "（签发时编号）" in page
    assert firm.get(f"/letters/{letter.pk}/").status_code == 404
    assert client.post(f"/letters/{letter.pk}/issue/", headers=HTMX)["HX-Redirect"] == f"/letters/{letter.pk}/"
    assert "南关区人社监〔2026〕1号" in shown(client, letter)
    listed = firm.get("/letters/").content.decode()
    assert "南关区人社监〔2026〕1号" in listed
    served = client.post(
        f"/letters/{letter.pk}/serve/", {"how": "direct", "on": "2026-11-23", "note": "本人签收", "proof": [paper()]}
    )
    assert served.status_code == 302
    page = shown(client, letter)
    assert "直接送达，2026-11-23" in page
    assert "2026-11-30" in page  # five working days to answer
    assert (
        firm.post(f"/letters/{letter.pk}/reply/", {"words": "已补发。", "papers": [paper("凭证.pdf")]}).status_code
        == 302
    )
    assert "已补发。" in shown(client, letter)
    assert client.post(f"/letters/{letter.pk}/release/", {"words": "银行反馈成功"}).status_code == 302
    letter.refresh_from_db()
    assert letter.state == "released"
    handed = client.get(f"/letters/{letter.pk}/papers/{letter.attachments.first().pk}/")
    assert handed.content == PROOF
    assert handed["Content-Disposition"].startswith("attachment")


def test_the_word_file_is_the_one_that_was_sealed_and_its_downloads_are_told(
    client: Client, draft: Draft, firm: Client
) -> None:
    letter = draft("warning-notice")
    client.post(f"/letters/{letter.pk}/issue/")
    taken = firm.get(f"/letters/{letter.pk}/file/")
    assert "no-store" in taken["Cache-Control"]
    said = text_of(taken.content)
    assert "南关区人社监〔2026〕1号" in said
    assert "未存储工资保证金" in said or "保证金" in said
    assert taken.content == client.get(f"/letters/{letter.pk}/file/").content
    assert letter.story.filter(kind="downloaded").count() == 2


def test_a_firm_confirms_receipt_and_may_do_nothing_else(client: Client, draft: Draft, firm: Client) -> None:
    letter = draft()
    client.post(f"/letters/{letter.pk}/issue/")
    page = firm.get(f"/letters/{letter.pk}/").content.decode()
    assert "确认签收" in page
    assert "作废" not in page
    for act in ("serve", "void", "release", "issue"):
        answer = firm.post(
            f"/letters/{letter.pk}/{act}/",
            {"how": "direct", "on": "2026-11-23", "words": "作废作废", "proof": [paper()]},
        )
        assert answer.status_code == 403, act
    assert firm.post(f"/letters/{letter.pk}/confirm/", headers=HTMX).status_code == 200
    letter.refresh_from_db()
    assert (letter.served_how, letter.state) == ("electronic", "served")
    assert firm.get("/letters/templates/").status_code == 403


def test_what_is_refused_is_said_on_the_page(client: Client, draft: Draft) -> None:
    letter = draft()
    assert "提交送达凭证" not in shown(client, letter)
    early = client.post(f"/letters/{letter.pk}/serve/", {"how": "direct", "on": "2026-11-23", "proof": [paper()]})
    assert early.status_code == 409
    client.post(f"/letters/{letter.pk}/issue/")
    for form, status, said in (
        ({"how": "direct", "on": "2026-11-23"}, 422, "没有上传送达凭证"),
        ({"how": "direct", "on": "明天", "proof": [paper()]}, 422, "送达方式或日期没有填对"),
        ({"how": "direct", "on": "2026-11-23", "proof": [paper("x.pdf", b"MZ")]}, 422, "不是照片或 PDF"),
    ):
        answer = client.post(f"/letters/{letter.pk}/serve/", form)
        assert answer.status_code == status
        assert said in answer.content.decode()
    assert client.post(f"/letters/{letter.pk}/issue/").status_code == 409
    assert client.post(f"/letters/{letter.pk}/shred/").status_code == 404
    assert client.get("/letters/999999/").status_code == 404


def test_a_draft_is_edited_field_by_field(client: Client, draft: Draft) -> None:
    letter = draft("rectification")
    page = client.get(f"/letters/{letter.pk}/edit/").content.decode()
    given = dict(re.findall(r'name="([\w-]+)"[^>]*value="([^"]*)"', page))
    given |= dict(re.findall(r'<textarea name="([\w-]+)"[^>]*>\s*([^<]*)</textarea>', page))
    given |= {"addressee": "长春乙置业有限公司", "findings-0-name": "", "amount": "1234.5", "cure_by": "2026-12-11"}
    assert client.post(f"/letters/{letter.pk}/edit/", given).status_code == 302
    page = shown(client, letter)
    assert "长春乙置业有限公司：" in page
    assert "壹仟贰佰叁拾肆元伍角" in page
    assert "2026年12月11日" in page
    overtaken = client.post(f"/letters/{letter.pk}/edit/", given)
    assert overtaken.status_code == 409
    assert "刚被别人修改过" in overtaken.content.decode()
    assert client.post(f"/letters/{letter.pk}/edit/", {**given, "cure_by": "明年"}).status_code == 422


def test_an_incomplete_draft_says_what_is_missing(client: Client, draft: Draft) -> None:
    letter = draft("interview", addressed_to="other")
    page = shown(client, letter)
    assert "签发前还须填写：" in page
    assert "约谈地点" in page
    refused = client.post(f"/letters/{letter.pk}/issue/")
    assert refused.status_code == 422
    assert "主送" in refused.content.decode()


def test_a_voided_letter_says_so(client: Client, draft: Draft) -> None:
    letter = draft()
    client.post(f"/letters/{letter.pk}/issue/")
    assert client.post(f"/letters/{letter.pk}/void/", {"words": "错"}).status_code == 422
    assert client.post(f"/letters/{letter.pk}/void/", {"words": "主送单位有误"}).status_code == 302
    page = shown(client, letter)
    assert "作废：主送单位有误" in page
    assert "南关区人社监〔2026〕1号" in page
    assert "%E5%B7%B2%E4%BD%9C%E5%BA%9F" in client.get(f"/letters/{letter.pk}/file/")["Content-Disposition"]


def test_lists_are_filtered_and_need_as_many_queries_for_ten_as_for_one(
    client: Client, draft: Draft, django_assert_max_num_queries: Callable[..., object]
) -> None:
    first = draft()
    client.post(f"/letters/{first.pk}/issue/")

    def asked(query: str) -> str:
        return str(client.get(f"/letters/?{query}", headers=HTMX).content.decode())

    assert "提醒函" in asked("shelf=unserved")
    assert "这里没有文书" in asked("shelf=late")
    assert "这里没有文书" in asked("q=没有这个词")
    assert "提醒函" in asked("q=南关区人社监〔2026〕1号&kind=reminder")
    assert "这里没有文书" in asked("kind=interview")
    assert "这里没有文书" in asked("project=P-YEL")
    for _ in range(9):
        draft()
    # Session, user, posts, the page's count, its rows, six shelves.
    with django_assert_max_num_queries(11):
        assert asked("").count("data-row-link") == 10


def test_templates_are_uploaded_checked_and_brought_back(client: Client, officer: User, draft: Draft) -> None:
    address = "/letters/templates/reminder/"
    page = client.get(address).content.decode()
    assert "{{ 文号 }}" in page
    assert "{%p for 行 in 预警事项 %}" in page
    for name, content, said in (
        ("模板.docx", saying("{{ 项目名 }}"), "有系统不认识的要素：项目名"),
        ("模板.docx", macro_document(), "宏"),
        ("模板.txt", b"words", "不是 .docx 文件"),
    ):
        answer = client.post(address, {"file": paper(name, content)})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert client.post(address, {}).status_code == 422
    assert not LetterTemplate.objects.exists()
    assert client.post(address, {"file": paper("模板.docx", saying("本区专用。")), "note": "加一句"}).status_code == 302
    assert client.post(address, {"file": paper("模板2.docx", saying("第二版。"))}).status_code == 302
    page = client.get(address).content.decode()
    assert "第二版。" in page
    assert "加一句" in page
    first = LetterTemplate.objects.get(version=1)
    assert client.post(f"{address}restore/", {"version": first.pk}).status_code == 302
    assert "本区专用。" in shown(client, draft())
    assert client.post(f"{address}standard/").status_code == 302
    assert "本区专用。" not in shown(client, draft())
    assert client.post(f"{address}standard/").status_code == 409
    kept = client.get(f"{address}file/?version={first.pk}")
    assert "本区专用。" in text_of(kept.content)
    assert "南关区人社监〔2026〕12号" in text_of(client.get(f"{address}file/?sample").content)
    assert "{{ 文号 }}" in text_of(client.get(f"{address}file/").content)
    assert client.get("/letters/templates/nothing/").status_code == 404
    for wrong in ("", "x", "9" * 40, "999999"):
        assert client.post(f"{address}restore/", {"version": wrong}).status_code == 404


def test_only_the_provinces_office_keeps_the_provinces_template(client: Client, officer: User) -> None:
    address = "/letters/templates/reminder/"
    given = {"holder": "province", "file": paper("模板.docx", saying("甲。"))}
    assert client.post(f"{address}?holder=province", given).status_code == 403
    assert not LetterTemplate.objects.exists()
    office = OrganisationFactory(name="省治欠办", kind="leading_group_office", region_code="220000")
    user = AppointmentFactory(user=UserFactory(organisation=office), role="province_office", region_code="220000").user
    client.force_login(user)
    client.post(f"{address}?holder=province", {"holder": "province", "file": paper("模板.docx", saying("全省。"))})
    assert LetterTemplate.objects.get(office=None).uploaded_by == user


def test_the_letterhead_stands_on_the_next_letter(client: Client, officer: User, draft: Draft) -> None:
    head = {
        "name": "长春市南关区人力资源和社会保障局",
        "mark": "长南人社监",
        "phone": "0431-12345678",
        "contact": "李明",
    }
    assert client.post("/letters/templates/", {**head, "mark": "长南〔2026〕"}).status_code == 422
    assert client.post("/letters/templates/", head).status_code == 302
    letter = draft()
    client.post(f"/letters/{letter.pk}/issue/")
    page = shown(client, letter)
    assert "长南人社监〔2026〕1号" in page
    assert "联系电话：0431-12345678" in page


def test_english_pages_say_english_around_a_chinese_letter(client: Client, draft: Draft) -> None:
    letter = draft()
    page = client.get(f"/letters/{letter.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert "Issue" in page
    assert 'lang="zh-Hans"' in page
    assert "签发" not in re.sub(r'<div class="xa-sheet".*?</div>', "", page, flags=re.S).replace("（签发时编号）", "")


def test_shipped_files_are_no_larger_than_what_an_office_may_upload() -> None:
    folder = Path(__file__).parents[3] / "src" / "xinan" / "documents" / "defaults"
    assert all(io.BytesIO(file.read_bytes()).getbuffer().nbytes < 100_000 for file in folder.glob("*.docx"))
