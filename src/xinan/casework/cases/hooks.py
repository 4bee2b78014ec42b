"""What steps of other procedures and of the case's own do beside, and what a hand-over moves."""

from collections.abc import Mapping, Sequence

from xinan.casework.cases.actions.hand_over_parts import hand_over_parts
from xinan.casework.cases.actions.turn_warning import turn_warning
from xinan.casework.cases.closing import require_complete, require_ended
from xinan.casework.cases.enums import Part, TaskState
from xinan.casework.cases.membership import REVIEW, SUBJECT, refresh_access
from xinan.casework.cases.models import Case, CaseMember, CaseTask
from xinan.casework.cases.refusals import same_officer, task_first, task_waits
from xinan.casework.cases.sources import TURN
from xinan.casework.cases.telling import case_link, tell_reviewers
from xinan.kernel.text import Text
from xinan.people.duties.models import HandOver
from xinan.procedures.actions.set_holder import set_holders
from xinan.procedures.hooks import Described
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.reckoning import day_of
from xinan.procedures.registry import find_procedure


def after_warning_step(step: Step) -> None:
    """A warning turned into a case opens one in the same transaction, unless the case that is being opened turned it."""
    if step.move == TURN and step.by is not None and "case" not in (step.other or {}):
        turn_warning(step)


def after_case_step(step: Step) -> None:
    """Closing is asked for and approved only when the list is complete; what it ends is written on the case."""
    case = case_of(step.proceeding)
    waived = frozenset((step.other or {}).get("waived", {}))
    if step.move in ("ask_closing", "approve_closing"):
        require_complete(case, today=day_of(step.at), waived=waived)
    if step.move == "cancel":
        require_ended(case)
    if step.state_after in ("closed", "cancelled"):
        Case.objects.filter(pk=case.pk).update(closed_on=day_of(step.at))


def after_background_step(step: Step) -> None:
    """The second track has an officer of its own; it is passed on with a task, and concluded once that is answered."""
    case = case_of(step.proceeding)
    if step.move == "take_up" and step.by is not None:
        _take_up(case, step)
    if step.move == "pass_on" and "task" not in (step.other or {}):
        raise task_first()
    if step.move == "conclude" and CaseTask.objects.filter(case=case, background=True, state=TaskState.OPEN).exists():
        raise task_waits()


def after_mediation_step(step: Step) -> None:
    """An agreement that is put to the commission is open from then on to the arbitrators of the case, who are told."""
    if step.move == REVIEW:
        case = case_of(step.proceeding)
        refresh_access(case)
        tell_reviewers(case, now=step.at)


def describe_cases(proceedings: Sequence[Proceeding]) -> Mapping[int, Described]:
    """The number of the case and its page, for the umbrella and the second track."""
    return _described(proceedings, own_page=True)


def describe_procedures(proceedings: Sequence[Proceeding]) -> Mapping[int, Described]:
    """The number of the case with the procedure's name, and the page of the proceeding, which firms may open too."""
    return _described(proceedings, own_page=False)


def follow_hand_over(hand_over: HandOver) -> int:
    """Parts in cases that are not closed go to whoever takes over."""
    return hand_over_parts(hand_over)


def case_of(proceeding: Proceeding) -> Case:
    """The case a proceeding belongs to."""
    return Case.objects.get(pk=int(proceeding.subject_id))


def _take_up(case: Case, step: Step) -> None:
    """Whoever takes the second track up becomes its officer."""
    if step.by is None:
        return
    if CaseMember.objects.filter(case=case, user=step.by, part=Part.ARREARS, to_at=None).exists():
        raise same_officer()
    CaseMember.objects.get_or_create(
        case=case,
        part=Part.BACKGROUND,
        to_at=None,
        defaults={"user": step.by, "from_at": step.at, "added_by": step.by},
    )
    set_holders({step.proceeding_id: (step.by.pk, step.by.organisation_id)}, by=step.by, now=step.at, reason="承办")


def _described(proceedings: Sequence[Proceeding], *, own_page: bool) -> Mapping[int, Described]:
    ids = {int(each.subject_id) for each in proceedings if each.subject_kind == SUBJECT}
    numbers = dict(Case.objects.filter(pk__in=ids).values_list("pk", "number"))
    found = {}
    for each in proceedings:
        number = numbers.get(int(each.subject_id))
        if number is None:
            continue
        name = find_procedure(each.procedure).name
        title = Text(number, number) if own_page else Text(f"{number} {name.zh}", f"{number} {name.en}")
        link = case_link(int(each.subject_id)) if own_page else f"/proceedings/{each.pk}/"
        found[each.pk] = Described(title, link)
    return found
