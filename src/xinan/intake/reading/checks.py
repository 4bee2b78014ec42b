"""What the cells of one row must say together. What other rows or the registry must say is asked when it is taken."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from xinan.intake.reading.faults import Fault
from xinan.intake.sheets.codes import DEPOSIT_KINDS
from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers import CitizenId
from xinan.kernel.text import Text

Values = dict[str, Any]
RESIDENT_CARD = "01"
LARGEST_COUNT = 1_000_000_000  # of lines or movements; the database's counters hold more


def check_identity(row: int, values: Values) -> list[Fault]:
    """A number given as a resident identity card's, or that looks like one, must pass the card's own checks."""
    faults = []
    for name, number in values.items():
        if number is None or not (name == "identity" or name.endswith("_identity")):
            continue
        kind = values.get(f"{name}_type")
        looks_like_one = len(number) == 18 and number[:17].isdigit()
        if kind == RESIDENT_CARD or (kind is None and (looks_like_one or number.isdigit())):
            try:
                CitizenId.parse(number)
            except InvalidValue as error:
                faults.append(Fault.of(error, row=row, column=_IDENTITY_TITLES.get(name, "证件号码")))
    return faults


_IDENTITY_TITLES = {
    "manager_identity": "项目经理证件号码",
    "responsible_identity": "责任人证件号码",
    "leader_identity": "班组长证件号码",
}


def _fault(row: int, column: str, code: str, what: Text, remedy: Text) -> Fault:
    return Fault(row, column, f"row.{code}", what, remedy)


def _not_before(row: int, values: Values, *, first: str, then: str, titles: tuple[str, str]) -> list[Fault]:
    """`then` may not lie before `first` where both are given."""
    begin, end = values.get(first), values.get(then)
    if begin is None or end is None or begin <= end:
        return []
    earlier, later = titles
    return [
        _fault(
            row,
            later,
            "order",
            Text(f"{later}早于{earlier}。", f"{later} lies before {earlier}."),
            Text("请核对两个日期。", "Check both dates."),
        )
    ]


def _needed(row: int, column: str, why: Text) -> Fault:
    return _fault(row, column, "needed", why, Text(f"请填写“{column}”。", f"Fill in “{column}”."))


def _stay(row: int, values: Values) -> list[Fault]:
    return _not_before(row, values, first="entered_at", then="left_at", titles=("进场时间", "退场时间"))


def _contract(row: int, values: Values) -> list[Fault]:
    faults = _not_before(row, values, first="from_on", then="to_on", titles=("开始日期", "结束日期"))
    if values["period_type"] == "0" and values["to_on"] is None:
        faults.append(_needed(row, "结束日期", Text("固定期限合同没有结束日期。", "A fixed-term contract has no end.")))
    if values["unit_price"] is not None and values["unit"] is None:
        faults.append(_needed(row, "计量单位", Text("有计量单价而没有计量单位。", "A price without its unit.")))
    return faults


def _entry(row: int, values: Values) -> list[Fault]:
    if values["settled_on"] is None:
        return []
    if values["entry_type"] == "1":
        return [
            _fault(
                row,
                "工资结清日期",
                "not_leaving",
                Text("进场行不应有工资结清日期。", "An entry cannot have a day of settlement."),
                Text("请把结清日期填在退场行。", "Give it in the row of the exit."),
            )
        ]
    return []


def _payroll(row: int, values: Values) -> list[Fault]:
    faults = []
    if values["is_back_pay"] and values["back_pay_month"] is None:
        faults.append(_needed(row, "补发月份", Text("补发行没有补发月份。", "Back pay without its month.")))
    if values["paid"] and values["paid_on"] is None:
        faults.append(_needed(row, "发放日期", Text("有实发金额而没有发放日期。", "An amount paid without its day.")))
    if values["days"] is not None and values["days"] > 31:
        faults.append(
            _fault(
                row,
                "出勤天数",
                "too_many_days",
                Text("一个月的出勤天数超过 31。", "More than 31 days in a month."),
                Text("请填本月天数；累计天数请拆到各月。", "Give the days of this month alone."),
            )
        )
    return faults


def _account(row: int, values: Values) -> list[Fault]:
    return [
        *_not_before(row, values, first="opened_on", then="closed_on", titles=("开户日期", "销户日期")),
        *_not_before(row, values, first="opened_on", then="closing_notice_on", titles=("开户日期", "销户公示日期")),
    ]


def _deposit(row: int, values: Values) -> list[Fault]:
    faults = [
        *_not_before(row, values, first="effective_on", then="expires_on", titles=("生效日期", "到期日期")),
        *_not_before(row, values, first="effective_on", then="released_on", titles=("生效日期", "返还日期")),
    ]
    if values["deposit_kind"] != "cash" and values["expires_on"] is None:
        form = DEPOSIT_KINDS.entries[values["deposit_kind"]]
        faults.append(_needed(row, "到期日期", Text(f"{form}没有到期日期。", "A guarantee without its last day.")))
    if values["amount"] == 0:
        faults.append(_zero(row))
    return faults


def _zero(row: int) -> Fault:
    return _fault(
        row,
        "金额",
        "zero",
        Text("金额为 0。", "The amount is 0."),
        Text("请填写实际金额。", "Give the actual amount."),
    )


def _movement(row: int, values: Values) -> list[Fault]:
    faults = [_zero(row)] if values["amount"] == 0 else []
    one_person = values["batch_code"] is None
    if values["money_direction"] == "out" and values["counterparty_kind"] == "worker" and one_person:
        if values["identity"] is None and values["wage_card"] is None:
            why = Text("付给农民工的支出没有说明付给谁。", "Wages without saying to whom.")
            faults.append(_needed(row, "证件号码", why))
        if values["month"] is None:
            faults.append(
                _needed(row, "工资月份", Text("付给农民工的支出没有工资月份。", "Wages without their month."))
            )
    return faults


def _pause(row: int, values: Values) -> list[Fault]:
    faults = _not_before(row, values, first="paused_from", then="paused_to", titles=("停工开始日期", "停工结束日期"))
    if values["approved_on"] is not None and values["approval_number"] is None:
        why = Text("有批准日期而没有批准文号。", "A day of approval without the number of the paper.")
        faults.append(_needed(row, "停工批准文号", why))
    return faults


def _draw(row: int, values: Values) -> list[Fault]:
    titles = ("动用日期", "补足日期")
    faults = _not_before(row, values, first="drawn_on", then="replenished_on", titles=titles)
    return [*faults, replace(_zero(row), column="动用金额")] if values["drawn_amount"] == 0 else faults


def _payout(row: int, values: Values) -> list[Fault]:
    faults = []
    if values["batch_code"] is None:
        why = Text("没有代发批次号，不知道是哪一批。", "Without its batch number the line belongs to none.")
        faults.append(_needed(row, "代发批次号", why))
    if values["result"] not in {None, "sent"} and values["settled_on"] is None:
        faults.append(_needed(row, "发放日期", Text("有发放结果而没有日期。", "A result without its day.")))
    faults.extend(_too_large(row, values["line_number"], "序号"))
    sent = values["payable"] if values["sent"] is None else values["sent"]
    if values["paid"] is not None and values["paid"] > sent:
        faults.append(
            _fault(
                row,
                "实发",
                "paid_more",
                Text("实发大于代发金额。", "More was paid than was sent."),
                Text("请核对两个金额。", "Check both amounts."),
            )
        )
    return faults


def _statement(row: int, values: Values) -> list[Fault]:
    return _too_large(row, values["count"], "交易笔数")


def _too_large(row: int, count: int, column: str) -> list[Fault]:
    if count <= LARGEST_COUNT:
        return []
    what = Text("数字过大。", "The number is too large.")
    return [_fault(row, column, "large", what, Text("请核对。", "Check it."))]


def _project(row: int, values: Values) -> list[Fault]:
    faults = []
    if not 1 <= values["pay_day"] <= 31:
        faults.append(
            _fault(
                row,
                "发薪日",
                "pay_day",
                Text("发薪日不在 1 至 31 之间。", "The pay day is not between 1 and 31."),
                Text("请填 1 至 31 的整数。", "Give a whole number from 1 to 31."),
            )
        )
    ratio = values["labour_cost_ratio"]
    if ratio is not None and not 0 < ratio <= 1:
        faults.append(
            _fault(
                row,
                "人工费用占比",
                "share",
                Text(
                    "人工费用占比不在 0 至 1（100%）之间。", "The share of labour cost is not between 0 and 1 (100 %)."
                ),
                Text("请写成 20% 或 0.2。", "Write 20% or 0.2."),
            )
        )
    return [
        *faults,
        *_not_before(row, values, first="started_on", then="completed_on", titles=("实际开工日期", "竣工日期")),
    ]


ROW_CHECKS: dict[str, Callable[[int, Values], list[Fault]]] = {
    "units": _stay,
    "teams": _stay,
    "entries": _entry,
    "contracts": _contract,
    "payroll": _payroll,
    "accounts": _account,
    "deposits": _deposit,
    "movements": _movement,
    "projects": _project,
    "pauses": _pause,
    "draws": _draw,
    "payouts": _payout,
    "statements": _statement,
}
