"""The page of any proceeding: what stands there, the moves, the clocks, what a firm does not read."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.monitoring.handling.handled import PDF
from tests.web.proceedings.conftest import TITLE, Cast, opened
from tests.web.small_province import NOW, TODAY, Province
from xinan.casework.telling import told_from
from xinan.gateways.wiring import wiring
from xinan.people.models import AccessRecord
from xinan.procedures.models import Proceeding, Proof

pytestmark = pytest.mark.django_db
LATER = TODAY.replace(month=12, day=7)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def page(one: Proceeding) -> str:
    return f"/proceedings/{one.pk}/"


def ordered(one: Proceeding, cast: Cast) -> None:
    assert cast.inspector.move(one, "accept").status_code == 302
    assert cast.inspector.move(one, "order", reason="内部认定的事实", until=LATER).status_code == 302


def test_everything_about_it_stands_on_one_page(one: Proceeding, cast: Cast) -> None:
    seen = cast.inspector.get(page(one))
    html = seen.content.decode()
    for words in (TITLE, "示例监察", "待受理", "受理期限", "示例第二条", "5 个工作日", "2026-11-30"):
        assert words in text_of(seen), words
    assert "/procedures/desk/?at=received" in html
    assert f"/proceedings/{one.pk}/moves/accept/" in html
    assert "须有文书：劳动保障监察投诉受理通知书" in text_of(seen)
    assert "放假安排未公布" not in text_of(seen)


@pytest.mark.parametrize("who", ["stranger", "elsewhere", "mediator"])
def test_whom_it_is_not_open_to_learns_nothing(one: Proceeding, cast: Cast, who: str) -> None:
    clock = one.clocks.get()
    for url in (page(one), f"{page(one)}moves/accept/", f"{page(one)}clocks/{clock.pk}/pause/", "/proceedings/99999/"):
        answer = getattr(cast, who).get(url)
        assert answer.status_code == 404
        assert TITLE not in answer.content.decode()
    assert getattr(cast, who).move(one, "accept").status_code == 404
    assert getattr(cast, who).client.post(f"{page(one)}letters/pay-order/").status_code == 404


def test_members_alone_see_what_is_open_to_members(closed_off: Proceeding, cast: Cast) -> None:
    assert cast.inspector.get(page(closed_off)).status_code == 200
    assert cast.mediator.get(page(closed_off)).status_code == 200
    for outsider in (cast.other, cast.city):
        assert outsider.get(page(closed_off)).status_code == 404


def test_a_move_asks_for_what_it_needs_and_is_made(one: Proceeding, cast: Cast) -> None:
    cast.inspector.move(one, "accept")
    dialog = cast.inspector.get(f"{page(one)}moves/order/", hx_request="true").content.decode()
    assert "<html" not in dialog
    assert re.search(r'name="until"[^>]*required', dialog)
    assert 'name="target"' not in dialog
    assert cast.inspector.move(one, "order", reason="查实").status_code == 422
    assert cast.inspector.move(one, "order", reason="查实", until=LATER).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.steps.last().until_on) == ("ordered", LATER)


def test_a_final_move_asks_once_more_and_says_so(one: Proceeding, cast: Cast) -> None:
    ordered(one, cast)
    dialog = cast.inspector.get(f"{page(one)}moves/finish/", hx_request="true").content.decode()
    assert "hx-confirm" in dialog
    assert "办结后不能撤回" in dialog
    assert f'max="{TODAY}"' in dialog
    assert "hx-confirm" not in cast.inspector.get(f"{page(one)}moves/note/", hx_request="true").content.decode()
    cast.inspector.move(one, "finish", happened_on=TODAY)
    assert "已履行" in text_of(cast.inspector.get(page(one)))


def test_a_target_without_choices_is_written(one: Proceeding, cast: Cast) -> None:
    cast.inspector.move(one, "accept")
    assert cast.inspector.move(one, "pass_on").status_code == 422
    cast.inspector.move(one, "pass_on", target="南关区住建局")
    assert "去向：南关区住建局" in text_of(cast.inspector.get(page(one)))


def test_the_second_person_is_told_by_whom(one: Proceeding, cast: Cast) -> None:
    cast.inspector.move(one, "accept")
    answer = cast.other.move(one, "order", reason="x", until=LATER, version=0)
    assert answer.status_code == 409
    assert cast.inspector.user.display_name in text_of(answer)
    one.refresh_from_db()
    assert one.state == "filed"


@pytest.mark.parametrize(
    ("back", "leads"),
    [
        ("", "/handling/"),
        ("/cases/7/?tab=2", "/cases/7/?tab=2"),
        ("//evil.example/", "/handling/"),
        ("http://x/", "/handling/"),
    ],
)
def test_a_move_leads_back_to_a_page_of_ours(one: Proceeding, cast: Cast, back: str, leads: str) -> None:
    assert cast.inspector.move(one, "accept", back=back)["Location"] == leads


def test_the_whole_page_of_a_move_works_without_a_dialog(one: Proceeding, cast: Cast) -> None:
    html = cast.inspector.get(f"{page(one)}moves/accept/?back={page(one)}").content.decode()
    assert "<html" in html
    assert f'href="{page(one)}">取消' in html
    assert 'hx-target="#page-form"' in html


def test_a_pause_and_more_time_are_asked_for_and_decided_by_another(one: Proceeding, cast: Cast) -> None:
    cast.inspector.move(one, "accept")
    clock = one.clocks.get(code="investigate")
    here = f"{page(one)}clocks/{clock.pk}/"
    form = text_of(cast.inspector.get(f"{here}extend/"))
    assert "延长多少（日（自然日））" in form
    assert "至多 30" in form
    asked = cast.inspector.client.post(f"{here}extend/", {"amount": 15, "reason": "案情复杂"})
    assert asked.status_code == 302
    assert "extend/" not in cast.inspector.get(page(one)).content.decode()
    waiting = cast.city.get("/handling/").content.decode()
    assert "延长 15 日" in waiting
    assert "等您答复的申请" not in cast.other.get("/handling/").content.decode()
    approve = re.search(r'action="([^"]*/approve/)"', waiting)[1]
    assert cast.other.client.post(approve).status_code == 403
    assert cast.city.client.post(approve, {"words": "同意"}).status_code == 302
    clock.refresh_from_db()
    assert clock.due_on >= clock.first_due_on + timedelta(days=15)
    paused = cast.inspector.client.post(
        f"{here}pause/", {"from_on": TODAY, "reason": "等待鉴定", "proofs": SimpleUploadedFile("委托.pdf", PDF)}
    )
    assert paused.status_code == 302
    assert "等您答复的申请" in text_of(cast.city.get(page(one)))
    approve = re.search(r'action="([^"]*/pause/\d+/approve/)"', cast.city.get(page(one)).content.decode())[1]
    cast.city.client.post(approve)
    clock.refresh_from_db()
    assert clock.state == "paused"
    assert cast.city.client.post(f"{here}resume/").status_code == 302
    clock.refresh_from_db()
    assert clock.state == "running"


def test_opening_a_proof_is_written_down(one: Proceeding, cast: Cast) -> None:
    cast.inspector.move(one, "accept", proofs=1)
    proof = Proof.objects.get()
    assert cast.other.get(f"/proceedings/proofs/{proof.pk}/").content == PDF
    assert AccessRecord.objects.get(subject_kind="proof").user == cast.other.user
    for nobody in (cast.contractor, cast.stranger, cast.elsewhere):
        assert nobody.get(f"/proceedings/proofs/{proof.pk}/").status_code == 404


def test_a_firm_learns_of_it_with_the_next_batch_and_reads_its_own_part(
    one: Proceeding, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cast.contractor.get(page(one)).status_code == 404
    ordered(one, cast)
    assert cast.contractor.get(page(one)).status_code == 404
    assert f'href="{page(one)}"' not in cast.contractor.get("/handling/").content.decode()
    at(monkeypatch, "2026-11-24T09:00:00+08:00")
    assert f'href="{page(one)}"' in cast.contractor.get("/handling/").content.decode()
    assert f'href="{page(one)}"' not in cast.stranger.get("/handling/").content.decode()
    seen = cast.contractor.get(page(one))
    html, said = seen.content.decode(), text_of(seen)
    assert seen.status_code == 200
    assert "报送凭证" in said
    for hidden in (TITLE, "内部认定的事实", "2026-11-23", "2026-11-24", "调查期限", cast.inspector.user.display_name):
        assert hidden not in said, hidden
    assert "/moves/note/" not in html
    assert "/moves/order/" not in html
    assert cast.contractor.move(one, "answer", reason="已支付，回单附后", proofs=1).status_code == 302
    assert "已支付，回单附后" in text_of(cast.contractor.get(page(one)))
    assert "已支付，回单附后" in text_of(cast.inspector.get(page(one)))
    own = Proof.objects.get()
    assert cast.contractor.get(f"/proceedings/proofs/{own.pk}/").status_code == 200


def test_a_proof_between_offices_is_not_the_firms(one: Proceeding, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ordered(one, cast)
    cast.inspector.move(one, "note", reason="投诉人来电", proofs=1)
    at(monkeypatch, "2026-11-24T09:00:00+08:00")
    assert cast.contractor.get(page(one)).status_code == 200
    assert cast.contractor.get(f"/proceedings/proofs/{Proof.objects.get().pk}/").status_code == 404


def test_the_batch_goes_out_at_nine_of_the_next_working_day() -> None:
    friday = NOW.replace(day=27, hour=23)
    assert told_from(friday).isoformat() == "2026-11-30T09:00:00+08:00"
    assert told_from(NOW.replace(hour=0)).date() == date(2026, 11, 24)


def test_statements_do_not_grow_with_the_story(one: Proceeding, cast: Cast) -> None:
    cast.inspector.move(one, "accept")
    cast.inspector.get(page(one))
    with CaptureQueriesContext(connection) as few:
        cast.inspector.get(page(one))
    for _ in range(6):
        cast.inspector.move(one, "note", reason="电话")
    with CaptureQueriesContext(connection) as many:
        cast.inspector.get(page(one))
    assert len(many) <= len(few)
    assert len(few) < 60


def test_it_reads_in_english(one: Proceeding, cast: Cast, settings: Settings) -> None:
    cast.inspector.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    said = text_of(cast.inspector.get(page(one)))
    for words in ("Toy inspection", "To be accepted", "Toy art. 2", "Accept"):
        assert words in said


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv("XINAN_NOW", moment)
    wiring.cache_clear()


def test_two_proceedings_of_one_subject_have_panels_of_their_own(
    one: Proceeding, province: Province, cast: Cast
) -> None:
    second = opened(province, subject_id="2")
    assert f"/proceedings/{one.pk}/" not in cast.inspector.get(page(second)).content.decode()
