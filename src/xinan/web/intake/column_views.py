"""`/imports/batches/…/columns/`: which column is which; `/imports/columns/`: what the firm has said so far."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinan.gateways.wiring import wiring
from xinan.intake.actions.answer_columns import (
    answer_columns,
    asking_batch,
    change_columns,
    forget_columns,
    grid_of,
    own_mappings,
    proposal_of,
    read_answer,
    said_before,
)
from xinan.intake.sheets import SHEETS, sheet_of_kind
from xinan.kernel.errors import InvalidValue
from xinan.web.access import signed_in
from xinan.web.components.views import Problem
from xinan.web.intake.column_presenters import asking_page, changing_columns, mapping_views
from xinan.web.intake.people import person_behind
from xinan.web.shell.htmx import wants_part

_MOST_COLUMNS = 2_000


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, number: int) -> HttpResponse:
    """The question of one sheet. A POST with `confirm` answers it; any other shows what the choices make."""
    user, wired = person_behind(request), wiring()
    batch = asking_batch(number, user=user, today=wired.clock.today())
    grid = grid_of(batch, keyring=wired.keyring)
    said = request.POST if request.method == "POST" else request.GET
    kind = said.get("kind", "")
    row = said.get("header", "")
    proposal = proposal_of(
        batch,
        grid,
        kind=kind if kind in {sheet.kind for sheet in SHEETS} else "",
        header_row=int(row) if row.isdecimal() and int(row) < 100 else 0,
    )
    # Choices made under another kind or another header say nothing about this one.
    same = said.get("shown_kind") == proposal.sheet.kind and said.get("shown_header") == str(proposal.header.last_row)
    chosen = chosen_in(said) if request.method == "POST" and same else None
    given = {name.removeprefix("f_"): str(value) for name, value in said.items() if same and name.startswith("f_")}
    if chosen is None and (before := said_before(batch, proposal, today=wired.clock.today())) is not None:
        chosen, given = before
    problem, status = None, 200
    if chosen is not None and "confirm" in said:
        try:
            answer, fixed = read_answer(batch, grid, proposal, chosen=chosen, given=given)
        except InvalidValue as error:
            problem, status = Problem(error.what, error.remedy, error.code), 422
        else:
            answer_columns(batch, proposal, answer, said=fixed, by=user, now=wired.clock.now())
            return redirect("intake-upload", upload_key=batch.upload_key)
    page = asking_page(batch, grid, proposal, chosen=chosen, given=given)
    template = "intake/columns_part.html" if wants_part(request) else "intake/columns.html"
    return render(request, template, {"page": page, "refused": problem}, status=status)


@signed_in
@require_GET
def remembered(request: HttpRequest) -> HttpResponse:
    """What the firm has said about its sheets."""
    mappings = list(own_mappings(person_behind(request), today=wiring().clock.today())[:200])
    return render(request, "intake/remembered.html", {"mappings": mapping_views(mappings)})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Say anew which column is which, for the sheets to come."""
    user, wired = person_behind(request), wiring()
    mapping = own_mappings(user, today=wired.clock.today()).filter(pk=number).first()
    if mapping is None:
        raise Http404
    chosen = chosen_in(request.POST) if request.method == "POST" else None
    problem, status = None, 200
    if chosen is not None:
        try:
            change_columns(number, chosen=chosen, by=user, now=wired.clock.now())
        except InvalidValue as error:
            problem, status = Problem(error.what, error.remedy, error.code), 422
        else:
            return redirect("intake-remembered")
    sheet = sheet_of_kind(mapping.kind)
    context = {
        "mapping": mapping,
        "kind": sheet.name,
        "columns": changing_columns(mapping, chosen),
        "options": sheet.columns,
        "problem": problem,
    }
    return render(request, "intake/change_columns.html", context, status=status)


@signed_in
@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Be asked again."""
    forget_columns(number, by=person_behind(request), today=wiring().clock.today())
    return redirect("intake-remembered")


def chosen_in(said: QueryDict) -> Sequence[str]:
    """The column chosen for each column of the sheet, by its index."""
    chosen = {
        int(name[1:]): str(value)
        for name, value in said.items()
        if name[:1] == "c" and name[1:].isdecimal() and int(name[1:]) < _MOST_COLUMNS
    }
    return [chosen.get(index, "") for index in range(max(chosen, default=-1) + 1)]
