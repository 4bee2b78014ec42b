"""Relief for workers of the demo's cases, by the product's own actions: a deposit drawn, a fund that advanced, an order to pay."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from xinan.casework.cases.models import Case, CaseWorker
from xinan.casework.relief.actions.keep_fund import open_fund
from xinan.casework.relief.actions.open_relief import open_relief
from xinan.casework.relief.actions.recover import enter_recovery
from xinan.casework.relief.actions.report_results import report_and_confirm
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.given import NewRelief, Result
from xinan.casework.relief.granting import limits_of
from xinan.casework.relief.limits import suggested
from xinan.casework.relief.models import Fund, Relief
from xinan.casework.relief.queries import banks_of, left_of, lines_of, owed_in, proceeding_of, rows_of
from xinan.jobs.demo.acting import Officer, approver
from xinan.procedures.actions.make_move import make_move
from xinan.registry.models import Deposit

_FUND: Final = Decimal("500000.00")
_CENT: Final = Decimal("0.01")
Turn = Callable[[Officer, Case], bool]


def make(cases: Sequence[tuple[Officer, Case]]) -> int:
    """Each way of relief for the first case that is open to it; how many were begun."""
    waiting = list(_TURNS)
    made = 0
    for officer, case in cases:
        if case.closed_on is None and waiting and waiting[0](officer, case):
            waiting.pop(0)
            made += 1
    return made


def draw_and_top_up(officer: Officer, case: Case) -> bool:
    """The deposit drawn, the workers paid by the bank, the deposit made good; whether there was one that sufficed."""
    # Only who is on the roster is known by the banks' data to be paid.
    strangers = CaseWorker.objects.filter(case=case, worker=None).exists()
    relief = None if strangers else _drawn(officer, case, every=True)
    if relief is None:
        return False
    later = officer.at(4)
    _move(relief, later, "top_up", happened_on=later.now.date(), proofs=later.proof("补足凭证.pdf"))
    return True


def _draw(officer: Officer, case: Case) -> bool:
    return _drawn(officer, case, every=False) is not None


def _drawn(officer: Officer, case: Case, *, every: bool) -> Relief | None:
    """Paid out of the deposit within a day; None where there is none, or where not `every` line can be paid."""
    deposit = Deposit.objects.filter(project=case.project_id, released_on=None).order_by("pk").first()
    banks = banks_of(deposit) if deposit is not None else []
    if deposit is None or not banks:
        return None
    amounts = _within(_open(case), left_of(deposit))
    if not amounts or (every and amounts != _open(case)):
        return None
    new = NewRelief(
        Kind.DEPOSIT_DRAW,
        case.pk,
        amounts,
        deposit_id=deposit.pk,
        bank_id=banks[0],
        order_due_on=officer.now.date() - timedelta(days=1),
        reason="责令支付期限届满仍未支付，动用工资保证金。",
    )
    relief = open_relief(new, **officer.by)  # type: ignore[arg-type]
    _move(relief, officer.at(1), "send_notice", happened_on=officer.now.date())
    _all_paid(relief, officer.at(3))
    return relief


def _advance(officer: Officer, case: Case) -> bool:
    """The fund of the place advances a part of what is owed, and has some of it back."""
    other = approver(case, officer)
    if other is None:
        return False
    fund = _fund_of(officer, case)
    limits = limits_of(Relief(region_code=case.region_code), on=officer.now.date())
    amounts = suggested(_one_each(case), most=limits.total(owed_in(case)) or _FUND, limits=limits)
    wanted = {line: amount for line, amount in amounts.items() if amount > 0}
    if not wanted:
        return False
    new = NewRelief(
        Kind.EMERGENCY_FUND, case.pk, wanted, fund_id=fund.pk, reason="用人单位一时无力支付，工人生活困难。"
    )
    relief = open_relief(new, **officer.by)  # type: ignore[arg-type]
    _move(relief, officer.at(1), "apply", reason="用人单位账户被冻结，一时难以支付。")
    _move(relief, other.at(3), "approve", reason="符合条件，同意动用。")
    _all_paid(relief, officer.at(24))
    back = (sum(wanted.values(), Decimal(0)) / 2).quantize(_CENT)
    later = officer.at(48)
    enter_recovery(
        relief.pk,
        amount=back,
        received_on=later.now.date(),
        proofs=later.proof("追偿到账回单.pdf"),
        words="总包单位退还一半。",
        **later.by,  # type: ignore[arg-type]
    )
    return True


def _order(officer: Officer, case: Case) -> bool:
    """The general contractor is told to pay first, by a day some days ahead."""
    amounts = _open(case)
    if not amounts or case.project is None:
        return False
    new = NewRelief(
        Kind.ADVANCE_PAYMENT,
        case.pk,
        amounts,
        answers={"construction": True, "sub_in_arrears": True},
        payer_id=case.project.contractor_id,
        payer_role="contractor",
        reason="分包单位拖欠，由施工总承包单位先行清偿（条例第三十条）。",
    )
    relief = open_relief(new, **officer.by)  # type: ignore[arg-type]
    until = officer.now.date() + timedelta(days=15)
    _move(relief, officer.at(1), "order", reason="依据条例第三十条责令先行清偿。", until_on=until)
    return True


_TURNS: Final[Sequence[Turn]] = (_draw, _advance, _order)


def _open(case: Case) -> dict[int, Decimal]:
    return {line.wage_id: line.most for line in lines_of(case) if line.most > 0}


def _one_each(case: Case) -> dict[int, Decimal]:
    """The largest line of each worker: the fund's limit is one for each."""
    found: dict[int, tuple[Decimal, int]] = {}
    for line in lines_of(case):
        if line.most > 0:
            found[line.case_worker_id] = max(found.get(line.case_worker_id, (Decimal(0), 0)), (line.most, line.wage_id))
    return {wage_id: most for most, wage_id in found.values()}


def _within(amounts: Mapping[int, Decimal], most: Decimal) -> dict[int, Decimal]:
    """As many lines as fit, in their order."""
    found: dict[int, Decimal] = {}
    for line, amount in amounts.items():
        if sum(found.values(), Decimal(0)) + amount <= most:
            found[line] = amount
    return found


def _fund_of(officer: Officer, case: Case) -> Fund:
    first = date(officer.now.year, 1, 5)
    found = Fund.objects.filter(region_code=case.region_code).first()
    return found or open_fund(
        name="应急周转金",
        region_code=case.region_code,
        opened_on=first,
        amount=_FUND,
        **officer.by,  # type: ignore[arg-type]
    )


def _all_paid(relief: Relief, officer: Officer) -> None:
    results = [Result(row.pk, row.granted, officer.now.date()) for row in rows_of(relief)]
    report_and_confirm(relief.pk, results, **officer.by)  # type: ignore[arg-type]


def _move(relief: Relief, officer: Officer, move: str, *, reason: str = "已核实。", **given: object) -> None:
    one = proceeding_of(relief)
    make_move(one.pk, move, version=one.version, reason=reason, **given, **officer.by)  # type: ignore[arg-type]
