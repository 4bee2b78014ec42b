"""`/cases/<id>/do/<act>/`: the dialog of one act; sent, it is done and leads back to the case."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinan.casework.cases.policies import visible_case
from xinan.kernel.errors import Conflict, NotAllowed, NotFound, XinanError
from xinan.web.access import requires
from xinan.web.cases.acts import ACTS, Act, Asked
from xinan.web.cases.forms import TaskForm, WageForm, WorkerForm
from xinan.web.cases.policy import has_cases
from xinan.web.handling.asking import asking
from xinan.web.proceedings.forms import Refusable
from xinan.web.proceedings.frame import done, say, told
from xinan.web.shell.htmx import render_page


@requires(has_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def case_act(request: HttpRequest, case_id: int, act: str, which: int = 0) -> HttpResponse:
    """The form of an act; sent, the act is done. What it refuses is said in the form, or instead of it."""
    who = asking(request)
    case = visible_case(who.scope, case_id=case_id)
    if act not in ACTS:
        raise Http404
    rule, asked, back = ACTS[act], Asked(case, which, who, request.GET.get("code", "")), reverse("case", args=[case.pk])
    form = rule.make(asked, {"data": request.POST, "files": request.FILES} if request.method == "POST" else {})
    if request.method == "POST" and form.is_valid():
        try:
            rule.run(asked, _data(form))
        except (Conflict, NotAllowed, NotFound) as error:
            return told(request, error, back=back)
        except XinanError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已办理：%(act)s") % {"act": say(rule.name)})
            return done(request, back)
    return _form(request, rule, form, back=back, title=case.number)


def _form(request: HttpRequest, rule: Act, form: Refusable, *, back: str, title: str) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context: dict[str, object] = {"act": rule, "form": form, "url": request.path, "back": back, "title": title}
    return render_page(request, "cases/act_page.html", "cases/act.html", context, status=status)


def _data(form: Refusable) -> dict[str, object]:
    """The form's data, with the objects that some forms make of it."""
    made: dict[str, object] = {}
    if isinstance(form, WorkerForm):
        made["_worker"] = form.worker()
    elif isinstance(form, WageForm):
        made["_wage"] = form.wage()
    elif isinstance(form, TaskForm):
        made["_task"] = form.task()
    return {**form.cleaned_data, **made}
