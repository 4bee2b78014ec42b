"""`/case-tasks/`: what cases ask of a person or an office. Whoever was only asked sees the task, never the case."""

from http import HTTPStatus

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinan.casework.cases.actions.give_task import answer_task, case_of_task, end_task, is_asked, read_task, words_of
from xinan.casework.cases.enums import TaskState
from xinan.casework.cases.models import CaseTask
from xinan.casework.cases.policies import standing_of, visible_task, visible_tasks
from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.web.access import requires
from xinan.web.cases.forms import AnswerForm
from xinan.web.cases.policy import has_cases
from xinan.web.cases.story import file_views
from xinan.web.components.views import PageView
from xinan.web.handling.asking import Asking, asking
from xinan.web.proceedings.files import sealed_proofs
from xinan.web.proceedings.frame import told

SIZE = 30


@requires(has_cases)
@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """The tasks asked of the person and of their office: open ones first, the nearest day first."""
    who = asking(request)
    mine = Q(to_user=who.user) | Q(to_user=None, to_office_id=who.user.organisation_id)
    tasks = visible_tasks(who.user, scope=who.scope).filter(mine).select_related("to_office", "to_user", "made_by")
    over = request.GET.get("as") == "over"
    tasks = tasks.exclude(state=TaskState.OPEN).order_by("-due_on") if over else tasks.filter(state=TaskState.OPEN)
    number = request.GET.get("page", "")
    page = PageView.near(
        tasks.count(),
        number=int(number) if number.isdigit() and len(number) < 6 else 1,
        size=SIZE,
        base="as=over" if over else "",
    )
    context = {"tasks": tasks[page.slice], "page": page, "over": over, "today": who.today}
    return render(request, "cases/tasks.html", context)


@requires(has_cases)
@require_safe
def task_page(request: HttpRequest, task_id: int) -> HttpResponse:
    """A task with its files, and the form to answer it; the look is written down."""
    who = asking(request)
    read_task(task_id, user=who.user, scope=who.scope, now=who.now)
    return _page(request, visible_task(who.user, scope=who.scope, task_id=task_id), who=who, form=AnswerForm())


@requires(has_cases)
@require_http_methods(["POST"])
def task_answer(request: HttpRequest, task_id: int) -> HttpResponse:
    """The answer."""
    who = asking(request)
    task = visible_task(who.user, scope=who.scope, task_id=task_id)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            keyring = wiring().keyring
            answer_task(
                task_id,
                words=form.cleaned_data["words"],
                files=sealed_proofs(form.cleaned_data["papers"], keyring=keyring),
                by=who.user,
                scope=who.scope,
                now=who.now,
                keyring=keyring,
            )
        except XinanError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已答复。"))
            return redirect(reverse("case-task", args=[task_id]))
    return _page(request, task, who=who, form=form)


@requires(has_cases)
@require_POST
def task_end(request: HttpRequest, task_id: int) -> HttpResponse:
    """The answer accepted, or the task taken back."""
    who = asking(request)
    back = reverse("case-task", args=[task_id])
    try:
        end_task(task_id, accept=request.POST.get("accept") == "yes", by=who.user, scope=who.scope, now=who.now)
    except XinanError as error:
        return told(request, error, back=back)
    messages.success(request, _("已办理。"))
    return redirect(back)


def _page(request: HttpRequest, task: CaseTask, *, who: Asking, form: AnswerForm) -> HttpResponse:
    asked, answer = words_of(task, keyring=wiring().keyring)
    case = case_of_task(task, scope=who.scope)
    works = case is not None and standing_of(case, scope=who.scope).works
    context = {
        "task": task,
        "case": case,
        "asked": asked,
        "answer": answer,
        "files": file_views(task.files.filter(of_answer=False)),
        "answer_files": file_views(task.files.filter(of_answer=True)),
        "form": form if is_asked(task, user=who.user) and task.state == TaskState.OPEN else None,
        "may_end": works and task.state in (TaskState.OPEN, TaskState.ANSWERED),
        "late": task.state == TaskState.OPEN and task.due_on < who.today,
        "today": who.today,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    response = render(request, "cases/task.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
