"""`/relief/of-case/<case>/`: what of the safety net is open to a case and why, how what was begun stands, what was paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xinan.casework.cases.policies import standing_of, visible_case
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.openings import Openness, ways_open
from xinan.casework.relief.policies import visible_reliefs
from xinan.web.access import requires
from xinan.web.handling.asking import asking
from xinan.web.relief.policy import has_funds
from xinan.web.relief.presenters import ListRow, list_rows
from xinan.web.shell.htmx import render_page


@dataclass(frozen=True, slots=True)
class CaseRelief:
    """The safety net of one case."""

    rows: list[ListRow]
    ways: list[Openness]
    works: bool

    @property
    def paid(self) -> Decimal:
        """What workers got by it."""
        return sum((row.sums.paid for row in self.rows), Decimal("0.00"))

    @property
    def workers(self) -> int:
        """How many lines of workers it concerns at most."""
        return max((row.sums.workers for row in self.rows), default=0)

    @property
    def next_due(self) -> date | None:
        """The nearest end of a clock."""
        return min((row.due_on for row in self.rows if row.due_on is not None), default=None)


@requires(has_funds)
@require_safe
def relief_of_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """The section of a case, or a page of its own."""
    who = asking(request)
    case = visible_case(who.scope, case_id=case_id)
    standing = standing_of(case, scope=who.scope)
    works = standing.works and case.closed_on is None
    reliefs = list(visible_reliefs(who.scope).filter(case=case).select_related("case", "project", "payer", "fund"))
    ways = ways_open(case, scope=who.scope, on=who.today) if works else []
    context = {
        "case": case,
        "safety": CaseRelief(list_rows(reliefs, who=who), ways, works),
        "kinds": tuple((kind.value, kind.label) for kind in Kind),
    }
    return render_page(request, "relief/of_case_page.html", "relief/of_case.html", context)
