"""Which of the three ways of the safety net is open to a case, and why: by the deposit, the fund and the table of liability."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xinan.casework.cases.models import Case
from xinan.casework.cases.wages import NOTHING
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.liability import Liability, decide, table
from xinan.casework.relief.limits_in_force import limits_at
from xinan.casework.relief.policies import visible_funds
from xinan.casework.relief.prefill import party_of, prefill
from xinan.casework.relief.queries import left_of, lines_of, owed_in, standing_of_fund
from xinan.kernel.text import Text
from xinan.people.scope import Scope
from xinan.registry.models import Deposit

_DEPOSIT_LAW = Text("人社部发〔2021〕65号第19条；条例第32条", "No. 65 of 2021 art. 19; Regulation art. 32")
_FUND_LAW = Text("条例第63条", "Regulation art. 63")


@dataclass(frozen=True, slots=True)
class Openness:
    """One way: whether it is open, why or why not, by which law, up to how much (None: no figure)."""

    kind: Kind
    name: Text
    is_open: bool
    why: Text
    law: Text
    most: Decimal | None


def ways_open(case: Case, *, scope: Scope, on: date) -> list[Openness]:
    """The three ways in the order in which they are tried: who is liable, the deposit, the fund."""
    owed = sum((line.most for line in lines_of(case)), NOTHING)
    known = prefill(case, on=on)
    found = decide({name: one.answer for name, one in known.items()})
    unanswered = len(table().questions) - len(known)
    return [
        _advance(case, found, owed=owed, unanswered=unanswered),
        _draw(case, owed=owed),
        _fund(case, scope=scope, on=on, owed=owed),
    ]


def _advance(case: Case, found: Liability, *, owed: Decimal, unanswered: int) -> Openness:
    payer = found.payers[0]
    party = party_of(payer.role, case=case)
    who_zh = f"{payer.name.zh}{f'（{party.name}）' if party else ''}"
    who_en = f"{payer.name.en}{f' ({party.name})' if party else ''}"
    law = Text(payer.articles, "; ".join(dict.fromkeys(one.law.en for one in payer.grounds)))
    if owed <= 0:
        return Openness(Kind.ADVANCE_PAYMENT, _NAMES[Kind.ADVANCE_PAYMENT], False, _NOTHING_OWED, law, None)
    why = Text(
        f"按现有数据，先由{who_zh}清偿；还有 {unanswered} 项事实待核对，核对后顺序可能改变。",
        f"By the data {who_en} pays first; {unanswered} facts are still to be confirmed and may change it.",
    )
    return Openness(Kind.ADVANCE_PAYMENT, _NAMES[Kind.ADVANCE_PAYMENT], True, why, law, owed)


def _draw(case: Case, *, owed: Decimal) -> Openness:
    name = _NAMES[Kind.DEPOSIT_DRAW]
    deposits = list(Deposit.objects.filter(project=case.project_id, released_on=None)) if case.project_id else []
    left = sum((left_of(one) for one in deposits), NOTHING)
    if not deposits:
        why = Text("本项目没有在用的工资保证金。", "The project has no deposit in force.")
        return Openness(Kind.DEPOSIT_DRAW, name, False, why, _DEPOSIT_LAW, None)
    if left <= 0:
        why = Text("保证金已用完，待总包单位补足。", "The deposit is used up; the contractor has to top it up.")
        return Openness(Kind.DEPOSIT_DRAW, name, False, why, _DEPOSIT_LAW, NOTHING)
    if owed <= 0:
        return Openness(Kind.DEPOSIT_DRAW, name, False, _NOTHING_OWED, _DEPOSIT_LAW, left)
    why = Text(
        f"有在用的保证金，可用 {left:,.2f} 元；须责令支付期满仍未支付。",
        f"A deposit is in force, {left:,.2f} yuan left; an order to pay must have been missed.",
    )
    return Openness(Kind.DEPOSIT_DRAW, name, True, why, _DEPOSIT_LAW, min(left, owed))


def _fund(case: Case, *, scope: Scope, on: date, owed: Decimal) -> Openness:
    name = _NAMES[Kind.EMERGENCY_FUND]
    funds = list(visible_funds(scope))
    if not funds:
        why = Text("本地区还没有登记应急周转金。", "No fund of the place is on record.")
        return Openness(Kind.EMERGENCY_FUND, name, False, why, _FUND_LAW, None)
    left = max(standing_of_fund(fund).left for fund in funds)
    most = min(left, limits_at(case.region_code, on=on).total(owed_in(case)), owed)
    if owed <= 0:
        return Openness(Kind.EMERGENCY_FUND, name, False, _NOTHING_OWED, _FUND_LAW, None)
    if most <= 0:
        why = Text("应急周转金余额不足，待拨入。", "The fund holds nothing that may be granted.")
        return Openness(Kind.EMERGENCY_FUND, name, False, why, _FUND_LAW, NOTHING)
    why = Text(
        f"用人单位一时难以支付或逃匿的可以动用；按限额和余额，最多 {most:,.2f} 元。",
        f"Where the employer cannot pay for now or is gone; by limits and balance at most {most:,.2f} yuan.",
    )
    return Openness(Kind.EMERGENCY_FUND, name, True, why, _FUND_LAW, most)


_NOTHING_OWED = Text("案件没有尚欠的工资，或都已在办。", "Nothing is owed in the case, or all of it is under way.")
_NAMES = {
    Kind.ADVANCE_PAYMENT: Text("先行清偿", "Order to pay first"),
    Kind.DEPOSIT_DRAW: Text("动用工资保证金", "Draw on the deposit"),
    Kind.EMERGENCY_FUND: Text("动用应急周转金", "Use the emergency fund"),
}
