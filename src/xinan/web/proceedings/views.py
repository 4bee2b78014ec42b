"""`/proceedings/<id>/` and the files given as proof with its steps."""

import base64
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from xinan.gateways.wiring import wiring
from xinan.people.middleware import request_id
from xinan.people.models import AccessRecord
from xinan.procedures.given import PROOF_CONTENT, PROOF_NAME
from xinan.procedures.models import Proof
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.registry import find_procedure
from xinan.web.access import signed_in
from xinan.web.handling.asking import asking
from xinan.web.proceedings.files import JPEG, PNG, SUFFIXES
from xinan.web.proceedings.firm import is_firm, may_read_proof
from xinan.web.proceedings.frame import asked_proceeding
from xinan.web.proceedings.panel import panel_of

_SHOWN_IN_PLACE: Final = frozenset({JPEG, PNG})


@signed_in
@require_safe
def proceeding_page(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Any proceeding by itself: the panel, and the way to what it is about."""
    who = asking(request)
    proceeding = asked_proceeding(proceeding_id, who=who)
    panel = panel_of(proceeding, who=who, back=reverse("proceeding", args=[proceeding.pk]))
    return render(request, "proceedings/page.html", {"panel": panel, "today": who.today})


@signed_in
@require_safe
def proof_file(request: HttpRequest, proof_id: int) -> HttpResponse:
    """A file given as proof; each opening is written down before it is answered."""
    who = asking(request)
    visible = visible_proceedings(who.scope).values("pk")
    proof = Proof.objects.select_related("step__proceeding").filter(pk=proof_id, step__proceeding__in=visible).first()
    if proof is None or not may_read_proof(proof.step, as_firm=is_firm(who.scope)):
        raise Http404
    keyring = wiring().keyring
    proceeding = proof.step.proceeding
    AccessRecord.objects.create(
        user=who.user,
        subject_kind="proof",
        subject_id=str(proof.pk),
        field="proof",
        reason=f"办理{find_procedure(proceeding.procedure).subject.zh} {proceeding.subject_id}，查看证明材料",
        project_id=proceeding.project_id,
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
