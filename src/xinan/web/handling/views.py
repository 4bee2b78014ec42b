"""`/handling/`, `/warnings/<id>/`, the files given as proof."""

import base64

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.monitoring.handling.queries import visible_handling
from xinan.people.middleware import request_id
from xinan.people.models import AccessRecord
from xinan.procedures.given import PROOF_CONTENT, PROOF_NAME
from xinan.procedures.models import Proof
from xinan.web.access import signed_in
from xinan.web.handling.asking import asked_warning, asking
from xinan.web.handling.files import JPEG, PNG, SUFFIXES
from xinan.web.handling.presenters import is_firm
from xinan.web.handling.requests import requests_for
from xinan.web.handling.story import may_read_proof
from xinan.web.handling.warning_page import warning_context
from xinan.web.handling.work import work_of
from xinan.web.shell.htmx import render_page

_SHOWN_IN_PLACE = frozenset({JPEG, PNG})


@signed_in
@require_safe
def work_page(request: HttpRequest) -> HttpResponse:
    """What waits for the person who asks; for a firm, what stands against it."""
    who = asking(request)
    context: dict[str, object] = {
        "work": work_of(request.GET, scope=who.scope, user=who.user, now=who.now),
        "requests": requests_for(scope=who.scope, user=who.user),
        "today": who.today,
    }
    return render_page(request, "handling/work.html", "handling/work_list.html", context)


@signed_in
@require_safe
def warning_page(request: HttpRequest, warning_id: int) -> HttpResponse:
    """One warning with everything about it."""
    who = asking(request)
    warning, proceedings = asked_warning(warning_id, who=who)
    return render(request, "handling/warning.html", warning_context(warning, proceedings, who=who))


@signed_in
@require_safe
def proof_file(request: HttpRequest, proof_id: int) -> HttpResponse:
    """A file given as proof; each opening is written down before it is answered."""
    who = asking(request)
    visible = visible_handling(who.scope).values("pk")
    proof = Proof.objects.select_related("step__proceeding").filter(pk=proof_id, step__proceeding__in=visible).first()
    if proof is None or not may_read_proof(proof.step, as_firm=is_firm(who.scope)):
        raise Http404
    keyring = wiring().keyring
    AccessRecord.objects.create(
        user=who.user,
        subject_kind="proof",
        subject_id=str(proof.pk),
        field="proof",
        reason=f"办理预警 {proof.step.proceeding.subject_id}，查看证明材料",
        project_id=proof.step.proceeding.project_id,
        request_id=request_id(request),
        at=who.now,
    )
    content = base64.b64decode(keyring.open(proof.content_sealed, context=PROOF_CONTENT))
    response = HttpResponse(content, content_type=proof.media_type)
    shown = proof.media_type in _SHOWN_IN_PLACE
    name = (
        keyring.open(proof.name_sealed, context=PROOF_NAME) or f"proof-{proof.pk}{SUFFIXES.get(proof.media_type, '')}"
    )
    disposition = content_disposition_header(as_attachment=not shown, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def not_open(what: Text) -> NotFound:
    """A thing that is not there, or not for this person."""
    return NotFound("not-open", what, Text("请从预警页面进入。", "Open it from the warning's page."))
