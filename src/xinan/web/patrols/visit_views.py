"""`/patrols/visits/<id>/`: on the phone of whoever makes the visit; the report for everybody else, and afterwards."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xinan.casework.actions.clue_of_visit import clue_of_visit
from xinan.gateways.wiring import wiring
from xinan.patrols.actions.decide_finding import drop_finding
from xinan.patrols.actions.open_visit import open_visit
from xinan.patrols.actions.take_entry import MOST_PHOTOS
from xinan.patrols.checklist import ITEMS
from xinan.patrols.enums import Answer, Conclusion, RaisedState, VisitState, WordOnWarning
from xinan.patrols.models import RaisedFinding, Visit
from xinan.patrols.policies import visible_visit
from xinan.web.access import requires
from xinan.web.patrols.policy import makes_visits, opens_visits
from xinan.web.patrols.visit_presenters import asked_warnings, kept_state, report_of
from xinan.web.shell.scope_words import place_words
from xinan.web.shell.scoping import asker, scope_for


@requires(makes_visits)
@require_POST
def start_visit(request: HttpRequest) -> HttpResponse:
    """Begin a visit to a project, or go on with the one of today."""
    user, now = asker(request.user), wiring().clock.now()
    scope = scope_for(user, today=now.date())
    visit = open_visit(request.POST.get("project", ""), by=user, scope=scope, now=now)
    return redirect("visit", visit_id=visit.pk)


@requires(opens_visits)
@never_cache
@require_safe
def visit_page(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The form while one's own visit is under way, else the report."""
    user, today = asker(request.user), wiring().clock.today()
    visit = visible_visit(scope_for(user, today=today), visit_id=visit_id)
    if visit.officer_id == user.pk and visit.state == VisitState.OPEN:
        return render(request, "patrols/visit.html", _form(visit, request))
    raised = RaisedFinding.objects.filter(visit=visit).select_related("decided_by").first()
    context = {
        "report": report_of(visit),
        "visit": visit,
        "raised": raised,
        "may_decide": raised is not None and raised.state == RaisedState.DRAFT and visit.officer_id == user.pk,
    }
    return render(request, "patrols/report.html", context)


@requires(makes_visits)
@require_POST
def finding_act(request: HttpRequest, visit_id: UUID, act: str) -> HttpResponse:
    """Register what workers said as a clue, or not, with the reason."""
    user, now = asker(request.user), wiring().clock.now()
    scope = scope_for(user, today=now.date())
    if act == "raise":
        clue_of_visit(visit_id, by=user, scope=scope, now=now, keyring=wiring().keyring)
    elif act == "drop":
        drop_finding(visit_id, reason=request.POST.get("reason", ""), by=user, scope=scope, now=now)
    else:
        raise Http404
    return redirect("visit", visit_id=visit_id)


def _form(visit: Visit, request: HttpRequest) -> dict[str, object]:
    today = wiring().clock.today()
    return {
        "visit": visit,
        "project": visit.project,
        "place": place_words(visit.project.region_code, skip=1),
        "contractor": visit.project.contractor,
        "items": ITEMS,
        "answers": Answer.choices,
        "words": WordOnWarning.choices,
        "conclusions": Conclusion.choices,
        "warnings": asked_warnings(visit.project_id, today=today),
        "kept": kept_state(visit),
        "texts": _texts(),
        "most_photos": MOST_PHOTOS,
    }


def _texts() -> dict[str, str]:
    """What the script says."""
    return {
        "all_sent": _("全部已送达"),
        "waiting": _("{n} 项待发送，已存在本机"),
        "sending": _("正在发送，还剩 {n} 项"),
        "offline": _("没有网络：{n} 项已存在本机，联网后自动发送"),
        "offline_none": _("没有网络：可以照常填写，联网后自动发送"),
        "sign_in": _("登录已过期：{n} 项已存在本机，请重新登录后继续发送"),
        "refused": _("{n} 项未被接收，请查看原因"),
        "no_store": _("本机不能保存内容（可能是无痕模式），请保持网络畅通"),
        "kept": _("已存在本机"),
        "sent": _("已送达"),
        "discard": _("不再发送"),
        "photo": _("照片"),
        "check": _("检查结果"),
        "talk": _("访谈"),
        "position": _("位置"),
        "finish": _("结论"),
        "delete_photo": _("删除这张照片？"),
        "delete_talk": _("删除这组访谈？"),
        "photo_failed": _("这张照片打不开，请重新拍摄。"),
        "photo_many": _("照片已达上限，请先删除不需要的。"),
        "talk_line": _("问 {asked} 人：按时领到 {on_time} 人，被欠 {owed} 人"),
        "talk_months": _("，最长 {months} 个月"),
        "talk_wrong": _("按时领到与被欠薪的人数之和不能超过询问人数，询问人数至少 1 人。"),
        "place_none": _("未取得位置（可以继续填写）"),
        "place_denied": _("没有定位权限，照片和走访不带位置"),
        "place_known": _("已定位，精度约 {n} 米"),
        "finish_missing": _("请先选择结论。"),
        "finish_waiting": _("结论已存在本机，联网后随其他内容一起送达。"),
        "finish_sent": _("走访已完成并送达。"),
        "left": _("还有 {n} 项没有回答"),
        "none_left": _("“5+1”已全部回答"),
        "at": _("{time} 拍摄"),
        "open_photo": _("查看照片"),
        "remove": _("删除"),
    }
