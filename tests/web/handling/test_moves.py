"""Every move through its dialog, by the people it is for; refused to others, in words."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.monitoring.handling.handled import PDF
from tests.web.handling.conftest import Cast, stands
from tests.web.small_province import TODAY, Province
from xinan.monitoring.models import Warning
from xinan.notices.models import Notice
from xinan.people.models import AccessRecord
from xinan.procedures.models import Proof

pytestmark = pytest.mark.django_db
LATER = TODAY.replace(month=12, day=20)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def signed(cast: Cast, warning: Warning) -> None:
    assert cast.inspector.move(warning, "sign").status_code == 302


def test_the_dialog_asks_for_what_the_move_needs(cast: Cast, warning: Warning) -> None:
    signed(cast, warning)
    html = cast.inspector.get(f"/warnings/{warning.pk}/moves/propose_exemption/", hx_request="true").content.decode()
    assert "<html" not in html
    for name in ("reason", "until", "proofs"):
        assert re.search(rf'name="{name}"[^>]*required', html), name
    assert 'name="plan_on"' not in html


def test_signed_answered_with_a_file_verified_closed(cast: Cast, warning: Warning) -> None:
    signed(cast, warning)
    assert stands(warning).state == "signed"
    cast.contractor.move(warning, "answer", reason="总包说明：业主拨付迟延", plan_on=LATER)
    assert (stands(warning).state, stands(warning).steps.last().plan_on) == ("handling", LATER)
    cast.contractor.move(warning, "submit_proof", proofs=2)
    assert stands(warning).state == "answered"
    assert Proof.objects.count() == 2
    cast.inspector.move(warning, "send_back", reason="回单与名册不符")
    cast.contractor.move(warning, "submit_proof", proofs=1)
    cast.inspector.move(warning, "verify")
    warning.refresh_from_db()
    assert (stands(warning).closed_as, warning.settled_as) == ("evidence", "evidence")
    page = text_of(cast.contractor.get(f"/warnings/{warning.pk}/"))
    assert "总包说明：业主拨付迟延" in page
    assert "已凭证据核销" in page
    kinds = set(Notice.objects.filter(recipient=cast.contractor.user).values_list("kind", flat=True))
    assert {"warning_returned", "warning_closed"} <= kinds
    assert Notice.objects.filter(recipient=cast.inspector.user, kind="warning_answered").count() == 3


def test_whoever_signs_holds_it(cast: Cast, warning: Warning) -> None:
    cast.other.move(warning, "sign")
    assert (stands(warning).holder, stands(warning).holder_office) == (cast.other.user, cast.other.user.organisation)
    assert f"/warnings/{warning.pk}/" in cast.other.get("/handling/?whose=mine&which=open").content.decode()
    assert f"/warnings/{warning.pk}/" not in cast.inspector.get("/handling/?whose=mine&which=open").content.decode()


@pytest.mark.parametrize(
    ("who", "move", "from_state"),
    [
        ("contractor", "sign", "pushed"),
        ("elsewhere", "sign", "pushed"),
        ("stranger", "answer", "signed"),
        ("owner", "answer", "signed"),
        ("housing", "find_cured", "signed"),
        ("contractor", "find_cured", "signed"),
        ("inspector", "answer", "signed"),
        ("inspector", "verify", "signed"),
        ("inspector", "grant_exemption", "signed"),
    ],
)
def test_a_move_of_others_is_refused_and_changes_nothing(
    cast: Cast, warning: Warning, who: str, move: str, from_state: str
) -> None:
    if from_state == "signed":
        signed(cast, warning)
    answer = getattr(cast, who).move(warning, move, proofs=1, plan_on=LATER, until=LATER)
    assert answer.status_code in {403, 404}
    assert stands(warning).state == from_state


def test_proof_that_is_needed_and_missing_is_asked_for(cast: Cast, warning: Warning) -> None:
    signed(cast, warning)
    answer = cast.inspector.move(warning, "find_cured")
    assert answer.status_code == 422
    assert "必填" in text_of(answer) or "必须" in text_of(answer)
    assert stands(warning).state == "signed"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00" + b"\0" * 100, "回单.pdf"),
        (b"<html><script>alert(1)</script></html>", "说明.pdf"),
        (b"PK\x03\x04not a package", "名册.xlsx"),
    ],
)
def test_a_file_is_what_its_bytes_say_and_a_bad_one_is_refused(
    cast: Cast, warning: Warning, content: bytes, name: str
) -> None:
    signed(cast, warning)
    data = {"version": stands(warning).version, "reason": "见附件", "proofs": SimpleUploadedFile(name, content)}
    answer = cast.contractor.client.post(f"/warnings/{warning.pk}/moves/submit_proof/", data)
    assert answer.status_code == 422
    assert "不是可接受的类型" in text_of(answer)
    assert (stands(warning).state, Proof.objects.count()) == ("signed", 0)


def test_whoever_comes_second_is_told_who_was_quicker(cast: Cast, warning: Warning) -> None:
    before = stands(warning).version
    signed(cast, warning)
    answer = cast.other.move(warning, "sign", version=before)
    assert answer.status_code == 409
    said = text_of(answer)
    assert cast.inspector.user.display_name in said
    assert "签收" in said


def test_a_false_alarm_is_confirmed_by_another(cast: Cast, warning: Warning) -> None:
    signed(cast, warning)
    cast.inspector.move(warning, "propose_false_alarm", proofs=1)
    same = cast.inspector.move(warning, "confirm_false_alarm")
    assert same.status_code == 403
    assert stands(warning).state == "false_alarm_proposed"
    cast.other.move(warning, "confirm_false_alarm")
    assert stands(warning).closed_as == "false_alarm"


def test_an_exemption_is_granted_by_the_city_until_a_day(cast: Cast, warning: Warning) -> None:
    signed(cast, warning)
    cast.inspector.move(warning, "propose_exemption", proofs=1, until=LATER)
    assert cast.other.move(warning, "grant_exemption", until=LATER).status_code == 403
    assert Notice.objects.filter(recipient=cast.city.user, kind="review_asked").exists()
    cast.city.move(warning, "grant_exemption", until=LATER)
    warning.refresh_from_db()
    assert (warning.settled_as, warning.settled_until) == ("exempted", LATER)
    assert "豁免至 2026-12-20" in text_of(cast.inspector.get(f"/warnings/{warning.pk}/"))


def test_proposals_and_disputes_can_be_taken_back(cast: Cast, warning: Warning) -> None:
    signed(cast, warning)
    cast.inspector.move(warning, "propose_false_alarm", proofs=1)
    cast.inspector.move(warning, "withdraw_proposal")
    assert stands(warning).state == "handling"
    cast.contractor.move(warning, "submit_proof", proofs=1)
    cast.contractor.move(warning, "withdraw_answer")
    assert stands(warning).state == "handling"
    cast.contractor.move(warning, "dispute")
    cast.contractor.move(warning, "withdraw_dispute")
    assert stands(warning).state == "handling"


def test_notes_between_offices_are_not_the_firms_to_read(cast: Cast, warning: Warning) -> None:
    signed(cast, warning)
    cast.inspector.move(warning, "note", reason="电话询问班组长，内部记录", proofs=1)
    proof = Proof.objects.get()
    assert "内部记录" in text_of(cast.housing.get(f"/warnings/{warning.pk}/"))
    assert "内部记录" not in text_of(cast.contractor.get(f"/warnings/{warning.pk}/"))
    assert cast.contractor.get(f"/proceedings/proofs/{proof.pk}/").status_code == 404


def test_opening_a_proof_is_logged_and_gives_the_very_file(cast: Cast, warning: Warning) -> None:
    signed(cast, warning)
    cast.contractor.move(warning, "submit_proof", proofs=1)
    proof = Proof.objects.get()
    assert PDF not in proof.content_sealed.encode()
    answer = cast.inspector.get(f"/proceedings/proofs/{proof.pk}/")
    assert answer.content == PDF
    assert answer["Cache-Control"] == "no-store"
    assert "attachment" in answer["Content-Disposition"]
    look = AccessRecord.objects.get(subject_kind="proof")
    assert (look.user, look.subject_id, look.project_id) == (cast.inspector.user, str(proof.pk), warning.project_id)
    for other in (cast.stranger, cast.elsewhere, cast.owner):
        assert other.get(f"/proceedings/proofs/{proof.pk}/").status_code == 404


def test_all_warnings_of_a_project_are_signed_for_together(cast: Cast, warning: Warning, province: Province) -> None:
    url = f"/projects/{province.red.pk}/moves/sign/"
    dialog = cast.inspector.get(url, hx_request="true").content.decode()
    chosen = re.findall(r'name="chosen" value="(\d+:\d+)"', dialog)
    assert len(chosen) == 3
    stands_before = stands(warning)
    cast.inspector.client.post(
        url, {"chosen": [each for each in chosen if each.split(":")[0] != str(stands_before.pk)]}
    )
    assert stands(warning).state == "pushed"
    assert {
        stands(each).state for each in Warning.objects.filter(project=province.red, state="open").exclude(pk=warning.pk)
    } == {"signed"}


def test_a_plan_for_all_warnings_of_a_project_is_recorded_once(
    cast: Cast, warning: Warning, province: Province
) -> None:
    october = Warning.objects.get(project=province.red, rule="wages/unpaid", period="2026-10")
    for each in (warning, october):
        signed(cast, each)
    url = f"/projects/{province.red.pk}/moves/record_plan/"
    chosen = re.findall(r'name="chosen" value="(\d+:\d+)"', cast.inspector.get(url).content.decode())
    assert len(chosen) == 2
    assert cast.inspector.client.post(url, {"chosen": chosen, "reason": "约谈"}).status_code == 422
    cast.inspector.client.post(url, {"chosen": chosen, "reason": "约谈负责人，承诺补发", "plan_on": LATER})
    assert [stands(each).state for each in (warning, october)] == ["handling", "handling"]


def test_a_pause_is_asked_by_the_firm_and_decided_by_the_department(cast: Cast, warning: Warning) -> None:
    signed(cast, warning)
    clock = stands(warning).clocks.get(code="cure")
    ask = {"from_on": TODAY, "until_on": LATER, "reason": "冬歇", "proofs": SimpleUploadedFile("通知.pdf", PDF)}
    assert cast.contractor.client.post(f"/warnings/{warning.pk}/clocks/{clock.pk}/pause/", ask).status_code == 302
    work = cast.housing.get("/handling/").content.decode()
    assert "等您答复的申请" in work
    assert "等您答复的申请" not in cast.inspector.get("/handling/").content.decode()
    approve = re.search(r'action="(/handling/requests/pause/\d+/approve/)"', work)[1]
    assert cast.inspector.client.post(approve, {"words": ""}).status_code == 403
    assert cast.housing.client.post(approve, {"words": "同意"}).status_code == 302
    clock.refresh_from_db()
    assert clock.state == "paused"
    assert clock.due_on > clock.first_due_on
