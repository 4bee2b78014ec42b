"""`/cases/<id>/file/`: what the file holds, whether it still is what was sealed, and what was taken out of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from xinan.casework.cases.actions.look import note_look
from xinan.casework.cases.enums import LookedAt
from xinan.casework.dossier.actions.ask_export import exporting_case, parties_of
from xinan.casework.dossier.actions.verify_case import verify_case
from xinan.casework.dossier.export_models import Form, Version
from xinan.casework.dossier.file import file_of
from xinan.casework.dossier.retention import law_named
from xinan.gateways.wiring import wiring
from xinan.people.policies import may_reveal
from xinan.web.access import requires
from xinan.web.cases.policy import has_cases
from xinan.web.dossier.presenters import exports_of, found_of, groups_of, last_seal
from xinan.web.handling.asking import asking
from xinan.web.shell.htmx import render_page


@requires(has_cases)
@require_safe
def dossier_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The contents in order; a look, written down like every other."""
    who = asking(request)
    case = exporting_case(case_id, scope=who.scope)
    note_look(case, what=LookedAt.PAGE, which="file", user=who.user, now=who.now)
    items = file_of(case, now=who.now, keyring=wiring().keyring)
    seal, check = last_seal(case)
    exports = exports_of(case, who.user)
    context: dict[str, object] = {
        "case": case,
        "groups": groups_of(case, items, check),
        "number_of_items": len(items),
        "papers": sum(len(item.papers) for item in items),
        "seal": seal,
        "law": law_named(seal.keep_law) if seal is not None else None,
        "check": check,
        "found": found_of(check, items) if check is not None else (),
        "exports": exports,
        "running": next((line for line in exports if line.running), None),
        "parties": parties_of(case).items(),
        "may_reveal": may_reveal(who.scope),
        "forms": Form.choices,
        "versions": Version,
    }
    return render_page(request, "dossier/file.html", "dossier/file_body.html", context)


@requires(has_cases)
@require_POST
def dossier_verify(request: HttpRequest, case_id: int) -> HttpResponse:
    """Look now whether the file is as it was sealed."""
    who = asking(request)
    case = exporting_case(case_id, scope=who.scope)
    verify_case(case, by=who.user, now=who.now, keyring=wiring().keyring)
    return redirect("dossier", case_id=case_id)
