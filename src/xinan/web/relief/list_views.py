"""`/relief/`: the relief open to a person, the most urgent first; the table of liability, to be printed."""

from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xinan.casework.cases.policies import standing_of, visible_cases
from xinan.casework.relief.debts import Owed, owed_back
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.liability import condition_of, law_of, table
from xinan.casework.relief.policies import is_firm, visible_reliefs
from xinan.procedures.models import Proceeding
from xinan.web.access import requires
from xinan.web.components.views import PageView
from xinan.web.handling.asking import Asking, asking
from xinan.web.relief.policy import has_funds, has_relief
from xinan.web.relief.presenters import list_rows

SIZE: Final = 25
_CASES: Final = 40
KINDS: Final = tuple((kind.value, kind.label) for kind in Kind)


@requires(has_relief)
@require_safe
def relief_list(request: HttpRequest) -> HttpResponse:
    """What is under way, or what has ended; from here relief begins in a case."""
    who = asking(request)
    if "case" in request.GET and request.GET.get("kind") in Kind.values and request.GET["case"].isdigit():
        return redirect(reverse("relief-new", args=[int(request.GET["case"][:12]), request.GET["kind"]]))
    ended = request.GET.get("of") == "ended"
    open_ids = Proceeding.objects.filter(subject_kind="relief", closed_at=None).values_list("subject_id", flat=True)
    seen = visible_reliefs(who.scope).select_related("case", "project", "payer", "fund")
    open_keys = [int(key) for key in open_ids]
    under_way, over = seen.filter(pk__in=open_keys), seen.exclude(pk__in=open_keys)
    chosen = over if ended else under_way
    number = request.GET.get("page", "")
    page = PageView.near(chosen.count(), number=int(number) if number.isdigit() and len(number) < 6 else 1, size=SIZE)
    rows = list_rows(list(chosen[page.slice]), who=who)
    context = {
        "rows": sorted(rows, key=lambda row: row.due_on or date.max),
        "page": page,
        "ended": ended,
        "counts": (under_way.count(), over.count()),
        "owed": Owed() if is_firm(who.scope) else sum(owed_back(list(seen)).values(), Owed()),
        "cases": _cases(who),
        "kinds": KINDS,
        "as_firm": is_firm(who.scope),
        "keeps_funds": has_funds(who.user),
    }
    return render(request, "relief/list.html", context)


@requires(has_relief)
@require_safe
def liability_table(request: HttpRequest) -> HttpResponse:
    """Every row with its condition, who pays, by which article, with recourse against whom."""
    used = table()
    rows = [
        {
            "condition": condition_of(row),
            "payer": used.roles[row.payer],
            "law": law_of(row),
            "limited": bool(row.limit),
            "recourse": [used.roles[role] for role in row.recourse],
            "reason": row.reason,
        }
        for row in (*used.rows, *used.otherwise)
    ]
    return render(request, "relief/table.html", {"rows": rows, "contradictions": used.contradictions})


def _cases(who: Asking) -> list[tuple[int, str]]:
    """The open cases in which the person may begin relief."""
    if is_firm(who.scope):
        return []
    found = visible_cases(who.scope).filter(closed_on=None).order_by("-opened_at")[:_CASES]
    return [(case.pk, f"{case.number} {case.title}") for case in found if standing_of(case, scope=who.scope).works]
