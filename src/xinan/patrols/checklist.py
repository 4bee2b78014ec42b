"""The "5+1" of a site: five systems and the payment guarantee, each with what to look at and the law that asks for it. Pure."""

from dataclasses import dataclass, field
from typing import Final

from xinan.kernel.text import Text

WARNING_PREFIX: Final = "warning-"


@dataclass(frozen=True, slots=True)
class Detail:
    """A further question where the answer is yes: a box to tick, or a day."""

    name: str
    title: Text
    kind: str = "tick"


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `links` are those of the warnings that it speaks of."""

    code: str
    title: Text
    question: Text
    law: Text
    links: tuple[str, ...]
    details: tuple[Detail, ...] = field(default=())


ITEMS: Final[tuple[Item, ...]] = (
    Item(
        "roster",
        Text("实名制", "Real-name roster"),
        Text(
            "进场工人都已实名登记并签订合同，考勤设备在用，配有劳资专管员",
            "All workers are registered and have contracts, the attendance device is in use, there is a labour manager",
        ),
        Text("条例第 28 条", "Regulation art. 28"),
        ("roster", "attendance"),
    ),
    Item(
        "deposit",
        Text("工资保证金", "Wage deposit"),
        Text("已存储工资保证金，凭证在有效期内", "The deposit is made, its certificate is in force"),
        Text("条例第 32 条", "Regulation art. 32"),
        ("deposit",),
    ),
    Item(
        "account",
        Text("工资专户", "Wage account"),
        Text(
            "已开设农民工工资专用账户，三方协议在工地备查，人工费用按月拨入",
            "The wage account is open, the agreement is on the site, labour cost comes in every month",
        ),
        Text("条例第 24、26 条", "Regulation art. 24, 26"),
        ("account", "funding"),
    ),
    Item(
        "agency",
        Text("总包代发", "Payment by the general contractor"),
        Text(
            "工资由总包单位通过专户直接发到工人本人银行卡，工资表经工人签字确认",
            "Wages go from the account to each worker's own card; workers signed the payroll",
        ),
        Text("条例第 31 条", "Regulation art. 31"),
        ("wages",),
    ),
    Item(
        "board",
        Text("维权信息告示牌", "Notice board"),
        Text("工地醒目位置设有告示牌", "There is a notice board where everybody sees it"),
        Text("条例第 34 条", "Regulation art. 34"),
        ("board",),
        (
            Detail("has_parties", Text("写明各单位和劳资专管员", "Names the firms and the labour manager")),
            Detail("has_wage_terms", Text("写明最低工资和发薪日", "Gives the minimum wage and the pay day")),
            Detail("has_channels", Text("写明投诉举报和法律援助电话", "Gives complaint and legal-aid telephones")),
        ),
    ),
    Item(
        "guarantee",
        Text("工程款支付担保", "Payment guarantee"),
        Text("建设单位已提供工程款支付担保", "The owner has given a payment guarantee"),
        Text("条例第 24 条", "Regulation art. 24"),
        ("filing",),
        (Detail("issued_on", Text("担保提供日（凭证上的日期）", "Day of the guarantee, as on the paper"), "day"),),
    ),
)
BY_CODE: Final = {item.code: item for item in ITEMS}


def warning_item(warning_id: int) -> str:
    """The item under which the word on an open warning is kept."""
    return f"{WARNING_PREFIX}{warning_id}"


def warning_of(item: str) -> int | None:
    """The warning an item is about; None for one of the checklist.

    >>> warning_of("warning-12"), warning_of("board"), warning_of("warning-x")
    (12, None, None)
    """
    number = item.removeprefix(WARNING_PREFIX)
    return int(number) if item.startswith(WARNING_PREFIX) and number.isdigit() and len(number) < 19 else None
