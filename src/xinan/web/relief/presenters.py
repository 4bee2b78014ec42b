"""What the pages of relief show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from xinan.casework.cases.wages import NOTHING
from xinan.casework.relief.debts import Owed, owed_back
from xinan.casework.relief.enums import PAID_BY_ORDER, Kind
from xinan.casework.relief.granting import limits_of
from xinan.casework.relief.liability import Liability, Share, decide
from xinan.casework.relief.limits import FundLimits
from xinan.casework.relief.models import Relief, ReliefWorker
from xinan.casework.relief.policies import Standing, is_firm, standing_of
from xinan.casework.relief.queries import (
    FundStanding,
    left_of,
    owed_in,
    proceeding_of,
    proceedings_by_relief,
    rows_of,
    standing_of_fund,
    told_by_bank,
)
from xinan.casework.relief.shown import rungs_of
from xinan.kernel.text import Text
from xinan.procedures.clock_view import ClockView
from xinan.procedures.models import Clock, Proceeding
from xinan.procedures.queries import clocks_of
from xinan.procedures.registry import find_procedure
from xinan.registry.models import DepositDraw, Enterprise
from xinan.web.handling.asking import Asking
from xinan.web.proceedings.panel import PanelView, panel_of
from xinan.web.relief.money_presenters import (
    CorrectionView,
    HeldLimits,
    MoneyBack,
    already_paid,
    corrections_of,
    held_limits,
    money_back,
)

_RUNNING = frozenset({"running", "near", "due_today", "overdue"})
# Moves whose sums are entered on the page itself, and the one that follows from them.
_IN_FORMS = frozenset({"receive", "write_off_one", "settle"})
_RESULTS_IN = {Kind.DEPOSIT_DRAW: "noticed", Kind.EMERGENCY_FUND: "approved"}


@dataclass(frozen=True, slots=True)
class RowView:
    """A line of the list, the person masked."""

    id: int
    name: str
    identity: str
    on_roster: bool
    month: str
    granted: Decimal
    paid: Decimal
    paid_on: date | None
    failed: str
    is_reported: bool
    late: bool
    most: Decimal | None
    paid_by_others: Sequence[Text]

    @property
    def short(self) -> Decimal:
        """What was paid less than granted, of a line that was paid."""
        return self.granted - self.paid if self.paid_on is not None else NOTHING


@dataclass(frozen=True, slots=True)
class MonthSum:
    """A month of the list, for a firm: how many workers, how much."""

    month: str
    workers: int
    granted: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True)
class Sums:
    """The list in figures."""

    workers: int
    granted: Decimal
    paid: Decimal
    failed: int
    waiting: int

    @property
    def share(self) -> int:
        """What is paid, in hundredths."""
        return int(self.paid * 100 / self.granted) if self.granted else 0


@dataclass(frozen=True, slots=True)
class ReliefPage:
    """The page of one relief."""

    relief: Relief
    standing: Standing
    panel: PanelView
    sums: Sums
    rungs: Sequence[Mapping[str, Any]]
    payer_role: str
    rows: Sequence[RowView]
    months: Sequence[MonthSum]
    bank: str
    takes_results: bool
    deposit_left: Decimal | None
    limits: FundLimits | None
    share_limit: Decimal | None
    fund: FundStanding | None
    held: Sequence[HeldLimits]
    back: MoneyBack | None
    corrections: Sequence[CorrectionView]
    corrects: bool
    pay_by: date | None
    told: Sequence[DepositDraw]


@dataclass(frozen=True, slots=True)
class ListRow:
    """A line of the list of relief."""

    relief: Relief
    kind: Text
    state: Text
    tone: str
    due_on: date | None
    days: int | None
    sums: Sums
    owed: Owed


def page_of(relief: Relief, *, who: Asking) -> ReliefPage:
    """Everything of it that the person may see."""
    proceeding = proceeding_of(relief)
    standing = standing_of(proceeding, scope=who.scope)
    rows = rows_of(relief)
    is_fund = relief.fund is not None
    limits = limits_of(relief, on=who.today) if is_fund else None
    panel = panel_of(proceeding, who=who, back=f"/relief/{relief.pk}/")
    takes = (standing.works or standing.pays) and proceeding.state == _RESULTS_IN.get(Kind(relief.kind))
    pay_by = _pay_by(proceeding)
    paid_already = already_paid(relief, rows) if takes else {}
    open_moves = frozenset(offer.code for offer in panel.offers if offer.refused is None)
    return ReliefPage(
        relief=relief,
        standing=standing,
        # What is entered in forms of this page has no button of its own.
        panel=replace(panel, offers=tuple(offer for offer in panel.offers if offer.code not in _IN_FORMS)),
        sums=sums_of(rows),
        rungs=rungs_of(relief.payers),
        payer_role=relief.payer_role,
        rows=[_row(row, pay_by, paid_already) for row in rows] if standing.sees_people else (),
        months=_months(rows),
        bank=_firm_name(relief.bank_id),
        takes_results=takes,
        deposit_left=left_of(relief.deposit) if relief.deposit is not None else None,
        limits=limits,
        share_limit=limits.total(owed_in(relief.case)) if limits is not None else None,
        fund=standing_of_fund(relief.fund) if relief.fund is not None and not standing.as_firm else None,
        held=held_limits(relief),
        back=money_back(relief, proceeding=proceeding, standing=standing, moves=open_moves),
        corrections=corrections_of(relief, who=who, standing=standing) if standing.sees_people else (),
        corrects=(standing.works or standing.pays)
        and relief.kind in PAID_BY_ORDER
        and relief.case.closed_on is None
        and any(row.is_reported for row in rows),
        pay_by=pay_by,
        told=told_by_bank(relief, since=relief.opened_on) if relief.deposit_id is not None else (),
    )


def list_rows(reliefs: Sequence[Relief], *, who: Asking) -> list[ListRow]:
    """The lines of a page of the list; a fixed number of statements."""
    proceedings = proceedings_by_relief(reliefs)
    clocks = clocks_of(list(proceedings.values()), now=who.now)
    owed = {} if is_firm(who.scope) else owed_back(reliefs)
    rows: dict[int, list[ReliefWorker]] = {relief.pk: [] for relief in reliefs}
    for row in ReliefWorker.objects.filter(relief__in=reliefs):
        rows[row.relief_id].append(row)
    return [
        _list_row(
            relief,
            proceedings[relief.pk],
            clocks[proceedings[relief.pk].pk],
            rows[relief.pk],
            owed=owed.get(relief.pk, Owed()),
            who=who,
        )
        for relief in reliefs
        if relief.pk in proceedings
    ]


def sums_of(rows: Sequence[ReliefWorker]) -> Sums:
    """The list in figures."""
    return Sums(
        workers=len({row.case_worker_id for row in rows}),
        granted=sum((row.granted for row in rows), NOTHING),
        paid=sum((row.paid for row in rows), NOTHING),
        failed=sum(bool(row.failed) for row in rows),
        waiting=sum(not row.is_reported for row in rows),
    )


def ladder_of(
    answers: Mapping[str, bool | None], *, unsettled: Decimal | None, amount: Decimal
) -> tuple[Liability, list[Share]]:
    """What the table says of the answers, and what of a sum falls on whom."""
    found = decide(answers, unsettled=unsettled)
    return found, found.shares(amount)


def is_paid_by_order(kind: str) -> bool:
    """Whether results are entered for this kind."""
    return kind in PAID_BY_ORDER


def _list_row(
    relief: Relief,
    proceeding: Proceeding,
    clocks: Sequence[ClockView],
    rows: Sequence[ReliefWorker],
    *,
    owed: Owed,
    who: Asking,
) -> ListRow:
    procedure = find_procedure(proceeding.procedure)
    state = procedure.states[proceeding.state]
    due = min((clock.due_on for clock in clocks if clock.state in _RUNNING), default=None)
    days = (due - who.today).days if due is not None else None
    tone = "ok" if state.final else "red" if days is not None and days < 0 else "orange" if days in (0, 1) else "blue"
    return ListRow(relief, procedure.name, state.name, tone, due, days, sums_of(rows), owed)


def _row(row: ReliefWorker, pay_by: date | None, paid_already: Mapping[int, tuple[Decimal, Sequence[Text]]]) -> RowView:
    person = row.worker or row.case_worker
    most, others = paid_already.get(row.pk, (None, ()))
    return RowView(
        id=row.pk,
        name=person.name_masked or "—",
        identity=person.id_number_masked,
        on_roster=row.worker_id is not None,
        month=row.month,
        granted=row.granted,
        paid=row.paid,
        paid_on=row.paid_on,
        failed=row.failed,
        is_reported=row.is_reported,
        late=row.paid_on is not None and pay_by is not None and row.paid_on > pay_by,
        most=most,
        paid_by_others=others,
    )


def _pay_by(proceeding: Proceeding) -> date | None:
    """The last day on which the payment was in time."""
    return (
        Clock.objects.filter(proceeding=proceeding, code="pay").order_by("pk").values_list("due_on", flat=True).last()
    )


def _months(rows: Sequence[ReliefWorker]) -> list[MonthSum]:
    found = []
    for month in sorted({row.month for row in rows}):
        own = [row for row in rows if row.month == month]
        sums = sums_of(own)
        found.append(MonthSum(month, sums.workers, sums.granted, sums.paid))
    return found


def _firm_name(enterprise_id: str) -> str:
    return Enterprise.objects.filter(pk=enterprise_id).values_list("name", flat=True).first() or enterprise_id
