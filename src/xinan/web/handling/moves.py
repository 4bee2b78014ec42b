"""Making a move: what it asks for in a dialog, what came of it, and for a whole project at once."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinan.monitoring.handling.opening import PROCEDURE
from xinan.monitoring.handling.queries import visible_handling
from xinan.monitoring.models import Warning
from xinan.procedures.actions.make_moves import make_moves, preview_moves
from xinan.registry.policies import visible_project
from xinan.web.access import signed_in
from xinan.web.handling.asking import Asking, asked_warning, asking
from xinan.web.handling.forms import TogetherForm
from xinan.web.handling.frames import warning_frame
from xinan.web.handling.together import TOGETHER
from xinan.web.proceedings.frame import done, say
from xinan.web.proceedings.moves import answer_move, move_definition
from xinan.web.projects.warnings import warning_view
from xinan.web.shell.htmx import render_page


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def warning_move(request: HttpRequest, warning_id: int, move: str) -> HttpResponse:
    """The dialog of one move; sent, the move is made and the page shown anew. A conflict says who was quicker."""
    who = asking(request)
    warning, proceedings = asked_warning(warning_id, who=who)
    frame = warning_frame(request, warning, who=who)
    return answer_move(request, proceedings[0], move, who=who, frame=frame)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def project_moves(request: HttpRequest, project_id: str, move: str) -> HttpResponse:
    """The same move on every warning of a project it is open for: first what it would do, then done."""
    who = asking(request)
    project = visible_project(who.scope, project_id=project_id)
    if move not in TOGETHER:
        raise Http404
    definition = move_definition(PROCEDURE, move)
    given = request.POST if request.method == "POST" else None
    form = TogetherForm(given, needs=definition.needs, today=who.today)
    if form.is_valid():
        return _made_together(
            request, move, form=form, who=who, url=f"{reverse('project', args=[project_id])}#p-warnings"
        )
    live = visible_handling(who.scope).filter(project_id=project_id, closed_at=None, state__in=definition.from_)
    chosen = list(live.order_by("pk"))
    rules = {each.pk: each for each in Warning.objects.filter(pk__in=[int(one.subject_id) for one in chosen])}
    previews = preview_moves([each.pk for each in chosen], move, by=who.user, scope=who.scope)
    lines = [
        (
            preview,
            warning_view(rules[int(one.subject_id)], today=who.today, people={}, evidence=False),
        )
        for one, preview in zip(chosen, previews, strict=True)
    ]
    context: dict[str, object] = {
        "move": definition,
        "lines": lines,
        "project": project,
        "url": reverse("project-moves", args=[project_id, move]),
        "able": sum(1 for preview, _view in lines if preview.ok),
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render_page(request, "handling/together_page.html", "handling/together.html", context, status=status)


def _made_together(request: HttpRequest, move: str, *, form: TogetherForm, who: Asking, url: str) -> HttpResponse:
    data = form.cleaned_data
    made = make_moves(
        _versions(request),
        move,
        by=who.user,
        scope=who.scope,
        now=who.now,
        reason=data["reason"],
        plan_on=data.get("plan_on"),
    )
    refused = [each for each in made if not each.ok]
    messages.success(request, _("已办理 %(n)d 条") % {"n": len(made) - len(refused)})
    for each in refused:
        messages.warning(request, say(each.why_not) if each.why_not else "")
    return done(request, url)


def _versions(request: HttpRequest) -> dict[int, int]:
    """The proceedings chosen, each with the version looked at, as `id:version`."""
    pairs = (text.partition(":") for text in request.POST.getlist("chosen")[:200])
    return {int(key): int(version) for key, _, version in pairs if key.isdecimal() and version.isdecimal()}
