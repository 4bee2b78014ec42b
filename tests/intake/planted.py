"""A site with four faults planted in it, as its clerk's files say. Today is Monday, 2026-11-23.

By hand, from the rulebook:

* the start was never filed: work began on 2026-09-01, 83 days ago; red from 30 days       → filing/not-filed, red
* no deposit was paid: due 20 working days after the permit of 2026-08-14, on 2026-09-11,
  73 days ago; red from 30 days; 2 % of ¥30,000,000 was required                           → deposit/missing, red
* Zhang Fu works without a contract: 1 of 7 people, below 20 %                             → roster/no-contract, yellow
* Li Jianguo was paid nothing for October: due on the 15th of November, a Sunday, so on
  Friday the 13th, 10 days ago; red only once 31 days overdue                              → wages/unpaid 2026-10, yellow

Everything else is in order: everyone was registered on the day of coming, attends Monday to Saturday with two punches
a day by face, September was paid on 15 October to everyone and October on 13 November to the others, through an account
opened 17 days after the contract, into which the owner pays more than the agreed ¥100,000 every month.
"""

from datetime import date
from decimal import Decimal

from tests.intake import site
from tests.intake.site import Hand, Record

UNPAID = Hand("李建国", 1)
UNCONTRACTED = Hand("张福", 5)
MANAGER = Hand("赵敏", 2, post="劳资专管员", role="管理人员", work_type="管理人员", team=None, rate=Decimal(280))
HANDS = (
    UNPAID,
    Hand("王铁柱", 3, team="木工一班", work_type="木工"),
    UNCONTRACTED,
    Hand("孙大海", 7, team="木工一班", work_type="木工", rate=Decimal(320)),
    Hand("周立", 9),
    Hand("吴强", 11, rate=Decimal(310)),
    MANAGER,
)
STARTED = date(2026, 9, 1)
HOLIDAY = {date(2026, 10, day) for day in range(1, 8)}
SEPTEMBER = site.workdays(STARTED, date(2026, 9, 30))
OCTOBER = [day for day in site.workdays(date(2026, 10, 1), date(2026, 10, 31)) if day not in HOLIDAY]
NOVEMBER = site.workdays(date(2026, 11, 1), date(2026, 11, 21))
EXPECTED = {
    ("filing/not-filed", None, "red"),
    ("deposit/missing", None, "red"),
    ("roster/no-contract", None, "yellow"),
    ("wages/unpaid", "2026-10", "yellow"),
}


def files() -> dict[str, list[Record]]:
    """The sheets of the first upload: all but the deposit's."""
    return {
        "projects": site.project(
            施工合同签订日期=date(2026, 8, 3),
            施工许可证核发日期=date(2026, 8, 14),
            实际开工日期=STARTED,
            开工备案日期=None,
            工程款支付担保日期=date(2026, 8, 14),
            维权告示牌设置日期=STARTED,
        ),
        "units": site.units(),
        "teams": site.teams(),
        "people": site.people(HANDS, registered_on=STARTED),
        "entries": site.entries(HANDS, on=STARTED),
        "contracts": site.contracts([hand for hand in HANDS if hand is not UNCONTRACTED], on=STARTED),
        "attendance": site.attendance(HANDS, [*SEPTEMBER, *OCTOBER, *NOVEMBER]),
        "payroll": [
            *site.payroll(HANDS, month="2026-09", days=len(SEPTEMBER), paid_on=date(2026, 10, 15)),
            *site.payroll(HANDS, month="2026-10", days=len(OCTOBER), paid_on=date(2026, 11, 13), unpaid=[UNPAID]),
        ],
        "accounts": site.accounts(opened_on=date(2026, 8, 20), agreed_on=date(2026, 8, 25)),
        "movements": _movements(),
    }


def _movements() -> list[Record]:
    ledger = site.Ledger()
    paid = [hand for hand in HANDS if hand is not UNPAID]
    return [
        ledger.transfer(110_000, on=date(2026, 9, 10)),
        ledger.transfer(110_000, on=date(2026, 10, 9)),
        *ledger.wages(HANDS, month="2026-09", days=len(SEPTEMBER), on=date(2026, 10, 15)),
        ledger.transfer(110_000, on=date(2026, 11, 10)),
        *ledger.wages(paid, month="2026-10", days=len(OCTOBER), on=date(2026, 11, 13)),
    ]


def correction() -> dict[str, list[Record]]:
    """The second upload: a guarantee for the 2 % that were due, ¥600,000."""
    return {"deposits": site.deposits(amount=600_000, effective_on=date(2026, 11, 20))}
