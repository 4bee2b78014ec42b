"""The parts of the risk index, in the order in which they are shown. Which one weighs how much is in points.yaml."""

from xinan.kernel.text import Text
from xinan.rules.risk.model import Part
from xinan.rules.risk.money import COVER, LATE_TRANSFER, RESERVE, SHORT_TRANSFERS
from xinan.rules.risk.people import COMPLAINTS, FALL
from xinan.rules.risk.wages import ELSEWHERE, LATE, PAYROLL

PARTS: tuple[Part, ...] = (
    Part(
        "owed",
        Text("现有欠薪", "Wages owed now"),
        Text(
            "未足额发放类预警：欠发、少发、低于最低工资、退票未补发。",
            "Open warnings of unpaid or part-paid wages, below the minimum wage, failed and not repaid.",
        ),
        rules=("wages/unpaid", "wages/part-paid", "wages/below-minimum", "wages/failed-not-repaid"),
    ),
    Part(
        "late",
        Text("以往迟发", "Late before"),
        Text(
            "近半年到期的工资中，迟发或仍欠的月份数。",
            "Months due in the last half year whose wages came late or are still owed.",
        ),
        signal=LATE,
    ),
    Part(
        "cover",
        Text("下次发薪的资金保障", "Cover of the next pay day"),
        Text(
            "专户余额加预计拨入，比下一个应付日已挣得的工资少多少；与“专户资金预计不足”规则同一算法。",
            "By how much balance and expected inflow fall short of the wages earned for the next due date; the arithmetic of "
            "“Shortfall ahead”.",
        ),
        signal=COVER,
    ),
    Part(
        "reserve",
        Text("欠在路上的工资", "Earned beyond the balance"),
        Text(
            "已挣得未发的全部工资超过专户余额多少，按近期月工资折算；不计尚未到账的拨付。",
            "By how much all wages earned and not paid exceed the balance, in months of wages; nothing expected counts.",
        ),
        signal=RESERVE,
    ),
    Part(
        "late_transfer",
        Text("拨付迟延", "Late transfer"),
        Text(
            "工地仍在用工，建设单位的拨付比按月拨付晚了多少天。",
            "By how many days the owner's transfer is late against a monthly rhythm, while people work.",
        ),
        signal=LATE_TRANSFER,
    ),
    Part(
        "short_transfers",
        Text("拨付不足", "Short transfers"),
        Text(
            "近三个整月，建设单位拨付比同期工资少的比例。",
            "The share of three whole months' wages that the owner's transfers leave uncovered.",
        ),
        signal=SHORT_TRANSFERS,
    ),
    Part(
        "funding",
        Text("资金拨付预警", "Funding warnings"),
        Text("资金拨付环节未消除的预警。", "Open warnings of the funding link."),
        rules=("funding",),
    ),
    Part(
        "account",
        Text("工资专户预警", "Account warnings"),
        Text(
            "工资专户环节未消除的预警，如挪用、余额不足。",
            "Open warnings of the account link: outflow, balance short …",
        ),
        rules=("account",),
    ),
    Part(
        "payroll",
        Text("工资表迟报", "Late payroll"),
        Text(
            "近两个有考勤的月份，工资表在月末后多少天报送。",
            "How long after the month's end the payrolls of the last two working months came.",
        ),
        signal=PAYROLL,
    ),
    Part(
        "wages",
        Text("发放秩序预警", "Payroll warnings"),
        Text(
            "工资表缺失、未确认、有争议、账户外发放等未消除的预警。",
            "Open warnings of missing, unconfirmed or disputed payrolls, pay outside the account, and the like.",
        ),
        rules=(
            "wages/no-payroll",
            "wages/outside-account",
            "wages/unconfirmed",
            "wages/disputed",
            "wages/outlier",
            "wages/uniform-pay",
            "wages/days-mismatch",
            "wages/rate-out-of-range",
            "roster/leaver-unsettled",
        ),
    ),
    Part(
        "fall",
        Text("出勤下降", "Falling attendance"),
        Text(
            "此前四周出勤的工人，近两周有多少不见了。",
            "The share of the people of the four weeks before who were not seen in the last fortnight.",
        ),
        signal=FALL,
    ),
    Part(
        "complaints",
        Text("投诉", "Complaints"),
        Text("近 90 天收到的投诉线索。", "Complaints received in the last 90 days."),
        signal=COMPLAINTS,
    ),
    Part(
        "elsewhere",
        Text("总包其他项目", "Other sites of the contractor"),
        Text(
            "同一总包单位正在欠薪、或近一季度迟发工资的其他项目。",
            "Other sites of the contractor on which wages are owed, or were late in the last quarter.",
        ),
        signal=ELSEWHERE,
    ),
    Part(
        "safeguards",
        Text("制度保障缺口", "Missing safeguards"),
        Text(
            "开工备案、工资保证金、维权告示牌、投诉、总包企业环节未消除的预警。",
            "Open warnings of filing, deposit, notice board, complaints and the contractor as a firm.",
        ),
        # filing/stale is left out: it speaks of the age of a form.
        rules=(
            "filing/not-filed",
            "filing/no-permit",
            "filing/no-labour-cost-clause",
            "filing/no-payment-guarantee",
            "filing/stopped-but-working",
            "deposit",
            "board",
            "enterprise",
            "complaint",
        ),
    ),
    Part(
        "people",
        Text("用工管理预警", "Roster and attendance warnings"),
        Text("实名制与考勤环节未消除的预警。", "Open warnings of roster and attendance."),
        rules=(
            "attendance",
            "roster/unregistered",
            "roster/no-contract",
            "roster/no-labour-manager",
            "roster/identity-invalid",
            "roster/under-age",
            "roster/over-age",
            "roster/two-places",
            "roster/shared-card",
            "roster/card-mismatch",
            "roster/paid-not-present",
        ),
    ),
)


def part_of_rule(rule_id: str) -> Part | None:
    """The part to which findings of a rule belong; None for data quality and stale forms, which say nothing about wages."""
    return next((part for part in PARTS if part.speaks_of(rule_id)), None)


def find_part(part_id: str) -> Part:
    """The part of that identifier; KeyError if there is none."""
    by_id = {part.id: part for part in PARTS}
    return by_id[part_id]
