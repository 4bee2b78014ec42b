"""Making a move: what it asks for in a dialog, what came of it, and for a whole project at once."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import Conflict, NotAllowed, XinanError
from xinan.kernel.text import Text
from xinan.monitoring.handling.opening import PROCEDURE
from xinan.monitoring.handling.queries import visible_handling
from xinan.monitoring.models import Warning
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.actions.make_moves import make_moves, preview_moves
from xinan.procedures.definition import Move
from xinan.procedures.given import MoveOffer
from xinan.procedures.models import Proceeding
from xinan.procedures.queries import moves_open_to
from xinan.procedures.registry import find_procedure
from xinan.registry.policies import visible_project
from xinan.web.access import signed_in
from xinan.web.components.views import Problem
from xinan.web.handling.asking import Asking, asked_warning, asking
from xinan.web.handling.files import sealed_proofs
from xinan.web.handling.forms import MoveForm, TogetherForm
from xinan.web.handling.together import TOGETHER
from xinan.web.projects.warnings import warning_view
from xinan.web.shell.errors import status_of
from xinan.web.shell.htmx import render_page, wants_part


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def warning_move(request: HttpRequest, warning_id: int, move: str) -> HttpResponse:
    """The dialog of one move; sent, the move is made and the page shown anew. A conflict says who was quicker."""
    who = asking(request)
    warning, proceedings = asked_warning(warning_id, who=who)
    proceeding, definition = proceedings[0], _definition(move)
    form = _form(request, proceeding, definition, who=who)
    if request.method == "POST" and form.is_valid():
        try:
            _make(request, proceeding, move, form=form, who=who)
        except (Conflict, NotAllowed) as error:
            return _told(request, warning_id, error)
        except XinanError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已办理：%(move)s") % {"move": _say(definition.name)})
            return done(request, _back(request, warning_id))
    offer = _offered(proceeding, move, who=who)
    if offer is None or offer.refused is not None:
        return _not_offered(request, warning_id, definition, offer)
    context: dict[str, object] = {
        "form": form,
        "offer": offer,
        "final": definition.to is not None and find_procedure(PROCEDURE).states[definition.to].final,
        "warning": warning_view(warning, today=who.today, people={}, evidence=False),
        "project": warning.project,
        "url": reverse("warning-move", args=[warning_id, move]),
        "came_from": request.POST.get("back") or request.GET.get("back", ""),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render_page(request, "handling/move_page.html", "handling/move.html", context, status=status)


def _definition(code: str) -> Move:
    definition = find_procedure(PROCEDURE).moves.get(code)
    if definition is None or not set(definition.who) - {"system"}:
        raise Http404
    return definition


def _form(request: HttpRequest, proceeding: Proceeding, move: Move, *, who: Asking) -> MoveForm:
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    return MoveForm(*given, needs=move.needs, today=who.today, initial={"version": proceeding.version})


def _make(request: HttpRequest, proceeding: Proceeding, move: str, *, form: MoveForm, who: Asking) -> None:
    data = form.cleaned_data
    proofs = sealed_proofs(data.get("proofs", []), keyring=wiring().keyring)
    make_move(
        proceeding.pk,
        move,
        by=who.user,
        scope=who.scope,
        now=who.now,
        version=data["version"],
        reason=data["reason"],
        proofs=proofs,
        plan_on=data.get("plan_on"),
        until_on=data.get("until"),
    )


def _offered(proceeding: Proceeding, move: str, *, who: Asking) -> MoveOffer | None:
    offers = moves_open_to(proceeding, scope=who.scope, user=who.user)
    return next((offer for offer in offers if offer.code == move), None)


def _not_offered(request: HttpRequest, warning_id: int, move: Move, offer: MoveOffer | None) -> HttpResponse:
    """The move is not, or no longer, for this person: said with what would be right, never a bare refusal."""
    said = offer.refused if offer is not None and offer.refused is not None else None
    what = said or Text(f"现在不能办理“{move.name.zh}”。", f"“{move.name.en}” is not open to you now.")
    remedy = Text("请刷新页面，按最新状态办理。", "Reload the page and go by how it stands now.")
    return _told(request, warning_id, NotAllowed("move-not-open", what, remedy))


def _told(request: HttpRequest, warning_id: int, error: XinanError) -> HttpResponse:
    context: dict[str, object] = {
        "problem": Problem(error.what, error.remedy, error.code),
        "back": reverse("warning", args=[warning_id]),
    }
    return render_page(request, "handling/refused_page.html", "handling/refused.html", context, status=status_of(error))


def _back(request: HttpRequest, warning_id: int) -> str:
    """Where the person came from, if that is a page of ours that shows the warning; else the warning's page."""
    warning = Warning.objects.filter(pk=warning_id).values_list("project_id", flat=True).first()
    asked = request.POST.get("back") or request.GET.get("back", "")
    known = {"work": reverse("handling")}
    if warning:
        known["project"] = f"{reverse('project', args=[warning])}#warning-{warning_id}"
    return known.get(asked, reverse("warning", args=[warning_id]))


def done(request: HttpRequest, url: str) -> HttpResponse:
    """Lead to a page, whether htmx asked or the browser did."""
    if not wants_part(request):
        return redirect(url)
    response = HttpResponse(status=HTTPStatus.OK)
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    if here.path == urlsplit(url).path:
        # To another place of the same page the browser would only scroll.
        response.headers["HX-Refresh"] = "true"
    else:
        response.headers["HX-Redirect"] = url
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def project_moves(request: HttpRequest, project_id: str, move: str) -> HttpResponse:
    """The same move on every warning of a project it is open for: first what it would do, then done."""
    who = asking(request)
    project = visible_project(who.scope, project_id=project_id)
    if move not in TOGETHER:
        raise Http404
    definition = _definition(move)
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
        messages.warning(request, _say(each.why_not) if each.why_not else "")
    return done(request, url)


def _versions(request: HttpRequest) -> dict[int, int]:
    """The proceedings chosen, each with the version looked at, as `id:version`."""
    pairs = (text.partition(":") for text in request.POST.getlist("chosen")[:200])
    return {int(key): int(version) for key, _, version in pairs if key.isdecimal() and version.isdecimal()}


def _say(text: Text) -> str:
    return text.in_language(get_language() or "zh")
