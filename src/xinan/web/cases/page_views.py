"""`/cases/<id>/`: one case, with every look written down; its files, its workers in clear, the looks themselves."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from xinan.casework.cases.actions.look import note_look, open_file, reveal_case_worker
from xinan.casework.cases.enums import LookedAt
from xinan.casework.cases.models import CaseLook, CaseWorker
from xinan.casework.cases.policies import standing_of, visible_case
from xinan.casework.cases.refusals import no_such_case, no_such_person
from xinan.gateways.wiring import wiring
from xinan.people.middleware import request_id
from xinan.web.access import requires
from xinan.web.cases.handed_over import handed_page_of
from xinan.web.cases.policy import has_cases
from xinan.web.cases.presenters import case_page_of
from xinan.web.components.views import PageView
from xinan.web.handling.asking import asking
from xinan.web.privacy.forms import ReasonForm
from xinan.web.privacy.presenters import FIELD_WORDS
from xinan.web.proceedings.files import JPEG, PNG, SUFFIXES

_SHOWN_IN_PLACE: Final = frozenset({JPEG, PNG})
LOOKS = 50


@requires(has_cases)
@require_safe
def case_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The case, or what of it bears on the viewer's dispute; the look is written down before anything is shown."""
    who = asking(request)
    case = visible_case(who.scope, case_id=case_id)
    note_look(case, what=LookedAt.PAGE, user=who.user, now=who.now)
    context: dict[str, object] = {"case": case, "today": who.today}
    if standing_of(case, scope=who.scope).sees_all:
        page = case_page_of(case, who=who, keyring=wiring().keyring)
        response = render(request, "cases/case.html", {**context, "page": page})
    else:
        handed = handed_page_of(case, who=who)
        response = render(request, "cases/handed_over.html", {**context, "page": handed})
    response.headers["Cache-Control"] = "no-store"
    return response


@requires(has_cases)
@require_safe
def case_looks(request: HttpRequest, case_id: int) -> HttpResponse:
    """Who looked at the case and when; for who leads it."""
    who = asking(request)
    case = visible_case(who.scope, case_id=case_id)
    if not standing_of(case, scope=who.scope).leads:
        raise no_such_case()
    looks = CaseLook.objects.filter(case=case).select_related("user__organisation")
    number = request.GET.get("page", "")
    page = PageView.near(looks.count(), number=int(number) if number.isdigit() and len(number) < 6 else 1, size=LOOKS)
    return render(request, "cases/looks.html", {"case": case, "looks": looks[page.slice], "page": page})


@requires(has_cases)
@require_safe
def case_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """A file of a case, or of a task; the opening is written down before it is answered."""
    who = asking(request)
    file, name, content = open_file(file_id, user=who.user, scope=who.scope, now=who.now, keyring=wiring().keyring)
    response = HttpResponse(content, content_type=file.media_type)
    shown = file.media_type in _SHOWN_IN_PLACE
    filename = name or f"file-{file.pk}{SUFFIXES.get(file.media_type, '')}"
    disposition = content_disposition_header(as_attachment=not shown, filename=filename)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@requires(has_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def reveal_person(request: HttpRequest, case_id: int, worker_id: int) -> HttpResponse:
    """The question why, then name, identity number and phone in clear, each look recorded before it is shown."""
    who = asking(request)
    case = visible_case(who.scope, case_id=case_id)
    worker = CaseWorker.objects.select_related("worker").filter(case=case, pk=worker_id).first()
    if worker is None:
        raise no_such_person()
    person = {"name": worker.name_masked or (worker.worker.name_masked if worker.worker else "")}
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "person": person, "url": reverse("case-reveal", args=[case_id, worker_id])}
        return render(request, "privacy/ask.html", context, status=422 if form.is_bound else 200)
    clear = reveal_case_worker(
        case_id,
        worker_id,
        reason=form.full_reason(),
        user=who.user,
        scope=who.scope,
        now=who.now,
        keyring=wiring().keyring,
        request_id=request_id(request),
    )
    values = [(FIELD_WORDS[field], clear.get(field, "")) for field in ("name", "id_number", "phone")]
    response = render(request, "privacy/shown.html", {"values": values, "person": person})
    response.headers["Cache-Control"] = "no-store"
    return response
