"""What the clerk sends: small files, no two with a row in common, each to be told again from its number alone."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from tests.intake import site
from tests.intake.site import LABOUR, LABOUR_NAME, Hand
from xinan.kernel.clock import CHINA

PROJECTS = 3
# Two more projects, whose punches come through the national and the native interface.
GATED, NATIVE = PROJECTS, PROJECTS + 1
HANDS = 6
MONTH = "2026-09"
NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
KINDS = ("attendance", "attendance", "payroll", "movements")
NUMBER_OF = {"attendance": "06考勤", "payroll": "07工资", "movements": "10专户流水"}
Record = dict[str, Any]


def project_id(number: int) -> str:
    return f"FX-2026-{number:03d}"


def account(number: int) -> str:
    return f"07250112300004{number:05d}"


def hands(number: int) -> tuple[Hand, ...]:
    """The people of a project; nobody works on two."""
    return tuple(
        Hand(f"{NAMES[(number * HANDS + place) % len(NAMES)]}工{NAMES[place]}", 1 + 2 * (number * HANDS + place))
        for place in range(HANDS)
    )


def projects_of(number: int) -> dict[str, list[Record]]:
    """A project as it is registered, before anything runs."""
    people, started = hands(number), date(2026, 3, 2)
    return {
        "projects": site.project(项目编号=project_id(number), 项目名称=f"安居家园{number}期"),
        "units": site.units(),
        "teams": site.teams(),
        "people": site.people(people, registered_on=started),
        "entries": site.entries(people, on=started),
        "contracts": site.contracts(people, on=started),
        "accounts": [site.accounts()[0] | {"专户账号": account(number)}],
    }


@dataclass(frozen=True)
class Parcel:
    """One file of a few rows."""

    number: int

    @classmethod
    def numbered(cls, number: int) -> "Parcel":
        return cls(number)

    @property
    def kind(self) -> str:
        return KINDS[self.number % len(KINDS)]

    @property
    def project(self) -> int:
        return (self.number // len(KINDS)) % PROJECTS

    @property
    def file_name(self) -> str:
        return f"{NUMBER_OF[self.kind]}-{self.number}.csv"

    @property
    def rows(self) -> int:
        return len(self.records)

    @property
    def amount(self) -> int:
        """Yuan, over all rows; 0 for punches."""
        column = {"payroll": "应发", "movements": "金额"}.get(self.kind)
        return int(sum(record[column] for record in self.records)) if column else 0

    @cached_property
    def records(self) -> list[Record]:
        return {"attendance": self._punches, "payroll": self._wages, "movements": self._movements}[self.kind]()

    @property
    def content(self) -> bytes:
        """As CSV."""
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=list(self.records[0]))
        writer.writeheader()
        writer.writerows(self.records)
        return text.getvalue().encode("utf-8-sig")

    def _punches(self) -> list[Record]:
        # No two parcels have a day and a minute in common.
        day = date(2026, 3, 10) + timedelta(days=self.number % 250)
        at = datetime.combine(day, time(6), tzinfo=CHINA) + timedelta(minutes=2 * (self.number // 250))
        return [
            {
                "企业信用代码": LABOUR,
                "企业名称": LABOUR_NAME,
                "工人姓名": hand.name,
                "证件号码": hand.identity,
                "刷卡时间": f"{at + timedelta(hours=hours):%Y-%m-%d %H:%M:%S}",
                "进出方向": way,
                "通行方式": "人脸识别",
            }
            for hand in hands(self.project)
            for hours, way in ((0, "进场"), (10, "出场"))
        ]

    def _wages(self) -> list[Record]:
        return [
            {
                "信用代码": LABOUR,
                "企业名称": LABOUR_NAME,
                "工人姓名": hand.name,
                "工资月份": MONTH,
                "是否补发": "否",
                "出勤天数": 1,
                "总工时": 8,
                "工资卡号": hand.card,
                "应发": 100 + self.number % 97,
                "实发": 0,
                "发放日期": "",
                "第三方工资单编号": f"GZ-{self.number}-{hand.serial}",
            }
            for hand in hands(self.project)
        ]

    def _movements(self) -> list[Record]:
        day = date(2026, 3, 10) + timedelta(days=self.number % 250)
        return [
            {
                "流水号": f"LS{self.number:07d}{hand.serial:03d}",
                "专户账号": account(self.project),
                "记账日期": day.isoformat(),
                "收支方向": "支出",
                "金额": Decimal(50 + self.number % 89),
                "对方类型": "农民工",
                "余额": 100_000,
                "工人姓名": hand.name,
                "证件号码": hand.identity,
                "工资卡号": hand.card,
                "工资月份": MONTH,
            }
            for hand in hands(self.project)
        ]
