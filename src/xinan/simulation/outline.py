"""The registry facts of a project: filing, permit, account, deposit, board, feeds, and a clue now and then."""

from datetime import date, timedelta

from xinan.kernel.calendar import CHINA
from xinan.simulation.chance import Chance
from xinan.simulation.draft import Draft, Life, Plan
from xinan.simulation.facts import (
    FEN,
    AccountRow,
    ArrearsRow,
    BoardRow,
    ClueRow,
    DepositRow,
    EnterpriseRow,
    FeedRow,
    ProjectRow,
)
from xinan.simulation.firms import Firm, firm
from xinan.simulation.names import BANKS, project_name
from xinan.simulation.plan import needs_permit
from xinan.simulation.window import Options

_EXEMPT_BELOW = 3_000_000  # yuan: no deposit needed below (人社部发〔2021〕65号)
_MONTHLY_COST = 8_000  # yuan of labour cost for each person, to size the contract
_SMALL_WORKS = 1_200_000  # yuan: below it no permit is asked for here
_DAY = timedelta(days=1)


def outline(options: Options, plan: Plan) -> Draft:
    """A draft with everything but people, attendance and money."""
    chance = Chance(options.seed, "outline", plan.number)
    draft = Draft(options, plan, chance, _project(plan, chance=chance))
    draft.pauses.extend(plan.pauses)
    _firms(draft)
    _account(draft)
    _deposit(draft)
    _board(draft)
    _clue(draft)
    draft.feeds.extend(
        FeedRow(plan.project_id, source, options.window.end) for source in ("attendance", "bank", "payroll")
    )
    return draft


def _project(plan: Plan, *, chance: Chance) -> ProjectRow:
    months = chance.whole(8, 30)
    price = _price(plan, months, chance=chance)
    asked = needs_permit(plan.industry) and price >= _SMALL_WORKS if plan.wish.permit is None else plan.wish.permit
    issued = plan.signed_on + timedelta(days=chance.whole(8, 24)) if asked else None
    begun = plan.started_on
    return ProjectRow(
        project_id=plan.project_id,
        name=project_name(plan, chance=chance),
        region_code=plan.place.code,
        industry=plan.industry,
        owner_id=plan.owner.enterprise_id,
        contractor_id=plan.contractor.enterprise_id,
        government_invested=plan.government,
        contract_price=price * FEN,
        contract_signed_on=plan.signed_on,
        permit_required=asked,
        permit_issued_on=issued,
        started_on=begun,
        filed_on=plan.filed_on,
        updated_on=max(plan.updated_on, plan.signed_on) if plan.updated_on else None,
        planned_end_on=_planned_end(plan, months, chance=chance),
        completed_on=plan.completed_on,
        labour_cost_ratio=round(chance.real(0.15, 0.28), 2),
        labour_cost_monthly=None,
        payment_guarantee_on=chance.day(plan.signed_on, begun - _DAY) if begun else None,
        pay_day=plan.pay_day,
        pay_next_month=plan.pay_next_month,
    )


def _price(plan: Plan, months: int, *, chance: Chance) -> int:
    """Yuan, in steps of ten thousand: labour of so many people and months is a fifth of it, more or less."""
    labour = plan.size * _MONTHLY_COST * months * chance.real(0.6, 1.0)
    price = max(400_000, round(labour / chance.real(0.16, 0.28), -4))
    return int(max(price, _EXEMPT_BELOW + 400_000) if plan.wish.large else price)


def _planned_end(plan: Plan, months: int, *, chance: Chance) -> date | None:
    if plan.completed_on is not None:
        return plan.completed_on + timedelta(days=chance.whole(-20, 40))
    begun = plan.started_on or plan.signed_on + timedelta(days=60)
    return begun + timedelta(days=30 * months + 430)


def _firms(draft: Draft) -> None:
    plan, seed = draft.plan, draft.options.seed
    hired = 1 + min(3, plan.size // 40)
    draft.subcontractors = [
        firm("subcontractor", draft.chance.whole(0, plan.number // 2), seed=seed) for _ in range(hired)
    ]
    draft.supervisor = firm("supervisor", draft.chance.whole(0, plan.number // 5), seed=seed)
    named: list[Firm] = [plan.contractor, plan.owner, *draft.subcontractors, draft.supervisor]
    draft.enterprises = [EnterpriseRow(one.enterprise_id, one.name, one.region_code) for one in named]
    if plan.contractor.in_arrears:
        # The record belongs to the firm, so that its day may not depend on the project.
        found = draft.window.first - timedelta(days=Chance(seed, "record", plan.contractor.name).whole(120, 600))
        draft.records.append(ArrearsRow(plan.contractor.enterprise_id, found, found + timedelta(days=45)))


def _account(draft: Draft) -> None:
    plan, chance = draft.plan, draft.chance
    opened = CHINA.working_day_on_or_after(plan.signed_on + timedelta(days=chance.whole(3, 18)))
    agreed = opened + timedelta(days=chance.whole(0, 3))
    draft.accounts.append(AccountRow(f"A{plan.number + 1:05d}1", plan.project_id, chance.pick(BANKS), opened, agreed))


def _deposit(draft: Draft) -> None:
    plan, chance, project = draft.plan, draft.chance, draft.project
    price = project.contract_price
    if price < _EXEMPT_BELOW * FEN and not plan.contractor.in_arrears:
        return
    # 2 % of the price; half as much again after an arrears record. Never less than asked for, a little more at times.
    rate = 0.03 if plan.contractor.in_arrears else 0.02
    amount = -(-int(price * rate * chance.pick((1.0, 1.0, 1.1, 1.25))) // (100 * FEN)) * 100 * FEN
    since = project.permit_issued_on or plan.signed_on
    kind = chance.weighted(("cash", "bank_guarantee", "insurance", "company_bond"), (15, 50, 30, 5))
    ends = None if kind == "cash" else draft.window.end + timedelta(days=chance.whole(120, 900))
    effective = CHINA.working_day_on_or_after(since + timedelta(days=chance.whole(2, 15)))
    released = CHINA.nth_working_day_after(plan.completed_on + timedelta(days=30), 3) if plan.completed_on else None
    draft.deposits.append(
        DepositRow(f"D{plan.number + 1:05d}1", plan.project_id, kind, amount, effective, ends, released)
    )


def _board(draft: Draft) -> None:
    begun = draft.plan.started_on
    if begun is not None:
        posted = begun - timedelta(days=draft.chance.whole(0, 6))
        draft.boards.append(BoardRow(draft.project_id, posted, True, True, True))


def _clue(draft: Draft) -> None:
    """One project in twelve once had a complaint, closed within three weeks."""
    plan, chance = draft.plan, draft.chance
    if plan.life is not Life.RUNNING or not chance.happens(0.08):
        return
    received = chance.day(draft.window.first, draft.window.end)
    closed = received + timedelta(days=chance.whole(2, 20))
    amount = chance.whole(3, 40) * 1000 * FEN
    draft.clues.append(
        ClueRow(f"C{plan.number + 1:05d}1", plan.project_id, received, chance.whole(1, 6), amount, closed)
    )
