"""A warning was turned into a case: it joins the officer's open case of the project, else a new case is opened."""

from xinan.casework.cases.actions.open_case import add_sources, ground_of
from xinan.casework.cases.given import OpenedCase
from xinan.casework.cases.models import Case, CaseMember, CaseWarning
from xinan.casework.cases.opening import enter_case
from xinan.casework.cases.refusals import already_in_a_case
from xinan.casework.cases.telling import tell_opened
from xinan.casework.cases.workers import workers_of_warnings
from xinan.monitoring.models import Warning
from xinan.people.models import User
from xinan.procedures.models import Step


def turn_warning(step: Step) -> Case:
    """The case the warning is in now; inside the transaction of the move, which has checked the person.

    Raises Conflict where the warning is in a case already, NotAllowed where the person belongs to no office.
    """
    by = step.by
    if by is None:
        raise ValueError("a person turns a warning into a case")
    warning = Warning.objects.select_for_update(of=("self",)).get(pk=int(step.proceeding.subject_id))
    if CaseWarning.objects.filter(warning=warning).exists():
        raise already_in_a_case()
    case = _open_case_of(warning, user=by)
    if case is None:
        ground = ground_of(OpenedCase(region_code=step.proceeding.region_code), [], [warning], by=by)
        case = enter_case(ground, by=by, background_user=None, reason=step.reason, now=step.at)
        tell_opened(case, by=by, now=step.at)
    add_sources(case, clues=[], warnings=[warning], by=by, now=step.at)
    workers_of_warnings(case, [warning], by=by, now=step.at)
    return case


def _open_case_of(warning: Warning, *, user: User) -> Case | None:
    """The person's own open case of the same project, the newest."""
    if warning.project_id is None:
        return None
    mine = CaseMember.objects.filter(user=user, to_at=None, part__in=["leader", "arrears", "background", "member"])
    cases = Case.objects.filter(pk__in=mine.values("case_id"), project_id=warning.project_id, closed_on=None)
    return cases.order_by("-pk").first()
