"""What is done on the page of duties: each calls its action and leads back to the office."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinan.coordination.actions.route_unassigned import route_unassigned
from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.people.duties.actions.assign_duty import assign_duty
from xinan.people.duties.actions.end_duty import end_duty
from xinan.people.duties.actions.end_leave import end_leave
from xinan.people.duties.actions.hand_over import hand_over
from xinan.people.duties.actions.set_leave import set_leave
from xinan.people.duties.models import Duty, Leave
from xinan.people.duties.policies import may_assign, visible_offices
from xinan.people.models import Organisation, User
from xinan.people.scope import Scope
from xinan.web.access import requires
from xinan.web.duties.forms import AssignForm, HandOverForm, LeaveForm
from xinan.web.duties.page import forms_of, page_context
from xinan.web.duties.policy import sees_duties
from xinan.web.duties.roster_view import people_of, roles_of
from xinan.web.shell.errors import status_of
from xinan.web.shell.scoping import asker, scope_for

AnyForm = AssignForm | LeaveForm | HandOverForm


def _assign(form: AnyForm, user: User, scope: Scope, now: datetime) -> str:
    assert isinstance(form, AssignForm)  # noqa: S101 narrows what ACTS below says
    assign_duty(form.wish(), by=user, scope=scope, today=now.date())
    return _("分工已登记。") + _given(route_unassigned(now=now, by=user))


def _leave(form: AnyForm, user: User, scope: Scope, now: datetime) -> str:
    assert isinstance(form, LeaveForm)  # noqa: S101 narrows what ACTS below says
    set_leave(form.wish(), by=user, scope=scope, now=now)
    return _("休假已登记。")


def _hand_over(form: AnyForm, user: User, scope: Scope, now: datetime) -> str:
    assert isinstance(form, HandOverForm)  # noqa: S101 narrows what ACTS below says
    data = form.cleaned_data
    done = hand_over(
        int(data["from_user"]), to_user_id=form.to_user_id, reason=data["reason"], by=user, scope=scope, now=now
    )
    return _("已移交 %(duties)d 项分工、%(things)d 个未办结事项。") % {"duties": done.duties, "things": done.total}


def _given(number: int) -> str:
    return " " + _("%(n)d 个待分派事项已有承办人。") % {"n": number} if number else ""


ACTS: Final[dict[str, Callable[[AnyForm, User, Scope, datetime], str]]] = {
    "assign": _assign,
    "leave": _leave,
    "hand-over": _hand_over,
}


@requires(sees_duties)
@require_POST
def office_act(request: HttpRequest, office_id: int, act: str) -> HttpResponse:
    """Give out a duty, enter a leave, hand over; what will not do is said on the form."""
    user, now = asker(request.user), wiring().clock.now()
    scope = scope_for(user, today=now.date())
    office = visible_offices(scope, user=user).filter(pk=office_id).first()
    if office is None or act not in ACTS:
        raise Http404
    form = _bound(request, act, office=office, now=now)
    if not form.is_valid():
        return _refused(request, act, form, office=office, status=422)
    try:
        messages.success(request, ACTS[act](form, user, scope, now))
    except XinanError as error:
        form.refuse(error)
        return _refused(request, act, form, office=office, status=status_of(error))
    return _back(office)


@requires(sees_duties)
@require_POST
def duty_end(request: HttpRequest, number: int) -> HttpResponse:
    """End a duty: today is its last day."""
    user, now = asker(request.user), wiring().clock.now()
    scope, today = scope_for(user, today=now.date()), now.date()
    office = Organisation.objects.filter(pk__in=Duty.objects.filter(pk=number).values("office")).first()
    end_duty(number, last_on=today, by=user, scope=scope, today=today)
    messages.success(request, _("分工到今天为止。未办结的事项仍在原承办人名下，可用“移交”转出。"))
    return _back(office)


@requires(sees_duties)
@require_POST
def leave_end(request: HttpRequest, number: int) -> HttpResponse:
    """The person is back today, or the leave was called off."""
    user, now = asker(request.user), wiring().clock.now()
    leave = Leave.objects.filter(pk=number).select_related("user__organisation").first()
    end_leave(number, by=user, scope=scope_for(user, today=now.date()), now=now)
    messages.success(request, _("已销假，从今天起照常分派。") + _given(route_unassigned(now=now, by=user)))
    return _back(leave.user.organisation if leave else None)


def _bound(request: HttpRequest, act: str, *, office: Organisation, now: datetime) -> AnyForm:
    today, people = now.date(), people_of(office)
    if act == "assign":
        roles = roles_of(office, on=today)
        return AssignForm(request.POST, office=office, people=people, today=today, roles=roles)
    made = LeaveForm if act == "leave" else HandOverForm
    return made(request.POST, office=office, people=people, today=today)


def _refused(request: HttpRequest, act: str, form: AnyForm, *, office: Organisation, status: int) -> HttpResponse:
    user, today = asker(request.user), wiring().clock.today()
    scope = scope_for(user, today=today)
    manages = may_assign(office, user=user, scope=scope, on=today)
    forms = forms_of(office, today=today, manages=manages, user=user, given={})
    setattr(forms, act.replace("-", "_"), form)
    forms.opened = act
    context = page_context(request, user=user, scope=scope, office=office, forms=forms)
    return render(request, "duties/index.html", context, status=status)


def _back(office: Organisation | None) -> HttpResponse:
    address = reverse("duties")
    return redirect(f"{address}?office={office.pk}" if office else address)
