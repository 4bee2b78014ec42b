"""The pages of cases, as their people use them."""

import re
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.casework.cases.test_access import outsiders
from tests.casework.cases.test_closing import ready
from tests.casework.cases.world import HERE, MONDAY, MONTH, Officer, World, of_case, officer
from tests.web.small_province import NOW
from xinan.casework.cases.actions.change_members import form_team
from xinan.casework.cases.models import Case, CaseEntry, CaseFile, CaseLook, CaseTask, CaseWorker
from xinan.notices.models import Notice
from xinan.people.models import AccessRecord

Seat = Callable[[Officer], Client]
PDF = b"%PDF-1.7 toy"


def bare(answer: object) -> str:
    """A page without what differs from one request to the next."""
    text = answer.content.decode()  # type: ignore[attr-defined]
    text = re.sub(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"', "", text)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|/cases/\d+/|[0-9a-f]{32}", "", text)


def test_an_outsider_gets_the_same_answer_as_for_a_number_that_never_was(here: World, at: Seat) -> None:
    case = here.opened()
    number = case.number
    for name, who in outsiders(here).items():
        client = at(who)
        for path in ("", "looks/", "do/member/", "do/start/"):
            real, none = client.get(f"/cases/{case.pk}/{path}"), client.get(f"/cases/{case.pk + 500}/{path}")
            assert real.status_code == none.status_code, (name, path)
            assert real.status_code in (403, 404), (name, path)
            assert bare(real) == bare(none), (name, path)
        proceeding = of_case(case, "case")
        assert client.get(f"/proceedings/{proceeding.pk}/").status_code == 404, name
        searched = client.get(f"/cases/?of=all&q={number}")
        assert searched.status_code in (302, 403) or "没有找到" in searched.content.decode(), name
        for page in (
            "/cases/?of=all&as=open",
            "/",
            "/handling/",
            "/proceedings/",
            "/notices/",
            "/case-tasks/",
        ):
            answer = client.get(page)
            assert number not in answer.content.decode(), (name, page)
            assert f"/cases/{case.pk}/" not in answer.content.decode(), (name, page)
        assert not Notice.objects.filter(recipient=who.user, about_kind="case").exists(), name


def test_a_supervisor_of_a_closed_team_counts_nothing(here: World, at: Seat) -> None:
    case = here.opened()
    before = at(here.city).get("/cases/?of=supervised").content.decode()
    assert case.number in before
    form_team(case.pk, closed_to_others=True, by=here.head.user, scope=here.head.scope, now=MONDAY)
    after = at(here.city).get("/cases/?of=supervised").content.decode()
    assert case.number not in after
    assert "督办的 0" in after


def test_every_look_is_written_down(here: World, at: Seat) -> None:
    case = here.opened()
    client = at(here.inspector)
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    assert [(look.user, look.what) for look in CaseLook.objects.filter(case=case)] == [(here.inspector.user, "page")]
    assert here.inspector.user.display_name in client.get(f"/cases/{case.pk}/looks/").content.decode()


def test_the_page_shows_money_by_bank_facts(here: World, at: Seat) -> None:
    case = here.opened()
    client = at(here.inspector)
    answer = client.post(f"/cases/{case.pk}/do/reckon/", {"from_month": MONTH, "to_month": MONTH})
    assert answer.status_code == 302
    here.pay(here.workers[0], "1500.00")
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "1,500.00" in page
    here.pay(here.workers[1], "2000.00", payment_id="R:said")
    assert "企业自报已付" in client.get(f"/cases/{case.pk}/").content.decode()


def test_a_worker_in_clear_takes_a_reason_and_leaves_a_record(here: World, at: Seat) -> None:
    case = here.opened(here.clue())
    client = at(here.inspector)
    given = {"name": "钱多多", "from_month": "2026-08", "to_month": "2026-09", "owed": "8000", "words": "欠条"}
    assert client.post(f"/cases/{case.pk}/do/worker/", given).status_code == 302
    worker = CaseWorker.objects.filter(case=case).latest("pk")
    assert "钱多多" not in client.get(f"/cases/{case.pk}/").content.decode()
    url = f"/cases/{case.pk}/workers/{worker.pk}/reveal/"
    assert "钱多多" not in client.get(url).content.decode()
    shown = client.post(url, {"kind": "verify", "reason": "核对欠条上的签名"})
    assert "钱多多" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert AccessRecord.objects.filter(subject_kind="case_worker", subject_id=str(worker.pk), field="name").count() == 1
    assert CaseLook.objects.filter(case=case, what="worker").count() == 1


def test_minutes_are_kept_sealed_with_their_file(here: World, at: Seat) -> None:
    case = here.opened()
    client = at(here.inspector)
    paper = SimpleUploadedFile("会议照片.pdf", PDF, content_type="application/pdf")
    given = {"kind": "minutes", "happened_on": "2026-11-20", "words": "约谈总包负责人，承诺本周付清。", "papers": paper}
    assert client.post(f"/cases/{case.pk}/do/entry/", given).status_code == 302
    assert "约谈总包负责人" in client.get(f"/cases/{case.pk}/").content.decode()
    assert "约谈" not in CaseEntry.objects.get(case=case).words_sealed
    file = CaseFile.objects.get(case=case)
    assert client.get(f"/cases/files/{file.pk}/").content == PDF
    assert CaseLook.objects.filter(case=case, what="file", which=str(file.pk)).exists()
    assert at(here.colleague).get(f"/cases/files/{file.pk}/").status_code == 404


def test_a_department_answers_its_task_without_seeing_the_case(here: World, at: Seat) -> None:
    case = here.opened()
    department = officer("industry_department", region=HERE, industries=["housing"])
    given = {
        "asked": f"o:{department.user.organisation_id}",
        "title": "核查分包合同备案",
        "words": "请核查并附备案材料。",
        "due_on": "2026-11-30",
    }
    assert at(here.inspector).post(f"/cases/{case.pk}/do/task/", given).status_code == 302
    task = CaseTask.objects.get(case=case)
    client = at(department)
    assert "核查分包合同备案" in client.get("/case-tasks/").content.decode()
    page = client.get(f"/case-tasks/{task.pk}/").content.decode()
    assert "请核查并附备案材料" in page
    assert case.number not in page
    assert f"/cases/{case.pk}/" not in page
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    assert client.post(f"/case-tasks/{task.pk}/answer/", {"words": "已核查，合同未备案。"}).status_code == 302
    answered = at(here.inspector).get(f"/case-tasks/{task.pk}/").content.decode()
    assert "合同未备案" in answered
    assert Notice.objects.filter(recipient=here.inspector.user, kind="case_task_answered").count() == 1


def test_closing_asked_by_one_approved_by_another_and_reopened(here: World, at: Seat) -> None:
    case = ready(here)
    mine, head = at(here.inspector), at(here.head)
    assert mine.post(f"/cases/{case.pk}/do/ask-closing/", {"reason": "已付清"}).status_code == 302
    assert mine.post(f"/cases/{case.pk}/do/approve-closing/", {"reason": "同意"}).status_code == 403
    assert head.post(f"/cases/{case.pk}/do/approve-closing/", {"reason": "同意"}).status_code == 302
    case.refresh_from_db()
    assert case.closed_on == NOW.date()
    assert case.number in mine.get("/cases/?as=closed").content.decode()
    assert mine.post(f"/cases/{case.pk}/do/reopen/", {"reason": "付款被退回"}).status_code == 302
    assert "第 2 次办理" in mine.get(f"/cases/{case.pk}/").content.decode()


def test_what_is_missing_is_listed_and_said(here: World, at: Seat) -> None:
    case = here.opened()
    client = at(here.inspector)
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "背后问题尚未查结" in page
    refused = client.post(f"/cases/{case.pk}/do/ask-closing/", {"reason": "已付清"})
    assert refused.status_code == 409
    assert "还不能结案" in refused.content.decode()


def test_two_open_from_one_clue_and_the_other_is_told(here: World, at: Seat) -> None:
    clue = here.clue()
    given = {"clue": clue.pk, "title": "滨江新城二期拖欠农民工工资案", "size": "ordinary", "reason": "涉嫌拖欠"}
    first = at(here.inspector).post("/cases/new/", given)
    assert first.status_code == 302
    second = at(here.colleague).post("/cases/new/", given)
    assert second.status_code == 409
    assert "已由他人立案" in second.content.decode()
    assert Case.objects.count() == 1
    assert Case.objects.get().number not in second.content.decode()


def test_a_list_without_cases_says_where_they_come_from(here: World, at: Seat) -> None:
    assert "案件从线索或预警立案" in at(here.colleague).get("/cases/").content.decode()


def test_the_pages_speak_english(here: World, at: Seat) -> None:
    case = here.opened()
    client = at(here.inspector)
    page = client.get(f"/cases/{case.pk}/", headers={"accept-language": "en"}).content.decode()
    assert "Closing list" in page
    assert "What is behind" in page


def test_a_clues_page_leads_to_its_case_or_to_opening_one(here: World, at: Seat) -> None:
    clue = here.clue()
    mine, colleague = at(here.inspector), at(here.colleague)
    assert f"/cases/new/?clue={clue.pk}" in mine.get(f"/clues/{clue.pk}/").content.decode()
    case = here.opened(clue)
    assert f"/cases/{case.pk}/" in mine.get(f"/clues/{clue.pk}/").content.decode()
    seen = colleague.get(f"/clues/{clue.pk}/").content.decode()
    assert case.number not in seen
    assert f"/cases/{case.pk}/" not in seen
