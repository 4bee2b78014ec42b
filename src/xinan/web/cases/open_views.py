"""`/cases/new/`: a case from clues and warnings that were chosen elsewhere."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinan.casework.cases.actions.open_case import open_case
from xinan.casework.cases.enums import Size
from xinan.casework.cases.given import OpenedCase
from xinan.casework.cases.policies import may_open_cases
from xinan.casework.models import Clue
from xinan.casework.policies import visible_clues
from xinan.gateways.wiring import wiring
from xinan.kernel.errors import InvalidValue, XinanError
from xinan.monitoring.handling.queries import proceedings_of
from xinan.monitoring.models import Warning
from xinan.people.models import User
from xinan.web.access import requires
from xinan.web.cases.forms import OpenForm
from xinan.web.cases.policy import has_cases
from xinan.web.components.views import Problem
from xinan.web.handling.asking import Asking, asking
from xinan.web.shell.errors import status_of

MOST = 50


@requires(has_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """What the case is opened from, and who takes its two tracks; sent, it is opened and shown."""
    who = asking(request)
    clues, warnings = _clues(request, who=who), _warnings(request, who=who)
    office = who.user.organisation
    colleagues = User.objects.filter(organisation=office, is_active=True).exclude(pk=who.user.pk)
    form = OpenForm(
        *((request.POST,) if request.method == "POST" else ()),
        colleagues=[(str(each.pk), each.display_name) for each in colleagues.order_by("display_name", "pk")],
        initial={"title": _title(clues, warnings), "size": Size.ORDINARY},
    )
    problem: XinanError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            case = open_case(
                _opened(form, clues, warnings), by=who.user, scope=who.scope, now=who.now, keyring=wiring().keyring
            )
        except InvalidValue as error:
            form.refuse(error)
        except XinanError as error:
            problem = error
        else:
            messages.success(request, _("已立案：%(number)s") % {"number": case.number})
            return redirect(reverse("case", args=[case.pk]))
    return _page(request, form, clues, warnings, problem=problem, who=who)


def _page(
    request: HttpRequest,
    form: OpenForm,
    clues: list[Clue],
    warnings: list[Warning],
    *,
    problem: XinanError | None,
    who: Asking,
) -> HttpResponse:
    bound = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {
        "form": form,
        "clues": clues,
        "warnings": warnings,
        "able": bool(clues or warnings) and may_open_cases(who.scope),
        "problem": Problem(problem.what, problem.remedy, problem.code) if problem else None,
        "officer": who.user.display_name,
    }
    return render(request, "cases/new.html", context, status=status_of(problem) if problem else bound)


def _opened(form: OpenForm, clues: list[Clue], warnings: list[Warning]) -> OpenedCase:
    data = form.cleaned_data
    return OpenedCase(
        clue_ids=[each.pk for each in clues],
        warning_ids=[each.pk for each in warnings],
        title=data["title"],
        size=Size(data["size"]),
        background_user_id=int(data["background"]) if data["background"] else None,
        reason=data["reason"],
    )


def _clues(request: HttpRequest, *, who: Asking) -> list[Clue]:
    asked = [*request.GET.getlist("clue"), *request.POST.getlist("clue")][:MOST]
    found = visible_clues(who.scope).filter(pk__in=asked).select_related("project", "employer")
    return list(found.order_by("received_on", "pk"))


def _warnings(request: HttpRequest, *, who: Asking) -> list[Warning]:
    asked = [*request.GET.getlist("warning"), *request.POST.getlist("warning")][:MOST]
    ids = [int(each) for each in asked if each.isdigit() and len(each) < 12]
    seen = proceedings_of(ids, scope=who.scope)
    return list(Warning.objects.filter(pk__in=list(seen)).select_related("project").order_by("pk"))


def _title(clues: list[Clue], warnings: list[Warning]) -> str:
    projects = [each.project for each in warnings] + [each.project for each in clues]
    project = next((each for each in projects if each is not None), None)
    firm = next((each.employer for each in clues if each.employer is not None), None)
    name = project.name if project else firm.name if firm else ""
    return f"{name}拖欠农民工工资案"
