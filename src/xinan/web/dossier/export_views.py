"""Exports of a file: asked for, watched while they are made, taken; each taking is written down."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinan.casework.dossier.actions.ask_export import Wish, ask_export, exporting_case
from xinan.casework.dossier.actions.download_export import content_of, download_export
from xinan.casework.dossier.export_models import FileExport, Form, Version
from xinan.gateways.wiring import wiring
from xinan.people.middleware import request_id
from xinan.web.access import requires
from xinan.web.cases.policy import has_cases
from xinan.web.dossier.presenters import exports_of
from xinan.web.handling.asking import asking

MEDIA_TYPES = {Form.PDF: "application/pdf", Form.ZIP: "application/zip"}


@requires(has_cases)
@require_POST
def export_ask(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask for one, and watch it on the page of the file."""
    who, given = asking(request), request.POST
    form, party = given.get("form", ""), given.get("party", "")
    wish = Wish(
        form=Form(form) if form in Form.values else Form.PDF,
        version=Version.PARTY if party else Version.FULL,
        enterprise_id=party,
        clear=given.get("clear") == "1",
        reason=given.get("reason", ""),
        language=get_language() or "zh-hans",
    )
    ask_export(case_id, wish, by=who.user, scope=who.scope, now=who.now, request_id=request_id(request))
    return redirect(f"/cases/{case_id}/file/#exports")


@requires(has_cases)
@require_safe
def export_state(request: HttpRequest, case_id: int, export_id: int) -> HttpResponse:
    """How far one has come: the part of the page that asks again while it is under way."""
    who = asking(request)
    case = exporting_case(case_id, scope=who.scope)
    if not FileExport.objects.filter(case=case, pk=export_id).exists():
        raise Http404
    exports = exports_of(case, who.user)
    running = next((line for line in exports if line.running), None)
    return render(request, "dossier/exports.html", {"case": case, "exports": exports, "running": running})


@requires(has_cases)
@require_safe
def export_download(request: HttpRequest, case_id: int, export_id: int) -> StreamingHttpResponse:
    """The file. Its name is the number of the case: nobody's name, no day."""
    who = asking(request)
    export = download_export(
        case_id, export_id, by=who.user, scope=who.scope, now=who.now, request_id=request_id(request)
    )
    form = Form(export.form)
    kind = _("当事人卷") if export.version == Version.PARTY else _("案卷")
    answer = StreamingHttpResponse(content_of(export, keyring=wiring().keyring), content_type=MEDIA_TYPES[form])
    name = quote(f"{export.case.number}-{kind}.{form.value}")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer.headers["Content-Length"] = str(export.size)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
