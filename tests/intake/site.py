"""A building site as its clerk writes it down: readable rows for the eleven sheets. All identities are invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from xinan.kernel.identifiers.citizen import check_digit
from xinan.kernel.identifiers.enterprise import check_character, organisation_check_character

Record = dict[str, Any]


def identity(serial: int, *, born: date = date(1985, 5, 1)) -> str:
    """A number valid by its check character only; odd serials are men's."""
    first = f"220102{born:%Y%m%d}{serial:03d}"
    return first + check_digit(first)


def credit_code(serial: int) -> str:
    """A credit code valid by its check characters only."""
    organisation = f"MA{serial:06d}"
    first = f"91220100{organisation}{organisation_check_character(organisation)}"
    return first + check_character(first)


def card(serial: int) -> str:
    """A wage card of 19 digits."""
    return f"62284800{serial:011d}"


@dataclass(frozen=True)
class Hand:
    """One person of the site."""

    name: str
    serial: int
    post: str = "工人"
    role: str = "建筑工人"
    work_type: str = "钢筋工"
    team: str | None = "钢筋一班"
    rate: Decimal = Decimal(300)

    @property
    def identity(self) -> str:
        return identity(self.serial)

    @property
    def card(self) -> str:
        return card(self.serial)


CONTRACTOR, OWNER, LABOUR = credit_code(1), credit_code(2), credit_code(3)
CONTRACTOR_NAME, OWNER_NAME, LABOUR_NAME = "长春宏远建设集团有限公司", "长春城投置业有限公司", "吉林鑫达劳务有限公司"
PROJECT = "CC-2026-017"
ACCOUNT = "0725011230000456789"


def units() -> list[Record]:
    """01: contractor, owner, labour firm."""
    named = (
        (CONTRACTOR, CONTRACTOR_NAME, "总承包单位"),
        (OWNER, OWNER_NAME, "建设单位"),
        (LABOUR, LABOUR_NAME, "劳务分包"),
    )
    return [{"企业信用代码": code, "企业名称": name, "参建类型": kind} for code, name, kind in named]


def teams(*names: str) -> list[Record]:
    """02: teams of the labour firm."""
    return [
        {"企业信用代码": LABOUR, "企业名称": LABOUR_NAME, "班组名称": name}
        for name in names or ("钢筋一班", "木工一班")
    ]


def _firm(hand: Hand) -> Record:
    code, name = (LABOUR, LABOUR_NAME) if hand.team else (CONTRACTOR, CONTRACTOR_NAME)
    return {"企业信用代码": code, "企业名称": name, "班组名称": hand.team, "工人姓名": hand.name}


def people(hands: Sequence[Hand], *, registered_on: date | None = None) -> list[Record]:
    """03: everyone on the roster."""
    return [
        _firm(hand)
        | {
            "证件类型": "居民身份证",
            "证件号码": hand.identity,
            "工种": hand.work_type,
            "人员类型": hand.role,
            "手机号码": f"138{hand.serial:08d}",
            "工资卡号": hand.card,
            "岗位": hand.post,
            "实名登记日期": registered_on,
        }
        for hand in hands
    ]


def entries(hands: Sequence[Hand], *, on: date, kind: str = "进场") -> list[Record]:
    """04: everyone comes (or leaves) on a day."""
    return [_firm(hand) | {"证件号码": hand.identity, "进退场日期": on, "进退场类型": kind} for hand in hands]


def contracts(hands: Sequence[Hand], *, on: date) -> list[Record]:
    """05: contracts until the work is done, paid by the day."""
    return [
        {
            "企业信用代码": LABOUR if hand.team else CONTRACTOR,
            "企业名称": LABOUR_NAME if hand.team else CONTRACTOR_NAME,
            "证件号码": hand.identity,
            "合同编号": f"HT-{hand.serial:04d}",
            "合同期限类型": "以完成一定工作为期限",
            "开始日期": on,
            "计量单位": "元/天",
            "计量单价": hand.rate,
            "签订日期": on,
        }
        for hand in hands
    ]


def attendance(hands: Sequence[Hand], days: Sequence[date], *, way: str = "人脸识别") -> list[Record]:
    """06: in at about seven, out at about half past five; no two to the same second."""
    return [
        {
            "企业信用代码": LABOUR if hand.team else CONTRACTOR,
            "企业名称": LABOUR_NAME if hand.team else CONTRACTOR_NAME,
            "班组名称": hand.team,
            "工人姓名": hand.name,
            "证件号码": hand.identity,
            "刷卡时间": f"{day} {hour:02d}:{(hand.serial * 7 + day.day) % 50:02d}:{(hand.serial * 13) % 60:02d}",
            "进出方向": direction,
            "通行方式": way,
        }
        for day in days
        for hand in hands
        for hour, direction in ((6, "进场"), (17, "出场"))
    ]


def payroll(
    hands: Sequence[Hand], *, month: str, days: int, paid_on: date | None, unpaid: Sequence[Hand] = ()
) -> list[Record]:
    """07: a month's wages, days times rate; those in `unpaid` got nothing."""
    return [
        {
            "信用代码": LABOUR if hand.team else CONTRACTOR,
            "企业名称": LABOUR_NAME if hand.team else CONTRACTOR_NAME,
            "班组名称": hand.team,
            "工人姓名": hand.name,
            "工资月份": month,
            "是否补发": "否",
            "出勤天数": days,
            "总工时": days * 8,
            "工资卡号": hand.card,
            "应发": days * hand.rate,
            "实发": 0 if hand in unpaid or paid_on is None else days * hand.rate,
            "发放日期": None if hand in unpaid else paid_on,
            "第三方工资单编号": f"{month}-{hand.serial:04d}",
        }
        for hand in hands
    ]


def accounts(*, opened_on: date = date(2026, 2, 20), agreed_on: date | None = date(2026, 2, 25)) -> list[Record]:
    """08: the wage account."""
    return [
        {"专户账号": ACCOUNT, "开户银行": "吉林银行长春南关支行", "开户日期": opened_on, "三方协议签订日期": agreed_on}
    ]


def deposits(*, amount: int = 600_000, effective_on: date = date(2026, 3, 10)) -> list[Record]:
    """09: a bank guarantee."""
    return [
        {
            "保证金编号": "BH-2026-0117",
            "保证金形式": "银行保函",
            "金额": amount,
            "生效日期": effective_on,
            "到期日期": date(2027, 12, 31),
        }
    ]


@dataclass
class Ledger:
    """10: the account's movements, with their running balance."""

    balance: Decimal = Decimal(0)
    lines: int = 0

    def transfer(self, amount: int, *, on: date) -> Record:
        """Labour cost from the owner."""
        return self._line(Decimal(amount), on=on, way="收入", kind="建设单位")

    def wages(self, hands: Sequence[Hand], *, month: str, days: int, on: date) -> list[Record]:
        """Wages to each hand's card."""
        return [
            self._line(-days * hand.rate, on=on, way="支出", kind="农民工")
            | {"工人姓名": hand.name, "证件号码": hand.identity, "工资卡号": hand.card, "工资月份": month}
            for hand in hands
        ]

    def other(self, amount: int, *, on: date) -> Record:
        """Money to somebody who is no worker."""
        return self._line(Decimal(-amount), on=on, way="支出", kind="其他")

    def _line(self, change: Decimal, *, on: date, way: str, kind: str) -> Record:
        self.balance += change
        self.lines += 1
        return {
            "流水号": f"{on:%Y%m%d}{self.lines:05d}",
            "专户账号": ACCOUNT,
            "记账日期": on,
            "收支方向": way,
            "金额": abs(change),
            "对方类型": kind,
            "余额": self.balance,
        }


def project(**changed: Any) -> list[Record]:
    """11: the project itself, in good order but for what `changed` says."""
    return [
        {
            "施工总承包单位信用代码": CONTRACTOR,
            "施工总承包单位名称": CONTRACTOR_NAME,
            "项目名称": "长春市南关区安居家园二期工程",
            "项目类别": "房屋建筑",
            "建设单位信用代码": OWNER,
            "建设单位名称": OWNER_NAME,
            "项目所在地": "220102",
            "项目编号": PROJECT,
            "是否政府投资": "否",
            "合同价": 30_000_000,
            "施工合同签订日期": date(2026, 2, 1),
            "是否须办施工许可证": "是",
            "施工许可证核发日期": date(2026, 2, 20),
            "实际开工日期": date(2026, 3, 1),
            "开工备案日期": date(2026, 3, 1),
            "计划竣工日期": date(2027, 10, 31),
            "人工费用占比": "20%",
            "约定每月人工费用": 100_000,
            "工程款支付担保日期": date(2026, 2, 20),
            "发薪日": 15,
            "是否次月发薪": "是",
            "维权告示牌设置日期": date(2026, 3, 1),
        }
        | changed
    ]


def workdays(first: date, last: date) -> list[date]:
    """Monday to Saturday, as sites work."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return [day for day in days if day.isoweekday() < 7]
