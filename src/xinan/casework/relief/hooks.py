"""What steps of relief do beside: limits are checked again, results must be complete, the deposit's data follow."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Max

from xinan.casework.cases.closing import Check
from xinan.casework.cases.membership import named_in
from xinan.casework.cases.models import Case
from xinan.casework.relief.actions.recover import after_recovery_step, note_debtors
from xinan.casework.relief.debts import still_out
from xinan.casework.relief.granting import check_deposit, check_fund, granted_in, hold_limits
from xinan.casework.relief.models import Relief
from xinan.casework.relief.policies import SUBJECT
from xinan.casework.relief.queries import proceedings_by_relief, unpaid_by_data
from xinan.casework.relief.refusals import not_paid_yet, results_missing
from xinan.casework.relief.refusals import still_out as still_out_refused
from xinan.documents.kinds import LetterKind
from xinan.intake.actions.enter_relief import make_good
from xinan.kernel.text import Text
from xinan.procedures.actions.set_access import set_access
from xinan.procedures.enums import Access
from xinan.procedures.hooks import Described
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.reckoning import day_of
from xinan.procedures.registry import find_procedure

# So many lines a letter lists itself.
_LISTED = 40
# States in which workers still wait for money; a case does not close before.
_WAITING = ("prepared", "noticed", "drafted", "applied", "approved", "found", "ordered")


def after_draw_step(step: Step) -> None:
    """The notice within the deposit's rest; paid once every line has a result; topped up goes into the deposit's data."""
    relief = relief_of(step.proceeding)
    if step.move == "send_notice":
        check_deposit(relief)
    if step.move == "report_paid":
        _require_results(relief)
    if step.move == "top_up" and step.by is not None and relief.deposit_id is not None:
        last = relief.rows.aggregate(day=Max("paid_on"))["day"]
        if last is not None:
            on = step.happened_on or day_of(step.at)
            make_good(str(relief.project_id), str(relief.deposit_id), drawn_until=last, on=on, by=step.by, now=step.at)


def after_fund_step(step: Step) -> None:
    """Applied for and approved within the limits of that day; paid out once every line has a result."""
    relief = relief_of(step.proceeding)
    if step.move in ("apply", "approve"):
        check_fund(relief, on=day_of(step.at))
        hold_limits(relief, step.move, on=day_of(step.at))
    if step.move == "pay_out":
        _require_results(relief)
        note_debtors(relief, by=step.by, now=step.at)
    _after_recovering(step, relief)


def after_order_step(step: Step) -> None:
    """Paid first by the banks' data alone; then what the payer has recourse for is followed."""
    relief = relief_of(step.proceeding)
    if step.move == "confirm_paid":
        count, left = unpaid_by_data(relief)
        if count:
            raise not_paid_yet(left, count)
    if step.move == "track":
        note_debtors(relief, by=step.by, now=step.at)
    _after_recovering(step, relief)


def describe_reliefs(proceedings: Sequence[Proceeding]) -> Mapping[int, Described]:
    """The number of the relief with its name, and its page."""
    ids = {int(one.subject_id) for one in proceedings if one.subject_kind == SUBJECT}
    known = Relief.objects.in_bulk(ids)
    found = {}
    for one in proceedings:
        relief = known.get(int(one.subject_id))
        if relief is not None:
            name = find_procedure(one.procedure).name
            title = Text(f"{relief.number} {name.zh}", f"{relief.number} {name.en}")
            found[one.pk] = Described(title, f"/relief/{relief.pk}/")
    return found


def follow_members(case: Case) -> None:
    """Whoever is a member of the case now sees its relief, and nobody else."""
    for relief, proceeding in _of(case):
        set_access([proceeding.pk], access=Access(case.access), named=named_in(case, procedure=relief.kind))


def closing_check(case: Case, _today: date) -> Iterator[Check]:
    """Relief under way in which workers wait for money."""
    found = _of(case)
    if not found:
        return
    waiting = [relief for relief, proceeding in found if proceeding.state in _WAITING]
    first = waiting[0] if waiting else found[0][0]
    words = (
        Text(f"{len(waiting)} 项还没有付到工人手里", f"{len(waiting)} not paid to the workers yet")
        if waiting
        else Text("都已付到工人手里或不再办理", "Paid to the workers, or given up")
    )
    yield Check("relief", Text("兜底解困", "Relief"), not waiting, words, f"/relief/{first.pk}/")


def letter_facts(proceeding: Proceeding, _kind: LetterKind) -> Mapping[str, object]:
    """What letters about relief can say by themselves: the sums, and the list with its names masked, as offices read it."""
    relief = relief_of(proceeding)
    said: dict[str, object] = {
        "case_number": relief.case.number,
        "amount": granted_in(relief),
        "advanced": granted_in(relief),
        "workers": str(relief.rows.values("case_worker_id").distinct().count()),
        "payments": _payments(relief),
    }
    if relief.case.employer is not None:
        said |= {"employer": relief.case.employer.name, "employer_code": relief.case.employer.pk}
    if relief.deposit_id is not None:
        said["account"] = str(relief.deposit_id).rpartition(":")[2]
    if relief.payers and relief.payer_role:
        laws = [g["law"]["zh"] for rung in relief.payers if rung["role"] == relief.payer_role for g in rung["grounds"]]
        said["liable_because"] = "；".join(laws)
    return said


def _payments(relief: Relief) -> list[dict[str, str]]:
    """The list line by line; a long one is one line, and goes with the letter as its sealed sheet."""
    rows = list(relief.rows.select_related("worker", "case_worker"))
    if len(rows) > _LISTED:
        words = f"{len({row.case_worker_id for row in rows})}人（名单另附）"
        return [{"worker": words, "months": "见名单", "amount": f"{granted_in(relief):,.2f}元"}]
    return [
        {
            "worker": (row.worker or row.case_worker).name_masked or "见名单",
            "months": row.month,
            "amount": f"{row.granted:,.2f}元",
        }
        for row in rows
    ]


def relief_of(proceeding: Proceeding) -> Relief:
    """The relief a proceeding is about."""
    return Relief.objects.select_related("case__project", "case__employer", "deposit", "fund", "project").get(
        pk=int(proceeding.subject_id)
    )


def _after_recovering(step: Step, relief: Relief) -> None:
    if step.move == "settle" and (left := still_out(relief)) > 0:
        raise still_out_refused(left)
    after_recovery_step(step, relief)


def _require_results(relief: Relief) -> None:
    rows = list(relief.rows.all())
    waiting = sum(not row.is_reported for row in rows)
    if waiting or not any(row.paid_on is not None for row in rows):
        raise results_missing(waiting)


def _of(case: Case) -> list[tuple[Relief, Proceeding]]:
    reliefs = list(Relief.objects.filter(case=case))
    known = proceedings_by_relief(reliefs)
    return [(relief, known[relief.pk]) for relief in reliefs if relief.pk in known]
