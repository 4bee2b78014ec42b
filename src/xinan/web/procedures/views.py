"""`/procedures/`: how things are handled, drawn and told from the data the engine runs on; lengths set by places."""

from datetime import date

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.people.scope import Scope
from xinan.procedures.actions.set_length import set_length
from xinan.procedures.definition import Procedure
from xinan.procedures.errors import UnknownProcedure
from xinan.procedures.lengths import lengths_on
from xinan.procedures.models import ClockLength
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.registry import find_procedure, procedures
from xinan.web.access import signed_in
from xinan.web.procedures.forms import LengthForm
from xinan.web.procedures.pictures import diagram
from xinan.web.procedures.presenters import clock_cards, home_of, move_rows, place_choices, place_name
from xinan.web.shell.errors import status_of
from xinan.web.shell.scoping import asker, scope_for


@signed_in
@require_safe
def procedure_list(request: HttpRequest) -> HttpResponse:
    """Every procedure, with how many things stand in it within the person's scope."""
    scope = scope_for(request.user, today=wiring().clock.today())
    open_ones = Count("pk", filter=Q(closed_at=None))
    counted = (
        visible_proceedings(scope).values("procedure").order_by("procedure").annotate(open=open_ones, all=Count("pk"))
    )
    counts = {row["procedure"]: row for row in counted}
    context = {"lines": [(procedure, counts.get(procedure.code)) for procedure in procedures()]}
    return render(request, "procedures/index.html", context)


@signed_in
@require_safe
def procedure_page(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure: diagram, moves, clocks; `?at=<state>` marks where a thing stands."""
    procedure = _asked(code)
    today = wiring().clock.today()
    scope = scope_for(request.user, today=today)
    return _page(request, procedure, scope=scope, today=today, form=_form(None, procedure, scope=scope, today=today))


@signed_in
@require_POST
def set_clock_length(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the length an office sets, and back to the page; what is wrong is said in the form."""
    procedure = _asked(code)
    clock = wiring().clock
    today, scope = clock.today(), scope_for(request.user, today=clock.today())
    form = _form(request.POST, procedure, scope=scope, today=today)
    status = 422
    if form.is_valid():
        given = form.cleaned_data
        try:
            set_length(
                procedure.code,
                given["clock"],
                level=given["level"],
                region_code=given["region_code"],
                amount=None if given["ends"] else given["amount"],
                from_on=given["from_on"],
                source=given["source"],
                by=asker(request.user),
                scope=scope,
                now=clock.now(),
                today=today,
            )
        except XinanError as error:
            form.refuse(error, language=_language())
            status = status_of(error)
        else:
            return redirect(f"{reverse('procedure', args=[procedure.code])}#clock-{given['clock']}")
    return _page(request, procedure, scope=scope, today=today, form=form, status=status)


def _page(
    request: HttpRequest, procedure: Procedure, *, scope: Scope, today: date, form: LengthForm, status: int = 200
) -> HttpResponse:
    state = request.GET.get("at", "")
    place = home_of(scope)
    rows = ClockLength.objects.filter(procedure=procedure.code).select_related("set_by").order_by("from_on", "pk")
    counted = visible_proceedings(scope).filter(procedure=procedure.code, closed_at=None)
    standing = dict(counted.values_list("state").order_by("state").annotate(Count("pk")))
    context = {
        "procedure": procedure,
        "diagram": diagram(procedure, language=_language(), state=state),
        "state": procedure.states.get(state),
        "moves": move_rows(procedure, state=state),
        "clocks": clock_cards(procedure, lengths=lengths_on(today), place=place, rows=list(rows)),
        "place": place_name(place),
        "standing": [
            (one.name, standing[code]) for code, one in procedure.states.items() if not one.final and code in standing
        ],
        "form": form if place_choices(scope, today=today) else None,
        "today": today,
    }
    return render(request, "procedures/procedure.html", context, status=status)


def _form(data: object, procedure: Procedure, *, scope: Scope, today: date) -> LengthForm:
    places = place_choices(scope, today=today)
    return LengthForm(
        data,
        procedure=procedure,
        places=places,
        today=today,
        language=_language(),
        initial={"from_on": today, "region_code": places[0][0] if places else ""},
    )


def _asked(code: str) -> Procedure:
    try:
        return find_procedure(code)
    except UnknownProcedure:
        raise Http404 from None


def _language() -> str:
    return get_language() or "zh"
